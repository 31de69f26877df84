/** Collects the figures of both sides, round by round, and works out their ratios. */
import { median } from '../figures.ts';
import { ratiosOf, type Spread, spreadOf, type Verdict, verdictOf } from '../ratios.ts';
import type { Pair } from '../rounds.ts';

/** The figures that can be measured, each with its unit and its better direction. */
const FIGURES = {
  cpuMs: { unit: 'CPU ms each', better: 'less' },
  p50: { unit: 'p50 ms', better: 'less' },
  p99: { unit: 'p99 ms', better: 'less' },
  perSecond: { unit: 'a second', better: 'more' },
  rss: { unit: 'MB', better: 'less' },
  ms: { unit: 'ms', better: 'less' },
} as const;
/** The name of a figure. */
export type Figure = keyof typeof FIGURES;

/** The figures of one side in one round; null if the machine does not tell it. */
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

/** Collects rounds, and computes the ratios over all of them. */
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

  /** The ratios, in the order in which figures were first added; a figure without a single ratio is left out. */
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
