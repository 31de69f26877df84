/** Tables of figures as text: for a terminal, and as CSV. */
import type { FigureTable, TableColumn } from './tables.ts';

/** The number of rows of a long table that are shown; and the longest words in a cell, in characters. */
const MOST_ROWS = 15;
const LONGEST_CELL = 48;
const BAR = 30;

/** The tables that a terminal shows, in this order: the others are long, and read as CSV. */
const SHOWN = [
  ...['funnel', 'desk', 'check-back', 'times', 'promises', 'ratings', 'problems', 'packs', 'channels'],
  ...['steps', 'cures-nobody', 'same-answer'],
];
/** Columns that a terminal has no room for, or that repeat another one. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  problems: ['id'],
  packs: ['id'],
  channels: ['id'],
  steps: ['title'],
  'cures-nobody': ['title'],
};

/** The tables to read in a terminal; empty ones are left out. */
export function tablesText(tables: readonly FigureTable[]): string {
  return SHOWN.flatMap((name) => tables.find((table) => table.name === name) ?? [])
    .filter(({ rows }) => rows.length > 0)
    .map(tableText)
    .join('\n\n');
}

function tableText({ name, title, about, columns, rows }: FigureTable): string {
  const left = columns.filter(({ id }) => !LEFT_OUT[name]?.includes(id));
  const at = left.map((column) => columns.indexOf(column));
  const cells = rows.slice(0, MOST_ROWS).map((row) => at.map((i) => cellText(columns[i]!, row[i] ?? null)));
  const widths = left.map((column, i) => Math.max(column.title.length, ...cells.map((row) => row[i]!.length)));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => (left[i]!.kind === 'words' ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  const bar = (i: number): string => {
    const part = rows[i]?.[columns.findIndex(({ kind }) => kind === 'share')];
    return name === 'funnel' && typeof part === 'number' ? `  ${'█'.repeat(Math.round(part * BAR))}` : '';
  };
  const more = rows.length > MOST_ROWS ? [`… and ${rows.length - MOST_ROWS} more: --csv ${name}`] : [];
  return [
    `${title}: ${about}`,
    line(left.map((column) => column.title)),
    ...cells.map((row, i) => `${line(row)}${bar(i)}`.trimEnd()),
    ...more,
  ].join('\n');
}

/** A cell as people read it: shares in percent, times in the unit that fits. */
export function cellText({ kind }: TableColumn, value: string | number | null): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value.length > LONGEST_CELL ? `${value.slice(0, LONGEST_CELL - 1)}…` : value;
  if (kind === 'share') return `${(value * 100).toFixed(1)}%`;
  return kind === 'seconds' ? timeText(value) : String(value);
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A time in the unit that fits: "0.3 s", "4 min", "2.5 h", "3 days". */
export function timeText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 2 * MINUTE) return `${Math.round(seconds)} s`;
  if (seconds < 2 * HOUR) return `${Math.round(seconds / MINUTE)} min`;
  return seconds < 2 * DAY ? `${(seconds / HOUR).toFixed(1)} h` : `${(seconds / DAY).toFixed(1)} days`;
}

/** A table as CSV (RFC 4180), with the columns' ids in the first line. Shares and times stay numbers. */
export function tableCsv({ columns, rows }: FigureTable): string {
  const lines = [columns.map(({ id }) => id), ...rows];
  return `${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // A program for tables would take it for a formula.
  const text = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
