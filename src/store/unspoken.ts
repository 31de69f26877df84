/** Finds and empties what a person wrote in conversations of others: no index finds it, so every message is looked at. */
import { type Kysely, sql } from 'kysely';
import { breathe } from '../core/breathe.ts';
import type { Message } from '../core/message.ts';
import type { WordsElsewhere } from '../core/store.ts';
import { messageOf, type RowFormat } from './packed.ts';
import type { Tables } from './tables.ts';

/** The number of messages that are looked at in one statement, and of those that are rewritten in one transaction. */
const ROWS_A_LOOK = 5000;
const MOST_IN_A_BITE = 50;

/** The place of a message: its conversation, and its number in it. */
interface MessagePlace {
  readonly conversation: string;
  readonly seq: number;
}

/**
 * Empties what a person wrote in conversations of others, which are all but their `own`; answers those conversations. It looks
 * without a lock, and writes in small bites, so that nobody waits.
 */
export async function unspoken(
  db: Kysely<Tables>,
  who: string,
  packing: RowFormat,
  own: ReadonlySet<string>,
): Promise<readonly string[]> {
  const emptied = new Set<string>();
  for await (const found of messagesOf(db, who, own))
    for (let i = 0; i < found.length; i += MOST_IN_A_BITE) {
      const bite = found.slice(i, i + MOST_IN_A_BITE);
      await rewrite(db, bite, who, packing);
      for (const { conversation } of bite) emptied.add(conversation);
      await breathe();
    }
  return [...emptied];
}

/** Finds the words of a person in conversations of others: exactly what `unspoken` empties. */
export async function spokenElsewhere(
  db: Kysely<Tables>,
  who: string,
  own: ReadonlySet<string>,
): Promise<readonly Omit<WordsElsewhere, 'lessons'>[]> {
  const words: Omit<WordsElsewhere, 'lessons'>[] = [];
  for await (const found of messagesOf(db, who, own))
    for (const { conversation, seq } of found) {
      const row = await rowAt(db, conversation, seq);
      if (!row) continue;
      const message = messageOf(row.message, { conversation, at: row.accepted_at });
      words.push({
        ...{ conversation, turn: seq, at: row.accepted_at },
        message: message.person?.id === who ? message : null,
        found: (message.result?.found ?? []).filter(({ by }) => by?.id === who),
        mentioned: message.mentioned.filter(({ id }) => id === who),
      });
    }
  return words;
}

/** The places of messages that name a person in conversations of others, some at a time. */
async function* messagesOf(
  db: Kysely<Tables>,
  who: string,
  own: ReadonlySet<string>,
): AsyncGenerator<readonly MessagePlace[]> {
  const named = namedIn(who);
  for (let from: MessagePlace | null = { conversation: '', seq: 0 }; from !== null; ) {
    const to: MessagePlace | null = await endOf(db, from);
    const rows = await db
      .selectFrom('inbox')
      .select(['conversation', 'seq'])
      .where(sql<boolean>`(conversation, seq) > (${from.conversation}, ${from.seq})`)
      .$if(to !== null, (q) => q.where(sql<boolean>`(conversation, seq) <= (${to!.conversation}, ${to!.seq})`))
      .where(named)
      .execute();
    yield rows.filter(({ conversation }) => !own.has(conversation));
    from = to;
    // SQLite answers at once: a service would do nothing else until it had looked at every message.
    await breathe();
  }
}

/** The last message of the next look; null where that goes to the end. */
async function endOf(db: Kysely<Tables>, from: MessagePlace): Promise<MessagePlace | null> {
  const row = await db
    .selectFrom('inbox')
    .select(['conversation', 'seq'])
    .where(sql<boolean>`(conversation, seq) > (${from.conversation}, ${from.seq})`)
    .orderBy('conversation')
    .orderBy('seq')
    .limit(1)
    .offset(ROWS_A_LOOK - 1)
    .executeTakeFirst();
  return row ?? null;
}

async function rewrite(
  db: Kysely<Tables>,
  places: readonly MessagePlace[],
  who: string,
  packing: RowFormat,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const { conversation, seq } of places) {
      const row = await rowAt(tx, conversation, seq);
      // It went meanwhile.
      if (!row) continue;
      const message = withoutWords(messageOf(row.message, { conversation, at: row.accepted_at }), who);
      await tx.deleteFrom('lesson').where('conversation', '=', conversation).where('seq', '=', seq).execute();
      await tx
        .updateTable('inbox')
        .set({ message: packing.message(message) })
        .where('conversation', '=', conversation)
        .where('seq', '=', seq)
        .execute();
    }
  });
}

function rowAt(db: Kysely<Tables>, conversation: string, seq: number) {
  return db
    .selectFrom('inbox')
    .select(['message', 'accepted_at'])
    .where('conversation', '=', conversation)
    .where('seq', '=', seq)
    .executeTakeFirst();
}

/** Whether a stored message has a person's id in it. */
function namedIn(who: string) {
  const name = JSON.stringify(who).replace(/[\\%_]/g, (sign) => `\\${sign}`);
  return sql<boolean>`message like ${`%"id":${name}%`} escape '\\'`;
}

function withoutWords(message: Message, who: string): Message {
  const { person, mentioned, result } = message;
  const kept = {
    ...message,
    mentioned: mentioned.filter(({ id }) => id !== who),
    result: result && { ...result, found: result.found.filter(({ by }) => by?.id !== who) },
  };
  return person?.id === who ? { ...kept, person: null, text: '', choice: null, images: [], parts: [] } : kept;
}
