/** Reads CLINC150: one JSON file, with texts of 150 intents and texts of none. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Row } from '../peers/engine.ts';
import { fileOf, NONE, type PublicSet, unlike } from './set.ts';

const PART = z.array(z.tuple([z.string(), z.string()])).min(1);
const FILE = z.object({ train: PART, test: PART, oos_test: PART });

/**
 * CLINC150 from a folder with its `data_full.json`. Its training texts of none of the intents are left out: nobody has
 * such texts when a service begins.
 *
 * @throws {Fault} FILE_UNREADABLE, FILE_UNUSABLE
 */
export function readClinc150(folder: string): PublicSet {
  const path = join(folder, 'data_full.json');
  const parsed = FILE.safeParse(jsonOf(fileOf(path), path));
  if (!parsed.success) {
    const { path: at, message } = parsed.error.issues[0]!;
    throw unlike(path, `is not as expected at ${at.join('.')}: ${message}.`);
  }
  const { train, test, oos_test } = parsed.data;
  const rows = (part: typeof train): Row[] => part.map(([text, label]) => ({ text, label }));
  return { train: rows(train), test: rows(test), others: rows(oos_test).map((row) => ({ ...row, label: NONE })) };
}

function jsonOf(file: string, path: string): unknown {
  try {
    return JSON.parse(file);
  } catch {
    throw unlike(path, 'is no JSON.');
  }
}
