/** Cuts a text into passages that can tell something by themselves, and combines their margins. */
import { partsOf } from './chatter.ts';
import type { ChatterFinder } from './chatter-finder.ts';
import type { Lexicon } from './lexicon.ts';

import { isTold } from './remedies.ts';
import type { Weighed } from './weighed.ts';

/** A piece of a text that can tell something by itself, and its place in the text. */
export interface Passage {
  readonly words: readonly string[];
  /** The words without chatter: mostly all of them. */
  readonly kept: readonly string[];
  /** The words that tell what is wrong, without chatter and without remedies tried in vain. */
  readonly told: readonly string[];
  /**
   * The words of the sentence that begins here, by its clauses, without chatter; none if the passage continues a long
   * sentence.
   */
  readonly clauses: readonly (readonly string[])[];
  readonly from: number;
  readonly to: number;
}

/** The largest number of words that stay one passage, whatever their punctuation. */
const SHORT = 10;
/** About the number of words in a passage of a text without full stops. */
const PASSAGE = 14;
/**
 * The lowest best margin of a telling passage: below it, a passage says nothing of ours (a greeting, a signature, the
 * weather).
 */
const TELLING = -0.5;
/** The number of words from which on a text is known by its most telling passages alone, and the number of those. */
const LONG = 120;
const MOST_TELLING = 8;
/** The weight of the telling passages beside the whole text. */
const WEIGHT = 0.7;
/** The weight of a text without the remedies that were tried in vain, beside all of it. */
const TOLD = 0.5;
const NONE: readonly never[] = [];
/**
 * The ends of clauses, each of which says one thing of one subject: at commas and the like, and before words that turn
 * the sentence round.
 */
const CLAUSE =
  /(?<=[,:])\s+|(?<=[，、：])|\s+(?=[(–—-])|\s+(?=(?:but|however|though|although|whereas|yet|aber|pero|mais|mas|maar|ma|ale|men)\s)|(?=但|不过|可是)/iu;
const END = /(?<=[.!?…])\s+|(?<=[。！？])|\n+|;\s/gu;

/** A sentence: its words, all and by clause, and its place in the text. */
interface Sentence {
  readonly clauses: readonly (readonly string[])[];
  readonly words: readonly string[];
  readonly from: number;
  readonly to: number;
}

/**
 * The passages of a text's excerpt: cut at the ends of sentences and lines and, if there are none, every few words. What
 * `chatter` finds is not told.
 */
export function passagesOf(
  text: string,
  { tokens, excerpt }: Pick<Lexicon, 'tokens' | 'excerpt'>,
  right: (word: string) => string = (word) => word,
  chatter: Pick<ChatterFinder, 'told'> | null = null,
): readonly Passage[] {
  const sentences: Sentence[] = [];
  const cut = (from: number, to: number): void => {
    const clauses = text
      .slice(from, to)
      .split(CLAUSE)
      .map((clause) => tokens(clause).map(right))
      .filter((clause) => clause.length > 0);
    if (clauses.length > 0)
      sentences.push({ clauses, words: clauses.length === 1 ? clauses[0]! : clauses.flat(), from, to });
  };
  for (const span of excerpt(text)) {
    let { from } = span;
    for (const end of text.slice(span.from, span.to).matchAll(END)) {
      cut(from, span.from + end.index);
      from = span.from + end.index + end[0].length;
    }
    cut(from, span.to);
  }
  const kept = chatter?.told(sentences.flatMap(({ clauses }) => clauses)) ?? null;
  let clause = 0;
  return sentences.flatMap(({ clauses, words, from, to }) => {
    const pieces = words.length > 1.5 * PASSAGE ? Math.round(words.length / PASSAGE) : 1;
    const size = Math.ceil(words.length / pieces);
    const keptBy = kept?.slice(clause, clause + clauses.length) ?? null;
    clause += clauses.length;
    const isKept = keptBy?.flat() ?? null;
    const said =
      keptBy === null ? clauses : clauses.map((of, c) => keptOf(of, keptBy[c]!)).filter((of) => of.length > 0);
    const told = both(isTold(clauses), isKept);
    const passages: Passage[] = [];
    for (let i = 0; i < words.length; i += size) {
      const piece = pieces === 1 ? words : words.slice(i, i + size);
      const only = (is: readonly boolean[] | null): readonly string[] =>
        is === null ? piece : keptOf(piece, is.slice(i, i + piece.length));
      const some = only(isKept);
      passages.push({
        words: piece,
        kept: some,
        told: told === isKept ? some : only(told),
        clauses: i === 0 ? said : NONE,
        from,
        to,
      });
    }
    return passages;
  });
}

/** The words that are kept; the same list where all are: it may be weighed already. */
function keptOf(words: readonly string[], is: readonly boolean[]): readonly string[] {
  return is.every(Boolean) ? words : words.filter((_, i) => is[i]);
}

function both(a: readonly boolean[] | null, b: readonly boolean[] | null): readonly boolean[] | null {
  return a === null || b === null ? (a ?? b) : a.map((is, i) => is && b[i]!);
}

/**
 * The margins of a text of any length: those of all of it, combined with those of the passages that tell something by
 * themselves. Without the passages, a mail's greeting, story, signature and disclaimer outvote the one sentence that
 * matters. Remedies tried in vain count half. `ours` are the classes that count.
 */
export function weighedIn(
  passages: readonly Passage[],
  weigh: (words: readonly string[]) => Weighed,
  ours: readonly number[],
): Weighed {
  const isOurs = ({ margins }: Weighed): boolean => ours.some((c) => margins[c]! > TELLING);
  const all = passages.flatMap((passage) => passage.kept);
  const told = passages.some((passage) => passage.told !== passage.kept)
    ? passages.flatMap((passage) => passage.told)
    : all;
  const kept = (): Weighed =>
    combined(
      all,
      passages.map((passage) => passage.kept),
      () => passages.flatMap((passage) => passage.clauses.flatMap(partsOf)),
    );
  // If a text tells only of remedies, those words count.
  if (told === all || told.length < 2 || !(told.length > LONG || isOurs(weigh(told)))) return kept();
  const without = combined(
    told,
    passages.map((passage) => passage.told),
    () => passages.map((passage) => passage.told),
  );
  return mixed(without, kept(), TOLD);

  /** Some words, combined with those of their parts that tell something; a long text is known by its passages alone. */
  function combined(
    words: readonly string[],
    pieces: readonly (readonly string[])[],
    cut: () => readonly (readonly string[])[],
  ): Weighed {
    if (words.length > LONG) return weigh(mostTelling(pieces, weigh, ours).flat());
    const whole = weigh(words);
    if (words.length <= SHORT) return whole;
    const parts = cut();
    if (parts.length < 2) return whole;
    const telling = parts.filter((some) => some.length > 1 && isOurs(weigh(some)));
    if (telling.length === 0 || telling.length === parts.length) return whole;
    return mixed(weigh(telling.flat()), whole, WEIGHT);
  }
}

/** Two weighings as one, the first with this weight. */
function mixed(one: Weighed, other: Weighed, weight: number): Weighed {
  const mix = (a: number, b: number): number => weight * a + (1 - weight) * b;
  return {
    margins: one.margins.map((margin, c) => mix(margin, other.margins[c]!)),
    known: mix(one.known, other.known),
    ours: mix(one.ours, other.ours),
  };
}

/** The passages of a long text that are most like something of ours, in the order of the text. */
function mostTelling(
  passages: readonly (readonly string[])[],
  weigh: (words: readonly string[]) => Weighed,
  ours: readonly number[],
): readonly (readonly string[])[] {
  const ranked = passages
    .map((words, at) => ({ words, at, best: words.length > 1 ? bestOf(weigh(words).margins, ours) : -2 }))
    .sort((a, b) => b.best - a.best);
  const telling = ranked.filter(({ best }, rank) => best > TELLING || rank === 0).slice(0, MOST_TELLING);
  return telling.sort((a, b) => a.at - b.at).map(({ words }) => words);
}

function bestOf(margins: Float64Array, of: readonly number[]): number {
  let best = -2;
  for (const c of of) if (margins[c]! > best) best = margins[c]!;
  return best;
}

/** The margins without the class of chatter: it only tells what to cut away, and is no meaning of a text. */
export function withoutChatter(weighed: Weighed, chatter: number): Weighed {
  if (chatter < 0) return weighed;
  const margins = weighed.margins.slice();
  margins[chatter] = Number.NEGATIVE_INFINITY;
  return { ...weighed, margins };
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
