/**
 * `firstline start` of another version, as far as the tables go: `before` lacks the last migration, `after` has one more, which
 * adds what a migration may add.
 */
import { type Kysely, sql } from 'kysely';
import { start } from '../../src/commands/start.ts';
import { migrations, type Tables } from '../../src/store/tables.ts';

const [, , version] = process.argv;
if (version === 'before') {
  const [previous, last] = Object.keys(migrations).sort().slice(-2) as [string, string];
  const [earlier, mark] = [migrations[previous]!, migrations[last]!];
  delete migrations[last];
  // A version before asks for no mark beside its tables, but the code here is this version's, which does.
  migrations[previous] = {
    async up(db) {
      await earlier.up(db);
      await mark.up(db);
    },
  };
}
if (version === 'after')
  migrations['999-after'] = {
    async up(db: Kysely<Tables>) {
      await db.schema.alterTable('inbox').addColumn('after', 'text').execute();
      await db.schema.alterTable('conversation').addColumn('after', 'text').execute();
      await sql`create index outbox_after on outbox (channel, created_at)`.execute(db);
      await db.schema.createTable('after').addColumn('id', 'text').execute();
    },
  };
await start();
