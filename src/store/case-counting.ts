/** Counting cases: the records in the states of conversations become rows, beside the turns and never in them. */
import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { CaseKind, CaseRecord } from '../core/case-record.ts';
import { SAMPLES } from '../core/desk.ts';
import type { Bite, Store } from '../core/store.ts';
import { COUNTED_MARK } from './case-rows.ts';
import { stateOf } from './packed.ts';
import type { Tables } from './tables.ts';

/** The number of conversations in one bite. */
const MOST_IN_A_BITE = 100;
/** The last stretch that is always counted anew, in milliseconds: a turn is stored some time after its date. */
const ANEW_MS = 60_000;
const MS_A_SECOND = 1000;

type CaseRow = Tables['case_record'];

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
  tx: Transaction<Tables>,
  conversations: readonly { readonly id: string; readonly state: string }[],
): Promise<void> {
  const real = conversations.filter(({ id }) => !id.startsWith(SAMPLES));
  const all = real.flatMap(({ id, state }) =>
    (stateOf(state, id)?.records ?? []).map((record) => ({ conversation: id, record })),
  );
  if (all.length === 0) return;
  // First, so that two transactions that count wait for each other here, and nowhere else.
  await changeMark(tx);
  // In the same order in every process, so that two instances never wait for each other.
  all.sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
  const kinds = await numbersOf(tx, 'case_kind', 'kind', all.map(kindOf));
  const paths = await numbersOf(
    tx,
    'case_path',
    'path',
    all.map(({ record }) => record.path).filter((p) => p !== ''),
  );
  const answered = await firstAnswers(tx, all);
  await tx
    .insertInto('case_record')
    .values(
      all.map((one) => ({
        ...rowOf(one, answered.get(one.record.id) ?? null),
        kind: kinds.get(kindOf(one))!,
        path: paths.get(one.record.path) ?? null,
      })),
    )
    .onConflict((c) =>
      c.column('id').doUpdateSet((e) => ({
        conversation: e.ref('excluded.conversation'),
        kind: e.ref('excluded.kind'),
        path: e.ref('excluded.path'),
        fix: e.ref('excluded.fix'),
        person: e.ref('excluded.person'),
        // The lines of old answers may be deleted by now.
        answer: e.fn.coalesce('excluded.answer', 'case_record.answer'),
      })),
    )
    .execute();
}

/** Changes the mark of what is counted: rows read before hold no more, and whoever else counts waits for this transaction. */
export async function changeMark(tx: Transaction<Tables>): Promise<void> {
  const mark = { at: randomUUID() };
  await tx
    .insertInto('counted')
    .values({ id: COUNTED_MARK, ...mark })
    .onConflict((c) => c.column('id').doUpdateSet(mark))
    .execute();
}

/** A record, and the conversation that keeps it. */
interface KeptRecord {
  readonly conversation: string;
  readonly record: CaseRecord;
}

function kindOf({ conversation, record: r }: KeptRecord): string {
  const { pack, category, intent, outcome, agents, reopened, checked, rating } = r;
  const channel = conversation.split(':')[0] ?? '';
  const kind: CaseKind = {
    ...{ channel, pack, category, intent, walked: r.path !== '', outcome, agents, reopened, checked, rating },
    // Left out for most cases, so that a kind of theirs is the same as before there were promises.
    ...(r.promise === undefined ? {} : { promise: r.promise }),
  };
  return JSON.stringify(kind);
}

function rowOf({ conversation, record: r }: KeptRecord, answeredAt: string | null): Omit<CaseRow, 'kind' | 'path'> {
  const between = (from: string | null, to: string | null): number | null =>
    from === null || to === null ? null : Math.max(0, Date.parse(to) - Date.parse(from));
  const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / MS_A_SECOND));
  return {
    id: r.id,
    conversation,
    day: r.beganAt.slice(0, 10),
    answer: between(r.beganAt, answeredAt),
    fix: seconds(between(r.beganAt, r.fixedAt)),
    person: seconds(between(r.handedAt, r.takenAt)),
  };
}

/** The numbers of texts that many cases share; those that are not known yet get one. */
async function numbersOf<T extends 'case_kind' | 'case_path'>(
  tx: Transaction<Tables>,
  table: T,
  column: T extends 'case_kind' ? 'kind' : 'path',
  given: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  // In the same order in every process, so that two instances never wait for each other.
  const texts = [...new Set(given)].sort();
  if (texts.length === 0) return new Map();
  const known = await sql<{ id: number; text: string }>`
    select id, ${sql.ref(column)} as text from ${sql.table(table)} where ${sql.ref(column)} in (${sql.join(texts)})`.execute(
    tx,
  );
  const numbers = new Map(known.rows.map((r) => [r.text, r.id]));
  const fresh = texts.filter((text) => !numbers.has(text));
  if (fresh.length === 0) return numbers;
  // Another instance may have added one meanwhile: writing it again answers its number.
  const added = await sql<{ id: number; text: string }>`
    insert into ${sql.table(table)} (${sql.ref(column)}) values ${sql.join(fresh.map((text) => sql`(${text})`))}
    on conflict (${sql.ref(column)}) do update set ${sql.ref(column)} = excluded.${sql.ref(column)}
    returning id, ${sql.ref(column)} as text`.execute(tx);
  for (const { id, text } of added.rows) numbers.set(text, id);
  return numbers;
}

/** The time at which the first reply after the beginning of each case was out, by the record's id. */
async function firstAnswers(tx: Transaction<Tables>, all: readonly KeptRecord[]): Promise<ReadonlyMap<string, string>> {
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
  tx: Transaction<Tables>,
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
