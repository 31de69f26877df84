/** Renders the tables of an evaluation. */
import type { TradeOff } from '../curves.ts';
import type { Figures } from '../figures.ts';
import type { Confusion, LabelFigures, Matrix } from '../labels.ts';
import type { RejectionCurve } from '../rejection.ts';
import { percent } from '../report.ts';
import { type Html, html } from './html.ts';

/** A share as a number with a bar behind it. */
function shareCell(value: number | null): Html {
  if (value === null) return html`<td class="number" data-value="-1">–</td>`;
  return html`<td class="number" data-value="${value}"><svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="${Math.round(value * 100)}" height="10"/></svg><span>${percent(value)}</span></td>`;
}

/** A table with a row for every label; pressing a heading sorts it, once the page's script runs. */
export function labelTable(labels: readonly LabelFigures[], confusions: readonly Confusion[]): Html {
  const mostly = new Map(confusions.toReversed().map((c) => [c.label, `${c.taken} (${c.n})`]));
  const heads = ['Label', 'Texts', 'Right', 'Top two', 'Named rightly', 'Precision', 'Mostly taken for'];
  return html`<div class="scroll"><table class="sortable">
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${labels.map(
    (l) => html`<tr><th scope="row">${l.label}</th><td class="number" data-value="${l.n}">${l.n}</td>
${[l.right, l.top2, l.named, l.precision].map(shareCell)}
<td>${mostly.get(l.label) ?? ''}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** The steps of the heat map, by the share of its row that a cell holds. */
const STEPS = [0, 0.02, 0.05, 0.1, 0.2, 0.4];

/** The confusion matrix. Numbers are texts; the colour is their share of the row. */
export function matrixTable({ rows, columns, count }: Matrix): Html {
  return html`<div class="scroll"><table class="matrix">
<thead><tr><th></th>${columns.map((c) => html`<th scope="col"><span>${c}</span></th>`)}</tr></thead>
<tbody>${rows.map((row) => {
    const total = columns.reduce((sum, column) => sum + count(row, column), 0);
    return html`<tr><th scope="row">${row}</th>${columns.map((column) => {
      const n = count(row, column);
      if (n === 0) return html`<td${column === row ? html` class="own"` : null}></td>`;
      const step = STEPS.findLastIndex((least) => n / total > least);
      const said = column === row ? `${row}: ${n} of ${total} right` : `${row} taken for ${column}: ${n} of ${total}`;
      return html`<td class="${column === row ? 'own' : 'other'} heat${step}" title="${said}">${n}</td>`;
    })}</tr>
`;
  })}</tbody></table></div>`;
}

/** A table of figures by tier. */
export function tierTable(tiers: readonly { readonly tier: string; readonly figures: Figures }[]): Html {
  const heads = [
    'Tier',
    'Texts',
    'Right in scope',
    'Top two',
    'Named or offered',
    'Named',
    'Of those rightly',
    'Refused',
  ];
  return html`<div class="scroll"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${tiers.map(
    ({ tier, figures: f }) => html`<tr><th scope="row">${tier}</th><td class="number">${f.n}</td>
${[f.accuracyInScope, f.top2, f.offered, f.answeredRate, f.answeredRight, f.noneRecall].map(shareCell)}</tr>
`,
  )}</tbody></table></div>`;
}

/** The curve of rejection in numbers, with the point in use at the end. */
export function rejectionTable({ points, chosen }: RejectionCurve): Html {
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">Ours kept</th><th scope="col">Others refused</th></tr></thead>
<tbody>${[...points, chosen].map(
    (point) =>
      html`<tr><th scope="row">${percent(point.kept)}${point === chosen ? ' (now)' : ''}</th>${shareCell(point.refused)}</tr>`,
  )}</tbody></table></div>`;
}

/** The trade-off in numbers, for choosing a threshold. */
export function tradeOffTable(curve: readonly TradeOff[], now: readonly number[]): Html {
  const shown = curve.filter((c, i) => (i >= 30 && i < 100 && i % 10 === 0) || i === 95 || now.includes(c.threshold));
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">Threshold</th><th scope="col">Named</th><th scope="col">Of those rightly</th></tr></thead>
<tbody>${shown.map(
    (c) =>
      html`<tr><th scope="row">${c.threshold.toFixed(2)}${now.includes(c.threshold) ? ' (now)' : ''}</th>${shareCell(c.named)}${shareCell(c.right)}</tr>`,
  )}</tbody></table></div>`;
}
