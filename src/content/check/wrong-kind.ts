/** Words the fault of a value of the wrong kind: a number instead of words, a map where YAML saw a colon. */
import type { Path, ShapeFault } from '../content-fault.ts';
import { about } from './labels.ts';
import { list } from './meant.ts';

/** A map, as an author sees it. */
const LINES = '"name: …" lines';
const KINDS: Readonly<Record<string, string>> = {
  string: 'words',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: LINES,
  record: LINES,
};
const LONGEST_SHOWN = 60;

/** The effect of a colon in the middle of a sentence, in words. */
export const COLON = 'a colon inside a sentence makes a name of what stands before it';

/** A value as its author wrote it, and the keys that can stand there if it should be a map. */
export interface AsWritten {
  readonly written: string;
  readonly keys: readonly string[];
}

/** The fault of a value that is of none of the expected kinds (as zod calls them). */
export function notWhatIsMeant(
  expected: readonly string[],
  path: Path,
  value: unknown,
  { written, keys }: AsWritten,
): ShapeFault {
  const kinds = [...new Set(expected.map((kind) => KINDS[kind] ?? kind))];
  const words = kinds.includes('words');
  if (value === null) {
    const note = /^\s*#/.test(written);
    const what = note ? `what begins with # is a note, so nothing is left of it` : 'nothing stands behind it';
    const cure =
      note && words ? `put it in quotes: ${quoted(written)}` : `write ${list(kinds, 'or')}, or take the line out`;
    return { path, what: about(path, what), meant: cure };
  }
  if (words && !kinds.includes(LINES) && isMap(value) && isLine(written)) {
    const [what, meant] = /^\s*\{/.test(written)
      ? [`words that begin with { are read as ${LINES}`, `put the sentence in quotes: ${quoted(written)}`]
      : [COLON, `put the sentence in quotes: ${quoted(written)}`];
    return { path, what: about(path, what), meant };
  }
  const what = about(path, `${list(kinds, 'or')} should stand here, and ${kindOf(value)}`);
  return { path, what, meant: cureOf(kinds, value, { written: written.trim(), keys }) };
}

function cureOf(kinds: readonly string[], value: unknown, { written, keys }: AsWritten): string {
  const words = kinds.includes('words');
  if (words && kinds.includes(LINES)) return 'write the name of a step, or { title: "…", go: … }';
  if (words && (typeof value === 'number' || typeof value === 'boolean')) return `put it in quotes: ${quoted(written)}`;
  if (words && Array.isArray(value) && isLine(written) && written.startsWith('['))
    return `words that begin with [ need quotes: ${quoted(written)}`;
  if (words && Array.isArray(value)) return 'write one text, not a list: longer texts begin with | and go on below it';
  if (words && isMap(value)) return 'write one text; longer texts begin with | and go on below it';
  if (kinds.includes('a list') && typeof value === 'string') return 'begin each entry on a line of its own with "- "';
  if (kinds.includes('a list') && isMap(value)) return 'begin each entry with "- "';
  if (kinds.includes(LINES) && Array.isArray(value)) return 'write "name: …" lines, without the "- "';
  if (kinds.includes(LINES)) return `write "${keys[0] ?? 'name'}: …" below it, further in`;
  return `write ${list(kinds, 'or')}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'this is a list';
  if (isMap(value)) return `these are ${LINES}`;
  if (typeof value === 'string') return 'these are words';
  return typeof value === 'number' ? 'this is read as a number' : `"${String(value)}" is read as yes or no`;
}

function isLine(written: string): boolean {
  const text = written.trim();
  return text !== '' && !text.includes('\n');
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text in quotes, as it should stand in the file; a long one is cut after its beginning. */
export function quoted(written: string): string {
  const text = written.trim().split('\n')[0]!;
  const mark = text.includes('"') && !text.includes("'") ? "'" : '"';
  const whole = `${mark}${mark === '"' ? text.replace(/["\\]/g, '\\$&') : text}${mark}`;
  return whole.length > LONGEST_SHOWN ? `${whole.slice(0, LONGEST_SHOWN - 2)}…${mark}` : whole;
}
