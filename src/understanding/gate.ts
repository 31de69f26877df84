/** Tells texts that are ours from all others, whichever intent they have: one classifier over all of them. */
import type { Vector } from './features.ts';
import { type TrainingText, trainingSet, weightsOf } from './svm-training.ts';

/** The number of texts of either side below which nothing can be learned. */
const ENOUGH = 60;

/**
 * A linear classifier of two sides. Every intent by itself is learned beside all others, most of which are ours too; this
 * one learns what other people's texts have in common.
 */
export class Gate {
  readonly weights: Float32Array;
  readonly bias: number;

  constructor(weights: Float32Array, bias: number) {
    this.weights = weights;
    this.bias = bias;
  }

  /** Trains on texts, with 1 as the label of ours and 0 of others; null where there are too few of one side. */
  static train(texts: readonly TrainingText[], features: number): Gate | null {
    const ours = texts.filter(({ label }) => label === 1).length;
    if (Math.min(ours, texts.length - ours) < ENOUGH) return null;
    const set = trainingSet(texts, features);
    const { weights, bias } = weightsOf({ sets: [set], classes: [1] }, () => undefined)[0]!;
    return new Gate(weights, bias[0]!);
  }

  /** The margin of a text: about +1 for ours, -1 for others. */
  margin({ index, value }: Vector): number {
    let sum = this.bias;
    for (let k = 0; k < index.length; k++) sum += this.weights[index[k]!]! * value[k]!;
    return sum;
  }
}
