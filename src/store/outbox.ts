/** The outbox: replies on their way out, one after the other in each conversation. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { OutboxRow, SendResult, Store } from '../core/store.ts';
import { outside } from './outside.ts';
import { keysOf, replyOf } from './packed.ts';
import type { Write } from './rounds.ts';
import { marks, rowsOf, statement } from './statement.ts';
import type { Tables } from './tables.ts';

/** The longest time that a row waits for another attempt, in milliseconds. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** The outbox's part of the store. */
export function outbox(
  db: Kysely<Tables>,
  write: Write,
): Pick<Store, 'sendable' | 'nextReady' | 'claim' | 'record' | 'unresolved' | 'posted' | 'whose'> {
  return {
    async sendable(channels: readonly string[], now: string, limit: number): Promise<readonly OutboxRow[]> {
      if (channels.length === 0) return [];
      // Times far ahead were written before the clock was set back.
      const far = new Date(Date.parse(now) + LONGEST_WAIT_MS).toISOString();
      const rows = await heads(db, channels)
        .selectAll('o')
        .where((e) => e.or([e('o.ready_at', '<=', now), e('o.ready_at', '>', far)]))
        .orderBy('o.ready_at')
        .limit(limit)
        .execute();
      return rows.map(outboxRow);
    },

    async nextReady(channels: readonly string[]): Promise<string | null> {
      if (channels.length === 0) return null;
      const row = await heads(db, channels)
        .select((e) => e.fn.min('o.ready_at').as('at'))
        .executeTakeFirst();
      return row?.at ?? null;
    },

    async claim(rows: readonly OutboxRow[], at: string): Promise<readonly OutboxRow[]> {
      return rows.length === 0 ? [] : write((tx) => take(tx, rows, at));
    },

    async record(results: readonly SendResult[], at: string, sends): Promise<readonly OutboxRow[]> {
      if (results.length === 0) return [];
      return write(async (tx) => {
        for (const [, group] of Map.groupBy(results, (r) => `${r.state}|${r.readyAt}|${r.row.attempt}|${r.ref}`)) {
          const { state, readyAt, row, ref } = group[0]!;
          // Only if no other process took the row over meanwhile, or recorded a result first.
          await end(
            tx,
            [state, at, readyAt, ref, row.attempt, ...group.flatMap(({ row: r }) => [r.conversation, r.turn, r.part])],
            group.length,
          );
        }
        if (!sends || sends.size === 0) return [];
        const ended = new Set(results.flatMap(({ state, row }) => (state === 'ready' ? [] : [row.conversation])));
        if (ended.size === 0) return [];
        // A reply that was never tried waits for no time, whatever the clock says now.
        const { rows: following } = await behind(tx, [...ended], ended.size);
        return take(
          tx,
          following.filter(({ channel }) => sends.has(channel)),
          at,
        );
      });
    },

    async unresolved(channels: readonly string[], before?: string, after?: string): Promise<readonly OutboxRow[]> {
      if (channels.length === 0) return [];
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        // Literals, as in `heads`: so the partial index is enough.
        .where(sql<boolean>`state = 'sending' and state in ('ready', 'sending')`)
        .where('channel', 'in', channels)
        .$if(before !== undefined, (q) => q.where(outside('changed_at', before!, after)))
        .execute();
      return rows.map(outboxRow);
    },

    async posted(conversation: string, message: string, channel: string): Promise<string | null> {
      const keys = keysOf(conversation, message);
      const { rows } = await refOf(db, [channel, ...keys], keys.length);
      return rows[0]?.ref ?? null;
    },

    async whose(channel: string, ref: string): Promise<string | null> {
      const row = await db
        .selectFrom('outbox')
        .select('conversation')
        .where('ref', '=', ref)
        .where('channel', '=', channel)
        .executeTakeFirst();
      return row?.conversation ?? null;
    },
  };
}

// A reply that went to another channel has that channel's ids.
const refOf = statement<{ ref: string | null }>(
  (keys) => `select o.ref from inbox as i join outbox as o on o.conversation = i.conversation and o.turn = i.seq
    where o.channel = ? and o.part = 1 and i.dedupe in (${marks(keys)}) limit 1`,
);

/** Takes rows for sending, one attempt on; answers those that were still ready. */
async function take(
  db: Kysely<Tables>,
  rows: readonly Pick<OutboxRow, 'conversation' | 'turn' | 'part'>[],
  at: string,
): Promise<readonly OutboxRow[]> {
  if (rows.length === 0) return [];
  const taken = await begin(db, [at, ...rows.flatMap((r) => [r.conversation, r.turn, r.part])], rows.length);
  return taken.rows.map(outboxRow);
}

const begin = statement<OutboxColumns>(
  (rows) => `update outbox set state = 'sending', attempt = attempt + 1, changed_at = ?
    where state = 'ready' and (conversation, turn, part) in (${rowsOf(rows, 3)})
    returning conversation, turn, part, channel, address, reply, state, attempt, ref`,
);

const end = statement(
  // Only a reply that is to be sent again is ready at some time.
  (rows) => `update outbox set state = ?, changed_at = ?, ready_at = coalesce(?, ''), ref = coalesce(?, ref)
    where state = 'sending' and attempt = ? and (conversation, turn, part) in (${rowsOf(rows, 3)})`,
);

/** As in `heads`, for some conversations: the next reply of each, if it was never tried. */
const behind = statement<{ conversation: string; turn: number; part: number; channel: string }>(
  (rows) => `select o.conversation, o.turn, o.part, o.channel from outbox as o
    where o.state = 'ready' and o.state in ('ready', 'sending') and o.attempt = 0 and o.conversation in (${marks(rows)})
    and not exists (select 1 from outbox as before
      where before.conversation = o.conversation and before.state in ('ready', 'sending')
      and (before.turn < o.turn or (before.turn = o.turn and before.part < o.part)))`,
);

/** The rows whose turn it is: ready, with nothing unsent before them in their conversation. */
function heads(db: Kysely<Tables>, channels: readonly string[]) {
  return (
    db
      .selectFrom('outbox as o')
      // Literals, not parameters: only so can the engines see that the partial index is enough.
      .where(sql<boolean>`o.state = 'ready' and o.state in ('ready', 'sending')`)
      .where('o.channel', 'in', channels)
      .where((e) =>
        e.not(
          e.exists(
            e
              .selectFrom('outbox as before')
              .select('before.turn')
              .whereRef('before.conversation', '=', 'o.conversation')
              .where(sql<boolean>`before.state in ('ready', 'sending')`)
              .where((b) =>
                b.or([
                  b('before.turn', '<', b.ref('o.turn')),
                  b.and([b('before.turn', '=', b.ref('o.turn')), b('before.part', '<', b.ref('o.part'))]),
                ]),
              ),
          ),
        ),
      )
  );
}

type OutboxColumns = Omit<Selectable<Tables['outbox']>, 'ready_at' | 'created_at' | 'changed_at'>;

function outboxRow(r: OutboxColumns): OutboxRow {
  return {
    conversation: r.conversation,
    turn: r.turn,
    part: r.part,
    channel: r.channel,
    address: r.address,
    reply: replyOf(r.reply),
    state: r.state,
    attempt: r.attempt,
    ref: r.ref,
  };
}
