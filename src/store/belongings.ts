/** Finds everything that belongs to a person, or to a conversation of a place where people don't sign in. */
import { type Kysely, sql } from 'kysely';
import type { Saved } from '../core/conversation.ts';
import { ticketConversation } from '../core/desk.ts';
import type { Belongings } from '../core/store.ts';
import type { Tables } from './tables.ts';

/**
 * Finds a person's conversations and tickets; `who` is a person's id, or a conversation's. A ticket belongs to the person
 * whose case it is, and so does the conversation in which it began, unless that is somebody else's.
 */
export async function belongingsOf(db: Kysely<Tables>, who: string): Promise<Belongings> {
  const own = await db
    .selectFrom('conversation')
    .select(['id', 'state'])
    .where((e) => e.or([e('person', '=', who), e('id', '=', who)]))
    .execute();
  const begun = await db.selectFrom('inbox').select('conversation').where('conversation', '=', who).limit(1).execute();
  const conversations = new Set([...own.map((r) => r.id), ...begun.map((r) => r.conversation)]);
  const tickets = new Set(own.flatMap((r) => ticketsIn(r.state)));
  for (const id of await ticketsOf(db, conversations)) tickets.add(id);
  if (tickets.size > 0) {
    const rows = await db
      .selectFrom('ticket')
      .leftJoin('conversation', 'conversation.id', 'ticket.conversation')
      .select(['ticket.id', 'ticket.conversation', 'conversation.person'])
      .where('ticket.id', 'in', [...tickets])
      .execute();
    for (const { id, conversation, person } of rows)
      if (person === null || person === who) conversations.add(conversation);
      else if (!conversations.has(conversation)) tickets.delete(id);
    for (const id of await ticketsOf(db, conversations)) tickets.add(id);
  }
  const codes = await codesOf(db, [...conversations]);
  return { conversations: [...conversations].sort(), tickets: [...tickets].sort(), codes };
}

/** The conversations of case codes that open one of these conversations. */
async function codesOf(db: Kysely<Tables>, conversations: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('conversation')
    .select(['id', 'state'])
    // A literal: so the partial index is enough.
    .where(sql<boolean>`id like 'code:%'`)
    .execute();
  return rows.flatMap(({ id, state }) => {
    const side = (JSON.parse(state) as { readonly personSide?: { readonly conversation: string } } | null)?.personSide;
    return side && conversations.includes(side.conversation) ? [id] : [];
  });
}

/** Every conversation that holds something of the belongings: their own, and those of their tickets and codes. */
export function placesOf({ conversations, tickets, codes }: Belongings): readonly string[] {
  return [...conversations, ...tickets.map(ticketConversation), ...codes];
}

/** The tickets that a conversation's state names: its case may have begun elsewhere. */
function ticketsIn(state: string): string[] {
  const { desk, lastTicket } = (JSON.parse(state) ?? {}) as Partial<Saved> & {
    readonly desk?: { readonly ticket?: string } | null;
    readonly lastTicket?: string | null;
  };
  return [desk?.ticket, lastTicket].filter((id): id is string => typeof id === 'string');
}

async function ticketsOf(db: Kysely<Tables>, conversations: ReadonlySet<string>): Promise<readonly string[]> {
  if (conversations.size === 0) return [];
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('conversation', 'in', [...conversations])
    .execute();
  return rows.map((r) => r.id);
}
