/** Writes the evaluation as one HTML page that needs nothing else, for authors of content. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../core/fault.ts';
import { bins, timeBins, tradeOff } from './curves.ts';
import { figuresOf } from './figures.ts';
import type { Evaluation } from './judge.ts';
import { isRight, type Judged, type Rule } from './judged.ts';
import { confusions, labelFigures, matrixOf } from './labels.ts';
import { adviceOf } from './page/advice.ts';
import { Html, html } from './page/html.ts';
import { mistakeList } from './page/mistakes.ts';
import { reliabilityPlot, timePlot, tradeOffPlot } from './page/plots.ts';
import { labelTable, matrixTable, rejectionTable, tierTable, tradeOffTable } from './page/tables.ts';
import { type Reason, reasons } from './reasons.ts';
import { rejectionCurve } from './rejection.ts';
import { percent, tiersOf, WHY_THERE, worst } from './report.ts';
import { targetsOf } from './targets.ts';

/**
 * Writes the page to a file.
 * @throws {Fault} FILE_UNWRITABLE
 */
export function writePage(path: string, evaluation: Evaluation, at: Date): void {
  try {
    writeFileSync(path, pageOf(evaluation, at));
  } catch (cause) {
    throw new Fault('FILE_UNWRITABLE', `${path} can't be written.`, 'Choose another place.', { cause });
  }
}

/** The evaluation as an HTML page. */
export function pageOf(evaluation: Evaluation, at: Date): string {
  const read = (...path: string[]): string => readFileSync(join(import.meta.dirname, ...path), 'utf8');
  const shared = ['colours.css', 'parts.css'].map((name) => read('..', 'browser', name));
  const style = [...shared, read('page', 'report.css')].join('\n');
  const script = read('page', 'report.js');
  // The page may use only this style and this script, by their hashes: text that a person wrote can become neither.
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;
  const { title } = evaluation;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Firstline, evaluated</title>
<style>${new Html(style)}</style>
</head>
<body>
${body(evaluation, at)}
<script>${new Html(script)}</script>
</body>
</html>
`.text;
}

function body(evaluation: Evaluation, at: Date): Html {
  const { title, judged, content, noneLabel } = evaluation;
  const rule: Rule = { noneLabel, also: true };
  const strictly = (j: Judged): boolean => isRight(j, { noneLabel, also: false });
  const known = reasons(content, rule);
  const remembered = new Map<Judged, Reason>();
  const reason = (j: Judged): Reason => {
    const before = remembered.get(j) ?? known(j);
    remembered.set(j, before);
    return before;
  };
  const confused = confusions(judged, rule);
  const advice = adviceOf(judged, content, rule, reason);
  const now = [...new Set([...content.packs.values()].map((pack) => pack.thresholds.answer))];
  const curve = tradeOff(judged, strictly);
  const rejection = rejectionCurve(judged, noneLabel);
  const tiers = tiersOf(judged, { noneLabel, also: false });
  const mistakes = worst(judged, rule);
  const foreign = mistakes.filter((j) => j.row.label === noneLabel);
  const refused = mistakes.filter((j) => j.row.label !== noneLabel && j.reading.decision === 'none');
  const another = mistakes.filter((j) => j.row.label !== noneLabel && j.reading.decision !== 'none');
  const f = figuresOf(judged, rule);
  return html`<header>
<p class="soft">Firstline, evaluated ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</p>
<h1>${title}</h1>
<nav aria-label="Sections"><a href="#labels">Labels</a> <a href="#confusion">Confusion</a> <a href="#another">Taken for another (${another.length})</a> <a href="#refused">Refused though ours (${refused.length})</a> <a href="#taken">Taken though not ours (${foreign.length})</a></nav>
</header>
<main>
${figures(evaluation)}
${advice.length > 0 ? html`<section><h2>Where to begin</h2><ol class="advice">${advice}</ol></section>` : null}
<section class="pair">
<div><h2>How sure, how right</h2>
${reliabilityPlot(bins(judged, strictly))}
<p class="soft">On the dashed line, 90% sure is right nine times in ten; below it, it is surer than it should be. Larger dots are more texts.</p></div>
<div><h2>Another threshold?</h2>
${tradeOffPlot(curve, now)}
<p class="soft"><span class="key first"></span> named without asking, of all texts <span class="key second"></span> of those, rightly. The upright line is where <code>answer</code> stands in <code>pack.yaml</code>.</p>
<details><summary>In numbers</summary>${tradeOffTable(curve, now)}</details></div>
</section>
${
  rejection === null
    ? null
    : html`<section><h2>Kept against refused</h2>
<p class="soft">A text of ours is surer than another one in ${percent(rejection.auroc)} of all pairs (AUROC). The last line is as it is: ${WHY_THERE}.</p>
${rejectionTable(rejection)}</section>`
}
${tiers.length > 0 ? html`<section><h2>By tier</h2>${tierTable(tiers)}</section>` : null}
<section id="labels"><h2>Labels</h2>
<p class="soft">Press a heading to sort. <i>Right</i>: of its texts, taken for it. <i>Top two</i>: among the two best guesses. <i>Named rightly</i>: of its texts, named without asking. <i>Precision</i>: of all texts taken for it, its own.</p>
${labelTable(labelFigures(judged, rule), confused)}</section>
<section id="confusion"><h2>What was taken for what</h2>
<p class="soft">A row is a label, a column what its texts were taken for (<b>${noneLabel}</b>: refused). Columns that nothing was taken for are left out.</p>
${matrixTable(matrixOf(judged, rule))}</section>
<section id="another" class="filtered"><h2>Taken for another (${another.length})</h2>
<p class="soft">The surest first: these cost the most trust.</p>
${mistakeList(another, reason, noneLabel)}</section>
<section id="refused" class="filtered"><h2>Refused though ours (${refused.length})</h2>
<p class="soft">The percentage is how sure it was that the text is none of ours.</p>
${mistakeList(refused, reason, noneLabel)}</section>
<section id="taken" class="filtered"><h2>Taken though not ours (${foreign.length})</h2>
${mistakeList(foreign, reason, noneLabel)}</section>
<section class="pair"><div><h2>Time</h2>
${timePlot(timeBins(judged))}
<p class="soft">Half of the texts took at most ${f.p50Ms.toFixed(2)} ms, all but one in a hundred at most ${f.p99Ms.toFixed(2)} ms. ${evaluation.trainMs > 0 ? `Training took ${Math.round(evaluation.trainMs)} ms.` : ''}</p></div></section>
</main>`;
}

/** The headline figures, and the targets among them. */
function figures({ judged, noneLabel, ...rest }: Evaluation): Html {
  const rule: Rule = { noneLabel, also: false };
  const f = figuresOf(judged, rule);
  const targets = targetsOf({ judged, noneLabel, ...rest }, f, rule);
  const also = judged.some((j) => j.row.also.length > 0) ? figuresOf(judged, { noneLabel, also: true }) : null;
  const plain: (readonly [string, string, string])[] = [
    ['Right', percent(f.accuracy), `of ${f.n} texts, by the best guess`],
    ['Right in scope', percent(f.accuracyInScope), `among two guesses ${percent(f.top2)}`],
    ['Named or offered', percent(f.offered), 'the person is shown the right one'],
    ['Named', percent(f.answeredRate), `without asking; ${percent(f.answeredRight)} of those rightly`],
    [
      'Refused rightly',
      percent(f.noneRecall),
      `of what is not ours; ${percent(f.nonePrecision)} of what was refused is not ours`,
    ],
    ['Calibration error', percent(f.calibrationError), 'how far "sure" is from "right", on average'],
  ];
  return html`<section><h2 class="visually-hidden">Figures</h2>
${
  targets.length > 0
    ? html`<ul class="targets">${targets.map((t) => html`<li class="${t.met ? 'met' : 'missed'}"><b>${t.met ? '✓ met' : '✗ missed'}</b> ${t.what}: <b>${percent(t.is)}</b>, should be ${t.atMost ? 'at most' : 'at least'} ${percent(t.should)}</li>`)}</ul>`
    : null
}
<dl class="tiles">${plain.map(([name, value, note]) => html`<div><dt>${name}</dt><dd><b>${value}</b> <span class="soft">${note}</span></dd></div>`)}</dl>
${
  also
    ? html`<p class="soft">These figures count each text's own label only. Counting the labels that would be right too: right ${percent(also.accuracy)}, in scope ${percent(also.accuracyInScope)}, named or offered ${percent(also.offered)}, of those named ${percent(also.answeredRight)}. Labels, confusion and mistakes below do count them.</p>`
    : null
}</section>`;
}
