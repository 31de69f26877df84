/** The words of codes: those that everybody shows, their numbers and their decimals. How they are written is in tokens.test.ts. */
import assert from 'node:assert/strict';
import { decimalsOf, firstNumber, isEverybodys } from '../../src/understanding/code-words.ts';

describe('the word of a code', () => {
  it('is everybody’s where it is a small number or a status of the system', () => {
    for (const word of ['code0000007e', 'code00000709', 'codec000006a']) assert.ok(isEverybodys(word), word);
    for (const word of ['code80070035', 'codecaa20002', 'aadsts50105']) assert.ok(!isEverybodys(word), word);
  });

  it('has a decimal with a sign and one without, where its first bit says that something failed', () => {
    assert.deepEqual(decimalsOf('code80070035'), ['2147942453', '2147024843']);
    assert.deepEqual(decimalsOf('code00000709'), []);
  });
});

describe('the first number of a text', () => {
  for (const [text, number, isPrefixed] of [
    ['it says 50105 again', '50105', false],
    ['AADSTS-50105, then 53003', '50105', true],
    ['aadsts: 700016', '700016', true],
  ] as const)
    it(`is ${number} in ${JSON.stringify(text)}`, () => {
      const found = firstNumber(text);
      assert.deepEqual([found?.number, found?.isPrefixed], [number, isPrefixed]);
    });

  it('is none in a shorter or longer one', () => assert.equal(firstNumber('53 and 0171234567'), null));
});
