/** Renders the mistakes of an evaluation as a list. */
import { explainedLines } from '../../core/explained.ts';
import { type Judged, takenFor } from '../judged.ts';
import type { Reason } from '../reasons.ts';
import { type Html, html } from './html.ts';

/** The largest number of mistakes listed: nobody reads more, and the figures above count them all. */
const MOST = 80;
/** The length after which a text is folded, in characters. */
const LONG = 400;

/** The mistakes as a list: each text, the label it was taken for, and the reason. */
export function mistakeList(mistakes: readonly Judged[], reason: (j: Judged) => Reason, noneLabel: string): Html {
  if (mistakes.length === 0) return html`<p class="soft">None.</p>`;
  return html`<ol class="mistakes">${mistakes.slice(0, MOST).map((j) => mistake(j, reason(j), noneLabel))}</ol>
${mistakes.length > MOST ? html`<p class="soft">And ${mistakes.length - MOST} more.</p>` : null}`;
}

function mistake(j: Judged, reason: Reason, noneLabel: string): Html {
  const { row, reading } = j;
  const facts: (readonly [string, string | null])[] = [
    ['Signature', reason.signature],
    ['Words found', reason.signature !== null && row.text.includes(reason.evidence ?? '') ? null : reason.evidence],
    [`Nearest of ${takenFor(j, noneLabel)}`, reason.pulledBy],
    [`Nearest of ${row.label}`, reason.heldBy],
    ...(j.explain === null ? [] : explainedLines(j.explain())).map(
      ({ about, says }) => [`${about[0]!.toUpperCase()}${about.slice(1)}`, says] as const,
    ),
    [
      'Source',
      [row.line === null ? null : `line ${row.line}`, row.source].filter((s) => s !== null).join(', ') || null,
    ],
  ];
  return html`<li>
<p class="verdict"><b>${row.label}</b> <span aria-label="taken for">→</span> <b class="wrong">${takenFor(j, noneLabel)}</b> <span class="sure">${Math.round(reading.confidence * 100)}%</span></p>
<blockquote>${text(j)}</blockquote>
<p>${reason.why}</p>
<dl>${facts.map(([name, fact]) => (fact === null ? null : html`<div><dt>${name}</dt><dd>${fact}</dd></div>`))}</dl>
</li>
`;
}

/** The text with its deciding part marked: the client's own words, or else the sentence. */
function text({ row, reading }: Judged): Html {
  const at = reading.evidence === null ? -1 : row.text.toLowerCase().indexOf(reading.evidence.toLowerCase());
  const span = at >= 0 ? { from: at, to: at + reading.evidence!.length } : reading.span;
  if (!span) return folded(row.text);
  const before = row.text.slice(0, span.from);
  const from = Math.max(0, before.length - LONG / 2);
  return html`${from > 0 ? '… ' : ''}${before.slice(from)}<mark>${row.text.slice(span.from, span.to)}</mark>${folded(row.text.slice(span.to))}`;
}

function folded(rest: string): Html {
  if (rest.length <= LONG) return html`${rest}`;
  return html`${rest.slice(0, LONG)}<details><summary>${rest.length - LONG} more characters</summary>${rest.slice(LONG)}</details>`;
}
