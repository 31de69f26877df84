/** Finds facts that are told beside a problem: the device, its system, since when. */
import type { Pack } from '../core/content.ts';
import { PhraseIndex, WORD } from './phrase-index.ts';
import { simplify } from './simplify.ts';

/** Finds the words that tell the slots which the content calls asides. */
export class AsideFinder {
  readonly #phrases = new PhraseIndex<true>();

  constructor(packs: Iterable<Pack>) {
    for (const { values } of new Set([...packs].flatMap((pack) => pack.slots.filter(({ aside }) => aside))))
      for (const { says } of values) for (const said of says) this.#phrases.add(said, true);
  }

  /** The text with blanks in the place of such words, as long as before: places in it stay the same. */
  without(text: string): string {
    const words = [...text.matchAll(WORD)];
    let rest = text;
    for (const { from, length } of this.#phrases.find(words.map(([word]) => simplify(word)))) {
      const start = words[from]!.index;
      const last = words[from + length - 1]!;
      const end = last.index + last[0].length;
      rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
    }
    return rest;
  }
}
