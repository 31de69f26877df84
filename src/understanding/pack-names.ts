/**
 * Rewrites texts by the packs' products: the many names of a product become one word, and words that only it has are
 * marked.
 */
import type { Pack } from '../core/content.ts';
import { simplify } from './simplify.ts';

/** The words that may stand between a name and "works": "the printer itself is still working". */
const BETWEEN = 'itself|alone|is|are|was|still|also|seems|to|be|does|totally|perfectly|all|as|usual';
const WELL = 'works?|working|ok|okay|fine|good|up|alright';
const NOTHING = /(?!)/g;

/** Rewrites simplified text (lower case) so that a product is found under one word, whichever of its names was used. */
export class PackNames {
  /** The one word that stands for all names of a pack, by pack. */
  readonly #word = new Map<string, string>();
  readonly #wordOf = new Map<string, string>();
  readonly #names: RegExp;
  readonly #parts: RegExp;
  readonly #partWords: readonly string[];
  readonly #well: RegExp;

  constructor(packs: Iterable<Pick<Pack, 'id' | 'about'>>) {
    const all = [...packs].filter(({ about }) => about.names.length > 0);
    for (const { id, about } of all) {
      const word = simplify(about.names[0]!).replace(/[^\p{L}\p{N}]+/gu, '');
      this.#word.set(id, word);
      for (const name of about.names) this.#wordOf.set(simplify(name), word);
    }
    this.#names = alternatives([longestFirst(this.#wordOf.keys()).map(escaped)]);
    const withParts = all.filter(({ about }) => about.parts.length > 0);
    this.#partWords = withParts.map(({ id }) => this.partWord(id)!);
    this.#parts = alternatives(
      withParts.map(({ about }) => longestFirst(about.parts.map((part) => pattern(simplify(part))))),
    );
    const words = longestFirst(this.#word.values()).map(escaped);
    const { before, after, flags } = edgesOf(words);
    this.#well =
      words.length === 0
        ? NOTHING
        : new RegExp(`${before}(${words.join('|')})\\s+(?:(?:${BETWEEN})\\s+){0,3}(?:${WELL})${after}`, flags);
  }

  /** The one word that stands for a pack's names; null for a pack without a name. */
  word(pack: string): string | null {
    return this.#word.get(pack) ?? null;
  }

  /** The word that is put behind every part of a pack's product; null for a pack without a name. */
  partWord(pack: string): string | null {
    const word = this.word(pack);
    return word === null ? null : `${word}part`;
  }

  /** The words of all packs, for spelling. */
  words(): readonly string[] {
    return [...this.#word.values()];
  }

  unify(text: string): string {
    return text.replace(this.#names, (name) => ` ${this.#wordOf.get(name) ?? name} `);
  }

  /** Puts the part word behind everything that only one product has: its commands, services, headers. */
  noteParts(text: string): string {
    return text.replace(this.#parts, (said, ...groups: unknown[]) => {
      const which = this.#partWords.findIndex((_, i) => groups[i] !== undefined);
      return `${said} ${this.#partWords[which]} `;
    });
  }

  /**
   * Marks a product that is said to work. "The printer is fine, but …" is mostly about something else, or another
   * place: a word of its own says so.
   */
  noteWell(text: string): string {
    return text.replace(this.#well, (said, word: string) => `${said} ${word}works `);
  }
}

/** A pattern for any of some patterns, as whole words, a group for each list of them; the first that fits counts. */
function alternatives(lists: readonly (readonly string[])[]): RegExp {
  const patterns = lists.flat();
  if (patterns.length === 0) return NOTHING;
  const { before, after, flags } = edgesOf(patterns);
  const groups = lists.map((list) => `(${list.join('|')})`).join('|');
  return new RegExp(`${before}(?:${groups})${after}`, flags);
}

/** The edges of a whole word in a pattern: what to write before and after it, and the flags that this needs. */
function edgesOf(patterns: readonly string[]): { before: string; after: string; flags: string } {
  // "\b" is quicker, and is enough unless a name has letters beyond ASCII, or begins with a mark (".NET").
  const plain = patterns.every((p) => /^(?:\w|\\w)[\x20-\x7f]*$/.test(p));
  return plain
    ? { before: '\\b', after: '(?!\\w)', flags: 'g' }
    : { before: '(?<![\\p{L}\\p{N}])', after: '(?![\\p{L}\\p{N}])', flags: 'gu' };
}

function longestFirst(texts: Iterable<string>): string[] {
  return [...texts].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** A part as a pattern: `*` stands for any letters and digits. */
function pattern(part: string): string {
  return part.split('*').map(escaped).join('\\w*');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
