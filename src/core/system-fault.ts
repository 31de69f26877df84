/** Errors of the system (files, folders, the network), said as faults. */
import { Fault } from './fault.ts';
import { FAULTS, type FaultCode } from './faults.ts';

/** The usual errors of the system, in plain words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EBUSY: 'something else uses it',
  EDQUOT: 'the quota is used up',
  EEXIST: 'something is there already',
  EIO: 'the disk does not answer as it should',
  EISDIR: 'it is a folder',
  ELOOP: 'links lead in a circle',
  EMFILE: 'this process has too many files open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'this machine has too many files open',
  ENOENT: 'it is not there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is no folder',
  ENOTEMPTY: 'the folder is not empty',
  EPERM: 'this user may not',
  EROFS: 'the disk can only be read',
};

/** The fields of an error of the system. */
interface SystemError extends Error {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly path?: unknown;
}

/** The fault behind an error of the system, by default a general one; null for any other error. */
export function systemFault(error: unknown, code: FaultCode = 'SYSTEM_REFUSED'): Fault | null {
  if (!(error instanceof Error)) return null;
  const { message, code: system, syscall, path } = error as SystemError;
  if (typeof system !== 'string' || typeof syscall !== 'string') return null;
  // Node asks for the folder in which a command runs where a path is not whole.
  const found = syscall === 'uv_cwd' ? 'FOLDER_GONE' : code;
  const { cause, cure } = FAULTS[found];
  const reason = REASONS[system];
  const about = syscall === 'uv_cwd' ? '' : ` (${reason === undefined ? message : aboutOf({ path, reason, system })})`;
  return new Fault(found, `${cause}${about}`, cure, { cause: error });
}

function aboutOf({ path, reason, system }: { path: unknown; reason: string; system: string }): string {
  return `${typeof path === 'string' ? `${path}: ` : ''}${reason}, ${system}`;
}
