/** The linear classifier of the statistical half: its training, and the scores of a text. */
import { availableParallelism } from 'node:os';
import type { Vector } from './features.ts';
import { type OnClass, type TrainedClasses, type TrainingSet, weighApart, weightsOf } from './svm-training.ts';

/** The number of texts times classes from which on a second core is worth its start. */
const WORTH_SHARING = 50_000;
const MOST_CORES = 4;

/** A one-vs-rest linear support vector machine; svm-training.ts says how it is trained. */
export class LinearSvm {
  /**
   * A row per feature, a column per class: a text's scores are one walk over its features. In whole units of each class,
   * a byte each: there are millions.
   */
  readonly weights: Int8Array;
  readonly units: Float32Array;
  readonly bias: Float32Array;
  readonly classes: number;

  constructor(weights: Int8Array, units: Float32Array, bias: Float32Array) {
    this.weights = weights;
    this.units = units;
    this.bias = bias;
    this.classes = bias.length;
  }

  /** Trains on as many cores as there are, each with its share of the classes; answers one for each set. */
  static async train(
    sets: readonly TrainingSet[],
    classes: number,
    onClass: OnClass = () => undefined,
  ): Promise<readonly LinearSvm[]> {
    const all = Array.from({ length: classes }, (_, c) => c);
    const texts = sets.at(-1)!.labels.length;
    const cores = texts * classes < WORTH_SHARING ? 1 : Math.min(MOST_CORES, availableParallelism());
    const parts =
      cores === 1
        ? [weightsOf({ sets, classes: all }, onClass)]
        : await Promise.all(
            Array.from({ length: cores }, (_, core) =>
              weighApart({ sets, classes: all.filter((c) => c % cores === core) }, onClass),
            ),
          );
    return sets.map(({ features }, l) =>
      LinearSvm.#of(
        parts.map((part) => part[l]!),
        classes,
        features,
      ),
    );
  }

  static #of(parts: readonly TrainedClasses[], classes: number, features: number): LinearSvm {
    const bias = new Float32Array(classes);
    const units = new Float32Array(classes);
    const weights = new Int8Array(features * classes);
    for (const part of parts)
      for (const [at, label] of part.classes.entries()) {
        const own = part.weights.subarray(at * features, (at + 1) * features);
        let most = 1e-6;
        for (const weight of own) most = Math.max(most, Math.abs(weight));
        const unit = most / 127;
        units[label] = unit;
        bias[label] = part.bias[at]!;
        for (let f = 0; f < features; f++) weights[f * classes + label] = Math.round(own[f]! / unit);
      }
    return new LinearSvm(weights, units, bias);
  }

  /** The margin of every class: about +1 for texts like its examples, -1 for all others. */
  scores(x: Vector): Float64Array {
    const { classes, weights, units, bias } = this;
    const out = new Float64Array(classes);
    for (let k = 0; k < x.index.length; k++) {
      const from = x.index[k]! * classes;
      const v = x.value[k]!;
      for (let c = 0; c < classes; c++) out[c]! += weights[from + c]! * v;
    }
    for (let c = 0; c < classes; c++) out[c] = out[c]! * units[c]! + bias[c]!;
    return out;
  }
}
