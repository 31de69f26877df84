/** Looks words up at a place of a text, letter by letter, so that the time does not depend on how many words there are. */
import { isJoined } from './scripts.ts';

/** A word that was found: where it ends, and the names of the lists it is on. */
export interface FoundWord<Role extends string> {
  readonly to: number;
  readonly roles: ReadonlySet<Role>;
}

/** A letter of some words. Each knows the first that may follow it, and the next beside it: maps would take four times the memory. */
interface Node<Role extends string> {
  readonly letter: string;
  child: Node<Role> | null;
  readonly sibling: Node<Role> | null;
  roles: Set<Role> | null;
  /** Whether the word may end a longer one: "Standardpasswort". */
  inside: boolean;
}

/** The length from which a word may end a longer one. */
const ENDS_ANOTHER = 7;
const LETTER = /[\p{L}\p{M}\p{N}]/u;

/** Words of several lists. Any one to three spaces of a text stand for a space of a word. */
export class WordTree<Role extends string> {
  /** The first letters of words: there are many, and each place of a text is looked up. */
  readonly #first = new Map<string, Node<Role>>();

  /** Adds the words of a list; those of `compounds` may also end a longer word. */
  constructor(lists: Readonly<Record<Role, readonly string[]>>, compounds: readonly Role[] = []) {
    for (const [role, words] of Object.entries(lists) as [Role, readonly string[]][])
      for (const word of words) this.#add(lower(word), role, compounds.includes(role) && word.length >= ENDS_ANOTHER);
  }

  /** The longest word that begins at a place of a text in small letters. */
  at(text: string, from: number): FoundWord<Role> | null {
    let found: FoundWord<Role> | null = null;
    const before = from > 0 && isLetter(text, from - 1);
    let node: Node<Role> | null = null;
    for (let at = from; ; ) {
      const letter = text[at];
      if (letter === undefined) return found;
      const isSpace = letter === ' ' || letter === '\t' || letter === '\u00a0' || letter === '\u3000';
      node = this.#after(node, isSpace ? ' ' : letter === '’' ? "'" : letter);
      if (!node) return found;
      at++;
      for (let more = 0; isSpace && more < 2 && text[at] === ' '; more++) at++;
      if (node.roles && this.#ends(text, at) && (!before || node.inside || isJoined(text[from]!)))
        found = { to: at, roles: node.roles };
    }
  }

  /** Tells whether one of the words stands between two places. */
  within(text: string, from: number, to: number): boolean {
    for (let at = Math.max(0, from); at < to; at++) {
      const found = this.at(text, at);
      if (found && found.to <= to) return true;
    }
    return false;
  }

  #ends(text: string, at: number): boolean {
    return isJoined(text[at - 1]!) || !LETTER.test(text[at - 1]!) || !isLetter(text, at);
  }

  /** The letter behind another one; behind none, the first of a word. */
  #after(node: Node<Role> | null, letter: string): Node<Role> | null {
    if (!node) return this.#first.get(letter) ?? null;
    let child = node.child;
    while (child && child.letter !== letter) child = child.sibling;
    return child;
  }

  #add(word: string, role: Role, inside: boolean): void {
    let node = null as Node<Role> | null;
    for (const letter of word) {
      let next = this.#after(node, letter);
      if (!next) {
        next = { letter, child: null, sibling: node?.child ?? null, roles: null, inside: false };
        if (node) node.child = next;
        else this.#first.set(letter, next);
      }
      node = next;
    }
    if (!node) return;
    node.roles ??= new Set();
    node.roles.add(role);
    node.inside ||= inside;
  }
}

/** A text in small letters, as long as before. */
export function lower(text: string): string {
  const low = text.replaceAll('İ', 'i').toLowerCase();
  return low.length === text.length ? low : text;
}

/** Tells whether a letter or figure of a script with spaces stands at a place. */
function isLetter(text: string, at: number): boolean {
  const letter = text[at];
  return letter !== undefined && LETTER.test(letter) && !isJoined(letter);
}
