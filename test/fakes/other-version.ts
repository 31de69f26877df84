/**
 * `firstline start` of another version, as far as the tables go: `before` lacks the last migration, `after` has one more, which
 * adds what a migration may add. The code of both is this version's, so nothing that needs the last migration may be asked of `before`.
 */
import { type Kysely, sql } from 'kysely';
import { start } from '../../src/commands/start.ts';
import { migrations, type Tables } from '../../src/store/tables.ts';

const [, , version] = process.argv;
if (version === 'before') delete migrations[Object.keys(migrations).sort().at(-1)!];
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
