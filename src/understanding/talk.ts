/** Finds how something is said: as a question, as a correction, with a "but". */
import { ASKS, type Asked, type Asks, PASSING, type Passing } from '../core/asked.ts';
import type { Pack } from '../core/content.ts';
import type { WayOfSaying } from '../core/reading.ts';
import { PhraseIndex, wordsOf } from './phrase-index.ts';
import { RecoveryFinder } from './recovery.ts';

/** The ends of what is said in one go. */
const CLAUSE = /(?<=[.!?…;:,\n])\s*|\s+[–—-]+\s+/u;
/** Words before a question that belong to no question. */
const FILLERS = new Set(
  'a ah also and anyway btw but can done er erm hey hello hi hm hmm i just listen look no ok okay oh one please quick question right sorry so still sure tell thanks that the then u uh um umm wait well yes und aber y pero e mais et'.split(
    ' ',
  ),
);
/** The largest number of such words. */
const MOST_FILLERS = 4;
/** The longest text whose way of saying is looked at, in characters: longer ones are reports. */
const LONGEST = 600;

/** Words after which "who", "what", "which", "how" and the like ask something, even without a question mark. */
const AUXILIARY =
  /^(?:is|are|am|was|were|do|does|did|will|would|can|could|should|shall|may|might|must|has|have|whats|u|ya)$/;
const ASKING = /^(?:what|who|whom|whose|which|how)$/;
/** A question for one of several things, alone: "which number" may be an answer. */
const WHICH_ONE = /^which ones?$/;
const ASKING_OF_TIME = /^(?:when|where)$/;
/** Words that begin a question where one of these follows: "does it", "is my", "will they". */
const SUBJECT =
  /^(?:i|you|u|he|she|it|we|they|this|that|these|those|the|there|my|your|our|his|her|their|a|an|any|some|somebody|someone|anybody|anyone|everybody|everyone)$/;

/** Words that begin a wish as often as a question: "could somebody do it with me". */
const WISHING = /^(?:can|could|may|would)$/;
/** The number of words of a text in which one word tells by itself. */
const ALONE = 2;
const PRONOUN = /^(?:i|you|it|we|they|this|that|somebody|someone)$/;
const THING = /^(?:it|this|that|these|those|the|my|a|all|everything)$/;

/** The order in which an answer is chosen, by what is asked for. */
const PREFERRED = {
  meaning: ['word', 'question'],
  how: ['how-to', 'question'],
} as const;

/** Finds how texts are said, by the beginnings of questions and the answers of all packs. */
export class TalkFinder {
  readonly #asks = new PhraseIndex<Asks>();
  readonly #answers = new PhraseIndex<{ pack: string; id: string; kind: string }>();
  readonly #corrects = new PhraseIndex<true>();
  readonly #several = new PhraseIndex<true>();
  readonly #but = new PhraseIndex<true>();
  readonly #doubts = new PhraseIndex<true>();
  readonly #over = new PhraseIndex<true>();
  readonly #passing = new PhraseIndex<Passing>();

  readonly #recoveries: RecoveryFinder;

  constructor(packs: Iterable<Pack>) {
    const all = [...packs];
    this.#recoveries = new RecoveryFinder(all);
    for (const { id: pack, talk, answers } of all) {
      for (const kind of ASKS) for (const phrase of talk.asks[kind] ?? []) this.#asks.add(phrase, kind);
      for (const phrase of talk.corrects) this.#corrects.add(phrase, true);
      for (const phrase of talk.several) this.#several.add(phrase, true);
      for (const phrase of talk.but) this.#but.add(phrase, true);
      for (const kind of PASSING) for (const phrase of talk.passing[kind] ?? []) this.#passing.add(phrase, kind);
      for (const phrase of talk.doubts) this.#doubts.add(phrase, true);
      for (const phrase of talk.over) this.#over.add(phrase, true);
      for (const { id, kind, says } of answers)
        for (const phrase of says) this.#answers.add(phrase, { pack, id, kind });
    }
  }

  find(text: string): WayOfSaying {
    if (text.length > LONGEST)
      return {
        asked: null,
        passing: null,
        corrects: false,
        several: false,
        turned: false,
        doubtful: false,
        over: false,
        works: null,
      };
    const words = wordsOf(text);
    return {
      asked: this.#asked(text),
      corrects: this.#corrects.find(words).length > 0,
      several: this.#several.find(words).length > 0,
      // One word alone is told in passing; in a sentence it may be anything: "no wait, it's a Mac".
      passing: longest(this.#passing.find(words).filter(({ length }) => length > 1 || words.length <= ALONE)),
      doubtful: this.#doubts.find(words).length > 0 || this.#recoveries.goesOn(text),
      over: this.#over.find(words).length > 0,
      works: this.#recoveries.find(text),
      turned: this.#but.find(words).some(({ from, length }) => from > 0 && from + length < words.length),
    };
  }

  #asked(text: string): Asked | null {
    for (const clause of text.split(CLAUSE)) {
      const words = wordsOf(clause);
      for (let from = 0; from < words.length; from++) {
        const hit = this.#asks.at(words, from) ?? (isInverted(words, from, clause) ? OTHER : null);
        const kind = hit?.values[0];
        if (kind && (hit.length > 1 || kind !== 'other' || isMarked(clause) || isInverted(words, from, clause)))
          return {
            for: kind === 'other' && WISHING.test(words[from]!) ? 'wish' : kind,
            answers: this.#answersIn(words.slice(from + hit.length), words, kind),
          };
        if (from === MOST_FILLERS || !FILLERS.has(words[from]!)) break;
      }
      // "If I switch, do I lose it?" asks at its end.
      if (isMarked(clause) && words.some((word, i) => AUXILIARY.test(word) && PRONOUN.test(words[i + 1] ?? '')))
        return { for: 'other', answers: this.#answersIn(words, words, 'other') };
    }
    return null;
  }

  /** The answers that a question names: what follows its beginning counts, or all of it for other questions. */
  #answersIn(rest: readonly string[], all: readonly string[], kind: Asks): Asked['answers'] {
    const wanted: readonly string[] = kind === 'meaning' || kind === 'how' ? PREFERRED[kind] : ['question'];
    const named = this.#answers
      .find(wanted.length === 1 ? all : rest)
      .flatMap(({ values, length }) => values.map((value) => ({ ...value, length })))
      .filter(({ kind: of }) => wanted.includes(of));
    named.sort((a, b) => wanted.indexOf(a.kind) - wanted.indexOf(b.kind) || b.length - a.length);
    return named
      .filter(({ kind: of, length }) => of === named[0]!.kind && length === named[0]!.length)
      .map(({ pack, id }) => ({ pack, id }));
  }
}

/** The value of the longest phrase found. */
function longest<T>(found: readonly { readonly values: readonly T[]; readonly length: number }[]): T | null {
  return found.toSorted((a, b) => b.length - a.length)[0]?.values[0] ?? null;
}

const OTHER = { values: ['other'], length: 1 } as const;

function isMarked(clause: string): boolean {
  return /[?？]\s*$/.test(clause);
}

/**
 * Whether a question begins at a word, told by the order of words: "which sites do you mean", "does my boss". "When I
 * sign in" begins none.
 */
function isInverted(words: readonly string[], from: number, clause: string): boolean {
  const [first = '', second = '', third = ''] = words.slice(from, from + 3);
  if (WHICH_ONE.test(words.join(' '))) return true;
  if (ASKING.test(first)) return AUXILIARY.test(second) || AUXILIARY.test(third);
  if (ASKING_OF_TIME.test(first)) return AUXILIARY.test(second);
  if (isMarked(clause)) return AUXILIARY.test(first);
  // "I still have the old one" has its subject before.
  if (words.slice(0, from).includes('i')) return false;
  // "Did that, no change" and "do it again" ask nothing.
  return AUXILIARY.test(first) && SUBJECT.test(second) && !(/^d(?:o|id)$/.test(first) && THING.test(second));
}
