import { median } from '../figures.ts';
import { ratiosOf, type Spread, spreadOf, type Verdict, verdictOf } from '../ratios.ts';
import type { Pair } from '../rounds.ts';

/** What can be measured, and what of it is better. */
const FIGURES = {
  cpuMs: { unit: 'CPU ms each', better: 'less' },
  p50: { unit: 'p50 ms', better: 'less' },
  p99: { unit: 'p99 ms', better: 'less' },
  perSecond: { unit: 'a second', better: 'more' },
  rss: { unit: 'MB', better: 'less' },
  ms: { unit: 'ms', better: 'less' },
} as const;
export type Figure = keyof typeof FIGURES;

/** What one side came to in one round; null where the machine does not tell it. */
export type Sample = { readonly [F in Figure]?: number | null };

/** One figure of both sides over all rounds: medians, and the ratio of this tree to the commit. */
export interface Ratio {
  readonly what: string;
  readonly figure: Figure;
  readonly unit: string;
  readonly better: 'more' | 'less';
  readonly here: number;
  readonly there: number;
  readonly ratio: Spread;
  readonly verdict: Verdict;
}

/** Collects rounds, and takes them together. */
export class Sheet {
  readonly #rounds = new Map<string, { what: string; figure: Figure; pairs: Pair<number>[] }>();

  add(what: string, [here, there]: Pair<Sample>): void {
    for (const figure of Object.keys(FIGURES) as Figure[]) {
      const pair = [here[figure], there[figure]] as const;
      if (pair[0] == null || pair[1] == null) continue;
      const key = `${what}: ${figure}`;
      const row = this.#rounds.get(key) ?? { what, figure, pairs: [] };
      row.pairs.push([pair[0], pair[1]]);
      this.#rounds.set(key, row);
    }
  }

  /** In the order in which they were first added; those without a single ratio are left out. */
  ratios(): Ratio[] {
    return [...this.#rounds.values()].flatMap(({ what, figure, pairs }) => {
      const ratios = ratiosOf(pairs);
      if (ratios.length === 0) return [];
      const { unit, better } = FIGURES[figure];
      const ratio = spreadOf(ratios);
      const [here, there] = [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))];
      return [{ what, figure, unit, better, here, there, ratio, verdict: verdictOf(ratio, better) }];
    });
  }
}
