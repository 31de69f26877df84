/** Finds out whether a text names a program that no pack is about, or something that one pack is not about. */
import type { Pack } from '../core/content.ts';
import type { Lexicon } from './lexicon.ts';
import { simplify } from './simplify.ts';
import type { Tokens } from './tokens.ts';

/** Answers whether words name something other than a pack's product. */
export interface OtherPrograms {
  /** Whether the words name a program that no pack is about. */
  isProgram(words: readonly string[]): boolean;
  /** Whether the words name anything that this pack is not about, products of other packs included. */
  isBeside(pack: string, words: readonly string[]): boolean;
}

/** Learns other programs from the lists of all packs (`others`), without the packs' own names. */
export function otherProgramsOf(packs: readonly Pack[], { names }: Lexicon): OtherPrograms {
  const ours = new Set(packs.flatMap((pack) => pack.about.names.map(simplify)));
  const listed = (...words: readonly string[]): Set<string> =>
    new Set(words.map(simplify).filter((word) => !ours.has(word)));
  const programs = listed(...packs.flatMap((pack) => pack.others.programs));
  const beside = listed(...packs.flatMap((pack) => [...pack.others.programs, ...pack.others.beside]));
  const own = new Map(packs.flatMap(({ id }) => (names.word(id) === null ? [] : [[names.word(id)!, id] as const])));
  return {
    isProgram: (words) => words.some((word) => programs.has(word)),
    isBeside: (pack, words) => words.some((word) => beside.has(word) || (own.has(word) && own.get(word) !== pack)),
  };
}

/** A test for any of some phrases; the words of a phrase must stand in the text one after the other. */
export function finder(phrases: readonly string[], tokens: Tokens): (words: readonly string[]) => boolean {
  // By their first words: nearly every word of a text begins none of them.
  const beginning = Map.groupBy(
    phrases.map((phrase) => tokens(phrase)).filter((phrase) => phrase.length > 0),
    (phrase) => phrase[0]!,
  );
  return (words) =>
    words.some((word, at) => beginning.get(word)?.some((phrase) => phrase.every((part, i) => words[at + i] === part)));
}
