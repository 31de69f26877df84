/** Writes the advice for authors: the mistakes that cost the most texts, and what to do about them. */
import type { Content } from '../../core/content.ts';
import { bins } from '../curves.ts';
import { isRight, type Judged, type Rule, takenFor } from '../judged.ts';
import { type Confusion, confusions, labelFigures } from '../labels.ts';
import type { Reason } from '../reasons.ts';
import { percent } from '../report.ts';
import { type Html, html } from './html.ts';

/** The advice on some judged readings, as list items; the mistakes that cost the most come first. */
export function adviceOf(
  judged: readonly Judged[],
  content: Content,
  rule: Rule,
  reason: (j: Judged) => Reason,
): readonly Html[] {
  const wrong = judged.filter((j) => !isRight(j, rule));
  const confused = confusions(judged, rule);
  return [
    ...signatures(wrong, rule, reason),
    ...pairs(confused, content, rule),
    ...refused(confused, rule),
    ...taken(confused, rule),
    ...weak(judged, rule),
    ...tooSure(judged, rule),
  ];
}

/** The smallest number of texts that is no chance. */
const LEAST = 3;
const MOST = 5;

/** "**this** (9), **that** (7)": the most frequent first. */
function list(some: readonly (readonly [what: Html, n: number])[]): Html[] {
  return some
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, MOST)
    .map(([what, n], i) => html`${i > 0 ? ', ' : ''}${what} (${n})`);
}

function signatures(wrong: readonly Judged[], rule: Rule, reason: (j: Judged) => Reason): Html[] {
  const bySignature = Map.groupBy(
    wrong.filter((j) => j.reading.decision !== 'none' && j.reading.evidence !== null),
    (j) => JSON.stringify([takenFor(j, rule.noneLabel), reason(j).signature ?? j.reading.evidence]),
  );
  const some = [...bySignature].filter(([, { length }]) => length >= LEAST);
  if (some.length === 0) return [];
  const named = some.map(([key, { length }]): [Html, number] => {
    const [intent, signature] = JSON.parse(key) as [string, string];
    return [html`<q>${signature}</q> of <b>${intent}</b>`, length];
  });
  return [
    html`<li>Signatures that decided for texts about something else: ${list(named)}. If one is too short or stands in other messages too, make it longer, or give it to those intents as well and name them lookalikes.</li>`,
  ];
}

function pairs(confused: readonly Confusion[], content: Content, rule: Rule): Html[] {
  const both = Map.groupBy(
    confused.filter((c) => c.label !== rule.noneLabel && c.taken !== rule.noneLabel),
    (c) => [c.label, c.taken].sort().join('\t'),
  );
  const some = [...both.values()]
    .map((pair) => ({ pair, n: pair.reduce((sum, c) => sum + c.n, 0) }))
    .filter(({ n }) => n >= LEAST);
  const tells = (a: string, b: string): boolean =>
    content.intents.get(a)?.lookalikes.some((l) => l.intent === b) ?? false;
  const [known, unknown] = [true, false].map((want) =>
    some
      .map(({ pair: [{ label, taken }], n }: { pair: [Confusion] | Confusion[]; n: number }) => ({ label, taken, n }))
      .filter(({ label, taken }) => (tells(label, taken) || tells(taken, label)) === want)
      .map(({ label, taken, n }): [Html, number] => [html`<b>${label}</b> and <b>${taken}</b>`, n]),
  ) as [[Html, number][], [Html, number][]];
  return [
    ...(known.length > 0
      ? [
          html`<li>Known lookalikes taken for each other: ${list(known)}. Write examples of both that hold what tells them apart.</li>`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          html`<li>Taken for each other: ${list(unknown)}. Look whether an example stands in the wrong file; write examples of both that hold what tells them apart.</li>`,
        ]
      : []),
  ];
}

function refused(confused: readonly Confusion[], rule: Rule): Html[] {
  const some = confused.filter((c) => c.taken === rule.noneLabel && c.n >= LEAST);
  if (some.length === 0) return [];
  return [
    html`<li>Refused as none of ours: ${list(some.map((c) => [html`<b>${c.label}</b>`, c.n]))}. Write examples in the words of those under <a href="#refused">refused though ours</a>.</li>`,
  ];
}

function taken(confused: readonly Confusion[], rule: Rule): Html[] {
  const some = confused.filter((c) => c.label === rule.noneLabel && c.n >= LEAST);
  if (some.length === 0) return [];
  return [
    html`<li>What is not ours is taken for ${list(some.map((c) => [html`<b>${c.taken}</b>`, c.n]))}. Give what is not ours examples of the kind under <a href="#taken">taken though not ours</a>.</li>`,
  ];
}

/**
 * The number of examples an intent should have at the least, and the share of right readings below which it is
 * reported.
 */
const THIN = 30;
const WEAK = 0.8;

function weak(judged: readonly Judged[], rule: Rule): Html[] {
  const thin = labelFigures(judged, rule).filter((l) => l.n < THIN && l.right < WEAK && judged[0]?.row.line === null);
  if (thin.length === 0) return [];
  const list = thin.slice(0, 8).map((l) => `${l.label} (${l.n}, ${percent(l.right)} right)`);
  return [html`<li>Thin and weak: ${list.join(', ')}. More examples help more than anything else.</li>`];
}

function tooSure(judged: readonly Judged[], rule: Rule): Html[] {
  const top = bins(judged, (j) => isRight(j, rule))[9]!;
  if (top.n === 0 || top.confidence - top.right < 0.03) return [];
  return [
    html`<li>When it is surest (${percent(top.confidence)}) it is right ${percent(top.right)} of the time: begin with the mistakes at the top of each list.</li>`,
  ];
}
