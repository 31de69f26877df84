/** `firstline export`: writes everything stored of a person to one archive. */
import { rm, writeFile } from 'node:fs/promises';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { createProgress } from '../channels/terminal/progress.ts';
import { ticketConversation } from '../core/desk.ts';
import { Fault } from '../core/fault.ts';
import type { Store } from '../core/store.ts';
import { type FoundPerson, findPerson } from './person.ts';

const BEGINNING = { turn: 0, part: 0 };

/**
 * Writes the archive: `export.json`, and the pictures that are still kept, in `pictures/`.
 * @throws {Fault} PERSON_UNKNOWN, FILE_EXISTS or FILE_UNWRITABLE
 */
export async function exportPerson({ person, out }: { person: string; out: string }): Promise<void> {
  const [{ readConfig }, { openExisting }] = await Promise.all([import('../config.ts'), import('../store/open.ts')]);
  const store = await openExisting(readConfig().databaseUrl);
  try {
    const found = await findPerson(store, person);
    const bar = createProgress('exporting', process.stderr);
    const archive = await archiveOf(store, found, new Date(), bar.tell).finally(bar.end);
    await writeFile(out, archive, { mode: 0o600, flag: 'wx' }).catch(async (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EEXIST')
        throw new Fault('FILE_EXISTS', `${out} is there already; nothing was written.`, 'Choose another name (--out).');
      // On a full disk a part of it stands there, and would be in the way of the next try.
      await rm(out, { force: true }).catch(() => undefined);
      throw new Fault('FILE_UNWRITABLE', `${out} can't be written.`, 'Choose another place for it.', { cause });
    });
    process.stdout.write(`Written to ${out}.\n`);
  } finally {
    await store.close();
  }
}

/** The archive of what belongs to a person; `tell` hears how much is done, 0 to 1. */
export async function archiveOf(
  store: Store,
  { who, conversations, tickets, codes }: FoundPerson,
  now: Date,
  tell: (done: number) => void = () => undefined,
): Promise<Uint8Array> {
  const files: Zippable = {};
  // All that `erase` deletes, and nothing else: test/commands/export.test.ts compares the two.
  const places = [...conversations, ...tickets.map(ticketConversation), ...codes];
  const written: { readonly id: string; readonly [part: string]: unknown }[] = [];
  for (const [i, id] of places.entries()) {
    const [lines, state, ends] = [await store.lines(id, BEGINNING), await store.state(id), await store.ends(id)];
    const [lessons, beside] = [await store.lessonsIn(id), await store.beside(id)];
    written.push({ id, state, ends, lessons, ...beside, lines });
    tell((i + 1) / (places.length + 2));
  }
  const elsewhere = await store.elsewhere(who);
  tell((places.length + 1) / (places.length + 2));
  const pictures = [];
  for (const [i, { conversation, ref }] of (await store.pictures(places)).entries()) {
    const bytes = await store.image(conversation, ref);
    if (!bytes) continue;
    const file = `pictures/${i + 1}${endingOf(bytes)}`;
    files[file] = [new Uint8Array(bytes), { level: 0 }];
    pictures.push({ file, conversation, ref });
  }
  const all = await store.tickets();
  const record = {
    person: who,
    exportedAt: now.toISOString(),
    conversations: written.filter(({ id }) => conversations.includes(id)),
    tickets: tickets.map((id) => ({
      ...all.find((ticket) => ticket.id === id),
      desk: written.find((one) => one.id === ticketConversation(id)) ?? null,
    })),
    codes: written.filter(({ id }) => codes.includes(id)),
    // Words in conversations of others: only the person's own part of each.
    elsewhere,
    pictures,
  };
  files['export.json'] = strToU8(`${JSON.stringify(record, null, 2)}\n`);
  return zipSync(files);
}

/** The ending of a picture's name, by its first bytes. */
function endingOf(bytes: Uint8Array): string {
  const begins = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (begins.startsWith('\u0089PNG')) return '.png';
  if (begins.startsWith('\u00ff\u00d8')) return '.jpg';
  return begins.slice(8) === 'WEBP' ? '.webp' : '';
}
