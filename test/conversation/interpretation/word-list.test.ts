import assert from 'node:assert/strict';
import { WordList } from '../../../src/conversation/interpretation/word-list.ts';

describe('A list of words', () => {
  const list = new WordList(['still', "*n't", '???*ed', 'is back', 'open * again', 'noch immer']);

  it('finds whole words and phrases, in any case and with either apostrophe', () => {
    for (const text of [
      'STILL red',
      'it doesn’t',
      "it doesn't",
      'closed it',
      'the cross is  back',
      'das ist noch immer so',
    ])
      assert.ok(list.isIn(text), text);
    for (const text of ['distill', 'I need it', 'back is', 'stillness']) assert.ok(!list.isIn(text), text);
  });

  it('tells whether a text ends with one, and where they stand', () => {
    assert.ok(list.endsIn('the cross is back?!'));
    assert.ok(!list.endsIn('is back again'));
    assert.deepEqual(list.places('Still red, still'), [
      { from: 0, to: 5 },
      { from: 11, to: 16 },
    ]);
  });

  it('gives the parts of a text between them, and ends where a phrase may be nothing', () => {
    assert.deepEqual(list.parts('red, still red, still'), ['red, ', ' red, ', '']);
    assert.deepEqual(list.parts('red'), ['red']);
    assert.deepEqual(list.parts('red, still red, still'), ['red, ', ' red, ', ''], 'the same once more');
    assert.ok(new WordList(['*']).places('a - b').length > 0);
  });

  it('lets a star stand for any letters, and a question mark for one', () => {
    assert.ok(list.isIn('please open it again'));
    assert.ok(!list.isIn('open again'));
    assert.ok(!list.isIn('red'));
  });

  it('tells what stands behind the words that a text begins with', () => {
    assert.equal(list.behind('… Still the same'), ' the same');
    assert.equal(list.behind('the same'), null);
    assert.equal(new WordList(['ok', 'i', 'have']).afterAll('ok, I have closed it'), ' closed it');
  });

  it('parts a text at its words, and leaves them out', () => {
    assert.deepEqual(new WordList(['and', 'y']).parts('cerrado y reiniciado'), ['cerrado ', ' reiniciado']);
    assert.equal(list.without('it is back now').trim().replace(/\s+/g, ' '), 'it now');
  });

  it('has nothing in it where the content has no words', () => {
    const none = new WordList([]);
    assert.ok(!none.isIn('still'));
    assert.equal(none.behind('still'), null);
  });
});
