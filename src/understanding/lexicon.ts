/**
 * Puts together what the packs' own words do to the reading of a text: made once for the content, and shared by
 * training and reading.
 */
import type { Pack } from '../core/content.ts';
import { createExcerpt, type Excerpt } from './excerpt.ts';
import { PackNames } from './pack-names.ts';
import { createTokens, type Tokens } from './tokens.ts';

/** The names of the packs' products, with the tokens and excerpts of texts by those names. */
export interface Lexicon {
  readonly names: PackNames;
  readonly tokens: Tokens;
  readonly excerpt: Excerpt;
}

/** The lexicon of some packs; without any, every word is only itself. */
export function createLexicon(packs: Iterable<Pick<Pack, 'id' | 'about'>>): Lexicon {
  const all = [...packs];
  const names = new PackNames(all);
  return { names, tokens: createTokens(names), excerpt: createExcerpt(all) };
}
