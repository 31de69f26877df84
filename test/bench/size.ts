/**
 * The room that a message takes: `node test/bench/size.ts [messages]`. People talk to a service on an empty SQLite file, 6,000
 * messages in 256 conversations unless told; then it prints the bytes that the file has for each message, by table and index.
 */
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { pathOf } from '../../src/store/open.ts';
import { shipped } from '../fakes/knowledge.ts';
import { Driven } from './driver.ts';
import { lines, type Row } from './lines.ts';
import { tellingFaults } from './report.ts';
import { startFirstline } from './servers.ts';
import { withSqliteFile } from './sqlite-file.ts';
import { errorTexts } from './texts.ts';

const [messages = 6000] = process.argv.slice(2).map(Number);
const TALKS = 256;
const AT_ONCE = 16;
/** Parts that take less for a message, in bytes, are left out. */
const LEAST = 4;

await tellingFaults(() =>
  withSqliteFile(async (database) => {
    const errors = errorTexts((await shipped()).content);
    const driven = await Driven.open(await startFirstline(database), { as: 'web', conversations: TALKS, errors });
    try {
      await driven.drive({ messages, atOnce: AT_ONCE });
    } finally {
      await driven.close();
    }
    const db = new Database(pathOf(database), { readonly: true });
    const { kept } = db.prepare('select count(*) as kept from inbox').get() as { kept: number };
    const parts = db
      .prepare(
        'select name, sum(pgsize) as size, sum(payload) as payload from dbstat group by name having size >= ? order by size desc',
      )
      .all(LEAST * kept) as { name: string; size: number; payload: number }[];
    db.close();
    const each = (bytes: number): string => (bytes / kept).toFixed(0);
    const rows: Row[] = [
      [`bytes for each of ${kept.toLocaleString('en')} messages`, 'pages', 'of it used'],
      ['the whole file', each(statSync(pathOf(database)).size), ''],
      ...parts.map(({ name, size, payload }): Row => [name, each(size), each(payload)]),
    ];
    process.stdout.write(`${lines(rows)}\n`);
  }),
);
