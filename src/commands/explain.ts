/**
 * `firstline explain`: tells the cause and the cure of a fault code, from the registry of faults, for people or as the
 * table of a guide.
 */
import { distance } from 'fastest-levenshtein';
import { Fault } from '../core/fault.ts';
import { FAULT_CODES, FAULTS, type FaultCode, GROUPS } from '../core/faults.ts';

/** The shortest word that is suggested, and the part of its letters that may be wrong. */
const SHORTEST_LIKELY = 4;
const MOST_OFF = 0.25;

/**
 * Prints every code that `asked` means, or the whole list if nothing is asked for.
 * @throws {Fault} FAULT_UNKNOWN if there is no such code
 */
export function explain(asked: readonly string[], options: { markdown?: boolean }): void {
  const words = wordsOf(asked.join(' '));
  const printed = options.markdown ? table() : words.length === 0 ? list() : codesFor(words).map(entry).join('\n');
  process.stdout.write(printed);
}

/** The table of every fault in Markdown, a heading and a table for each group. */
export function table(): string {
  const tables = Object.entries(GROUPS).map(([group, heading]) => {
    const rows = FAULT_CODES.filter((code) => FAULTS[code].group === group).map((code) => {
      const { status, cause, cure } = FAULTS[code];
      return `| \`${code}\` | ${status ?? ''} | ${cause} | ${cure} |`;
    });
    return [
      `### ${heading}`,
      '',
      '| code | HTTP | when it happens | what to do |',
      '| --- | --- | --- | --- |',
      ...rows,
    ];
  });
  return `${tables.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Every code with its cause, a line each, below the headings of their groups. */
function list(): string {
  const widest = Math.max(...FAULT_CODES.map((code) => code.length));
  const groups = Object.entries(GROUPS).map(([group, heading]) => {
    const codes = FAULT_CODES.filter((code) => FAULTS[code].group === group);
    return [heading, ...codes.map((code) => `  ${code.padEnd(widest)}  ${FAULTS[code].cause}`)].join('\n');
  });
  return `${groups.join('\n\n')}\n\nfirstline explain <code> says what to do about one.\n`;
}

/** One code, its cause, its cure and its HTTP status. */
function entry(code: FaultCode): string {
  const { status, cause, cure } = FAULTS[code];
  return `${code}\n  ${cause}\n  ${cure}\n${status === null ? '' : `  HTTP status: ${status}\n`}`;
}

/**
 * The code itself, or else a whole group by its name, with every code that contains all the words, even as parts of its own
 * words and in any order.
 */
function codesFor(words: readonly string[]): readonly FaultCode[] {
  const whole = words.join('_');
  const exact = FAULT_CODES.filter((code) => code === whole);
  if (exact.length > 0) return exact;
  const group = words.length === 1 ? words[0]!.toLowerCase() : null;
  const holding = FAULT_CODES.filter(
    (code) => FAULTS[code].group === group || words.every((word) => code.includes(word)),
  );
  if (holding.length > 0) return holding;
  const near = nearest(whole);
  const meant = near === null ? '' : `${near} was probably meant. `;
  throw new Fault(
    'FAULT_UNKNOWN',
    `There is no code "${whole}".`,
    `${meant}Run "npx firstline explain" for a list of them all.`,
  );
}

/** The code, or the word of a code, that was probably meant; null for none: a short word is like many others. */
function nearest(whole: string): string | null {
  const known = new Set<string>([...FAULT_CODES, ...FAULT_CODES.flatMap((code) => code.split('_'))]);
  const likely = [...known]
    .filter((one) => one.length >= SHORTEST_LIKELY)
    .map((one) => ({ one, off: distance(whole, one) }))
    .filter(({ one, off }) => off <= Math.min(whole.length, one.length) * MOST_OFF)
    .sort((a, b) => a.off - b.off);
  return likely[0]?.one ?? null;
}

/**
 * The words of a code as people copy or type it, in capitals: `[DESK_LATE]`, `desk-late` and `desk late` are the same.
 */
function wordsOf(asked: string): string[] {
  return asked
    .toUpperCase()
    .split(/[\s_\-[\]"'`,.:]+/)
    .filter(Boolean);
}
