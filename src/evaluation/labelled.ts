import { readFileSync } from 'node:fs';
import { Fault } from '../core/fault.ts';

/** A text and what it is about, as somebody labelled it. */
export interface Labelled {
  readonly text: string;
  readonly label: string;
  /** Other intents that would be right too. */
  readonly also: readonly string[];
  /** Where it comes from: A typed by a person, B shown or logged by a program, C documentation. */
  readonly tier: string | null;
}

/** Reads a labelled file: JSON lines with `text` and `label` (`also`, `tier`), or CSV with a header `text,label`. */
export function readLabelled(path: string): Labelled[] {
  let file: string;
  try {
    file = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Fault('FILE_UNREADABLE', `${path} can't be read.`, 'Check its name.', { cause });
  }
  const rows = /\.csv$/i.test(path) ? csvRows(file) : jsonRows(file, path);
  if (rows.length === 0)
    throw new Fault(
      'FILE_UNUSABLE',
      `${path} holds no labelled text.`,
      'JSON lines with "text" and "label", or CSV: text,label.',
    );
  return rows;
}

function jsonRows(file: string, path: string): Labelled[] {
  return file.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      const row = JSON.parse(line) as { text?: unknown; label?: unknown; also?: unknown; tier?: unknown };
      if (typeof row.text !== 'string' || typeof row.label !== 'string') throw new Error('text or label is missing');
      const also = Array.isArray(row.also) ? row.also.filter((a): a is string => typeof a === 'string') : [];
      return [{ text: row.text, label: row.label, also, tier: typeof row.tier === 'string' ? row.tier : null }];
    } catch (cause) {
      throw new Fault(
        'FILE_UNUSABLE',
        `${path}:${i + 1} ${(cause as Error).message}`,
        'One object a line, with "text" and "label".',
        { cause },
      );
    }
  });
}

function csvRows(file: string): Labelled[] {
  const [head, ...rows] = csv(file);
  const at = (name: string, otherwise: number): number => {
    const found = (head ?? []).findIndex((cell) => cell.trim().toLowerCase() === name);
    return found < 0 ? otherwise : found;
  };
  const [text, label] = [at('text', 0), Math.max(at('label', -1), at('category', -1), at('intent', -1))];
  const column = label < 0 ? 1 : label;
  return rows.flatMap((cells) =>
    cells[text] && cells[column] ? [{ text: cells[text], label: cells[column].trim(), also: [], tier: null }] : [],
  );
}

/** RFC 4180: quoted cells may hold commas, line breaks and doubled quotes. */
function csv(file: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < file.length; i++) {
    const c = file[i]!;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (file[i + 1] === '"') cell += file[++i];
      else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === ',' || c === '\n') {
      row.push(cell.replace(/\r$/, ''));
      cell = '';
      if (c === '\n') {
        rows.push(row);
        row = [];
      }
    } else cell += c;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}
