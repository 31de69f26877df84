/** The end of a soak: a service has nothing left to handle or to send, as its database tells. */
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../../src/store/open.ts';

const LOOK_AGAIN_MS = 250;
/** The looks in a row that must find nothing: what is sent a second time is sent soon. */
const LOOKS = 6;
/** The longest wait; what is left then is counted as missing. Other work may keep the machine busy. */
const LONGEST_MS = 900_000;

/** Waits until no message waits and no reply is unsent, for a second and a half; answers the number that is left. */
export async function settled(database: string): Promise<number> {
  const store = await openStore(database);
  try {
    const until = performance.now() + LONGEST_MS;
    let left = 0;
    for (let still = 0; still < LOOKS && performance.now() < until; ) {
      await wait(LOOK_AGAIN_MS);
      const { waiting, unsent } = await store.backlog(new Date().toISOString());
      left = unsent.reduce((sum, { replies }) => sum + replies, waiting.messages);
      still = left === 0 ? still + 1 : 0;
    }
    return left;
  } finally {
    await store.close();
  }
}
