import { bins, confusions, type Figures, figuresOf, isRight, type Judged } from './figures.ts';

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** The evaluation as people read it in a terminal. */
export function textReport(title: string, judged: readonly Judged[], noneLabel: string, trainMs: number): string {
  const f = figuresOf(judged, noneLabel);
  const lines = [
    `${title}: ${f.n} texts`,
    `  right            ${percent(f.accuracy)}   in scope ${percent(f.accuracyInScope)}, among two guesses ${percent(f.top2)}, named or offered ${percent(f.offered)}`,
    `  named            ${percent(f.answeredRate)} of all, ${percent(f.answeredRight)} of those rightly`,
    `  none             ${percent(f.noneRecall)} of what is not ours refused; ${percent(f.nonePrecision)} of what was refused is not ours`,
    `  calibration      ${percent(f.calibrationError)} off on average`,
    `  time             ${f.p50Ms.toFixed(2)} ms a text (p50), training ${Math.round(trainMs)} ms`,
  ];
  const tiers = Map.groupBy(judged, (j) => j.row.tier ?? '');
  if (tiers.size > 1)
    for (const [tier, group] of [...tiers].sort()) {
      const t = figuresOf(group, noneLabel);
      lines.push(
        `  tier ${tier || '-'}           ${t.n} texts, right in scope ${percent(t.accuracyInScope)}, offered ${percent(t.offered)}, refused ${percent(t.noneRecall)}`,
      );
    }
  const labels = [...Map.groupBy(judged, (j) => j.row.label)]
    .map(([label, group]) => ({
      label,
      n: group.length,
      right: group.filter((j) => isRight(j, noneLabel)).length / group.length,
    }))
    .sort((a, b) => a.right - b.right);
  lines.push(
    '',
    'Weakest labels',
    ...labels.slice(0, 10).map((l) => `  ${percent(l.right).padStart(6)}  ${l.label} (${l.n})`),
  );
  lines.push(
    '',
    'Taken for another',
    ...confusions(judged, noneLabel)
      .slice(0, 12)
      .map((c) => `  ${String(c.n).padStart(6)}  ${c.label} → ${c.taken}`),
  );
  lines.push(
    '',
    'Surest mistakes',
    ...worst(judged, noneLabel)
      .slice(0, 12)
      .map(
        (j) =>
          `  ${percent(j.reading.confidence).padStart(6)}  ${j.row.label} → ${j.reading.intent ?? noneLabel}  ${why(j)}  "${oneLine(j.row.text)}"`,
      ),
  );
  lines.push(
    '',
    'How sure, how right',
    ...bins(judged, noneLabel)
      .filter((b) => b.n > 0)
      .map(
        (b) =>
          `  ${b.from.toFixed(1)}–${(b.from + 0.1).toFixed(1)}  said ${percent(b.confidence)}, was ${percent(b.right)}  (${b.n})`,
      ),
  );
  return lines.join('\n');
}

/** The mistakes, the surest first: they cost the most trust. */
export function worst(judged: readonly Judged[], noneLabel: string): Judged[] {
  return judged.filter((j) => !isRight(j, noneLabel)).sort((a, b) => b.reading.confidence - a.reading.confidence);
}

/** What made it decide so. */
function why({ reading }: Judged): string {
  if (reading.evidence !== null) return `(its words: "${reading.evidence.slice(0, 40)}")`;
  const [first, second] = reading.guesses;
  return second ? `(before ${second.intent} by ${percent(first!.confidence - second.confidence)})` : '';
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 87)}…` : line;
}

/** The figures as `--json` prints them: these fields and no others. */
export function jsonReport(f: Figures, trainMs: number): object {
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
    p50Ms: round(f.p50Ms),
    trainMs: Math.round(trainMs),
  };
}
