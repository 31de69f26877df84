/** Storing the results of turns. */
import type { Kysely, Transaction } from 'kysely';
import type { Committed, Handled, OutboxRow, Store } from '../core/store.ts';
import { insert, placeOf } from './inbox.ts';
import { forgetLessons, writeLessons } from './lessons.ts';
import type { RowFormat } from './packed.ts';
import type { Write } from './rounds.ts';
import { marks, rowsOf, statement } from './statement.ts';
import type { Tables } from './tables.ts';
import { type EntryTables, writeEntries } from './ticket-entries.ts';

type Tx = Transaction<Tables>;

/**
 * Stores the results of turns in one transaction. Instances don't lock each other out: a turn is stored only if the
 * conversation's version is still the one it was computed from.
 */
export function committing(write: Write, packing: RowFormat): Pick<Store, 'commit' | 'acceptHandled'> {
  return {
    async commit(handled, at, sends = NOWHERE) {
      return unlessOvertaken(() =>
        write(async (tx) => {
          const places = await passOn(tx, handled, packing);
          await move(tx, handled, at, packing);
          await endMessages(tx, handled);
          return { places, ...(await storeRest(tx, handled, at, sends, packing)) };
        }),
      );
    },

    async acceptHandled(messages, handled, at, sends = NOWHERE) {
      return unlessOvertaken(() =>
        write(async (tx) => {
          const ended = new Map(
            handled.flatMap(({ conversation, done }) =>
              done.map(({ seq, as }) => [placeOf({ conversation, seq }), as]),
            ),
          );
          const places = await insert(tx, messages, packing, ended);
          for (const [i, { conversation }] of messages.entries())
            ended.delete(placeOf({ conversation, seq: places[i]! }));
          if (ended.size > 0) throw new Overtaken();
          const passed = await passOn(tx, handled, packing);
          await move(tx, handled, at, packing);
          const rest = await storeRest(tx, handled, at, sends, packing);
          return { places, committed: { places: passed, ...rest } };
        }),
      );
    },
  };
}

/** Null where another process stored a turn of one of the conversations first. */
async function unlessOvertaken<T>(stored: () => Promise<T>): Promise<T | null> {
  try {
    return await stored();
  } catch (error) {
    if (error instanceof Overtaken) return null;
    throw error;
  }
}

/**
 * Accepts the messages to other conversations, and answers their places. It comes first, as in a process that accepts messages:
 * both lock the places in conversations before any message, so that neither waits for the other.
 */
async function passOn(tx: Tx, handled: readonly Handled[], packing: RowFormat): Promise<Committed['places']> {
  const outgoing = handled.flatMap((s) => s.outgoing);
  return outgoing.length > 0 ? insert(tx, outgoing, packing) : [];
}

/** Stores all that comes of turns besides the states, the ends of their messages, and messages to others. */
async function storeRest(
  tx: Tx,
  handled: readonly Handled[],
  at: string,
  sends: ReadonlySet<string>,
  packing: RowFormat,
): Promise<Omit<Committed, 'places'>> {
  const queued = await queueReplies(tx, handled, at, sends, packing);
  await queueJobs(tx, handled, at);
  await setTimers(tx, handled);
  await writeTickets(tx, handled);
  await writeEntries(
    tx as unknown as Kysely<EntryTables>,
    handled.flatMap(({ entry }) => entry ?? []),
    at,
  );
  await forgetLessons(tx, handled);
  await writeLessons(tx, handled);
  return queued;
}

const NOWHERE: ReadonlySet<string> = new Set();

/** Another process stored a turn of the conversation first. */
class Overtaken extends Error {}

/**
 * Writes the states, each one version on. Every process uses the same order, so that two instances never wait for each
 * other. A conversation that was forgotten since it was read is not written again.
 */
async function move(tx: Tx, handled: readonly Handled[], at: string, packing: RowFormat): Promise<void> {
  const rows = [...handled].sort((a, b) => (a.conversation < b.conversation ? -1 : 1));
  const moved = await advance(
    tx,
    rows.flatMap((s) => [s.conversation, s.version + 1, packing.state(s.state, s.conversation), at, s.person, s.open]),
    rows.length,
  );
  if (moved.rows.length !== rows.length) throw new Overtaken();
}

// Both engines call the columns of `values` column1, column2 …; PostgreSQL takes all of them for text.
const advance = statement<{ id: string }>(
  (rows) => `insert into conversation (id, version, state, updated_at, person, open)
    select column1, cast(column2 as integer), column3, column4, column5, column6 from (values ${rowsOf(rows, 6)}) as given
    where cast(column2 as integer) = 1 or exists (select 1 from conversation as known where known.id = column1)
    on conflict (id) do update set version = excluded.version, state = excluded.state, updated_at = excluded.updated_at,
      person = coalesce(excluded.person, conversation.person), open = excluded.open
    where conversation.version = excluded.version - 1
    returning id`,
);

async function endMessages(tx: Tx, handled: readonly Handled[]): Promise<void> {
  for (const as of ['done', 'failed', 'parked'] as const) {
    const keys = handled.flatMap((s) => s.done.filter((d) => d.as === as).map((d) => [s.conversation, d.seq] as const));
    if (keys.length === 0) continue;
    const { changed } = await end(tx, [as, ...keys.flat()], keys.length);
    // Somebody else handled one of them, or it was erased: nothing of this turn may come back.
    if (changed !== keys.length) throw new Overtaken();
  }
}

const end = statement(
  (rows) => `update inbox set state = ? where state = 'waiting' and (conversation, seq) in (${rowsOf(rows, 2)})`,
);

/** Queues replies; the first one of a conversation with nothing unsent is taken for sending in the same commit. */
async function queueReplies(
  tx: Tx,
  handled: readonly Handled[],
  at: string,
  sends: ReadonlySet<string>,
  packing: RowFormat,
): Promise<Omit<Committed, 'places'>> {
  const all = handled.flatMap(({ conversation, replies }) => replies.map((r) => ({ ...r, conversation })));
  if (all.length === 0) return { sending: [], behind: false, waiting: [] };
  const busy = sends.size === 0 ? null : await unsentIn(tx, new Set(all.map((r) => r.conversation)));
  const rows = all.map((r, i): OutboxRow => {
    const isFirst = all[i - 1]?.conversation !== r.conversation;
    const isSent = isFirst && busy !== null && !busy.has(r.conversation) && sends.has(r.channel);
    return { ...r, state: isSent ? 'sending' : 'ready', attempt: isSent ? 1 : 0, ref: null };
  });
  await queue(
    tx,
    rows.flatMap((r) => [
      r.conversation,
      r.turn,
      r.part,
      r.channel,
      r.address,
      packing.reply(r.reply),
      r.state,
      r.attempt,
      // Only a reply that waits is ready at some time.
      r.state === 'ready' ? at : '',
      at,
      at,
    ]),
    rows.length,
  );
  const sending = rows.filter((r) => r.state === 'sending');
  const taken = new Set(sending.map((r) => r.conversation));
  const waiting = [...new Set(rows.flatMap((r) => (r.state === 'ready' ? [r.conversation] : [])))];
  return { sending, behind: waiting.some((conversation) => !taken.has(conversation)), waiting };
}

const queue = statement(
  (rows) => `insert into outbox
    (conversation, turn, part, channel, address, reply, state, attempt, ready_at, created_at, changed_at)
    values ${rowsOf(rows, 11)}`,
);

async function unsentIn(tx: Tx, conversations: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const { rows } = await unsent(tx, [...conversations], conversations.size);
  return new Set(rows.map((r) => r.conversation));
}

const unsent = statement<{ conversation: string }>(
  (rows) => `select distinct conversation from outbox
    where conversation in (${marks(rows)}) and state in ('ready', 'sending')`,
);

async function queueJobs(tx: Tx, handled: readonly Handled[], at: string): Promise<void> {
  const jobs = handled.flatMap((s) => s.jobs);
  if (jobs.length === 0) return;
  await tx
    .insertInto('job')
    .values(jobs.map((j) => ({ ...j, id: j.job.id, job: JSON.stringify(j.job), attempts: 0, created_at: at })))
    .onConflict((c) => c.column('id').doNothing())
    .execute();
}

async function setTimers(tx: Tx, handled: readonly Handled[]): Promise<void> {
  for (const { conversation, timers } of handled)
    for (const { name, at, channel, address } of timers)
      if (at === null) await dropTimer(tx, [conversation, name]);
      else await setTimer(tx, [conversation, name, at, channel, address]);
}

const dropTimer = statement(() => 'delete from timer where conversation = ? and name = ?');
const setTimer = statement(
  () => `insert into timer (conversation, name, at, channel, address) values (?, ?, ?, ?, ?)
    on conflict (conversation, name) do update set at = excluded.at, channel = excluded.channel, address = excluded.address`,
);

async function writeTickets(tx: Tx, handled: readonly Handled[]): Promise<void> {
  for (const { id, conversation, kind, summary, at } of handled.flatMap((s) => s.tickets))
    await writeTicket(tx, [id, conversation, kind, JSON.stringify(summary), at]);
  for (const { conversation, intent, outcome, rating, at, caseId } of handled.flatMap((s) => s.ends))
    await (rating === null ? writeEnd : writeRating)(tx, [conversation, intent, outcome, rating, at, caseId]);
}

// A case that goes on after its end is written down under the number that the person has.
const writeTicket = statement(
  () => `insert into ticket (id, conversation, kind, summary, at) values (?, ?, ?, ?, ?)
    on conflict (id) do update set summary = excluded.summary, at = excluded.at`,
);

const writeEnd = statement(() => endedWith('outcome = excluded.outcome, at = excluded.at'));
const writeRating = statement(() => endedWith('rating = excluded.rating'));

/** The statement that writes the end of a case, and changes this of an end that is known. */
function endedWith(change: string): string {
  return `insert into case_end (conversation, intent, outcome, rating, at, case_id) values (?, ?, ?, ?, ?, ?)
    on conflict (conversation, case_id) do update set ${change}`;
}
