import type { Pack } from '../core/content.ts';
import { simplify, tokens } from './tokens.ts';

/** Tells where a text names another program than the packs are about, and where other things than a pack is. */
export interface OtherNames {
  /** Whether it names a program that no pack is about. */
  isProgram(words: readonly string[]): boolean;
  /** Whether it names anything that this pack is not about: what other packs are about, too. */
  isBeside(pack: Pack, words: readonly string[]): boolean;
}

/** Learns what else people write of from what all packs say of it (`others`), less the packs' own names. */
export function othersOf(packs: readonly Pack[]): OtherNames {
  const ours = new Set(packs.flatMap((pack) => nameOf(pack).flatMap((phrase) => tokens(phrase))));
  const listed = (...words: readonly string[]): Set<string> =>
    new Set(words.map(simplify).filter((word) => !ours.has(word)));
  const programs = listed(...packs.flatMap((pack) => pack.others.programs));
  const beside = listed(...packs.flatMap((pack) => [...pack.others.programs, ...pack.others.beside]));
  const names = packs.map((pack) => ({ pack, isNamed: finder(nameOf(pack)) }));
  return {
    isProgram: (words) => words.some((word) => programs.has(word)),
    isBeside: (pack, words) =>
      words.some((word) => beside.has(word)) || names.some((other) => other.pack !== pack && other.isNamed(words)),
  };
}

/** The names of what a pack is about. */
function nameOf(pack: Pack): readonly string[] {
  return pack.about[0] ?? [];
}

/** Looks for any of some phrases; the words of one stand in the text one after the other. */
export function finder(phrases: readonly string[]): (words: readonly string[]) => boolean {
  const all = phrases.map((phrase) => tokens(phrase));
  const stands = (phrase: readonly string[], words: readonly string[]): boolean =>
    words.some((_, at) => phrase.every((word, i) => words[at + i] === word));
  return (words) => all.some((phrase) => stands(phrase, words));
}
