/** Storing the results of turns. */
import type { Kysely, Transaction } from 'kysely';
import type { Handled, Store } from '../core/store.ts';
import { insert } from './inbox.ts';
import type { Tables } from './tables.ts';

type Tx = Transaction<Tables>;

/**
 * Stores the results of turns in one transaction. Instances don't lock each other out: a turn is stored only if the
 * conversation's version is still the one it was computed from.
 */
export function committing(db: Kysely<Tables>): Pick<Store, 'commit'> {
  return {
    async commit(handled, at) {
      try {
        await db.transaction().execute(async (tx) => {
          // First, as in a process that accepts messages: both lock the places in conversations before any message, so
          // that neither waits for the other.
          const outgoing = handled.flatMap((s) => s.outgoing);
          if (outgoing.length > 0) await insert(tx, outgoing);
          await move(tx, handled, at);
          await endMessages(tx, handled);
          await queueReplies(tx, handled, at);
          await queueJobs(tx, handled, at);
          await setTimers(tx, handled);
          await writeTickets(tx, handled);
        });
        return true;
      } catch (error) {
        if (error instanceof Overtaken) return false;
        throw error;
      }
    },
  };
}

/** Another process stored a turn of the conversation first. */
class Overtaken extends Error {}

/**
 * Writes the states, each one version on. Every process uses the same order, so that two instances never wait for each
 * other.
 */
async function move(tx: Tx, handled: readonly Handled[], at: string): Promise<void> {
  const rows = handled
    .map((s) => ({
      id: s.conversation,
      version: s.version + 1,
      state: JSON.stringify(s.state),
      updated_at: at,
      person: s.person,
      open: s.open,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const moved = await tx
    .insertInto('conversation')
    .values(rows)
    .onConflict((c) =>
      c
        .column('id')
        .doUpdateSet((e) => ({
          version: e.ref('excluded.version'),
          state: e.ref('excluded.state'),
          updated_at: e.ref('excluded.updated_at'),
          person: e.fn.coalesce('excluded.person', 'conversation.person'),
          open: e.ref('excluded.open'),
        }))
        .whereRef('conversation.version', '=', (e) => e('excluded.version', '-', 1) as never),
    )
    .returning('id')
    .execute();
  if (moved.length !== rows.length) throw new Overtaken();
}

async function endMessages(tx: Tx, handled: readonly Handled[]): Promise<void> {
  for (const as of ['done', 'failed', 'parked'] as const) {
    const keys = handled.flatMap((s) => s.done.filter((d) => d.as === as).map((d) => [s.conversation, d.seq] as const));
    if (keys.length === 0) continue;
    await tx
      .updateTable('inbox')
      .set({ state: as })
      .where((e) =>
        e(
          e.refTuple('conversation', 'seq'),
          'in',
          keys.map(([c, q]) => e.tuple(c, q)),
        ),
      )
      .execute();
  }
}

async function queueReplies(tx: Tx, handled: readonly Handled[], at: string): Promise<void> {
  const rows = handled.flatMap(({ conversation, replies }) =>
    replies.map((r) => ({
      ...r,
      conversation,
      reply: JSON.stringify(r.reply),
      state: 'ready' as const,
      attempt: 0,
      ready_at: at,
      created_at: at,
      changed_at: at,
      ref: null,
    })),
  );
  if (rows.length > 0) await tx.insertInto('outbox').values(rows).execute();
}

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
      if (at === null)
        await tx.deleteFrom('timer').where('conversation', '=', conversation).where('name', '=', name).execute();
      else
        await tx
          .insertInto('timer')
          .values({ conversation, name, at, channel, address })
          .onConflict((c) => c.columns(['conversation', 'name']).doUpdateSet({ at, channel, address }))
          .execute();
}

async function writeTickets(tx: Tx, handled: readonly Handled[]): Promise<void> {
  const tickets = handled.flatMap((s) => s.tickets.map((t) => ({ ...t, summary: JSON.stringify(t.summary) })));
  if (tickets.length > 0) await tx.insertInto('ticket').values(tickets).execute();
  for (const { caseId, ...end } of handled.flatMap((s) => s.ends))
    await tx
      .insertInto('case_end')
      .values({ ...end, case_id: caseId })
      .onConflict((c) =>
        c
          .columns(['conversation', 'case_id'])
          .doUpdateSet(end.rating === null ? { outcome: end.outcome, at: end.at } : { rating: end.rating }),
      )
      .execute();
}
