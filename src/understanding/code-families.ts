/** Finds a code in a text that no intent knows, and the family it belongs to by its shape. */
import type { CodeFamily, Content } from '../core/content.ts';
import type { Reading } from '../core/reading.ts';
import { simplify } from './simplify.ts';

/** A family with the pattern of its codes. */
interface Shaped {
  readonly family: CodeFamily;
  readonly pattern: RegExp;
}

/** Finds codes of the packs' families (`code-families`) that are in no intent's own words. */
export class CodeFamilyFinder {
  readonly #families: readonly Shaped[];
  readonly #known = new Set<string>();

  constructor({ packs, intents }: Pick<Content, 'packs' | 'intents'>) {
    const ours = [...packs.values()].flatMap(({ codeFamilies }) => codeFamilies);
    this.#families = ours
      .filter(({ means }) => intents.get(means)?.kind === 'problem')
      .map((family) => ({ family, pattern: patternOf(family.shapes) }));
    for (const { says } of intents.values())
      for (const text of says)
        for (const { pattern } of this.#families)
          for (const [code] of simplify(text).matchAll(pattern)) this.#known.add(bareOf(code));
  }

  /** The family of the first code of one that no intent knows; null where a known code stands in the text, too. */
  find(text: string): Reading['family'] {
    let first: Reading['family'] = null;
    for (const { family, pattern } of this.#families)
      for (const [code] of text.matchAll(pattern)) {
        if (this.#known.has(bareOf(code))) return null;
        first ??= { code: withoutWords(code), means: family.means, says: family.says };
      }
    return first;
  }
}

/**
 * The pattern of codes in some shapes: `#` is a hexadecimal digit, and a 0x that a shape does not have may stand before
 * it. Words before the code of a shape must stand there, too, with or without a colon: "error code 810##".
 */
function patternOf(shapes: readonly string[]): RegExp {
  const parts = shapes.map((shape) => {
    const digits = shape
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/#/g, '[\\da-f]')
      .replace(/ /g, '[:\\s]{1,3}');
    return /^0x/i.test(shape) ? digits : `(?:0x)?${digits}`;
  });
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

/** A code without its 0x and the words before it, in lower case. */
function bareOf(code: string): string {
  return withoutWords(code).toLowerCase().replace(/^0x/, '');
}

/** The code behind the words that a shape wants before it: 81007 of "error code 81007". */
function withoutWords(code: string): string {
  return code.replace(/^.*[:\s]/su, '');
}
