import assert from 'node:assert/strict';
import { sql } from 'kysely';
import pg from 'pg';
import type { Fault } from '../../src/core/fault.ts';
import { storeFault } from '../../src/store/causes.ts';
import { openForService, openStore } from '../../src/store/open.ts';
import { isMisread, openPostgres } from '../../src/store/postgres.ts';
import { storeContract } from '../contracts/store.contract.ts';
import { CodeLog } from '../fakes/journals.ts';
import { AUTHORITY, SecureFront } from '../fakes/outside.ts';
import { Pooler } from '../fakes/pooler.ts';
import { freshDatabase, Postgres } from '../fakes/postgres.ts';
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

  it('passes a pooler that takes no parameters but its own, has its limits there, and is given up where that stays silent', async () => {
    const address = new URL(await freshDatabase());
    const pooler = await Pooler.to(Number(address.port));
    address.port = String(pooler.port);
    const db = openPostgres(address.href, 300);
    const limits = async (name: string) =>
      (await sql<{ value: string }>`select current_setting(${name}) as value`.execute(db)).rows[0]?.value;
    try {
      assert.deepEqual(
        [await limits('lock_timeout'), await limits('idle_in_transaction_session_timeout')],
        ['3s', '15s'],
      );
      await (await openStore(address.href)).close();
      const refused = new URL(address);
      refused.searchParams.set('options', '-c work_mem=1MB');
      const start = (): Promise<unknown> => openForService(refused.href, new CodeLog(), () => false);
      await assert.rejects(start, { code: 'STORE_POOLER', message: /startup parameter: options/ });
    } finally {
      await db.destroy();
    }
    pooler.isSilent = true;
    const silent = openPostgres(address.href, 300);
    await assert.rejects(sql`select 1`.execute(silent), (error) => storeFault(error)?.code === 'STORE_LOST');
    await silent.destroy();
    await pooler.close();
  });

  it('tells that a pooler mixes up statements, or has no connection left, from a server that is gone', () => {
    const faults = [
      ['42P05', 'prepared statement "firstline-1" already exists', 'STORE_POOLER'],
      ['26000', 'prepared statement "firstline-1" does not exist', 'STORE_POOLER'],
      ['08P01', 'unsupported startup parameter: lock_timeout', 'STORE_POOLER'],
      ['08P01', 'no more connections allowed (max_client_conn)', 'STORE_CONNECTIONS'],
      ['08P01', 'server login failed: the database system is starting up', 'STORE_LOST'],
    ] as const;
    for (const [code, message, fault] of faults) assert.equal(storeFault({ code, message })?.code, fault, message);
  });

  it('tells a missing table, and a statement that the server ended, from other errors', () => {
    assert.equal(storeFault({ code: '42P01', message: 'relation "inbox" does not exist' })?.code, 'STORE_TABLES');
    for (const code of ['57014', '55P03', '40P01', '40001'])
      assert.equal(storeFault({ code })?.code, 'STORE_BUSY', code);
    assert.equal(storeFault({ code: '57P01' })?.code, 'STORE_LOST');
    for (const message of [
      'Client has encountered a connection error and is not queryable',
      'Client was closed and is not queryable',
    ])
      assert.equal(storeFault(new Error(message))?.code, 'STORE_LOST');
    for (const code of ['ENOENT', 'EACCES'])
      assert.equal(storeFault({ code, message: `connect ${code} /run/postgresql/.s.PGSQL.5432` })?.code, 'STORE_LOST');
  });

  it('is not tried with an address that would be read in another way than it was meant, and nothing of it is repeated', async () => {
    const misread = ['Qz/Xk@', 'Qz@Xk/Jv#Qz@', 'Qz#Xk@', 'Qz?Xk@', 'Qz@Xk#Jv@', '100/Xk@', 'Qz:Xk/'];
    for (const password of misread)
      for (const open of [openStore, (url: string) => openForService(url, new CodeLog(), () => false)])
        await assert.rejects(open(`postgres://bot:${password}127.0.0.1:1/x`), (error: Fault) => {
          assert.equal(error.code, 'STORE_ADDRESS', password);
          assert.doesNotMatch(`${error.message}${error.cure}${error.cause}`, /Qz|Xk|Jv|bot/);
          return true;
        });
    const right = [
      'postgres://bot:p%40ss%2Fw%23rd@127.0.0.1:5432/x?sslmode=verify-full&sslrootcert=/not/there.pem',
      ...['postgres://[::1]/x?user=me@tenant', 'postgres:///x?host=/run/postgresql', 'postgresql://bot@%2Frun%2Fpg/x'],
      'postgres://bot:p@ss@127.0.0.1/x',
    ];
    for (const address of right) assert.equal(isMisread(address), false, address);
  });

  it('tells a role that may make no tables, a database that is not there, and a missing password', async () => {
    const address = new URL(await freshDatabase());
    const admin = new pg.Client(address.href);
    await admin.connect();
    const role = `${address.pathname.slice(1)}_plain`;
    await admin.query(`create role ${role} login`);
    const plain = new URL(address);
    plain.username = role;
    await assert.rejects(openStore(plain.href), { code: 'STORE_SCHEMA', message: /for schema public/, cure: /GRANT/ });
    await admin.query(`grant create on schema public to ${role}`);
    const store = await openStore(plain.href);
    await admin.query(`create database ${role}_away`);
    const away = new URL(address);
    away.pathname = `${role}_away`;
    const opened = await openStore(away.href);
    await admin.query(`drop database ${role}_away with (force)`);
    const codes = new Set<string>();
    const isGone = async (): Promise<boolean> => {
      await opened.ping().catch((error: Fault) => codes.add(error.code));
      return codes.has('STORE_NO_DATABASE');
    };
    await until(isGone, 'the health of a database that was dropped');
    assert.deepEqual(
      [...codes].filter((code) => !['STORE_LOST', 'STORE_NO_DATABASE'].includes(code)),
      [],
    );
    await assert.rejects(
      openForService(away.href, new CodeLog(), () => false),
      { code: 'STORE_NO_DATABASE' },
    );
    for (const end of [store, opened]) await end.close();
    await admin.end();
    const words = 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string';
    assert.equal(storeFault(new Error(words))?.code, 'STORE_PASSWORD');
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

  it('tells of a standby that does not confirm, keeps everything back meanwhile, and goes on once it is not waited for', async function () {
    this.timeout(90_000);
    // A server of its own: the setting is that of all databases.
    const server = await Postgres.start();
    const address = await server.createDatabase();
    const admin = new pg.Client(address);
    await admin.connect();
    const waitFor = async (names: string): Promise<void> => {
      await admin.query(`alter system set synchronous_standby_names = '${names}'`);
      await admin.query('select pg_reload_conf()');
    };
    const waiting = async (): Promise<number> =>
      (await admin.query("select 1 from pg_stat_activity where wait_event = 'SyncRep'")).rows.length;
    const store = await openStore(address);
    try {
      await waitFor('away');
      const isSeen = (): Promise<boolean> =>
        store.ping().then(
          () => false,
          ({ code, message }: Fault) => code === 'STORE_STANDBY' && message.includes("= 'away'"),
        );
      await until(isSeen, 'the fault');
      const commits = await waiting();
      for (let at = 0; at < 20; at++) await assert.rejects(store.accept([message('one')]), { code: 'STORE_STANDBY' });
      assert.equal(await waiting(), commits);
      await waitFor('');
      await until(async () => (await store.accept([message('one')]).catch(() => [])).length === 1, 'the message taken');
      await store.ping();
    } finally {
      await store.close();
      await admin.end();
      await server.stop();
    }
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
