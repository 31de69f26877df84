import assert from 'node:assert/strict';
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
  const seen = (said: string, ...pictures: string[]): Seen => readSeen(content, read, said, pictures);

  it('is the error, however much else is on the screen, and nothing of the rest', () => {
    const screen = [...MAIL, 'Budget 2026', 'Roomie', ERROR, 'OK', ...MAIL, 'Start', '10:42 AM'].join('\n\n');
    const { reading, text } = seen('', screen);
    assert.equal(reading.intent, 'stale-schedule');
    assert.equal(text, `Roomie\n\n${ERROR}`);
  });

  it('is all of a small screen but its buttons', () => {
    const dialog = `Roomie\n\n${ERROR}\n\nTry it on another panel.`;
    const { reading, text } = seen('', `${dialog}\n\nOK\n\nHelp`);
    assert.deepEqual([reading.intent, text], ['stale-schedule', dialog]);
  });

  it('keeps the title of the window, the names of programs and codes, whatever the reading makes of them', () => {
    const dialog = ['Front desk', '— Ox', 'Something went wrong', ERROR, 'Error code: 0xCAA70007', 'More information'];
    for (const buttons of [[], ['OK'], ['Close', 'Help']]) {
      const { text } = seen('', [...dialog, ...buttons].join('\n\n'));
      for (const kept of ['Front desk', ERROR, '0xCAA70007']) assert.ok(text.includes(kept), text);
    }
    const crowded = [...MAIL, 'Roomie', 'Something went wrong', ERROR, 'Please try later', '[5mwvr]', 'OK', ...MAIL];
    const { text } = seen('', [...crowded, ...MAIL].join('\n\n'));
    for (const kept of ['Roomie', ERROR, '[5mwvr]']) assert.ok(text.includes(kept), text);
    assert.doesNotMatch(text, /lentil/);
  });

  it('keeps them on a crowded screen however far from the error they stand, and no passage of prose for a code', () => {
    const far = MAIL.slice(1);
    const coded = 'Hello all, ticket INC0012345 about the coffee machine is closed since Monday at noon.';
    const screen = ['Front desk', ...far, ERROR, ...far, 'Error code: 0xCAA70007', coded, '[5mwvr]', '10:42 AM'];
    const { reading, text } = seen('', screen.join('\n\n'));
    assert.equal(reading.intent, 'stale-schedule');
    for (const kept of ['Front desk', ERROR, 'Error code: 0xCAA70007', 'INC0012345', '[5mwvr]'])
      assert.ok(text.includes(kept), text);
    assert.doesNotMatch(text, /lentil|coffee|10:42/);
    assert.match(seen('', ['Roomie', ...far, ERROR, ...far].join('\n\n')).text, /^Roomie\n\n/);
    const titled = ['Front desk', 'Roomie', ...far, ERROR, ...far];
    assert.match(seen('', titled.join('\n\n')).text, /^Front desk\n\nRoomie\n\n/);
  });

  it('keeps of a screen full of codes only the nearest ones', () => {
    const codes = Array.from({ length: 90 }, (_, i) => `Event ABC-${1000 + i}`);
    const { text } = seen('', [...codes, ERROR, ...codes.toReversed()].join('\n\n'));
    assert.ok(text.includes(ERROR) && text.includes('ABC-1085') && text.length < 700, text);
    assert.doesNotMatch(text, /ABC-1010/);
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

  describe('without an error', () => {
    const LOGIN = ['Log in', 'User name:', '| kim', 'Password:', 'DO Save my password', '| Log in', 'Cancel'];

    it('is a window that the content knows, however its letters were misread', () => {
      const { shown, reading } = seen('', LOGIN.join('\n\n'));
      assert.deepEqual([shown, reading.decision], [{ kind: 'window', title: 'a sign-in form' }, 'none']);
      assert.equal(seen('', 'Roomie\n\nSignlng in ...').shown.kind, 'window');
    });

    it('says whose window it is to the words beside it', () => {
      const { text, shown } = seen('it stays like this', ['Roomie', ...LOGIN].join('\n\n'));
      assert.deepEqual([text, shown.kind], ['it stays like this\n\nRoomie', 'window']);
    });

    it('is an error all the same with one line of it in the window', () => {
      const { shown, reading, text } = seen('', ['Roomie', ERROR, ...LOGIN].join('\n\n'));
      assert.deepEqual([shown.kind, reading.intent], ['error', 'stale-schedule']);
      assert.doesNotMatch(text, /Save my password/);
    });

    it('is nothing where no word says that something fails', () => {
      const shown = (...lines: string[]) => seen('', lines.join('\n\n')).shown.kind;
      assert.equal(shown('Roomie', 'Room 4 is free until noon.', 'Book it now'), 'nothing');
      assert.equal(shown('Roomie', 'You cannot book room 4.', 'OK'), 'error');
    });

    it('keeps the title, were it a known text, beside an error', () => {
      assert.match(seen('', ['Log in', ERROR, 'OK'].join('\n\n')).text, /^Log in\n\n/);
    });

    it('is told sentence by sentence', () => {
      assert.equal(seen('', 'Signing in… Please wait while we sign you in.').shown.kind, 'window');
      assert.equal(seen('', `Please wait… ${ERROR}`).shown.kind, 'error');
    });

    it('counts for nothing beside a picture with an error', () => {
      const { shown, text } = seen('', LOGIN.join('\n\n'), ERROR);
      assert.deepEqual([shown.kind, text], ['error', ERROR]);
    });
  });

  it('is about another program where that stands in the title, and no product of a pack', () => {
    const shown = (title: string) => seen('', `${title}\n\nThe schedule is not up to date, so you cannot book.`).shown;
    assert.deepEqual(shown('Microsoft OneNote'), { kind: 'other', program: 'OneNote' });
    assert.equal(shown('Roomie for OneNote').kind, 'error');
    assert.equal(shown('Google Chrome').kind, 'error', 'a browser shows the windows of others');
  });
});
