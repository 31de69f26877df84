/** The words that told a problem, as the person wrote them. */
import assert from 'node:assert/strict';
import { asWritten } from '../../src/understanding/telling-words.ts';

/** Tokens of a product with two names, of one with two words, and with a note beside one of its parts. */
const tokens = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/\b(?:old roomie|panel app)\b/g, 'roomie')
    .replace(/\bsign in\b/g, 'signin')
    .replace(/\bpanel\b/g, 'panel roomiepart')
    .split(/[^\p{L}\p{N}]+/u);

describe('words as they were written', () => {
  const LINES = [
    ['The Schedule is wrong', ['schedule', 'the'], ['Schedule', 'The']],
    ['I cannot sign in today', ['signin'], ['sign in']],
    ['Panel App is slow', ['roomie'], ['Panel App']],
    ['the panel is dark', ['roomiepart', 'panel', 'is'], ['panel']],
    ['the panel is dark', ['door'], []],
    ['', ['door'], []],
  ] as const;
  for (const [text, telling, written] of LINES)
    it(`of "${text}" for ${telling.join(', ')}`, () => assert.deepEqual(asWritten(text, telling, tokens), written));
});
