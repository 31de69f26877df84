/** Cuts a text into passages that can tell something by themselves, and combines their margins. */
import type { Lexicon } from './lexicon.ts';
import { isTold } from './remedies.ts';

/** A piece of a text that can tell something by itself, and its place in the text. */
export interface Passage {
  readonly words: readonly string[];
  /** The words that tell what is wrong, without those of remedies tried in vain: mostly all of them. */
  readonly told: readonly string[];
  /** The words of the sentence that begins here, by its clauses; none if the passage continues a long sentence. */
  readonly clauses: readonly (readonly string[])[];
  readonly from: number;
  readonly to: number;
}

/** The largest number of words that stay one passage, whatever their punctuation. */
const SHORT = 20;
/** About the number of words in a passage of a text without full stops. */
const PASSAGE = 14;
/**
 * The lowest best margin of a telling passage: below it, a passage says nothing of ours (a greeting, a signature, the
 * weather).
 */
const TELLING = -0.5;
/** The weight of the telling passages beside the whole text. */
const WEIGHT = 0.7;
const NONE: readonly never[] = [];
/**
 * The ends of clauses, each of which says one thing of one subject: at commas and the like, and before words that turn
 * the sentence round.
 */
const CLAUSE =
  /(?<=[,:])\s+|(?<=[，、：])|\s+(?=[(–—-])|\s+(?=(?:but|however|though|although|whereas|yet|aber|pero|mais|mas|maar|ma|ale|men)\s)|(?=但|不过|可是)/iu;
const END = /(?<=[.!?…])\s+|(?<=[。！？])|\n+|;\s/gu;

/** The passages of a text's excerpt: cut at the ends of sentences and lines and, if there are none, every few words. */
export function passagesOf(
  text: string,
  { tokens, excerpt }: Pick<Lexicon, 'tokens' | 'excerpt'>,
  right: (word: string) => string = (word) => word,
): readonly Passage[] {
  const passages: Passage[] = [];
  const cut = (from: number, to: number): void => {
    const clauses = text
      .slice(from, to)
      .split(CLAUSE)
      .map((clause) => tokens(clause).map(right));
    const words = clauses.flat();
    const pieces = words.length > 1.5 * PASSAGE ? Math.round(words.length / PASSAGE) : 1;
    const size = Math.ceil(words.length / pieces);
    const told = isTold(clauses);
    for (let i = 0; i < words.length; i += size) {
      const piece = words.slice(i, i + size);
      const some = told === null ? piece : piece.filter((_, at) => told[i + at]);
      passages.push({ words: piece, told: some, clauses: i === 0 ? clauses : NONE, from, to });
    }
  };
  for (const span of excerpt(text)) {
    let { from } = span;
    for (const end of text.slice(span.from, span.to).matchAll(END)) {
      cut(from, span.from + end.index);
      from = span.from + end.index + end[0].length;
    }
    cut(from, span.to);
  }
  return passages;
}

/**
 * The margins of a text of any length: those of all of it, combined with those of the passages that tell something by
 * themselves. Without the passages, a mail's greeting, story, signature and disclaimer outvote the one sentence that
 * matters. `ours` are the classes that count.
 */
export function marginsOf(
  passages: readonly Passage[],
  margins: (words: readonly string[]) => Float64Array,
  ours: readonly number[],
): Float64Array {
  const isOurs = (of: Float64Array): boolean => ours.some((c) => of[c]! > TELLING);
  const all = passages.flatMap((passage) => passage.words);
  const told = passages.some((passage) => passage.told !== passage.words)
    ? passages.flatMap((passage) => passage.told)
    : all;
  // If a text tells only of remedies, all of its words count.
  const words = told.length > 1 && (told === all || isOurs(margins(told))) ? told : all;
  const wordsOf = (passage: Passage): readonly string[] => (words === told ? passage.told : passage.words);
  const whole = margins(words);
  if (words.length <= SHORT || passages.length < 2) return whole;
  const telling = passages.map(wordsOf).filter((some) => some.length > 1 && isOurs(margins(some)));
  if (telling.length === 0 || telling.length === passages.length) return whole;
  const part = margins(telling.flat());
  return whole.map((margin, c) => WEIGHT * part[c]! + (1 - WEIGHT) * margin);
}

/** The place in the text of the words from number `from` to number `to`, as exact as a passage. */
export function placeOf(passages: readonly Passage[], from: number, to: number): { from: number; to: number } {
  let counted = 0;
  let first: Passage | undefined;
  let last: Passage | undefined;
  for (const passage of passages) {
    const next = counted + passage.words.length;
    if (first === undefined && from < next) first = passage;
    if (counted < to) last = passage;
    counted = next;
  }
  return { from: first?.from ?? 0, to: Math.max(last?.to ?? 0, first?.to ?? 0) };
}
