/** Guesses what a broken line of YAML was meant to say, so that everything after it can still be checked. */

/** Keys that begin an entry of a list of maps; any other word with a colon there is a sentence. */
const ENTRY_KEYS = new Set(['text', 'when', 'from', 'until', 'intent', 'tell', 'needs', 'because', 'desk']);
const LINE = /^(\s*)((?:- +)*)(?:([\p{L}\p{N}._-]+|"[^"]*"|'[^']*'):\s+)?(\S.*)$/u;

/** A line, taken apart: everything up to its value, and the value as it is written. */
export interface Parts {
  readonly before: string;
  readonly value: string;
  /** The number of columns before it. */
  readonly indent: number;
}

/** Takes a line apart; null for a line without a value. */
export function partsOf(line: string): Parts | null {
  const text = line.trimEnd();
  const match = LINE.exec(text);
  if (!match) return null;
  const [, space = '', dashes = '', key, rest = ''] = match;
  const isKey = key !== undefined && (dashes === '' || ENTRY_KEYS.has(key));
  const from = isKey ? text.length - rest.length : space.length + dashes.length;
  return { before: text.slice(0, from), value: text.slice(from), indent: space.length + dashes.length };
}

/**
 * The lines with the value of one of them in quotes, together with the lines further in that belong to the sentence;
 * null if the line has no value.
 */
export function inQuotes(lines: readonly string[], at: number): string[] | null {
  const parts = partsOf(lines[at] ?? '');
  if (!parts) return null;
  const out = [...lines];
  const words = [parts.value.replace(/^["']|["']$/g, '')];
  for (let i = at + 1; i < out.length && belongs(out[i]!, parts.indent); i++) {
    words.push(out[i]!.trim());
    out[i] = '';
  }
  out[at] = `${parts.before}${JSON.stringify(words.join(' '))}`;
  return out[at] === lines[at] ? null : out;
}

/** Whether a line continues a sentence that began above it. */
function belongs(line: string, indent: number): boolean {
  const space = /^\s*/.exec(line)![0].length;
  return line.trim() !== '' && space > indent && !isKeyLine(line) && !/^\s*- /.test(line);
}

/** Whether a line begins with a key: `go: on`. */
export function isKeyLine(line: string): boolean {
  return /^\s*(?:[a-z0-9][a-z0-9-]*|"[^"]*"|'[^']*'):(\s|$)/.test(line);
}

/** The lines with one of them indented like another. */
export function alignedWith(lines: readonly string[], at: number, other: number): string[] {
  const space = /^\s*/.exec(lines[other] ?? '')![0];
  return lines.map((line, i) => (i === at ? `${space}${line.trimStart()}` : line));
}

/** The lines with each tab at their beginning replaced by two spaces. */
export function withoutTabs(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/^[ \t]+/, (space) => space.replace(/\t/g, '  ')));
}
