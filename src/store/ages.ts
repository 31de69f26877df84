/** Deletes what is old, a few rows at a time, by an index. */
import { type Kysely, sql } from 'kysely';
import type { Saved } from '../core/conversation.ts';
import { ticketConversation } from '../core/desk.ts';
import type { Aged, Bite, Store } from '../core/store.ts';
import { countIn, withoutName } from './case-counting.ts';
import { oldFigures } from './old-figures.ts';
import { oldErased, oldSessions } from './old-lists.ts';
import { stateOf } from './packed.ts';
import type { Tables } from './tables.ts';
import { holdPlace, isBusy, wipe } from './wipe.ts';

/** The number of conversations, pictures or tickets in one bite. */
const MOST_IN_A_BITE = 20;
/** The number of audit lines that go in one round: a desk writes fewer between two. */
const MOST_LINES_IN_A_ROUND = 5000;

/**
 * The time for which a reply that was never sent keeps an old conversation, in milliseconds. A channel that is connected sends
 * or gives up within hours: one that waits for a month belongs to a channel that was switched off.
 */
const UNSENT_MS = 30 * 24 * 60 * 60 * 1000;

/** The part of the store that deletes what is old. */
export function ages(db: Kysely<Tables>): Pick<Store, 'expire'> {
  const bites: Readonly<Record<Aged, (before: string, from: readonly string[] | null) => Promise<Bite>>> = {
    pictures: (before) => pictures(db, before),
    conversations: (before, from) => conversations(db, before, from),
    lines: (before, from) => lines(db, before, from),
    tickets: (before, from) => tickets(db, before, from),
    figures: (before, from) => oldFigures(db, before, from),
    erased: (before) => oldErased(db, before),
    sessions: (before) => oldSessions(db, before),
  };
  return {
    expire: (what, before, from) => bites[what](before, from === null ? null : (JSON.parse(from) as string[])),
  };
}

/** Where the next bite begins: behind the last row of this one; null if this was the last. */
function nextOf(keys: readonly (readonly string[])[]): string | null {
  return keys.length < MOST_IN_A_BITE ? null : JSON.stringify(keys.at(-1));
}

async function pictures(db: Kysely<Tables>, before: string): Promise<Bite> {
  const { numDeletedRows } = await db
    .deleteFrom('image')
    .where((e) =>
      e(
        e.refTuple('conversation', 'ref'),
        'in',
        e
          .selectFrom('image')
          .select(['conversation', 'ref'])
          .where('created_at', '<', before)
          // A job may still read them.
          .where('conversation', 'not in', e.selectFrom('job').select('conversation'))
          .orderBy('created_at')
          .limit(MOST_IN_A_BITE)
          .$asTuple('conversation', 'ref'),
      ),
    )
    .executeTakeFirst();
  const gone = Number(numDeletedRows);
  return { gone, next: gone < MOST_IN_A_BITE ? null : '[]' };
}

async function conversations(db: Kysely<Tables>, before: string, from: readonly string[] | null): Promise<Bite> {
  const rows = await db
    .selectFrom('conversation')
    .select(['id', 'updated_at', 'state'])
    // Literals: so the partial index is enough.
    .where(sql<boolean>`id not like 'ticket:%' and id not like 'desk:%'`)
    .where('updated_at', '<', before)
    .$if(from !== null, (q) => q.where(sql<boolean>`(updated_at, id) > (${from![0]}, ${from![1]})`))
    .orderBy('updated_at')
    .orderBy('id')
    .limit(MOST_IN_A_BITE)
    .execute();
  let gone = 0;
  for (const row of rows) if (!isAtDesk(row.state) && (await conversation(db, row, before))) gone += 1;
  return { gone, next: nextOf(rows.map((r) => [r.updated_at, r.id])) };
}

function unsentSince(before: string): string {
  return new Date(Date.parse(before) - UNSENT_MS).toISOString();
}

/** Deletes a conversation in which nothing happened meanwhile; answers whether it went. */
function conversation(
  db: Kysely<Tables>,
  { id, updated_at, state }: { id: string; updated_at: string; state: string },
  before: string,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // First, as in accepting: a message that comes in waits, or is seen here.
    await holdPlace(tx, id);
    if (await isBusy(tx, id, unsentSince(before))) return false;
    const still = await tx
      .deleteFrom('conversation')
      .where('id', '=', id)
      .where('updated_at', '=', updated_at)
      .returning('id')
      .executeTakeFirst();
    if (!still) return false;
    await countIn(tx, [{ id, state }]);
    await withoutName(tx, id);
    await wipe(tx, id);
    // Nothing here remembers a place of the conversation any more: it may begin again with the first.
    await tx.deleteFrom('sequence').where('conversation', '=', id).execute();
    return true;
  });
}

/** Deletes old lines and ends of conversations that go on, such as the direct messages of years. */
async function lines(db: Kysely<Tables>, before: string, from: readonly string[] | null): Promise<Bite> {
  const rows = await db
    .selectFrom('conversation')
    .select(['id', 'state'])
    .where('id', '>', from?.[0] ?? '')
    .where('id', 'not like', 'ticket:%')
    .orderBy('id')
    .limit(MOST_IN_A_BITE)
    .execute();
  let gone = 0;
  for (const { id, state } of rows) {
    if (isAtDesk(state) || !(await hasLinesBefore(db, id, before))) continue;
    gone += await db.transaction().execute(async (tx) => {
      const said = await tx
        .deleteFrom('inbox')
        .where('conversation', '=', id)
        .where('accepted_at', '<', before)
        .where('state', '!=', 'waiting')
        .executeTakeFirst();
      await tx
        .deleteFrom('outbox')
        .where('conversation', '=', id)
        .where('created_at', '<', before)
        .where('state', 'not in', ['ready', 'sending'])
        .execute();
      for (const table of ['case_end', 'lesson'] as const)
        await tx.deleteFrom(table).where('conversation', '=', id).where('at', '<', before).execute();
      await withoutName(tx, id, { before, but: recordsIn(state, id) });
      return Number(said.numDeletedRows);
    });
  }
  return { gone, next: nextOf(rows.map((r) => [r.id])) };
}

/** Whether the first message of a conversation that is still there is older than a time. */
async function hasLinesBefore(db: Kysely<Tables>, id: string, before: string): Promise<boolean> {
  const first = await db
    .selectFrom('inbox')
    .select('accepted_at')
    .where('conversation', '=', id)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return first !== undefined && first.accepted_at < before;
}

async function tickets(db: Kysely<Tables>, before: string, from: readonly string[] | null): Promise<Bite> {
  const rows = await db
    .selectFrom('ticket')
    .select(['id', 'at'])
    .where('at', '<', before)
    .$if(from !== null, (q) => q.where(sql<boolean>`(at, id) > (${from![0]}, ${from![1]})`))
    .orderBy('at')
    .orderBy('id')
    .limit(MOST_IN_A_BITE)
    .execute();
  let gone = 0;
  if (from === null) await auditLines(db, before);
  for (const { id } of [...rows, ...(from === null ? await erasedTickets(db, before) : [])])
    if (await ticket(db, id, before)) gone += 1;
  return { gone, next: nextOf(rows.map((r) => [r.at, r.id])) };
}

/** Deletes audit lines of the same age, the oldest first; those that are left come with the next round. */
async function auditLines(db: Kysely<Tables>, before: string): Promise<void> {
  const old = db.selectFrom('audit').select('id').where('at', '<', before).orderBy('at').limit(MOST_LINES_IN_A_ROUND);
  await db.deleteFrom('audit').where('id', 'in', old).execute();
}

/** Erased tickets to which an agent wrote afterwards: nothing but a few lines is left of them. */
async function erasedTickets(db: Kysely<Tables>, before: string): Promise<readonly { readonly id: string }[]> {
  const rows = await db
    .selectFrom('conversation')
    .select('id')
    .where(sql<boolean>`id like 'ticket:%'`)
    .where('updated_at', '<', before)
    .where('state', '=', 'null')
    .limit(MOST_IN_A_BITE)
    .execute();
  return rows.map(({ id }) => ({ id: id.slice('ticket:'.length) }));
}

/** Deletes a ticket with its conversation, unless a desk still has it or had it lately; answers whether it went. */
function ticket(db: Kysely<Tables>, id: string, before: string): Promise<boolean> {
  const there = ticketConversation(id);
  return db.transaction().execute(async (tx) => {
    await holdPlace(tx, there);
    const row = await tx
      .selectFrom('conversation')
      .select(['state', 'updated_at'])
      .where('id', '=', there)
      .executeTakeFirst();
    const state = row ? (JSON.parse(row.state) as { readonly state?: string } | null) : null;
    if (row && (row.updated_at >= before || (state !== null && state.state !== 'closed'))) return false;
    if (await isBusy(tx, there, unsentSince(before))) return false;
    const ended = await tx.deleteFrom('conversation').where('id', '=', there).returning('id').executeTakeFirst();
    await wipe(tx, there);
    await tx.deleteFrom('sequence').where('conversation', '=', there).execute();
    const deleted = await tx.deleteFrom('ticket').where('id', '=', id).returning('id').executeTakeFirst();
    return (deleted ?? ended) !== undefined;
  });
}

/** The ids of the records that a conversation still keeps: they are counted again when they change. */
function recordsIn(state: string, conversation: string): readonly string[] {
  return (stateOf(state, conversation)?.records ?? []).map(({ id }) => id);
}

/** Whether a desk has a ticket of the conversation. */
function isAtDesk(state: string): boolean {
  const desk = (JSON.parse(state) as Saved | null)?.desk;
  return desk !== null && desk !== undefined && desk.state !== 'closed';
}
