/** A PostgreSQL server that is gone for a while, in use: nothing acknowledged is lost, doubled or parked. */
import assert from 'node:assert/strict';
import type { SendOutcome } from '../../src/core/channel.ts';
import type { Fault } from '../../src/core/fault.ts';
import { openStore } from '../../src/store/open.ts';
import { CodeLog, FakeChannel, journalOver, SENT } from '../fakes/journals.ts';
import { freshDatabase } from '../fakes/postgres.ts';
import { TcpProxy } from '../fakes/proxy.ts';
import { incoming } from '../fakes/samples.ts';
import { until } from '../fakes/until.ts';
import { losesNothing, takesAgain } from './after-outage.ts';

describe('a database that is gone for a while', () => {
  it('loses, doubles and parks nothing, refuses meanwhile, and goes on by itself', async function () {
    this.timeout(120_000);
    const address = new URL(await freshDatabase());
    const proxy = await TcpProxy.to(Number(address.port));
    address.port = String(proxy.port);
    const store = await openStore(address.href);
    const channel = new FakeChannel();
    const log = new CodeLog();
    const journal = journalOver(store, channel, { log, leaseMs: 60_000 });
    const say = (text: string, conversation = 'fake:one') => journal.accept(incoming(text, { conversation }));
    try {
      await journal.start();
      await say('one');
      await until(() => channel.in('fake:one').length === 1, 'the first reply');
      // One reply is on its way, and another conversation's message was just acknowledged, when the server goes.
      const sending = Promise.withResolvers<SendOutcome>();
      channel.fate = (text) => (text.endsWith('two') ? sending.promise : SENT);
      await say('two');
      await until(() => channel.attempts.length === 2, 'the second attempt');
      await say('acknowledged', 'fake:two');
      proxy.cut();
      sending.resolve(SENT);
      // Gone for long enough that everything was tried, and failed.
      for (let i = 0; i < 3; i++)
        await assert.rejects(
          say(`refused ${i}`),
          (error: Fault) => error.code === 'NOT_STORED' && error.cause !== undefined,
        );
      await assert.rejects(store.ping(), { code: 'STORE_LOST' });
      proxy.mend();
      await takesAgain(say, channel);
      await until(() => channel.in('fake:two').length === 1, 'what was acknowledged before');
      await losesNothing(journal, store, channel, log);
    } finally {
      await journal.stop();
      await store.close();
      await proxy.close();
    }
  });
});
