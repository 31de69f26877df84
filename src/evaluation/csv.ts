/** Parses CSV files. */

/** A row of a CSV file, with the line it begins on. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows of a file in the format of RFC 4180: quoted cells may hold commas, line breaks and doubled quotes. `open` is
 * the line of a quote that never ends; null if all end.
 */
export function parseCsv(file: string): { readonly rows: readonly CsvRow[]; readonly open: number | null } {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let began = 1;
  let opened = 1;
  const endRow = (): void => {
    cells.push(cell);
    if (cells.some((c) => c.trim() !== '')) rows.push({ line: began, cells });
    cells = [];
    cell = '';
    began = line;
  };
  for (let i = 0; i < file.length; i++) {
    const c = file[i]!;
    if (c === '\n') line += 1;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (file[i + 1] === '"') cell += file[++i];
      else quoted = false;
    } else if (c === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
      opened = line;
    } else if (c === ',') {
      cells.push(cell);
      cell = '';
    } else if (c === '\n') endRow();
    else if (!(c === '\r' && (file[i + 1] === '\n' || i + 1 === file.length))) cell += c;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return { rows, open: quoted ? opened : null };
}
