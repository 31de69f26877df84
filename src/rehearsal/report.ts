/** Writes the figures of a rehearsal as text and as a page. */
import type { ProblemFigures, RehearsalFigures } from './figures.ts';

/** The largest number of faults of a problem that are listed. */
const MOST_FAULTS = 6;

/** The report for a terminal. */
export function textReport(figures: RehearsalFigures): string {
  const { ends, before } = figures;
  const played = Object.values(ends).reduce((sum, n) => sum + n, 0);
  const width = Math.max(20, ...figures.problems.map((p) => p.intent.length));
  const head = `${''.padEnd(width)}  causes  cured  handed over  faults   minutes (best)   questions (worst)   before the first fix`;
  const lines = figures.problems.map((p) =>
    [
      p.intent.padEnd(width),
      String(p.causes).padStart(6),
      String(p.ends.cured).padStart(5),
      String(p.ends['handed-over']).padStart(11),
      String(p.faults.length).padStart(6),
      `${shown(p.minutes)} (${shown(p.ideal)})`.padStart(15),
      `${shown(p.questions.mean)} (${p.questions.worst})`.padStart(18),
      String(p.before ?? '-').padStart(22),
    ].join('  '),
  );
  const faults = figures.problems.flatMap((p) => [
    ...p.faults.slice(0, MOST_FAULTS).map((fault) => `${p.intent}: ${fault}`),
    ...(p.faults.length > MOST_FAULTS ? [`${p.intent}: and ${p.faults.length - MOST_FAULTS} more`] : []),
  ]);
  return [
    `${played} conversations: ${ends.cured} cured, ${ends['handed-over']} rightly handed over, ${ends['given-up']} given up, ${ends['dead-end']} dead ends, ${ends.circle} circles.`,
    `Questions before the first thing to do that can cure: ${before.median} in the median of problems, ${before.nine} in nine of ten.`,
    '',
    head,
    ...lines,
    ...list('Faults', faults),
    ...list('Steps that cure nobody', figures.curesNobody),
    ...list('Questions whose answers change nothing', figures.changesNothing),
    ...list('Problems without causes, not rehearsed', figures.unrehearsed),
  ].join('\n');
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function shown(n: number | null): string {
  return n === null ? '-' : n.toFixed(1);
}

/** The report as a page of its own, with a bar for each problem's minutes beside the best possible. */
export function htmlReport(figures: RehearsalFigures, at: Date): string {
  const most = Math.max(1, ...figures.problems.map((p) => p.minutes ?? 0));
  const rows = figures.problems.map((p) => row(p, most)).join('\n');
  const lists = [
    ['Faults', figures.problems.flatMap((p) => p.faults.map((fault) => `${p.intent}: ${fault}`))],
    ['Steps that cure nobody', figures.curesNobody],
    ['Questions whose answers change nothing', figures.changesNothing],
    ['Problems without causes, not rehearsed', figures.unrehearsed],
  ] as const;
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rehearsal</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color-scheme:light dark}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
td.n,th.n{text-align:right}svg{display:block}.plot{min-width:12rem}.wide{overflow-x:auto}
</style>
<h1>Rehearsal</h1>
<p>${at.toISOString().slice(0, 16).replace('T', ' ')} UTC. ${escaped(textReport(figures).split('\n')[0]!)}</p>
<p>${escaped(textReport(figures).split('\n')[1]!)}</p>
<div class="wide"><table><tr><th>Problem<th class="n">Causes<th class="n">Cured<th class="n">Handed over<th class="n">Faults<th class="n">Questions, mean (worst)<th class="plot">Minutes to the cure: as played, and in the best order</tr>
${rows}
</table></div>
${lists.map(([title, lines]) => (lines.length === 0 ? '' : `<h2>${title}</h2><ul>${lines.map((line) => `<li>${escaped(line)}`).join('')}</ul>`)).join('\n')}
</html>
`;
}

function row(p: ProblemFigures, most: number): string {
  const bar = (minutes: number | null, y: number, colour: string): string =>
    minutes === null
      ? ''
      : `<rect x="0" y="${y}" width="${((minutes / most) * 150).toFixed(1)}" height="9" fill="${colour}"/><text x="${((minutes / most) * 150 + 4).toFixed(1)}" y="${y + 9}" font-size="10" fill="currentColor">${minutes.toFixed(1)}</text>`;
  const plot = `<svg width="190" height="24" role="img" aria-label="${shown(p.minutes)} minutes as played, ${shown(p.ideal)} in the best order">${bar(p.minutes, 1, '#3b6fd4')}${bar(p.ideal, 13, '#8a8a8a')}</svg>`;
  return `<tr><td>${escaped(p.title)}<td class="n">${p.causes}<td class="n">${p.ends.cured}<td class="n">${p.ends['handed-over']}<td class="n">${p.faults.length}<td class="n">${p.questions.mean.toFixed(1)} (${p.questions.worst})<td class="plot">${plot}</tr>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
