import { setTimeout as wait } from 'node:timers/promises';

const LOOK_AGAIN_MS = 10;
/** A busy machine is slow, not wrong: only what never comes takes so long. */
const PATIENCE_MS = 30_000;

/**
 * Waits for something to become so: the way to wait for what another process, a page or a platform does.
 *
 * @param so what is waited for; it is asked again and again, and may itself look something up
 * @param what its name in the failure; a function when the failure should tell what there is instead
 * @throws when it never becomes so
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
