/** A PostgreSQL database that was put back from a dump is cleared of who was erased since, before a service starts on it. */
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Store } from '../../src/core/store.ts';
import { applyList } from '../../src/store/erased-list.ts';
import { openForService, openStore } from '../../src/store/open.ts';
import { firstline } from '../fakes/cli.ts';
import { freshFolder } from '../fakes/folder.ts';
import { CodeLog } from '../fakes/journals.ts';

import { freshDatabase } from '../fakes/postgres.ts';
import { answered, message, moment } from '../fakes/samples.ts';

const QUIET = (): void => undefined;

async function run(address: string, texts: readonly string[]): Promise<Record<string, string>[]> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    const rows: Record<string, string>[] = [];
    for (const text of texts) rows.push(...(await client.query(text)).rows);
    return rows;
  } finally {
    await client.end();
  }
}

/** Keeps every table as `pg_dump` does, with comments; answers the way back, which makes them anew as `pg_restore --clean` does. */
async function dump(address: string): Promise<() => Promise<void>> {
  const rows = await run(address, [
    `select relname, obj_description(oid, 'pg_class') as comment from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not in ('case_kind', 'case_path')`,
  ]);
  await run(address, [
    'create schema kept',
    ...rows.map(({ relname: name }) => `create table kept.${name} (like public.${name} including all)`),
    ...rows.map(({ relname: name }) => `insert into kept.${name} select * from public.${name}`),
  ]);
  return async () => {
    await run(
      address,
      rows.flatMap(({ relname: name, comment }) => [
        `drop table public.${name}`,
        `create table public.${name} (like kept.${name} including all)`,
        `insert into public.${name} select * from kept.${name}`,
        ...(comment === null ? [] : [`comment on table public.${name} is '${comment}'`]),
      ]),
    );
  };
}

describe('a PostgreSQL database that was put back from a dump', () => {
  let address: string;
  let store: Store;
  let list: string;
  let putBack: () => Promise<void>;
  const start = (): Promise<Store> => openForService(address, new CodeLog(), () => true);
  const said = async (conversation: string, text: string): Promise<void> => {
    await store.accept([message(text, { conversation })]);
    const [work] = await store.take([conversation]);
    assert.ok(await store.commit([{ ...answered(work!, ['yes']), person: conversation }], moment()));
  };
  const linesOf = async (conversation: string): Promise<number> =>
    (await store.lines(conversation, { turn: 0, part: 0 })).length;

  beforeEach(async () => {
    address = await freshDatabase();
    list = join(freshFolder(), 'erased.jsonl');
    store = await openStore(address);
    await said('fake:kim', 'Kuckucksuhr');
    await said('fake:jo', 'harmless');
    await said('fake:lee', 'erased before the dump');
    await store.forget('fake:lee', 'all');
    await said('fake:lee', 'written after that');
    putBack = await dump(address);
    await store.forget('fake:kim', 'all');
  });

  it('is refused to a service until the erased are erased again, which done twice does the same', async function () {
    this.timeout(60_000);
    await (await start()).close();
    const env = { DATABASE_URL: address };
    const listed = await firstline(['erase', '--list', list], '', env);
    assert.deepEqual([listed.code, listed.out], [0, `Written to ${list}: 2 erased.\n`]);
    assert.equal(statSync(list).mode & 0o777, 0o600);
    assert.ok(!readFileSync(list, 'utf8').includes('Kuckucksuhr'));
    await putBack();
    assert.deepEqual([await linesOf('fake:kim'), await linesOf('fake:jo')], [2, 2]);
    await assert.rejects(start(), { code: 'STORE_RESTORED', cure: /erase --from/ });
    const cleared = await firstline(['erase', '--from', list], '', env);
    assert.deepEqual([cleared.code, cleared.err], [0, '']);
    assert.match(cleared.out, /^Erased anew: 1 of those in /);
    assert.deepEqual([await linesOf('fake:kim'), await linesOf('fake:jo'), await linesOf('fake:lee')], [0, 2, 2]);
    await (await start()).close();
    await said('fake:kim', 'written after that');
    assert.equal(await applyList(address, list, QUIET), 0);
    assert.equal(await linesOf('fake:kim'), 2);
    await store.close();
  });

  it('stays refused where a list is broken, and nobody of it is erased', async () => {
    await putBack();
    const kim = JSON.stringify({ id: 'fake:kim', at: '2026-03-02T09:00:00.000Z' });
    for (const rest of ['{"id":"fake:jo","at":"20', '{"id":7,"at":"2026-03-02"}', 'fake:jo']) {
      writeFileSync(list, `${kim}\n${rest}\n`);
      await assert.rejects(applyList(address, list, QUIET), { code: 'ERASED_LIST_BROKEN', message: /line 2/ });
    }
    await assert.rejects(applyList(address, `${list}.missing`, QUIET), { code: 'ERASED_LIST_BROKEN' });
    assert.equal(await linesOf('fake:kim'), 2);
    await assert.rejects(start(), { code: 'STORE_RESTORED' });
    // With an empty list the operator says that nobody was erased since.
    writeFileSync(list, '');
    assert.equal(await applyList(address, list, QUIET), 0);
    await (await start()).close();
    await store.close();
  });

  it('is told from one whose files were only written anew', async () => {
    await run(address, ['vacuum full']);
    await (await start()).close();
    await store.close();
  });

  it('is refused as well where the dump came back without comments', async () => {
    await run(address, ['comment on table erased is null']);
    await assert.rejects(start(), { code: 'STORE_RESTORED' });
    await store.close();
  });
});

describe('firstline erase', () => {
  it('wants one of a person, a list to write, and a list to apply', async () => {
    for (const options of [[], ['--list', 'a', '--from', 'b'], ['--list', 'a', '--dry-run']]) {
      const { code, err } = await firstline(['erase', ...options], '', { DATABASE_URL: 'sqlite::memory:' });
      assert.deepEqual([code, /ERASE_WHOM/.test(err)], [1, true], options.join(' '));
    }
  });
});
