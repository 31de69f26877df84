import assert from 'node:assert/strict';
import type { Reading } from '../../src/core/reading.ts';
import { readSeen, type Seen } from '../../src/core/seen.ts';
import { knowledge } from '../fakes/knowledge.ts';

const ERROR = 'Cannot sign in to Lync because your computer clock is not set correctly.';
const MAIL = [
  'Inbox - kim@contoso.com - Mail',
  'Hello all, please find the minutes attached. The next meeting is in room 4.',
  'Monday: lentil soup. Tuesday: pasta. Wednesday: the usual, with rice.',
  'I booked the train, the hotel is still open. Can you check the dates?',
  'The lift in building C is being repaired until Friday afternoon.',
  'You can download your statement for this month from the staff page.',
];

describe('what is seen in a picture', () => {
  const { content, read } = knowledge();
  const isProblem = ({ intent }: Reading): boolean => content.intents.get(intent ?? '')?.kind === 'problem';
  const seen = (said: string, ...pictures: string[]): Seen => readSeen(read, isProblem, said, pictures);

  it('is the error, however much else is on the screen, and nothing of the rest', () => {
    const screen = [...MAIL, 'Budget 2026', 'Microsoft Lync', ERROR, 'OK', ...MAIL, 'Start', '10:42 AM'].join('\n\n');
    const { reading, text } = seen('', screen);
    assert.equal(reading.intent, 'clock-skew');
    assert.equal(text, `Microsoft Lync\n\n${ERROR}\n\nOK`);
  });

  it('is all of a small screen', () => {
    const dialog = `Microsoft Lync\n\n${ERROR}\n\nOK\n\nHelp`;
    assert.deepEqual([seen('', dialog).reading.intent, seen('', dialog).text], ['clock-skew', dialog]);
  });

  it('is read together with the words beside it', () => {
    const { reading, text } = seen('what is this?', ERROR);
    assert.equal(reading.intent, 'clock-skew');
    assert.equal(text, `what is this?\n\n${ERROR}`);
    assert.equal(seen('lync says my computer clock is wrong', 'OK').reading.intent, 'clock-skew');
  });

  it('is several errors, when several are shown', () => {
    const other = 'There was a problem acquiring a personal certificate required to sign in.';
    const { text } = seen('', [...MAIL, ERROR, ...MAIL, other, ...MAIL].join('\n\n'));
    assert.ok(text.includes(ERROR) && text.includes(other), text);
  });

  it('is nothing of ours on a screen that only shows the program, or other things', () => {
    assert.notEqual(seen('', [...MAIL, 'Skype for Business', ...MAIL].join('\n\n')).reading.decision, 'answer');
    assert.equal(seen('', MAIL.join('\n\n')).reading.decision, 'none');
    assert.equal(seen('', '').reading.decision, 'none');
  });
});
