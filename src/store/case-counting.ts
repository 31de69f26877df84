/** Counting cases: the records in the states of conversations become rows, beside the turns and never in them. */
import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { CaseRecord } from '../core/case-record.ts';
import type { Saved } from '../core/conversation.ts';
import type { Bite, Store } from '../core/store.ts';
import type { Tables } from './tables.ts';

/** The number of conversations in one bite. */
const MOST_IN_A_BITE = 100;
/** The last stretch that is always counted anew, in milliseconds: a turn is stored some time after its date. */
const ANEW_MS = 60_000;
const MS_A_SECOND = 1000;

type Tx = Transaction<Tables>;
type Row = Tables['case_record'];

/** The part of the store that counts cases. */
export function caseCounting(db: Kysely<Tables>): Pick<Store, 'count'> {
  return {
    async count(now: string, from: string | null): Promise<Bite> {
      const known = await db.selectFrom('counted').select('at').where('id', '=', 1).executeTakeFirst();
      const [at, id] = from === null ? [known?.at ?? '', ''] : (JSON.parse(from) as [string, string]);
      const rows = await db
        .selectFrom('conversation')
        .select(['id', 'updated_at', 'state'])
        // Literals: so the partial index is enough.
        .where(sql<boolean>`id not like 'ticket:%' and id not like 'desk:%'`)
        .where(sql<boolean>`(updated_at, id) > (${at}, ${id})`)
        .orderBy('updated_at')
        .orderBy('id')
        .limit(MOST_IN_A_BITE)
        .execute();
      const last = rows.at(-1);
      if (!last) return { gone: 0, next: null };
      const safe = new Date(Date.parse(now) - ANEW_MS).toISOString();
      const mark = last.updated_at < safe ? last.updated_at : safe;
      await db.transaction().execute(async (tx) => {
        await countIn(tx, rows);
        await tx
          .insertInto('counted')
          .values({ id: 1, at: mark })
          .onConflict((c) => c.column('id').doUpdateSet({ at: mark }).where('counted.at', '<', mark))
          .execute();
      });
      const next = rows.length < MOST_IN_A_BITE ? null : JSON.stringify([last.updated_at, last.id]);
      return { gone: rows.length, next };
    },
  };
}

/** Writes the records of conversations, as their states hold them now, each as a row: a known one is written anew. */
export async function countIn(
  tx: Tx,
  conversations: readonly { readonly id: string; readonly state: string }[],
): Promise<void> {
  const all = conversations.flatMap(({ id, state }) =>
    ((JSON.parse(state) as Saved | null)?.records ?? []).map((record) => ({ conversation: id, record })),
  );
  if (all.length === 0) return;
  // In the same order in every process, so that two instances never wait for each other.
  all.sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
  const paths = await pathIds(
    tx,
    [...new Set(all.map(({ record }) => record.path).filter((path) => path !== ''))].sort(),
  );
  const answered = await firstAnswers(tx, all);
  const rows = all.map(({ conversation, record }) =>
    rowOf(conversation, record, paths.get(record.path) ?? null, answered.get(record.id) ?? null),
  );
  await tx
    .insertInto('case_record')
    .values(rows)
    .onConflict((c) =>
      c.column('id').doUpdateSet((e) => ({
        ...Object.fromEntries(CHANGING.map((column) => [column, e.ref(`excluded.${column}`)])),
        // The lines of old answers may be deleted by now.
        answer: e.fn.coalesce('excluded.answer', 'case_record.answer'),
      })),
    )
    .execute();
}

const CHANGING = [
  ...(['conversation', 'channel', 'pack', 'category', 'intent', 'walked', 'outcome', 'agents'] as const),
  ...(['reopened', 'checked', 'rating', 'path', 'fix', 'person'] as const),
];

function rowOf(conversation: string, r: CaseRecord, path: number | null, answeredAt: string | null): Row {
  const { id, pack, category, intent, outcome, agents, checked, rating } = r;
  const between = (from: string | null, to: string | null): number | null =>
    from === null || to === null ? null : Math.max(0, Date.parse(to) - Date.parse(from));
  const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / MS_A_SECOND));
  return {
    ...{ id, conversation, pack, category, intent, outcome, agents, checked, rating, path },
    day: r.beganAt.slice(0, 10),
    channel: conversation.split(':')[0] ?? '',
    walked: r.path === '' ? 0 : 1,
    reopened: r.reopened ? 1 : 0,
    answer: between(r.beganAt, answeredAt),
    fix: seconds(between(r.beganAt, r.fixedAt)),
    person: seconds(between(r.handedAt, r.takenAt)),
  };
}

/** The numbers of ways; those that are not known yet get one. */
async function pathIds(tx: Tx, paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (paths.length === 0) return new Map();
  const known = new Map(
    (await tx.selectFrom('case_path').select(['id', 'path']).where('path', 'in', paths).execute()).map((r) => [
      r.path,
      r.id,
    ]),
  );
  const fresh = paths.filter((path) => !known.has(path));
  if (fresh.length === 0) return known;
  const added = await tx
    .insertInto('case_path')
    .values(fresh.map((path) => ({ path })))
    // Another instance may have added it meanwhile: writing it again answers its number.
    .onConflict((c) => c.column('path').doUpdateSet((e) => ({ path: e.ref('excluded.path') })))
    .returning(['id', 'path'])
    .execute();
  for (const { id, path } of added) known.set(path, id);
  return known;
}

/** The time at which the first reply after the beginning of each case was out, by the record's id. */
async function firstAnswers(
  tx: Tx,
  all: readonly { readonly conversation: string; readonly record: CaseRecord }[],
): Promise<ReadonlyMap<string, string>> {
  const since = all.reduce((first, { record }) => (record.beganAt < first ? record.beganAt : first), '9');
  const sent = await tx
    .selectFrom('outbox')
    .select(['conversation', 'created_at', 'changed_at'])
    .where('conversation', 'in', [...new Set(all.map((one) => one.conversation))])
    .where('state', '=', 'sent')
    .where('created_at', '>=', since)
    .execute();
  const first = new Map<string, string>();
  for (const { conversation, record } of all)
    for (const row of sent) {
      if (row.conversation !== conversation || row.created_at < record.beganAt) continue;
      const known = first.get(record.id);
      if (known === undefined || row.changed_at < known) first.set(record.id, row.changed_at);
    }
  return first;
}

/**
 * Takes the conversation's name from its cases' rows, and ids that would tell it; with `before`, only from the rows of
 * earlier days, and not from those that the conversation still keeps.
 */
export async function withoutName(
  tx: Tx,
  conversation: string,
  { before, but = [] }: { readonly before?: string; readonly but?: readonly string[] } = {},
): Promise<void> {
  const rows = await tx
    .selectFrom('case_record')
    .select('id')
    .where('conversation', '=', conversation)
    .$if(before !== undefined, (q) => q.where('day', '<', before!.slice(0, 10)))
    .execute();
  for (const { id } of rows)
    if (!but.includes(id))
      await tx.updateTable('case_record').set({ id: randomUUID(), conversation: null }).where('id', '=', id).execute();
}
