/** Answers that begin with a yes or a no and go on, in the languages of the content. */
import assert from 'node:assert/strict';
import { led } from '../../../src/conversation/interpretation/assent.ts';
import { spokenWordsOf } from '../../../src/conversation/interpretation/spoken-words.ts';
import { knowledge } from '../../fakes/knowledge.ts';

const QUESTION = {
  asked: 1,
  slot: null,
  choices: [
    { id: 'yes', title: 'Yes' },
    { id: 'no', title: 'No' },
  ],
  controls: [],
};
const CASES: readonly (readonly [text: string, answer: string | null])[] = [
  ['well, yes it does', 'yes'],
  ['hmm, no, not that I know', 'no'],
  ['no browser here', null],
  ['also ja, aber nur manchmal', 'yes'],
  ['ach nein, leider nicht', 'no'],
  ['pues no, gracias', 'no'],
  ['euh oui, mais lentement', 'yes'],
  ['nou ja, maar langzaam', 'yes'],
  ['kein Browser hier', null],
];

const OFFER = {
  ...QUESTION,
  choices: [
    { id: 'printer-jam', title: 'The printer is jammed' },
    { id: 'none-of-these', title: 'None of these' },
  ],
};

describe('a yes or a no that goes on', () => {
  const spoken = spokenWordsOf(knowledge().content);
  for (const [text, answer] of CASES)
    it(`${text}: ${answer}`, () => {
      const meant = led(text, QUESTION, spoken);
      assert.equal(meant && 'id' in meant ? meant.id : null, answer);
    });

  it('turns down what is offered in a few words, and tells more of it in many', () => {
    assert.deepEqual(led('no, it is not', OFFER, spoken), { kind: 'choice', id: 'none-of-these' });
    assert.equal(led('no, I did not open it yet', OFFER, spoken), null);
  });
});
