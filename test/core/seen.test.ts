import assert from 'node:assert/strict';
import type { Reading } from '../../src/core/reading.ts';
import { readSeen, type Seen } from '../../src/core/seen.ts';
import { knowledge } from '../fakes/knowledge.ts';

const ERROR = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const MAIL = [
  'Inbox - kim@contoso.com - Mail',
  'Hello all, please find the minutes attached. The next meeting is in room 4.',
  'Monday: lentil soup. Tuesday: pasta. Wednesday: the usual, with rice.',
  'I booked the train, the hotel is still open. Can you check the dates?',
  'The lift in building C is being repaired until Friday afternoon.',
  'You can download your statement for this month from the staff page.',
];

describe('the text seen in a picture', () => {
  const { content, read } = knowledge();
  const isProblem = ({ intent }: Reading): boolean => content.intents.get(intent ?? '')?.kind === 'problem';
  const seen = (said: string, ...pictures: string[]): Seen => readSeen(read, isProblem, said, pictures);

  it('is the error, however much else is on the screen, and nothing of the rest', () => {
    const screen = [...MAIL, 'Budget 2026', 'Roomie', ERROR, 'OK', ...MAIL, 'Start', '10:42 AM'].join('\n\n');
    const { reading, text } = seen('', screen);
    assert.equal(reading.intent, 'stale-schedule');
    assert.equal(text, `Roomie\n\n${ERROR}\n\nOK`);
  });

  it('is all of a small screen', () => {
    const dialog = `Roomie\n\n${ERROR}\n\nOK\n\nHelp`;
    assert.deepEqual([seen('', dialog).reading.intent, seen('', dialog).text], ['stale-schedule', dialog]);
  });

  it('is read together with the words beside it', () => {
    const { reading, text } = seen('what is this?', ERROR);
    assert.equal(reading.intent, 'stale-schedule');
    assert.equal(text, `what is this?\n\n${ERROR}`);
    assert.equal(seen('roomie says its schedule is out of date', 'OK').reading.intent, 'stale-schedule');
  });

  it('is several errors, when several are shown', () => {
    const other = 'There was a problem fetching a door pass required to book.';
    const { text } = seen('', [...MAIL, ERROR, ...MAIL, other, ...MAIL].join('\n\n'));
    assert.ok(text.includes(ERROR) && text.includes(other), text);
  });

  it('is no problem of ours on a screen that only shows the program, or other things', () => {
    assert.notEqual(seen('', [...MAIL, 'Roomie', ...MAIL].join('\n\n')).reading.decision, 'answer');
    assert.equal(seen('', MAIL.join('\n\n')).reading.decision, 'none');
    assert.equal(seen('', '').reading.decision, 'none');
  });
});
