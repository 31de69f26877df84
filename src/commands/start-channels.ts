/** Starts the channels of a service. */
import type { Channel } from '../core/channel.ts';
import { Fault } from '../core/fault.ts';
import type { Log } from '../core/log.ts';

/**
 * The longest time that the start of the service waits for its channels, in milliseconds. One that answers says within it
 * that a token is refused; for one that can't be reached, people on the others are not kept waiting.
 */
const PATIENCE_MS = 3000;

/**
 * Starts the channels together; those that take long go on meanwhile, and the log tells of them.
 * @throws for a failure that waiting does not mend, where it shows at once
 */
export async function startChannels(channels: readonly Channel[], log: Log, patienceMs = PATIENCE_MS): Promise<void> {
  const waiting = new Set<string>();
  let isOver = false;
  const starting = channels.map(async (channel) => {
    waiting.add(channel.name);
    try {
      await channel.start();
    } catch (err) {
      if (!isOver) throw err;
      const told = err instanceof Fault ? { code: err.code, cure: err.cure } : {};
      log.error({ err, channel: channel.name, ...told }, 'a channel could not be started; the others go on');
    } finally {
      waiting.delete(channel.name);
    }
  });
  let patience: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resume) => {
    patience = setTimeout(resume, patienceMs);
  });
  await Promise.race([Promise.all(starting), late]).finally(() => clearTimeout(patience));
  isOver = true;
  if (waiting.size > 0) log.warn({ channels: [...waiting] }, 'not connected yet: the start goes on without waiting');
}
