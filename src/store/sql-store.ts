import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Saved } from '../core/conversation.ts';
import type { Job, JobRow } from '../core/job.ts';
import type { Message } from '../core/message.ts';
import type { Person } from '../core/person.ts';
import { BARE, type Outcome, type Reply } from '../core/reply.ts';
import type { InboxRow, Line, OpenCase, OutboxRow, SendResult, Settled, Store, TimerRow, Work } from '../core/store.ts';
import type { CaseEnd, Ticket } from '../core/ticket.ts';
import type { Tables } from './tables.ts';

/** So many waiting messages of one conversation are handled in one go. */
const MOST_AT_ONCE = 20;
/** Images of a conversation that wait to be read. */
const MOST_IMAGES = 10;
/** So many timers ring in one go. */
const MOST_DUE = 100;
/** Pictures that were sent before a message which never came are not kept longer. */
const IMAGE_KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * The store in SQL, the same statements for SQLite and PostgreSQL. Instances don't lock each other out: a turn is stored only
 * if the conversation's version is still the one it was computed from.
 */
export class SqlStore implements Store {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async accept(messages: readonly Message[]): Promise<readonly (number | null)[]> {
    if (messages.length === 0) return [];
    return this.#db.transaction().execute((tx) => this.#insert(tx, messages));
  }

  async #insert(tx: Transaction<Tables>, messages: readonly Message[]): Promise<readonly (number | null)[]> {
    const counts = new Map<string, number>();
    for (const m of messages) counts.set(m.conversation, (counts.get(m.conversation) ?? 0) + 1);
    // In one order for everybody, so that two instances never wait for each other.
    const lanes = [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([conversation, accepted]) => ({ conversation, accepted }));
    const reserved = await tx
      .insertInto('lane')
      .values(lanes)
      .onConflict((c) =>
        c
          .column('conversation')
          .doUpdateSet((e) => ({ accepted: e('lane.accepted', '+', e.ref('excluded.accepted')) })),
      )
      .returning(['conversation', 'accepted'])
      .execute();
    const next = new Map(reserved.map((r) => [r.conversation, r.accepted - counts.get(r.conversation)!]));
    const rows = messages.map((message) => {
      const seq = next.get(message.conversation)! + 1;
      next.set(message.conversation, seq);
      return {
        conversation: message.conversation,
        seq,
        dedupe: `${message.conversation}|${message.id}`,
        message: JSON.stringify(message),
        attempts: 0,
        state: 'waiting' as const,
        accepted_at: message.at,
      };
    });
    const unique = [...new Map(rows.map((r) => [r.dedupe, r] as const).reverse()).values()].reverse();
    const stored = await tx
      .insertInto('inbox')
      .values(unique)
      .onConflict((c) => c.column('dedupe').doNothing())
      .returning(['dedupe', 'seq'])
      .execute();
    const taken = new Map(stored.map((r) => [r.dedupe, r.seq]));
    return rows.map((r) => (taken.get(r.dedupe) === r.seq ? r.seq : null));
  }

  async waiting(before?: string): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('inbox')
      .select('conversation')
      .where('state', '=', 'waiting')
      .$if(before !== undefined, (q) => q.where('accepted_at', '<=', before!))
      .groupBy('conversation')
      .orderBy((e) => e.fn.min('accepted_at'))
      .execute();
    return rows.map((r) => r.conversation);
  }

  async take(conversations: readonly string[], most = MOST_AT_ONCE): Promise<readonly Work[]> {
    if (conversations.length === 0) return [];
    const waiting = await this.#db
      .selectFrom('inbox')
      .select(['conversation', 'seq'])
      .where('state', '=', 'waiting')
      .where('conversation', 'in', conversations)
      .orderBy('conversation')
      .orderBy('seq')
      .execute();
    const keys = [...Map.groupBy(waiting, (r) => r.conversation).values()].flatMap((rows) => rows.slice(0, most));
    if (keys.length === 0) return [];
    // The states first: if somebody settles these messages meanwhile, the version read here is old, and settling ours fails.
    const states = await this.#db
      .selectFrom('conversation')
      .select(['id', 'version', 'state'])
      .where('id', 'in', conversations)
      .execute();
    const raised = await this.#db
      .updateTable('inbox')
      .set((e) => ({ attempts: e('attempts', '+', 1) }))
      .where('state', '=', 'waiting')
      .where((e) =>
        e(
          e.refTuple('conversation', 'seq'),
          'in',
          keys.map((k) => e.tuple(k.conversation, k.seq)),
        ),
      )
      .returning(['conversation', 'seq', 'message', 'attempts'])
      .execute();
    const known = new Map(states.map((s) => [s.id, s]));
    return [...Map.groupBy(raised, (r) => r.conversation)].map(([conversation, rows]) => {
      const saved = known.get(conversation);
      return {
        conversation,
        version: saved?.version ?? 0,
        state: saved ? (JSON.parse(saved.state) as Saved | null) : null,
        rows: rows
          .sort((a, b) => a.seq - b.seq)
          .map((r): InboxRow => ({ seq: r.seq, message: JSON.parse(r.message) as Message, attempts: r.attempts })),
      };
    });
  }

  async settle(settled: readonly Settled[], at: string): Promise<boolean> {
    try {
      await this.#db.transaction().execute(async (tx) => {
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
        for (const as of ['done', 'failed', 'parked'] as const) {
          const keys = settled.flatMap((s) =>
            s.done.filter((d) => d.as === as).map((d) => [s.conversation, d.seq] as const),
          );
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
        const replies = settled.flatMap((s) =>
          s.replies.map((r) => ({
            conversation: s.conversation,
            turn: r.turn,
            part: r.part,
            channel: r.channel,
            address: r.address,
            reply: JSON.stringify(r.reply),
            state: 'ready' as const,
            attempt: 0,
            ready_at: at,
            created_at: at,
            changed_at: at,
            ref: null,
          })),
        );
        if (replies.length > 0) await tx.insertInto('outbox').values(replies).execute();
        const jobs = settled.flatMap((s) => s.jobs);
        if (jobs.length > 0)
          await tx
            .insertInto('job')
            .values(jobs.map((j) => ({ ...j, id: j.job.id, job: JSON.stringify(j.job), attempts: 0, created_at: at })))
            .onConflict((c) => c.column('id').doNothing())
            .execute();
        const timers = settled.flatMap((s) => s.timers.map((t) => ({ conversation: s.conversation, ...t })));
        for (const { at: when, ...timer } of timers)
          if (when === null)
            await tx
              .deleteFrom('timer')
              .where('conversation', '=', timer.conversation)
              .where('name', '=', timer.name)
              .execute();
          else
            await tx
              .insertInto('timer')
              .values({ ...timer, at: when })
              .onConflict((c) =>
                c.columns(['conversation', 'name']).doUpdateSet({
                  at: when,
                  channel: timer.channel,
                  address: timer.address,
                }),
              )
              .execute();
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
        // Last: whoever accepts messages takes these rows first, and nothing after them.
        const passed = settled.flatMap((s) => s.passed);
        if (passed.length > 0) await this.#insert(tx, passed);
      });
      return true;
    } catch (error) {
      if (error instanceof Overtaken) return false;
      throw error;
    }
  }

  async sendable(channels: readonly string[], now: string, limit: number): Promise<readonly OutboxRow[]> {
    if (channels.length === 0) return [];
    const rows = await this.#heads(channels)
      .selectAll('o')
      .where('o.ready_at', '<=', now)
      .orderBy('o.ready_at')
      .limit(limit)
      .execute();
    return rows.map(outboxRow);
  }

  async nextReady(channels: readonly string[]): Promise<string | null> {
    if (channels.length === 0) return null;
    const row = await this.#heads(channels)
      .select((e) => e.fn.min('o.ready_at').as('at'))
      .executeTakeFirst();
    return row?.at ?? null;
  }

  /** The rows whose turn it is: ready, with nothing unsent before them in their conversation. */
  #heads(channels: readonly string[]) {
    return (
      this.#db
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

  async claim(rows: readonly OutboxRow[], at: string): Promise<readonly OutboxRow[]> {
    if (rows.length === 0) return [];
    const taken = await this.#db
      .updateTable('outbox')
      .set((e) => ({ state: 'sending' as const, attempt: e('attempt', '+', 1), changed_at: at }))
      .where('state', '=', 'ready')
      .where((e) =>
        e(
          e.refTuple('conversation', 'turn', 'part'),
          'in',
          rows.map((r) => e.tuple(r.conversation, r.turn, r.part)),
        ),
      )
      .returningAll()
      .execute();
    return taken.map(outboxRow);
  }

  async record(results: readonly SendResult[], at: string): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      for (const [, group] of Map.groupBy(results, (r) => `${r.state}|${r.readyAt}|${r.row.attempt}|${r.ref}`)) {
        const { state, readyAt, row, ref } = group[0]!;
        await tx
          .updateTable('outbox')
          .set({
            state,
            changed_at: at,
            ...(readyAt === null ? {} : { ready_at: readyAt }),
            ...(ref === null ? {} : { ref }),
          })
          // Only if nobody took it over meanwhile, or was faster in finding out.
          .where('state', '=', 'sending')
          .where('attempt', '=', row.attempt)
          .where((e) =>
            e(
              e.refTuple('conversation', 'turn', 'part'),
              'in',
              group.map(({ row: r }) => e.tuple(r.conversation, r.turn, r.part)),
            ),
          )
          .execute();
      }
    });
  }

  async unresolved(channels: readonly string[], before?: string): Promise<readonly OutboxRow[]> {
    if (channels.length === 0) return [];
    const rows = await this.#db
      .selectFrom('outbox')
      .selectAll()
      .where('state', '=', 'sending')
      .where('channel', 'in', channels)
      .$if(before !== undefined, (q) => q.where('changed_at', '<=', before!))
      .execute();
    return rows.map(outboxRow);
  }

  async posted(conversation: string, message: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('inbox as i')
      .innerJoin('outbox as o', (j) => j.onRef('o.conversation', '=', 'i.conversation').onRef('o.turn', '=', 'i.seq'))
      .select('o.ref')
      .where('i.dedupe', '=', `${conversation}|${message}`)
      .where('o.part', '=', 1)
      .executeTakeFirst();
    return row?.ref ?? null;
  }

  async whose(channel: string, ref: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('outbox')
      .select('conversation')
      .where('ref', '=', ref)
      .where('channel', '=', channel)
      .executeTakeFirst();
    return row?.conversation ?? null;
  }

  async due(now: string): Promise<readonly TimerRow[]> {
    return this.#db.selectFrom('timer').selectAll().where('at', '<=', now).orderBy('at').limit(MOST_DUE).execute();
  }

  async rang({ conversation, name, at }: TimerRow): Promise<void> {
    await this.#db
      .deleteFrom('timer')
      .where('conversation', '=', conversation)
      .where('name', '=', name)
      .where('at', '=', at)
      .execute();
  }

  async nextDue(): Promise<string | null> {
    const row = await this.#db
      .selectFrom('timer')
      .select((e) => e.fn.min('at').as('at'))
      .executeTakeFirst();
    return row?.at ?? null;
  }

  async lines(conversation: string, after: { readonly turn: number; readonly part: number }): Promise<readonly Line[]> {
    const said = await this.#db
      .selectFrom('inbox')
      .select(['seq', 'message', 'accepted_at'])
      .where('conversation', '=', conversation)
      .where('seq', '>', after.turn)
      .orderBy('seq')
      .execute();
    const replied = await this.#db
      .selectFrom('outbox')
      .select(['turn', 'part', 'reply', 'created_at'])
      .where('conversation', '=', conversation)
      .where((e) => e.or([e('turn', '>', after.turn), e.and([e('turn', '=', after.turn), e('part', '>', after.part)])]))
      .execute();
    return [
      // What was said stands before every reply to it.
      ...said.map((r) => ({
        turn: r.seq,
        part: 0,
        at: r.accepted_at,
        message: JSON.parse(r.message) as Message,
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
  }

  async jobs(): Promise<readonly JobRow[]> {
    const rows = await this.#db.selectFrom('job').selectAll().orderBy('created_at').orderBy('id').execute();
    return rows.map(({ conversation, channel, address, job, attempts }) => ({
      conversation,
      channel,
      address,
      job: JSON.parse(job) as Job,
      attempts,
    }));
  }

  async begin(job: string): Promise<number> {
    const row = await this.#db
      .updateTable('job')
      .set((e) => ({ attempts: e('attempts', '+', 1) }))
      .where('id', '=', job)
      .returning('attempts')
      .executeTakeFirst();
    return row?.attempts ?? 0;
  }

  async finish(id: string): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const row = await tx.deleteFrom('job').where('id', '=', id).returning(['conversation', 'job']).executeTakeFirst();
      const refs = row ? (JSON.parse(row.job) as Job).images.map((i) => i.ref) : [];
      if (refs.length > 0)
        await tx
          .deleteFrom('image')
          .where('conversation', '=', row!.conversation)
          .where('ref', 'in', refs)
          // Another job may still read them: it takes them along.
          .where('conversation', 'not in', tx.selectFrom('job').select('conversation'))
          .execute();
    });
  }

  async keepImage(conversation: string, ref: string, bytes: Uint8Array, at: string): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx
        .insertInto('image')
        .values({ conversation, ref, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), created_at: at })
        .onConflict((c) => c.columns(['conversation', 'ref']).doNothing())
        .execute();
      await tx
        .deleteFrom('image')
        .where('created_at', '<', new Date(Date.parse(at) - IMAGE_KEPT_MS).toISOString())
        .where('conversation', 'not in', tx.selectFrom('job').select('conversation'))
        .execute();
      const kept = await tx
        .selectFrom('image')
        .select('ref')
        .where('conversation', '=', conversation)
        .orderBy('created_at', 'desc')
        .orderBy('ref')
        .execute();
      const over = kept.slice(MOST_IMAGES).map((r) => r.ref);
      if (over.length > 0)
        await tx.deleteFrom('image').where('conversation', '=', conversation).where('ref', 'in', over).execute();
    });
  }

  async image(conversation: string, ref: string): Promise<Uint8Array | null> {
    const row = await this.#db
      .selectFrom('image')
      .select('bytes')
      .where('conversation', '=', conversation)
      .where('ref', '=', ref)
      .executeTakeFirst();
    return row?.bytes ?? null;
  }

  async helped(conversation: string): Promise<Person | null> {
    const row = await this.#db
      .selectFrom('conversation')
      .select('state')
      .where('id', '=', conversation)
      .executeTakeFirst();
    return row ? ((JSON.parse(row.state) as Saved | null)?.helped ?? null) : null;
  }

  async openCases(person: string): Promise<readonly OpenCase[]> {
    const rows = await this.#db
      .selectFrom('conversation')
      .select(['id', 'open', 'updated_at'])
      .where('person', '=', person)
      .where('open', 'is not', null)
      .orderBy('updated_at', 'desc')
      .execute();
    return rows.map((r) => ({ conversation: r.id, title: r.open!, at: r.updated_at }));
  }

  async forget(person: string): Promise<number> {
    return this.#db.transaction().execute(async (tx) => {
      const gone = await tx.deleteFrom('conversation').where('person', '=', person).returning('id').execute();
      const ids = gone.map((r) => r.id);
      if (ids.length === 0) return 0;
      // What waits is still answered; what was sent is only forgotten, and known again by nobody.
      await tx.deleteFrom('inbox').where('conversation', 'in', ids).where('state', '!=', 'waiting').execute();
      await tx
        .deleteFrom('outbox')
        .where('conversation', 'in', ids)
        .where('state', 'not in', ['ready', 'sending'])
        .execute();
      await tx.deleteFrom('job').where('conversation', 'in', ids).execute();
      await tx.deleteFrom('image').where('conversation', 'in', ids).execute();
      await tx.deleteFrom('timer').where('conversation', 'in', ids).execute();
      await tx.deleteFrom('case_end').where('conversation', 'in', ids).execute();
      return ids.length;
    });
  }

  async tickets(conversation: string): Promise<readonly Ticket[]> {
    const rows = await this.#db
      .selectFrom('ticket')
      .selectAll()
      .where('conversation', '=', conversation)
      .orderBy('at')
      .execute();
    return rows.map((r) => ({ ...r, packet: JSON.parse(r.packet) as Ticket['packet'] }));
  }

  async ends(conversation: string): Promise<readonly CaseEnd[]> {
    const rows = await this.#db
      .selectFrom('case_end')
      .selectAll()
      .where('conversation', '=', conversation)
      .orderBy('at')
      .execute();
    return rows.map(({ case_id, outcome, ...r }) => ({ ...r, caseId: case_id, outcome: outcome as Outcome }));
  }

  async states(kind: string): Promise<readonly Saved[]> {
    const rows = await this.#db
      .selectFrom('conversation')
      .select('state')
      .where('id', 'like', `${kind}:%`)
      .orderBy('updated_at', 'desc')
      .execute();
    return rows.map((r) => JSON.parse(r.state) as Saved);
  }

  async ping(): Promise<void> {
    await this.#db.selectFrom('lane').select('conversation').limit(1).execute();
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }
}

/** Somebody else stored a turn of the conversation first. */
class Overtaken extends Error {}

/** Replies stored before there was a desk say nothing of it. */
function replyOf(stored: string): Reply {
  return { ...BARE, ...(JSON.parse(stored) as Reply) };
}

function outboxRow(r: Selectable<Tables['outbox']>): OutboxRow {
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
