/**
 * Measures how long the figures of the console's page take over 100,000 cases, all of them in the period:
 * `node test/bench/outcomes.ts [cases] [postgres]`. Times are the whole way from the rows to the answer as JSON; "at work" is
 * the time that this process had of a processor, which other programs on the machine don't lengthen (on PostgreSQL without
 * the server's part). Rows are kept until cases are counted anew, so that the first answer of a period takes longer: it is among
 * these, as one of forty.
 */
import { join } from 'node:path';
import { sql } from 'kysely';
import { loadContent } from '../../src/content/load.ts';
import { writePath } from '../../src/core/case-path.ts';
import type { CaseQuery } from '../../src/core/case-record.ts';
import type { Content } from '../../src/core/content.ts';
import { outcomesPage } from '../../src/outcomes/index.ts';
import { Chance } from '../../src/rehearsal/chance.ts';
import { openStore } from '../../src/store/open.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Tables } from '../../src/store/tables.ts';
import { shippedSources } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';
import { freshDatabase } from '../fakes/postgres.ts';

const ROUNDS = 40;
const DAYS = 28;
const ROWS_AT_ONCE = 500;
const [cases = '100000', engine = 'sqlite'] = process.argv.slice(2);
const MONTH: CaseQuery = { from: '2026-02-01', to: '2026-02-28', channel: null, pack: null, intent: null };

const content = loadContent(shippedSources());
const address = engine === 'postgres' ? await freshDatabase() : `sqlite:${join(freshFolder(), 'firstline.db')}`;
const store = await openStore(address);
await fill(content, Number(cases));
const page = outcomesPage({ store, content: () => content, channels: new Map(), now: () => new Date() });
const LEAD = { person: { id: 'console:lea', name: 'Lea' }, roles: ['lead'] } as const;

const asked: readonly (readonly [string, CaseQuery])[] = [
  ['everything', MONTH],
  ['one channel', { ...MONTH, channel: 'slack' }],
  ['one pack', { ...MONTH, pack: 'mail' }],
  ['one week', { ...MONTH, from: '2026-02-22' }],
];
for (const [what, query] of asked) {
  const times: number[] = [];
  const cpu: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const [began, before] = [performance.now(), process.threadCpuUsage()];
    const given = { from: query.from, to: query.to, channel: query.channel ?? '', pack: query.pack ?? '' };
    const asked = { query: new URLSearchParams(given), params: {}, tab: null, user: LEAD, body: undefined };
    JSON.stringify(await page.routes[0]!.handle(asked));
    times.push(performance.now() - began);
    const { user, system } = process.threadCpuUsage(before);
    cpu.push((user + system) / 1000);
  }
  const of = (all: number[], share: number): string =>
    `${all
      .toSorted((a, b) => a - b)
      [Math.ceil(all.length * share) - 1]!.toFixed(0)
      .padStart(5)} ms`;
  print(
    `${what.padEnd(12)} median ${of(times, 0.5)}  p95 ${of(times, 0.95)}   at work: median ${of(cpu, 0.5)}  p95 ${of(cpu, 0.95)}`,
  );
}
await store.close();
process.exit(0);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes rows as a busy month would leave them: some problems are frequent, and most ways are gone by few. */
async function fill({ intents, walkthroughs, packs }: Content, many: number): Promise<void> {
  const db = engine === 'postgres' ? openPostgres(address) : openSqlite(address.replace('sqlite:', ''));
  const chance = new Chance(1);
  const problems = [...intents.values()].filter(({ kind }) => kind === 'problem');
  const frequent = new Map(problems.map((problem, i) => [problem, 1 / (1 + i)]));
  const [paths, kinds] = [new Map<string, number>(), new Map<string, number>()];
  const rows: Tables['case_record'][] = [];
  for (let i = 0; i < many; i++) {
    const problem = chance.happens(0.08) ? null : chance.weighted(problems, (one) => frequent.get(one)!);
    const steps = [...(walkthroughs.get(problem?.walkthrough.person ?? '')?.steps.values() ?? [])].filter(
      ({ kind }) => kind === 'ask' || kind === 'tell',
    );
    const way = steps.slice(0, chance.between(1, Math.max(1, Math.min(9, steps.length)))).map((step, n) => ({
      ...({ walkthrough: problem!.walkthrough.person!, step: step.id, passed: 'answered', cured: false } as const),
      answer: ['not', 'yes', 'no'][n < 5 ? 0 : chance.between(0, 2)]!,
    }));
    const path = writePath(way);
    if (path !== '' && !paths.has(path)) paths.set(path, paths.size + 1);
    const isHanded = chance.happens(0.3);
    const outcome = isHanded ? 'handed-over' : chance.one(['fixed', 'fixed', 'fixed-for-now', 'unknown', null]);
    const kind = JSON.stringify({
      channel: chance.one(['web', 'slack', 'teams']),
      pack: problem?.pack ?? null,
      category: problem?.type ?? null,
      intent: problem?.id ?? null,
      walked: path !== '',
      outcome,
      agents: isHanded ? chance.one(['fixed', 'fixed', 'fixed-for-now', 'unknown', 'waiting', 'held']) : null,
      reopened: isHanded && chance.happens(0.05),
      checked: outcome === 'fixed-for-now' ? chance.one(['stays', 'again', 'silent', 'due']) : null,
      rating: chance.happens(0.3) ? chance.one(['good', 'okay', 'poor']) : null,
    });
    if (!kinds.has(kind)) kinds.set(kind, kinds.size + 1);
    rows.push({
      id: `bench-${i}`,
      conversation: `web:${i}`,
      day: `2026-02-${String(chance.between(1, DAYS)).padStart(2, '0')}`,
      kind: kinds.get(kind)!,
      path: paths.get(path) ?? null,
      answer: Math.round(chance.around(600)),
      fix: outcome?.startsWith('fixed') ? Math.round(chance.around(900)) : null,
      person: isHanded ? Math.round(chance.around(2400)) : null,
    });
  }
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE)
    await db
      .insertInto('case_record')
      .values(rows.slice(i, i + ROWS_AT_ONCE))
      .execute();
  const all = [...kinds].map(([kind, id]) => ({ id, kind }));
  for (let i = 0; i < all.length; i += ROWS_AT_ONCE)
    await db
      .insertInto('case_kind')
      .values(all.slice(i, i + ROWS_AT_ONCE))
      .execute();
  const ways = [...paths].map(([path, id]) => ({ id, path }));
  for (let i = 0; i < ways.length; i += ROWS_AT_ONCE)
    await db
      .insertInto('case_path')
      .values(ways.slice(i, i + ROWS_AT_ONCE))
      .execute();
  if (engine === 'postgres') await sql`analyze`.execute(db);
  print(
    `${many} cases, ${problems.length} problems of ${packs.size} packs, ${kinds.size} kinds, ${ways.length} ways, ${engine}`,
  );
  await db.destroy();
}
