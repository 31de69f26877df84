/** Logistic regression: the log odds of one of two sides, learned from a few numbers of each example. */

/** The result of learning: a weight for each number, and what is added to their sum. */
export interface Logistic {
  readonly weights: readonly number[];
  readonly bias: number;
}

const ROUNDS = 2000;
const PACE = 0.5;
/** The spread below which a number is always the same, but for rounding. */
const STILL = 1e-9;
/** The strength that keeps weights small where two numbers say the same. */
const RIDGE = 1e-3;

/**
 * Learns from the numbers of each example and the side that it is on, by going down the gradient; an example of the
 * learned side counts `times` as much.
 */
export function learnLogistic(rows: readonly (readonly number[])[], sides: readonly boolean[], times = 1): Logistic {
  const count = rows[0]!.length;
  const columns = Array.from({ length: count }, (_, k) => rows.map((row) => row[k]!));
  const mean = columns.map(meanOf);
  // Numbers of one scale are learned equally fast; a number that is always the same tells nothing.
  const spread = columns.map((column, k) => Math.sqrt(meanOf(column.map((x) => (x - mean[k]!) ** 2))));
  const scaled = rows.map((row) => row.map((x, k) => (spread[k]! < STILL ? 0 : (x - mean[k]!) / spread[k]!)));
  const weights = new Array<number>(count).fill(0);
  let bias = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const slope = new Array<number>(count).fill(0);
    let slant = 0;
    for (const [i, row] of scaled.entries()) {
      let odds = bias;
      for (let k = 0; k < count; k++) odds += weights[k]! * row[k]!;
      const chance = 1 / (1 + Math.exp(-odds));
      const error = sides[i]! ? (chance - 1) * times : chance;
      for (let k = 0; k < count; k++) slope[k]! += error * row[k]!;
      slant += error;
    }
    for (let k = 0; k < count; k++) weights[k]! -= PACE * (slope[k]! / rows.length + RIDGE * weights[k]!);
    bias -= (PACE * slant) / rows.length;
  }
  const plain = weights.map((weight, k) => (spread[k]! < STILL ? 0 : weight / spread[k]!));
  return { weights: plain, bias: bias - plain.reduce((sum, weight, k) => sum + weight * mean[k]!, 0) };
}

/** The log odds of the learned side. */
export function logOdds({ weights, bias }: Logistic, numbers: readonly number[]): number {
  return weights.reduce((sum, weight, k) => sum + weight * numbers[k]!, bias);
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x / numbers.length, 0);
}
