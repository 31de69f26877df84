/** `firstline erase`: deletes everything stored of a person, whether or not the service runs. */
import { createProgress } from '../channels/terminal/progress.ts';
import { findPerson } from './person.ts';

/**
 * Erases a person: conversations, tickets, pictures and links go, and their words in conversations of others. Only ids
 * stay, in the list of the erased.
 * @throws {Fault} PERSON_UNKNOWN
 */
export async function erase({ person, dryRun = false }: { person: string; dryRun?: boolean }): Promise<void> {
  const [{ readConfig }, { isPostgres, openExisting }, { compact }] = await Promise.all([
    import('../config.ts'),
    import('../store/open.ts'),
    import('../store/compact.ts'),
  ]);
  const { databaseUrl } = readConfig();
  const store = await openExisting(databaseUrl);
  let told: string;
  try {
    const { who, conversations, tickets } = await findPerson(store, person);
    told = `${who}: ${counted(conversations.length, 'conversation')}, ${counted(tickets.length, 'ticket')}`;
    if (dryRun) return void process.stdout.write(`Would delete ${told}.\n`);
    const bar = createProgress('erasing', process.stderr);
    try {
      await store.forget(who, 'all');
      bar.tell(0.5);
      await store.tidy();
    } finally {
      await bar.end();
    }
  } finally {
    await store.close();
  }
  // With no service on it, the file is written anew: older versions left traces in it.
  compact(databaseUrl);
  const left = isPostgres(databaseUrl)
    ? 'PostgreSQL still has the bytes in free room of its files: "vacuumdb --full" takes them out, and locks each table meanwhile. Backups have it, too.'
    : 'Backups made before still have it: "firstline restore" deletes it there.';
  process.stdout.write(`Deleted ${told}. ${left}\n`);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
