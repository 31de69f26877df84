/**
 * The figures of a made-up month, worked out once more from the raw rows of the journal, by other means: the ends of cases,
 * tickets and their states, messages and replies. On both engines.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { fillWithMonth } from '../../src/commands/demo.ts';
import type { ConversationState } from '../../src/core/conversation.ts';
import type { TicketState } from '../../src/desk/ticket-state.ts';
import { namesOf, outcomeFigures } from '../../src/outcomes/index.ts';
import { copy } from '../../src/store/copy.ts';
import { openDraft } from '../../src/store/draft.ts';
import { openStore } from '../../src/store/open.ts';
import { freshFolder } from '../fakes/folder.ts';
import { shipped } from '../fakes/knowledge.ts';
import { freshDatabase } from '../fakes/postgres.ts';

const END = Date.UTC(2026, 2, 1);
const CONVERSATIONS = 50;
/** The number of conversations below which those without a case stay. */
const FEW = 3;
const MONTH = { from: '2026-01-30', to: '2026-02-28', channel: null, pack: null, intent: null };

type Row = Readonly<Record<string, string | number | null>>;
type ReadRows = (table: string) => Promise<readonly Row[]>;

/** One case, as the raw rows tell it. */
interface Told {
  readonly day: string;
  readonly channel: string;
  readonly intent: string | null;
  readonly standing: 'fixed' | 'handed' | 'unknown';
  readonly isWalked: boolean;
  readonly isResolved: boolean;
  readonly isReopened: boolean;
  readonly rating: string | null;
  /** In milliseconds. */
  readonly answer: number | null;
  readonly fix: number | null;
  readonly person: number | null;
}

/** Reads every case of the month from the rows; each conversation of a made-up month has one, or ended before it began. */
async function toldBy(read: ReadRows): Promise<readonly Told[]> {
  const [conversations, ends, tickets, inbox, outbox] = [
    await read('conversation'),
    await read('case_end'),
    await read('ticket'),
    await read('inbox'),
    await read('outbox'),
  ];
  const time = (at: unknown): number => Date.parse(String(at));
  const states = new Map(conversations.map((c) => [c.id, JSON.parse(String(c.state)) as unknown]));
  const ids = conversations.map(({ id }) => String(id)).filter((id) => !/^(ticket|desk|code|alert):/.test(id));
  // A person who is asked what it is about, and leaves, has no case; one who is not understood has one.
  const people = ids.filter(
    (id) =>
      (states.get(id) as ConversationState).case !== null ||
      ((states.get(id) as ConversationState).misread ?? []).length > 0 ||
      [...ends, ...tickets].some(({ conversation }) => conversation === id),
  );
  return people.map((id): Told => {
    const state = states.get(id) as ConversationState;
    const own = ends.filter((end) => end.conversation === id);
    assert.ok(own.length <= 1, `${id} has several cases`);
    const [end] = own;
    const said = inbox.filter((m) => m.conversation === id).sort((a, b) => Number(a.seq) - Number(b.seq));
    const replies = outbox.filter((r) => r.conversation === id);
    const ticket = tickets.find((t) => t.conversation === id && t.kind === 'request');
    const thread = inbox.filter((m) => m.conversation === `ticket:${ticket?.id}`);
    const claim = thread.find((m) => JSON.parse(String(m.message)).choice === 'claim');
    const desk = states.get(`ticket:${ticket?.id}`) as TicketState | undefined;
    const closed = desk?.closed?.outcome ?? null;
    const isFixed = end?.outcome === 'fixed' || end?.outcome === 'fixed-for-now';
    const isResolved = closed === 'fixed' || closed === 'fixed-for-now';
    const began = time(said[0]!.accepted_at);
    const fixed = replies.filter((r) => /"outcome":"fixed(-for-now)?"/.test(String(r.reply)));
    return {
      day: String(said[0]!.accepted_at).slice(0, 10),
      channel: id.split(':')[0]!,
      intent: (end?.intent ?? state.case?.intent ?? null) as string | null,
      standing: ticket ? 'handed' : isFixed && state.case === null ? 'fixed' : 'unknown',
      isWalked: replies.some((r) => Boolean(JSON.parse(String(r.reply)).at)),
      isResolved,
      isReopened: thread.some((m) => JSON.parse(String(m.message)).event?.kind === 'reopened'),
      rating: (end?.rating ?? null) as string | null,
      answer: Math.min(...replies.filter((r) => r.state === 'sent').map((r) => time(r.changed_at))) - began,
      // A case that was opened again, and closed without a fix, has none.
      fix:
        isFixed && fixed.length > 0 ? time(said.find((m) => m.seq === fixed.at(-1)!.turn)!.accepted_at) - began : null,
      person: claim && ticket ? time(claim.accepted_at) - time(ticket.at) : null,
    };
  });
}

describe('the figures of a month', function () {
  this.timeout(180_000);
  const path = join(freshFolder(), 'firstline.db');
  let content: Awaited<ReturnType<typeof shipped>>['content'];

  before(async () => {
    const knowledge = await shipped();
    content = knowledge.content;
    const { store, writeTo } = await openDraft();
    await fillWithMonth(knowledge, store, { seed: 7, conversations: CONVERSATIONS, end: END });
    await writeTo(path);
    await store.close();
  });

  const engines: readonly (readonly [
    name: string,
    open: () => Promise<{ address: string; read: ReadRows; end: () => Promise<void> }>,
  ])[] = [
    [
      'SQLite',
      async () => {
        const raw = new Database(path, { readonly: true });
        const read: ReadRows = async (table) => raw.prepare(`select * from ${table}`).all() as Row[];
        return { address: `sqlite:${path}`, read, end: async () => void raw.close() };
      },
    ],
    [
      'PostgreSQL',
      async () => {
        const address = await freshDatabase();
        await copy(`sqlite:${path}`, address, () => undefined);
        const pool = new pg.Pool({ connectionString: address, max: 1 });
        const read: ReadRows = async (table) => (await pool.query(`select * from ${table}`)).rows as Row[];
        return { address, read, end: () => pool.end() };
      },
    ],
  ];

  for (const [name, open] of engines)
    it(`come out the same from the raw rows on ${name}`, async () => {
      const { address, read, end } = await open();
      const store = await openStore(address);
      const figures = outcomeFigures(
        MONTH,
        await store.caseCounts(MONTH),
        content,
        namesOf(content, (id) => id),
      );
      const told = await toldBy(read);
      await store.close();
      await end();
      const n = (of: (one: Told) => boolean, all = told): number => all.filter(of).length;
      const stages = (all: readonly Told[]) => ({
        begun: all.length,
        recognised: n((t) => t.intent !== null, all),
        walked: n((t) => t.isWalked, all),
        fixed: n((t) => t.standing === 'fixed', all),
        handed: n((t) => t.standing === 'handed', all),
        resolved: n((t) => t.isResolved, all),
        reopened: n((t) => t.isReopened, all),
        unknown: n((t) => t.standing === 'unknown', all),
      });
      const staged = (part: object): object =>
        Object.fromEntries(Object.keys(stages([])).map((key) => [key, part[key as never]]));
      assert.ok(told.length > CONVERSATIONS - FEW && told.length <= CONVERSATIONS, `${told.length} cases`);
      assert.deepEqual(staged(figures.funnel), stages(told));
      for (const part of figures.parts.channel)
        assert.deepEqual(staged(part), stages(told.filter((t) => t.channel === part.id)), String(part.id));
      for (const part of figures.parts.problem)
        assert.deepEqual(staged(part), stages(told.filter((t) => t.intent === part.id)), String(part.id));
      for (const pack of figures.parts.pack)
        assert.equal(
          pack.begun,
          n((t) => (content.intents.get(t.intent ?? '')?.pack ?? null) === pack.id),
        );
      for (const series of figures.perDay.channel)
        assert.deepEqual(
          series.counts,
          figures.days.map((day) => n((t) => t.day === day && t.channel === series.id)),
        );
      for (const rating of ['good', 'okay', 'poor'])
        assert.equal(
          figures.ratings[rating] ?? 0,
          n((t) => t.rating === rating),
          rating,
        );
      const quantile = (values: readonly number[], share: number): number =>
        values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1]!;
      for (const { time, cases, median, ninetieth } of figures.times) {
        const values = told.flatMap((t) => (t[time] === null ? [] : [t[time] / 1000]));
        const rounded = time === 'answer' ? values : values.map(Math.round);
        assert.deepEqual(
          [time, cases, median, ninetieth],
          [time, values.length, quantile(rounded, 0.5), quantile(rounded, 0.9)],
        );
      }
      const reached = figures.steps.reduce((sum, s) => sum + s.reached, 0);
      const became = figures.steps.reduce((sum, s) => sum + s.cured + s.on + s.skipped + s.handed + s.left, 0);
      assert.equal(reached, became);
      assert.ok(reached > told.length);
    });

  it('are the same for the same seed', async () => {
    const counts = async (seed: number) => {
      const { store } = await openDraft();
      await fillWithMonth(await shipped(), store, { seed, conversations: 5, end: END });
      const all = await store.caseCounts(MONTH);
      await store.close();
      return all;
    };
    const [one, again, other] = [await counts(3), await counts(3), await counts(4)];
    assert.deepEqual(again, one);
    assert.notDeepEqual(other, one);
  });
});
