/** The things that sentences say of a product: one case more is one line more. */
import assert from 'node:assert/strict';
import { COMMON } from '../../src/core/content.ts';
import { otherProgramsOf } from '../../src/understanding/other-programs.ts';
import { passagesOf } from '../../src/understanding/passages.ts';
import { topicOf } from '../../src/understanding/topics.ts';
import { knowledge, lexicon } from '../fakes/knowledge.ts';

const { packs } = knowledge().content;
const others = otherProgramsOf([...packs.values()], lexicon);
const roomie = packs.get('roomie')!;
const failing = packs.get(COMMON)!.about.fails;
const topic = topicOf(roomie, failing, others, lexicon)!;

type Lines = readonly (readonly [string, boolean])[];

const NAMED: Lines = [
  ['Roomie hangs', true],
  ['the door panel hangs', true],
  ['rmctl says nothing', true],
  ['the printer hangs', false],
  ['the room is cold', false],
];

const DONE: Lines = [
  ['I booked a room', true],
  ['he checked in', true],
  ['check the door in the hall', false],
  ['a bookshelf', false],
];

const IN: Lines = [
  ["I can't book with Roomie", true],
  ['Roomie hangs when I book', true],
  ['Roomie is out of date, booking is a problem', true],
  ['The panel is here, and the booking failed', true],
  ['I book with Roomie every day', false],
  ["I can't book a flight", false],
  ["Roomie doesn't like me", false],
  ['Roomie lets me book, but the clock is wrong', false],
  // Its name stands in another clause, and this one names another program.
  ['Roomie is fine, but booking in Outlook failed', false],
  ['Roomie is here, but booking failed', true],
  ['Roomie and Outlook: booking failed in Roomie and Outlook', true],
];

const WELL: Lines = [
  ['Roomie works. Outlook fails.', true],
  ['Roomie is fine, but Outlook has an error', true],
  ['Roomie is fine', false],
  ['Roomie works, but booking fails', false],
  ['Roomie works only sometimes, Outlook fails', false],
  ["Roomie doesn't work, Outlook fails", false],
  ['Roomie works. Roomie fails. Outlook fails.', false],
  ['Outlook fails', false],
];

function each(what: string, lines: Lines, so: (text: string) => boolean): void {
  describe(what, () => {
    for (const [text, expected] of lines)
      it(`${expected ? 'yes' : 'no'}: ${text}`, () => assert.equal(so(text), expected));
  });
}

describe('a sentence', () => {
  each('names the product', NAMED, (text) => topic.isNamed(lexicon.tokens(text)));
  each('tells what is done with it', DONE, (text) => topic.isDone(lexicon.tokens(text)));
  each('says that it fails', IN, (text) => passagesOf(text, lexicon).some((passage) => topic.isIn(passage)));
  each('says that it works and another does not', WELL, (text) => topic.isWell(passagesOf(text, lexicon)));
});

describe('a pack', () => {
  it('without a name is no topic', () => {
    assert.equal(topicOf(packs.get(COMMON)!, failing, others, lexicon), null);
  });

  it('that does not say what is done with its product is about every failure of it', () => {
    const any = topicOf({ ...roomie, about: { ...roomie.about, does: [] } }, failing, others, lexicon)!;
    const isIn = (text: string): boolean => passagesOf(text, lexicon).some((passage) => any.isIn(passage));
    assert.deepEqual(['Roomie has an error', 'Roomie is here', 'An error'].map(isIn), [true, false, false]);
  });

  it('has its generic intent', () => {
    assert.deepEqual([topic.pack, topic.generic], ['roomie', 'booking-generic']);
  });
});
