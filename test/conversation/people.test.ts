import assert from 'node:assert/strict';
import type { FoundText, JobResult } from '../../src/core/job.ts';
import type { Message } from '../../src/core/message.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const VERSION = "You can't book with this version of Roomie. Please install Roomie 4.";
const KIM = { id: 'test:kim', name: 'Kim' };
const LEE = { id: 'test:lee', name: 'Lee' };
const SHARED = { shared: true, person: KIM } as const;

describe('The bot among other people', () => {
  const talk = (): Talk => new Talk(knowledge().turn);
  const text = (words: string, by: FoundText['by'] = LEE, images: FoundText['images'] = []): FoundText => ({
    text: words,
    by,
    sure: 1,
    images,
  });
  /** The result of the job that was asked for last. */
  const result = (t: Talk, found: readonly FoundText[], trouble: JobResult['trouble'] = null): Partial<Message> => {
    const job = t.jobs.at(-1);
    assert.ok(job, 'no job was asked for');
    return { ...SHARED, person: null, kind: 'result', result: { job: job.id, kind: job.kind, found, trouble } };
  };
  const mention = { ...SHARED, text: 'can you help here?', earlier: true } as const;

  describe('in a thread others began', () => {
    it('reads it, finds the error somebody else pasted, and helps that person', async () => {
      const t = await talk().send(mention);
      assert.deepEqual(
        t.jobs.map((j) => j.kind),
        ['thread'],
      );
      assert.deepEqual(t.last?.replies, [], 'an answer comes in a moment');
      assert.deepEqual(
        t.last?.timers.map((timer) => timer.name),
        ['still-reading'],
      );
      await t.send({ ...SHARED, person: null, kind: 'event', event: { kind: 'due', name: 'still-reading' } });
      assert.match(t.text, /reading what was written above/);
      await t.send(result(t, [text('any news?'), text(STALE), text('good morning')]));
      assert.match(t.text, /I found this in what Lee wrote: “[^”]*schedule/);
      assert.equal(t.state?.case?.intent, 'stale-schedule');
      assert.deepEqual([t.state?.helped, t.reply.to], [LEE, LEE]);
    });

    it('does not read it when the mention itself tells the problem', async () => {
      const t = await talk().send({ ...mention, text: STALE });
      assert.deepEqual(t.jobs, []);
      assert.equal(t.state?.case?.intent, 'stale-schedule');
      assert.deepEqual(t.state?.helped, KIM);
    });

    it('asks whose problem it is about when there are several', async () => {
      const t = await talk().send(mention);
      await t.send(result(t, [text(VERSION, KIM), text(STALE)]));
      assert.match(t.text, /more than one problem/);
      assert.deepEqual(
        t.reply.choices.map((c) => c.title.split(':')[0]),
        ['Kim', 'Lee', 'None of these'],
      );
      await t.send({ ...SHARED, kind: 'pressed', choice: 'report-2', asked: t.state!.asked });
      assert.equal(t.state?.case?.intent, 'stale-schedule');
      assert.equal(t.state?.case?.report, STALE);
      assert.deepEqual(t.state?.helped, LEE);
    });

    it('counts a problem once that one person tells twice', async () => {
      const t = await talk().send(mention);
      await t.send(result(t, [text(STALE), text(STALE)]));
      assert.equal(t.state?.case?.intent, 'stale-schedule');
    });

    it('prefers an error that was pasted to "I can\'t book"', async () => {
      const t = await talk().send(mention);
      await t.send(result(t, [text("I can't book a room with Roomie", KIM), text(STALE)]));
      assert.equal(t.state?.case?.intent, 'stale-schedule');
    });

    it('has the pictures read when the words tell nothing', async () => {
      const t = await talk().send(mention);
      await t.send(result(t, [text('look', LEE, [{ ref: 'shot', name: 'shot.png' }])]));
      assert.deepEqual(
        t.jobs.map((j) => [j.kind, j.images[0]?.ref ?? null]),
        [
          ['thread', null],
          ['images', 'shot'],
        ],
      );
      await t.send(result(t, [text(STALE, null)]));
      assert.equal(t.state?.case?.intent, 'stale-schedule');
    });

    it('says so when the thread has no error, and when it may not read it', async () => {
      const none = await talk().send(mention);
      await none.send(result(none, [text('lunch?')]));
      assert.match(none.text, /found no error that I know/);
      const closed = await talk().send(mention);
      await closed.send(result(closed, [], 'not-allowed'));
      assert.match(closed.text, /not allowed to read the earlier messages/);
      assert.ok(closed.reply.controls.some((c) => c.id === 'human'));
    });

    it('says at once that it may not read it, where the channel knows that, and asks for the text', async () => {
      const t = await talk().send({ ...mention, earlier: 'unreadable' });
      assert.deepEqual(t.jobs, []);
      assert.match(t.text, /^I'm not allowed to read the earlier messages here\. Please paste the error's text/);
      assert.doesNotMatch(t.text, /reading what was written/);
      await t.send({ ...SHARED, text: STALE });
      assert.equal(t.state?.case?.intent, 'stale-schedule');
      const told = await talk().send({ ...mention, earlier: 'unreadable', text: STALE });
      assert.equal(told.state?.case?.intent, 'stale-schedule');
    });

    it('ignores a result nobody waits for', async () => {
      const t = await talk().send(mention);
      const late = result(t, [text(STALE)]);
      await t.send(late);
      const { state } = t;
      await t.send({ ...late, id: 'twice' });
      assert.deepEqual(t.last?.replies, []);
      assert.deepEqual(t.state, state);
    });
  });

  describe('while somebody is being helped', () => {
    it("tells another person discreetly that their presses don't count, and stays where it is", async () => {
      const t = await talk().send({ ...SHARED, text: STALE });
      const { state } = t;
      await t.send({
        kind: 'pressed',
        shared: true,
        person: LEE,
        choice: t.reply.choices[0]!.id,
        asked: t.state!.asked,
      });
      assert.match(t.text, /I'm helping Kim here/);
      assert.deepEqual([t.reply.discreet, t.reply.to], [true, LEE]);
      assert.deepEqual(t.state, state);
    });

    it('tells another person who mentions it where to find help', async () => {
      const t = await talk().send({ ...SHARED, text: STALE });
      await t.send({ shared: true, person: LEE, text: VERSION });
      assert.match(t.text, /send me a direct message/);
      assert.equal(t.state?.case?.intent, 'stale-schedule');
    });
  });

  describe('when a message is edited or deleted', () => {
    it('reads a correction made at once in place of the message', async () => {
      const t = await talk().send({ ...SHARED, id: 'first', text: STALE });
      await t.send({ ...SHARED, kind: 'edited', about: 'first', text: VERSION });
      assert.equal(t.state?.case?.intent, 'roomie-version');
      assert.equal(t.state?.case?.report, VERSION);
    });

    it('reads the correction of an answer that it did not understand, and of no other', async () => {
      const t = await talk().send({ ...SHARED, id: 'first', text: STALE });
      const step = (): string | undefined => t.state?.case?.frames.at(-1)?.step;
      const before = step();
      await t.send({ ...SHARED, id: 'second', text: 'uor ovn hbu' });
      assert.equal(step(), before);
      await t.send({ ...SHARED, kind: 'edited', about: 'second', text: 'our own hub' });
      assert.notEqual(step(), before);
      const after = step();
      await t.send({ ...SHARED, kind: 'edited', about: 'second', text: "Roomie's cloud hub" });
      assert.deepEqual([step(), t.last?.replies], [after, []]);
    });

    it('ignores a correction after an answer, and one that comes late', async () => {
      const late = await talk().send({ ...SHARED, id: 'first', text: STALE });
      await late.wait(0.1).send({ ...SHARED, kind: 'edited', about: 'first', text: VERSION });
      assert.equal(late.state?.case?.intent, 'stale-schedule');
      assert.deepEqual(late.last?.replies, []);
      const answered = await talk().send({ ...SHARED, id: 'first', text: STALE });
      await answered.send({
        ...SHARED,
        kind: 'pressed',
        choice: answered.reply.choices[0]!.id,
        asked: answered.state!.asked,
      });
      await answered.send({ ...SHARED, kind: 'edited', about: 'first', text: VERSION });
      assert.equal(answered.state?.case?.intent, 'stale-schedule');
    });

    it('stops when the message it began with is deleted, and only then', async () => {
      const t = await talk().send({ ...SHARED, id: 'first', text: STALE });
      await t.send({ ...SHARED, kind: 'deleted', about: 'another' });
      assert.equal(t.state?.case?.intent, 'stale-schedule');
      await t.send({ ...SHARED, kind: 'deleted', about: 'first' });
      assert.equal(t.state?.case, null);
      assert.match(t.text, /You took that message back/);
    });
  });

  describe('where it only listens', () => {
    it('offers help discreetly when it is sure, and helps whoever says yes', async () => {
      const t = await talk().send({ ...SHARED, kind: 'noticed', text: STALE });
      assert.match(t.text, /Shall I take you through the fix/);
      assert.equal(t.reply.discreet, true);
      await t.send({ ...SHARED, kind: 'pressed', choice: 'yes', asked: t.state!.asked });
      assert.equal(t.state?.case?.intent, 'stale-schedule');
    });

    it('says nothing to other messages, and nothing more after a no', async () => {
      for (const words of ['lunch at twelve?', 'the printer is jammed again']) {
        const t = await talk().send({ ...SHARED, kind: 'noticed', text: words });
        assert.deepEqual(t.last?.replies, []);
      }
      const no = await talk().send({ ...SHARED, kind: 'noticed', text: STALE });
      await no.send({ ...SHARED, kind: 'pressed', choice: 'no', asked: no.state!.asked });
      assert.deepEqual(no.last?.replies, []);
      assert.equal(no.state?.case, null);
    });
  });

  it('mentions the person’s case in another conversation', async () => {
    const t = await talk().send({ ...SHARED, text: STALE, elsewhere: 'The phone app is too new' });
    assert.match(t.text, /in the middle of The phone app is too new in another conversation/);
  });
});
