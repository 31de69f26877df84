/** The console's page “Outcomes”: its registration and its handlers. */
import { join } from 'node:path';
import { type ConsolePage, Download, type PageRequest } from '../core/console.ts';
import type { Content } from '../core/content.ts';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import { DIMENSIONS, type OutcomeFigures, outcomeFigures } from './figures.ts';
import { type FigureNames, namesOf } from './names.ts';
import { queryOf } from './query.ts';
import type { Series } from './series.ts';
import { STAGES, TABLES, tablesOf } from './tables.ts';
import { tableCsv } from './written.ts';

/** The parts of the service that the page needs. */
export interface OutcomesParts {
  readonly store: Pick<Store, 'caseCounts'>;
  readonly content: () => Content;
  /** The channels that can be chosen, by name. */
  readonly channels: ReadonlyMap<string, string>;
  readonly now: () => Date;
}

/** The number of series that a plot tells apart; the others are one. */
const MOST_SERIES = 7;

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
}

async function read({ store, content, channels, now }: OutcomesParts, asked: URLSearchParams): Promise<ReadFigures> {
  const of = (name: string): string | undefined => asked.get(name) ?? undefined;
  const query = queryOf(
    { from: of('from'), to: of('to'), channel: of('channel'), pack: of('pack'), problem: of('problem') },
    now(),
  );
  const known = content();
  const names = namesOf(known, (id) => channels.get(id) ?? id);
  return { figures: outcomeFigures(query, await store.caseCounts(query), known, names), names };
}

/** Everything that the page shows. */
function figuresAnswer({ content, channels }: OutcomesParts, { figures, names }: ReadFigures): object {
  const { query, funnel, days, perDay, times } = figures;
  const { packs, intents } = content();
  const offered = new Set([...packs.values()].filter(({ generic }) => generic !== null).map(({ id }) => id));
  const problems = [...intents.values()].filter(({ kind, pack }) => kind === 'problem' && offered.has(pack));
  return {
    query,
    stages: STAGES.map(([id, title]) => ({ id, title, cases: funnel[id] })),
    days,
    perDay: {
      standing: perDay.standing,
      ...Object.fromEntries(DIMENSIONS.map((by) => [by, few(perDay[by])])),
    },
    times,
    // Each day by everything is for files: nobody reads so many rows on a page.
    tables: tablesOf(figures, names).filter(({ name }) => name !== 'per-day' && name !== 'funnel'),
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
function few(series: readonly Series[]): readonly Series[] {
  if (series.length <= MOST_SERIES) return series;
  const [shown, rest] = [series.slice(0, MOST_SERIES - 1), series.slice(MOST_SERIES - 1)];
  const counts = rest[0]!.counts.map((_, day) => rest.reduce((sum, one) => sum + one.counts[day]!, 0));
  return [...shown, { id: null, title: `${rest.length} others`, counts }];
}

/**
 * One table as a file: `problems.csv`, `steps.json`.
 * @throws {Fault} TABLE_UNKNOWN
 */
async function tableFile(parts: OutcomesParts, { params, query }: PageRequest): Promise<Download> {
  const [, name = '', ending = ''] = /^([a-z-]+)\.(csv|json)$/.exec(params.file ?? '') ?? [];
  const { figures, names } = await read(parts, query);
  const table = tablesOf(figures, names).find((one) => one.name === name);
  if (!table)
    throw new Fault(
      'TABLE_UNKNOWN',
      `There is no such table: there are ${TABLES.join(', ')}.`,
      FAULTS.TABLE_UNKNOWN.cure,
    );
  const file = `firstline-${name}-${figures.query.from}-${figures.query.to}.${ending}`;
  if (ending === 'csv') return new Download(file, 'text/csv; charset=utf-8', tableCsv(table));
  const rows = table.rows.map((row) => Object.fromEntries(table.columns.map(({ id }, i) => [id, row[i] ?? null])));
  return new Download(
    file,
    'application/json; charset=utf-8',
    `${JSON.stringify({ query: figures.query, rows }, null, 2)}\n`,
  );
}
