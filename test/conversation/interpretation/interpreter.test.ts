/** Meanings of messages for the open question: one case more is one line more. */
import assert from 'node:assert/strict';
import { DARK, type Interpretation, type Light } from '../../../src/conversation/interpretation/interpretation.ts';
import { Interpreter } from '../../../src/conversation/interpretation/interpreter.ts';
import { namedChoice } from '../../../src/conversation/interpretation/spoken-words.ts';
import type { Question } from '../../../src/core/conversation.ts';
import type { Choice } from '../../../src/core/reply.ts';
import { knowledge } from '../../fakes/knowledge.ts';
import { message } from '../../fakes/samples.ts';

const { content, read } = knowledge();
const interpreter = new Interpreter(content, read);

/** Choices or controls, written as `id: title`, or as an id alone. */
function listed(...lines: readonly string[]): readonly Choice[] {
  return lines.map((line) => {
    const [id = '', title = id] = line.split(': ');
    return { id, title };
  });
}

const CONTROLS = listed('back', 'skip', 'repeat', 'start-over: Start over', 'human: Talk to an agent', 'stop');
const asks = (choices: readonly Choice[], slot: string | null = null): Question => ({
  asked: 7,
  choices,
  controls: CONTROLS,
  slot,
});

/** The questions that the cases below are answers to. */
const QUESTIONS = {
  none: null,
  helped: asks(listed('fixed: It works now', "not: It didn't help")),
  next: asks(listed('next: Done')),
  guest: asks(
    listed('guest: Only on the guest Wi-Fi', 'away: Only away from the office', 'everywhere: On every network'),
  ),
  page: asks(listed('opens: Yes, it opens', "closed: No, it doesn't", 'own: It is our own hub after all')),
  twoNos: asks(listed('one: No, the PIN is wrong', 'two: No, the clock is wrong')),
  device: asks(
    listed('panel: A door panel', 'computer: A computer', 'phone: A phone', "unknown: I don't know"),
    'booked-on',
  ),
  domain: asks([], 'office-domain'),
  address: asks(listed('human: Talk to an agent'), 'booker-address'),
  risk: asks(listed('risk-go: Go on', 'risk-skip: Skip this step')),
} as const;

type Asked = keyof typeof QUESTIONS;

/** The light of one of the questions; a case is open where one is asked, unless `current` says otherwise. */
const lit = (asked: Asked, current: string | null = null, given: Partial<Light> = {}): Light => ({
  ...DARK,
  question: QUESTIONS[asked],
  current,
  ...given,
});

/** An interpretation in two words. */
function told(meant: Interpretation): string {
  if ('id' in meant) return `${meant.kind} ${meant.id}`;
  if (meant.kind === 'typed') return `typed ${meant.value}`;
  if (meant.kind === 'smalltalk') return `smalltalk ${meant.intent}`;
  if (meant.kind === 'problem') return `problem ${meant.reading.intent}`;
  return meant.kind;
}

const SIGNATURE = 'The PIN or the name is wrong. Try again, or ask your office team for a new PIN.';

/** The question, what is said, and what that means; a fourth word is the intent of the open case. */
const SAID: Readonly<Record<string, readonly (readonly [Asked, string, string, string?])[]>> = {
  'a number, where no numbers are seen': [
    ['guest', '1', 'choice guest'],
    ['device', '4', 'choice unknown'],
    ['guest', '99', 'words'],
    ['guest', '0', 'words'],
    ['twoNos', '1', 'words'],
    ['none', '1', 'words'],
  ],
  'a choice by its place in the list': [
    ['guest', 'the first one', 'choice guest'],
    ['guest', '2nd', 'choice away'],
    ['guest', 'I think the second', 'choice away'],
    ['guest', 'option 3 please', 'choice everywhere'],
    ['guest', 'the last one', 'choice everywhere'],
    ['guest', 'number 1', 'choice guest'],
    ['guest', 'el segundo', 'choice away'],
    ['device', 'the fourth', 'choice unknown'],
    ['helped', 'the fifth one', 'words'],
  ],
  'a choice by its name': [
    ['guest', 'guest', 'choice guest'],
    ['guest', 'ONLY ON THE GUEST WI-FI!', 'choice guest'],
    ['helped', 'It didn’t help', 'choice not'],
    ['helped', 'it didnt help', 'choice not'],
    ['guest', 'on the guest wifi only, I think', 'choice guest', 'guest-wifi'],
    ['device', 'a computer', 'choice computer'],
  ],
  'a choice by what fills its slot': [
    ['device', 'on my laptop', 'choice computer'],
    ['device', 'I use my macbook for it, the one from work', 'choice computer'],
    ['device', 'laptop or phone', 'words'],
  ],
  'yes and no': [
    // Nobody asked yet whether it helped: a mere yes says that it was done.
    ['helped', 'yes', 'did'],
    ['helped', 'yep', 'did'],
    ['helped', 'yes please', 'did'],
    ['helped', 'yes it works', 'choice fixed'],
    ['helped', 'yes it did', 'choice fixed'],
    ['helped', 'no', 'choice not'],
    ['helped', 'nope', 'choice not'],
    ['helped', 'it worked', 'choice fixed'],
    ['helped', '👍', 'did'],
    ['helped', '✅ all good', 'choice fixed'],
    ['page', 'yes', 'choice opens'],
    ['page', 'no', 'choice closed'],
    ['twoNos', 'no', 'words'],
    ['next', 'yes', 'choice next'],
    ['next', 'no', 'control cannot'],
    ['none', '👍', 'wordless'],
  ],
  'a success that nobody asked for': [
    ['none', 'it worked', 'worked'],
    ['device', "it's fine now", 'worked'],
    ['device', 'never mind, works', 'worked'],
    ['device', 'forget it, it works again', 'worked'],
    ['device', 'never mind it works now', 'worked'],
    ['helped', 'never mind, it works now', 'choice fixed'],
    ['helped', 'never mind, works', 'choice fixed'],
    ['helped', 'it worked, but not for long', 'choice not'],
  ],
  '"I don\'t know"': [
    ['device', 'no idea', 'choice unknown'],
    ['helped', 'no idea', 'control skip'],
  ],
  'a control': [
    ['helped', 'back', 'control back'],
    ['helped', 'go back', 'control back'],
    ['helped', 'skip this', 'control skip'],
    ['helped', 'already tried that', 'control tried'],
    ['helped', 'I cannot do that', 'control cannot'],
    ['helped', 'say that again', 'control repeat'],
    ['helped', 'start over', 'control start-over'],
    ['helped', 'I want a human', 'control human'],
    ['none', 'agent', 'control human'],
    ['none', 'stop', 'control stop'],
    ['device', 'never mind', 'control stop'],
    ['risk', 'already tried that', 'choice risk-skip'],
    // Of a computer, and of what brought something back.
    ['helped', 'I restart it every day', 'control tried'],
    ['helped', 'that brought it back', 'choice fixed'],
  ],
  'what is typed into a slot': [
    ['domain', 'me@office.example', 'typed office.example'],
    ['domain', 'it is contoso.com', 'typed contoso.com'],
    ['address', 'me@office.example', 'typed me@office.example'],
  ],
  'a problem': [
    ['none', SIGNATURE, 'problem wrong-pin'],
    ['none', 'I forgot my roomie pin', 'problem wrong-pin'],
    ['guest', SIGNATURE, 'problem wrong-pin', 'guest-wifi'],
    ['none', 'wrong pin', 'problem wrong-pin'],
    // The same error again: it didn't help.
    ['helped', SIGNATURE, 'choice not', 'wrong-pin'],
    // Or that they heard nothing.
    ['guest', SIGNATURE, 'words', 'wrong-pin'],
    // To another question it is no "no".
    ['page', SIGNATURE, 'words', 'wrong-pin'],
    // "Five minutes" is no wish to wait where a problem is told.
    ['none', 'roomie asks for my pin every five minutes, wrong pin it says', 'problem wrong-pin'],
    // A word or two announce no other problem.
    ['guest', 'wrong pin', 'words', 'guest-wifi'],
  ],
  'small talk': [
    ['none', 'hello', 'smalltalk greeting'],
    ['helped', 'thanks', 'smalltalk thanks'],
    ['none', 'who are you', 'smalltalk who-are-you'],
    ['helped', 'help', 'smalltalk help'],
  ],
  'none of these': [
    ['none', '', 'empty'],
    ['helped', '?!', 'wordless'],
    ['helped', '😀', 'wordless'],
    ['none', 'what is the weather', 'words'],
    ['guest', 'the lights are blue', 'words'],
  ],
};

describe('a message means', () => {
  for (const [about, lines] of Object.entries(SAID))
    describe(about, () => {
      for (const [asked, text, expected, current = null] of lines)
        it(`at "${asked}", with "${text}": ${expected}`, () =>
          assert.equal(told(interpreter.interpret(message(text), lit(asked, current))), expected));
    });
});

describe('a mere yes', () => {
  it('says that it helped where that was asked', () => {
    const asked = { ...lit('helped', null), asksWhether: true };
    for (const text of ['yes', 'yep', 'ja', '👍'])
      assert.equal(told(interpreter.interpret(message(text), asked)), 'choice fixed', text);
  });
});

describe('a number, where numbers are seen', () => {
  const lines = [
    ['guest', '1', 'choice guest'],
    ['guest', ' #3. ', 'choice everywhere'],
    ['guest', '2)', 'choice away'],
    ['guest', '4', 'words'],
    ['guest', '8', 'words'],
    ['guest', '0', 'words'],
  ] as const;
  for (const [asked, text, expected] of lines)
    it(`at "${asked}", "${text}" means ${expected}`, () =>
      assert.equal(told(interpreter.interpret(message(text), lit(asked, null, { numbered: true }))), expected));

  it('is the name of a choice before it is a number', () => {
    const question = asks(listed('7: Windows 7', '8: Windows 8', '1: Windows 1'));
    assert.equal(told(interpreter.interpret(message('1'), { ...DARK, question, numbered: true })), 'choice 1');
  });
});

/** Answers after a thing to do, with their meanings. */
const DONE: readonly (readonly [string, string])[] = [
  ['pulled it out and pushed it in, no light', 'choice not'],
  ['turned it off and on, it blinks orange', 'choice not'],
  ['done, but the lamp is red now', 'choice not'],
  ['did it, nothing changed', 'choice not'],
  ['reinstalled it; crashes on opening', 'choice not'],
  ['I unplugged the thing and the screen stays black', 'choice not'],
  ['did that, the light never comes on', 'choice not'],
  ['done, no error any more', 'choice fixed'],
  ['did that, the lamp is green', 'did'],
  ['done, no red lamp', 'did'],
];

describe('what was done, and how it went', () => {
  for (const [text, expected] of DONE)
    it(`"${text}" means ${expected}`, () =>
      assert.equal(
        told(interpreter.interpret(message(text), lit('helped', 'guest-wifi', { walking: true }))),
        expected,
      ));
});

/** The question, the choice pressed, the number of the question above it, and what that means. */
const PRESSED: readonly (readonly [Asked, string | null, number | null, string])[] = [
  ['helped', 'fixed', 7, 'choice fixed'],
  ['helped', 'fixed', null, 'choice fixed'],
  ['helped', 'fixed', 6, 'stale'],
  ['helped', 'back', 7, 'control back'],
  ['helped', 'back', 6, 'stale'],
  ['helped', 'no-such-choice', 7, 'stale'],
  ['helped', 'Fixed', 7, 'stale'],
  ['helped', null, 7, 'stale'],
  ['none', 'fixed', 7, 'stale'],
  ['helped', 'human', 1, 'control human'],
  ['none', 'human', null, 'control human'],
];

describe('a press', () => {
  for (const [asked, choice, number, expected] of PRESSED)
    it(`of ${choice} under ${number}, at "${asked}", means ${expected}`, () => {
      const given = message('', { kind: 'pressed', choice, asked: number });
      assert.equal(told(interpreter.interpret(given, lit(asked))), expected);
    });

  it('is not what opening a conversation means', () => {
    assert.equal(told(interpreter.interpret(message('', { kind: 'opened' }), lit('helped'))), 'opened');
  });
});

describe('a choice by its name', () => {
  it('is not meant by a text that only holds the name', () => {
    assert.equal(namedChoice(content, 'guest please', QUESTIONS.guest), null);
    assert.equal(namedChoice(content, '', QUESTIONS.guest), null);
  });
});
