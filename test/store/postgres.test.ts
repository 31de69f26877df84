import assert from 'node:assert/strict';
import { sql } from 'kysely';
import pg from 'pg';
import type { Fault } from '../../src/core/fault.ts';
import { storeFault } from '../../src/store/causes.ts';
import { openForService, openStore } from '../../src/store/open.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { storeContract } from '../contracts/store.contract.ts';
import { CodeLog } from '../fakes/journals.ts';
import { AUTHORITY, SecureFront } from '../fakes/outside.ts';
import { freshDatabase } from '../fakes/postgres.ts';
import { TcpProxy } from '../fakes/proxy.ts';
import { message } from '../fakes/samples.ts';
import { until } from '../fakes/until.ts';

storeContract('PostgreSQL', freshDatabase, { several: true });

describe('the connection to PostgreSQL', () => {
  it('is given up where it stays silent, as behind a firewall that forgot it, and made anew', async () => {
    const address = new URL(await freshDatabase());
    const proxy = await TcpProxy.to(Number(address.port));
    address.port = String(proxy.port);
    const db = openPostgres(address.href, 300);
    const ask = () => sql<{ one: number }>`select 1 as one`.execute(db);
    try {
      await ask();
      proxy.swallow();
      await assert.rejects(ask(), (error) => storeFault(error)?.code === 'STORE_LOST');
      assert.deepEqual((await ask()).rows, [{ one: 1 }]);
      await assert.rejects(sql`select pg_sleep(5)`.execute(db), (error) => storeFault(error)?.code === 'STORE_LOST');
    } finally {
      await db.destroy();
      await proxy.close();
    }
  });

  it('tells a missing table, and a statement that the server ended, from other errors', () => {
    assert.equal(storeFault({ code: '42P01', message: 'relation "inbox" does not exist' })?.code, 'STORE_TABLES');
    for (const code of ['57014', '55P03', '40P01', '40001'])
      assert.equal(storeFault({ code })?.code, 'STORE_BUSY', code);
    assert.equal(storeFault({ code: '57P01' })?.code, 'STORE_LOST');
  });

  it('is made anew when the server ended it, in use or not; the statement under way fails with a cause', async () => {
    const address = await freshDatabase();
    const store = await openStore(address);
    const other = new pg.Client(address);
    await other.connect();
    // A lock that the store waits for: its connection is in use when it ends.
    await other.query('begin; lock table sequence');
    const waiting = store.accept([message('one')]);
    const blocked = async (): Promise<boolean> => {
      const { rows } = await other.query('select 1 from pg_stat_activity where wait_event_type = $1', ['Lock']);
      return rows.length > 0;
    };
    await until(blocked, 'the statement that waits');
    const refused = assert.rejects(waiting, { code: 'STORE_LOST' });
    await other.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = $1',
      ['client backend'],
    );
    await refused;
    await other.query('rollback');
    await other.end();
    assert.deepEqual(await store.accept([message('two')]), [1]);
    await store.close();
  });

  it('is refused to a database whose encoding lacks letters: single messages would be refused, and nobody would see why', async () => {
    const address = await freshDatabase();
    const admin = new pg.Client(address);
    await admin.connect();
    const name = `latin_${Date.now()}`;
    await admin.query(`create database ${name} encoding 'LATIN1' template template0 locale_provider libc locale 'C'`);
    await admin.end();
    const latin = new URL(address);
    latin.pathname = name;
    await assert.rejects(openStore(latin.href), { code: 'STORE_ENCODING', message: /LATIN1/ });
  });

  it('tells that the role has no connection left, and a service waits until it has', async () => {
    const address = await freshDatabase();
    const admin = new pg.Client(address);
    await admin.connect();
    const role = `few_${Date.now()}`;
    await admin.query(`create role ${role} login connection limit 1`);
    const few = new URL(address);
    few.username = role;
    const taken = new pg.Client(few.href);
    await taken.connect();
    const log = new CodeLog();
    let tries = 0;
    const isStopped = (): boolean => ++tries > 1;
    await assert.rejects(openForService(few.href, log, isStopped), (error: Fault) =>
      String((error.cause as Error).message).includes('too many connections'),
    );
    assert.deepEqual(log.codes, ['STORE_UNREACHABLE']);
    assert.equal(storeFault({ code: '53300' })?.code, 'STORE_CONNECTIONS');
    await taken.end();
    await admin.query(`drop role ${role}`);
    await admin.end();
  });

  for (const [what, certificate, trusted] of [
    ['has run out', 'expired', `&sslrootcert=${AUTHORITY}`],
    ['is of an unknown authority', 'outside', ''],
  ] as const)
    it(`tells that the server's certificate ${what}`, async () => {
      const address = new URL(await freshDatabase());
      const front = await SecureFront.before(Number(address.port), certificate);
      const seen = new URL(address);
      seen.port = String(front.port);
      seen.search = `sslmode=verify-full&sslnegotiation=direct${trusted}`;
      await assert.rejects(openStore(seen.href), (error: Fault) => error.code === 'STORE_CERTIFICATE');
      await front.close();
    });

  it('tells that a server takes no writes', async () => {
    const address = await freshDatabase();
    const store = await openStore(address);
    await store.ping();
    const other = new pg.Client(address);
    await other.connect();
    await other.query(`alter database ${new URL(address).pathname.slice(1)} set default_transaction_read_only = on`);
    await other.end();
    const readOnly = await openStore(address);
    await assert.rejects(readOnly.ping(), { code: 'STORE_READ_ONLY' });
    await readOnly.close();
    await store.close();
  });
});
