/** The list of the erased, as a file beside the database: a backup that is put back is cleared by it. */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Eraser } from '../core/erasures.ts';
import type { Store } from '../core/store.ts';
import { faultOf } from './backup.ts';
import { mustBeFileOrNothing } from './file-place.ts';
import { isPostgres, openExisting } from './open.ts';
import { markTables } from './restored.ts';

/** Erased people and conversations, by id, and when that was. */
export type ErasedList = readonly { readonly id: string; readonly at: string }[];

/**
 * Writes a list to a file, one entry a line, whole or not at all.
 * @throws {Fault} ERASED_LIST_UNWRITTEN
 */
export function writeList(file: string, list: ErasedList): void {
  const part = `${file}.part`;
  try {
    mustBeFileOrNothing(file);
    writeFileSync(part, list.map(({ id, at }) => `${JSON.stringify({ id, at })}\n`).join(''), { mode: 0o600 });
    chmodSync(part, 0o600);
    renameSync(part, file);
  } catch (cause) {
    throw faultOf('ERASED_LIST_UNWRITTEN', (cause as Error).message);
  }
}

/**
 * Reads a list from a file; one without a line lists nobody.
 * @throws {Fault} ERASED_LIST_BROKEN, with the line, before anything is erased
 */
export function readList(file: string): ErasedList {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw faultOf('ERASED_LIST_BROKEN', (cause as Error).message);
  }
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const entry = entryOf(line);
    if (entry === null) throw faultOf('ERASED_LIST_BROKEN', `${file}, line ${i + 1}`);
    return [entry];
  });
}

function entryOf(line: string): ErasedList[number] | null {
  try {
    const { id, at } = JSON.parse(line) as { readonly id?: unknown; readonly at?: unknown };
    return typeof id === 'string' && typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? { id, at } : null;
  } catch {
    return null;
  }
}

/**
 * Erases everybody of a list whose erasure the database does not know: what is done twice, or was ended in the middle, does
 * the same as once. Answers the number of erasures of which something was there. `eraser` erases in the place of the store.
 */
export async function eraseAnew(
  store: Store,
  list: ErasedList,
  tell: (done: number) => void = () => undefined,
  eraser: Eraser = eraserOf(store),
): Promise<number> {
  const known = new Set((await store.erased()).map(({ id, at }) => `${id}|${at}`));
  // One erasure has several lines, of the person and of every place, and a time of its own.
  const erased = new Set<string>();
  for (const [i, { id, at }] of list.entries()) {
    tell(i / list.length);
    if (known.has(`${id}|${at}`)) continue;
    if ((await eraser.forget(id, at)) > 0) erased.add(at);
  }
  await eraser.tidy();
  return erased.size;
}

/** The way to erase people in the database itself. */
export function eraserOf(store: Pick<Store, 'forget' | 'tidy'>): Eraser {
  return {
    forget: async (who, at) => (await store.forget(who, 'all', at)).conversations.length,
    tidy: () => store.tidy(),
  };
}

/**
 * Erases everybody of a list file in a database, and marks it as cleared: a service may start on it. `running` finds the
 * service that is to do it; null where none runs.
 * @throws {Fault} ERASED_LIST_BROKEN, before anybody is erased, or STORE_MISSING
 */
export async function applyList(
  address: string,
  file: string,
  tell: (done: number) => void,
  running: () => Promise<Eraser | null> = async () => null,
): Promise<number> {
  const list = readList(file);
  const store = await openExisting(address);
  const erase = async (): Promise<number> => eraseAnew(store, list, tell, (await running()) ?? undefined);
  const erased = await erase().finally(() => store.close());
  if (!isPostgres(address)) return erased;
  const db = (await import('./postgres.ts')).openPostgres(address);
  await markTables(db).finally(() => db.destroy());
  return erased;
}
