/** Compares Firstline's figures over HTTP with the baseline's. */
import type { Loaded } from './driver.ts';
import type { HttpLoad } from './http.ts';
import { ratiosOf, type Spread, spreadOf } from './ratios.ts';

/** The ratio of Firstline's figure to the baseline's, over all rounds; null if the machine does not tell the figure. */
export function httpRatio({ rounds }: HttpLoad, of: (loaded: Loaded) => number | null): Spread | null {
  const ratios = ratiosOf(rounds.map(({ firstline, baseline }) => [of(firstline) ?? 0, of(baseline) ?? 0] as const));
  return ratios.length === 0 ? null : spreadOf(ratios);
}
