/** Changes to a YAML file that leave everything else in it as it stands: comments, order, quotes and line breaks. */
import { isMap, LineCounter, type Node, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';

/** A change that was made: the line it is on, in the file as it was, and what it does. */
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
  /** What ends a line of this file. */
  readonly newline: string;
  readonly #lines: LineCounter;
  readonly #edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];

  private constructor(text: string, map: YAMLMap, lines: LineCounter) {
    this.text = text;
    this.#map = map;
    this.newline = text.includes('\r\n') ? '\r\n' : '\n';
    this.#lines = lines;
  }

  /** Null where the text is no YAML, or is not written one key a line. */
  static of(text: string): Edits | null {
    const lines = new LineCounter();
    const { contents, errors } = parseDocument(text, { lineCounter: lines });
    return errors.length === 0 && isMap(contents) && !contents.flow ? new Edits(text, contents, lines) : null;
  }

  get pairs(): readonly Key[] {
    return this.#map.items as Key[];
  }

  /** The key of that name at the top, with its value; undefined where there is none. */
  pair(name: string): Key | undefined {
    return this.pairs.find((pair) => pair.key.value === name);
  }

  /** Notes a change for whoever is told of them. */
  note(at: number, what: string): void {
    this.changes.push({ line: this.#lines.linePos(at).line, what });
  }

  replace(from: number, to: number, text: string): void {
    this.#edits.push({ from, to, text });
  }

  /** Takes whole lines out, from the one `from` is on to the one `to` is on. */
  removeLines(from: number, to: number): void {
    this.replace(this.lineStart(from), this.lineEnd(to), '');
  }

  /** Where the line of a position begins. */
  lineStart(at: number): number {
    return this.text.lastIndexOf('\n', at - 1) + 1;
  }

  /** Where the next line begins. */
  lineEnd(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end < 0 ? this.text.length : end + 1;
  }

  /** Where a key begins. */
  startOf(pair: Key): number {
    return pair.key.range![0];
  }

  /** Where the last character of a key's value is. */
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
