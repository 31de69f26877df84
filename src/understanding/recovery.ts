/** Finds that a text tells of something that works again, in the words of its own subject: "it prints now", "the drive is back". */
import type { Pack, Recovered } from '../core/content.ts';
import type { Reading } from '../core/reading.ts';
import { wordsOf } from './phrase-index.ts';

/** The largest number of words of a text that is looked at; a longer one is a report. */
const LONGEST = 20;
/** The ends of what is said in one go. */
const CLAUSE = /[.!?…;:,\n]+\s*|\s+[–—-]+\s+/u;

type RecoveryPart = keyof Recovered;

/** The parts of a sentence that were found in it, as bits. */
const BITS: Readonly<Record<RecoveryPart, number>> = {
  says: 1,
  things: 2,
  back: 4,
  runs: 8,
  since: 16,
  troubles: 32,
  gone: 64,
  spoils: 256,
  around: 0,
  open: 128,
};
/** The parts that together say it surely, and those that say it as far as they go. */
const SURE = [BITS.says, BITS.things | BITS.back, BITS.things | BITS.runs | BITS.since, BITS.troubles | BITS.gone];
const LIKELY = BITS.runs;
/** The parts that a text must have to tell of a recovery at all. */
const TELLING = ['says', 'things', 'runs', 'troubles', 'open'] as const;

/** A phrase that stands in some words: the place behind it, the parts it may be, and the packs that have it as one of them. */
interface PartFound {
  readonly to: number;
  readonly parts: ReadonlyMap<RecoveryPart, ReadonlySet<string>>;
}

/** Finds recoveries with the words of all packs (`talk.works`). */
export class RecoveryFinder {
  readonly #phrases = new Map<string, Map<RecoveryPart, Set<string>>>();
  /** The number of words of the longest phrase, by first words: most words of a text begin none. */
  readonly #longest = new Map<string, number>();

  constructor(packs: Iterable<Pack>) {
    for (const { id, talk } of packs)
      for (const [part, phrases] of Object.entries(talk.works) as [RecoveryPart, readonly string[]][])
        for (const phrase of phrases) {
          const words = spelledOut(phrase);
          const parts = this.#phrases.get(words.join(' ')) ?? new Map<RecoveryPart, Set<string>>();
          this.#phrases.set(words.join(' '), parts.set(part, (parts.get(part) ?? new Set<string>()).add(id)));
          this.#longest.set(words[0]!, Math.max(this.#longest.get(words[0]!) ?? 0, words.length));
        }
  }

  /**
   * The recovery in a text; null where it tells of none. It is told by `all` of the text where no word of it says
   * anything else: "prints, but only blank pages" does. It is `sure` where the words leave no doubt that something changed.
   */
  find(text: string): Reading['works'] {
    const words = spelledOut(text);
    if (words.length === 0 || words.length > LONGEST || text.includes('?')) return null;
    const found = this.#foundIn(words);
    const packs = packsOf(found);
    if (packs.length === 0) return null;
    const covered = coversOf(found)[words.length]!;
    // "The red cross is back" and "the mail came back" have a thing and its return, too.
    if (covered.some((bits) => has(bits, BITS.troubles) && !has(bits, BITS.gone))) return null;
    if (covered.some(isSure)) return { all: true, sure: true, isSpoilt: false, packs };
    if (covered.some((bits) => has(bits, LIKELY) && !has(bits, BITS.spoils)))
      return { all: true, sure: false, isSpoilt: false, packs };
    // "I'm in the office" has the words of one, and goes on.
    if (this.goesOn(text)) return null;
    const isPart = found.some((_, from) => coversOf(found.slice(from), from).some((bits) => bits.some(isSure)));
    const isSpoilt = found.some((at) => at.some(({ parts }) => parts.has('spoils')));
    return isPart ? { all: false, sure: false, isSpoilt, packs } : null;
  }

  /** Whether a text says it in words that mean it only at their end, and goes on: "I'm in Berlin". */
  goesOn(text: string): boolean {
    return text.split(CLAUSE).some((clause) => {
      const words = spelledOut(clause);
      if (words.length > LONGEST) return false;
      const found = this.#foundIn(words);
      const ends = found.flatMap((at) => at.filter(({ parts }) => parts.has('open')).map(({ to }) => to));
      // Things and statements go on as well: "I'm in the office".
      const isBeside = (to: number): boolean =>
        coversOf(found.slice(to), to)[words.length - to]!.some((bits) => (bits & ~BITS.since) === 0);
      return ends.some((to) => to < words.length && !isBeside(to));
    });
  }

  /** The phrases that begin at each of some words. */
  #foundIn(words: readonly string[]): readonly (readonly PartFound[])[] {
    return words.map((word, from) => {
      const at: PartFound[] = [];
      const most = Math.min(words.length, from + (this.#longest.get(word) ?? 0));
      for (let to = from + 1; to <= most; to++) {
        const parts = this.#phrases.get(words.slice(from, to).join(' '));
        if (parts) at.push({ to, parts });
      }
      return at;
    });
  }
}

/**
 * The ways in which phrases cover the words from the first one up to each place, as the bits of their parts; `before`
 * is the number of words that were cut off.
 */
function coversOf(found: readonly (readonly PartFound[])[], before = 0): readonly (readonly number[])[] {
  const covers: Set<number>[] = [...found, []].map(() => new Set());
  covers[0]!.add(0);
  for (const [from, at] of found.entries())
    for (const { to, parts } of covers[from]!.size > 0 ? at : [])
      for (const part of parts.keys()) for (const bits of covers[from]!) covers[to - before]!.add(bits | BITS[part]);
  return covers.map((bits) => [...bits]);
}

/** The packs that have one of the statements, things and signs found, or what is said of a thing. */
function packsOf(found: readonly (readonly PartFound[])[]): readonly string[] {
  const packs = found.flatMap((at) =>
    at.flatMap(({ parts }) => TELLING.flatMap((part) => [...(parts.get(part) ?? [])])),
  );
  return [...new Set(packs)];
}

function has(bits: number, wanted: number): boolean {
  return (bits & wanted) === wanted;
}

function isSure(bits: number): boolean {
  // "I'm in the office" is no way in.
  if (has(bits, BITS.spoils)) return false;
  return SURE.some((wanted) => has(bits, wanted)) || (has(bits, BITS.open) && !has(bits, BITS.things));
}

/** The words of a text, with what an apostrophe shortens written in full: "the drive's back". */
function spelledOut(text: string): readonly string[] {
  return wordsOf(text).flatMap((word) => {
    if (/^i'?m$/.test(word)) return ['i', 'am'];
    if (word === 'its') return ['it', 'is'];
    const [, start, end] = /^(\p{L}+)'(s|re)$/u.exec(word) ?? [];
    return start === undefined ? [word] : [start, end === 's' ? 'is' : 'are'];
  });
}
