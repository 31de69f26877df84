/** Fills an SQLite file with conversations that are over, as a service has after a long time. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openStore, pathOf } from '../../src/store/open.ts';

/** A message and a reply of usual length, as they are stored. */
const MESSAGE = JSON.stringify({
  id: 'x',
  kind: 'said',
  text: 'outlook asks for my password again and again'.repeat(4),
});
const REPLY = JSON.stringify({ title: null, body: [], choices: [], controls: [], text: 'x'.repeat(400) });
const STATE = JSON.stringify({ asked: 3, words: 'x'.repeat(500) });
/** The number of messages in each conversation. */
const EACH = 2;
/** A month ago: not old enough to be deleted while it is measured. */
const OVER = `'${new Date(Date.now() - 30 * 86_400_000).toISOString()}'`;

/** Puts so many conversations into a file: two messages each, with their replies, and a state. Answers the rows. */
export async function fill(database: string, conversations: number): Promise<number> {
  await (await openStore(database)).close();
  const db = new Database(pathOf(database));
  db.pragma('synchronous = OFF');
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${conversations})`;
  const turns = `(select 1 as t union all select 2)`;
  db.exec('begin');
  db.exec(`insert into sequence ${numbers} select 'web:old-' || i, ${EACH} from n`);
  db.prepare(
    `insert into conversation (id, version, state, updated_at) ${numbers} select 'web:old-' || i, ${EACH}, ?, ${OVER} from n`,
  ).run(STATE);
  db.prepare(
    `insert into inbox (conversation, seq, dedupe, message, attempts, state, accepted_at)
     ${numbers} select 'web:old-' || i, t, 'web:old-' || i || '|' || t, ?, 0, 'done', ${OVER} from n, ${turns}`,
  ).run(MESSAGE);
  db.prepare(
    `insert into outbox (conversation, turn, part, channel, reply, state, attempt, ready_at, created_at, changed_at)
     ${numbers} select 'web:old-' || i, t, 1, 'web', ?, 'sent', 1, ${OVER}, ${OVER}, ${OVER} from n, ${turns}`,
  ).run(REPLY);
  // Their cases are counted already, as in a service that was there all the time.
  db.prepare('insert into counted (id, at) values (1, ?)').run(new Date().toISOString());
  db.exec('commit');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  // Otherwise the first commit of the service would wait until all of it is on the disk.
  const file = openSync(pathOf(database), 'r+');
  fsyncSync(file);
  closeSync(file);
  return conversations * (2 + 2 * EACH);
}
