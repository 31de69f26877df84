/** The linear classifier of the statistical half: its training, and the scores of a text. */
import { availableParallelism } from 'node:os';
import type { Vector } from './features.ts';
import { type OnClass, type TrainedClasses, type TrainingSet, weighApart, weightsOf } from './svm-training.ts';

/** The number of texts times classes from which on a second core is worth its start. */
const WORTH_SHARING = 50_000;
const MOST_CORES = 4;

/**
 * The weights that are not zero, feature by feature: four of five are, so that a text's scores are a short walk. In whole
 * units of each class, a byte each: there are millions.
 */
export interface FeatureWeights {
  /** The place of each feature's first weight, and the end of the last one's. */
  readonly from: Uint32Array;
  /** Each weight in the low byte, its class above it: both lie at one place of the memory, which is slow to reach. */
  readonly packed: PackedWeights;
}

/** Weights with their classes, as small as they can be. */
export type PackedWeights = Uint16Array | Uint32Array;

/** The array that holds the weights of so many classes. */
export function packedFor(classes: number): typeof Uint16Array | typeof Uint32Array {
  return classes <= 256 ? Uint16Array : Uint32Array;
}

/** A one-vs-rest linear support vector machine; svm-training.ts says how it is trained. */
export class LinearSvm {
  readonly weights: FeatureWeights;
  readonly units: Float32Array;
  readonly bias: Float32Array;
  readonly classes: number;

  constructor(weights: FeatureWeights, units: Float32Array, bias: Float32Array) {
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
    const dense = new Int8Array(features * classes);
    for (const part of parts)
      for (const [at, label] of part.classes.entries()) {
        const own = part.weights.subarray(at * features, (at + 1) * features);
        let most = 1e-6;
        for (const weight of own) most = Math.max(most, Math.abs(weight));
        const unit = most / 127;
        units[label] = unit;
        bias[label] = part.bias[at]!;
        for (let f = 0; f < features; f++) dense[f * classes + label] = Math.round(own[f]! / unit);
      }
    return new LinearSvm(sparse(dense, classes), units, bias);
  }

  /** The margin of every class: about +1 for texts like its examples, -1 for all others. */
  scores(x: Vector): Float64Array {
    const { classes, units, bias } = this;
    const { from, packed } = this.weights;
    const out = new Float64Array(classes);
    for (let k = 0; k < x.index.length; k++) {
      const v = x.value[k]!;
      const end = from[x.index[k]! + 1]!;
      for (let i = from[x.index[k]!]!; i < end; i++) {
        const one = packed[i]!;
        // The sign of the low byte is kept.
        out[one >>> 8]! += ((one << 24) >> 24) * v;
      }
    }
    for (let c = 0; c < classes; c++) out[c] = out[c]! * units[c]! + bias[c]!;
    return out;
  }
}

/** The weights of a table with a row per feature and a column per class, without its zeros. */
function sparse(dense: Int8Array, classes: number): FeatureWeights {
  const features = dense.length / classes;
  const from = new Uint32Array(features + 1);
  let count = 0;
  for (let f = 0; f < features; f++) {
    for (let c = 0; c < classes; c++) if (dense[f * classes + c] !== 0) count++;
    from[f + 1] = count;
  }
  const packed = new (packedFor(classes))(count);
  for (let at = 0, i = 0; at < dense.length; at++)
    if (dense[at] !== 0) packed[i++] = ((at % classes) << 8) | (dense[at]! & 0xff);
  return { from, packed };
}
