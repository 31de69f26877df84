/** Prints the results of the benchmark. */
import type { Loaded } from './driver.ts';
import { digits, type Figures, median } from './figures.ts';
import type { HttpFigures, HttpLoad } from './http.ts';
import { httpRatio } from './http-ratios.ts';
import type { InstallFigures } from './install.ts';
import { lines, type Row, said } from './lines.ts';
import type { PeersFigures } from './peers/peers.ts';
import type { Results } from './results.ts';
import type { FigureTarget } from './targets.ts';

/** The results as tables for people. */
export function tableOf(
  { classify, masking, turn, journal, start, http, page, peers, install }: Results,
  targets: readonly FigureTarget[],
): string {
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
      'journal: PostgreSQL, 50 conversations',
      ...(typeof postgres === 'string' ? [postgres] : cells(postgres)),
    ]);
  }
  for (const { way, atOnce, rounds } of http?.loads ?? [])
    for (const who of ['firstline', 'baseline'] as const)
      rates.push([`${wayOf(way, who)}, ${atOnce} at once: ${who}`, ...loadedCells(rounds.map((round) => round[who]))]);
  for (const { name, loads } of page ?? [])
    if (typeof loads === 'string') rates.push([`page on ${name}`, loads]);
    else
      for (const { atOnce, open, figures } of loads)
        rates.push([`page on ${name}, ${atOnce} at once${open ? ', open' : ''}`, ...loadedCells([figures])]);
  if (rates.length > 0)
    out.push(lines([['', 'per second', 'p50 ms', 'p99 ms', 'RSS MB', 'peak MB', 'CPU ms/message'], ...rates]));
  if (http) out.push(httpTable(http));
  if (start) {
    const { min, median, max, withNpm, idleRss } = start;
    out.push(
      `start to ready  min ${digits(min)}, median ${digits(median)}, max ${digits(max)} ms; with npm start ${digits(withNpm)} ms\nidle RSS        ${digits(idleRss)} MB, 3 s after ready`,
    );
  }
  if (masking) {
    const { ordinary, slowest, text } = masking;
    out.push(
      `masking 20,000 characters  ${digits(ordinary)} ms; at most ${digits(slowest)} ms for a text made to be slow, ${JSON.stringify(text)}…`,
    );
  }
  if (peers) out.push(peersTable(peers));
  if (install) out.push(installTable(install));
  out.push(targets.map(({ what, met }) => `${met ? 'PASS' : 'FAIL'}  ${what}`).join('\n'));
  return `${out.join('\n\n')}\n`;
}

/** The factor by which the generator has to be faster than the figures measured, or it has measured itself. */
const LEAST_TIMES = 3;

/** Firstline beside the baseline: ratios, and whether the generator was quick enough to measure them. */
function httpTable({ loads, generator }: HttpFigures): string {
  const rows = loads.flatMap((load) => [
    [`${load.way}, ${load.atOnce} at once: messages a second`, ...said(httpRatio(load, (l) => l.perSecond))] as const,
    [`${load.way}, ${load.atOnce} at once: p50`, ...said(httpRatio(load, (l) => l.p50))] as const,
    [`${load.way}, ${load.atOnce} at once: p99`, ...said(httpRatio(load, (l) => l.p99))] as const,
    [`${load.way}, ${load.atOnce} at once: CPU a message`, ...said(httpRatio(load, (l) => l.cpuMs))] as const,
  ]);
  const measured = loads.flatMap(({ rounds }) => rounds.flatMap((r) => [r.firstline.perSecond, r.baseline.perSecond]));
  const times = generator / Math.max(...measured);
  const little = times < LEAST_TIMES ? ', TOO LITTLE: the figures above are at least that' : '';
  const head: Row = ['Firstline ÷ baseline', 'median', 'quarters', 'min..max'];
  return `${lines([head, ...rows])}\na reply on the page needs no call of its own, one in Teams and of the baseline does\nload generator against an echo: ${digits(generator)}/s (${times.toFixed(1)}x${little})`;
}

/** The way of a load as people read it; the baseline has but one. */
export function wayOf(way: HttpLoad['way'], who: 'firstline' | 'baseline'): string {
  return way === 'teams' ? 'Teams' : who === 'baseline' ? 'beside the page' : 'page';
}

function installTable({ mb, nodeMb, largest }: InstallFigures): string {
  const rows = largest.map(({ name, mb }): Row => [`  ${name}`, digits(mb), '']);
  return lines([['production install, MB', digits(mb), `and the package node ${digits(nodeMb)}`], ...rows]);
}

function cells({ perSecond, p50, p99 }: Figures): string[] {
  return [digits(perSecond), digits(p50), digits(p99)];
}

/** The medians of all rounds as cells. */
function loadedCells(rounds: readonly Loaded[]): string[] {
  const middle = (of: (loaded: Loaded) => number | null): number => median(rounds.map((l) => of(l) ?? Number.NaN));
  const { perSecond, p50, p99, rss, peak, cpuMs } = {
    perSecond: middle((l) => l.perSecond),
    p50: middle((l) => l.p50),
    p99: middle((l) => l.p99),
    rss: middle((l) => l.rss),
    peak: middle((l) => l.peak),
    cpuMs: middle((l) => l.cpuMs),
  };
  return [...cells({ perSecond, p50, p99 }), digits(rss), digits(peak), digits(cpuMs)];
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
