/** A clock that somebody sets an hour or a day forward, or back: nothing is lost, doubled, or waits for the hour. */
import assert from 'node:assert/strict';
import sinon from 'sinon';
import { SlackRates } from '../../src/channels/slack/send/rates.ts';
import { TeamsRates } from '../../src/channels/teams/send/rates.ts';
import { NOTHING_ELSE } from '../../src/core/conversation.ts';
import type { Store } from '../../src/core/store.ts';
import type { Journal, JournalParts } from '../../src/journal/journal.ts';
import { openStore } from '../../src/store/open.ts';
import { ABSENT, CodeLog, changed, counting, FakeChannel, journalOver, SENT } from '../fakes/journals.ts';
import { freshDatabase } from '../fakes/postgres.ts';
import { incoming, message, reply, state, words } from '../fakes/samples.ts';
import { until } from '../fakes/until.ts';

const HOUR_MS = 3_600_000;
const LEASE_MS = 30_000;

describe('a second instance whose clock is an hour ahead', () => {
  let store: Store;
  const journals: Journal[] = [];
  beforeEach(async () => {
    store = await openStore(await freshDatabase());
  });
  afterEach(async () => {
    for (const journal of journals.splice(0)) await journal.stop();
    await store.close();
  });

  it('leaves alone what the first one is sending and handling, and says so', async () => {
    const channel = new FakeChannel();
    const log = new CodeLog();
    const sending = Promise.withResolvers<typeof SENT>();
    const handling = Promise.withResolvers<void>();
    channel.fate = () => sending.promise;
    channel.found = async () => ABSENT;
    const turns: string[] = [];
    const turn: JournalParts['turn'] = async (before, message) => {
      turns.push(message.text);
      if (message.text === 'slow') await handling.promise;
      return counting(before, message);
    };
    const instance = (given: Partial<JournalParts>): Journal => {
      const journal = journalOver(store, channel, { leaseMs: 30_000, turn, log, ...given });
      journals.push(journal);
      return journal;
    };
    const one = instance({});
    await one.start();
    await one.accept(incoming('hello'));
    await until(() => channel.attempts.length === 1, 'the attempt');
    await one.accept(incoming('slow', { conversation: 'fake:two' }));
    await until(() => turns.includes('slow'), 'the turn');
    const ahead = instance({ now: () => new Date(Date.now() + HOUR_MS) });
    assert.deepEqual(await ahead.start(), { waiting: 0, unresolved: 0 });
    await ahead.accept(incoming('mine', { conversation: 'fake:three' }));
    const [line] = await store.lines('fake:three', { turn: 0, part: 0 });
    assert.ok(Math.abs(Date.parse(line!.at) - Date.now()) < HOUR_MS / 2, 'its messages have everybody’s time');
    handling.resolve();
    sending.resolve(SENT);
    for (const journal of journals) await journal.idle();
    assert.deepEqual(turns, ['hello', 'slow', 'mine']);
    assert.equal(channel.attempts.length, 3);
    assert.deepEqual(log.codes, ['CLOCK_OFF']);
  });
});

describe('a clock that is set while two instances run', () => {
  let store: Store;
  let channel: FakeChannel;
  let clock: sinon.SinonFakeTimers;
  const journals: Journal[] = [];
  /** The shift of the first instance's clock, and of the database server's. */
  let shift: number;
  let served: number;
  /** The number of looks for what others left behind, and the replies that were taken for such. */
  let looks: number;
  let found: string[];

  beforeEach(async () => {
    [shift, served, looks, found] = [0, 0, 0, []];
    const opened = await openStore(await freshDatabase());
    const waiting: Store['waiting'] = async (before, after) => {
      const answer = await opened.waiting(before, after);
      looks += 1;
      return answer;
    };
    store = changed(opened, { clock: async () => new Date(Date.now() + served), waiting });
    channel = new FakeChannel();
    channel.found = async (row) => {
      found.push(words(row.reply));
      return ABSENT;
    };
    // Only the looks for what others left behind, which are half a minute apart.
    clock = sinon.useFakeTimers({ toFake: ['setInterval', 'performance'] });
    const both = [() => new Date(Date.now() + shift), () => new Date(Date.now() + served)];
    for (const now of both) journals.push(journalOver(store, channel, { leaseMs: LEASE_MS, now }));
    for (const journal of journals) await journal.start();
  });
  afterEach(async () => {
    clock.restore();
    for (const journal of journals.splice(0)) await journal.stop();
    await store.close();
  });

  for (const [name, by] of [
    ['back', -HOUR_MS],
    ['forward', HOUR_MS],
  ] as const)
    it(`an hour ${name} on one of them makes none send what the other is sending`, async () => {
      const sending = Promise.withResolvers<typeof SENT>();
      channel.fate = () => sending.promise;
      const [one, two] = journals as [Journal, Journal];
      shift = by;
      await one.accept(incoming('by the one', { conversation: 'fake:one' }));
      await two.accept(incoming('by the other', { conversation: 'fake:two' }));
      await until(() => channel.attempts.length === 2, 'both attempts');
      await looked();
      sending.resolve(SENT);
      for (const journal of journals) await journal.idle();
      assert.deepEqual(found, []);
      assert.deepEqual(channel.attempts.toSorted(), ['1: by the one', '1: by the other']);
    });

  it('an hour back on all machines makes none take what is under way, or wait an hour for what was left behind', async () => {
    const sending = Promise.withResolvers<typeof SENT>();
    channel.fate = (text) => (text.endsWith('by the one') ? sending.promise : SENT);
    const [one] = journals as [Journal, Journal];
    await one.accept(incoming('by the one', { conversation: 'fake:one' }));
    await until(() => channel.attempts.length === 1, 'the attempt');
    // A third instance took a message, and died.
    await store.accept([message('left', { conversation: 'fake:left', at: new Date().toISOString() })]);
    shift = -HOUR_MS;
    served = -HOUR_MS;
    await looked(LEASE_MS);
    await looked(LEASE_MS);
    assert.deepEqual([found, channel.in('fake:left')], [[], []]);
    // No more than it takes: a reply whose sending takes half a lease is given up to others.
    for (let leases = 0; leases < 2; leases++) await looked(LEASE_MS);
    await until(() => channel.in('fake:left').length === 1, 'the reply to what was left behind');
    assert.deepEqual(channel.in('fake:left'), ['1: left']);
    sending.resolve(SENT);
    for (const journal of journals) await journal.idle();
  });

  /** Lets both look for what was left behind, and so much time go by. */
  async function looked(passes = 0): Promise<void> {
    const before = looks;
    shift += passes;
    served += passes;
    clock.tick(LEASE_MS);
    await until(() => looks === before + 2, 'both looks');
  }
});

describe('a clock that is set', () => {
  let store: Store;
  let channel: FakeChannel;
  let shift: number;
  const now = (): Date => new Date(Date.now() + shift);
  const journals: Journal[] = [];
  const journalOf = (given: Parameters<typeof journalOver>[2] = {}): Journal => {
    const journal = journalOver(store, channel, { now, ...given });
    journals.push(journal);
    return journal;
  };

  beforeEach(async () => {
    shift = 0;
    store = await openStore('sqlite::memory:');
    channel = new FakeChannel();
  });
  afterEach(async () => {
    sinon.restore();
    for (const journal of journals.splice(0)) await journal.stop();
    await store.close();
  });

  for (const [name, by] of [
    ['an hour forward', HOUR_MS],
    ['an hour back', -HOUR_MS],
    ['a day forward', 24 * HOUR_MS],
  ] as const) {
    it(`${name} between a reply and its next attempt loses and doubles nothing`, async () => {
      let attempts = 0;
      channel.fate = () => {
        attempts += 1;
        if (attempts > 1) return SENT;
        shift = by;
        return { kind: 'later', afterMs: 20 };
      };
      const journal = journalOf();
      await journal.accept(incoming('one'));
      await journal.accept(incoming('two'));
      await until(() => channel.in('fake:one').length === 2, 'both replies');
      await journal.idle();
      assert.deepEqual(channel.in('fake:one'), ['1: one', '2: two']);
      assert.equal(channel.attempts.length, 3);
    });

    it(`${name} between two messages keeps their order, and so does a start afterwards`, async () => {
      const journal = journalOf();
      await journal.accept(incoming('one'));
      await journal.idle();
      shift = by;
      await journal.accept(incoming('two'));
      await journal.idle();
      await journal.stop();
      const next = journalOf();
      await next.start();
      await next.accept(incoming('three'));
      await next.idle();
      assert.deepEqual(channel.in('fake:one'), ['1: one', '2: two', '3: three']);
    });

    it(`${name} while a reply is sent makes no instance take its own for one that was left behind`, async () => {
      const sending = Promise.withResolvers<typeof SENT>();
      channel.fate = () => sending.promise;
      const shared = { leaseMs: 30_000 };
      const one = journalOf(shared);
      await one.accept(incoming('one'));
      await until(() => channel.attempts.length === 1, 'the attempt');
      shift = by;
      // Its own clock is set as well: it must not take its own reply for one that was left behind.
      const clock = sinon.useFakeTimers({ toFake: ['setInterval'] });
      await one.start();
      clock.tick(30_000);
      await new Promise(setImmediate);
      sending.resolve(SENT);
      await one.idle();
      assert.equal(channel.attempts.length, 1);
      assert.deepEqual(channel.in('fake:one'), ['1: one']);
    });

    it(`${name} rings a timer once`, async () => {
      const rung: string[] = [];
      const at = new Date(Date.now() + 40).toISOString();
      const journal = journalOf({
        turn: async (before, message) => {
          if (message.kind === 'event') rung.push(message.id);
          const timers = message.kind === 'event' ? [] : [{ name: 'soon', at }];
          return { ...NOTHING_ELSE, state: state((before?.asked ?? 0) + 1), replies: [reply('ok')], timers };
        },
      });
      await journal.accept(incoming('one'));
      await journal.idle();
      shift = by;
      journal.wakeTimers();
      if (by < 0) {
        await journal.idle();
        assert.deepEqual(rung, [], 'it is not due yet by the time of the day');
        shift = 60;
        journal.wakeTimers();
      }
      await until(() => rung.length > 0, 'the timer');
      journal.wakeTimers();
      await journal.idle();
      assert.deepEqual(rung, [`due:soon:${at}`]);
      assert.equal(
        (await store.lines('fake:one', { turn: 0, part: 0 })).filter((l) => l.reply && words(l.reply)).length,
        2,
      );
    });
  }

  it('an hour back holds no post to Slack or Teams back', () => {
    const clock = sinon.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
    const [slack, teams] = [new SlackRates(), new TeamsRates()];
    for (let i = 0; i < 3; i++) slack.wait('C1', `r${i}`);
    for (let i = 0; i < 7; i++) {
      teams.take('T1');
      teams.done('T1');
    }
    clock.setSystemTime(Date.now() - HOUR_MS);
    assert.ok(slack.wait('C1', 'next') <= 1000);
    assert.ok(teams.take('T1') <= 1000);
  });
});
