/** Adjusts the chances of a text's meanings by what its sentences are about: whose product, whose failure, how sure. */
import { alternativesIn, isVague } from './hedges.ts';
import type { Chances } from './model.ts';

/** The part of the chance of "none of ours" that is left to a text with a sentence about a pack. */
const STILL_STRANGE = 0.02;
/** The power that vague words raise every chance to. */
const VAGUENESS = 0.5;
/** The part of a problem's chance that is left in a text that says our product works and another program doesn't. */
const STILL_OURS = 0.1;
/** The chance that a pack's generic intent is given to start from when freed chances are shared out. */
const GENERIC_START = 0.15;

/** Weighs some classes less, beside all others. */
export function weaken(weights: Chances, classes: readonly number[], weight: number): void {
  if (weight === 1) return;
  const { chances } = weights;
  const sum = 1 - (1 - weight) * classes.reduce((total, c) => total + chances[c]!, 0);
  for (const c of classes) chances[c]! *= weight;
  for (let c = 0; c < chances.length; c++) chances[c]! /= sum;
  weights.rejected /= sum;
}

/** Raises the chance of a class to `chance`, at the cost of all others; a chance that is higher stays. */
export function raise(weights: Chances, of: number, chance: number): void {
  const { chances } = weights;
  const before = chances[of]!;
  if (chance <= before) return;
  const rest = (1 - chance) / (1 - before);
  for (let c = 0; c < chances.length; c++) chances[c]! *= rest;
  chances[of] = chance;
  weights.rejected *= rest;
}

/**
 * Gives a text with a sentence about a pack to that pack, however much else it tells: the chance that it is none of
 * ours goes to the pack's problems, each in the measure of its own, with something for the generic one.
 */
export function keepForUs(
  weights: Chances,
  { problems, none, generic }: { problems: readonly number[]; none: number | undefined; generic: number | undefined },
): void {
  const { chances } = weights;
  const freed = (weights.rejected + (none === undefined ? 0 : chances[none]!)) * (1 - STILL_STRANGE);
  const sum = problems.reduce((total, c) => total + chances[c]!, GENERIC_START);
  for (const c of problems) chances[c]! += (freed * (chances[c]! + (c === generic ? GENERIC_START : 0))) / sum;
  weights.rejected *= STILL_STRANGE;
  if (none !== undefined) chances[none]! *= STILL_STRANGE;
}

/**
 * Moves chances to the packs that a text means (`meant`): it hardly means the problems of another product. They go to
 * the problems of the meant packs, each in the measure of its own. `beside` has the part that is left to each class.
 */
export function preferPacks(
  { chances }: Chances,
  meant: readonly string[],
  classesOf: ReadonlyMap<string, readonly number[]>,
  beside: ArrayLike<number>,
): void {
  const ours = meant.flatMap((pack) => classesOf.get(pack)!);
  const sum = ours.reduce((total, c) => total + chances[c]!, 0);
  if (sum === 0) return;
  let freed = 0;
  for (const [pack, classes] of classesOf) {
    if (meant.includes(pack)) continue;
    for (const c of classes) {
      const left = beside[c]!;
      freed += chances[c]! * (1 - left);
      chances[c]! *= left;
    }
  }
  for (const c of ours) chances[c]! += (freed * chances[c]!) / sum;
}

/**
 * Lowers the chances of a product's problems: "A is fine, B won't let me in" is hardly about A, whatever its words are.
 */
export function keepAway(
  weights: { readonly chances: Float64Array; rejected: number },
  problems: readonly number[],
): void {
  for (const c of problems) {
    weights.rejected += weights.chances[c]! * (1 - STILL_OURS);
    weights.chances[c]! *= STILL_OURS;
  }
}

/** Gives the chances of everything else to the news that it works again: "teams is back" tells of an end, whatever it resembles. */
export function endWell(weights: Chances, worked: number): void {
  for (let c = 0; c < weights.chances.length; c++)
    if (c !== worked) {
      weights.chances[worked]! += weights.chances[c]! * (1 - STILL_OURS);
      weights.chances[c]! *= STILL_OURS;
    }
  weights.chances[worked]! += weights.rejected * (1 - STILL_OURS);
  weights.rejected *= STILL_OURS;
}

/**
 * Lowers the certainty of a text whose person is not sure: the alternatives count as much as the whole, and vague words
 * less.
 */
export function doubt(weights: Chances, words: readonly string[], read: (words: readonly string[]) => Chances): void {
  const others = alternativesIn(words).map(read);
  const n = 1 + others.length;
  const { chances } = weights;
  for (let c = 0; c < chances.length; c++) chances[c] = others.reduce((sum, o) => sum + o.chances[c]!, chances[c]!) / n;
  weights.rejected = others.reduce((sum, o) => sum + o.rejected, weights.rejected) / n;
  if (!isVague(words)) return;
  const flatter = (chance: number): number => chance ** VAGUENESS;
  const sum = chances.reduce((total, chance) => total + flatter(chance), flatter(weights.rejected));
  for (let c = 0; c < chances.length; c++) chances[c] = flatter(chances[c]!) / sum;
  weights.rejected = flatter(weights.rejected) / sum;
}
