/**
 * Decides whether a sentence is about a pack's product: by its name, by words for what is done with it, and by words
 * that say this fails.
 */
import { COMMON, type Content, type Pack } from '../core/content.ts';
import type { Lexicon } from './lexicon.ts';
import { finder, type OtherPrograms } from './other-programs.ts';
import type { Passage } from './passages.ts';

/** Answers what a text says of one pack's product. */
export interface Topic {
  readonly pack: string;
  /** The intent that a sentence about the product has at the least; null if the pack has none. */
  readonly generic: string | null;
  /** Whether what is done with the product is enough to know that a text is about it. */
  readonly everyday: boolean;
  /** Whether the words name the product, or something only it has. */
  isNamed(words: readonly string[]): boolean;
  /** Whether the words tell of something that is done with the product, with or without its name. */
  isDone(words: readonly string[]): boolean;
  /** Whether the passage says that the product fails. */
  isIn(passage: Passage): boolean;
  /** Whether one clause says that the product fails, and names no other one. */
  isFailing(passages: readonly Passage[]): boolean;
  /** Whether the passages say that this product works and another doesn't. */
  isWell(passages: readonly Passage[]): boolean;
}

/** Words said of a program that works; "only" says that it mostly doesn't. */
const WELL = new Set(
  `works work working worked fine ok okay good well happy perfectly normal normally signed online connected can could able funktioniert
  geht klappt läuft angemeldet verbunden funciona bien bem fonctionne marche funziona werkt działa`
    .trim()
    .split(/\s+/),
);

/** The topics of all packs that have a name. */
export function topicsOf(content: Pick<Content, 'packs'>, others: OtherPrograms, lexicon: Lexicon): readonly Topic[] {
  const failing = content.packs.get(COMMON)?.about.fails ?? [];
  return [...content.packs.values()]
    .map((pack) => topicOf(pack, failing, others, lexicon))
    .filter((topic) => topic !== null);
}

/**
 * The topic of a pack; null for a pack without a name. The words of `about` stand in one clause ("puedo entrar, pero no
 * veo a nadie" is not about signing in), but the name may stand in another clause of the sentence as long as no other
 * program is named in this one. `failing` are the words of all packs that say something fails.
 */
export function topicOf(
  pack: Pack,
  failing: readonly string[],
  others: OtherPrograms,
  { names, tokens }: Lexicon,
): Topic | null {
  const [word, part] = [names.word(pack.id), names.partWord(pack.id)];
  if (word === null || part === null) return null;
  const { generic, about } = pack;
  const named = (words: readonly string[]): boolean => words.includes(word);
  const done = finder(about.does, tokens);
  const fails = finder([...failing, ...about.fails], tokens);
  const works = (clause: readonly string[]): boolean =>
    clause.some((said) => WELL.has(said)) && !clause.includes('only');
  const beside = (clause: readonly string[]): boolean => others.isBeside(pack.id, clause);
  // A pack that doesn't say what is done with its product is about every failure of it.
  const said = (clause: readonly string[]): boolean => (about.does.length === 0 || done(clause)) && fails(clause);
  return {
    generic,
    pack: pack.id,
    everyday: about.everyday,
    isNamed: (words) => named(words) || words.includes(part),
    isDone: done,
    isIn: ({ clauses }) =>
      clauses.some(named) && clauses.some((clause) => said(clause) && (named(clause) || !beside(clause))),
    isFailing: (passages) =>
      passages.some(({ clauses }) => clauses.some((clause) => named(clause) && fails(clause) && !beside(clause))),
    isWell: (passages) => {
      const clauses = passages.flatMap((passage) => passage.clauses);
      const [ours, rest] = [clauses.filter(named), clauses.filter((clause) => !named(clause))];
      return (
        ours.length > 0 &&
        ours.every((clause) => works(clause) && !fails(clause)) &&
        rest.some((clause) => beside(clause) && fails(clause))
      );
    },
  };
}
