import { digits, type Figures } from './figures.ts';
import type { Loaded } from './http.ts';
import type { PeersFigures } from './peers/peers.ts';
import type { Results } from './results.ts';
import type { Target } from './targets.ts';

type Row = readonly [what: string, ...cells: string[]];

/** The results as people read them. */
export function tableOf({ classify, turn, journal, start, http, peers }: Results, targets: readonly Target[]): string {
  const out: string[] = [];
  const rates: Row[] = [];
  if (classify) {
    rates.push(['classify: the intents’ examples', ...cells(classify.ordinary)]);
    rates.push(['classify: logs of 200 lines', ...cells(classify.log200)]);
    rates.push(['classify: 8,000 characters', ...cells(classify.chars8000)]);
  }
  if (turn) rates.push(['turn: a walkthrough', ...cells(turn)]);
  if (journal) {
    rates.push(['journal: SQLite file, 50 conversations', ...cells(journal.sqlite)]);
    const { postgres } = journal;
    rates.push([
      'journal: PostgreSQL without fsync, 50 conversations',
      ...(typeof postgres === 'string' ? [postgres] : cells(postgres)),
    ]);
  }
  for (const [i, pair] of (http?.pairs ?? []).entries()) {
    rates.push([`HTTP ${i + 1}: Firstline, 64 conversations`, ...loadedCells(pair.firstline)]);
    rates.push([`HTTP ${i + 1}: baseline, 64 conversations`, ...loadedCells(pair.baseline)]);
  }
  if (rates.length > 0)
    out.push(lines([['', 'per second', 'p50 ms', 'p99 ms', 'RSS MB', 'peak MB', 'CPU ms/message'], ...rates]));
  if (http) {
    const ratios = http.pairs.map((pair) => pair.ratio.toFixed(2)).join(', ');
    out.push(`HTTP: Firstline ÷ baseline  ${ratios}; median ${http.ratio.toFixed(2)}\n${generator(http.generator)}`);
  }
  if (start) {
    const { min, median, max, withNpm, idleRss } = start;
    out.push(
      `start to ready  min ${digits(min)}, median ${digits(median)}, max ${digits(max)} ms; with npm start ${digits(withNpm)} ms\nidle RSS        ${digits(idleRss)} MB, 3 s after ready`,
    );
  }
  if (peers) out.push(peersTable(peers));
  out.push(targets.map(({ what, met }) => `${met ? 'PASS' : 'FAIL'}  ${what}`).join('\n'));
  return `${out.join('\n\n')}\n`;
}

/** The generator has to be able to do so many times what was measured, or it is itself what was measured. */
const LEAST_TIMES = 3;

function generator({ web, bot, webTimes, botTimes }: NonNullable<Results['http']>['generator']): string {
  const said = (most: number, times: number): string =>
    `${digits(most)}/s (${times.toFixed(1)}x${times < LEAST_TIMES ? ', TOO LITTLE: the figure above is at least that' : ''})`;
  return `load generator against an echo: chat page ${said(web, webTimes)}, bot ${said(bot, botTimes)}`;
}

function cells({ perSecond, p50, p99 }: Figures): string[] {
  return [digits(perSecond), digits(p50), digits(p99)];
}

function loadedCells(loaded: Loaded): string[] {
  return [...cells(loaded), digits(loaded.rss), digits(loaded.peak), digits(loaded.cpuMs)];
}

/** Engines side by side over the same texts. */
function peersTable({ texts, train, test, engines }: PeersFigures): string {
  const share = (value: number | null): string => (value === null ? 'n/a' : (value * 100).toFixed(1));
  const rows = engines.map(({ name, figures: f }): Row => {
    if (typeof f === 'string') return [name, f];
    const cells = [share(f.accuracy), share(f.auroc), share(f.rejected), digits(f.trainMs), digits(f.p50Ms)];
    return [f.n === test ? name : `${name} (${f.n} texts)`, ...cells, digits(f.memory)];
  });
  const head: Row = ['peers', 'right %', 'AUROC %', 'rejected %', 'train ms', 'p50 ms', 'grown MB'];
  return `${lines([head, ...rows])}\nover ${texts}: ${digits(train)} to learn from, ${digits(test)} to be judged by; right: the best guess, of what is ours;\nAUROC: surer of ours than of what is not; rejected: of what is not ours, when 95% of ours is kept;\ngrown: a process of its own, by learning and answering`;
}

/** Columns side by side, numbers to the right; the last cell of a shorter row may be a sentence. */
function lines(rows: readonly Row[]): string {
  const most = Math.max(...rows.map((row) => row.length));
  const full = rows.filter((row) => row.length > 2);
  const widths = Array.from({ length: most }, (_, i) =>
    Math.max(...(i === 0 ? rows : full).map((row) => row[i]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 || row.length === 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
