/** Checks tables of codes: every row means an intent, and no code means two things at once. */
import type { CodeRow, CodeTable, Pack } from '../../../core/content.ts';
import { PLACEHOLDER } from '../../../core/text.ts';
import type { SourceFile } from '../../source-file.ts';
import { list, meantOf } from '../meant.ts';
import { type Ground, mustExist } from './ground.ts';
import { checkSources } from './packs.ts';

/** The classes that catch whatever code has no row of its own. */
const REST = ['4.*.*', '5.*.*'];
/** The values of the slot that says which side refused. */
const SIDES = ['own', 'other'];

/** Checks the table of codes of one pack; faults are noted in its file. */
export function checkCodes(ground: Ground, pack: Pack): void {
  const table = pack.codes;
  if (!table) return;
  const file = ground.fileOf(table);
  for (const row of table.rows) checkRow(ground, row, file);
  if (table.disowned) checkMeans(ground, table.disowned.means, ['disowned', 'means'], file);
  checkTwice(table, file);
  if (ground.fileOf(pack).isSound(['slots'])) checkFills(pack, table, file);
  checkSources(ground, pack, table.source, file);
  const codes = new Set(table.rows.flatMap((row) => (row.texts.length === 0 ? row.codes : [])));
  for (const code of REST)
    if (!codes.has(code) && file.isSound(['rows']))
      file.fault(['rows'], `rows: no row has ${code}, which explains the codes without one`, 'write one without texts');
}

function checkRow(ground: Ground, { id, codes, texts, means, says, work }: CodeRow, file: SourceFile): void {
  const path = ['rows', id];
  if (codes.length + texts.length === 0 && file.isSound(path))
    file.fault(path, `row "${id}": nothing to know it by`, 'write "codes:", "texts:", or both');
  checkMeans(ground, means, [...path, 'means'], file);
  for (const [key, text] of [
    ['says', says],
    ['work', work ?? ''],
  ] as const)
    for (const [placeholder] of text.matchAll(PLACEHOLDER))
      file.fault([...path, key], `${key}: nobody fills in ${placeholder} here`, 'write it without');
}

/** Reports a meaning that is no problem of any pack. */
function checkMeans(ground: Ground, means: string, path: readonly string[], file: SourceFile): void {
  if (!mustExist(ground, 'intents', means, { file, path: [...path], what: `means: there is no intent "${means}"` }))
    return;
  const { kind } = ground.content.intents.get(means)!;
  if (kind !== 'problem') file.fault([...path], `means: "${means}" is no problem, but of the kind "${kind}"`);
}

/** Reports a code that two rows have, with no texts to tell them apart. */
function checkTwice({ rows }: CodeTable, file: SourceFile): void {
  const owners = new Map<string, string>();
  for (const { id, codes, texts } of rows)
    for (const [key, what] of keysOf(codes, texts)) {
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, id);
      else
        file.fault(
          ['rows', id],
          `row "${id}": ${what} stands in row "${owner}" too`,
          owner === id ? 'keep one' : 'keep one, or write in "texts" of one of them what stands beside the code',
        );
    }
}

/** All that a row is known by, each as a key and in words. */
function keysOf(codes: readonly string[], texts: readonly string[]): [key: string, what: string][] {
  if (texts.length === 0) return codes.map((code) => [code, code]);
  const some = codes.length === 0 ? [''] : codes;
  return some.flatMap((code) =>
    texts.map((text): [string, string] => [`${code} ${text.toLowerCase()}`, `${code} "${text}"`.trim()]),
  );
}

function checkFills(pack: Pack, { fills, rows }: CodeTable, file: SourceFile): void {
  for (const [part, id] of Object.entries(fills)) {
    const slot = pack.slots.find((s) => s.id === id);
    const path = ['fills', part];
    if (!slot) {
      file.fault(
        path,
        `fills: there is no slot "${id}"`,
        meantOf(
          id,
          pack.slots.map((s) => s.id),
          0,
        ),
      );
      continue;
    }
    const needed = part === 'side' ? SIDES : part === 'means' ? [...new Set(rows.map(({ means }) => means))] : null;
    if (needed === null && slot.kind !== 'text')
      file.fault(path, `fills: the slot "${id}" is of the kind "${slot.kind}"`, 'give it the kind "text"');
    const missing = needed?.filter((value) => !slot.values.some((v) => v.id === value)) ?? [];
    if (missing.length > 0)
      file.fault(
        path,
        `fills: the slot "${id}" has no value ${list(
          missing.map((v) => `"${v}"`),
          'or',
        )}`,
        'give it one',
      );
  }
}
