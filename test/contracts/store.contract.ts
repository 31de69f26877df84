/** The contract of stores: tests that every engine's store must pass. */
import assert from 'node:assert/strict';
import type { CaseQuery, CaseRecord } from '../../src/core/case-record.ts';
import type { Job } from '../../src/core/job.ts';
import type { LessonList } from '../../src/core/lesson.ts';
import { cleanText, type Message } from '../../src/core/message.ts';
import type { Aged, Committed, Handled, OutboxRow, Store, Work } from '../../src/core/store.ts';
import type { WrittenEntry } from '../../src/core/ticket-entry.ts';
import { countAll } from '../../src/journal/counting.ts';
import { openStore } from '../../src/store/open.ts';
import {
  answered,
  end,
  entry,
  lesson,
  message,
  moment,
  record,
  reply,
  state,
  ticket,
  words,
} from '../fakes/samples.ts';

const BEGINNING = { turn: 0, part: 0 };
const LATER = moment(60_000);

/**
 * Tests a store. `database` answers the address of a fresh database; `several` says whether several stores of one
 * process may write to it at once (SQLite would make them wait for each other in vain).
 */
export function storeContract(name: string, database: () => Promise<string>, { several }: { several: boolean }): void {
  describe(`The store on ${name}`, () => {
    const opened: Store[] = [];
    let address: string;
    let store: Store;

    const open = async (): Promise<Store> => {
      const another = await openStore(address);
      opened.push(another);
      return another;
    };
    const take = async (conversation = 'fake:one', from = store): Promise<Work> => {
      const [work] = await from.take([conversation]);
      assert.ok(work, 'nothing is waiting');
      return work;
    };
    /** Accepts a message and answers it. */
    const exchange = async (conversation: string, texts: readonly string[], channel = 'fake'): Promise<void> => {
      await store.accept([message('hello', { conversation })]);
      assert.ok(await store.commit([answered(await take(conversation), texts, channel)], moment()));
    };
    const sendable = (now = LATER, channels = ['fake'], limit = 100) => store.sendable(channels, now, limit);
    const claimed = async (): Promise<OutboxRow> => {
      const [row] = await store.claim(await sendable(), moment());
      assert.ok(row, 'nothing to be claimed');
      return row;
    };

    beforeEach(async () => {
      address = await database();
      store = await open();
    });
    afterEach(async () => {
      for (const one of opened.splice(0)) await one.close();
    });

    describe('counting what waits', () => {
      it('tells what is not out, what is not handled, and what went wrong since a time', async () => {
        assert.deepEqual(await store.backlog(moment()), {
          unsent: [],
          waiting: { messages: 0, since: null },
          lost: { unknown: 0, dead: 0, parked: 0, failed: 0 },
        });
        await exchange('fake:one', ['lost', 'waits']);
        await exchange('fake:two', ['waits too'], 'other');
        const row = await claimed();
        await store.record([{ row, state: 'unknown', readyAt: null, ref: null }], moment(5000));
        await store.accept([message('one', { at: moment(1000) }), message('two', { at: moment(2000) })]);
        const work = await take();
        const done = work.rows.map(({ seq }, i) => ({ seq, as: i === 0 ? 'parked' : 'failed' }) as const);
        await store.accept([message('three', { conversation: 'fake:two', at: moment(3000) })]);
        await store.commit([{ ...answered(work, []), done }], moment(4000));
        const { unsent, waiting, lost } = await store.backlog(moment());
        assert.deepEqual(
          [...unsent].sort((a, b) => (a.channel < b.channel ? -1 : 1)),
          [
            { channel: 'fake', replies: 1, since: moment() },
            { channel: 'other', replies: 1, since: moment() },
          ],
        );
        assert.deepEqual(waiting, { messages: 1, since: moment(3000) });
        assert.deepEqual(lost, { unknown: 1, dead: 0, parked: 1, failed: 1 });
        assert.deepEqual((await store.backlog(moment(6000))).lost, { unknown: 0, dead: 0, parked: 0, failed: 0 });
      });
    });

    describe('accepting', () => {
      it('answers places for new messages and null for known ones, in the same batch and in a later one', async () => {
        const [one, two, three] = [message('one'), message('two'), message('three')];
        assert.deepEqual(await store.accept([one, two, { ...one, text: 'again' }]), [1, 2, null]);
        const [known, fresh] = await store.accept([two, three]);
        assert.equal(known, null);
        assert.ok(fresh! > 2);
        assert.deepEqual(
          (await take()).rows.map((r) => r.message),
          [one, two, three],
        );
      });

      it('takes the same id in two conversations for two messages', async () => {
        const here = message('here', { id: 'same' });
        const places = await store.accept([here, { ...here, conversation: 'fake:two' }]);
        assert.deepEqual(places, [1, 1]);
      });

      it('counts each conversation on its own, strictly upwards, whatever else is in the batch', async () => {
        const given = new Map<string, number[]>();
        for (let round = 0; round < 5; round++) {
          const batch = [2, 1, 2, 3, 1, 2].map((n) => message('hi', { conversation: `fake:${n}` }));
          // A known message among new ones may leave a gap in the numbers, never a step back.
          const places = await store.accept([...batch, batch[0]!]);
          for (const [i, m] of batch.entries())
            given.set(m.conversation, [...(given.get(m.conversation) ?? []), places[i]!]);
        }
        for (const seqs of given.values())
          assert.deepEqual(
            seqs,
            [...new Set(seqs)].sort((a, b) => a - b),
          );
        assert.equal([...given.values()].flat().length, 30);
      });

      it('takes whole bursts: 200 messages of 200 conversations in one commit', async () => {
        const places = await store.accept(
          Array.from({ length: 200 }, (_, i) => message('hi', { conversation: `fake:${i}` })),
        );
        assert.deepEqual(new Set(places), new Set([1]));
      });

      it('gives every message one place when several instances take the same ones at once', async function () {
        if (!several) return this.skip();
        const other = await open();
        const messages = Array.from({ length: 60 }, (_, i) => message(`${i}`, { conversation: `fake:${i % 5}` }));
        const places = await Promise.all(
          Array.from({ length: 24 }, async (_, i) => {
            const some = messages.filter((_m, n) => (n * 7 + i) % 3 !== 0);
            if (i % 2 === 1) some.reverse();
            const got = await (i % 2 === 0 ? store : other).accept(some);
            return some.map((m, n) => ({ key: `${m.conversation} ${got[n]}`, id: m.id, place: got[n] }));
          }),
        );
        const fresh = places.flat().filter((p) => p.place !== null);
        assert.equal(fresh.length, messages.length, 'each is new once');
        assert.equal(new Set(fresh.map((p) => p.id)).size, messages.length);
        assert.equal(new Set(fresh.map((p) => p.key)).size, messages.length, 'no place is given twice');
      });
    });

    describe('taking', () => {
      it('lists the conversations with messages waiting, the oldest first', async () => {
        await store.accept([message('b', { conversation: 'fake:b', at: moment(2) })]);
        await store.accept([message('a', { conversation: 'fake:a', at: moment(3) })]);
        await store.accept([message('c', { conversation: 'fake:c', at: moment(1) })]);
        await store.accept([message('b again', { conversation: 'fake:b', at: moment(4) })]);
        assert.deepEqual(await store.waiting(), ['fake:c', 'fake:b', 'fake:a']);
        await store.commit([answered(await take('fake:b'), [])], moment());
        assert.deepEqual(await store.waiting(), ['fake:c', 'fake:a']);
        assert.deepEqual(await store.waiting(moment(0), moment(2)), ['fake:a'], 'of a time that is still to come');
      });

      it('lists the conversations with a message that was begun before', async () => {
        await store.accept([message('a', { conversation: 'fake:a', at: moment(3) })]);
        await store.accept(['b', 'b again'].map((id) => message(id, { conversation: 'fake:b', at: moment(1) })));
        assert.deepEqual(await store.tried(), []);
        await store.risk([1, 2].map((seq) => ({ conversation: 'fake:b', seq })));
        assert.deepEqual([await store.tried(), await store.tried(moment(0))], [['fake:b'], []]);
        assert.deepEqual(await store.tried(moment(-2), moment(0)), ['fake:b'], 'of a time that is still to come');
        await store.commit([answered(await take('fake:b'), [])], moment());
        assert.deepEqual(await store.tried(), []);
      });

      it('hands out the messages in order, and counts beginnings only where it is told to', async () => {
        await store.accept([message('one'), message('two')]);
        const first = await take();
        assert.deepEqual(
          first.rows.map((r) => [r.seq, r.message.text, r.attempts]),
          [
            [1, 'one', 0],
            [2, 'two', 0],
          ],
        );
        assert.deepEqual([first.version, first.state], [0, null]);
        await store.risk([{ conversation: 'fake:one', seq: 1 }]);
        await store.risk([]);
        const again = (await take('fake:one', await open())).rows;
        assert.deepEqual(
          again.map((r) => [r.seq, r.attempts]),
          [
            [1, 1],
            [2, 0],
          ],
        );
      });

      it('hands out no more of each conversation than asked for', async () => {
        await store.accept([message('one'), message('two'), message('three')]);
        await store.accept([message('other', { conversation: 'fake:two' })]);
        const works = await store.take(['fake:one', 'fake:two'], 1);
        assert.deepEqual(works.map((w) => w.rows.map((r) => r.message.text)).toSorted(), [['one'], ['other']]);
      });

      it('hands out 20 at a time', async () => {
        await store.accept(Array.from({ length: 45 }, (_, i) => message(`${i}`)));
        const seen: string[] = [];
        for (const length of [20, 20, 5]) {
          const work = await take();
          assert.equal(work.rows.length, length);
          seen.push(...work.rows.map((r) => r.message.text));
          await store.commit([answered(work, [])], moment());
        }
        assert.deepEqual(
          seen,
          Array.from({ length: 45 }, (_, i) => `${i}`),
        );
        assert.deepEqual(await store.take(['fake:one', 'fake:nobody']), []);
      });

      it('hands out the state with its version', async () => {
        await exchange('fake:one', []);
        await store.accept([message('next')]);
        const { version, state: saved } = await take();
        assert.equal(version, 1);
        assert.deepEqual(saved, state(1));
      });
    });

    describe('committing', () => {
      it('stores all that follows from a message', async () => {
        await store.accept([message('one'), message('two')]);
        const handled = { ...answered(await take(), ['so', 'and so']), tickets: [ticket('t1')], ends: [end()] };
        assert.ok(await store.commit([handled], moment(7)));
        assert.deepEqual(await store.waiting(), []);
        const said = await store.lines('fake:one', BEGINNING);
        const texts = said.map((l) => (l.reply ? words(l.reply) : l.message!.text));
        assert.deepEqual(texts, ['one', 'so', 'and so', 'two', 'so', 'and so']);
        assert.deepEqual(await store.tickets('fake:one'), [ticket('t1')]);
        assert.deepEqual(await store.ends('fake:one'), [end()]);
      });

      it('stores the work of 64 conversations with 20 messages each in one go', async () => {
        const names = Array.from({ length: 64 }, (_, i) => `fake:${i}`);
        for (const conversation of names)
          await store.accept(Array.from({ length: 20 }, () => message('hi', { conversation })));
        const works = await store.take(names);
        assert.equal(works.length, 64);
        assert.ok(
          await store.commit(
            works.map((w) => answered(w, ['yes'])),
            moment(),
          ),
        );
        assert.deepEqual(await store.waiting(), []);
        assert.equal((await sendable()).length, 64);
      });

      it('answers null and stores nothing at all when one conversation was handled by somebody else', async () => {
        await store.accept([message('one'), message('two', { conversation: 'fake:two' })]);
        const other = await open();
        const theirs = await take('fake:two', other);
        const ours = await store.take(['fake:one', 'fake:two']);
        assert.ok(await other.commit([answered(theirs, ['theirs'])], moment()));
        const handled = ours.map((w) => ({
          ...answered(w, ['ours']),
          tickets: [ticket(w.conversation)],
          ends: [end()],
        }));
        assert.equal(await store.commit(handled, moment()), null);
        assert.deepEqual(await store.waiting(), ['fake:one']);
        assert.deepEqual(
          (await sendable()).map((r) => words(r.reply)),
          ['theirs'],
        );
        assert.deepEqual(await store.tickets('fake:one'), []);
        assert.deepEqual(await store.ends('fake:one'), []);
        const again = await take();
        assert.deepEqual([again.version, again.state], [0, null]);
      });

      it('stores nothing when a part of it can not be stored', async () => {
        await store.accept([message('one')]);
        const handled = answered(await take(), ['yes']);
        const twice = { ...handled, replies: [...handled.replies, ...handled.replies], tickets: [ticket('t1')] };
        await assert.rejects(store.commit([twice], moment()));
        assert.deepEqual(await store.waiting(), ['fake:one']);
        assert.deepEqual([await sendable(), await store.tickets('fake:one')], [[], []]);
        assert.ok(await store.commit([handled], moment()));
      });

      /** The work of a message that is not accepted yet, at this place. */
      const ahead = (coming: Message, seq: number, version = 0): Work => {
        const rows = [{ seq, message: coming, attempts: 0 }];
        return { conversation: coming.conversation, version, state: null, rows };
      };

      it('accepts messages together with turns that ran before', async () => {
        const [one, two, three] = [message('one'), message('two', { conversation: 'fake:two' }), message('three')];
        const handled = [answered(ahead(one, 1), ['first']), answered(ahead(two, 1), ['second'])];
        const stored = await store.acceptHandled([one, two, three], handled, moment(), new Set(['fake']));
        assert.deepEqual(stored?.places, [1, 1, 2]);
        assert.deepEqual(
          stored.committed.sending.map((r) => words(r.reply)),
          ['first', 'second'],
        );
        assert.deepEqual(await store.waiting(), ['fake:one']);
        const after = await take();
        assert.deepEqual([after.version, after.rows.map(({ message: m }) => m.text)], [1, ['three']]);
      });

      it('accepts nothing together with a turn for another place, or after another turn', async () => {
        const [one, known] = [message('one'), message('known', { conversation: 'fake:two' })];
        await store.accept([message('before'), known]);
        const wrong: [string, Message, Work][] = [
          ['another came before it', one, ahead(one, 1)],
          ['it was there already', known, ahead(known, 2)],
          ['somebody else stored a turn', one, ahead(one, 2, 1)],
        ];
        for (const [why, coming, work] of wrong)
          assert.equal(await store.acceptHandled([coming], [answered(work, ['no'])], moment()), null, why);
        assert.deepEqual(await sendable(), []);
        assert.deepEqual(
          (await take()).rows.map(({ message: m }) => m.text),
          ['before'],
        );
        assert.deepEqual(await store.accept([one, known]), [2, null], 'each is taken in the long way');
      });

      it('writes no conversation again that was forgotten since it was read', async () => {
        await store.accept([message('one')]);
        const handled = { ...answered(await take(), ['yes']), person: 'fake:kim' };
        assert.ok(await store.commit([handled], moment()));
        await store.accept([message('two')]);
        const late = answered(await take(), ['late']);
        assert.equal((await store.forget('fake:kim')).conversations.length, 1);
        assert.equal(await store.commit([late], moment()), null);
        assert.equal((await take()).version, 0);
      });

      it('takes the first reply of a conversation for sending in the commit of its turn, if nothing is before it', async () => {
        const sends = new Set(['fake']);
        await store.accept([message('one'), message('other', { conversation: 'fake:two' })]);
        const works = await store.take(['fake:one', 'fake:two']);
        const committed = await store.commit(
          works.map((w) => answered(w, ['first', 'second'])),
          moment(),
          sends,
        );
        assert.deepEqual(
          committed?.sending.map((r) => [r.conversation, r.part, r.state, r.attempt, words(r.reply)]),
          [
            ['fake:one', 1, 'sending', 1, 'first'],
            ['fake:two', 1, 'sending', 1, 'first'],
          ],
        );
        assert.equal(committed.behind, false, 'the second ones follow the first');
        assert.deepEqual(await sendable(), []);
        await store.accept([message('again')]);
        const behind = await store.commit([answered(await take(), ['third'])], moment(), sends);
        assert.deepEqual(behind, { sending: [], behind: true, waiting: ['fake:one'], places: [] });
        const [row] = committed.sending;
        const sent = { row: row!, state: 'sent', readyAt: null, ref: null } as const;
        const following = await store.record([sent], moment(), sends);
        assert.deepEqual(
          following.map((r) => [r.conversation, r.part, r.attempt]),
          [['fake:one', 2, 1]],
        );
        assert.deepEqual(await store.record([{ ...sent, row: following[0]! }], moment(), new Set(['mail'])), []);
        assert.deepEqual(
          (await sendable()).map((r) => words(r.reply)),
          ['third'],
        );
      });

      it('lets one of two that race for a conversation win, a hundred times', async () => {
        const other = await open();
        for (let round = 0; round < 100; round++) {
          await store.accept([message(`${round}`)]);
          const works = [await take(), await take('fake:one', other)];
          const tries = works.map(
            (w, i) => async () => (i === 0 ? store : other).commit([answered(w, ['yes'])], moment()),
          );
          const won = several ? await Promise.all(tries.map((run) => run())) : [await tries[0]!(), await tries[1]!()];
          assert.equal(won.filter((committed) => committed !== null).length, 1);
        }
        assert.equal((await store.lines('fake:one', BEGINNING)).length, 200);
      });

      it('never hands out a state that already knows the messages it hands out', async () => {
        const other = await open();
        let over = false;
        const work = async (): Promise<void> => {
          for (let round = 0; round < 100; round++) {
            await store.accept([message(`${round}`)]);
            await store.commit([answered(await take(), [])], moment());
          }
          over = true;
        };
        const look = async (): Promise<void> => {
          while (!over) {
            // The state of version 3 knows the messages 1 to 3.
            for (const { rows, version } of await other.take(['fake:one'])) assert.ok(version < rows[0]!.seq);
            await new Promise(setImmediate);
          }
        };
        await Promise.all([work(), look()]);
      });
    });

    describe('the outbox', () => {
      it('offers the first unsent row of every conversation, part by part and turn by turn', async () => {
        for (let turn = 1; turn <= 11; turn++) await exchange('fake:one', turn === 1 ? ['1', 'part'] : [`${turn}`]);
        await exchange('fake:two', ['hello']);
        const seen: string[] = [];
        for (;;) {
          const rows = await store.claim(await sendable(), moment());
          if (rows.length === 0) break;
          assert.equal(new Set(rows.map((r) => r.conversation)).size, rows.length, 'one a conversation');
          assert.deepEqual(await sendable(), [], 'nothing passes what is being sent');
          seen.push(...rows.filter((r) => r.conversation === 'fake:one').map((r) => words(r.reply)));
          await store.record(
            rows.map((row) => ({ row, state: 'sent', readyAt: null, ref: null })),
            moment(),
          );
        }
        assert.deepEqual(seen, ['1', 'part', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
      });

      it('keeps to the limit and to the channels asked for', async () => {
        await exchange('fake:one', ['hello']);
        await exchange('fake:two', ['hello']);
        await exchange('mail:one', ['hello'], 'mail');
        assert.equal((await sendable(LATER, ['fake'], 1)).length, 1);
        assert.equal((await sendable(LATER, ['fake', 'mail'])).length, 3);
        assert.deepEqual(
          (await sendable(LATER, ['mail'])).map((r) => r.conversation),
          ['mail:one'],
        );
        assert.deepEqual(await sendable(LATER, ['fax']), []);
        await store.claim(await sendable(LATER, ['fake', 'mail']), moment());
        assert.deepEqual(
          (await store.unresolved(['mail'])).map((r) => [r.conversation, r.state]),
          [['mail:one', 'sending']],
        );
        assert.equal((await store.unresolved(['fake', 'mail'])).length, 3);
        assert.equal((await store.unresolved(['mail'], moment(-2), moment(-1))).length, 1, 'claimed at a time to come');
        assert.equal((await store.unresolved(['mail'], moment(-2), moment(1))).length, 0);
        assert.deepEqual(await store.unresolved(['fax']), []);
      });

      it('is empty for a service without channels', async () => {
        await exchange('fake:one', ['hello']);
        assert.deepEqual(await sendable(LATER, []), []);
        assert.deepEqual(await store.unresolved([]), []);
        assert.equal(await store.nextReady([]), null);
        assert.deepEqual(await store.claim([], moment()), []);
        await store.record([], moment());
      });

      it('lets a row be claimed once', async () => {
        await exchange('fake:one', ['hello']);
        const rows = await sendable();
        const other = await open();
        const first = await store.claim(rows, moment());
        assert.deepEqual(
          first.map((r) => [r.state, r.attempt]),
          [['sending', 1]],
        );
        assert.deepEqual(await other.claim(rows, moment()), []);
        assert.deepEqual(await store.claim(rows, moment()), []);
      });

      it('lets many rows be claimed once by several at the same time', async function () {
        if (!several) return this.skip();
        for (let i = 0; i < 30; i++) await exchange(`fake:${i}`, ['hello']);
        const stores = [store, await open(), await open()];
        const rows = await sendable();
        const taken = await Promise.all(stores.map((s, i) => s.claim(i === 1 ? rows.toReversed() : rows, moment())));
        assert.equal(taken.flat().length, 30);
      });

      it('hears only the attempt that still has the row', async () => {
        await exchange('fake:one', ['hello']);
        const first = await claimed();
        await store.record([{ row: first, state: 'ready', readyAt: moment(), ref: null }], moment());
        const second = await claimed();
        assert.equal(second.attempt, 2);
        await store.record([{ row: first, state: 'sent', readyAt: null, ref: null }], moment());
        assert.deepEqual(
          (await store.unresolved(['fake'])).map((r) => r.attempt),
          [2],
        );
        await store.record([{ row: second, state: 'sent', readyAt: null, ref: null }], moment());
        assert.deepEqual(await store.unresolved(['fake']), []);
      });

      it('holds a conversation back until its first row is due, and no other one', async () => {
        await exchange('fake:one', ['first']);
        await exchange('fake:one', ['second']);
        await store.record([{ row: await claimed(), state: 'ready', readyAt: moment(5000), ref: null }], moment());
        await exchange('fake:two', ['other']);
        assert.deepEqual(
          (await sendable(moment(4999))).map((r) => words(r.reply)),
          ['other'],
        );
        assert.deepEqual((await sendable(moment(5000))).map((r) => words(r.reply)).toSorted(), ['first', 'other']);
      });

      it('tells when the next row is due, leaving out rows that wait behind another', async () => {
        assert.equal(await store.nextReady(['fake']), null);
        await exchange('fake:one', ['first']);
        await exchange('fake:one', ['second']);
        assert.equal(await store.nextReady(['fake']), moment());
        await store.record([{ row: await claimed(), state: 'ready', readyAt: moment(5000), ref: null }], moment());
        assert.equal(await store.nextReady(['fake']), moment(5000));
        assert.equal(await store.nextReady(['fax']), null);
        await store.claim(await sendable(), moment());
        assert.equal(await store.nextReady(['fake']), null);
      });

      for (const over of ['sent', 'unknown', 'dead'] as const)
        it(`goes on with a conversation once its first row is ${over}`, async () => {
          await exchange('fake:one', ['first']);
          await exchange('fake:one', ['second']);
          await store.record([{ row: await claimed(), state: over, readyAt: null, ref: null }], moment());
          assert.deepEqual(
            (await sendable()).map((r) => words(r.reply)),
            ['second'],
          );
        });
    });

    describe('reading back', () => {
      it('shows what was said after a place, the question before its answers', async () => {
        await exchange('fake:one', ['1.1', '1.2']);
        await exchange('fake:one', ['2.1']);
        await exchange('fake:two', ['elsewhere']);
        await store.accept([message('unanswered')]);
        const places = async (turn: number, part: number, most?: number) =>
          (await store.lines('fake:one', { turn, part }, most)).map(
            (l) => `${l.turn}.${l.part}${l.message ? '?' : ''}`,
          );
        assert.deepEqual(await places(0, 0), ['1.0?', '1.1', '1.2', '2.0?', '2.1', '3.0?']);
        assert.deepEqual(await places(1, 0), ['1.1', '1.2', '2.0?', '2.1', '3.0?']);
        assert.deepEqual(await places(1, 1), ['1.2', '2.0?', '2.1', '3.0?']);
        assert.deepEqual(await places(2, 1), ['3.0?']);
        assert.deepEqual(await places(3, 0), []);
        assert.deepEqual(await places(0, 0, 1), ['1.0?']);
        assert.deepEqual(await places(0, 0, 3), ['1.0?', '1.1', '1.2']);
        assert.deepEqual(await places(1, 1, 2), ['1.2', '2.0?']);
        assert.deepEqual(await places(2, 1, 5), ['3.0?']);
        assert.deepEqual(await store.lines('fake:nobody', BEGINNING), []);
        const last = Math.max(...(await store.lines('fake:one', BEGINNING)).flatMap((l) => (l.reply ? [l.turn] : [])));
        assert.deepEqual(await store.lastTurns(['fake:one', 'fake:nobody']), new Map([['fake:one', last]]));
        assert.deepEqual(await store.lastTurns([]), new Map());
      });

      it('keeps tickets whole, the oldest first, each with its conversation', async () => {
        await store.accept([message('one')]);
        const tickets = [
          ticket('b', { at: moment(2) }),
          ticket('a', { at: moment(3), kind: 'finding' }),
          ticket('c', { at: moment(1) }),
        ];
        await store.commit([{ ...answered(await take(), []), tickets }], moment());
        assert.deepEqual(await store.tickets('fake:one'), [tickets[2], tickets[0], tickets[1]]);
        assert.deepEqual(await store.tickets('fake:two'), []);
      });

      it('lists the tickets of all conversations, the oldest first', async () => {
        for (const [conversation, day] of [
          ['fake:one', 2],
          ['fake:two', 1],
        ] as const) {
          await store.accept([message('one', { conversation })]);
          const tickets = [ticket(conversation, { conversation, at: moment(day) })];
          await store.commit([{ ...answered(await take(conversation), []), tickets }], moment());
        }
        assert.deepEqual(
          (await store.tickets()).map(({ id }) => id),
          ['fake:two', 'fake:one'],
        );
      });

      it('adds a rating to the end of a case, and keeps the rating when the case ends anew', async () => {
        const settle = async (...ends: ReturnType<typeof end>[]): Promise<void> => {
          await store.accept([message('one')]);
          await store.commit([{ ...answered(await take(), []), ends }], moment());
        };
        await settle(end(), end({ caseId: 'other', at: moment(1) }));
        await settle(end({ rating: 'good', outcome: 'unknown', at: moment(9) }));
        assert.deepEqual(await store.ends('fake:one'), [
          end({ rating: 'good' }),
          end({ caseId: 'other', at: moment(1) }),
        ]);
        await settle(end({ outcome: 'handed-over', at: moment(2) }));
        const [, reopened] = await store.ends('fake:one');
        assert.deepEqual(reopened, end({ outcome: 'handed-over', at: moment(2), rating: 'good' }));
        assert.deepEqual(await store.ends('fake:two'), []);
      });
    });

    describe('text that people paste', () => {
      const half = String.fromCharCode(0xd83d);
      const pasted: Record<string, string> = {
        emoji: '👩‍👩‍👧 can’t sign in 😡 🇩🇪',
        'text from right to left': 'لا أستطيع تسجيل الدخول \u202eevil\u202c \u200f',
        'quotes and backslashes': `it's "broken" \\ \\u0000 \\' -- ; DROP TABLE inbox; $1 ? %s \${x} {{y}}`,
        'NUL and other control characters': 'before\u0000after\u0007\u001b[31mred\u007f\u0001',
        'half characters': `${half}alone${half} and ${String.fromCharCode(0xde00)}`,
        'line ends and separators': 'a\r\nb\rc\n\u2028d\u2029\te\ufeff',
        'stacked accents': `Z${'\u0301\u0322\u0353'.repeat(500)}`,
        'JSON, very long': JSON.stringify(Array.from({ length: 2000 }, (_, i) => ({ [`"${i}"`]: 'ä\n' }))),
        nothing: '',
      };
      for (const [what, raw] of Object.entries(pasted))
        it(`is stored as cleaned: ${what}`, async () => {
          const { text } = cleanText(raw);
          const sent = message(text, { conversation: 'fake:“ä”\'"😀' });
          assert.deepEqual(await store.accept([sent]), [1]);
          const work = await take(sent.conversation);
          assert.deepEqual(work.rows[0]!.message, sent);
          const handled = { ...answered(work, [text]), state: state(1, text) };
          const summary = { ...ticket('t').summary, report: text };
          const tickets = [ticket('t', { conversation: sent.conversation, summary })];
          assert.ok(await store.commit([{ ...handled, tickets }], moment()));
          const [asked, told] = await store.lines(sent.conversation, BEGINNING);
          assert.deepEqual([asked?.message, told?.reply], [sent, reply(text)]);
          assert.equal((await store.tickets(sent.conversation))[0]?.summary.report, text);
          await store.accept([message('next', { conversation: sent.conversation })]);
          assert.deepEqual((await take(sent.conversation)).state, state(1, text));
        });
    });

    describe('jobs', () => {
      const reading: Job = {
        id: 'fake:one|m1|images',
        kind: 'images',
        images: [{ ref: 'shot', name: null }],
        from: null,
      };
      const row = { conversation: 'fake:one', channel: 'fake', address: 'here', job: reading };
      const withJob = async (): Promise<void> => {
        await store.accept([message('look')]);
        assert.ok(await store.commit([{ ...answered(await take(), ['reading']), jobs: [row] }], moment()));
      };

      it('keeps a job until it is finished, and counts how often it was begun', async () => {
        await withJob();
        assert.deepEqual(await store.jobs(), [{ ...row, attempts: 0 }]);
        assert.equal(await store.begin(reading.id), 1);
        assert.equal(await store.begin(reading.id), 2);
        assert.deepEqual(await store.jobs(), [{ ...row, attempts: 2 }]);
        await store.finish(reading.id);
        assert.deepEqual(await store.jobs(), []);
        await store.finish(reading.id);
      });

      it('stores no job of a turn that came too late', async () => {
        await store.accept([message('look')]);
        const late = await take();
        assert.ok(await store.commit([answered(late, ['first'])], moment()));
        assert.equal(await store.commit([{ ...answered(late, ['second']), jobs: [row] }], moment()), null);
        assert.deepEqual(await store.jobs(), []);
      });

      it('keeps an image that another job still reads', async () => {
        await withJob();
        const both: Job = { ...reading, id: 'fake:one|m2|images' };
        await store.accept([message('and this')]);
        await store.commit([{ ...answered(await take(), ['reading']), jobs: [{ ...row, job: both }] }], moment());
        await store.keepImage('fake:one', 'shot', new Uint8Array([1]), moment());
        await store.finish(reading.id);
        assert.ok(await store.image('fake:one', 'shot'));
        await store.finish(both.id);
        assert.equal(await store.image('fake:one', 'shot'), null);
      });

      it('keeps an image, byte for byte, until its job is finished', async () => {
        const bytes = Uint8Array.from([0, 255, 13, 10, 0]);
        await store.keepImage('fake:one', 'shot', bytes, moment());
        await store.keepImage('fake:one', 'shot', Uint8Array.from([1]), moment(1));
        assert.deepEqual([...(await store.image('fake:one', 'shot'))!], [...bytes]);
        assert.equal(await store.image('fake:two', 'shot'), null);
        await withJob();
        await store.finish(reading.id);
        assert.equal(await store.image('fake:one', 'shot'), null);
      });

      it('keeps the ten newest images of a conversation', async () => {
        for (let i = 0; i < 12; i++) await store.keepImage('fake:one', `i${i}`, Uint8Array.from([i]), moment(i));
        assert.equal(await store.image('fake:one', 'i1'), null);
        assert.deepEqual([...(await store.image('fake:one', 'i2'))!], [2]);
      });

      it('forgets an old image that no message came for, and never one that is still to be read', async () => {
        const day = 24 * 60 * 60 * 1000;
        await store.keepImage('fake:one', 'shot', Uint8Array.from([1]), moment());
        await store.keepImage('fake:two', 'unsent', Uint8Array.from([2]), moment());
        await withJob();
        await store.keepImage('fake:three', 'new', Uint8Array.from([3]), moment(day - 1));
        assert.ok(await store.image('fake:two', 'unsent'));
        assert.deepEqual(await store.expire('pictures', moment(1), null), { gone: 1, next: null });
        assert.equal(await store.image('fake:two', 'unsent'), null);
        assert.ok(await store.image('fake:three', 'new'));
        assert.ok(await store.image('fake:one', 'shot'));
      });
    });

    describe('people', () => {
      const kim = { id: 'fake:kim', name: 'Kim' };
      /** Holds a conversation with Kim about a problem. */
      const talk = async (conversation: string, open: string | null, at = moment()): Promise<void> => {
        await store.accept([message('hello', { conversation })]);
        const done = answered(await take(conversation), ['hi']);
        const handled = { ...done, state: { ...done.state!, helped: kim }, person: kim.id, open };
        assert.ok(await store.commit([handled], at));
      };

      it('knows whom we help in a conversation', async () => {
        await talk('fake:one', null);
        assert.deepEqual(await store.helped('fake:one'), kim);
        assert.equal(await store.helped('fake:elsewhere'), null);
      });

      it('lists what a person has under way, the newest first', async () => {
        await talk('fake:one', 'The clock is wrong', moment(1));
        await talk('fake:two', 'No server found', moment(2));
        await talk('fake:three', null, moment(3));
        assert.deepEqual(
          (await store.openCases(kim.id)).map((c) => [c.conversation, c.title]),
          [
            ['fake:two', 'No server found'],
            ['fake:one', 'The clock is wrong'],
          ],
        );
        await talk('fake:two', null, moment(4));
        assert.deepEqual(
          (await store.openCases(kim.id)).map((c) => c.conversation),
          ['fake:one'],
        );
        assert.deepEqual(await store.openCases('fake:somebody'), []);
      });

      it('forgets a person when asked, and nobody else', async () => {
        await talk('fake:one', 'The clock is wrong');
        await store.record(
          (await store.claim(await sendable(), moment())).map((row) => ({
            row,
            state: 'sent',
            readyAt: null,
            ref: null,
          })),
          moment(),
        );
        await exchange('fake:other', ['hello']);
        assert.equal((await store.forget(kim.id)).conversations.length, 1);
        assert.deepEqual(await store.lines('fake:one', BEGINNING), []);
        assert.equal(await store.helped('fake:one'), null);
        assert.equal((await store.lines('fake:other', BEGINNING)).length, 2);
        assert.equal((await store.forget(kim.id)).conversations.length, 0);
        // A conversation that was forgotten can begin again.
        await talk('fake:one', null);
        assert.deepEqual(await store.helped('fake:one'), kim);
      });
    });

    describe('erasing', () => {
      const kim = { id: 'fake:kim', name: 'Kim' };
      /** Handles what waits in a conversation. */
      const handle = async (conversation: string, given: Partial<Handled>): Promise<void> => {
        assert.ok(await store.commit([{ ...answered(await take(conversation), ['said']), ...given }], moment()));
      };
      /** A case that began on a page, where nobody is known, moved to Kim's place, and is with a desk. */
      const moved = async (): Promise<void> => {
        await store.accept(
          ['fake:page', 'fake:kims', 'ticket:F-1', 'code:ABCDE', 'fake:jos'].map((conversation) =>
            message('geheim', { conversation }),
          ),
        );
        await handle('fake:page', {
          tickets: [ticket('F-1', { conversation: 'fake:page' }), ticket('F-2', { conversation: 'fake:jos' })],
        });
        const desk = { title: 'Stuck', state: 'held' as const, ticket: 'F-1' };
        await handle('fake:kims', { person: kim.id, state: { ...state(1), helped: kim, desk } as Handled['state'] });
        const personSide = { conversation: 'fake:kims', channel: 'fake', address: null, person: kim };
        const held = { ...state(1), state: 'held', path: ['it'], at: 0, ticket: ticket('F-1'), personSide };
        await handle('ticket:F-1', { state: held as unknown as Handled['state'] });
        await handle('code:ABCDE', { state: { ...state(1), personSide } as unknown as Handled['state'] });
        await handle('fake:jos', { person: 'fake:jo' });
        await store.keepImage('ticket:F-1', 'shot', Uint8Array.from([1]), moment());
      };

      it('finds the tickets of a person, wherever they began, and nothing of others', async () => {
        await moved();
        const belongings = { conversations: ['fake:kims', 'fake:page'], tickets: ['F-1'], codes: ['code:ABCDE'] };
        assert.deepEqual(await store.belongings(kim.id), belongings);
        assert.deepEqual(await store.belongings('fake:page'), {
          conversations: ['fake:page'],
          tickets: ['F-1'],
          codes: [],
        });
        assert.deepEqual(await store.belongings('fake:nobody'), { conversations: [], tickets: [], codes: [] });
        assert.deepEqual(await store.pictures(['ticket:F-1']), [{ conversation: 'ticket:F-1', ref: 'shot' }]);
        assert.deepEqual([await store.ownerOf('F-1'), await store.ownerOf('F-2')], ['fake:page', 'fake:jo']);
      });

      it('deletes all of it, takes the ticket out of its queue, and notes ids alone', async () => {
        await moved();
        const { places, ...rest } = await store.forget(kim.id, 'all', moment(5));
        assert.deepEqual([...places].sort(), ['code:ABCDE', 'fake:kims', 'fake:page', 'ticket:F-1']);
        assert.deepEqual(rest, {
          how: 'all',
          conversations: ['fake:kims', 'fake:page'],
          tickets: ['F-1'],
          codes: ['code:ABCDE'],
          emptied: [],
          desks: ['desk:it'],
        });
        for (const place of ['fake:page', 'fake:kims', 'ticket:F-1', 'code:ABCDE'])
          assert.deepEqual([await store.lines(place, BEGINNING), await store.state(place)], [[], null], place);
        assert.deepEqual(
          (await store.tickets()).map(({ id }) => id),
          ['F-2'],
        );
        assert.equal(await store.image('ticket:F-1', 'shot'), null);
        assert.equal((await store.lines('fake:jos', BEGINNING)).length, 2);
        const [row] = (await take('desk:it')).rows;
        assert.deepEqual(row!.message.event, { kind: 'gone', ticket: 'F-1' });
        assert.deepEqual(
          (await store.erased()).map(({ id, at }) => [id, at]).sort(),
          ['code:ABCDE', 'fake:kim', 'fake:kims', 'fake:page', 'ticket:F-1'].map((id) => [id, moment(5)]),
        );
        assert.deepEqual([(await store.erased(moment(5))).length, await store.erased(moment(6))], [5, []]);
        await store.tidy();
      });

      it('empties what the person wrote in conversations of others, where all is to go', async () => {
        await store.accept([
          message('Kim’s word', { conversation: 'fake:jos', person: kim }),
          message('Jo’s word', { conversation: 'fake:jos', person: { id: 'fake:jo', name: 'Jo' } }),
        ]);
        await handle('fake:jos', { person: 'fake:jo' });
        assert.deepEqual((await store.forget(kim.id, 'all')).emptied, ['fake:jos']);
        const said = (await store.lines('fake:jos', BEGINNING)).flatMap(({ message: m }) =>
          m ? [[m.text, m.person]] : [],
        );
        assert.deepEqual(said, [
          ['', null],
          ['Jo’s word', { id: 'fake:jo', name: 'Jo' }],
        ]);
      });

      it('lets what waits be answered, or deletes it, and stores no turn of it afterwards', async () => {
        await store.accept([message('hello')]);
        await handle('fake:one', { person: kim.id });
        await store.accept([message('and more')]);
        await store.forget(kim.id);
        const late = answered(await take(), ['late']);
        assert.deepEqual([late.version, late.done], [0, [{ seq: 2, as: 'done' }]]);
        await store.forget('fake:one', 'all');
        // The version would fit: the message is gone.
        assert.equal(await store.commit([late], moment()), null);
        assert.deepEqual([await store.waiting(), await store.state('fake:one')], [[], null]);
      });

      it('stores nothing that was worked out from a state of before, even where the version fits again', async () => {
        await store.accept([message('one')]);
        await handle('fake:one', { person: kim.id });
        await store.accept([message('two')]);
        const stale = answered(await take(), ['from before']);
        await store.forget(kim.id);
        await handle('fake:one', { person: kim.id });
        assert.equal(await store.commit([stale], moment()), null);
      });
    });

    describe('lists of tickets', () => {
      let clock = 0;
      /** Commits turns that leave these entries. */
      const list = async (...entries: readonly WrittenEntry[]): Promise<void> => {
        for (const one of entries) {
          const conversation = `ticket:${one.ticket}`;
          await store.accept([message('turn', { conversation })]);
          const work = await take(conversation);
          clock += 1000;
          assert.ok(await store.commit([{ ...answered(work, []), entry: one }], moment(clock)));
        }
      };
      const page = (given: Partial<Parameters<Store['ticketPage']>[0]> = {}) =>
        store.ticketPage({ list: 'waiting', holder: 'console:ana', words: [], after: null, most: 10, ...given });
      const ids = async (given: Partial<Parameters<Store['ticketPage']>[0]> = {}): Promise<string[]> =>
        (await page(given)).entries.map((each) => each.ticket);
      const ana = { id: 'console:ana', name: 'Ana' };

      it('show urgent ones first and then the oldest, an agent’s own, and all by their last change', async () => {
        await list(
          entry('B', { since: moment(2) }),
          entry('A', { since: moment(1) }),
          entry('U', { since: moment(3), urgent: true }),
          entry('H', { state: 'held', holder: ana }),
          entry('O', { state: 'held', holder: { id: 'console:ben', name: 'Ben' } }),
          entry('C', { state: 'closed', outcome: 'fixed' }),
        );
        assert.deepEqual(await ids(), ['U', 'A', 'B']);
        assert.deepEqual(await ids({ list: 'mine' }), ['H']);
        assert.deepEqual(await ids({ list: 'all' }), ['C', 'O', 'H', 'U', 'A', 'B']);
        assert.deepEqual(await store.ticketCounts('console:ana'), { waiting: 3, mine: 1 });
        const { words: _, replaces: __, ...shown } = entry('H', { state: 'held', holder: ana });
        assert.deepEqual((await page({ list: 'mine' })).entries, [shown]);
      });

      it('come page by page, each ticket once', async () => {
        await list(...['A', 'B', 'C', 'D', 'E'].map((id) => entry(id, { since: moment(id < 'D' ? 1 : 2) })));
        for (const kind of ['waiting', 'all'] as const) {
          const seen: string[] = [];
          for (let after: string | null = null; ; ) {
            const { entries, next } = await page({ list: kind, most: 2, after });
            seen.push(...entries.map((each) => each.ticket));
            after = next;
            if (next === null) break;
          }
          assert.deepEqual(seen, kind === 'waiting' ? ['A', 'B', 'C', 'D', 'E'] : ['E', 'D', 'C', 'B', 'A']);
        }
        assert.deepEqual(await ids({ after: 'nonsense' }), ['A', 'B', 'C', 'D', 'E']);
      });

      it('find a ticket by the beginnings of all words, of all its turns, until somebody takes words back', async () => {
        await list(
          entry('A', { words: ['panel', 'ärger'] }),
          entry('B', { words: ['panel'] }),
          entry('A', { words: ['cable'] }),
        );
        assert.deepEqual(await ids({ words: ['pan'] }), ['A', 'B']);
        assert.deepEqual(await ids({ words: ['panel', 'cab'] }), ['A']);
        assert.deepEqual(await ids({ words: ['är'] }), ['A']);
        assert.deepEqual(await ids({ words: ['anel'] }), []);
        assert.deepEqual(await ids({ words: ['pan%'] }), []);
        await list(entry('A', { words: ['panel'], replaces: true }));
        assert.deepEqual(await ids({ words: ['cable'] }), []);
        assert.deepEqual(await ids({ words: ['panel'], list: 'all' }), ['A', 'B']);
      });

      it('find tickets by words that very many have, beside words that few have', async function () {
        this.timeout(30_000);
        const names = Array.from({ length: 501 }, (_, i) => `T${String(i).padStart(3, '0')}`);
        await store.accept(names.map((id) => message('turn', { conversation: `ticket:${id}` })));
        const works = await store.take(names.map((id) => `ticket:${id}`));
        const handled = works.map((work, i) => {
          const words = ['panel', ...(i === 7 || i === 400 ? ['cable'] : [])];
          return { ...answered(work, []), entry: entry(names[i]!, { words, since: moment(i) }) };
        });
        assert.ok(await store.commit(handled, moment()));
        assert.deepEqual(await ids({ words: ['pan'], most: 2 }), ['T000', 'T001']);
        assert.deepEqual(await ids({ words: ['panel', 'cable'] }), ['T007', 'T400']);
        assert.deepEqual(await ids({ words: ['panel', 'nothing'] }), []);
      });

      it('tell which tickets changed after a time', async () => {
        await list(entry('A'), entry('B'));
        const [first, second] = await store.ticketsChanged('');
        assert.deepEqual([first!.ticket, second!.ticket], ['A', 'B']);
        assert.deepEqual(await store.ticketsChanged(first!.at), [second]);
      });

      it('lose a ticket with everything else of its person', async () => {
        await store.accept([message('hello', { conversation: 'fake:one' })]);
        assert.ok(await store.commit([{ ...answered(await take(), []), tickets: [ticket('A')] }], moment()));
        await list(entry('A', { words: ['panel'] }), entry('B', { words: ['panel'] }));
        await store.forget('fake:one');
        assert.deepEqual(await ids({ words: ['panel'] }), ['B']);
        assert.deepEqual(await ids(), ['B']);
      });
    });

    describe('what the console keeps', () => {
      const session = {
        ...({ hash: 'h', kind: 'session', person: null, data: 'sealed' } as const),
        ...{ usedAt: moment(), until: moment(60_000) },
      };

      it('gives a session to any instance, changes it for one of two, and ends it once', async () => {
        await store.keepSession(session, moment());
        const other = several ? await open() : store;
        assert.deepEqual(await other.session('h'), session);
        const swapped = await Promise.all([
          store.swapSession('h', 'sealed', 'one'),
          other.swapSession('h', 'sealed', 'two'),
        ]);
        assert.deepEqual(swapped.toSorted(), [false, true]);
        await store.useSession('h', moment(1000));
        assert.equal((await other.session('h'))?.usedAt, moment(1000));
        const ended = await Promise.all([store.endSession('h'), other.endSession('h')]);
        assert.equal(ended.filter((one) => one !== null).length, 1);
        assert.equal(await store.session('h'), null);
      });

      it('forgets sessions that are over when another one begins', async () => {
        await store.keepSession(session, moment());
        await store.keepSession({ ...session, hash: 'later', until: moment(120_000) }, moment(61_000));
        assert.deepEqual([await store.session('h'), (await store.session('later'))?.hash], [null, 'later']);
      });

      it('ends the sessions of who is erased, and not of who deletes everything of theirs', async () => {
        const page = { ...session, kind: 'page', person: 'account:kim' } as const;
        await store.keepSession({ ...page, hash: 'mine' }, moment());
        await store.keepSession({ ...page, hash: 'ben', person: 'account:ben' }, moment());
        await store.forget('account:kim');
        assert.ok(await store.session('mine'));
        await store.forget('account:kim', 'all');
        assert.deepEqual([await store.session('mine'), (await store.session('ben'))?.hash], [null, 'ben']);
      });

      it('knows which consoles are open, each as its own user’s alone', async () => {
        const tab = { id: 'tab', person: 'console:a', name: 'Ana', pages: ['desk', 'audit'], ticket: null } as const;
        await store.keepOpen({ ...tab, isWriting: false, at: moment() });
        await store.keepOpen({ ...tab, ticket: 'F-1', isWriting: true, at: moment(1000) });
        await store.keepOpen({
          ...tab,
          person: 'console:b',
          name: 'Eve',
          ticket: 'F-2',
          isWriting: true,
          at: moment(2000),
        });
        const there = [{ ...tab, ticket: 'F-1', isWriting: true, at: moment(1000) }];
        assert.deepEqual(await store.openConsoles(moment()), there);
        assert.deepEqual(await store.openConsoles(moment(1000)), []);
        await store.closeOpen('another', moment());
        assert.deepEqual(await store.openConsoles(moment()), there);
        await store.closeOpen('another', moment(1001));
        assert.deepEqual(await store.openConsoles(moment()), []);
      });

      it('notes content once for each change of it', async () => {
        for (const [i, hash] of ['a', 'a', 'b', 'a'].entries()) await store.contentChanged(hash, moment(i));
        assert.deepEqual(await store.contentChanges(2), [
          { at: moment(3), hash: 'a' },
          { at: moment(2), hash: 'b' },
        ]);
      });
    });

    describe('audit lines', () => {
      it('are kept in the order of time', async () => {
        const line = { who: 'console:ana', name: 'Ana', what: 'opened', ticket: 'F' };
        await store.note({ ...line, at: moment(2) });
        await store.note({ ...line, at: moment(1), what: 'sample', ticket: null });
        assert.deepEqual(await store.audit('', 10), [
          { ...line, at: moment(1), what: 'sample', ticket: null },
          { ...line, at: moment(2) },
        ]);
        assert.deepEqual(await store.audit(moment(1), 1), [{ ...line, at: moment(2) }]);
        assert.deepEqual(await store.auditFound(moment(1), [], 1), (await store.audit('', 10)).slice(-1));
        await store.expire('tickets', moment(2), null);
        assert.deepEqual(
          await store.audit('', 10),
          [{ ...line, at: moment(2) }],
          'the older one has the age of a ticket',
        );
      });
    });

    describe('a search in audit lines', () => {
      it('finds all words in agent, action or ticket, latest first, and takes no sign for a pattern', async () => {
        const line = { who: 'console:ana', name: 'Ana 100%_!', what: 'opened', ticket: 'F-1' };
        await store.note({ ...line, at: moment(1) });
        await store.note({ ...line, at: moment(2), what: 'export', ticket: null, name: 'Ben' });
        await store.note({ ...line, at: moment(3), ticket: 'F-2' });
        const found = async (...words: string[]): Promise<unknown[]> =>
          (await store.auditFound('', words, 10)).map(({ at }) => at);
        assert.deepEqual(await found(), [moment(3), moment(2), moment(1)]);
        assert.deepEqual(await found('ANA', 'f-1'), [moment(1)]);
        assert.deepEqual(await found('export'), [moment(2)]);
        assert.deepEqual(await found('100%_!'), [moment(3), moment(1)]);
        for (const word of ['1_0', 'a%0', '!', "' or 1=1 --"])
          assert.deepEqual(await found(word), word === '!' ? [moment(3), moment(1)] : [], word);
        assert.deepEqual(
          (await store.auditFound(moment(2), ['ana'], 1)).map(({ at }) => at),
          [moment(3)],
        );
      });
    });

    describe('counting cases', () => {
      const ALL: CaseQuery = { from: '2025-01-01', to: '2027-01-01', channel: null, pack: null, intent: null };
      /** Handles a message of a conversation; its state then holds these records. */
      const leave = async (conversation: string, at: string, ...records: CaseRecord[]): Promise<void> => {
        await store.accept([message('a secret word', { conversation, at })]);
        const done = answered(await take(conversation), []);
        const left = records.map((one) => ({ ...one, id: `${conversation}|${one.id}` }));
        assert.ok(await store.commit([{ ...done, state: { ...done.state!, case: null, records: left } }], at));
      };
      const count = async (): Promise<number> => countAll(store, new Date(moment(400 * 86_400_000)));
      const counted = async (query: Partial<CaseQuery> = {}) => store.caseCounts({ ...ALL, ...query });
      const total = async (query: Partial<CaseQuery> = {}): Promise<number> =>
        (await counted(query)).cases.reduce((sum, one) => sum + one.cases, 0);

      it('counts each case once, as it is now, however often it is counted', async () => {
        await leave('fake:one', moment(1), record({ outcome: null, fixedAt: null, path: 'a/b.' }));
        await count();
        assert.deepEqual((await counted()).paths, [{ path: 'a/b.', handed: false, cases: 1 }]);
        await leave('fake:one', moment(2), record({ takenAt: moment(90_000), handedAt: moment(30_000) }));
        await count();
        await count();
        const { cases, paths, times } = await counted();
        const { days, ...kind } = cases[0]!;
        assert.deepEqual(kind, {
          ...{ channel: 'fake', pack: 'mail', category: null, intent: 'password', walked: true, outcome: 'fixed' },
          ...{ agents: null, reopened: false, checked: null, rating: null, cases: 1 },
        });
        assert.deepEqual(days, [[369, 1]]);
        assert.deepEqual(paths, [{ path: 'mail-slow/restart=fixed+', handed: false, cases: 1 }]);
        assert.deepEqual([[...times.fix], [...times.person], [...times.answer]], [[60], [60], []]);
      });

      it('takes the first answer from the reply that was out first, and keeps it', async () => {
        await store.accept([message('hello')]);
        const done = answered(await take(), ['one', 'two']);
        const state = { ...done.state!, case: null, records: [record()] };
        assert.ok(await store.commit([{ ...done, state }], moment(100)));
        await store.record([{ row: await claimed(), state: 'sent', readyAt: null, ref: null }], moment(700));
        await count();
        await store.expire('lines', moment(1000), null);
        await count();
        assert.deepEqual([...(await counted()).times.answer], [700]);
      });

      it('counts many bites of conversations, and narrows down by period, channel, pack and problem', async () => {
        for (let i = 0; i < 130; i++) {
          const conversation = `${i % 2 === 0 ? 'fake' : 'web'}:many${i}`;
          await leave(conversation, moment(i), record({ pack: i < 30 ? 'mail' : 'files', intent: `p${i % 3}` }));
        }
        assert.equal(await count(), 130);
        assert.deepEqual(
          [
            await total(),
            await total({ channel: 'web' }),
            await total({ pack: 'mail' }),
            await total({ intent: 'p0' }),
          ],
          [130, 65, 30, 44],
        );
        assert.deepEqual([await total({ to: '2026-01-04' }), await total({ from: '2026-01-06' })], [0, 0]);
      });

      it('keeps what is counted of somebody who is erased, without a name or an id that tells it', async () => {
        await leave('fake:gone', moment(1), record());
        await count();
        // The last turn is not counted yet when the person is erased.
        await leave('fake:gone', moment(2), record({ rating: 'good' }));
        await store.forget('fake:gone', 'all');
        await leave('fake:gone', moment(3));
        await count();
        const { cases } = await counted();
        assert.deepEqual(
          cases.map(({ rating, cases: n }) => [rating, n]),
          [['good', 1]],
        );
        assert.doesNotMatch(JSON.stringify(cases), /gone/);
      });

      it('takes the name from old cases of a conversation that goes on, and counts none of them twice', async () => {
        const day = 86_400_000;
        await leave('fake:years', moment(1), record({ id: 'old' }));
        await count();
        const [old, fresh] = [record({ id: 'old' }), record({ id: 'new', beganAt: moment(90 * day) })];
        await leave('fake:years', moment(90 * day), old, fresh);
        await count();
        await store.expire('lines', moment(80 * day), null);
        await leave('fake:years', moment(90 * day + 1), fresh);
        await store.expire('lines', moment(81 * day), null);
        await count();
        assert.equal(await total(), 2);
        await store.expire('conversations', moment(200 * day), null);
        await count();
        assert.equal(await total(), 2);
      });

      it('counts the same, whoever is at it', async function () {
        if (!several) return this.skip();
        const other = await open();
        for (let i = 0; i < 120; i++) await leave(`fake:both${i}`, moment(i), record({ path: `a/b=x${i % 7}` }));
        const now = new Date(moment(1000));
        await Promise.all([countAll(store, now), countAll(other, now), countAll(store, now)]);
        assert.equal(await total(), 120);
        assert.equal((await counted()).paths.length, 7);
      });
    });

    describe('what grows old', () => {
      const day = 24 * 60 * 60 * 1000;
      const OLD = moment();
      /** Everything of a conversation in which the message of a ticket's or a person's talk was answered at a time. */
      const said = async (conversation: string, at: string, given: Partial<Handled> = {}): Promise<void> => {
        await store.accept([message('a secret word', { conversation, at })]);
        const done = { ...answered(await take(conversation), ['said']), ...given };
        assert.ok(await store.commit([done], at));
        const rows = await store.claim(await store.sendable(['fake'], moment(400 * day), 100), at);
        await store.record(
          rows.map((row) => ({ row, state: 'sent', readyAt: null, ref: null })),
          at,
        );
      };
      /** Deletes all that is older than a time, bite by bite; answers how many went. */
      const expire = async (what: Aged, before: string): Promise<number> => {
        let gone = 0;
        for (let from: string | null = null; ; ) {
          const bite = await store.expire(what, before, from);
          gone += bite.gone;
          from = bite.next;
          if (from === null) return gone;
        }
      };

      it('deletes conversations in which nothing happened since, bite by bite, and keeps the others whole', async () => {
        for (let i = 0; i < 45; i++)
          await said(`fake:old${i}`, moment(i), { ends: [end({ conversation: `fake:old${i}` })] });
        await said('fake:new', moment(day));
        assert.equal((await store.expire('conversations', moment(day), null)).gone, 20);
        assert.equal(await expire('conversations', moment(day)), 25);
        assert.deepEqual(await store.lines('fake:old0', BEGINNING), []);
        assert.deepEqual([await store.state('fake:old1'), await store.ends('fake:old1')], [null, []]);
        assert.equal((await store.lines('fake:new', BEGINNING)).length, 2);
        await store.tidy();
        assert.equal(await expire('conversations', moment(day)), 0);
      });

      it('lets a deleted conversation begin again with its first place, and stores no turn from before', async () => {
        await said('fake:one', OLD);
        await store.accept([message('next', { at: moment(2 * day) })]);
        const late = answered(await take(), ['late']);
        assert.equal(await expire('conversations', moment(day)), 0, 'a message waits');
        assert.ok(await store.commit([{ ...late, replies: [] }], moment(1)));
        const stale = { ...late, version: 2 };
        assert.equal(await expire('conversations', moment(day)), 1);
        assert.equal(await store.begun('fake:one'), false);
        assert.equal(await store.commit([stale], moment(2 * day)), null);
        assert.deepEqual(await store.accept([message('again')]), [1]);
        assert.deepEqual([(await take()).version, (await take()).state], [0, null]);
      });

      it('keeps what is still to be sent, and what a desk has', async () => {
        await store.accept([message('hello')]);
        assert.ok(await store.commit([answered(await take(), ['unsent'], 'off')], OLD));
        const desk = { title: 'It is stuck', state: 'held' as const };
        await said('fake:held', OLD, { state: { ...state(1), desk } as Handled['state'] });
        await said('ticket:F-1', OLD, { state: { ...state(1), state: 'held' } as Handled['state'] });
        await said('fake:two', OLD, { tickets: [ticket('F-1', { conversation: 'fake:two', at: OLD })] });
        assert.equal(await expire('conversations', moment(day)), 1, 'the one whose replies are sent by now');
        assert.equal((await store.lines('fake:held', BEGINNING)).length, 2);
        assert.equal(await expire('lines', moment(day)), 1, 'the message whose answer waits');
        assert.equal(await expire('tickets', moment(day)), 0);
        assert.equal((await store.tickets()).length, 1, 'the ticket stays when its conversation goes');
        assert.equal(await expire('conversations', moment(32 * day)), 1, 'the channel was switched off a month ago');
      });

      it('deletes closed tickets, and those that no desk ever had, with their conversations', async () => {
        await said('ticket:F-1', OLD, { state: { ...state(1), state: 'closed' } as Handled['state'] });
        await said('ticket:F-2', moment(2 * day), { state: { ...state(1), state: 'closed' } as Handled['state'] });
        const tickets = ['F-1', 'F-2', 'F-3'].map((id) => ticket(id, { at: OLD }));
        await said('fake:one', OLD, { tickets });
        assert.equal(await expire('tickets', moment(day)), 2);
        assert.deepEqual(
          (await store.tickets()).map(({ id }) => id),
          ['F-2'],
        );
        assert.deepEqual([await store.state('ticket:F-1'), await store.lines('ticket:F-1', BEGINNING)], [null, []]);
        assert.ok(await store.state('ticket:F-2'));
      });

      it('deletes what agents wrote to a ticket after it was erased', async () => {
        await said('ticket:F-1', OLD, { state: null });
        assert.deepEqual(await store.states('ticket'), []);
        assert.equal(await expire('tickets', moment(day)), 1);
        assert.deepEqual(await store.lines('ticket:F-1', BEGINNING), []);
      });

      it('deletes old lines of conversations that go on, and goes on counting', async () => {
        await said('fake:one', OLD, { ends: [end({ at: OLD })] });
        await said('fake:one', moment(2 * day), { ends: [end({ caseId: 'later', at: moment(2 * day) })] });
        assert.equal(await expire('conversations', moment(day)), 0);
        assert.equal(await expire('lines', moment(day)), 1);
        assert.deepEqual(
          (await store.lines('fake:one', BEGINNING)).map(({ turn }) => turn),
          [2, 2],
        );
        assert.deepEqual(
          (await store.ends('fake:one')).map(({ caseId }) => caseId),
          ['later'],
        );
        assert.deepEqual(await store.accept([message('three')]), [3]);
      });

      it('deletes each old conversation once, whoever is at it', async function () {
        if (!several) return this.skip();
        const other = await open();
        for (let i = 0; i < 10; i++) await said(`fake:old${i}`, OLD, { ends: [end({ conversation: `fake:old${i}` })] });
        const bites = await Promise.all([store, other].map((one) => one.expire('conversations', moment(day), null)));
        assert.equal(
          bites.reduce((sum, { gone }) => sum + gone, 0),
          10,
        );
      });
    });

    describe('messages between conversations, and timers', () => {
      const handled = async (given: Partial<Handled>): Promise<Committed | null> => {
        await store.accept([message('hello')]);
        return store.commit([{ ...answered(await take(), ['said']), ...given }], moment());
      };

      it('accepts a message to another conversation in the commit of the turn that sends it, once', async () => {
        const outgoing = message('told', { conversation: 'ticket:one', id: 'fake:one|m' });
        assert.ok(await handled({ outgoing: [outgoing] }));
        assert.deepEqual(await store.waiting(), ['ticket:one']);
        assert.ok(await handled({ outgoing: [outgoing] }));
        assert.deepEqual(
          (await take('ticket:one')).rows.map((r) => r.message),
          [outgoing],
        );
      });

      it('passes nothing on when somebody else was faster', async () => {
        await store.accept([message('hello')]);
        const work = await take();
        const told = { ...answered(work, ['said']), outgoing: [message('told', { conversation: 'ticket:one' })] };
        assert.ok(await store.commit([answered(work, ['said'])], moment()));
        assert.equal(await store.commit([told], moment()), null);
        assert.deepEqual(await store.waiting(), []);
      });

      it('commits messages in both directions at once without a deadlock', async () => {
        const [here, there] = ['fake:here', 'fake:there'];
        await store.accept([message('a', { conversation: here }), message('b', { conversation: there })]);
        const [one, two] = [await take(here), await take(there)];
        const to = (conversation: string): Partial<Handled> => ({ outgoing: [message('told', { conversation })] });
        const both = await Promise.all([
          store.commit([{ ...answered(one, []), ...to(there) }], moment()),
          store.commit([{ ...answered(two, []), ...to(here) }], moment()),
        ]);
        assert.ok(both.every((committed) => committed !== null));
        assert.deepEqual((await store.waiting()).toSorted(), [here, there]);
      });

      it('accepts a message again while its turn is committed, without a deadlock', async () => {
        for (let round = 0; round < 30; round++) {
          const again = message('hello');
          await store.accept([again]);
          const told = { ...answered(await take(), []), outgoing: [message('told', { conversation: 'ticket:one' })] };
          const [committed, places] = await Promise.all([
            store.commit([told], moment()),
            store.accept([again, message('new', { conversation: 'ticket:one' })]),
          ]);
          assert.ok(committed);
          assert.equal(places[0], null, 'it is known');
        }
        assert.equal((await take('ticket:one')).rows.length, 20, 'as many as are handled in one go');
      });

      it('rings a timer when it is due, as it was last set under its name, until it was rung', async () => {
        const route = { channel: 'fake', address: 'here' };
        assert.equal(await store.nextDue(), null);
        await handled({
          timers: [
            { name: 'late', at: moment(5000), ...route },
            { name: 'soon', at: moment(2000), ...route },
          ],
        });
        assert.equal(await store.nextDue(), moment(2000));
        await handled({
          timers: [
            { name: 'late', at: moment(9000), ...route },
            { name: 'soon', at: null, ...route },
          ],
        });
        assert.deepEqual(await store.due(moment(8999)), []);
        const [due] = await store.due(moment(9000));
        assert.deepEqual(due, { conversation: 'fake:one', name: 'late', at: moment(9000), ...route });
        await store.rang({ ...due!, at: moment(5000) });
        assert.equal((await store.due(moment(9000))).length, 1, 'it was set anew meanwhile');
        await store.rang(due!);
        assert.equal(await store.nextDue(), null);
      });

      it('finds a channel’s reference by the message it answers, and the conversation by the reference', async () => {
        const asked = message('hello');
        await store.accept([asked]);
        await store.commit([answered(await take(), ['first', 'second'])], moment());
        assert.equal(await store.posted('fake:one', asked.id, 'fake'), null);
        await store.record([{ row: await claimed(), state: 'sent', readyAt: null, ref: 'C1|1' }], moment());
        await store.record([{ row: await claimed(), state: 'sent', readyAt: null, ref: 'C1|2' }], moment());
        assert.equal(await store.posted('fake:one', asked.id, 'fake'), 'C1|1');
        assert.equal(await store.posted('fake:one', asked.id, 'fax'), null);
        assert.equal(await store.whose('fake', 'C1|2'), 'fake:one');
        assert.equal(await store.whose('fax', 'C1|2'), null);
        assert.equal(await store.whose('fake', 'C1|3'), null);
      });

      it('writes down how a sending ended once, whoever finds out first', async () => {
        await exchange('fake:one', ['said']);
        const row = await claimed();
        await store.record([{ row, state: 'sent', readyAt: null, ref: 'C1|1' }], moment());
        await store.record([{ row, state: 'ready', readyAt: moment(), ref: null }], moment());
        assert.deepEqual(await sendable(), []);
      });

      it('tells old messages and claims from those just taken', async () => {
        await store.accept([message('old'), message('new', { conversation: 'fake:two', at: moment(9000) })]);
        assert.deepEqual(await store.waiting(moment(5000)), ['fake:one']);
        await exchange('fake:three', ['said']);
        await claimed();
        assert.equal((await store.unresolved(['fake'], moment(-1))).length, 0);
        assert.equal((await store.unresolved(['fake'], moment())).length, 1);
      });

      it('lists the states of a kind of conversation', async () => {
        await exchange('ticket:one', ['said']);
        await exchange('fake:one', ['said']);
        assert.deepEqual(await store.states('ticket'), [state(1)]);
      });

      it('tells a conversation that was begun from one that nobody wrote in, and its state once it has one', async () => {
        assert.equal(await store.begun('fake:one'), false);
        assert.equal(await store.state('fake:one'), null);
        await store.accept([message('hello')]);
        assert.equal(await store.begun('fake:one'), true);
        assert.equal(await store.state('fake:one'), null);
        await store.commit([answered(await take(), ['hi'])], moment());
        assert.deepEqual(await store.state('fake:one'), state(1));
        assert.equal(await store.begun('fake:two'), false);
      });

      it('keeps a private link under its hash, as it was first kept', async () => {
        const link = { hash: 'hash', conversation: 'fake:one', ticket: 'F-1' };
        assert.equal(await store.link('hash'), null);
        await store.keepLink(link, moment());
        await store.keepLink({ ...link, conversation: 'fake:two' }, LATER);
        assert.deepEqual(await store.link('hash'), { ...link, at: moment() });
        assert.equal(await store.link('HASH'), null);
      });
    });

    describe('lessons', () => {
      /** Stores a message whose turn noted these words. */
      const notes = async (
        conversation: string,
        texts: readonly string[],
        given: Partial<Handled> = {},
      ): Promise<void> => {
        await store.accept([message('hello', { conversation })]);
        const work = await take(conversation);
        const noted = texts.map((text) => ({ ...lesson(text), seq: work.rows[0]!.seq, at: moment() }));
        assert.ok(await store.commit([{ ...answered(work, []), ...given, lessons: noted }], moment()));
      };
      const texts = async (list: LessonList): Promise<string[]> =>
        (await store.lessons(list, 100)).map(({ text }) => text).sort();

      it('are kept with the turn that noted them, or not at all', async () => {
        await notes('fake:one', ['a', 'b']);
        assert.deepEqual(await texts('open'), ['a', 'b']);
        assert.equal((await store.lessons('open', 1)).length, 1);
        await store.accept([message('two')]);
        const work = await take();
        const late = [{ ...lesson('never'), seq: 2, at: moment() }];
        assert.equal(await store.commit([{ ...answered(work, []), version: 0, lessons: late }], moment()), null);
        assert.deepEqual(await texts('open'), ['a', 'b']);
        const [{ id, at, ...kept } = assert.fail('none')] = await store.lessonsIn('fake:one');
        assert.deepEqual({ ...kept, at }, { ...lesson(kept.text), became: null, use: null, at: moment() });
        assert.deepEqual(
          (await store.lessonsById([id, 'nobody'])).map((one) => one.id),
          [id],
        );
      });

      it('know what became of the case, and of the ticket with the wrong topic', async () => {
        const records = [record({ id: 'fake:one|r', intent: 'hub', agents: 'fixed', outcome: 'handed-over' })];
        await store.accept([message('hello')]);
        const work = await take();
        const noted = [{ ...lesson('a', { record: 'fake:one|r' }), seq: 1, at: moment() }];
        await store.commit([{ ...answered(work, []), state: { ...state(1), records }, lessons: noted }], moment());
        await countAll(store, new Date(Date.parse(LATER) + 3_600_000));
        await notes('ticket:F-1', [], { entry: entry('F-1', { outcome: 'fixed' }), lessons: [] });
        const [known] = await store.lessons('open', 10);
        assert.deepEqual(known!.became, { intent: 'hub', outcome: 'handed-over', agents: 'fixed' });
        await store.accept([message('wrong', { conversation: 'ticket:F-1' })]);
        const ticketWork = await take('ticket:F-1');
        const wrong = [{ ...lesson('w', { kind: 'wrong' }), seq: 2, at: LATER }];
        await store.commit([{ ...answered(ticketWork, []), lessons: wrong }], LATER);
        assert.deepEqual((await store.lessons('open', 10))[0]!.became, {
          intent: null,
          outcome: null,
          agents: 'fixed',
        });
      });

      it('go into a draft, out of it, and are done with once they are taken or left', async () => {
        await notes('fake:one', ['a', 'b', 'c']);
        const all = await store.lessonsIn('fake:one');
        const [a, b, c] = all.toSorted((x, y) => (x.text < y.text ? -1 : 1)).map(({ id }) => id) as [
          string,
          string,
          string,
        ];
        const example = { use: 'example', intent: 'hub', wording: 'a!' } as const;
        const uses = [
          { id: a, use: example },
          { id: b, use: { use: 'seed', pack: 'p', title: 'T', wording: 'b' } as const },
          { id: c, use: { use: 'leave' } as const },
        ];
        assert.equal(await store.useLessons(uses, LATER), 3);
        assert.deepEqual([await texts('open'), await texts('draft'), await texts('done')], [[], ['a', 'b'], ['c']]);
        assert.deepEqual((await store.lessonsById([a]))[0]!.use, example);
        assert.equal(
          await store.useLessons(
            [
              { id: b, use: null },
              { id: c, use: null },
            ],
            LATER,
          ),
          1,
          'one left stays left',
        );
        assert.deepEqual(await texts('open'), ['b']);
        await store.takeLessons([a, b], LATER);
        assert.deepEqual([await texts('open'), await texts('draft'), await texts('done')], [['b'], [], ['a', 'c']]);
        assert.equal(await store.useLessons([{ id: a, use: null }], LATER), 0);
      });

      it('go with the conversation, with its old lines, with the ticket, and with who is erased', async () => {
        await notes('fake:old', ['old'], { state: state(1) });
        await store.expire('conversations', LATER, null);
        assert.deepEqual(await texts('open'), []);
        await notes('fake:goes-on', ['first']);
        await store.expire('lines', LATER, null);
        assert.deepEqual(await texts('open'), []);
        await notes('fake:kims', ['kim'], { person: 'fake:kim' });
        await store.useLessons([{ id: (await store.lessons('open', 1))[0]!.id, use: { use: 'leave' } }], LATER);
        await store.accept([message('mine', { conversation: 'fake:shared', person: { id: 'fake:kim', name: 'Kim' } })]);
        const work = await take('fake:shared');
        const noted = [{ ...lesson('shared'), seq: 1, at: moment() }];
        await store.commit([{ ...answered(work, []), person: 'fake:jo', lessons: noted }], moment());
        await notes('fake:shared', ['other’s'], { person: 'fake:jo' });
        await store.forget('fake:kim', 'all');
        assert.deepEqual([await texts('open'), await texts('done')], [['other’s'], []]);
      });

      it('go when the message they came with is taken back, whatever an author wanted with them', async () => {
        const { seq, at } = { seq: 1, at: moment() };
        await store.accept([message('hello')]);
        const [first, second] = ['a', 'b'].map((text) => ({ ...lesson(text, { message: text }), seq, at }));
        await store.commit([{ ...answered(await take(), []), lessons: [first!, second!] }], at);
        const [drafted] = (await store.lessonsIn('fake:one')).filter(({ message: of }) => of === 'a');
        await store.useLessons([{ id: drafted!.id, use: { use: 'example', intent: 'hub', wording: 'a!' } }], LATER);
        await store.accept([message('bye')]);
        const anew = { ...lesson('a, mended', { message: 'a' }), seq: 2, at };
        await store.commit([{ ...answered(await take(), []), lessons: [anew], unlearned: ['a'] }], at);
        assert.deepEqual([await texts('open'), await texts('draft')], [['a, mended', 'b'], []]);
        await store.accept([message('elsewhere', { conversation: 'fake:two' })]);
        await store.commit([{ ...answered(await take('fake:two'), []), unlearned: ['b'] }], at);
        assert.deepEqual(await texts('open'), ['a, mended', 'b']);
      });

      it('have one trial of their draft, the last one', async () => {
        assert.equal(await store.trial(), null);
        const trial = { draft: 'd', at: moment(), result: '{}' };
        await store.keepTrial(trial);
        await store.keepTrial({ ...trial, draft: 'e' });
        assert.deepEqual(await store.trial(), { ...trial, draft: 'e' });
      });
    });

    describe('trials', () => {
      it('have one under way in all instances, which another replaces, and which knows that it was', async () => {
        const run = { run: 'r', draft: 'd', done: 0, at: moment() };
        assert.deepEqual([await store.trialRun(), await store.renewTrial('r', 0.5, LATER)], [null, false]);
        await store.beginTrial(run);
        assert.equal(await store.renewTrial('r', 0.5, LATER), true);
        assert.deepEqual(await store.trialRun(), { ...run, done: 0.5, at: LATER });
        await store.beginTrial({ ...run, run: 's' });
        assert.deepEqual([await store.renewTrial('r', 0.6, LATER), await store.endTrial('r')], [false, false]);
        assert.equal(await store.renewTrial('s', null, LATER), true);
        assert.equal((await store.trialRun())!.done, null);
        assert.deepEqual([await store.endTrial(null), await store.endTrial('s')], [true, false]);
        assert.equal(await store.trialRun(), null);
      });
    });

    describe('opening', () => {
      it('finds everything again', async () => {
        await exchange('fake:one', ['first']);
        await exchange('fake:one', ['second']);
        await claimed();
        const waiting = message('three');
        await store.accept([waiting]);
        const before = await store.lines('fake:one', BEGINNING);
        await store.close();
        opened.length = 0;
        store = await open();
        assert.deepEqual(await store.lines('fake:one', BEGINNING), before);
        assert.deepEqual(await store.waiting(), ['fake:one']);
        assert.deepEqual(
          (await store.unresolved(['fake'])).map((r) => words(r.reply)),
          ['first'],
        );
        assert.deepEqual(await store.accept([waiting]), [null]);
        const work = await take();
        assert.deepEqual([work.version, work.state, work.rows[0]!.message], [2, state(2), waiting]);
      });

      it('works for several instances that open a new database at once', async function () {
        if (!several) return this.skip();
        address = await database();
        const stores = await Promise.all(Array.from({ length: 4 }, open));
        for (const one of stores) await one.ping();
      });

      it('answers a ping, and refuses it once closed', async () => {
        assert.equal(await store.lastPing(), null);
        await store.ping();
        assert.ok(Math.abs(Date.parse((await store.lastPing())!) - Date.now()) < 60_000);
        const other = await open();
        await other.close();
        opened.pop();
        await assert.rejects(other.ping());
      });
    });
  });
}
