/** Erases people while the service runs. */
import type { RunJob } from '../core/job.ts';
import type { Store } from '../core/store.ts';

/** The time that a person's tickets get to tell the desk that they are over, in milliseconds. */
const QUIET_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 100;

/** Erases a person, and gives the room back while other work goes on; answers the number of conversations. */
export async function forgotten(store: Store, who: string): Promise<number> {
  const { conversations } = await store.forget(who);
  // Deleted text is overwritten already; what is left of it stands in the log of writes, until the next time at most.
  void store.tidy().catch(() => undefined);
  return conversations.length;
}

/** Makes the job that erases a person: once their tickets have told the desk, or could not in time. */
export function createForgetJob(store: Store): RunJob {
  return async (row) => {
    const who = row.job.who ?? row.conversation;
    for (const since = performance.now(); performance.now() - since < QUIET_WITHIN_MS; ) {
      if (await store.isQuiet(who)) break;
      await new Promise((resume) => setTimeout(resume, LOOK_AGAIN_MS));
    }
    await forgotten(store, who);
    // Where the person is known, the place that they wrote in may still be another one.
    if (who !== row.conversation) await store.forget(row.conversation);
    return { job: row.job.id, kind: row.job.kind, found: [], trouble: null };
  };
}
