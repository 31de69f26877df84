/** Reads a fold of HWU64: a file for each intent, its cells between semicolons. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Fault } from '../../../src/core/fault.ts';
import type { Row } from '../peers/engine.ts';
import { fileOf, LEFT_OUT, type PublicSet, unlike } from './set.ts';

const FOLD = 'KFold_1';
/** The column of the texts in small letters and without marks, on which others measure too. */
const TEXT = 'answer_from_anno';

/**
 * The first fold of HWU64, from a folder that holds it as `KFold_1`.
 *
 * @throws {Fault} FILE_UNREADABLE, FILE_UNUSABLE
 */
export function readHwu64(folder: string): PublicSet {
  const train = rowsOf(join(folder, FOLD, 'trainset'));
  const intents = new Set(train.map(({ label }) => label)).size;
  if (intents <= LEFT_OUT)
    throw unlike(join(folder, FOLD), `holds ${intents} intents, too few to leave ${LEFT_OUT} out.`);
  return { train, test: rowsOf(join(folder, FOLD, 'testset', 'csv')), others: [] };
}

function rowsOf(folder: string): Row[] {
  const files = filesOf(folder);
  if (files.length === 0) throw unlike(folder, 'holds no CSV file.');
  return files.flatMap((name) => {
    const path = join(folder, name);
    const [head = [], ...rows] = fileOf(path)
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map(cellsOf);
    const at = head.indexOf(TEXT);
    if (at < 0) throw unlike(path, `has no column "${TEXT}".`);
    const wrong = rows.findIndex((cells) => cells.length !== head.length);
    if (wrong >= 0) throw unlike(path, `has ${rows[wrong]!.length} cells in row ${wrong + 1}, not ${head.length}.`);
    return rows.map((cells) => ({ text: cells[at]!, label: basename(name, '.csv') }));
  });
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.csv'))
      .sort();
  } catch (cause) {
    const cure = 'Lay the set there, as its authors publish it.';
    throw new Fault('FILE_UNREADABLE', `${folder} can't be read.`, cure, { cause });
  }
}

/** The cells of a line; a quoted one may hold semicolons and doubled quotes. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
  );
}
