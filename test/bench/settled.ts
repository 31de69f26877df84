/** Waits until a service has done all its work, as its database tells it. */
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../../src/store/open.ts';

const LOOK_AGAIN_MS = 250;
/** The looks in a row that must find nothing: what is sent a second time is sent soon. */
const LOOKS = 6;
const LONGEST_MS = 180_000;

/** Resolves once no message waits and no reply is unsent, for a second and a half; or after three minutes, whatever is left then. */
export async function settled(database: string): Promise<void> {
  const store = await openStore(database);
  try {
    const until = performance.now() + LONGEST_MS;
    for (let still = 0; still < LOOKS && performance.now() < until; ) {
      await wait(LOOK_AGAIN_MS);
      const { waiting, unsent } = await store.backlog(new Date().toISOString());
      still = waiting.messages === 0 && unsent.length === 0 ? still + 1 : 0;
    }
  } finally {
    await store.close();
  }
}
