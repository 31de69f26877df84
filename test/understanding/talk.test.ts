/** Ways of saying: questions back, corrections, "but". One case more is one line more. */
import assert from 'node:assert/strict';
import { TalkFinder } from '../../src/understanding/talk.ts';
import { shipped } from '../fakes/knowledge.ts';

const { content } = await shipped();
const finder = new TalkFinder(content.packs.values());

/** The kind of question, and the first answer that the words name; null where nothing is asked. */
const asked = (text: string): string | null => {
  const { asked: found } = finder.find(text);
  return found && [found.for, found.answers[0]?.id].filter(Boolean).join(' ');
};

const ASKED: Readonly<Record<string, readonly (readonly [string, string | null])[]>> = {
  'a word': [
    ['what is a proxy?', 'meaning proxy'],
    ['ok but what does DNS mean', 'meaning dns'],
    ["sorry, what's a cache", 'meaning cache'],
    ['was ist ein Proxy?', 'meaning proxy'],
  ],
  'the reason': [
    ['why do you need that?', 'why'],
    ['does it matter', 'why'],
    ['what for', 'why'],
  ],
  'the way to do something': [
    ['how do I open control panel', 'how control-panel'],
    ['where is task manager?', 'how task-manager'],
    ['can you tell me where the start menu hides', 'how'],
  ],
  'time, cost and safety': [
    ['how long does this take?', 'time'],
    ['do I have to restart?', 'cost'],
    ['is this safe', 'safe'],
  ],
  'anything else': [
    ['which sites do you mean', 'other'],
    ['if I switch, do I lose what we did?', 'cost switch-problem'],
    ['if it rains, will it work?', 'other'],
    ['who will look at this tomorrow?', 'other'],
  ],
  'nothing at all': [
    ['when I sign in it says no', null],
    ['did that, no change', null],
    ['do it again please', null],
    ['the page is open', null],
    ['yes i have the old one', null],
    ['i still have the app', null],
    ['windows 10?', null],
    ['what it says is always the same', null],
  ],
};

describe('a text asks for', () => {
  for (const [about, lines] of Object.entries(ASKED))
    describe(about, () => {
      for (const [text, expected] of lines)
        it(`with "${text}": ${expected ?? 'no question'}`, () => {
          const found = asked(text);
          assert.ok(expected === found || (expected !== null && found?.startsWith(`${expected} `)), String(found));
        });
    });
});

describe('a text', () => {
  it('takes something back', () => {
    for (const text of ['no wait, a Mac', 'I meant the phone', 'actually it is Windows 11'])
      assert.ok(finder.find(text).corrects, text);
    for (const text of ['it is a Mac', 'the second one']) assert.ok(!finder.find(text).corrects, text);
  });

  it('is turned round by a "but" with something after it', () => {
    assert.ok(finder.find('it works, but my contacts are gone').turned);
    assert.ok(!finder.find('but it works').turned);
    assert.ok(!finder.find('it works, but').turned);
  });

  it('is not looked at where it is a report of many lines', () => {
    assert.deepEqual(finder.find(`what is a proxy? ${'x '.repeat(400)}`), {
      asked: null,
      passing: null,
      corrects: false,
      several: false,
      turned: false,
      doubtful: false,
      over: false,
      works: null,
    });
  });
});
