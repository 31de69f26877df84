/** `firstline outcomes`: prints what became of the cases of a period. */
import { createProgress } from '../channels/terminal/progress.ts';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { AskedFor } from '../outcomes/query.ts';
import { serviceOn } from './service-on.ts';
import { titleOf } from './wiring.ts';

/** Tells that something takes longer than this, in milliseconds. */
const PATIENCE_MS = 1000;

/**
 * Prints the figures as tables, as JSON, or one table as CSV (`csv`).
 * @throws {Fault} PERIOD_WRONG or TABLE_UNKNOWN
 */
export async function outcomes({ json, csv, ...asked }: AskedFor & { json?: boolean; csv?: string }): Promise<void> {
  const [{ readConfig }, { openExisting }, { loadContent }, { contentSources }, { countAll }, parts] =
    await Promise.all([
      import('../config.ts'),
      import('../store/open.ts'),
      import('../content/load.ts'),
      import('./sources.ts'),
      import('../journal/counting.ts'),
      import('../outcomes/index.ts'),
    ]);
  const { outcomeFigures, namesOf, queryOf, TABLES, tableCsv, tablesOf, tablesText } = parts;
  if (csv !== undefined && !(TABLES as readonly string[]).includes(csv))
    throw new Fault(
      'TABLE_UNKNOWN',
      `There is no table "${csv}": there are ${TABLES.join(', ')}.`,
      FAULTS.TABLE_UNKNOWN.cure,
    );
  const now = new Date();
  const query = queryOf(asked, now);
  const config = readConfig();
  const content = loadContent(contentSources(config.content));
  const store = await openExisting(config.databaseUrl);
  try {
    const bar = slowly('counting');
    // Beside a running service the file is only read.
    const service = await serviceOn(config.databaseUrl);
    await (service ? service.count() : countAll(store, now, { tell: bar.tell })).finally(bar.end);
    const names = namesOf(content, titleOf);
    const figures = outcomeFigures(query, await store.caseCounts(query), content, names);
    const tables = tablesOf(figures, names);
    if (json) process.stdout.write(`${JSON.stringify({ ...figures, tables }, null, 2)}\n`);
    else if (csv !== undefined) process.stdout.write(tableCsv(tables.find(({ name }) => name === csv)!));
    else {
      process.stdout.write(`Cases begun from ${query.from} to ${query.to} (UTC)\n\n`);
      process.stdout.write(figures.funnel.begun === 0 ? 'There are none.\n' : `${tablesText(tables)}\n`);
    }
  } finally {
    await store.close();
  }
}

/** A progress bar that comes only where it takes longer than a second; how much there is in all is not known. */
function slowly(what: string): { readonly tell: (counted: number) => void; readonly end: () => Promise<void> } {
  let bar: ReturnType<typeof createProgress> | null = null;
  const since = performance.now();
  return {
    tell(counted) {
      if (performance.now() - since < PATIENCE_MS) return;
      bar ??= createProgress(what, process.stderr);
      // It comes closer and closer to the end.
      bar.tell(1 - 1 / (1 + counted / 10_000));
    },
    end: async () => bar?.end(),
  };
}
