/** Where a text names another program than the packs are about, and other things than one pack is about. */
import type { Pack } from '../core/content.ts';
import type { Lexicon } from './lexicon.ts';
import { simplify } from './simplify.ts';
import type { Tokens } from './tokens.ts';

/** Tells which of a text's words name something else. */
export interface OtherPrograms {
  /** Whether the words name a program that no pack is about. */
  isProgram(words: readonly string[]): boolean;
  /** Whether the words name anything that this pack is not about: products of other packs too. */
  isBeside(pack: string, words: readonly string[]): boolean;
}

/** Learns other programs from what all packs list (`others`), less the packs' own names. */
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

/** Looks for any of some phrases; the words of one stand in the text one after the other. */
export function finder(phrases: readonly string[], tokens: Tokens): (words: readonly string[]) => boolean {
  const all = phrases.map((phrase) => tokens(phrase)).filter((phrase) => phrase.length > 0);
  const stands = (phrase: readonly string[], words: readonly string[]): boolean =>
    words.some((_, at) => phrase.every((word, i) => words[at + i] === word));
  return (words) => all.some((phrase) => stands(phrase, words));
}
