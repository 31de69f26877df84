/** The end of a soak: nothing is left to handle or to send. */
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';

/** The longest wait, in seconds; what is left then is counted as missing. */
const LONGEST_S = 900;

/**
 * Waits until a service has nothing left in its database (a SQLite file). Where other work keeps the machine busy, nothing
 * may be sent for a while although more is to come.
 */
export async function settled(file: string): Promise<void> {
  for (let second = 0; second < LONGEST_S; second++) {
    await wait(1000);
    if (leftIn(file) === 0) return;
  }
}

/** Counts the messages that are not handled, and the replies that are not sent. */
export function leftIn(file: string): number {
  const database = new Database(file, { readonly: true });
  try {
    const { left } = database
      .prepare(
        `select (select count(*) from inbox where state = 'waiting') +
                (select count(*) from outbox where state in ('ready', 'sending')) as left`,
      )
      .get() as { left: number };
    return left;
  } finally {
    database.close();
  }
}
