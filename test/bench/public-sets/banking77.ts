/** Reads BANKING77: two CSV files. */
import { join } from 'node:path';
import { readLabelled } from '../../../src/evaluation/labelled.ts';
import type { Row } from '../peers/engine.ts';
import { fileOf, type PublicSet } from './set.ts';

/**
 * BANKING77 from a folder with its `train.csv` and `test.csv`.
 *
 * @throws {Fault} FILE_UNREADABLE, FILE_UNUSABLE
 */
export function readBanking77(folder: string): PublicSet {
  return { train: rowsOf(join(folder, 'train.csv')), test: rowsOf(join(folder, 'test.csv')), others: [] };
}

function rowsOf(path: string): Row[] {
  // A missing file is told as for the other sets.
  fileOf(path);
  return readLabelled(path).map(({ text, label }) => ({ text, label }));
}
