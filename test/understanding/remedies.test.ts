import assert from 'node:assert/strict';
import { passagesOf } from '../../src/understanding/passages.ts';
import { lexicon } from '../fakes/knowledge.ts';

/** The rest of a text without what was tried. */
function told(text: string): string {
  return passagesOf(text, lexicon)
    .flatMap((passage) => passage.told)
    .join(' ');
}

describe('a remedy that was tried', () => {
  it('is left out of what is wrong', () => {
    assert.equal(told('No way in. I have tried another proxy, a new certificate and the clock.'), 'no way in i have');
    assert.equal(told('Tried the VPN, tried the LAN, still no luck'), 'still no luck');
    assert.equal(told('Kein Zugang. Habe ein anderes Zertifikat versucht.'), 'kein zugang');
  });

  it('ends where the text tells what happened', () => {
    assert.equal(told('I tried another proxy but the clock is wrong'), 'i but the clock is wrong');
    assert.equal(told('tried another proxy, it wants a certificate'), 'it wants a certificate');
  });

  it('is not an attempt to sign in', () => {
    for (const text of ['I tried to sign in with Roomie', 'tried again with the right PIN', 'I tried three times'])
      assert.equal(told(text).split(' ').length, passagesOf(text, lexicon)[0]!.words.length, text);
  });

  it('takes nothing out of a text without one', () => {
    for (const { words, told } of passagesOf('The certificate is wrong. So is the clock.', lexicon))
      assert.equal(told, words);
  });
});
