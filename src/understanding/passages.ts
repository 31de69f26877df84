/** A text cut into passages that can tell something by themselves, and what all of them together come to. */
import type { Lexicon } from './lexicon.ts';
import { isTold } from './remedies.ts';

/** A piece of a text that can tell something by itself, and where it stands. */
export interface Passage {
  readonly words: readonly string[];
  /** Those of its words that tell what is wrong, and not what was tried in vain: mostly all of them. */
  readonly told: readonly string[];
  /** The words of the sentence that begins here, by its clauses; none where a long sentence goes on. */
  readonly clauses: readonly (readonly string[])[];
  readonly from: number;
  readonly to: number;
}

/** So few words are one passage, whatever their punctuation. */
const SHORT = 20;
/** About so many words make a passage where nobody set a full stop. */
const PASSAGE = 14;
/** A passage whose best margin is lower says nothing of ours: a greeting, a signature, the weather. */
const TELLING = -0.5;
/** How much the telling passages count beside the whole text. */
const WEIGHT = 0.7;
const NONE: readonly never[] = [];
/** Where one thing said of one subject ends: at commas and the like, and before what turns the sentence round. */
const CLAUSE =
  /(?<=[,:])\s+|(?<=[，、：])|\s+(?=[(–—-])|\s+(?=(?:but|however|though|although|whereas|yet|aber|pero|mais|mas|maar|ma|ale|men)\s)|(?=但|不过|可是)/iu;
const END = /(?<=[.!?…])\s+|(?<=[。！？])|\n+|;\s/gu;

/** The excerpt of a text, cut where sentences and lines end, and where they don't, every few words. */
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
 * The margins of a text of any length: of all of it, and of those passages that tell something by themselves. Without the second,
 * a mail's greeting, story, signature and disclaimer outvote the one sentence that matters. `ours` are the classes that count.
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
  // Of a text that tells only what was tried, all tells.
  const words = told.length > 1 && (told === all || isOurs(margins(told))) ? told : all;
  const wordsOf = (passage: Passage): readonly string[] => (words === told ? passage.told : passage.words);
  const whole = margins(words);
  if (words.length <= SHORT || passages.length < 2) return whole;
  const telling = passages.map(wordsOf).filter((some) => some.length > 1 && isOurs(margins(some)));
  if (telling.length === 0 || telling.length === passages.length) return whole;
  const part = margins(telling.flat());
  return whole.map((margin, c) => WEIGHT * part[c]! + (1 - WEIGHT) * margin);
}

/** Where in the text the words from one number to another stand, to the passage. */
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
