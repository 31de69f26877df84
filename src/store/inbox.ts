/** The inbox: messages as they come in, until a turn has handled them. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Message } from '../core/message.ts';
import type { Handled, InboxRow, Store, Work } from '../core/store.ts';
import { outside } from './outside.ts';
import { type MessageKey, messageOf, type RowFormat, stateOf } from './packed.ts';
import type { Write } from './rounds.ts';
import { marks, rowsOf, statement } from './statement.ts';
import type { Tables } from './tables.ts';

/** The number of waiting messages of one conversation that are handled in one go. */
const MOST_AT_ONCE = 20;

/** The inbox's part of the store. */
export function inbox(
  db: Kysely<Tables>,
  write: Write,
  packing: RowFormat,
): Pick<Store, 'accept' | 'waiting' | 'tried' | 'take' | 'risk'> {
  return {
    async accept(messages: readonly Message[]): Promise<readonly (number | null)[]> {
      if (messages.length === 0) return [];
      return write((tx) => insert(tx, messages, packing));
    },

    async waiting(before?: string, after?: string): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('inbox')
        .select('conversation')
        .where(sql<boolean>`state = 'waiting'`)
        .$if(before !== undefined, (q) => q.where(outside('accepted_at', before!, after)))
        .groupBy('conversation')
        .orderBy((e) => e.fn.min('accepted_at'))
        .execute();
      return rows.map((r) => r.conversation);
    },

    async tried(before?: string, after?: string): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('inbox')
        .select('conversation')
        .distinct()
        .where(sql<boolean>`state = 'waiting'`)
        .where('attempts', '>', 0)
        .$if(before !== undefined, (q) => q.where(outside('accepted_at', before!, after)))
        .execute();
      return rows.map((r) => r.conversation);
    },

    async take(conversations: readonly string[], most = MOST_AT_ONCE): Promise<readonly Work[]> {
      if (conversations.length === 0) return [];
      // The states first: if another process handles these messages meanwhile, the version read here is old, and
      // committing ours fails.
      const states = await db
        .selectFrom('conversation')
        .select(['id', 'version', 'state'])
        .where('id', 'in', conversations)
        .execute();
      const known = new Map(states.map((s) => [s.id, s]));
      const works: Work[] = [];
      for (const conversation of conversations) {
        const rows = await db
          .selectFrom('inbox')
          .select(['seq', 'message', 'attempts', 'accepted_at'])
          .where(sql<boolean>`state = 'waiting'`)
          .where('conversation', '=', conversation)
          .orderBy('seq')
          .limit(most)
          .execute();
        if (rows.length === 0) continue;
        const saved = known.get(conversation);
        works.push({
          conversation,
          version: saved?.version ?? 0,
          state: saved ? stateOf(saved.state, conversation) : null,
          rows: rows.map(
            ({ seq, message, attempts, accepted_at: at }): InboxRow => ({
              seq,
              message: messageOf(message, { conversation, at }),
              attempts,
            }),
          ),
        });
      }
      return works;
    },

    async risk(rows, by = 1): Promise<void> {
      if (rows.length === 0) return;
      await db
        .updateTable('inbox')
        .set((e) => ({ attempts: e('attempts', '+', by) }))
        .where((e) =>
          e(
            e.refTuple('conversation', 'seq'),
            'in',
            rows.map((r) => e.tuple(r.conversation, r.seq)),
          ),
        )
        .execute();
    },
  };
}

const reserve = statement<{ conversation: string; accepted: number }>(
  (rows) => `insert into sequence (conversation, accepted) values ${rowsOf(rows, 2)}
    on conflict (conversation) do update set accepted = sequence.accepted + excluded.accepted
    returning conversation, accepted`,
);
const find = statement<{ dedupe: string }>((rows) => `select dedupe from inbox where dedupe in (${marks(rows)})`);
const store = statement<{ dedupe: string; seq: number }>(
  (rows) => `insert into inbox (conversation, seq, dedupe, message, accepted_at, attempts, state)
    values ${Array(rows)
      .fill(`(${marks(5)}, 0, ${marks(1)})`)
      .join(', ')}
    on conflict (dedupe) do nothing returning dedupe, seq`,
);

const NONE_ENDED: ReadonlyMap<string, never> = new Map<string, never>();

/** The place of a message, as a key. */
export function placeOf({ conversation, seq }: { readonly conversation: string; readonly seq: number }): string {
  return `${conversation}|${seq}`;
}

/**
 * Inserts messages, each with the next place in its conversation; answers the places, null for messages that were there
 * already. They wait, but for those at the places of `ended`, whose turns are stored along with them.
 */
export async function insert(
  tx: Transaction<Tables>,
  messages: readonly Message[],
  packing: RowFormat,
  ended: ReadonlyMap<string, Handled['done'][number]['as']> = NONE_ENDED,
): Promise<readonly (number | null)[]> {
  const counts = new Map<string, number>();
  for (const m of messages) counts.set(m.conversation, (counts.get(m.conversation) ?? 0) + 1);
  // In the same order in every process, so that two instances never wait for each other.
  const sequences = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([conversation, accepted]) => ({ conversation, accepted }));
  const { rows: reserved } = await reserve(
    tx,
    sequences.flatMap(({ conversation, accepted }) => [conversation, accepted]),
    sequences.length,
  );
  const next = new Map(reserved.map((r) => [r.conversation, r.accepted - counts.get(r.conversation)!]));
  const rows = messages.map((message) => {
    const seq = next.get(message.conversation)! + 1;
    next.set(message.conversation, seq);
    return { message, seq, dedupe: packing.key(message.conversation, message.id) };
  });
  const { otherKey } = packing;
  const known = otherKey === null ? new Set() : await knownBy(tx, messages, otherKey);
  const fresh = rows.filter(({ message }) => !known.has(message));
  const unique = [...new Map(fresh.map((r) => [r.dedupe, r] as const).reverse()).values()].reverse();
  if (unique.length === 0) return rows.map(() => null);
  const { rows: stored } = await store(
    tx,
    unique.flatMap(({ message, seq, dedupe }) => [
      message.conversation,
      seq,
      dedupe,
      packing.message(message),
      message.at,
      ended.get(placeOf({ conversation: message.conversation, seq })) ?? 'waiting',
    ]),
    unique.length,
  );
  const taken = new Map(stored.map((r) => [r.dedupe, r.seq]));
  return rows.map((r) => (taken.get(r.dedupe) === r.seq ? r.seq : null));
}

/**
 * The messages that an instance of another version took in, under another key. Their conversations' places are held by this
 * transaction already, so that none comes in meanwhile.
 */
async function knownBy(
  tx: Transaction<Tables>,
  messages: readonly Message[],
  key: MessageKey,
): Promise<ReadonlySet<Message>> {
  const keys = messages.map(({ conversation, id }) => key(conversation, id));
  const found = new Set((await find(tx, keys, keys.length)).rows.map(({ dedupe }) => dedupe));
  return new Set(messages.filter((_, i) => found.has(keys[i]!)));
}
