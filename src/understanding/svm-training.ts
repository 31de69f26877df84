/**
 * The training of the linear classifier: one-vs-rest, squared hinge loss, dual coordinate descent (Hsieh et al., 2008).
 * The order of the visits comes from a fixed seed of each class, so the same examples always give the same weights,
 * however many cores share the classes.
 */
import { Worker } from 'node:worker_threads';
import type { Vector } from './features.ts';

/** Texts one after the other in few arrays, which are quick to walk and to hand to a worker. */
interface Packed {
  /** The place of each text's first feature; the last entry is the number of all. */
  readonly from: Int32Array;
  readonly index: Int32Array;
  readonly value: Float32Array;
}

/** The order to train some of the classes. */
export interface TrainingOrder extends Packed {
  readonly labels: Int32Array;
  readonly features: number;
  readonly classes: readonly number[];
}

/** The weights of some classes, a row of all features for each, and their biases. */
export interface TrainedClasses {
  readonly classes: readonly number[];
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Puts texts one after the other. */
export function packed(texts: readonly Vector[]): Packed {
  const from = new Int32Array(texts.length + 1);
  for (const [i, { index }] of texts.entries()) from[i + 1] = from[i]! + index.length;
  const all = from[texts.length]!;
  const index = new Int32Array(all);
  const value = new Float32Array(all);
  for (const [i, text] of texts.entries()) {
    index.set(text.index, from[i]!);
    value.set(text.value, from[i]!);
  }
  return { from, index, value };
}

/** Hears of each class that is trained. */
export type OnClass = () => void;

/** Trains some classes in a thread of its own. */
export function weighApart(order: TrainingOrder, onClass: OnClass): Promise<TrainedClasses> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./svm-worker.ts', import.meta.url), { workerData: order });
    worker.on('message', (trained: TrainedClasses | null) => {
      if (trained === null) return onClass();
      resolve(trained);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a training thread ended with ${code}`)));
  });
}

const COST = 1;
const MAX_ROUNDS = 20;
const GOOD_ENOUGH = 0.1;

/** Trains some classes. */
export function weightsOf(
  { from, index, value, labels, features, classes }: TrainingOrder,
  onClass: OnClass,
): TrainedClasses {
  const texts = from.length - 1;
  const norm = new Float64Array(texts);
  for (let i = 0; i < texts; i++) {
    let square = 1;
    for (let k = from[i]!; k < from[i + 1]!; k++) square += value[k]! * value[k]!;
    norm[i] = square;
  }
  const weights = new Float32Array(features * classes.length);
  const bias = new Float32Array(classes.length);
  const w = new Float64Array(features + 1);
  const slack = 1 / (2 * COST);
  for (const [at, label] of classes.entries()) {
    w.fill(0);
    const alpha = new Float64Array(texts);
    const random = mulberry(label + 1);
    // Most texts are far from any one class and stay so: after a look at all of them, only the others are visited.
    const all = Array.from({ length: texts }, (_, i) => i);
    let order = [...all];
    let bar = Number.POSITIVE_INFINITY;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      shuffle(order, random);
      let worst = 0;
      const close: number[] = [];
      for (const i of order) {
        const [first, last] = [from[i]!, from[i + 1]!];
        const y = labels[i] === label ? 1 : -1;
        let score = w[features]!;
        for (let k = first; k < last; k++) score += w[index[k]!]! * value[k]!;
        const gradient = y * score - 1 + alpha[i]! * slack;
        if (alpha[i] === 0 && gradient >= 0) {
          if (gradient <= bar) close.push(i);
          continue;
        }
        close.push(i);
        worst = Math.max(worst, Math.abs(gradient));
        const before = alpha[i]!;
        alpha[i] = Math.max(before - gradient / (norm[i]! + slack), 0);
        const change = (alpha[i]! - before) * y;
        for (let k = first; k < last; k++) w[index[k]!]! += change * value[k]!;
        w[features]! += change;
      }
      if (worst < GOOD_ENOUGH) {
        if (order.length === texts) break;
        order = [...all];
        bar = Number.POSITIVE_INFINITY;
        continue;
      }
      order = close;
      bar = worst;
    }
    weights.set(w.subarray(0, features), at * features);
    bias[at] = w[features]!;
    onClass();
  }
  return { classes, weights, bias };
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffle(items: number[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}
