/** The figures of a rehearsal: for each problem, and over all of them. */
import type { Content, Step, Walkthrough } from '../core/content.ts';
import { idealMinutes, WEIGHTS } from './ideal.ts';
import type { End, Played, Rehearsed } from './rehearse.ts';
import { isAt } from './simulated.ts';

/** The figures of one problem. Means are weighted by how often each cause is. */
export interface ProblemFigures {
  readonly intent: string;
  readonly title: string;
  readonly causes: number;
  readonly ends: Readonly<Record<End, number>>;
  /** Of ordinary people with buttons: minutes to the cure, and those of the best order of repairs without a question. */
  readonly minutes: number | null;
  readonly ideal: number | null;
  /** Of the same: questions and things to do up to the cure, in the mean and at worst. */
  readonly questions: { readonly mean: number; readonly worst: number };
  readonly steps: { readonly mean: number; readonly worst: number };
  /** Of the same: questions before the first thing to do that cures anything, in the median. */
  readonly before: number | null;
  readonly faults: readonly string[];
}

/** The figures of a rehearsal. */
export interface RehearsalFigures {
  readonly problems: readonly ProblemFigures[];
  readonly ends: Readonly<Record<End, number>>;
  /** Questions before the first thing to do, over all problems: the median, and the ninth of ten. */
  readonly before: { readonly median: number; readonly nine: number };
  /** Steps that nobody is cured by, and questions whose answers change nothing. */
  readonly curesNobody: readonly string[];
  readonly changesNothing: readonly string[];
  /** Problems whose walkthrough says no causes. */
  readonly unrehearsed: readonly string[];
}

const NO_ENDS: Readonly<Record<End, number>> = {
  cured: 0,
  'handed-over': 0,
  'given-up': 0,
  'dead-end': 0,
  circle: 0,
};

/** The ends that are faults, in words. */
const FAULTY: Partial<Record<End, string>> = {
  'given-up': 'is not cured, although a step cures it',
  'dead-end': 'comes to a question that cannot be answered',
  circle: 'goes round in circles',
};

/** Works out the figures of a rehearsal. */
export function figuresOf(
  content: Content,
  problems: readonly Rehearsed[],
  played: readonly Played[],
): RehearsalFigures {
  const each = problems
    .filter(({ walkthrough }) => walkthrough.causes.length > 0)
    .map((problem) =>
      problemFigures(
        content,
        problem,
        played.filter((p) => p.intent === problem.intent.id),
      ),
    );
  const before = each.flatMap(({ before: n }) => (n === null ? [] : [n])).sort((a, b) => a - b);
  const walkthroughs = [...content.walkthroughs.values()].filter((w) => w.audience === 'person');
  return {
    problems: each,
    ends: count(played),
    before: { median: quantile(before, 0.5), nine: quantile(before, 0.9) },
    curesNobody: curesNobody(content, problems, played),
    changesNothing: walkthroughs.flatMap((w) =>
      [...w.steps.values()].filter((s) => isIdle(content, w, s)).map((s) => `${w.id}/${s.id}`),
    ),
    unrehearsed: problems.filter(({ walkthrough }) => walkthrough.causes.length === 0).map(({ intent }) => intent.id),
  };
}

function problemFigures(
  content: Content,
  { intent, walkthrough }: Rehearsed,
  played: readonly Played[],
): ProblemFigures {
  const ordinary = played.filter((p) => p.manner === 'buttons');
  const cured = ordinary.filter((p) => p.end === 'cured');
  const weightOf = (p: Played): number => WEIGHTS[walkthrough.causes.find((c) => c.id === p.cause)!.often];
  const mean = (of: (p: Played) => number): number => {
    const total = cured.reduce((sum, p) => sum + weightOf(p), 0);
    return total === 0 ? 0 : cured.reduce((sum, p) => sum + of(p) * weightOf(p), 0) / total;
  };
  const worst = (of: (p: Played) => number): number => Math.max(0, ...cured.map(of));
  const before = ordinary.flatMap((p) => (p.before === null ? [] : [p.before])).sort((a, b) => a - b);
  return {
    intent: intent.id,
    title: intent.title,
    causes: walkthrough.causes.length,
    ends: count(played),
    minutes: cured.length === 0 ? null : mean((p) => p.minutes),
    ideal: idealMinutes(content, walkthrough),
    questions: { mean: mean((p) => p.questions), worst: worst((p) => p.questions) },
    steps: { mean: mean((p) => p.steps), worst: worst((p) => p.steps) },
    before: before.length === 0 ? null : quantile(before, 0.5),
    faults: played.flatMap(({ end, cause, manner, way }) =>
      FAULTY[end] === undefined ? [] : [`${cause} (${manner}) ${FAULTY[end]}: … ${way.slice(-4).join(' → ')}`],
    ),
  };
}

function count(played: readonly Played[]): Record<End, number> {
  const ends = { ...NO_ENDS };
  for (const { end } of played) ends[end] += 1;
  return ends;
}

/** The value below which a share of sorted numbers lies. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? 0;
}

/** Things to do that were reached, ask whether they helped, and cure no cause of any problem. */
function curesNobody(content: Content, problems: readonly Rehearsed[], played: readonly Played[]): string[] {
  const cures = problems.flatMap(({ walkthrough }) => walkthrough.causes.flatMap((c) => c.cured));
  return [...new Set(played.flatMap((p) => p.way))].sort().filter((at) => {
    const [walkthrough = '', id = ''] = at.split('/');
    const step = content.walkthroughs.get(walkthrough)?.steps.get(id);
    if (step?.kind !== 'tell' || !step.choices.some((c) => c.id === 'fixed')) return false;
    return !cures.some((t) => isAt(t, { walkthrough, step: id }, content));
  });
}

/** Whether a question changes nothing: every answer leads to the same step, and what it tells is used nowhere. */
function isIdle(content: Content, { pack, id: walkthrough }: Walkthrough, step: Step): boolean {
  if (step.kind !== 'ask' || step.choices.length === 0) return false;
  const leads = new Set([...step.choices.map((c) => c.go), step.otherwise].map((t) => `${t.walkthrough}/${t.step}`));
  const isSame = step.choices.every((c) => c.means === null && Object.keys(c.set).length === 0) && leads.size === 1;
  if (!isSame) return false;
  const slot = step.slot;
  if (slot === null) return true;
  // A slot is used where a step or a wording is for some only, or another question asks it.
  return ![...content.walkthroughs.values()]
    .filter((w) => w.pack === pack)
    .some((w) =>
      [...w.steps.values()].some(
        (s) =>
          slot in s.for ||
          slot in s.when ||
          (s.kind === 'tell' && s.variants.some((v) => slot in v.when)) ||
          (s.kind === 'ask' && s.slot === slot && !(w.id === walkthrough && s.id === step.id)),
      ),
    );
}
