/** Writes the results of the benchmark as one page with plots: no script, nothing from elsewhere. */
import { writeFileSync } from 'node:fs';
import type { Loaded } from './driver.ts';
import { digits, median } from './figures.ts';
import { machine } from './report.ts';
import type { Results } from './results.ts';

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
const [NAMES_PX, BARS_PX, VALUES_PX, ROW_PX, BAR_PX] = [360, 420, 80, 22, 14];

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
  body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 900px; padding: 0 1rem; color-scheme: light dark; }
  svg { max-width: 100%; height: auto; font: 13px system-ui, sans-serif; fill: currentColor; }
  rect { fill: #3b78c4; }
  pre { overflow-x: auto; }
</style>
<h1>Firstline measured</h1>
<p>${escaped(`Node ${node}, ${platform}, ${cpus} × ${cpu}, load before ${loadBefore.toFixed(1)}. Medians; only ratios within one run are worth comparing.`)}</p>
${plots.filter(Boolean).join('\n')}
<h2>All figures</h2>
<pre>${escaped(table)}</pre>
</html>
`;
}

/** All that was under load, each with its rounds. */
function loadsOf({ http, page }: Results): (readonly [name: string, rounds: readonly Loaded[]])[] {
  const teams = (http?.loads ?? []).flatMap(({ atOnce, rounds }) =>
    (['firstline', 'baseline'] as const).map(
      (who) => [`Teams, ${atOnce} at once: ${who}`, rounds.map((round) => round[who])] as const,
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

/** Bars side by side with their names and values, also in words for those who can't see them. */
function plotOf(title: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value)) || 1;
  const rows = bars.map(({ name, value }, i) => {
    const y = i * ROW_PX;
    const width = Math.max(1, (value / most) * BARS_PX).toFixed(1);
    return `<text x="${NAMES_PX - 8}" y="${y + BAR_PX}" text-anchor="end">${escaped(name)}</text><rect x="${NAMES_PX}" y="${y + 3}" width="${width}" height="${BAR_PX}"/><text x="${NAMES_PX + Number(width) + 6}" y="${y + BAR_PX}">${digits(value)}</text>`;
  });
  const width = NAMES_PX + BARS_PX + VALUES_PX;
  return `<svg role="img" aria-label="${escaped(title)}" viewBox="0 0 ${width} ${bars.length * ROW_PX + 4}" width="${width}">\n${rows.join('\n')}\n</svg>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
