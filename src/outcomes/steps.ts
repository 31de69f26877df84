/** The fate of cases at each step of the walkthroughs. */
import { type PathStep, readPath } from '../core/case-path.ts';
import type { PathCount } from '../core/case-record.ts';
import type { Content, Step } from '../core/content.ts';
import type { FigureNames } from './names.ts';

/**
 * One step. Each case that reached it counts once, in exactly one of the other numbers: `cured` by it, answered it and
 * went on (`on`), passed it over (`skipped`: skipped, tried before, or could not do it), asked for a person there
 * (`handed`), or left there without a word more, or with "stop" (`left`).
 */
export interface StepFigures {
  readonly walkthrough: string;
  readonly step: string;
  /** Null where the content no longer has the step. */
  readonly kind: 'ask' | 'tell' | null;
  readonly title: string;
  readonly reached: number;
  readonly cured: number;
  readonly on: number;
  readonly skipped: number;
  readonly handed: number;
  readonly left: number;
  /** Whether the step asks whether it helped. */
  readonly canCure: boolean;
}

/** A question that was always answered the same. */
export interface SameAnswer {
  readonly walkthrough: string;
  readonly step: string;
  readonly title: string;
  readonly answer: string;
  /** How often it was answered. */
  readonly times: number;
}

/** A way with its steps, each with what happened there last: people go back, and some ways lead past a step twice. */
export interface Way {
  readonly steps: ReadonlyMap<string, PathStep>;
  readonly handed: boolean;
  readonly cases: number;
}

/** The ways read so far, by path: the same are asked for again and again, and reading them takes longer than counting. */
const READ = new Map<string, Way['steps']>();
const MOST_READ = 20_000;

/** Reads the ways that cases went. */
export function waysOf(paths: readonly PathCount[]): readonly Way[] {
  return paths.map(({ path, handed, cases }) => ({ steps: stepsOf(path), handed, cases }));
}

function stepsOf(path: string): Way['steps'] {
  const known = READ.get(path);
  if (known) return known;
  if (READ.size >= MOST_READ) READ.clear();
  const steps = new Map(readPath(path).map((step) => [`${step.walkthrough}/${step.step}`, step]));
  READ.set(path, steps);
  return steps;
}

/** The number of cases from which on something is told of a step: fewer tell little. */
const ENOUGH = 20;

/** The steps in the order of the content's walkthroughs, the most frequent walkthrough first. */
export function stepFigures(ways: readonly Way[], content: Content, names: FigureNames): readonly StepFigures[] {
  type Counted = { -readonly [K in 'reached' | 'cured' | 'on' | 'skipped' | 'handed' | 'left']: number };
  const steps = new Map<string, Counted>();
  for (const { steps: passedBy, handed, cases } of ways)
    for (const [at, passed] of passedBy) {
      const counted = steps.get(at) ?? { reached: 0, cured: 0, on: 0, skipped: 0, handed: 0, left: 0 };
      counted.reached += cases;
      counted[whatBecame(passed, handed)] += cases;
      steps.set(at, counted);
    }
  const all = [...steps].map(([at, counted]): StepFigures => {
    const [walkthrough = '', step = ''] = at.split('/');
    const found = stepOf(content, walkthrough, step);
    const kind = found?.kind === 'ask' || found?.kind === 'tell' ? found.kind : null;
    const canCure = found?.kind === 'tell' && found.choices.some(({ id }) => id === 'fixed');
    return { walkthrough, step, kind, title: names.step(walkthrough, step), ...counted, canCure };
  });
  const most = new Map<string, number>();
  for (const s of all) most.set(s.walkthrough, Math.max(most.get(s.walkthrough) ?? 0, s.reached));
  const order = ({ walkthrough, step }: StepFigures): number => {
    const at = [...(content.walkthroughs.get(walkthrough)?.steps.keys() ?? [])].indexOf(step);
    return at === -1 ? Number.MAX_SAFE_INTEGER : at;
  };
  return all.sort(
    (a, b) =>
      most.get(b.walkthrough)! - most.get(a.walkthrough)! ||
      (a.walkthrough === b.walkthrough ? order(a) - order(b) : a.walkthrough < b.walkthrough ? -1 : 1),
  );
}

/** Things to do that were reached often, ask whether they helped, and cured nobody. */
export function uncuring(steps: readonly StepFigures[]): readonly StepFigures[] {
  return steps.filter((s) => s.canCure && s.cured === 0 && s.reached >= ENOUGH).sort((a, b) => b.reached - a.reached);
}

/** Questions that were answered often, and always the same. */
export function sameAnswers(ways: readonly Way[], content: Content, names: FigureNames): readonly SameAnswer[] {
  const answers = new Map<string, Map<string, number>>();
  for (const { steps, cases } of ways)
    for (const [at, { passed, answer }] of steps) {
      if (passed !== 'answered' && passed !== 'typed') continue;
      const of = answers.get(at) ?? new Map<string, number>();
      // Typed words are not kept, so they may have been anything.
      for (const key of passed === 'typed' ? ['*', '**'] : [answer ?? '']) of.set(key, (of.get(key) ?? 0) + cases);
      answers.set(at, of);
    }
  return [...answers]
    .flatMap(([at, of]): SameAnswer[] => {
      const [walkthrough = '', step = ''] = at.split('/');
      const [only, ...more] = [...of];
      const isAsked = stepOf(content, walkthrough, step)?.kind === 'ask';
      if (!only || more.length > 0 || only[1] < ENOUGH || !isAsked) return [];
      const answer = names.answer(walkthrough, step, only[0]);
      return [{ walkthrough, step, title: names.step(walkthrough, step), answer, times: only[1] }];
    })
    .sort((a, b) => b.times - a.times);
}

function whatBecame({ passed, cured }: PathStep, handed: boolean): 'cured' | 'on' | 'skipped' | 'handed' | 'left' {
  if (cured) return 'cured';
  if (passed === 'open') return handed ? 'handed' : 'left';
  return passed === 'answered' || passed === 'typed' ? 'on' : 'skipped';
}

function stepOf({ walkthroughs }: Content, walkthrough: string, step: string): Step | undefined {
  return walkthroughs.get(walkthrough)?.steps.get(step);
}
