/** Reads labelled files: texts, each with the intent it is about. */
import { readFileSync } from 'node:fs';
import { closest, distance } from 'fastest-levenshtein';
import { Fault } from '../core/fault.ts';
import { parseCsv } from './csv.ts';

/** A text and its label, as a person gave it. */
export interface Labelled {
  readonly text: string;
  readonly label: string;
  /** Other intents that would be right too. */
  readonly also: readonly string[];
  /** The kind of source: A typed by a person, B shown or logged by a program, C documentation. */
  readonly tier: string | null;
  /** The place where the text was found. */
  readonly source: string | null;
  /** The line of the file it begins on; null for a text from no file. */
  readonly line: number | null;
}

/**
 * Reads a labelled file: JSON lines with `text` and `label` (`also`, `tier`, `source`), or CSV, with or without
 * `text,label` above it.
 * @throws {Fault} FILE_UNREADABLE, FILE_UNUSABLE
 */
export function readLabelled(path: string): Labelled[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new Fault('FILE_UNREADABLE', `${path} can't be read.`, 'Check its name.', { cause });
  }
  const file = textOf(bytes, path);
  const rows = /\.(jsonl|ndjson|json)$/i.test(path) || /^\s*\{/.test(file) ? jsonRows(file, path) : csvRows(file, path);
  if (rows.length === 0) throw unusable(path, null, 'holds no labelled text.', BOTH);
  return rows;
}

/**
 * Refuses the first label that is no intent: a mistyped one would only look like a bad mistake of the engine.
 * @throws {Fault} LABEL_UNKNOWN
 */
export function requireLabels(rows: readonly Labelled[], path: string, known: ReadonlySet<string>): void {
  const wrong = rows.find((row) => !known.has(row.label));
  if (!wrong) return;
  const near = closest(wrong.label, [...known]);
  const meant = distance(wrong.label, near) <= Math.max(2, wrong.label.length / 3) ? ` "${near}" was meant?` : '';
  throw new Fault(
    'LABEL_UNKNOWN',
    `${path}:${wrong.line}  there is no intent "${wrong.label}".${meant}`,
    'Correct it; if it stands for "none of ours", say --none-label; for other people\'s labels, give --train too.',
  );
}

const BOTH = 'JSON lines with "text" and "label", or CSV: text,label.';

function unusable(path: string, line: number | null, what: string, cure: string, cause?: unknown): Fault {
  return new Fault('FILE_UNUSABLE', `${path}${line === null ? '' : `:${line} `} ${what}`, cure, { cause });
}

function textOf(bytes: Buffer, path: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // The fault is thrown below.
  }
  throw unusable(path, null, 'is no text (UTF-8).', `Save it as UTF-8: ${BOTH}`);
}

function jsonRows(file: string, path: string): Labelled[] {
  return file.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    let row: Partial<Record<'text' | 'label' | 'also' | 'tier' | 'source', unknown>> | null;
    try {
      row = JSON.parse(line) as typeof row;
    } catch (cause) {
      throw unusable(path, i + 1, (cause as Error).message, 'One JSON object a line, with "text" and "label".', cause);
    }
    const wrong = (['text', 'label'] as const).find((key) => typeof row?.[key] !== 'string');
    if (wrong)
      throw unusable(path, i + 1, `"${wrong}" is missing.`, 'One JSON object a line, with "text" and "label".');
    const words = (value: unknown): string | null => (typeof value === 'string' ? value : null);
    const also = Array.isArray(row!.also) ? row!.also.filter((a) => typeof a === 'string') : [];
    const { text, label } = row as { text: string; label: string };
    return [{ text, label, also, tier: words(row!.tier), source: words(row!.source), line: i + 1 }];
  });
}

/** The names that public sets give their two columns. */
const TEXT_NAMES = ['text', 'utterance', 'sentence', 'query', 'message'];
const LABEL_NAMES = ['label', 'intent', 'category', 'class'];

function csvRows(file: string, path: string): Labelled[] {
  const { rows, open } = parseCsv(file);
  if (open !== null)
    throw unusable(path, open, 'a quote is opened and never closed.', 'Double the quotes inside a cell.');
  const head = (rows[0]?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const at = (names: readonly string[]): number => head.findIndex((name) => names.includes(name));
  const [text, label] = [at(TEXT_NAMES), at(LABEL_NAMES)];
  const headed = text >= 0 || label >= 0;
  if (headed && text < 0)
    throw unusable(path, rows[0]!.line, 'has no column "text".', 'Its first line names them: text,label.');
  if (headed && label < 0)
    throw unusable(path, rows[0]!.line, 'has no column "label".', 'Its first line names them: text,label.');
  const width = headed ? head.length : 2;
  return (headed ? rows.slice(1) : rows).map(({ cells, line }) => {
    if (cells.length !== width)
      throw unusable(
        path,
        line,
        `has ${cells.length} cells where ${width} belong.`,
        'Quote texts that hold commas: "one, two",label.',
      );
    const row = { text: cells[headed ? text : 0]!, label: cells[headed ? label : 1]!.trim() };
    if (row.label === '') throw unusable(path, line, 'has no label.', BOTH);
    return { ...row, also: [], tier: null, source: null, line };
  });
}
