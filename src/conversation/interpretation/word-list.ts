/** Looks words and phrases of the content up in what people write. */
import type { Span } from '../../core/reading.ts';

/** Words that stand in no text. */
const NEVER = /(?!)/u;

/** Words and phrases, in any case and with either apostrophe; `?` in a phrase stands for a letter, `*` for any letters. */
export class WordList {
  readonly #source: string;
  readonly #anywhere: RegExp;
  /** The same, to go through all places: made once, since a pattern of many words takes longer to make than to look for. */
  readonly #everywhere: RegExp;
  readonly #atStart: RegExp;

  constructor(phrases: readonly string[]) {
    // The longest first: "not any more" is no "not".
    const sorted = [...new Set(phrases)].sort((a, b) => b.length - a.length);
    this.#source = sorted.map(patternOf).join('|');
    const pattern = `(?<![\\p{L}\\p{N}])(?:${this.#source})(?![\\p{L}\\p{N}])`;
    this.#anywhere = sorted.length === 0 ? NEVER : new RegExp(pattern, 'iu');
    this.#everywhere = new RegExp(this.#anywhere, `${this.#anywhere.flags}g`);
    this.#atStart =
      sorted.length === 0 ? NEVER : new RegExp(`^[^\\p{L}\\p{N}]*(?:${this.#source})(?![\\p{L}\\p{N}])`, 'iu');
  }

  isIn(text: string): boolean {
    return this.#anywhere.test(text);
  }

  /** The first phrase of the list in a text, as it stands there; null where there is none. */
  find(text: string): string | null {
    return this.#anywhere.exec(text)?.[0] ?? null;
  }

  /** The places of all phrases of the list in a text. */
  places(text: string): readonly Span[] {
    const places: Span[] = [];
    this.#everywhere.lastIndex = 0;
    for (let found = this.#everywhere.exec(text); found; found = this.#everywhere.exec(text)) {
      places.push({ from: found.index, to: found.index + found[0].length });
      // A phrase of nothing but "*" may stand in no letters at all.
      if (found[0] === '') this.#everywhere.lastIndex += 1;
    }
    return places;
  }

  /** The rest of a text behind the phrase that it begins with; null where it begins with none. */
  behind(text: string): string | null {
    const found = this.#atStart.exec(text);
    return found ? text.slice(found[0].length) : null;
  }

  /** Whether a text ends with a phrase of the list, whatever marks follow. */
  endsIn(text: string): boolean {
    const last = this.places(text).at(-1);
    return last !== undefined && !/[\p{L}\p{N}]/u.test(text.slice(last.to));
  }

  /** The rest of a text behind all phrases of the list that it begins with, one after the other. */
  afterAll(text: string): string {
    let rest = text;
    for (let next = this.behind(rest); next !== null; next = this.behind(rest)) rest = next;
    return rest;
  }

  /** Whether a phrase of another list stands behind one of this, in the same sentence, with at most so many words between. */
  isBefore(other: WordList, text: string, between: number): boolean {
    return this.parts(text)
      .slice(1)
      .some((rest) => {
        const near = rest
          .trim()
          .split(/\s+/)
          .slice(0, between + 1);
        return !/[.!?]/.test(near.slice(0, -1).join(' ')) && other.isIn(near.join(' '));
      });
  }

  /** A text without the phrases of the list. */
  without(text: string): string {
    return text.replace(this.#everywhere, ' ');
  }

  /** The parts of a text between the phrases of the list. */
  parts(text: string): readonly string[] {
    const parts: string[] = [];
    let from = 0;
    for (const place of this.places(text)) {
      parts.push(text.slice(from, place.from));
      from = place.to;
    }
    return [...parts, text.slice(from)];
  }
}

function patternOf(phrase: string): string {
  return phrase
    .trim()
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('?', '\\p{L}')
    .replaceAll('*', '\\p{L}*')
    .replace(/['’]/g, "['’]")
    .replace(/\s+/g, '\\s+');
}
