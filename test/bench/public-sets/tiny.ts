/** Makes tiny sets for tests, in the formats of the public ones. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Row } from '../peers/engine.ts';

/** The intents of the tiny sets, each with a word of its own. */
export const INTENTS = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'haven', 'inlet', 'jetty'];
/** The intents that the tiny HWU64 has besides. */
export const MORE = ['knoll', 'larch', 'marsh', 'nadir', 'oasis', 'plaza', 'quill', 'ridge'];
const FRAMES = ['please show me the * now', 'where is the *', 'open my *', 'i want a * today', 'the * is gone'];

/** The texts of some intents. */
export function rowsOf(intents: readonly string[]): Row[] {
  return intents.flatMap((label) => textsOf(label).map((text) => ({ text, label })));
}

function textsOf(intent: string): string[] {
  return FRAMES.map((frame) => frame.replace('*', intent));
}

/** Lays tiny sets of the three formats into a folder. */
export function lay(folder: string): void {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const pairs = rowsOf(INTENTS).map(({ text, label }) => [text, label]);
  const oos = [['what is two and two', 'oos']];
  write('clinc150/data_full.json', JSON.stringify({ train: pairs, test: pairs, oos_train: oos, oos_test: oos }));
  const csv = rowsOf(INTENTS).map(({ text, label }) => `"${text}, or so",${label}\n`);
  for (const part of ['train', 'test']) write(`banking77/${part}.csv`, `text,category\n${csv.join('')}`);
  for (const intent of [...INTENTS, ...MORE])
    for (const part of ['trainset', 'testset/csv']) {
      const lines = textsOf(intent).map(
        (text, i) => `${i};tree;${intent};"[x : ${text}]";"${text}; or so";"${text}!"\n`,
      );
      const head = 'answerid;scenario;intent;answer_annotation;answer_from_anno;answer_from_user\n';
      write(`hwu64/KFold_1/${part}/tree_${intent}.csv`, head + lines.join(''));
    }
}
