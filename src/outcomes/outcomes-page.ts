/** The console's page “Outcomes”: its registration and its handlers. */
import { join } from 'node:path';
import type { CaseQuery } from '../core/case-record.ts';
import { type ConsolePage, Download, type PageRequest } from '../core/console.ts';
import type { Content } from '../core/content.ts';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import { changeTable, lastChange } from './change.ts';
import { DIMENSIONS, type OutcomeFigures, outcomeFigures } from './figures.ts';
import { type FigureNames, namesOf } from './names.ts';
import { queryOf } from './query.ts';
import type { Series } from './series.ts';
import { type FigureTable, STAGES, TABLES, tablesOf, wordsOfTables } from './tables.ts';
import { tableCsv } from './written.ts';

/** The parts of the service that the page needs. */
export interface OutcomesParts {
  readonly store: Pick<Store, 'caseCounts' | 'contentChanges' | 'ratedTickets' | 'note'>;
  readonly content: () => Content;
  /** The channels that can be chosen, by name. */
  readonly channels: ReadonlyMap<string, string>;
  readonly now: () => Date;
}

/** The number of series that a plot tells apart; the others are one. */
const MOST_SERIES = 7;
/** The number of changes of the content that are looked at, and of lines that people wrote with their rating. */
const MOST_CHANGES = 20;
const MOST_LINES = 200;
const DAY_MS = 86_400_000;

/** The page for leads. */
export function outcomesPage(parts: OutcomesParts): ConsolePage {
  return {
    name: 'outcomes',
    title: 'Outcomes',
    roles: ['lead'],
    folder: join(import.meta.dirname, 'page'),
    module: 'outcomes.js',
    styles: 'outcomes.css',
    routes: [
      { method: 'get', path: '/figures', handle: async ({ query }) => figuresAnswer(parts, await read(parts, query)) },
      { method: 'get', path: '/tables/:file', handle: (request) => tableFile(parts, request) },
    ],
  };
}

interface ReadFigures {
  readonly figures: OutcomeFigures;
  readonly names: FigureNames;
  /** The tables that only the page has: the last change of the content, and the lines of ratings. */
  readonly own: readonly FigureTable[];
}

async function read({ store, content, channels, now }: OutcomesParts, asked: URLSearchParams): Promise<ReadFigures> {
  const of = (name: string): string | undefined => asked.get(name) ?? undefined;
  const query = queryOf(
    { from: of('from'), to: of('to'), channel: of('channel'), pack: of('pack'), problem: of('problem') },
    now(),
  );
  const known = content();
  const names = namesOf(known, (id) => channels.get(id) ?? id);
  const [counts, change, rated] = await Promise.all([
    store.caseCounts(query),
    changed(store, query, now(), names),
    ratedLines(store, query, known, names),
  ]);
  return { figures: outcomeFigures(query, counts, known, names), names, own: [...change, rated] };
}

/** The effect of the last change of the content on the cases that are asked for; nothing where there was none. */
async function changed(
  store: OutcomesParts['store'],
  query: CaseQuery,
  now: Date,
  names: FigureNames,
): Promise<readonly FigureTable[]> {
  const change = lastChange(await store.contentChanges(MOST_CHANGES), now);
  if (!change) return [];
  const [before, after] = await Promise.all(
    [change.before, change.after].map((days) => store.caseCounts({ ...query, ...days })),
  );
  return [changeTable(change, before!, after!, names)];
}

/** The ratings of a period's tickets with the lines that people wrote, the latest first. */
async function ratedLines(
  store: OutcomesParts['store'],
  { from, to, channel, pack, intent }: CaseQuery,
  { intents }: Content,
  names: FigureNames,
): Promise<FigureTable> {
  const end = new Date(Date.parse(to) + DAY_MS).toISOString().slice(0, 10);
  const all = await store.ratedTickets(from, end, MOST_LINES);
  const fits = all.filter(
    (one) =>
      (channel === null || one.channel === channel) &&
      (intent === null || one.intent === intent) &&
      (pack === null || intents.get(one.intent ?? '')?.pack === pack),
  );
  const { table, words } = wordsOfTables(names);
  return {
    ...table('rated'),
    columns: ['day', 'ticket', 'problem', 'channel', 'rating', 'line'].map((id) => words(id)),
    rows: fits.map(({ at, ticket, title, channel: where, rating, text }) => {
      return [at.slice(0, 10), ticket, title, names.channel(where), rating, text];
    }),
  };
}

/** Everything that the page shows. */
function figuresAnswer({ content, channels }: OutcomesParts, { figures, names, own }: ReadFigures): object {
  const { query, funnel, days, perDay, times } = figures;
  const { packs, intents } = content();
  const offered = new Set([...packs.values()].filter(({ generic }) => generic !== null).map(({ id }) => id));
  const problems = [...intents.values()].filter(({ kind, pack }) => kind === 'problem' && offered.has(pack));
  return {
    query,
    stages: STAGES.map((id) => ({ id, title: names.say(`stage-${id}`), cases: funnel[id] })),
    days,
    perDay: {
      standing: perDay.standing,
      ...Object.fromEntries(DIMENSIONS.map((by) => [by, few(perDay[by], names)])),
    },
    times,
    // Each day by everything is for files: nobody reads so many rows on a page.
    tables: [...own, ...tablesOf(figures, names)].filter(({ name }) => name !== 'per-day' && name !== 'funnel'),
    choices: {
      channel: [...channels].map(([id, title]) => ({ id, title })),
      pack: [...offered].map((id) => ({ id, title: names.pack(id) })),
      problem: problems
        .map(({ id, title, pack }) => ({ id, title, pack }))
        .sort((a, b) => (a.title < b.title ? -1 : 1)),
    },
  };
}

/** The most frequent series, and the sum of the others. */
function few(series: readonly Series[], { say }: FigureNames): readonly Series[] {
  if (series.length <= MOST_SERIES) return series;
  const [shown, rest] = [series.slice(0, MOST_SERIES - 1), series.slice(MOST_SERIES - 1)];
  const counts = rest[0]!.counts.map((_, day) => rest.reduce((sum, one) => sum + one.counts[day]!, 0));
  return [...shown, { id: null, title: say('others', { n: String(rest.length) }), counts }];
}

/**
 * One table as a file: `problems.csv`, `steps.json`.
 * @throws {Fault} TABLE_UNKNOWN
 */
async function tableFile(parts: OutcomesParts, { params, query, user }: PageRequest): Promise<Download> {
  const [, name = '', ending = ''] = /^([a-z-]+)\.(csv|json)$/.exec(params.file ?? '') ?? [];
  const { figures, names, own } = await read(parts, query);
  const table = [...own, ...tablesOf(figures, names)].find((one) => one.name === name);
  if (!table)
    throw new Fault(
      'TABLE_UNKNOWN',
      `There is no such table: there are ${[...TABLES, 'change', 'rated'].join(', ')}.`,
      FAULTS.TABLE_UNKNOWN.cure,
    );
  const { id, name: who } = user.person;
  await parts.store.note({ at: parts.now().toISOString(), who: id, name: who, what: 'export', ticket: null });
  const file = `firstline-${name}-${figures.query.from}-${figures.query.to}.${ending}`;
  if (ending === 'csv') return new Download(file, 'text/csv; charset=utf-8', tableCsv(table));
  const rows = table.rows.map((row) => Object.fromEntries(table.columns.map(({ id }, i) => [id, row[i] ?? null])));
  return new Download(
    file,
    'application/json; charset=utf-8',
    `${JSON.stringify({ query: figures.query, rows }, null, 2)}\n`,
  );
}
