import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import sinon from 'sinon';
import type { SendOutcome } from '../../src/core/channel.ts';
import { NOTHING_ELSE, type Saved, type Turn } from '../../src/core/conversation.ts';
import { Fault } from '../../src/core/fault.ts';
import type { JobResult, JobRow, RunJob } from '../../src/core/job.ts';
import { type LogFields, SILENT } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import type { Journal, JournalParts } from '../../src/journal/journal.ts';
import { openStore } from '../../src/store/open.ts';
import {
  ABSENT,
  ARRIVED,
  CodeLog,
  changed,
  counting,
  FakeChannel,
  journalOver,
  SENT,
  UNKNOWABLE,
} from '../fakes/journals.ts';
import { answered, incoming, message, moment, reply, state, ticket, words } from '../fakes/samples.ts';
import { until } from '../fakes/until.ts';

const BEGINNING = { turn: 0, part: 0 };

describe('The journal', () => {
  let store: Store;
  let channel: FakeChannel;
  let log: CodeLog;
  const journals: Journal[] = [];

  /**
   * Another process on the same database, with a store or parts of its own where the test says so. Turns run before their
   * messages are committed where they can, as in a service that nobody killed.
   */
  const journalOf = (by: Partial<Store> = {}, given: Partial<JournalParts> = {}): Journal => {
    const journal = journalOver(changed(store, by), channel, { log, aheadAfterMs: 0, ...given });
    journals.push(journal);
    return journal;
  };
  const say = (journal: Journal, text: string, conversation = 'fake:one') =>
    journal.accept(incoming(text, { conversation }));

  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    channel = new FakeChannel();
    log = new CodeLog();
  });
  afterEach(async () => {
    await Promise.all(journals.splice(0).map((j) => Promise.race([j.stop(), wait(1000)])));
    await store.close();
  });

  describe('erasing', () => {
    it('leaves no state of who was erased in memory, whichever process erased them', async () => {
      const clock = sinon.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      try {
        let reads = 0;
        let looked = Promise.withResolvers<void>();
        const journal = journalOf({
          take: (conversations, most) => {
            reads += conversations.length;
            return store.take(conversations, most);
          },
          erased: (since) => store.erased(since).finally(() => looked.resolve()),
        });
        await journal.start();
        for (const conversation of ['fake:one', 'fake:two']) {
          await say(journal, 'a', conversation);
          await journal.idle();
        }
        await store.forget('fake:one', 'all');
        await clock.tickAsync(10_000);
        await looked.promise;
        looked = Promise.withResolvers<void>();
        reads = 0;
        await say(journal, 'b', 'fake:two');
        await journal.idle();
        assert.equal(reads, 0, 'the other state is still in memory');
        await say(journal, 'b');
        await journal.idle();
        assert.deepEqual([reads, channel.in('fake:one').at(-1)], [1, '1: b']);
      } finally {
        clock.restore();
      }
    });
  });

  describe('hearing of an erasure', () => {
    it('lets go of the state at once, and has the desk take the ticket out of its queue', async () => {
      let reads = 0;
      const heard: unknown[] = [];
      const personSide = { conversation: 'fake:one', channel: 'fake', address: null };
      const open = { state: 'waiting', path: ['it'], at: 0, ticket: { id: 'F-1' }, personSide };
      const turn: Turn<Saved> = async (before, said) => {
        heard.push([said.conversation, said.event]);
        const result = await counting(before, said);
        if (said.conversation === 'ticket:F-1') return { ...result, state: { ...result.state!, ...open } };
        const isFirst = said.conversation === 'fake:one' && before === null;
        return isFirst ? { ...result, tickets: [ticket('F-1', { conversation: 'fake:one' })] } : result;
      };
      const take: Store['take'] = (conversations, most) => {
        reads += conversations.includes('fake:one') ? 1 : 0;
        return store.take(conversations, most);
      };
      const journal = journalOf({ take }, { turn });
      await journal.start();
      await say(journal, 'a');
      await say(journal, 'a ticket', 'ticket:F-1');
      await journal.idle();
      assert.equal(reads, 0);
      journal.forgotten(await store.forget('fake:one', 'all'));
      await journal.idle();
      assert.deepEqual(heard.at(-1), ['desk:it', { kind: 'gone', ticket: 'F-1' }]);
      await say(journal, 'b');
      await journal.idle();
      assert.deepEqual([reads, channel.in('fake:one').at(-1)], [1, '1: b']);
    });
  });

  describe('taking in', () => {
    it('answers a message once it is committed, true when it is new and false when it is known', async () => {
      const journal = journalOf();
      const first = incoming('hello');
      assert.equal(await journal.accept(first), true);
      assert.equal((await store.lines('fake:one', BEGINNING)).length > 0, true);
      assert.equal(await journal.accept(first), false);
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['1: hello']);
    });

    it('counts a message once that is sent four times at once', async () => {
      const journal = journalOf();
      const storm = incoming('hello');
      const fresh = await Promise.all(Array.from({ length: 4 }, () => journal.accept({ ...storm })));
      await journal.idle();
      assert.deepEqual(fresh.toSorted(), [false, false, false, true]);
      assert.deepEqual(channel.in('fake:one'), ['1: hello']);
    });

    it('commits messages together that come in together, and those that come in meanwhile with the next commit', async () => {
      const commits: number[] = [];
      let meanwhile: Promise<unknown> | undefined;
      const journal: Journal = journalOf({
        async accept(messages) {
          commits.push(messages.length);
          meanwhile ??= Promise.all([say(journal, 'x'), say(journal, 'y'), say(journal, 'z')]);
          await wait(5);
          return store.accept(messages);
        },
      });
      await Promise.all(Array.from({ length: 50 }, (_, i) => say(journal, `${i}`)));
      await meanwhile;
      assert.deepEqual(commits, [50, 3]);
    });

    it('takes no more than 200 into one commit', async () => {
      const commits: number[] = [];
      const journal = journalOf({
        accept(messages) {
          commits.push(messages.length);
          return store.accept(messages);
        },
      });
      await Promise.all(Array.from({ length: 450 }, (_, i) => say(journal, 'hello', `fake:${i}`)));
      assert.deepEqual(commits, [200, 200, 50]);
    });

    it('refuses a message that the store could not keep, and takes it when it comes again', async () => {
      let broken = true;
      const journal = journalOf({
        async accept(messages) {
          if (broken) throw new Error('disk full');
          return store.accept(messages);
        },
      });
      const refused = (error: Fault): boolean =>
        error instanceof Fault && error.code === 'NOT_STORED' && error.cure !== '';
      const message = incoming('hello');
      await assert.rejects(journal.accept(message), refused);
      broken = false;
      assert.equal(await journal.accept(message), true);
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['1: hello']);
    });

    it('says that it is full rather than keep thousands that are not stored', async () => {
      let open = (): void => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      const journal = journalOf({
        async accept(messages) {
          await gate;
          return messages.map(() => null);
        },
      });
      const all = Array.from({ length: 5300 }, (_, i) =>
        say(journal, 'hello', `fake:${i % 100}`).catch((error: Fault) => error.code),
      );
      await wait(5);
      open();
      const results = Map.groupBy(await Promise.all(all), String);
      assert.deepEqual(new Set(results.keys()), new Set(['false', 'INTAKE_FULL']));
      assert.ok(results.get('INTAKE_FULL')!.length >= 100);
    });

    it('handles a message that is sent again because the first commit only seemed to fail', async () => {
      let cut = true;
      const journal = journalOf({
        async accept(messages) {
          const places = await store.accept(messages);
          if (cut) throw new Error('connection lost after COMMIT');
          return places;
        },
      });
      const message = incoming('hello');
      await assert.rejects(journal.accept(message));
      cut = false;
      assert.equal(await journal.accept(message), false);
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['1: hello']);
    });

    it('cleans, masks and dates messages before it stores them', async () => {
      const journal = journalOf({}, { now: () => new Date(moment(42)) });
      await say(journal, 'my\u0000 password is hunter2 ');
      await say(journal, 'long '.repeat(5000));
      await journal.idle();
      const [first, , second] = await store.lines('fake:one', BEGINNING);
      const { text, masked, shortened, at } = first!.message!;
      assert.deepEqual(
        { text, masked, shortened, at },
        { text: 'my password is [password masked]', masked: true, shortened: false, at: moment(42) },
      );
      assert.equal(second!.message!.shortened, true);
      assert.ok(second!.message!.text.length < 20_100);
    });
  });

  describe('handling', () => {
    it('keeps the order of every conversation through a burst over many', async () => {
      const journal = journalOf();
      const names = Array.from({ length: 90 }, (_, i) => `fake:${i}`);
      for (let n = 1; n <= 30; n += 3)
        await Promise.all(
          [n, n + 1, n + 2].flatMap((i) => names.map((conversation) => say(journal, `${i}`, conversation))),
        );
      await journal.idle();
      const expected = Array.from({ length: 30 }, (_, i) => `${i + 1}: ${i + 1}`);
      for (const conversation of names) assert.deepEqual(channel.in(conversation), expected);
    });

    /** The writes and sendings for a lone message, the first of its conversation and the next one. */
    const writesFor = async (given: Partial<JournalParts>): Promise<readonly string[][]> => {
      const done: string[] = [];
      const lone = ['accept', 'acceptHandled', 'risk', 'commit', 'claim', 'record'] as const;
      const writes = [...lone, 'rang', 'begin', 'finish'] as const;
      const counted = Object.fromEntries(
        writes.map((name) => [
          name,
          async (...given: readonly unknown[]) => {
            const result = await (store[name] as (...given: readonly unknown[]) => Promise<unknown>)(...given);
            // A claim of nothing writes nothing.
            if (name !== 'claim' || (result as readonly unknown[]).length > 0) done.push(name);
            return result;
          },
        ]),
      );
      channel.fate = async () => {
        done.push('sent');
        return SENT;
      };
      const journal = journalOf(counted, given);
      const all: string[][] = [];
      for (const text of ['first', 'second']) {
        await say(journal, text);
        await journal.idle();
        all.push(done.splice(0));
      }
      return all;
    };

    it('commits once before the reply to a lone message goes out, twice where the state must be read first', async () => {
      const first = ['accept', 'commit', 'sent', 'record'];
      assert.deepEqual(await writesFor({}), [first, ['acceptHandled', 'sent', 'record']]);
    });

    it('commits a message before its turn runs for a while after a kill: it may be what ended the process', async () => {
      const long = ['accept', 'commit', 'sent', 'record'];
      assert.deepEqual(await writesFor({ aheadAfterMs: 600_000 }), [long, long]);
    });

    it('stores with a message and its turn those that come in while the turn runs, eight at the most', async () => {
      const stored: string[][] = [];
      const acceptHandled: Store['acceptHandled'] = (messages, handled, ...given) => {
        stored.push(messages.map(({ text }) => text));
        assert.equal(handled.length, messages.length);
        return store.acceptHandled(messages, handled, ...given);
      };
      let coming: string[] = [];
      const all: Promise<boolean>[] = [];
      const turn: Turn<Saved> = async (before, said) => {
        const next = coming.shift();
        if (next !== undefined) all.push(say(journal, next, `fake:${next}`));
        return counting(before, said);
      };
      const names = Array.from({ length: 10 }, (_, i) => `${i}`);
      const journal = journalOf({ acceptHandled }, { turn });
      for (const name of names) await say(journal, name, `fake:${name}`);
      await journal.idle();
      coming = names.slice(1);
      await say(journal, '0', 'fake:0');
      await journal.idle();
      await Promise.all(all);
      assert.deepEqual(stored, [names.slice(0, 8), names.slice(8)]);
      for (const name of names) assert.deepEqual(channel.in(`fake:${name}`), [`1: ${name}`, `2: ${name}`]);
    });

    it('acknowledges a message also where its conversation never falls silent', async () => {
      const journal = journalOf();
      await say(journal, 'first');
      await journal.idle();
      let isAcknowledged = false;
      const all = [say(journal, '0').then(() => (isAcknowledged = true))];
      while (!isAcknowledged && all.length < 900) {
        all.push(say(journal, `${all.length}`));
        await new Promise(setImmediate);
      }
      assert.ok(isAcknowledged, `not before ${all.length} more came`);
      await Promise.all(all);
      await journal.idle();
      assert.deepEqual(
        channel.in('fake:one').slice(1),
        [...all.keys()].map((i) => `${i + 2}: ${i}`),
      );
    });

    it('tells of a turn only once it is stored, and of one that is refused nothing', async () => {
      let full = false;
      const acceptHandled: Store['acceptHandled'] = async (...given) => {
        assert.deepEqual(log.codes, []);
        if (full) throw new Fault('STORE_FULL', 'The disk is full.', 'Make room.');
        return store.acceptHandled(...given);
      };
      const turn: Turn<Saved> = async (before, said) => {
        if (said.text === 'bad') throw new Error('a fault of the turn');
        return counting(before, said);
      };
      const journal = journalOf({ acceptHandled }, { turn });
      await say(journal, 'first');
      await journal.idle();
      full = true;
      const bad = incoming('bad', { conversation: 'fake:one' });
      await assert.rejects(journal.accept(bad), { code: 'NOT_STORED' });
      await journal.idle();
      assert.deepEqual([log.codes, channel.in('fake:one')], [[], ['1: first']]);
      full = false;
      assert.equal(await journal.accept(bad), true);
      await journal.idle();
      assert.deepEqual([log.codes, channel.in('fake:one')], [['TURN_FAILED'], ['1: first', 'sorry']]);
    });

    it('keeps messages whose turns came to something that can’t be stored, and lets the worker try', async () => {
      let refuses = true;
      const impossible = async (): Promise<never> => {
        throw new TypeError('no such column');
      };
      const acceptHandled: Store['acceptHandled'] = (...given) =>
        refuses ? impossible() : store.acceptHandled(...given);
      const commit: Store['commit'] = (...given) => (refuses ? impossible() : store.commit(...given));
      const journal = journalOf({ acceptHandled, commit });
      refuses = false;
      await say(journal, 'first');
      await journal.idle();
      refuses = true;
      assert.equal(await say(journal, 'second'), true, 'it is acknowledged');
      refuses = false;
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['1: first', '2: second']);
    });

    it('answers a message once where another process was faster with the one before it', async () => {
      const [one, two] = [journalOf(), journalOf()];
      for (const [journal, text] of [
        [one, 'a'],
        [two, 'b'],
        [one, 'c'],
        [two, 'd'],
      ] as const) {
        await say(journal, text);
        await journal.idle();
      }
      assert.deepEqual(channel.in('fake:one'), ['1: a', '2: b', '3: c', '4: d']);
    });

    it('does not let one conversation with 500 messages delay another’s reply by more than one of its own', async () => {
      const turns: string[] = [];
      let journal: Journal | null = null;
      let other: Promise<unknown> | null = null;
      const turn: JournalParts['turn'] = async (before, message) => {
        turns.push(message.conversation);
        // Somebody else writes in the middle of it, whatever the batch is then.
        if (turns.length % 50 === 7) {
          other = journal!.accept(incoming('hi', { conversation: `fake:${turns.length}` })).then(() => {
            turns.push('accepted');
          });
          await other;
        }
        return counting(before, message);
      };
      const sent: string[] = [];
      channel.fate = (_, { conversation }) => {
        sent.push(conversation);
        return SENT;
      };
      journal = journalOf({}, { turn });
      await Promise.all(Array.from({ length: 500 }, (_, i) => say(journal, `${i}`, 'fake:flood')));
      await journal.idle();
      assert.equal(channel.in('fake:flood').length, 500);
      const came = turns.flatMap((what, i) => (what === 'accepted' ? [i] : []));
      assert.ok(came.length >= 10, `${came.length} others wrote`);
      // One turn is under way when the other writes, and ends first; no other turn of the flood comes before it.
      for (const i of came) assert.notEqual(turns[i + 1], 'fake:flood', turns.slice(i - 2, i + 3).join());
      for (const conversation of channel.arrived.keys()) assert.ok(sent.includes(conversation));
    });

    it('needs fewer commits a message under load', async () => {
      const commits = { accept: 0, commit: 0, record: 0 };
      const counted = Object.fromEntries(
        (['accept', 'commit', 'record'] as const).map((name) => [
          name,
          (...given: readonly unknown[]) => {
            commits[name] += 1;
            return (store[name] as (...given: readonly unknown[]) => Promise<unknown>)(...given);
          },
        ]),
      );
      const journal = journalOf(counted);
      for (let round = 0; round < 5; round++) {
        await Promise.all(Array.from({ length: 64 }, (_, i) => say(journal, 'hello', `fake:${i}`)));
        await journal.idle();
      }
      const all = commits.accept + commits.commit + commits.record;
      assert.ok(all / (5 * 64) < 0.1, `${all} commits for ${5 * 64} messages: ${JSON.stringify(commits)}`);
    });

    it('reads no message from the database that it has just taken in, however many write at once', async () => {
      const read: string[] = [];
      const journal = journalOf({
        take: (conversations: readonly string[], most?: number) => {
          read.push(...conversations);
          return store.take(conversations, most);
        },
      });
      for (let round = 0; round < 3; round++) {
        await Promise.all(['a', 'b', 'c', 'd'].map((name) => say(journal, 'hello', `fake:${name}`)));
        await journal.idle();
      }
      assert.deepEqual(channel.in('fake:d'), ['1: hello', '2: hello', '3: hello']);
      assert.deepEqual(read, []);
    });

    it('handles several conversations in one transaction', async () => {
      let settles = 0;
      const journal = journalOf({
        commit(handled, at, sends) {
          settles += 1;
          return store.commit(handled, at, sends);
        },
      });
      await Promise.all(Array.from({ length: 200 }, (_, i) => say(journal, 'hello', `fake:${i}`)));
      await journal.idle();
      assert.equal(channel.arrived.size, 200);
      assert.ok(settles <= 5, `${settles} transactions`);
    });

    it('apologises when a turn fails, and serves the next message with the state untouched', async () => {
      const journal = journalOf(
        {},
        { turn: async (before, m) => (m.text === 'boom' ? assert.fail('boom') : counting(before, m)) },
      );
      await Promise.all(['first', 'boom', 'second'].map((text) => say(journal, text)));
      await say(journal, 'elsewhere', 'fake:two');
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['1: first', 'sorry', '2: second']);
      assert.deepEqual(channel.in('fake:two'), ['1: elsewhere']);
      assert.deepEqual(log.codes, ['TURN_FAILED']);
      assert.deepEqual(await store.waiting(), []);
    });

    it('parks a message that ended the process three times, and nothing but that message', async () => {
      const texts = {
        'fake:bad': ['before', 'poison', 'after'],
        'fake:good': ['hello'],
        'fake:fine': ['hello', 'again'],
      };
      for (const [conversation, said] of Object.entries(texts))
        await store.accept(said.map((text) => message(text, { conversation })));
      // A turn that never ends stands for a process that died in it: whoever comes next knows only what was stored.
      let deaths = 0;
      const dies: JournalParts['turn'] = (before, m) => {
        if (m.text !== 'poison') return counting(before, m);
        deaths += 1;
        return new Promise(() => undefined);
      };
      const unsent = async () =>
        (await store.sendable(['fake'], '9999', 100)).length + (await store.unresolved(['fake'])).length;
      for (let death = 1; death <= 3; death++) {
        void journalOver(store, channel, { turn: dies }).start();
        await until(async () => deaths === death && (await unsent()) === 0, `death ${death}`);
        assert.ok((await store.waiting()).includes('fake:bad'), `after death ${death}`);
      }
      const last = journalOf({}, { turn: dies });
      await last.start();
      await until(() => channel.in('fake:bad').length === 3, 'the last message');
      assert.deepEqual(channel.in('fake:bad'), ['1: before', 'sorry', '2: after']);
      assert.deepEqual(channel.in('fake:good'), ['1: hello']);
      assert.deepEqual(channel.in('fake:fine'), ['1: hello', '2: again']);
      assert.deepEqual(log.codes, ['MESSAGE_PARKED']);
      await say(last, 'next', 'fake:bad');
      await last.idle();
      assert.equal(channel.in('fake:bad').at(-1), '3: next');
    });

    it('handles a message that was begun before while it starts, so that kills right after cannot park it', async () => {
      await store.accept([message('hello', { conversation: 'fake:unlucky' })]);
      // The process was killed by something else while it was at this message.
      await store.risk([{ conversation: 'fake:unlucky', seq: 1 }]);
      const journal = journalOf();
      await journal.start();
      assert.deepEqual(await store.waiting(), [], 'handled before it has started');
      await journal.idle();
      assert.deepEqual(channel.in('fake:unlucky'), ['1: hello']);
      assert.deepEqual(log.codes, []);
    });

    it('does not park a message because the database fails for a while', async () => {
      let left = 5;
      const journal = journalOf({
        async commit(handled, at, sends) {
          left -= 1;
          if (left >= 0) throw new Error('database is restarting');
          return store.commit(handled, at, sends);
        },
      });
      await say(journal, 'hello');
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['1: hello']);
    });

    it('computes a turn anew when another instance was faster', async () => {
      let meanwhile: Promise<unknown> | null = null;
      const journal = journalOf({
        async commit(handled, at, sends) {
          meanwhile ??= (async () => {
            const [work] = await store.take(['fake:one']);
            await store.commit([answered(work!, ['theirs'])], at);
            await store.accept([message('second')]);
          })();
          await meanwhile;
          return store.commit(handled, at, sends);
        },
      });
      await Promise.all([say(journal, 'first'), say(journal, 'elsewhere', 'fake:two')]);
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['theirs', '2: second']);
      assert.deepEqual(channel.in('fake:two'), ['1: elsewhere']);
    });

    it('keeps order and count when two instances share a conversation, and parks nothing', async () => {
      const both = [journalOf(), journalOf()];
      for (let n = 1; n <= 60; n++) await say(both[n % 2]!, `${n}`);
      await until(() => channel.in('fake:one').length >= 60, 'all answers');
      assert.deepEqual(
        channel.in('fake:one'),
        Array.from({ length: 60 }, (_, i) => `${i + 1}: ${i + 1}`),
      );
      assert.ok(!log.codes.includes('MESSAGE_PARKED'));
    });

    it('takes up messages that an earlier process left waiting although new ones keep coming', async () => {
      await store.accept([message('left', { conversation: 'fake:left' })]);
      const journal = journalOf();
      let over = false;
      const talk = async (conversation: string): Promise<void> => {
        while (!over) await say(journal, 'more', conversation);
      };
      const talking = Array.from({ length: 8 }, (_, i) => talk(`fake:${i}`));
      await journal.start();
      await until(() => channel.in('fake:left').length === 1, 'the answer to what was left').finally(
        () => (over = true),
      );
      await Promise.all(talking);
    });

    it('takes up messages that an earlier process left waiting', async () => {
      await store.accept([message('one'), message('two'), message('three', { conversation: 'fake:two' })]);
      const journal = journalOf();
      assert.deepEqual(await journal.start(), { waiting: 2, unresolved: 0 });
      await journal.idle();
      assert.deepEqual([channel.in('fake:one'), channel.in('fake:two')], [['1: one', '2: two'], ['1: three']]);
    });
  });

  describe('sending', () => {
    /** Two messages in one conversation and one in another, whose first reply has the given fate. */
    const converse = async (journal: Journal): Promise<void> => {
      await Promise.all([say(journal, 'a'), say(journal, 'b'), say(journal, 'x', 'fake:two')]);
      await until(() => channel.in('fake:two').length === 1, 'the other conversation');
    };
    const first = (fate: FakeChannel['fate']): FakeChannel['fate'] => {
      let over = false;
      return (text, row) => {
        if (over || text !== '1: a') return SENT;
        over = true;
        return fate(text, row);
      };
    };
    const all = () => until(() => channel.in('fake:one').at(-1) === '2: b', 'the rest of the conversation');

    it('waits as long as the channel asks, keeping the order, and holds up nobody else', async () => {
      channel.fate = first(() => ({ kind: 'later', afterMs: 120 }));
      const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
      try {
        const journal = journalOf();
        await converse(journal);
        await clock.tickAsync(119);
        await journal.idle();
        assert.deepEqual(channel.in('fake:one'), []);
        while (channel.in('fake:one').at(-1) !== '2: b') {
          await clock.tickAsync(10);
          await new Promise(setImmediate);
        }
      } finally {
        clock.restore();
      }
      assert.deepEqual(channel.in('fake:one'), ['1: a', '2: b']);
      assert.deepEqual(channel.attempts.toSorted(), ['1: a', '1: a', '1: x', '2: b']);
    });

    it('does not give a reply up because the channel asks again and again to come back later', async () => {
      let asked = 0;
      channel.fate = () => (asked++ < 40 ? { kind: 'later', afterMs: 1 } : SENT);
      const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
      try {
        const journal = journalOf();
        await say(journal, 'hello');
        for (let hours = 0; hours < 24 && channel.in('fake:one').length === 0; hours += 1 / 60) {
          await clock.tickAsync(60_000);
          for (let i = 0; i < 5; i++) await new Promise(setImmediate);
        }
        assert.deepEqual(channel.in('fake:one'), ['1: hello']);
      } finally {
        clock.restore();
      }
    });

    it('does not keep asking the database while a conversation has to wait', async () => {
      let looks = 0;
      channel.fate = first(() => ({ kind: 'later', afterMs: 300 }));
      const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
      try {
        const journal = journalOf({
          sendable(...asked) {
            looks += 1;
            return store.sendable(...asked);
          },
        });
        await converse(journal);
        await journal.idle();
        const before = looks;
        for (let ms = 0; ms < 290; ms += 10) {
          await clock.tickAsync(10);
          await new Promise(setImmediate);
        }
        assert.equal(looks, before);
        while (channel.in('fake:one').at(-1) !== '2: b') {
          await clock.tickAsync(10);
          await new Promise(setImmediate);
        }
      } finally {
        clock.restore();
      }
    });

    it('does not count a reply as perhaps sent when the store could not tell its place', async () => {
      let failures = 1;
      channel.found = async () => UNKNOWABLE;
      const placement = { kind: 'under', message: 'm0', loud: false } as const;
      const turn: Turn<Saved> = async () => ({
        ...NOTHING_ELSE,
        state: state(1),
        replies: [reply('below it', { placement })],
      });
      const journal = journalOf(
        {
          async posted(...asked) {
            if (failures-- > 0) throw new Error('the store is out of order');
            return store.posted(...asked);
          },
        },
        { turn },
      );
      await say(journal, 'hello');
      await until(() => channel.in('fake:one').length === 1, 'the reply');
      await journal.idle();
      assert.deepEqual(channel.attempts, ['below it']);
      assert.deepEqual(log.codes, []);
    });

    it('gives up a reply the channel refuses for good, and goes on with the next', async () => {
      channel.fate = first(() => ({ kind: 'refused', why: 'is_archived' }));
      await converse(journalOf());
      await all();
      assert.deepEqual(channel.in('fake:one'), ['2: b']);
      assert.equal(channel.attempts.filter((t) => t === '1: a').length, 1);
      assert.deepEqual(log.codes, ['SEND_REFUSED']);
    });

    for (const [how, fate] of Object.entries<FakeChannel['fate']>({
      'is told to be unknown': () => ({ kind: 'unknown', why: 'connection reset' }),
      'ends in an exception': () => assert.fail('socket hang up'),
    })) {
      it(`does not repeat a reply whose sending ${how} if it arrived`, async () => {
        channel.fate = first((text, row) => {
          channel.deliver('fake:one', text);
          return fate(text, row);
        });
        await converse(journalOf());
        await all();
        assert.deepEqual(channel.in('fake:one'), ['1: a', '2: b']);
      });

      it(`sends a reply again whose sending ${how} if it did not arrive`, async () => {
        channel.fate = first(fate);
        await converse(journalOf());
        await all();
        assert.deepEqual(channel.in('fake:one'), ['1: a', '2: b']);
      });

      it(`leaves a reply unconfirmed whose sending ${how} where nobody can look it up, and goes on`, async () => {
        channel.fate = first(fate);
        channel.found = async () => UNKNOWABLE;
        await converse(journalOf());
        await all();
        assert.deepEqual(channel.in('fake:one'), ['2: b']);
        assert.deepEqual(log.codes, ['SEND_UNCONFIRMED']);
      });
    }

    it('counts a sending as unknown that does not end within ten seconds', async () => {
      channel.fate = first(() => new Promise(() => undefined));
      const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
      try {
        const journal = journalOf();
        await Promise.all([say(journal, 'a'), say(journal, 'b')]);
        while (channel.attempts.length === 0) await new Promise(setImmediate);
        await clock.tickAsync(9_900);
        assert.deepEqual(channel.in('fake:one'), []);
        await clock.tickAsync(1_100);
        for (let i = 0; i < 50; i++) await clock.tickAsync(100);
        assert.deepEqual(channel.in('fake:one'), ['1: a', '2: b']);
      } finally {
        clock.restore();
      }
    });

    it('lets a sending that hangs hold up only its own conversation', async () => {
      channel.fate = first(() => new Promise(() => undefined));
      const journal = journalOf();
      await converse(journal);
      for (let i = 0; i < 5; i++) await say(journal, 'later', `fake:other-${i}`);
      await until(() => channel.arrived.size === 6, 'the other conversations');
      assert.deepEqual(channel.in('fake:one'), []);
    });

    it('waits longer and longer between attempts that get nowhere', async () => {
      channel.fate = async (text) => {
        await wait(1);
        return text === '1: a' ? { kind: 'unknown', why: 'no route to host' } : SENT;
      };
      await converse(journalOf());
      await wait(300);
      const tries = channel.attempts.filter((t) => t === '1: a').length;
      assert.ok(tries >= 1 && tries <= 10, `${tries} attempts in 300 ms`);
    });

    it('goes on with a conversation when the end of a sending could not be written down at first', async () => {
      let broken = true;
      const journal = journalOf({
        async record(results, at, sends) {
          if (broken && results.some((r) => words(r.row.reply) === '1: a')) {
            broken = false;
            throw new Error('database is restarting');
          }
          return store.record(results, at, sends);
        },
      });
      await converse(journal);
      await all();
      assert.deepEqual(channel.in('fake:one'), ['1: a', '2: b'], 'each once');
    });

    it('tells once why a channel can not be reached, from the third attempt on, and loses nothing', async () => {
      let fails = 6;
      channel.fate = () => (fails-- > 0 ? { kind: 'later', afterMs: 1, why: 'ENOTFOUND' } : SENT);
      const lines: LogFields[] = [];
      const journal = journalOf({}, { log: { ...SILENT, warn: (fields) => lines.push(fields) } });
      await converse(journal);
      await all();
      assert.deepEqual(channel.in('fake:one'), ['1: a', '2: b']);
      assert.deepEqual(
        lines.map(({ code, why, attempt }) => [code, why, attempt]),
        [['SEND_WAITS', 'ENOTFOUND', 3]],
      );
    });

    it('goes on with a conversation when a reply could not be looked up at first', async () => {
      channel.fate = first(() => ({ kind: 'unknown', why: 'connection reset' }));
      const found = channel.found;
      let broken = true;
      channel.found = async (row) => {
        if (!broken) return found(row);
        broken = false;
        throw new Error('503');
      };
      await converse(journalOf());
      await all();
      assert.deepEqual(channel.in('fake:one'), ['1: a', '2: b']);
    });

    it('asks for a reply as long as its channel is away, while others go on, and stops when it is told to', async () => {
      const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
      try {
        channel.fate = (text) => (text === '1: a' ? ({ kind: 'unknown', why: 'cut off' } as const) : SENT);
        let asked = 0;
        const found = channel.found;
        channel.found = async (row) => {
          asked += 1;
          if (asked < 40) throw new Error('away');
          return found(row);
        };
        const journal = journalOf();
        await journal.start();
        await say(journal, 'a');
        const pass = async (so: () => boolean): Promise<void> => {
          for (let i = 0; i < 2000 && !so(); i++) {
            await clock.tickAsync(1000);
            await new Promise(setImmediate);
          }
          assert.ok(so());
        };
        await pass(() => asked > 20);
        await say(journal, 'b', 'fake:two');
        await pass(() => channel.in('fake:two').length === 1);
        assert.deepEqual(channel.in('fake:one'), []);
        channel.fate = () => SENT;
        await pass(() => channel.in('fake:one').length === 1);
        assert.equal(asked, 40, 'absent, and sent again');
        assert.ok(!log.codes.includes('SEND_UNCONFIRMED'));
        channel.found = async () => {
          asked += 1;
          throw new Error('away');
        };
        channel.fate = () => ({ kind: 'unknown', why: 'cut off' });
        await say(journal, 'c');
        await pass(() => asked > 55);
        // Nothing moves the clock on: the pause itself ends.
        await journal.stop();
        assert.equal((await store.unresolved(['fake'])).length, 1, 'the next start asks again');
      } finally {
        clock.restore();
      }
    });

    it('tries again when the outbox could not be read', async () => {
      let broken = 2;
      const journal = journalOf({
        async sendable(...asked) {
          broken -= 1;
          if (broken >= 0) throw new Error('database is restarting');
          return store.sendable(...asked);
        },
      });
      await converse(journal);
      await all();
      assert.deepEqual(channel.in('fake:one'), ['1: a', '2: b']);
    });

    it('is not idle while a reply waits that was stored during its last look', async () => {
      let looked = false;
      const journal: Journal = journalOf({
        async sendable(...asked) {
          const rows = await store.sendable(...asked);
          if (!looked && rows.length === 0) {
            looked = true;
            await say(journal, 'hello');
            await wait(30);
          }
          return rows;
        },
      });
      await journal.start();
      await until(() => looked);
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['1: hello']);
    });
  });

  describe('starting after a crash in the middle of sending', () => {
    /** A reply left in `sending`; whether the platform has it is up to the test. */
    const crashed = async (): Promise<void> => {
      await store.accept([message('a'), message('b')]);
      const [work] = await store.take(['fake:one']);
      await store.commit([answered(work!, ['said'])], moment());
      await store.claim(await store.sendable(['fake'], moment(), 100), moment());
    };

    it('does not repeat a reply that arrived', async () => {
      await crashed();
      channel.deliver('fake:one', 'said');
      const journal = journalOf();
      channel.found = async (row) => (row.turn === 1 ? ARRIVED : ABSENT);
      assert.deepEqual(await journal.start(), { waiting: 0, unresolved: 1 });
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['said', 'said']);
      assert.equal(channel.attempts.length, 1);
    });

    it('sends a reply that did not arrive', async () => {
      await crashed();
      const journal = journalOf();
      await journal.start();
      await until(() => channel.in('fake:one').length === 2, 'both replies');
      assert.equal(channel.attempts.length, 2);
    });

    it('does not repeat a reply that nobody can look up, and goes on', async () => {
      await crashed();
      channel.found = async () => UNKNOWABLE;
      const journal = journalOf();
      await journal.start();
      await journal.idle();
      assert.equal(channel.attempts.length, 1);
      assert.deepEqual(log.codes, ['SEND_UNCONFIRMED']);
    });

    it('starts, and serves others, even when the platform can not be asked right now', async () => {
      await crashed();
      const found = channel.found;
      let broken = true;
      channel.found = (row) => (broken ? Promise.reject(new Error('503')) : found(row));
      const journal = journalOf();
      await journal.start();
      await say(journal, 'hello', 'fake:two');
      await until(() => channel.in('fake:two').length === 1, 'the other conversation');
      assert.equal(channel.in('fake:one').length, 0);
      broken = false;
      await until(() => channel.in('fake:one').length === 2, 'the conversation that was cut');
    });
  });

  describe('stopping', () => {
    it('answers every message that was accepted', async () => {
      const journal = journalOf();
      channel.fate = async () => {
        await wait(2);
        return SENT;
      };
      await Promise.all(Array.from({ length: 150 }, (_, i) => say(journal, 'hello', `fake:${i % 100}`)));
      await journal.stop();
      assert.equal([...channel.arrived.values()].flat().length, 150);
      assert.deepEqual(await store.waiting(), []);
    });

    it('keeps messages that come in afterwards for the next start', async () => {
      const journal = journalOf();
      await journal.stop();
      assert.equal(await say(journal, 'late'), true);
      await journal.idle();
      assert.deepEqual(channel.attempts, []);
      const next = journalOf();
      await next.start();
      await next.idle();
      assert.deepEqual(channel.in('fake:one'), ['1: late']);
    });

    it('does not wait for a reply that has to be sent later', async () => {
      channel.fate = () => ({ kind: 'later', afterMs: 60_000 });
      const journal = journalOf();
      await say(journal, 'hello');
      // It would be a minute.
      await journal.stop();
      assert.equal((await store.sendable(['fake'], '9999', 9)).length, 1);
    });

    it('leaves a sending to the next start that it can not look up any more', async () => {
      // The platform breaks off while we are told to stop, and can't be asked; a moment later it can.
      const cut = Promise.withResolvers<SendOutcome>();
      channel.fate = () => cut.promise;
      const found = channel.found;
      channel.found = () => Promise.reject(new Error('503'));
      const journal = journalOf();
      await say(journal, 'hello');
      await until(() => channel.attempts.length === 1);
      const stopped = journal.stop();
      cut.resolve({ kind: 'unknown', why: 'connection reset' });
      await stopped;
      channel.fate = () => SENT;
      channel.found = found;
      await journalOf().start();
      await until(() => channel.in('fake:one').length === 1, 'the reply');
      assert.ok(!log.codes.includes('SEND_UNCONFIRMED'));
    });

    it('still looks up a sending that became unknown while it was stopping', async () => {
      const cut = Promise.withResolvers<SendOutcome>();
      channel.fate = () => cut.promise;
      const journal = journalOf();
      await say(journal, 'hello');
      await until(() => channel.attempts.length === 1);
      const stopped = journal.stop();
      cut.resolve({ kind: 'unknown', why: 'connection reset' });
      await stopped;
      assert.ok(!log.codes.includes('SEND_UNCONFIRMED'));
    });

    it('ends although the database is gone', async () => {
      const gone = () => Promise.reject(new Error('database is gone'));
      const journal = journalOf({ take: gone, sendable: gone });
      await say(journal, 'hello');
      await journal.stop();
      assert.deepEqual(await store.waiting(), ['fake:one']);
    });
  });

  describe('doing jobs', () => {
    const job = { id: 'fake:one|m|images', kind: 'images', images: [], from: null } as const;
    const found = { text: 'my password is hunter2', by: null, sure: 1, images: [] };
    /** Looks at the picture first, and then tells what stood in it. */
    const looking: Turn = async (before, said) => ({
      ...NOTHING_ELSE,
      state: state((before?.asked ?? 0) + 1),
      replies: [reply(said.result ? `${said.result.trouble}: ${said.result.found.map((f) => f.text)}` : 'looking')],
      jobs: said.kind === 'said' ? [job] : [],
    });
    const journalWith = (run: RunJob, by: Partial<Store> = {}): Journal => journalOf(by, { turn: looking, run });
    const result = (row: JobRow, given: Partial<JobResult> = {}): JobResult => ({
      job: row.job.id,
      kind: 'images',
      found: [],
      trouble: null,
      ...given,
    });

    it('brings the result back as a message of the same conversation, its secrets masked', async () => {
      const journal = journalWith(async (row) => result(row, { found: [found] }));
      await say(journal, 'see my screenshot');
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['looking', 'null: my password is [password masked]']);
      assert.deepEqual(await store.jobs(), []);
      assert.ok(!JSON.stringify(await store.lines('fake:one', BEGINNING)).includes('hunter2'));
    });

    it('brings nothing back of somebody who was erased meanwhile', async () => {
      const journal = journalWith(async (row) => {
        await store.forget('fake:one', 'all');
        return result(row, { found: [found] });
      });
      await say(journal, 'see my screenshot');
      await journal.idle();
      assert.deepEqual([await store.lines('fake:one', BEGINNING), await store.waiting()], [[], []]);
    });

    it('tells of a job that fails, and goes on', async () => {
      const journal = journalWith(async () => {
        throw new Error('no eyes');
      });
      await say(journal, 'see my screenshot');
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['looking', 'failed: ']);
      assert.ok(log.codes.includes('JOB_FAILED'));
    });

    /** A process that begins the job, and never ends it. */
    const beginAndHang = async (): Promise<void> => {
      await say(
        journalWith(() => new Promise(() => undefined)),
        'see my screenshot',
      );
      while ((await store.jobs())[0]?.attempts !== 1) await wait(5);
      await until(() => channel.in('fake:one').length === 1);
    };

    it('does a job again that an earlier process began and did not finish', async () => {
      await beginAndHang();
      const next = journalWith(async (row) => result(row));
      await next.start();
      await next.idle();
      assert.deepEqual(channel.in('fake:one'), ['looking', 'null: ']);
    });

    it('gives up a job that ended three processes, and says so', async () => {
      await beginAndHang();
      for (let deaths = 1; deaths < 3; deaths++) await store.begin(job.id);
      const next = journalWith(async () => assert.fail('it was done again'));
      await next.start();
      await next.idle();
      assert.deepEqual(channel.in('fake:one'), ['looking', 'failed: ']);
    });

    it('answers a result once, however often the job is done', async () => {
      const lost = journalWith(async (row) => result(row), {
        async finish() {
          throw new Error('the process died here');
        },
      });
      await say(lost, 'see my screenshot');
      await until(() => channel.in('fake:one').length === 2);
      const next = journalWith(async (row) => result(row));
      await next.start();
      await next.idle();
      assert.deepEqual(channel.in('fake:one'), ['looking', 'null: ']);
      assert.deepEqual(await store.jobs(), []);
    });
  });
});
