/** Writes the results of the benchmark as one page with plots: no script, nothing from elsewhere. */
import { writeFileSync } from 'node:fs';
import type { Loaded } from './driver.ts';
import { digits, median } from './figures.ts';
import { machine } from './report.ts';
import type { Results } from './results.ts';
import { wayOf } from './table.ts';

/** A bar of a plot. */
interface Bar {
  readonly name: string;
  readonly value: number;
}

/** One figure of a server under load, in the order of the plots. */
const FIGURES: readonly (readonly [title: string, of: (loaded: Loaded) => number | null])[] = [
  ['Messages a second', (l) => l.perSecond],
  ['p50 of the reply, ms', (l) => l.p50],
  ['p99 of the reply, ms', (l) => l.p99],
  ['CPU a message, ms', (l) => l.cpuMs],
  ['Memory at the most, MB', (l) => l.peak],
];
/** The longest bar, and the height of all of them, in units of the drawing. */
const [BAR, HEIGHT] = [420, 14];

/** Writes the page to a file; `table` is what is printed otherwise. */
export function writeHtml(path: string, results: Results, table: string): void {
  writeFileSync(path, pageOf(results, table));
}

/** The page: the plots of all that was under load, then the tables. */
export function pageOf(results: Results, table: string): string {
  const loads = loadsOf(results);
  const plots = FIGURES.map(([title, of]) => {
    const bars = loads.flatMap(([name, rounds]): Bar[] => {
      const values = rounds.map(of).filter((value) => value !== null);
      return values.length === 0 ? [] : [{ name, value: median(values) }];
    });
    return bars.length === 0 ? '' : `<h2>${escaped(title)}</h2>\n${plotOf(title, bars)}`;
  });
  const { node, platform, cpus, cpu, loadBefore } = machine;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Firstline measured</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 900px; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th { font-weight: normal; text-align: right; width: 44%; }
  th, td { padding: 1px 8px 1px 0; }
  td:last-child { text-align: right; font-variant-numeric: tabular-nums; }
  .bar { width: 48%; }
  svg { display: block; width: 100%; height: 14px; }
  rect { fill: #3b78c4; }
  rect.baseline { fill: #8d8d8d; }
  @media (max-width: 600px) { th { text-align: left; } .bar { width: 35%; } }
  pre { overflow-x: auto; }
</style>
<h1>Firstline measured</h1>
<p>${escaped(`Node ${node}, ${platform}, ${cpus} × ${cpu}, load before ${loadBefore.toFixed(1)}. Medians; only ratios within one run are worth comparing.`)} “Open” is a load at an even pace, half of what it can do; grey is the bot to compare with.</p>
${plots.filter(Boolean).join('\n')}
<h2>All figures</h2>
<pre>${escaped(table)}</pre>
</html>
`;
}

/** All that was under load, each with its rounds. */
function loadsOf({ http, page }: Results): (readonly [name: string, rounds: readonly Loaded[]])[] {
  const teams = (http?.loads ?? []).flatMap(({ way, atOnce, rounds }) =>
    (['firstline', 'baseline'] as const).map(
      (who) => [`${wayOf(way, who)}, ${atOnce} at once: ${who}`, rounds.map((round) => round[who])] as const,
    ),
  );
  const pages = (page ?? []).flatMap(({ name, loads }) =>
    typeof loads === 'string'
      ? []
      : loads.map(
          ({ atOnce, open, figures }) =>
            [`page, ${name}, ${atOnce} at once${open ? ', open' : ''}`, [figures]] as const,
        ),
  );
  return [...teams, ...pages];
}

/** Bars below each other with their names and values: a table, so that those who can't see the bars have the figures too. */
function plotOf(title: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value)) || 1;
  const rows = bars.map(({ name, value }) => {
    const width = Math.max(1, (value / most) * BAR).toFixed(1);
    const bar = `<rect${name.includes('baseline') ? ' class="baseline"' : ''} width="${width}" height="${HEIGHT}"/>`;
    return `<tr><th scope="row">${escaped(name)}</th><td class="bar"><svg aria-hidden="true" viewBox="0 0 ${BAR} ${HEIGHT}" preserveAspectRatio="none">${bar}</svg></td><td>${digits(value)}</td></tr>`;
  });
  return `<table aria-label="${escaped(title)}">\n${rows.join('\n')}\n</table>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
