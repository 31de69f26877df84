/** Changes to a YAML file that leave everything else in it as it stands: comments, order, quotes and line breaks. */
import { isMap, LineCounter, type Node, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';

/** A change that was made: its line in the file before the change, and what it does. */
export interface Change {
  readonly line: number;
  readonly what: string;
}

/** A key with its value. */
export type Key = Pair<Scalar<string>, Node | null>;

/** A YAML text with a map at its top, and the changes to make in it. Positions are those of the text as it was. */
export class Edits {
  readonly text: string;
  readonly #map: YAMLMap;
  readonly changes: Change[] = [];
  /** The line break of this file. */
  readonly newline: string;
  readonly #lines: LineCounter;
  readonly #edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];

  private constructor(text: string, map: YAMLMap, lines: LineCounter) {
    this.text = text;
    this.#map = map;
    this.newline = text.includes('\r\n') ? '\r\n' : '\n';
    this.#lines = lines;
  }

  /** The edits of a text; null if it is no YAML, or is not written with one key a line. */
  static of(text: string): Edits | null {
    const lines = new LineCounter();
    const { contents, errors } = parseDocument(text, { lineCounter: lines });
    return errors.length === 0 && isMap(contents) && !contents.flow ? new Edits(text, contents, lines) : null;
  }

  get pairs(): readonly Key[] {
    return this.#map.items as Key[];
  }

  /** The key of that name at the top, with its value; undefined if there is none. */
  pair(name: string): Key | undefined {
    return this.pairs.find((pair) => pair.key.value === name);
  }

  /** Notes a change for the list that the author is shown. */
  note(at: number, what: string): void {
    this.changes.push({ line: this.#lines.linePos(at).line, what });
  }

  replace(from: number, to: number, text: string): void {
    this.#edits.push({ from, to, text });
  }

  /** Takes out whole lines, from the line of `from` to the line of `to`. */
  removeLines(from: number, to: number): void {
    this.replace(this.lineStart(from), this.lineEnd(to), '');
  }

  /** The position at which the line of `at` begins. */
  lineStart(at: number): number {
    return this.text.lastIndexOf('\n', at - 1) + 1;
  }

  /** The position at which the next line begins. */
  lineEnd(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end < 0 ? this.text.length : end + 1;
  }

  /** The position at which a key begins. */
  startOf(pair: Key): number {
    return pair.key.range![0];
  }

  /** The position of the last character of a key's value. */
  lastOf(pair: Key): number {
    const end = pair.value?.range?.[1] ?? pair.key.range![1];
    return this.startOf(pair) + this.text.slice(this.startOf(pair), end).trimEnd().length - 1;
  }

  /** The text with all changes made. */
  done(): string {
    let text = this.text;
    for (const edit of [...this.#edits].sort((a, b) => b.from - a.from || b.to - a.to))
      text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
    return text;
  }
}
