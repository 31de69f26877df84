import type { Kysely, Transaction } from 'kysely';
import type { Settled, Store } from '../core/store.ts';
import { insert } from './inbox.ts';
import type { Tables } from './tables.ts';

type Tx = Transaction<Tables>;

/**
 * What turns led to, in one transaction. Instances don't lock each other out: a turn is stored only if the conversation's version
 * is still the one it was computed from.
 */
export function settling(db: Kysely<Tables>): Pick<Store, 'settle'> {
  return {
    async settle(settled, at) {
      try {
        await db.transaction().execute(async (tx) => {
          await move(tx, settled, at);
          await endMessages(tx, settled);
          await queueReplies(tx, settled, at);
          await queueJobs(tx, settled, at);
          await setTimers(tx, settled);
          await writeTickets(tx, settled);
          // Last: whoever accepts messages takes these rows first, and nothing after them.
          const passed = settled.flatMap((s) => s.passed);
          if (passed.length > 0) await insert(tx, passed);
        });
        return true;
      } catch (error) {
        if (error instanceof Overtaken) return false;
        throw error;
      }
    },
  };
}

/** Somebody else stored a turn of the conversation first. */
class Overtaken extends Error {}

/** The states, each one version on; in one order for everybody, so that two instances never wait for each other. */
async function move(tx: Tx, settled: readonly Settled[], at: string): Promise<void> {
  const rows = settled
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

async function endMessages(tx: Tx, settled: readonly Settled[]): Promise<void> {
  for (const as of ['done', 'failed', 'parked'] as const) {
    const keys = settled.flatMap((s) => s.done.filter((d) => d.as === as).map((d) => [s.conversation, d.seq] as const));
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

async function queueReplies(tx: Tx, settled: readonly Settled[], at: string): Promise<void> {
  const rows = settled.flatMap(({ conversation, replies }) =>
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

async function queueJobs(tx: Tx, settled: readonly Settled[], at: string): Promise<void> {
  const jobs = settled.flatMap((s) => s.jobs);
  if (jobs.length === 0) return;
  await tx
    .insertInto('job')
    .values(jobs.map((j) => ({ ...j, id: j.job.id, job: JSON.stringify(j.job), attempts: 0, created_at: at })))
    .onConflict((c) => c.column('id').doNothing())
    .execute();
}

async function setTimers(tx: Tx, settled: readonly Settled[]): Promise<void> {
  for (const { conversation, timers } of settled)
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

async function writeTickets(tx: Tx, settled: readonly Settled[]): Promise<void> {
  const tickets = settled.flatMap((s) => s.tickets.map((t) => ({ ...t, packet: JSON.stringify(t.packet) })));
  if (tickets.length > 0) await tx.insertInto('ticket').values(tickets).execute();
  for (const { caseId, ...end } of settled.flatMap((s) => s.ends))
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
