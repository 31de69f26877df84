/** Deletes everything of one conversation, for what is old and for people who are erased. */
import { sql, type Transaction } from 'kysely';
import { ticketOf } from '../core/desk.ts';
import type { Tables } from './tables.ts';

/** Holds a conversation's place against messages that come in, until the transaction ends. */
export async function holdPlace(tx: Transaction<Tables>, conversation: string): Promise<void> {
  await tx
    .updateTable('sequence')
    .set((e) => ({ accepted: e.ref('accepted') }))
    .where('conversation', '=', conversation)
    .execute();
}

/** Whether something of a conversation is still to be answered, sent or read; with `since`, replies from before that time count no more. */
export async function isBusy(tx: Transaction<Tables>, conversation: string, since = ''): Promise<boolean> {
  const waiting = tx
    .selectFrom('inbox')
    .select(sql<number>`1`.as('one'))
    .where(sql<boolean>`state = 'waiting'`)
    .where('conversation', '=', conversation);
  const unsent = tx
    .selectFrom('outbox')
    .select(sql<number>`1`.as('one'))
    .where(sql<boolean>`state in ('ready', 'sending')`)
    .where('conversation', '=', conversation)
    .where('created_at', '>=', since);
  const unread = tx.selectFrom('job').select(sql<number>`1`.as('one')).where('conversation', '=', conversation);
  const all = await tx
    .selectNoFrom((e) => [
      e.exists(waiting).as('waiting'),
      e.exists(unsent).as('unsent'),
      e.exists(unread).as('unread'),
    ])
    .executeTakeFirstOrThrow();
  return Object.values(all).some(Boolean);
}

/**
 * Deletes what hangs on a conversation: lines, jobs, pictures, timers, links, ends, lessons and a ticket's place in lists; not its state, not its place. With
 * `waiting` false, messages that are still to be answered stay.
 */
export async function wipe(tx: Transaction<Tables>, conversation: string, { waiting = true } = {}): Promise<void> {
  await tx
    .deleteFrom('inbox')
    .where('conversation', '=', conversation)
    .$if(!waiting, (q) => q.where('state', '!=', 'waiting'))
    .execute();
  for (const table of ['outbox', 'job', 'image', 'timer', 'link', 'case_end', 'lesson'] as const)
    await tx.deleteFrom(table).where('conversation', '=', conversation).execute();
  const ticket = ticketOf(conversation);
  if (ticket !== null)
    for (const table of ['ticket_word', 'ticket_entry'] as const)
      await tx.deleteFrom(table).where('ticket', '=', ticket).execute();
}
