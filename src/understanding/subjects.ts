import type { Pack } from '../core/content.ts';
import { finder, type OtherNames } from './others.ts';
import type { Passage } from './passages.ts';
import { OUR_PART } from './tokens.ts';

/** Tells whether a sentence is about a pack, and names the intent such a sentence has at the least. */
export interface Subject {
  readonly generic: string;
  readonly pack: string;
  /** Whether its name is there, or something only it has. */
  isNamed(words: readonly string[]): boolean;
  /** Whether what is done with it is there, whether or not its name is. */
  isDone(words: readonly string[]): boolean;
  isIn(passage: Passage): boolean;
  /** Whether a text says that ours works and another doesn't. */
  isWell(passages: readonly Passage[]): boolean;
}

/** What is said of a program that works; "only" says that it mostly doesn't. */
const WELL = new Set(
  `works work working worked fine ok okay good well happy perfectly normal normally signed online connected can could able funktioniert
  geht klappt läuft angemeldet verbunden funciona bien bem fonctionne marche funziona werkt działa`
    .trim()
    .split(/\s+/),
);

/**
 * What a pack is about, as words to look for: its name, what is done with it, and what says that this fails. They stand in one
 * clause ("puedo entrar, pero no veo a nadie" is not about signing in), but the name may stand in another one of the sentence
 * as long as no other program is named in this one.
 */
export function subjectOf(pack: Pack, otherNames: OtherNames): Subject {
  const { generic, about } = pack;
  const [name, ...rest] = about.map((group) => finder(group));
  const isWell = (clause: readonly string[]): boolean =>
    clause.some((word) => WELL.has(word)) && !clause.includes('only');
  const fails = rest.at(-1);
  const others = (clause: readonly string[]): boolean => otherNames.isBeside(pack, clause);
  return {
    generic: generic!,
    pack: pack.id,
    isNamed: (words) => name!(words) || words.includes(OUR_PART),
    isDone: (words) => rest.slice(0, -1).every((isThere) => isThere(words)),
    isIn: ({ clauses }) =>
      clauses.some(name!) &&
      clauses.some((clause) => rest.every((isThere) => isThere(clause)) && (name!(clause) || !others(clause))),
    isWell: (passages) => {
      const clauses = passages.flatMap((passage) => passage.clauses);
      const [ours, rest] = [clauses.filter(name!), clauses.filter((clause) => !name!(clause))];
      return (
        ours.length > 0 &&
        ours.every((clause) => isWell(clause) && !fails!(clause)) &&
        rest.some((clause) => others(clause) && fails!(clause))
      );
    },
  };
}
