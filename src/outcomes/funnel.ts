/** The funnel: how many of the same cases came how far. */
import type { CaseCount } from '../core/case-record.ts';

/**
 * The stages. All of them count cases begun in the period, and each case is in exactly one of `fixed`, `handed` and
 * `unknown`.
 */
export interface Funnel {
  readonly begun: number;
  /** The problem was named. */
  readonly recognised: number;
  /** At least one step of a walkthrough was asked or told. */
  readonly walked: number;
  /** The person said that the walkthrough fixed it, for good or for now, and no ticket was written. */
  readonly fixed: number;
  /** Of those: the person was asked a day later and said that it still works. */
  readonly stayed: number;
  /** A ticket was written. */
  readonly handed: number;
  /** Of those: an agent closed it as fixed, for good or for now. */
  readonly resolved: number;
  /** Of those handed over: it was opened again after it was closed. */
  readonly reopened: number;
  /**
   * Neither fixed nor handed over: silent, stopped, or still under way; or fixed for now, and silent when asked a day later.
   * Silence is never taken for a fix.
   */
  readonly unknown: number;
  /** The answers a day after a fix for now, of the cases without agents. */
  readonly checkBack: Readonly<Record<'stays' | 'silent' | 'due', number>>;
  /** The person said a day later that it is broken again. These cases went on: they count above by how they went on. */
  readonly cameBack: number;
  /** How the cases handed over stand. */
  readonly desk: Readonly<Record<DeskStanding, number>>;
}

/** How a case that was handed over stands; `elsewhere`: an agent closed it with another outcome than fixed. */
export type DeskStanding = 'written' | 'waiting' | 'held' | 'resolved' | 'elsewhere' | 'left' | 'solved';

/** How a case stands: fixed without agents, handed over, or unknown. */
export type CaseStanding = 'fixed' | 'handed' | 'unknown';

/** The stages of the cases with one value: one problem, one pack. */
export interface PartFigures extends Funnel {
  /** Null for the cases in which nothing was recognised. */
  readonly id: string | null;
  readonly title: string;
}

/** How a case stands. */
export function standingOf({
  outcome,
  agents,
  checked,
}: Pick<CaseCount, 'outcome' | 'agents' | 'checked'>): CaseStanding {
  if (agents !== null || outcome === 'handed-over') return 'handed';
  // It worked for a while, and then nobody answered: silence is no sign of a fix.
  if (checked === 'silent') return 'unknown';
  return outcome === 'fixed' || outcome === 'fixed-for-now' ? 'fixed' : 'unknown';
}

function deskStandingOf({ agents }: CaseCount): DeskStanding {
  if (agents === 'fixed' || agents === 'fixed-for-now') return 'resolved';
  if (agents === 'handed-over' || agents === 'unknown') return 'elsewhere';
  return agents ?? 'written';
}

/** Counts the stages. */
export function funnelOf(cases: readonly CaseCount[]): Funnel {
  const desk = { written: 0, waiting: 0, held: 0, resolved: 0, elsewhere: 0, left: 0, solved: 0 };
  const checkBack = { stays: 0, silent: 0, due: 0 };
  const stands = { fixed: 0, handed: 0, unknown: 0 };
  let [begun, recognised, walked, reopened, cameBack] = [0, 0, 0, 0, 0];
  for (const one of cases) {
    const n = one.cases;
    const standing = standingOf(one);
    begun += n;
    if (one.intent !== null) recognised += n;
    if (one.walked) walked += n;
    stands[standing] += n;
    if (one.checked === 'again') cameBack += n;
    else if (one.checked !== null && standing !== 'handed') checkBack[one.checked] += n;
    if (standing !== 'handed') continue;
    desk[deskStandingOf(one)] += n;
    if (one.reopened) reopened += n;
  }
  const { stays: stayed } = checkBack;
  const { resolved } = desk;
  return { begun, recognised, walked, ...stands, stayed, resolved, reopened, checkBack, cameBack, desk };
}

/** The stages by a value of the cases, the most frequent first; those without the value last. */
export function partsBy(
  cases: readonly CaseCount[],
  valueIn: (one: CaseCount) => string | null,
  title: (id: string | null) => string,
): readonly PartFigures[] {
  const parts = [...Map.groupBy(cases, valueIn)].map(([id, some]) => ({
    id,
    title: title(id),
    ...funnelOf(some),
  }));
  return parts.sort(
    (a, b) => Number(a.id === null) - Number(b.id === null) || b.begun - a.begun || (a.title < b.title ? -1 : 1),
  );
}
