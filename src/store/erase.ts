/** Erases people: everything that belongs to them goes, and only their ids stay, in the list of the erased. */
import type { Kysely, Transaction } from 'kysely';
import { ticketConversation } from '../core/desk.ts';
import { type Message, PLAIN } from '../core/message.ts';
import type { Store } from '../core/store.ts';
import { belongingsOf, placesOf } from './belongings.ts';
import { countIn, withoutName } from './case-counting.ts';
import { insert } from './inbox.ts';
import type { RowFormat } from './packed.ts';
import type { Tables } from './tables.ts';
import { unspoken } from './unspoken.ts';
import { holdPlace, isBusy, wipe } from './wipe.ts';

/** The part of the store that finds and erases what belongs to a person. */
export function erasing(
  db: Kysely<Tables>,
  packing: RowFormat,
): Pick<Store, 'belongings' | 'pictures' | 'isQuiet' | 'forget' | 'erased' | 'ownerOf'> {
  return {
    belongings: (who) => belongingsOf(db, who),

    async pictures(conversations) {
      if (conversations.length === 0) return [];
      return db
        .selectFrom('image')
        .select(['conversation', 'ref'])
        .where('conversation', 'in', [...conversations])
        .orderBy('conversation')
        .orderBy('created_at')
        .execute();
    },

    async ownerOf(ticket) {
      const row = await db
        .selectFrom('ticket')
        .leftJoin('conversation', 'conversation.id', 'ticket.conversation')
        .select(['ticket.conversation', 'conversation.person'])
        .where('ticket.id', '=', ticket)
        .executeTakeFirst();
      return row ? (row.person ?? row.conversation) : null;
    },

    async isQuiet(who) {
      const { tickets } = await belongingsOf(db, who);
      return db.transaction().execute(async (tx) => {
        for (const id of tickets) if (await isBusy(tx, ticketConversation(id))) return false;
        return true;
      });
    },

    async forget(who, how = 'answering', at = new Date().toISOString()) {
      // First of all: where it is ended before the rest, the person is still found and can be erased again.
      const emptied =
        how === 'all' ? await unspoken(db, who, packing, new Set(placesOf(await belongingsOf(db, who)))) : [];
      return db.transaction().execute(async (tx) => {
        const belongings = await belongingsOf(tx, who);
        const { conversations, tickets } = belongings;
        const gone = await goneFrom(tx, tickets, at);
        const places = placesOf(belongings);
        // In the same order as in every commit, so that neither waits for the other.
        for (const place of [...places, ...gone.map((m) => m.conversation)].sort()) await holdPlace(tx, place);
        if (gone.length > 0) await insert(tx, gone, packing);
        for (const place of places) {
          const gone = await tx.deleteFrom('conversation').where('id', '=', place).returning(['id', 'state']).execute();
          if (conversations.includes(place)) await countIn(tx, gone);
          await withoutName(tx, place);
          await wipe(tx, place, { waiting: how === 'all' || !conversations.includes(place) });
        }
        // A person who deletes everything of theirs goes on in the same conversation, and stays signed in.
        if (how === 'all') await tx.deleteFrom('console_session').where('person', '=', who).execute();
        if (tickets.length > 0) await tx.deleteFrom('ticket').where('id', 'in', tickets).execute();
        // All of them, also where nothing is stored here: a backup may hold them, and each list is brought along by a restore.
        const ids = [...new Set([who, ...places])];
        await tx
          .insertInto('erased')
          .values(ids.map((id) => ({ id, at })))
          .onConflict((c) => c.doNothing())
          .execute();
        const desks = [...new Set(gone.map((message) => message.conversation))];
        return { ...belongings, how, places, emptied, desks };
      });
    },

    async erased(since = '') {
      return db.selectFrom('erased').selectAll().where('at', '>=', since).orderBy('at').execute();
    },
  };
}

/** Messages that take open tickets out of their desks' queues. */
async function goneFrom(tx: Transaction<Tables>, tickets: readonly string[], at: string): Promise<Message[]> {
  if (tickets.length === 0) return [];
  const rows = await tx
    .selectFrom('conversation')
    .select('state')
    .where('id', 'in', tickets.map(ticketConversation))
    .execute();
  return rows.flatMap(({ state }) => {
    const open = JSON.parse(state) as OpenAtDesk | null;
    const desk = open?.path?.[open.at ?? 0];
    if (!open || open.state === 'closed' || desk === undefined || !open.ticket || !open.personSide) return [];
    const { channel, address } = open.personSide;
    const event = { kind: 'gone', ticket: open.ticket.id } as const;
    const message = { ...PLAIN, id: `erased:${open.ticket.id}`, conversation: `desk:${desk}`, channel, address, at };
    return [{ ...message, audience: 'person', kind: 'event', text: '', event, shortened: false, masked: false }];
  });
}

/** The part of a ticket's state that says which desk has it. */
interface OpenAtDesk {
  readonly state?: string;
  readonly path?: readonly string[];
  readonly at?: number;
  readonly ticket?: { readonly id: string };
  readonly personSide?: { readonly channel: string; readonly address: string | null };
}
