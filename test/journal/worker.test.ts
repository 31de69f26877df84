/** The worker over a store in memory. */
import assert from 'node:assert/strict';
import { NOTHING_ELSE, type Saved, type Turn } from '../../src/core/conversation.ts';
import type { Message } from '../../src/core/message.ts';
import { UNMETERED } from '../../src/core/meter.ts';
import type { Handled, Store } from '../../src/core/store.ts';
import { Load } from '../../src/journal/load.ts';
import { TurnRunner } from '../../src/journal/turn-runner.ts';
import { Worker } from '../../src/journal/worker.ts';
import { openStore } from '../../src/store/open.ts';
import { CodeLog, changed, counting } from '../fakes/journals.ts';
import { message, moment, reply, state, words } from '../fakes/samples.ts';

type Parts = ConstructorParameters<typeof Worker>[0];

const [ONE, TWO] = ['fake:one', 'fake:two'];
const NOW = new Date(moment());

describe('the worker', () => {
  let store: Store;
  let log: CodeLog;
  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    log = new CodeLog();
  });
  afterEach(() => store.close());

  function workerOver(
    over: Store,
    turn: Turn<Saved> = counting,
    handled: Parts['handled'] = () => undefined,
    load = new Load(),
  ): Worker {
    return new Worker({
      store: over,
      turns: new TurnRunner({ turn, apology: () => reply('sorry'), now: () => NOW, log, meter: UNMETERED }),
      mine: (id) => id.startsWith('fake:'),
      now: () => NOW,
      handled,
      sends: () => new Set(),
      log,
      load,
      aheadAfterMs: 0,
    });
  }

  /** Takes in one message for each text, in order. */
  async function took(conversation: string, ...texts: readonly string[]): Promise<void> {
    await store.accept(texts.map((text) => message(text, { conversation })));
  }

  /** The answers in a conversation, in order. */
  async function said(conversation: string): Promise<readonly string[]> {
    const lines = await store.lines(conversation, { turn: 0, part: 0 });
    return lines.flatMap((line) => (line.reply ? [words(line.reply)] : []));
  }

  it('answers the messages of a conversation in order, each with the state after the one before', async () => {
    await took(ONE, 'a', 'b', 'c');
    const worker = workerOver(store);
    worker.wake(ONE);
    await worker.idle();
    assert.deepEqual(await said(ONE), ['1: a', '2: b', '3: c']);
    assert.deepEqual(await store.waiting(), []);
  });

  it('answers all messages of a conversation, more than the store gives out at once', async () => {
    const texts = Array.from({ length: 45 }, (_, i) => `text ${i}`);
    await took(ONE, ...texts);
    const worker = workerOver(store);
    worker.wake(ONE);
    await worker.idle();
    assert.deepEqual(
      await said(ONE),
      texts.map((text, i) => `${i + 1}: ${text}`),
    );
  });

  it('parks a message that ended three processes, also where one at its place was not stored before', async () => {
    await took(ONE, 'a');
    const worker = workerOver(store);
    worker.wake(ONE);
    await worker.idle();
    await worker.ahead()!.run([message('not stored', { conversation: ONE })]);
    await took(ONE, 'deadly');
    for (let death = 0; death < 3; death++) await store.risk([{ conversation: ONE, seq: 2 }]);
    await worker.recover();
    await worker.idle();
    assert.deepEqual([await said(ONE), log.codes], [['1: a', 'sorry'], ['MESSAGE_PARKED']]);
  });

  it('counts no messages on that were erased while they waited', async () => {
    const load = new Load();
    const worker = workerOver(store, counting, () => undefined, load);
    const [gone, next] = [message('gone', { conversation: ONE }), message('next', { conversation: ONE })];
    load.came(ONE, 'soon');
    await store.accept([gone]);
    const { places } = await store.forget(ONE, 'all');
    const [seq] = await store.accept([next]);
    worker.hand(gone, 1);
    worker.forget(places);
    load.came(ONE, 'soon');
    worker.hand(next, seq!);
    await worker.idle();
    assert.deepEqual([await said(ONE), load.size], [['1: next'], 0]);
  });

  it('answers what comes into a conversation that was left behind, just when nothing more was found in it', async () => {
    await took(ONE, 'a');
    await took(TWO, 'b');
    let late: Message | null = message('late', { conversation: ONE });
    const take: Store['take'] = async (conversations, most) => {
      const works = await store.take(conversations, most);
      const isEmpty = conversations.includes(ONE) && works.every(({ conversation }) => conversation !== ONE);
      if (isEmpty && late) {
        const said = late;
        late = null;
        worker.hand(said, (await store.accept([said]))[0]!);
      }
      return works;
    };
    const worker = workerOver(changed(store, { take }));
    await worker.recover();
    await worker.idle();
    assert.equal(late, null, 'it came in');
    assert.deepEqual([await said(ONE), await said(TWO)], [['1: a', '2: late'], ['1: b']]);
  });

  it('answers what a turn that ran ahead passes on into such a conversation', async () => {
    const answering: Turn<Saved> = async (before, said) => {
      const passes = said.text === 'tell them';
      const event = { kind: 'gone', ticket: 'F-1' } as const;
      const route = { channel: 'fake', address: null };
      const result = await counting(before, said);
      return passes ? { ...result, outgoing: [{ to: ONE, id: 'note', event, route }] } : result;
    };
    let isTold = false;
    const take: Store['take'] = async (conversations, most) => {
      const works = await store.take(conversations, most);
      const isEmpty = conversations.includes(ONE) && works.every(({ conversation }) => conversation !== ONE);
      if (!isEmpty || isTold) return works;
      isTold = true;
      const coming = message('tell them', { conversation: TWO });
      const ahead = worker.ahead()!;
      await ahead.run([coming]);
      const stored = await store.acceptHandled([coming], ahead.handled, moment());
      ahead.stored(stored!.committed, NOW, 1);
      return works;
    };
    const worker = workerOver(changed(store, { take }), answering);
    await took(TWO, 'b');
    worker.wake(TWO);
    await worker.idle();
    await took(ONE, 'a');
    await worker.recover();
    await worker.idle();
    assert.ok(isTold);
    assert.deepEqual(await store.waiting(), []);
  });

  it('stores several conversations at once, each with a state of its own', async () => {
    await took(ONE, 'a');
    await took(TWO, 'b');
    const commits: string[][] = [];
    const watched = changed(store, {
      commit: (handled: readonly Handled[], at: string) => {
        commits.push(handled.map(({ conversation }) => conversation));
        return store.commit(handled, at);
      },
    });
    const worker = workerOver(watched);
    for (const conversation of [ONE, TWO]) worker.wake(conversation);
    await worker.idle();
    assert.deepEqual([await said(ONE), await said(TWO), commits], [['1: a'], ['1: b'], [[ONE, TWO]]]);
  });

  it('answers a failing turn with the apology, and goes on with the state before it', async () => {
    await took(ONE, 'a', 'bad', 'c');
    const commits: Handled[] = [];
    const watched = changed(store, {
      commit: (handled: readonly Handled[], at: string) => {
        commits.push(...handled);
        return store.commit(handled, at);
      },
    });
    const failing: Turn<Saved> = (before, given) =>
      given.text === 'bad' ? Promise.reject(new Error('broken')) : counting(before, given);
    const worker = workerOver(watched, failing);
    worker.wake(ONE);
    await worker.idle();
    assert.deepEqual(await said(ONE), ['1: a', 'sorry', '2: c']);
    assert.deepEqual(
      commits.flatMap(({ done }) => done.map(({ as }) => as)),
      ['done', 'failed', 'done'],
    );
    assert.deepEqual(log.codes, ['TURN_FAILED']);
    assert.deepEqual(await store.waiting(), []);
  });

  it('looks again where another process was faster, and answers nothing twice', async () => {
    await took(ONE, 'a');
    let first = true;
    const raced = changed(store, {
      commit: async (handled: readonly Handled[], at: string) => {
        if (first) {
          first = false;
          await took(ONE, 'b');
          const other = workerOver(store);
          other.wake(ONE);
          await other.idle();
        }
        return store.commit(handled, at);
      },
    });
    const worker = workerOver(raced);
    worker.wake(ONE);
    await worker.idle();
    await took(ONE, 'c');
    worker.wake(ONE);
    await worker.idle();
    assert.deepEqual(await said(ONE), ['1: a', '2: b', '3: c']);
  });

  it('tries again where the database fails', async () => {
    await took(ONE, 'a');
    let fails = 1;
    const flaky = changed(store, {
      commit: (handled: readonly Handled[], at: string) =>
        fails-- > 0 ? Promise.reject(new Error('no database')) : store.commit(handled, at),
    });
    const worker = workerOver(flaky);
    worker.wake(ONE);
    await worker.idle();
    assert.deepEqual(await said(ONE), ['1: a']);
  });

  it('handles messages that a turn sends to another conversation', async () => {
    const passing: Turn<Saved> = async (before, given: Message) => {
      const result = await counting(before, given);
      if (given.kind === 'event') return result;
      const event = { kind: 'due', name: 'soon' } as const;
      return { ...result, outgoing: [{ to: TWO, id: 'x', event, route: { channel: 'fake', address: 'there' } }] };
    };
    await took(ONE, 'a');
    const worker = workerOver(store, passing);
    worker.wake(ONE);
    await worker.idle();
    assert.deepEqual(await said(TWO), ['1: ']);
    const [line] = await store.lines(TWO, { turn: 0, part: 0 });
    assert.deepEqual([line!.message!.id, line!.message!.event], [`${ONE}|x`, { kind: 'due', name: 'soon' }]);
  });

  it('handles a message sent to a conversation in which another one has just come in', async () => {
    const passing: Turn<Saved> = async (before, given: Message) => {
      const result = await counting(before, given);
      if (given.conversation === TWO) return result;
      const event = { kind: 'due', name: 'soon' } as const;
      return { ...result, outgoing: [{ to: TWO, id: 'x', event, route: { channel: 'fake', address: 'there' } }] };
    };
    const worker: Worker = workerOver(
      changed(store, {
        commit: async (handled: readonly Handled[], at: string) => {
          if (handled[0]!.conversation === ONE) {
            const came = message('b', { conversation: TWO });
            const [seq] = await store.accept([came]);
            worker.hand(came, seq!);
          }
          return store.commit(handled, at);
        },
      }),
      passing,
    );
    await took(ONE, 'a');
    worker.wake(ONE);
    await worker.idle();
    assert.deepEqual(await said(TWO), ['1: b', '2: ']);
    assert.deepEqual(await store.waiting(), []);
  });

  it('tells whether there are jobs and timers now', async () => {
    const told: object[] = [];
    const ringing: Turn<Saved> = async () => ({
      ...NOTHING_ELSE,
      state: state(1),
      timers: [{ name: 'soon', at: moment(1) }],
    });
    await took(ONE, 'a');
    const worker = workerOver(store, ringing, (what) => told.push(what));
    worker.wake(ONE);
    await worker.idle();
    assert.deepEqual(told, [
      { jobs: false, timers: true, committed: { sending: [], behind: false, waiting: [], places: [] }, at: NOW },
    ]);
    assert.deepEqual(
      (await store.due(moment(1))).map(({ name, conversation }) => [name, conversation]),
      [['soon', ONE]],
    );
  });

  it('takes no message for deadly because other processes were faster', async () => {
    await took(ONE, 'a');
    const counted: number[] = [];
    let overtaken = 4;
    const raced = changed(store, {
      take: async (conversations: readonly string[], most?: number) => {
        const works = await store.take(conversations, most);
        counted.push(...works.flatMap(({ rows }) => rows.map(({ attempts }) => attempts)));
        return works;
      },
      commit: async (handled: readonly Handled[], at: string) => (overtaken-- > 0 ? null : store.commit(handled, at)),
    });
    const worker = workerOver(raced);
    assert.equal(await worker.recover(), 1);
    await worker.idle();
    assert.deepEqual([counted, await said(ONE)], [[0, 0, 0, 0, 0], ['1: a']]);
  });

  describe('at work on what a dead process left behind', () => {
    /** A worker that has begun with the first of three messages in each of two conversations, and the order of its turns. */
    async function begun() {
      await took(ONE, 'a', 'b', 'c');
      await took(TWO, 'd', 'e', 'f');
      const turns: string[] = [];
      const [first, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const worker = workerOver(store, async (before, of) => {
        turns.push(of.text);
        first.resolve();
        if (turns.length === 1) await gate.promise;
        return counting(before, of);
      });
      await worker.recover();
      await first.promise;
      return { worker, turns, goOn: gate.resolve };
    }
    /** The number of times that each message which waits was begun, by its text. */
    async function attempts(): Promise<Record<string, number>> {
      const rows = (await store.take([ONE, TWO], 10)).flatMap((work) => work.rows);
      return Object.fromEntries(rows.map((row) => [row.message.text, row.attempts]));
    }

    it('lets somebody new wait for one message of each conversation at the most', async () => {
      const { worker, turns, goOn } = await begun();
      await took('fake:new', 'new');
      worker.wake('fake:new');
      goOn();
      await worker.idle();
      assert.deepEqual(turns.slice(0, 3), ['a', 'd', 'new']);
      assert.deepEqual(turns.slice(3).toSorted(), ['b', 'c', 'e', 'f']);
      assert.deepEqual(
        [await said(ONE), await said(TWO)],
        [
          ['1: a', '2: b', '3: c'],
          ['1: d', '2: e', '3: f'],
        ],
      );
    });

    it('stops after one message of each, and leaves the rest as if it were never begun', async () => {
      const { worker, turns, goOn } = await begun();
      const stopped = worker.stop();
      goOn();
      await stopped;
      assert.deepEqual(turns, ['a', 'd']);
      assert.deepEqual(await attempts(), { b: 0, c: 0, e: 0, f: 0 });
    });
  });

  it('picks up messages that a dead process left behind, in its own conversations only', async () => {
    await took(ONE, 'a', 'b');
    await took('other:1', 'c');
    const worker = workerOver(store);
    assert.equal(await worker.recover(), 1);
    await worker.idle();
    assert.deepEqual([await said(ONE), await said('other:1')], [['1: a', '2: b'], []]);
  });

  it('parks a message that ended several processes, and goes on with the next', async () => {
    await took(ONE, 'deadly', 'b');
    for (let deaths = 0; deaths < 3; deaths++) await store.risk([{ conversation: ONE, seq: 1 }]);
    const worker = workerOver(store);
    await worker.recover();
    await worker.idle();
    assert.deepEqual(await said(ONE), ['sorry', '1: b']);
    assert.deepEqual(log.codes, ['MESSAGE_PARKED']);
  });

  it('leaves messages in the inbox that come after its stop', async () => {
    const worker = workerOver(store);
    await worker.stop();
    await took(ONE, 'a');
    worker.wake(ONE);
    await worker.idle();
    assert.deepEqual([await said(ONE), await store.waiting(), worker.busy], [[], [ONE], false]);
  });
});
