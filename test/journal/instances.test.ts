import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import sinon from 'sinon';
import { breathe } from '../../src/core/breathe.ts';
import type { SendOutcome } from '../../src/core/channel.ts';
import type { Store } from '../../src/core/store.ts';
import type { Journal, JournalParts } from '../../src/journal/journal.ts';
import { openStore } from '../../src/store/open.ts';
import { CodeLog, changed, FakeChannel, journalOver, SENT } from '../fakes/journals.ts';
import { freshDatabase } from '../fakes/postgres.ts';
import { answered, incoming, message } from '../fakes/samples.ts';
import { until } from '../fakes/until.ts';

/** How long a reply belongs to who claimed it, where there may be others. */
const LEASE_MS = 1000;
const SHARED = { leaseMs: LEASE_MS };

describe('Several instances on one database', () => {
  let channel: FakeChannel;
  let log: CodeLog;
  const journals: Journal[] = [];
  const stores: Store[] = [];

  const instance = (store: Store, given: Partial<JournalParts> = {}): Journal => {
    const journal = journalOver(store, channel, { log, ...SHARED, ...given });
    journals.push(journal);
    return journal;
  };
  const open = async (address: string): Promise<Store> => {
    const store = await openStore(address);
    stores.push(store);
    return store;
  };

  beforeEach(() => {
    channel = new FakeChannel();
    log = new CodeLog();
  });
  afterEach(async () => {
    await Promise.all(journals.splice(0).map((j) => Promise.race([j.stop(), wait(1000)])));
    for (const store of stores.splice(0)) await store.close();
  });

  describe('PostgreSQL', () => {
    let three: Journal[];

    beforeEach(async () => {
      const address = await freshDatabase();
      three = [];
      for (let i = 0; i < 3; i++) three.push(instance(await open(address)));
      for (const journal of three) await journal.start();
    });

    it('keep the acknowledged order when the messages of a conversation come in at all of them', async () => {
      const names = ['fake:a', 'fake:b', 'fake:c', 'fake:d'];
      for (let n = 1; n <= 40; n++)
        await Promise.all(
          names.map((conversation, i) => three[(n + i) % 3]!.accept(incoming(`${n}`, { conversation }))),
        );
      await until(() => names.every((name) => channel.in(name).length >= 40), 'all answers');
      const expected = Array.from({ length: 40 }, (_, i) => `${i + 1}: ${i + 1}`);
      for (const name of names) assert.deepEqual(channel.in(name), expected);
    });

    it('bring nothing back of what was erased at one of them, whichever still has it in memory', async () => {
      const say = async (at: number, text: string, count: number): Promise<void> => {
        const before = channel.in('fake:one').length;
        await three[at]!.accept(incoming(text));
        await until(() => channel.in('fake:one').length > before, 'the answer');
        assert.equal(channel.in('fake:one').at(-1), `${count}: ${text}`);
      };
      for (let round = 0; round < 3; round++) {
        for (let n = 1; n <= 4; n++) await say(round, 'before', n);
        await stores[(round + 1) % 3]!.forget('fake:one', round % 2 === 0 ? 'all' : 'answering');
        for (const [n, at] of [round, (round + 1) % 3, round, (round + 2) % 3].entries()) await say(at, 'after', n + 1);
        await stores[0]!.forget('fake:one', 'all');
      }
    });

    it('are not disturbed by what is deleted for its age meanwhile', async () => {
      for (let n = 1; n <= 30; n++) {
        await three[n % 3]!.accept(incoming(`${n}`));
        await Promise.all(stores.map((store) => store.expire('lines', new Date().toISOString(), null)));
        await Promise.all(stores.map((store) => store.expire('conversations', new Date(0).toISOString(), null)));
      }
      await until(() => channel.in('fake:one').length >= 30, 'all answers');
      assert.deepEqual(
        channel.in('fake:one'),
        Array.from({ length: 30 }, (_, i) => `${i + 1}: ${i + 1}`),
      );
    });

    it('handle every message of a burst once that comes in at all of them, and park nothing', async () => {
      const names = ['fake:a', 'fake:b', 'fake:c'];
      const said = names.flatMap((conversation) =>
        Array.from({ length: 40 }, (_, i) => incoming(`${i}`, { conversation })),
      );
      await Promise.all(said.map((m, i) => three[i % 3]!.accept(m)));
      await until(() => names.every((name) => channel.in(name).length >= 40), 'all answers');
      for (const name of names) {
        const [counts, texts] = [0, 1].map((part) =>
          channel.in(name).map((answer) => Number(answer.split(': ')[part])),
        );
        assert.deepEqual(
          counts,
          Array.from({ length: 40 }, (_, i) => i + 1),
        );
        assert.deepEqual(
          texts!.toSorted((a, b) => a - b),
          Array.from({ length: 40 }, (_, i) => i),
        );
      }
      assert.ok(!log.codes.includes('MESSAGE_PARKED'));
    });

    it('answer a message once that is delivered to all of them at once', async () => {
      const storm = Array.from({ length: 20 }, (_, i) => incoming('hello', { conversation: `fake:${i}` }));
      const fresh = await Promise.all(three.flatMap((journal) => storm.map((m) => journal.accept({ ...m }))));
      assert.equal(fresh.filter(Boolean).length, 20);
      await until(() => channel.arrived.size === 20, 'all answers');
      for (const journal of three) await journal.idle();
      assert.deepEqual(new Set([...channel.arrived.values()].map(String)), new Set(['1: hello']));
    });
  });

  describe('one of them', () => {
    let store: Store;

    beforeEach(async () => {
      store = await open('sqlite::memory:');
    });

    it('leaves a reply alone that another one is sending when it starts', async () => {
      const sending = Promise.withResolvers<SendOutcome>();
      channel.fate = () => sending.promise;
      // Until then it is the sender's, however slow the machine is.
      const long = { leaseMs: 60_000 };
      const sender = instance(store, long);
      await sender.accept(incoming('hello'));
      await until(() => channel.attempts.length === 1);
      const other = instance(store, long);
      assert.deepEqual(await other.start(), { waiting: 0, unresolved: 0 });
      await other.idle();
      sending.resolve(SENT);
      await Promise.all([sender.idle(), other.idle()]);
      assert.deepEqual(channel.in('fake:one'), ['1: hello']);
    });

    it('takes over in time the work of one that died, without being started again', async () => {
      const clock = sinon.useFakeTimers({
        toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
      });
      try {
        await instance(store).start();
        const now = new Date().toISOString();
        // Somebody else dies: one reply claimed and not sent, one message accepted and not handled.
        await store.accept([message('one', { at: now })]);
        const [work] = await store.take(['fake:one']);
        await store.commit([answered(work!, ['said'])], now);
        await store.claim(await store.sendable(['fake'], now, 100), now);
        await store.accept([message('two', { conversation: 'fake:two', at: now })]);
        for (let seconds = 0; seconds < 120; seconds++) {
          await clock.tickAsync(1000);
          // A commit waits a few rounds of the event loop for what else comes.
          await breathe();
          await breathe();
        }
        assert.deepEqual(channel.in('fake:one'), ['said']);
        assert.deepEqual(channel.in('fake:two'), ['1: two']);
      } finally {
        clock.restore();
      }
    });

    it('does not send a reply that it took for sending before it was asleep, once another one took over', async () => {
      let asleep = false;
      const awake = Promise.withResolvers<void>();
      const sleepy = changed(store, {
        async commit(handled, at, sends) {
          const committed = await store.commit(handled, at, sends);
          asleep = true;
          await awake.promise;
          return committed;
        },
      });
      let slept = 0;
      const clock = { now: () => new Date(Date.now() + slept) };
      const first = instance(sleepy, clock);
      await first.accept(incoming('hello'));
      await until(() => asleep, 'the commit');
      slept = LEASE_MS * 2;
      assert.deepEqual(channel.attempts, []);
      const other = instance(store, clock);
      await other.start();
      await until(() => channel.in('fake:one').length === 1, 'the other one');
      awake.resolve();
      await first.idle();
      assert.deepEqual(channel.in('fake:one'), ['1: hello']);
    });
  });
});
