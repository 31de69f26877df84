/** Renders the evaluation for the terminal, and as JSON. */
import type { Content } from '../core/content.ts';
import { explainedLines } from '../core/explained.ts';
import { bins } from './curves.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { Evaluation } from './judge.ts';
import { isRight, type Judged, type Rule } from './judged.ts';
import { confusions, labelFigures } from './labels.ts';
import { reasons } from './reasons.ts';
import { refusedAt, rejectionCurve } from './rejection.ts';
import { targetsOf } from './targets.ts';

/** A share as text: 0.123 is "12.3%". */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** The evaluation as text for people in a terminal. */
export function textReport(evaluation: Evaluation): string {
  const { judged, noneLabel } = evaluation;
  const strict: Rule = { noneLabel, also: false };
  const kind: Rule = { noneLabel, also: true };
  return [
    headline(evaluation, strict, kind),
    byTier(judged, strict),
    section(
      'Weakest labels',
      labelFigures(judged, kind)
        .slice(0, 10)
        .map((l) => `${percent(l.right).padStart(6)}  ${l.label} (${l.n})`),
    ),
    section(
      'Taken for another',
      confusions(judged, kind)
        .slice(0, 25)
        .map((c) => `${String(c.n).padStart(6)}  ${c.label} → ${c.taken}`),
    ),
    section('Surest mistakes', surest(judged, evaluation.content, kind)),
    section(
      'How sure, how right',
      bins(judged, (j) => isRight(j, strict))
        .filter((b) => b.n > 0)
        .map(
          (b) =>
            `${b.from.toFixed(1)}–${(b.from + 0.1).toFixed(1)}  said ${percent(b.confidence)}, was ${percent(b.right)}  (${b.n})`,
        ),
    ),
    section('Kept against refused', rejection(evaluation)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The reason for the point of the curve that is in use. */
export const WHY_THERE =
  'a text is none of ours where that is likelier than all of ours together; how likely it is was learned from training texts set aside, and where fewer than 60 of them are about other things, the cut lets 19 of 20 of each pack’s own pass';

/** The curve of rejection as lines: what would be refused for what is kept, and where the cut is. */
function rejection({ judged, noneLabel }: Evaluation): string[] {
  const curve = rejectionCurve(judged, noneLabel);
  if (curve === null) return [];
  const { auroc, points, chosen } = curve;
  return [
    `AUROC ${auroc.toFixed(3)}`,
    ...points.map(
      ({ kept, refused }) => `${percent(kept).padStart(6)} of ours kept: ${percent(refused)} of the rest refused`,
    ),
    `${percent(chosen.kept).padStart(6)} kept and ${percent(chosen.refused)} refused as it is: ${WHY_THERE}`,
  ];
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function headline(evaluation: Evaluation, strict: Rule, kind: Rule): string {
  const { title, judged, trainMs } = evaluation;
  const f = figuresOf(judged, strict);
  const lines = [
    `${title}: ${f.n} texts`,
    `  right            ${percent(f.accuracy)}   in scope ${percent(f.accuracyInScope)}, among two guesses ${percent(f.top2)}, named or offered ${percent(f.offered)}`,
  ];
  if (judged.some((j) => j.row.also.length > 0)) {
    const k = figuresOf(judged, kind);
    lines.push(
      `  or nearly so     ${percent(k.accuracy)}   in scope ${percent(k.accuracyInScope)}, named or offered ${percent(k.offered)}, counting the labels that would be right too`,
    );
  }
  lines.push(
    `  named            ${percent(f.answeredRate)} of all, ${percent(f.answeredRight)} of those rightly`,
    `  none             ${percent(f.noneRecall)} of what is not ours refused; ${percent(f.nonePrecision)} of what was refused is not ours`,
    `  calibration      ${percent(f.calibrationError)} off on average`,
    `  time             ${f.p50Ms.toFixed(2)} ms a text (p50), ${f.p99Ms.toFixed(2)} ms (p99), training ${Math.round(trainMs)} ms`,
    ...targetsOf(evaluation, f, strict).map(
      (t) =>
        `  ${t.met ? 'met   ' : 'MISSED'}           ${t.what} ${percent(t.is)}, should be ${t.atMost ? 'at most' : 'at least'} ${percent(t.should)}`,
    ),
  );
  return lines.join('\n');
}

/** The figures of each tier; none if there is only one. */
export function tiersOf(judged: readonly Judged[], rule: Rule): { readonly tier: string; readonly figures: Figures }[] {
  const tiers = Map.groupBy(judged, (j) => j.row.tier ?? '-');
  if (tiers.size < 2) return [];
  return [...tiers]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([tier, group]) => ({ tier, figures: figuresOf(group, rule) }));
}

function byTier(judged: readonly Judged[], rule: Rule): string {
  return section(
    'By tier',
    tiersOf(judged, rule).map(
      ({ tier, figures: t }) =>
        `${tier.padEnd(8)} ${t.n} texts, right in scope ${percent(t.accuracyInScope)}, named or offered ${percent(t.offered)}, refused ${percent(t.noneRecall)}`,
    ),
  );
}

/** The mistakes, the most confident first: they cost the most trust. */
export function worst(judged: readonly Judged[], rule: Rule): Judged[] {
  return judged.filter((j) => !isRight(j, rule)).sort((a, b) => b.reading.confidence - a.reading.confidence);
}

function surest(judged: readonly Judged[], content: Content, rule: Rule): string[] {
  const some = worst(judged, rule).slice(0, 12);
  if (some.length === 0) return [];
  const reason = reasons(content, rule);
  return some.flatMap((j) => {
    const { why, signature } = reason(j);
    const found = signature === null ? '' : ` ("${oneLine(signature, 60)}")`;
    return [
      `${percent(j.reading.confidence).padStart(6)}  ${j.row.label} → ${j.reading.intent ?? rule.noneLabel}  "${oneLine(j.row.text, 90)}"`,
      `        ${why}${found}`,
      ...wordsOf(j),
    ];
  });
}

/** The words that spoke for and against the first guesses, a line each; none where the engine can't tell them. */
function wordsOf({ explain }: Judged): string[] {
  const lines = explain === null ? [] : explainedLines(explain());
  return lines.filter(({ about }) => about === 'words' || about === 'other').map(({ says }) => `        ${says}`);
}

function oneLine(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** The figures as `--json` prints them: these fields and no others. */
export function jsonReport({ judged, noneLabel, trainMs }: Evaluation): object {
  const f = figuresOf(judged, { noneLabel, also: false });
  const curve = rejectionCurve(judged, noneLabel);
  const round = (n: number): number => Math.round(n * 10_000) / 10_000;
  return {
    n: f.n,
    accuracy: round(f.accuracy),
    accuracyInScope: round(f.accuracyInScope),
    answeredRate: round(f.answeredRate),
    answeredRight: round(f.answeredRight),
    noneRecall: round(f.noneRecall),
    nonePrecision: round(f.nonePrecision),
    calibrationError: round(f.calibrationError),
    ...(curve ? { auroc: round(curve.auroc), refusedAt95Kept: round(refusedAt(0.95, curve)) } : {}),
    p50Ms: round(f.p50Ms),
    trainMs: Math.round(trainMs),
  };
}
