import assert from 'node:assert/strict';
import { openStore } from '../../src/store/open.ts';
import { FakeChannel, journalOver } from '../fakes/journals.ts';
import { exampleFolds, heldOut } from '../fakes/ordinary-texts.ts';
import { redact } from '../fakes/redact.ts';
import { incoming } from '../fakes/samples.ts';
import { casesOf } from '../fakes/secrets.ts';

/** The share of the texts of a set in which all secrets are masked. */
function caught(file: 'keys' | 'phrasings', half: 'seen' | 'unseen'): number {
  const cases = casesOf(file).filter((c) => c.half === half);
  return cases.filter(({ text, secrets }) => !secrets.some((s) => redact(text).text.includes(s))).length / cases.length;
}

/** The last one of one or two messages, masked as it is behind the other. */
function last(text: string): { readonly text: string; readonly masked: boolean } {
  const [own = '', said] = text.split(' || ');
  return said === undefined ? redact(text) : redact(said, 'person', { own, others: '' });
}

describe('The sets of secrets', () => {
  it('are large enough to say something', () => {
    assert.ok(casesOf('keys').length >= 300 && casesOf('phrasings').length >= 300 && casesOf('traps').length >= 130);
    for (const { secrets, line } of [...casesOf('keys'), ...casesOf('phrasings')]) assert.ok(secrets.length > 0, line);
  });

  for (const half of ['seen', 'unseen'] as const) {
    it(`lose nearly no key or token, ${half} when the rules were made`, () => assert.ok(caught('keys', half) >= 0.97));
    it(`lose few phrasings in fifteen languages, ${half} when the rules were made`, () =>
      assert.ok(caught('phrasings', half) >= 0.93));
  }

  it('lose few of what was written after the rules were made, in code, in files, and over two messages', () => {
    const missed = casesOf('later-secrets').filter(({ text, secrets }) =>
      secrets.some((s) => last(text).text.includes(s)),
    );
    assert.ok(missed.length <= 4, JSON.stringify(missed.map(({ text }) => last(text).text)));
  });

  it('lose few of a third set, with command lines, settings as two fields, and passwords in a row', () => {
    const cases = casesOf('third-secrets');
    const missed = cases.filter(({ text, secrets }) => secrets.some((s) => last(text).text.includes(s)));
    assert.ok(missed.length <= cases.length * 0.03, JSON.stringify(missed.map(({ text }) => last(text).text)));
  });

  it('leave what only looks like a secret', () => {
    const later = [...casesOf('later-traps'), ...casesOf('third-traps')].filter(({ text }) => last(text).masked);
    assert.deepEqual(
      later.map(({ text }) => last(text).text),
      [],
    );
    const wrong = casesOf('traps').filter(({ text }) => redact(text).masked);
    assert.ok(wrong.length <= 3, JSON.stringify(wrong.map(({ text }) => redact(text).text)));
  });

  it('leave ordinary texts, with the words of other texts alone', async function () {
    // The model of all that is shipped may have to be trained first.
    this.timeout(240_000);
    for (const [name, texts, mask] of [...(await exampleFolds()), ['held out', heldOut(), redact] as const]) {
      const wrong = texts.filter((text) => mask(text).masked);
      assert.ok(
        wrong.length <= Math.max(1, texts.length / 1000),
        `${name}: ${JSON.stringify(wrong.map((t) => mask(t).text))}`,
      );
    }
  });
});

describe('A password that the message before announced', () => {
  const told = (own: string, others: string, text: string): string => redact(text, 'person', { own, others }).text;

  const masked: readonly [own: string, others: string, text: string][] = [
    ['my new password is', 'Tell me what goes wrong.', 'sunshine'],
    ['my password is:', '', 'hunter2'],
    ['mein neues passwort lautet', '', 'Kartoffel'],
    ['ok, the password for my account is', '', 'Tr0ub4dor&3x'],
    ['I forgot my password', '', 'hunter2'],
    ['', 'What happens when you type your password?', 'Tr0ub4dor&3x'],
    ['', 'Did you type the new password on the phone too?', 'my new one is sunshine'],
    ['', 'Did you type the new password on the phone too?', 'sunshine'],
    ['', 'Did you type the new password on the phone too?', 'yes, it Tr0ub4dor&3x!'],
    ['', 'Please type the code from your authenticator there.', '482913'],
    ['here is the code', '', '482913'],
  ];
  for (const [own, others, text] of masked)
    it(`is masked: ${JSON.stringify([own, others, text])}`, () => assert.match(told(own, others, text), /masked\]$/));

  const kept: readonly [own: string, others: string, text: string][] = [
    ['my password is wrong', 'Which device do you use?', 'laptop'],
    ['', 'Did you change your password lately?', 'yes'],
    ['', 'Did you change your password lately?', 'yesterday'],
    ['', 'Type your password again. Did it help?', 'no'],
    ['', 'Type your password again. Did it help?', 'done'],
    ['', 'Type your password again. What do you see?', '0x80070005'],
    ['', 'Type your password again. What do you see?', 'AADSTS50126'],
    ['', 'Type your password again. What is your sign-in address?', 'kim@contoso.example'],
    ['', 'Type your password again. What is your domain?', 'contoso.example'],
    ['', 'Your password goes there. Give me the case code.', 'code 7K2MQ-9RX3T'],
    ['my password is', '', 'wait'],
    ['', 'Which version is it?', 'sunshine'],
    ['', 'Type your password again. Did it help?', 'with the hotspot it connects!'],
    ['', 'Change your password there. Did it help?', 'no, it hangs!!'],
  ];
  for (const [own, others, text] of kept)
    it(`leaves an answer: ${JSON.stringify([own, others, text])}`, () => assert.equal(told(own, others, text), text));
});

describe('A message in a conversation', () => {
  it('is masked in the light of the one before, also where it is edited, pressed or the name of a picture', async () => {
    const store = await openStore('sqlite::memory:');
    const journal = journalOver(store, new FakeChannel());
    const say = (id: string, text: string, more = {}): Promise<boolean> =>
      journal.accept(incoming(text, { id, ...more }));
    await Promise.all([say('one', 'my new password is'), say('two', 'Kartoffel')]);
    await journal.idle();
    await say('three', 'Kartoffel2', { kind: 'edited', about: 'two' });
    await say('four', '', { kind: 'pressed', choice: 'my password is Kartoffel' });
    await say('five', 'look', { images: [{ ref: 'r', name: 'password=Kartoffel3.png' }] });
    await say('six', 'thanks');
    await journal.stop();
    const kept = JSON.stringify(await store.lines('fake:one', { turn: 0, part: 0 }));
    await store.close();
    assert.ok(!/kartoffel/i.test(kept), kept);
    assert.ok(kept.includes('thanks') && kept.includes('my new password is'));
  });
});

describe('The time it takes', () => {
  const pieces = [
    'password for ',
    'pw: ',
    'code 12 ',
    'token a ',
    'login: kim ',
    'my my password',
    'X is my ',
    'a@b.c:',
    '密码是',
    '((((',
    'recovery codes AAAA-1 ',
  ];
  /** The best of three, so that other work on the machine counts less. */
  const best = (text: string): number =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const began = process.cpuUsage();
        redact(text);
        return process.cpuUsage(began).user / 1000;
      }),
    );

  for (const piece of pieces)
    it(`grows with the text and no faster, when it is full of ${JSON.stringify(piece)}`, () => {
      const filled = (length: number): string => piece.repeat(length / piece.length);
      best(filled(5_000));
      // Ten times the text may take ten times as long; a square would be a hundred times.
      assert.ok(best(filled(100_000)) / Math.max(best(filled(10_000)), 5) < 60);
    });
});
