/** Waits for things that other processes do. */
import { setTimeout as wait } from 'node:timers/promises';

const LOOK_AGAIN_MS = 10;
/** The longest wait. A busy machine is slow, not wrong: only something that never comes takes so long. */
const PATIENCE_MS = 30_000;

/**
 * Waits until something is so: the way to wait for another process, a page or a platform.
 *
 * @param so the condition; it is asked again and again, and may itself look something up
 * @param what the condition's name in the failure; a function if the failure should tell what there is instead
 * @throws if the condition never becomes true
 */
export async function until(
  so: () => boolean | Promise<boolean>,
  what: string | (() => string) = 'it',
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await so())) {
    if (performance.now() > end) throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`);
    await wait(LOOK_AGAIN_MS);
  }
}
