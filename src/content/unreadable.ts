/** Says why content can't be read from the disk. */
import { systemFault } from '../core/system-fault.ts';

/**
 * Runs what reads content from files.
 * @throws {Fault} CONTENT_UNREADABLE, where the system does not let it
 */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw systemFault(error, 'CONTENT_UNREADABLE') ?? error;
  }
}
