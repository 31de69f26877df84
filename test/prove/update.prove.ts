/** An update without a gap: the version before and the version after on one PostgreSQL, over a migration, under load. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import pg from 'pg';
import { PagePerson } from '../fakes/page-person.ts';
import { freshDatabase } from '../fakes/postgres.ts';
import { Service } from '../fakes/service.ts';
import { until } from '../fakes/until.ts';

const VERSION = join(import.meta.dirname, '..', 'fakes', 'other-version.ts');
/** The people who write to each version without a pause. */
const PEOPLE = 6;

describe('an update on PostgreSQL', () => {
  it('loses nothing: both versions run beside each other, and the one before can be started again', async function () {
    this.timeout(240_000);
    const database = new pg.Pool({ connectionString: await freshDatabase(), max: 2 });
    const env = { DATABASE_URL: database.options.connectionString!, LOG_LEVEL: 'warn' };
    const [before, after] = [new Service([VERSION, 'before']), new Service([VERSION, 'after'])];
    const people: PagePerson[] = [];
    /** The messages that were acknowledged. */
    let acknowledged = 0;
    let isOver = false;
    const talk = async (person: PagePerson): Promise<void> => {
      while (!isOver) {
        // An instance that stops refuses, or is gone: only what was acknowledged counts.
        const status = await person.say(`I can't book a room, try ${acknowledged}`).catch(() => 0);
        if (status === 202) acknowledged += 1;
        else if (status === 0 || status === 503) return;
        else assert.equal(status, 202);
      }
    };
    const crowd = async (service: Service): Promise<Promise<void>[]> => {
      const some = await Promise.all(Array.from({ length: PEOPLE }, () => new PagePerson(service.address).open()));
      people.push(...some);
      return some.map(talk);
    };
    const migrated = async (): Promise<string[]> =>
      (await database.query<{ name: string }>('select name from kysely_migration order by name')).rows.map(
        (r) => r.name,
      );
    const some = async (more: number): Promise<void> => {
      const from = acknowledged;
      await until(() => acknowledged >= from + more, `${more} more messages`, 60_000);
    };
    try {
      await before.start(env);
      const old = await migrated();
      const talking = await crowd(before);
      await some(50);
      await after.start(env);
      assert.deepEqual((await migrated()).slice(0, old.length), old);
      assert.equal((await migrated()).length, old.length + 2);
      // Beside each other, on the new tables.
      talking.push(...(await crowd(after)));
      await some(100);
      // The version before dies in the middle of it, and its supervisor starts it again.
      await before.stop('SIGKILL');
      await before.start(env);
      talking.push(...(await crowd(before)));
      await some(50);
      assert.equal(await before.stop(), 0, before.log);
      await some(50);
      isOver = true;
      await Promise.all(talking);
      const count = async (text: string): Promise<number> =>
        Number((await database.query<{ n: string }>(`select count(*) as n from ${text}`)).rows[0]!.n);
      await until(
        async () =>
          (await count(`inbox where state = 'waiting'`)) + (await count(`outbox where state <> 'sent'`)) === 0,
        'everything to be answered',
        90_000,
      );
      // A message that was stored and not acknowledged, because its process died, is answered too.
      const stored = await count('inbox');
      assert.ok(stored >= acknowledged && stored <= acknowledged + 2 * PEOPLE, `${stored} of ${acknowledged}`);
      assert.equal(await count(`inbox where state <> 'done'`), 0);
      assert.equal(
        await count(
          `inbox where not exists (select 1 from outbox where outbox.conversation = inbox.conversation and outbox.turn = inbox.seq)`,
        ),
        0,
        'messages without an answer',
      );
      process.stdout.write(`    ${acknowledged} messages acknowledged, none lost\n`);
    } finally {
      isOver = true;
      for (const person of people) person.close();
      for (const service of [before, after]) await service.remove();
      await database.end();
    }
  });
});
