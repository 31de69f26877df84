import assert from 'node:assert/strict';
import type { FoundText, Image, JobResult } from '../../src/core/job.ts';
import type { Message } from '../../src/core/message.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const VERSION = "You can't book with this version of Roomie. Please install Roomie 4.";
const SHOT = { ref: 'shot', name: 'shot.png' };
const MAIL = [
  'Inbox - kim@contoso.com - Mail',
  'Hello all, please find the minutes attached. The next meeting is in room 4.',
  'Monday: lentil soup. Tuesday: pasta. Wednesday: the usual, with rice.',
  'I booked the train, the hotel is still open. Can you check the dates?',
  'The lift in building C is being repaired until Friday afternoon. Please use the stairs.',
  'You can download your statement for this month from the staff page, as every month.',
  'Reports of last year, with everything that was missing in the first version of them.',
].join('\n\n');

describe('A message with pictures', () => {
  const talk = (): Talk => new Talk(knowledge().turn);
  const seen = (text: string, sure = 0.92): FoundText => ({ text, sure, by: null, images: [] });
  const due: Partial<Message> = { kind: 'event', event: { kind: 'due', name: 'still-reading' } };
  const result = (t: Talk, found: readonly FoundText[], trouble: JobResult['trouble'] = null): Partial<Message> => {
    const job = t.jobs.at(-1)!;
    return { kind: 'result', result: { job: job.id, kind: job.kind, found, trouble } };
  };
  /** Sends a picture with these words, and what was read in it. */
  const show = async (t: Talk, text: string, found: readonly FoundText[], trouble: JobResult['trouble'] = null) => {
    await t.send({ text, images: [SHOT] });
    return t.send(result(t, found, trouble));
  };

  it('is read before anything else, without a word before a quick answer', async () => {
    const t = await talk().send({ text: 'see here', images: [SHOT] });
    assert.deepEqual(t.last?.replies, []);
    assert.deepEqual(
      t.jobs.map((j) => [j.kind, j.images]),
      [['images', [SHOT]]],
    );
    await t.send(result(t, [seen(STALE)]));
    await t.send(due);
    assert.deepEqual(t.last?.replies, [], 'the answer is there: nothing more is said');
  });

  it('is told to be read still, once it takes longer than three seconds', async () => {
    for (const [image, words] of [
      [SHOT, /^I'm reading your screenshot/],
      [{ ...SHOT, text: true }, /^I'm reading your file/],
    ] as const) {
      const t = await talk().send({ text: 'see here', images: [image], at: '2026-01-05T09:00:00.000Z' });
      assert.deepEqual(t.last?.timers, [{ name: 'still-reading', at: '2026-01-05T09:00:03.000Z' }]);
      await t.send(due);
      assert.match(t.text, words);
      await t.send(result(t, [seen(STALE)]));
      assert.equal(t.state?.case?.intent, 'stale-schedule');
    }
  });

  it('leads to the walkthrough, and the words read are quoted', async () => {
    const t = await show(talk(), 'see here', [seen(`Roomie\n\n${STALE}\n\nOK`)]);
    assert.ok(t.text.startsWith(`I read: “${STALE}”`), t.text);
    assert.equal(t.state?.case?.intent, 'stale-schedule');
    assert.match(t.state!.case!.report, /^see here\n\nRoomie/);
  });

  it('is read together with one that came before it and is not read yet', async () => {
    const t = await talk().send({ text: 'first this', images: [SHOT] });
    const early = result(t, [seen('Roomie')]);
    const SECOND = { ref: 'second', name: null };
    await t.send({ text: 'and then this', images: [SECOND] });
    assert.deepEqual(t.jobs.at(-1)!.images, [SHOT, SECOND]);
    await t.send(early);
    assert.deepEqual(t.last!.replies, [], 'half of it is no answer');
    await t.send(result(t, [seen('Roomie'), seen(STALE)]));
    assert.equal(t.state?.case?.intent, 'stale-schedule');
    assert.match(t.state!.case!.report, /first this\nand then this/);
  });

  it('leaves nothing of the rest of a screen in the state', async () => {
    const t = await show(talk(), '', [seen(`${MAIL}\n\nRoomie\n\n${STALE}\n\n${MAIL}`)]);
    assert.equal(t.state?.case?.intent, 'stale-schedule');
    assert.doesNotMatch(JSON.stringify(t.state), /lentil/);
  });

  it('is asked about when it was hard to read, and a yes is believed', async () => {
    const { read } = knowledge();
    // The model may make anything of each: here one that it is neither sure nor ignorant of.
    const misread = [
      'Roomie schedule or hub problem',
      'some Roomie thing with the hub or the PIN',
      'Roomie or the door pass',
    ].find((text) => read(text).decision !== 'none' && read(text).confidence < 0.9);
    assert.ok(misread);
    const t = await show(talk(), '', [seen(misread, 0.4)]);
    assert.match(t.text, /^I read: “.*Is that right\?/);
    assert.deepEqual(t.choices, ['yes', 'no']);
    await t.press('yes');
    assert.match(t.text, /schedule|hub|PIN/i);
    assert.equal(t.state?.awaited, null);
    const no = await show(talk(), '', [seen(misread, 0.4)]);
    await no.press('no');
    assert.match(no.text, /type the error as you see it/);
  });

  it('is quoted when it shows no error of ours, and the words beside it count', async () => {
    const t = await show(talk(), '', [seen(MAIL)]);
    assert.match(t.text, /I read “Inbox.*…” in the image, but I don't see an error that I know in it/);
    const words = await show(talk(), STALE, [seen(MAIL)]);
    assert.equal(words.state?.case?.intent, 'stale-schedule');
  });

  it('is answered with a question when it shows a window without an error', async () => {
    const form = 'Roomie\n\nSign in\n\nUser name:\n\nPassword:\n\nSave my password';
    const t = await show(talk(), '', [seen(form)]);
    assert.match(t.text, /^In your picture I see a sign-in form, but no error\.\s+What happens/);
    assert.equal(t.state?.case, null);
    assert.equal((await t.say(STALE)).state?.case?.intent, 'stale-schedule');
    const words = await show(talk(), STALE, [seen(form)]);
    assert.match(words.text, /^In your picture I see a sign-in form, but no error\./);
    assert.doesNotMatch(words.text, /What happens/);
    assert.equal(words.state?.case?.intent, 'stale-schedule');
    const walking = await talk().say(STALE);
    const { at } = walking;
    await show(walking, '', [seen(form)]);
    assert.doesNotMatch(walking.text, /What happens/);
    assert.equal(walking.at, at);
  });

  it("is answered with the program's name when that is none of ours", async () => {
    const t = await show(talk(), '', [seen('OneNote\n\nOneNote cannot book a place in the cloud.\n\n— Ox')]);
    assert.match(t.text, /^I read “OneNote OneNote cannot book a place in the cloud\.” in your picture.*“OneNote”/);
  });

  it('is answered with the reason when it was not read, each in its own words', async () => {
    const reasons = {
      'not-an-image': /PNG, JPEG and WebP/,
      'too-big': /too big/,
      'too-slow': /took me too long/,
      'not-allowed': /not allowed/,
      'not-there': /couldn't get at/,
      busy: /couldn't get at/,
      failed: /couldn't get at/,
    } as const;
    for (const [trouble, words] of Object.entries(reasons)) {
      const t = await show(talk(), '', [], trouble as keyof typeof reasons);
      assert.match(t.text, words);
      assert.ok(t.reply.controls.some((c) => c.id === 'human'));
    }
    assert.match((await show(talk(), '', [seen('')])).text, /couldn't make out any words/);
    const words = await show(talk(), STALE, [], 'too-big');
    assert.match(words.text, /too big/);
    assert.equal(words.state?.case?.intent, 'stale-schedule');
  });

  it('is named at once when it is a file that nobody can read as a picture, with what would help', async () => {
    const file = (unreadable: Image['unreadable']): Image => ({ ref: String(unreadable), name: null, unreadable });
    const kinds: Readonly<Record<NonNullable<Image['unreadable']>, RegExp>> = {
      heic: /HEIC photo.*screenshot/,
      picture: /format I can't open.*screenshot/,
      pdf: /PDF.*paste/,
      video: /video.*screenshot/,
      sound: /recording.*type/,
      document: /document.*paste/,
      mail: /saved mail.*paste/,
      archive: /packed folder.*paste/,
      text: /text files.*paste/,
      other: /that kind of file.*screenshot/,
    };
    for (const [kind, words] of Object.entries(kinds)) {
      const t = await talk().send({ text: '', images: [file(kind as Image['unreadable'])] });
      assert.match(t.text, words);
      assert.doesNotMatch(t.text, /I'm reading/);
      assert.deepEqual([t.jobs, t.reply.controls.some((c) => c.id === 'human')], [[], true]);
    }
    const words = await talk().send({ text: STALE, images: [file('pdf')] });
    assert.match(words.text, /^That is a PDF/);
    assert.equal(words.state?.case?.intent, 'stale-schedule');
  });

  it('is named with what would help where it is another part of a message', async () => {
    const voice = { kind: 'voice', name: null, link: null, became: 'left' } as const;
    const gif = { kind: 'gif', name: null, link: null, became: 'left' } as const;
    const there = { kind: 'file', name: 'a.png', link: 'https://x.example/a.png', became: 'linked' } as const;
    const alone = await talk().send({ text: '', parts: [voice, gif, there] });
    assert.match(
      alone.text,
      /That is a recording[\s\S]*You sent a GIF[\s\S]*You sent a file “a.png”\. I'm not allowed/,
    );
    assert.ok(alone.reply.controls.some((c) => c.id === 'human'));
    const words = await talk().send({ text: STALE, parts: [gif] });
    assert.match(words.text, /^You sent a GIF/);
    assert.equal(words.state?.case?.intent, 'stale-schedule');
    const mention = await talk().send({ text: '', parts: [{ ...gif, kind: 'mention', became: 'read' }] });
    assert.doesNotMatch(mention.text, /empty/);
    assert.ok(mention.reply.controls.some((c) => c.id === 'human'));
    const empty = await talk().send({ text: '' });
    assert.match(empty.text, /came through empty/);
    assert.ok(empty.reply.controls.some((c) => c.id === 'human'));
  });

  it('is read without the file beside it, and the answer to it is not lost to a file after it', async () => {
    const pdf: Image = { ref: 'pdf', name: 'a.pdf', unreadable: 'pdf' };
    const t = await talk().send({ text: '', images: [SHOT, pdf] });
    assert.deepEqual(t.jobs.at(-1)!.images, [SHOT]);
    await t.send({ text: '', images: [pdf] });
    assert.match(t.text, /^That is a PDF/);
    await t.send(result(t, [seen(STALE)]));
    assert.match(t.text, /^What else you sent is nothing I can open here.*I read: “/s);
    assert.equal(t.state?.case?.intent, 'stale-schedule');
  });

  it('is answered with a remark when one of several was not read', async () => {
    const t = await show(talk(), '', [seen(STALE)], 'not-an-image');
    assert.match(t.text, /I read: .*\n+There was another picture that I couldn't read/);
    assert.equal(t.state?.case?.intent, 'stale-schedule');
  });

  it('leads, in the middle of a walkthrough, to the question once more or to the new problem', async () => {
    const t = await talk().say(STALE);
    const { at } = t;
    await show(t, '', [], 'failed');
    assert.equal(t.at, at);
    assert.match(t.text, /couldn't get at that picture/);
    await show(t, '', [seen(MAIL)]);
    assert.equal(t.at, at);
    await show(t, '', [seen(VERSION)]);
    assert.match(t.text, /different problem/);
    assert.deepEqual(t.choices, ['switch', 'stay']);
  });
});
