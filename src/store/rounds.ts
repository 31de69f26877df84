/** The transactions of the store: one for each piece of work, or one for all the work of a round of the event loop. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { breathe } from '../core/breathe.ts';
import type { Tables } from './tables.ts';

/** Runs work in a transaction; resolves once it is committed. Work that throws leaves nothing behind. */
export type Write = <T>(work: (tx: Transaction<Tables>) => Promise<T>) => Promise<T>;

/** Gives every piece of work a transaction of its own: PostgreSQL lets several end with one wait for the disk. */
export function oneByOne(db: Kysely<Tables>): Write {
  return (work) => db.transaction().execute(work);
}

/** A piece of work that waits for the round's transaction. */
interface Waiting {
  readonly work: (tx: Transaction<Tables>) => Promise<unknown>;
  readonly keep: (value: never) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Puts all the work that is asked for within a few rounds of the event loop into one transaction. SQLite waits for the disk at every commit, so
 * taking messages in, storing turns and recording what was sent share one wait. Work that throws is undone by itself.
 */
export function together(db: Kysely<Tables>): Write {
  let queue: Waiting[] = [];
  let isRunning = false;
  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      // Work that has arrived meanwhile comes along: the wait for the disk is longer than the pause in which it is read.
      await breathe();
      const round = queue;
      queue = [];
      await commit(db, round);
    }
    isRunning = false;
  };
  return (work) =>
    new Promise((keep, fail) => {
      queue.push({ work, keep, fail });
      if (isRunning) return;
      isRunning = true;
      void run();
    });
}

/** Commits a round; each piece of work hears what became of it only then. Never rejects. */
async function commit(db: Kysely<Tables>, round: readonly Waiting[]): Promise<void> {
  try {
    const ended = await allOf(db, round, whole).catch((error: unknown) => {
      // Rarely does one throw: only then does each have a place of its own in the transaction, to be undone by itself.
      if (round.length === 1) throw error;
      return allOf(db, round, apart);
    });
    for (const end of ended) end();
  } catch (error) {
    for (const { fail } of round) fail(error);
  }
}

/** Does all the work of a round in one transaction; answers the ends to tell. */
function allOf(
  db: Kysely<Tables>,
  round: readonly Waiting[],
  how: (tx: Transaction<Tables>, one: Waiting) => Promise<() => void>,
): Promise<readonly (() => void)[]> {
  return db.transaction().execute(async (tx) => {
    const ended: (() => void)[] = [];
    for (const one of round) ended.push(await how(tx, one));
    return ended;
  });
}

async function whole(tx: Transaction<Tables>, { work, keep }: Waiting): Promise<() => void> {
  const value = await work(tx);
  return () => keep(value as never);
}

/** Runs one piece of work of several: what it throws undoes this one alone. */
async function apart(tx: Transaction<Tables>, one: Waiting): Promise<() => void> {
  await sql`savepoint one`.execute(tx);
  try {
    const end = await whole(tx, one);
    await sql`release one`.execute(tx);
    return end;
  } catch (error) {
    // After a full disk SQLite has undone the whole transaction by itself: then this is the error of all of them.
    await sql`rollback to one`.execute(tx).catch(() => {
      throw error;
    });
    await sql`release one`.execute(tx);
    return () => one.fail(error);
  }
}
