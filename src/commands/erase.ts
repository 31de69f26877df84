/** `firstline erase`: deletes everything stored of a person: by the service that runs on an SQLite file, or in the database itself. */
import { createProgress } from '../channels/terminal/progress.ts';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import { type FoundPerson, findPerson } from './person.ts';
import { serviceOn } from './service-on.ts';

/** Options of the command: one of a person, a list to write and a list to apply. */
export interface EraseOptions {
  readonly person?: string;
  readonly list?: string;
  readonly from?: string;
  readonly dryRun?: boolean;
}

/**
 * Erases a person, or writes or applies the list of the erased.
 * @throws {Fault} ERASE_WHOM, PERSON_UNKNOWN, ERASED_LIST_BROKEN or ERASED_LIST_UNWRITTEN; where a service runs, SERVICE_ENDED,
 * SERVICE_SILENT or SOCKET_FOREIGN
 */
export async function erase({ person, list, from, dryRun = false }: EraseOptions): Promise<void> {
  const given = [person, list, from].filter((option) => option !== undefined);
  const { cause, cure } = FAULTS.ERASE_WHOM;
  if (given.length !== 1 || (dryRun && person === undefined)) throw new Fault('ERASE_WHOM', cause, cure);
  if (list !== undefined) return writeErased(list);
  if (from !== undefined) return eraseFrom(from);
  return erasePerson(person!, dryRun);
}

/** Writes the list of the erased to a file: a dump that is put back later is cleared by it. */
async function writeErased(file: string): Promise<void> {
  const [{ readConfig }, { openExisting }, { writeList }] = await Promise.all([
    import('../config.ts'),
    import('../store/open.ts'),
    import('../store/erased-list.ts'),
  ]);
  const store = await openExisting(readConfig().databaseUrl);
  const list = await store.erased().finally(() => store.close());
  writeList(file, list);
  process.stdout.write(`Written to ${file}: ${new Set(list.map(({ at }) => at)).size} erased.\n`);
}

/** Erases everybody of a list in a database that was put back, after which a service may start on it. */
async function eraseFrom(file: string): Promise<void> {
  const [{ readConfig }, { applyList }] = await Promise.all([
    import('../config.ts'),
    import('../store/erased-list.ts'),
  ]);
  const { databaseUrl } = readConfig();
  const bar = createProgress('erasing', process.stderr);
  const erased = await applyList(databaseUrl, file, bar.tell, () => serviceOn(databaseUrl)).finally(bar.end);
  process.stdout.write(`Erased anew: ${erased} of those in ${file}. A service may start on this database.\n`);
}

/**
 * Erases a person: conversations, tickets, pictures and links go, and their words in conversations of others. Only ids
 * stay, in the list of the erased.
 * @throws {Fault} PERSON_UNKNOWN
 */
async function erasePerson(person: string, dryRun: boolean): Promise<void> {
  const [{ readConfig }, { isPostgres, openExisting }, { compact }, { eraserOf }] = await Promise.all([
    import('../config.ts'),
    import('../store/open.ts'),
    import('../store/compact.ts'),
    import('../store/erased-list.ts'),
  ]);
  const { databaseUrl } = readConfig();
  const store = await openExisting(databaseUrl);
  let told: string;
  try {
    const found = await findPerson(store, person).catch((error: unknown) => erasedBefore(store, person, error));
    const { who, conversations, tickets, elsewhere } = found;
    const words = elsewhere > 0 ? `, words in ${counted(elsewhere, 'conversation')} of others` : '';
    told = `${who}: ${counted(conversations.length, 'conversation')}, ${counted(tickets.length, 'ticket')}${words}`;
    if (dryRun) return void process.stdout.write(`Would delete ${told}.\n`);
    const eraser = (await serviceOn(databaseUrl)) ?? eraserOf(store);
    const bar = createProgress('erasing', process.stderr);
    try {
      await eraser.forget(who);
      bar.tell(0.5);
      await eraser.tidy();
    } finally {
      await bar.end();
    }
  } finally {
    await store.close();
  }
  // With no service on it, the file is written anew: older versions left traces in it.
  compact(databaseUrl);
  const left = isPostgres(databaseUrl)
    ? 'PostgreSQL still has the bytes in free room of its files: "vacuumdb --full" takes them out, and locks each table meanwhile. Dumps have it, too: once one is put back, "firstline erase --from" deletes it there.'
    : 'Backups made before still have it: "firstline restore" deletes it there.';
  process.stdout.write(`Deleted ${told}. ${left}\n`);
}

/**
 * Somebody who was erased before and left nothing: a command that ended right after it may not have tidied the file.
 * @throws {unknown} the error, for everybody else
 */
async function erasedBefore(store: Store, person: string, error: unknown): Promise<FoundPerson> {
  const isKnown = error instanceof Fault && error.code === 'PERSON_UNKNOWN';
  if (!isKnown || !(await store.erased()).some(({ id }) => id === person)) throw error;
  return { who: person, ...(await store.belongings(person)), elsewhere: 0 };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
