/** Lays out tables in plain text. */
import type { Spread } from './ratios.ts';

/** A row of a table: its title and its cells. */
export type Row = readonly [what: string, ...cells: string[]];

/** Columns side by side, numbers to the right; the last cell of a shorter row may be a sentence. */
export function lines(rows: readonly Row[]): string {
  const most = Math.max(...rows.map((row) => row.length));
  const full = rows.filter((row) => row.length > 2);
  const widths = Array.from({ length: most }, (_, i) =>
    Math.max(...(i === 0 ? rows : full).map((row) => row[i]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 || row.length === 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The cells for a ratio: its median, the quarters around it, and the outermost. */
export function said(ratio: Spread | null): string[] {
  if (ratio === null) return ['n/a', '', ''];
  const { median, q1, q3, min, max } = ratio;
  return [median.toFixed(2), `${q1.toFixed(2)}..${q3.toFixed(2)}`, `${min.toFixed(2)}..${max.toFixed(2)}`];
}
