/** Conversations by person: their lines, open cases, tickets and ends. */
import { type Kysely, sql } from 'kysely';
import type { ConversationState, Saved } from '../core/conversation.ts';
import type { Person } from '../core/person.ts';
import type { Outcome } from '../core/reply.ts';
import type { Lately, Line, OpenCase, Store } from '../core/store.ts';
import type { CaseEnd, Ticket } from '../core/ticket.ts';
import { keysOf, messageOf, replyOf, stateOf } from './packed.ts';
import { statement } from './statement.ts';
import type { Tables } from './tables.ts';

/** The number of messages and of replies that are looked at again: receipts and presses may stand between words. */
const MOST_BEFORE = 4;

/** More than any place in a conversation. */
const ALL = 2 ** 31 - 1;
const ownBefore = statement<{ message: string; accepted_at: string }>(
  () =>
    `select message, accepted_at from inbox where conversation = ? and seq < ? order by seq desc limit ${MOST_BEFORE}`,
);
const messagesAfter = statement<{ seq: number; message: string; accepted_at: string }>(
  () => 'select seq, message, accepted_at from inbox where conversation = ? and seq > ? order by seq limit ?',
);
const repliesAfter = statement<{ turn: number; part: number; reply: string; created_at: string }>(
  () => `select turn, part, reply, created_at from outbox
    where conversation = ? and turn >= ? and (turn > ? or part > ?) order by turn, part limit ?`,
);
const repliesBefore = statement<{ reply: string }>(
  () =>
    `select reply from outbox where conversation = ? and turn < ? order by turn desc, part desc limit ${MOST_BEFORE}`,
);
const openCasesOf = statement<{ id: string; open: string; updated_at: string; state: string }>(
  () => `select id, open, updated_at, state from conversation
    where person = ? and open is not null order by updated_at desc`,
);
const placesIn = statement(() => 'select accepted from sequence where conversation = ?');
const stateIn = statement<{ state: string }>(() => 'select state from conversation where id = ?');

/** The part of the store that people and agents look things up in. */
export function people(
  db: Kysely<Tables>,
): Pick<
  Store,
  'begun' | 'lines' | 'lastTurns' | 'before' | 'helped' | 'openCases' | 'tickets' | 'ends' | 'state' | 'states'
> {
  return {
    async begun(conversation: string): Promise<boolean> {
      const { rows } = await placesIn(db, [conversation]);
      return rows.length > 0;
    },

    async lastTurns(conversations: readonly string[]): Promise<ReadonlyMap<string, number>> {
      if (conversations.length === 0) return new Map();
      const rows = await db
        .selectFrom('outbox')
        .select(['conversation', (e) => e.fn.max('turn').as('turn')])
        .where('conversation', 'in', conversations)
        .groupBy('conversation')
        .execute();
      return new Map(rows.map(({ conversation, turn }) => [conversation, turn]));
    },

    async lines(
      conversation: string,
      after: { readonly turn: number; readonly part: number },
      most = ALL,
    ): Promise<readonly Line[]> {
      const { rows: said } = await messagesAfter(db, [conversation, after.turn, most]);
      const { rows: replied } = await repliesAfter(db, [conversation, after.turn, after.turn, after.part, most]);
      const lines = [
        // A message stands before every reply to it.
        ...said.map((r) => ({
          turn: r.seq,
          part: 0,
          at: r.accepted_at,
          message: messageOf(r.message, { conversation, at: r.accepted_at }),
          reply: null,
        })),
        ...replied.map((r) => ({
          turn: r.turn,
          part: r.part,
          at: r.created_at,
          message: null,
          reply: replyOf(r.reply),
        })),
      ].sort((a, b) => a.turn - b.turn || a.part - b.part);
      return lines.length > most ? lines.slice(0, most) : lines;
    },

    async before(conversation: string, message: string | null): Promise<Lately> {
      const known =
        message === null
          ? undefined
          : await db
              .selectFrom('inbox')
              .select('seq')
              .where('dedupe', 'in', keysOf(conversation, message))
              .executeTakeFirst();
      // Where none is told, all of them stand before it.
      const [own, others] = await Promise.all([
        ownBefore(db, [conversation, known?.seq ?? ALL]),
        repliesBefore(db, [conversation, known?.seq ?? ALL]),
      ]);
      return {
        messages: own.rows.map((row) => messageOf(row.message, { conversation, at: row.accepted_at })),
        replies: others.rows.map((row) => replyOf(row.reply)),
      };
    },

    async helped(conversation: string): Promise<Person | null> {
      const [row] = (await stateIn(db, [conversation])).rows;
      return row ? ((JSON.parse(row.state) as Saved | null)?.helped ?? null) : null;
    },

    async openCases(person: string): Promise<readonly OpenCase[]> {
      const { rows } = await openCasesOf(db, [person]);
      return rows.map((r) => ({ conversation: r.id, title: r.open, at: r.updated_at, state: caseState(r.state) }));
    },

    async tickets(conversation?: string): Promise<readonly Ticket[]> {
      const all = db.selectFrom('ticket').selectAll().orderBy('at');
      const rows = await (conversation === undefined ? all : all.where('conversation', '=', conversation)).execute();
      return rows.map((r) => ({ ...r, summary: JSON.parse(r.summary) as Ticket['summary'] }));
    },

    async ends(conversation: string): Promise<readonly CaseEnd[]> {
      const rows = await db
        .selectFrom('case_end')
        .selectAll()
        .where('conversation', '=', conversation)
        .orderBy('at')
        .execute();
      return rows.map(({ case_id, outcome, ...r }) => ({ ...r, caseId: case_id, outcome: outcome as Outcome }));
    },

    async state(conversation: string): Promise<Saved | null> {
      const [row] = (await stateIn(db, [conversation])).rows;
      return row ? stateOf(row.state, conversation) : null;
    },

    async states(kind: string): Promise<readonly Saved[]> {
      const rows = await db
        .selectFrom('conversation')
        .select(['id', 'state'])
        // A literal: so the partial index is enough.
        .where(sql<boolean>`id like ${sql.lit(`${kind}:%`)}`)
        // A conversation that was erased, and written to since.
        .where('state', '!=', 'null')
        .orderBy('updated_at', 'desc')
        .execute();
      // A message for a ticket that does not exist leaves no state behind.
      return rows.map((r) => stateOf(r.state, r.id)).filter((state) => state !== null);
    },
  };
}

/** The side that has a case, by the stored state of its conversation. */
function caseState(state: string): OpenCase['state'] {
  const { desk, dialogs = [] } = (JSON.parse(state) ?? {}) as Partial<ConversationState>;
  if (desk && desk.state !== 'closed' && !desk.walks) return desk.state;
  const open = (dialogs.at(-1) as { readonly id?: string } | undefined)?.id;
  if (open === undefined) return 'stopped';
  return open === 'send' ? 'asked' : 'walking';
}
