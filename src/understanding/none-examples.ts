/** Tells which examples of "none of ours" are about nothing that is installed. */
import type { Content } from '../core/content.ts';
import type { Lexicon } from './lexicon.ts';

/**
 * A test for texts of a `none` intent, by its pack: one pack's "none of ours" may be another pack's subject, and would
 * teach the wrong thing. A text that names its own pack is about that one.
 */
export function noneExamples(
  { packs }: Content,
  { names, tokens }: Pick<Lexicon, 'names' | 'tokens'>,
): (pack: string, text: string) => boolean {
  const all = [...packs.keys()].map((id) => ({ id, words: [names.word(id), names.partWord(id)] }));
  return (pack, text) => {
    const words = tokens(text);
    const isOf = (id: string): boolean => all.some((p) => p.id === id && p.words.some((w) => w && words.includes(w)));
    const own = names.word(pack);
    return (own !== null && words.includes(own)) || !all.some(({ id }) => id !== pack && isOf(id));
  };
}
