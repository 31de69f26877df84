/** Prints the figures over public sets. */
import { digits } from '../figures.ts';
import { lines, type Row } from '../lines.ts';
import type { SetFigures, SetResults } from './figures.ts';

const HEAD: Row = ['', 'right %', 'right and kept %', 'none found %', 'sum', 'AUROC %', 'train s', 'p50 ms'];

const LEGEND = `right: the best guess, of the texts of an intent; right and kept: and not rejected; sum: of that and of none found;
none found: rejected, of the texts of no intent that was learned. CLINC150: at a threshold from the training texts alone,
without any text of none. HWU64: of 14 intents left out of the training, when 95% of the others is kept, mean of the draws;
AUROC: surer of the texts of an intent than of the others`;

/** The figures as one table, set by set. */
export function tableOfSets(results: readonly SetResults[]): string {
  const rows = results.flatMap(({ set, train, test, others, engines }): Row[] => [
    [
      `${set}: ${digits(train)} to learn from, ${digits(test)}${others > 0 ? ` + ${digits(others)}` : ''} to be judged by`,
    ],
    ...engines.map(
      ({ name, figures }): Row =>
        typeof figures === 'string'
          ? [`  ${name}`, figures]
          : [`  ${named(name, figures, test + others)}`, ...cells(figures)],
    ),
  ]);
  return `${lines([HEAD, ...rows])}\n\n${LEGEND}\n`;
}

function named(name: string, { n }: SetFigures, all: number): string {
  return n === all ? name : `${name} (${digits(n)} texts)`;
}

function cells({ right, rightAndKept, noneFound, auroc, trainMs, p50Ms }: SetFigures): string[] {
  const share = (value: number | null): string => (value === null ? '' : (value * 100).toFixed(1));
  const sum = rightAndKept === null || noneFound === null ? null : rightAndKept + noneFound;
  return [...[right, rightAndKept, noneFound, sum, auroc].map(share), digits(trainMs / 1000), digits(p50Ms)];
}
