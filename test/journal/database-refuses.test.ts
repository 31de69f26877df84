/** A PostgreSQL server that is there and refuses, in use: nothing acknowledged is lost, doubled or parked. */
import assert from 'node:assert/strict';
import pg from 'pg';
import type { Fault } from '../../src/core/fault.ts';
import { openStore } from '../../src/store/open.ts';
import { CodeLog, FakeChannel, journalOver } from '../fakes/journals.ts';
import { freshDatabase } from '../fakes/postgres.ts';
import { incoming } from '../fakes/samples.ts';
import { until } from '../fakes/until.ts';
import { losesNothing, takesAgain } from './after-outage.ts';

/** A database with a role of its own, and an administrator beside it. */
async function withRole(): Promise<{ address: URL; role: string; admin: pg.Client }> {
  const address = new URL(await freshDatabase());
  const admin = new pg.Client(address.href);
  await admin.connect();
  const role = `${address.pathname.slice(1)}_role`;
  await admin.query(`create role ${role} login; grant all on schema public to ${role}`);
  address.username = role;
  return { address, role, admin };
}

const CASES = [
  {
    what: 'lets the role in no more, as after a new password,',
    code: 'STORE_DENIED',
    begin: (role: string) =>
      `alter role ${role} nologin; select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`,
    end: (role: string) => `alter role ${role} login`,
  },
  {
    what: 'takes no writes, as a standby in the place of the first one,',
    code: 'STORE_READ_ONLY',
    begin: (role: string) =>
      `alter role ${role} set default_transaction_read_only = on; select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`,
    // The connections made meanwhile stay as they are: to write again, new ones are needed.
    end: (role: string) => `alter role ${role} reset default_transaction_read_only`,
  },
] as const;

/** A journal over a PostgreSQL database of its own, with a role that can be refused. */
async function overPostgres() {
  const { address, role, admin } = await withRole();
  const store = await openStore(address.href);
  const channel = new FakeChannel();
  const log = new CodeLog();
  const journal = journalOver(store, channel, { log, leaseMs: 60_000 });
  const say = (text: string) => journal.accept(incoming(text, { conversation: 'fake:one' }));
  return { role, admin, store, channel, log, journal, say };
}

describe('a database that refuses', () => {
  for (const { what, code, begin, end } of CASES)
    it(`and ${what} loses, doubles and parks nothing, and goes on by itself`, async function () {
      this.timeout(120_000);
      const { role, admin, store, channel, log, journal, say } = await overPostgres();
      try {
        await journal.start();
        await say('one');
        await until(() => channel.in('fake:one').length === 1, 'the first reply');
        await say('two');
        await admin.query(begin(role));
        // The first ones only meet a connection that was ended.
        const health = () =>
          store.ping().then(
            () => 'fine',
            (error: Fault) => error.code,
          );
        await until(async () => (await health()) === code, code);
        // Gone for long enough that everything was tried, and failed.
        for (let i = 0; i < 2; i++)
          await assert.rejects(
            say(`refused ${i}`),
            (error: Fault) => error.code === 'NOT_STORED' && (error.cause as Fault).code === code,
          );
        await admin.query(end(role));
        await takesAgain(say, channel);
        // A connection that was made meanwhile, and takes no writes, is dropped when it is used.
        await until(async () => (await health()) === 'fine', 'the health');
        await losesNothing(journal, store, channel, log);
      } finally {
        await journal.stop();
        await store.close();
        await admin.end();
      }
    });

  it('and has its tables locked by somebody is not ready, says why, and loses, doubles and parks nothing', async function () {
    this.timeout(120_000);
    const { admin, store, channel, log, journal, say } = await overPostgres();
    try {
      await journal.start();
      await say('one');
      await until(() => channel.in('fake:one').length === 1, 'the first reply');
      await say('two');
      await until(() => channel.in('fake:one').length === 2, 'the second reply');
      // As VACUUM FULL does; the small row of the look at its health could still be written.
      await admin.query('begin; lock table inbox in access exclusive mode');
      await assert.rejects(say('refused'), (error: Fault) => (error.cause as Fault).code === 'STORE_BUSY');
      await assert.rejects(store.ping(), { code: 'STORE_BUSY' });
      await admin.query('rollback');
      await takesAgain(say, channel);
      await store.ping();
      await losesNothing(journal, store, channel, log);
    } finally {
      await journal.stop();
      await store.close();
      await admin.end();
    }
  });
});
