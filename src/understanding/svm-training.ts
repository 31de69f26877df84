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

/** The texts to train on, each with its class. */
export interface TrainingSet extends Packed {
  readonly labels: Int32Array;
  /** The number of features there are. */
  readonly features: number;
  /** The number of each text in the set before; -1 for a new one. */
  readonly before: Int32Array;
}

/**
 * The order to train some of the classes on one set of texts after the other. What a class has learned of a text in one
 * set is where it begins in the next: most of their texts are the same, and the second one takes a third of the time.
 */
export interface TrainingOrder {
  readonly sets: readonly TrainingSet[];
  readonly classes: readonly number[];
}

/** The weights of some classes after a set, a row of all features for each, and their biases. */
export interface TrainedClasses {
  readonly classes: readonly number[];
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** A set of texts; `before` numbers them in the set before, if there is one. */
export function trainingSet(
  texts: readonly Vector[],
  labels: readonly number[],
  features: number,
  before: readonly number[] = texts.map(() => -1),
): TrainingSet {
  return { ...packed(texts), labels: Int32Array.from(labels), features, before: Int32Array.from(before) };
}

function packed(texts: readonly Vector[]): Packed {
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

/** Hears of each class that is trained in a set. */
export type OnClass = () => void;

/** Trains some classes in a thread of its own; answers what is known after each set. */
export function weighApart(order: TrainingOrder, onClass: OnClass): Promise<readonly TrainedClasses[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./svm-worker.ts', import.meta.url), { workerData: order });
    worker.on('message', (trained: readonly TrainedClasses[] | null) => {
      if (trained === null) return onClass();
      resolve(trained);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a training thread ended with ${code}`)));
  });
}

const COST = 1;
const SLACK = 1 / (2 * COST);
const MAX_ROUNDS = 30;
const GOOD_ENOUGH = 0.1;
/** The number of looks at all texts of a set: a third one changes the weights by less than their rounding. */
const LOOKS = 2;
/** The distance from its margin within which a text that weighs nothing is looked at again before all are. */
const NEAR = 0.1;

/** Trains some classes; answers what is known after each set. */
export function weightsOf({ sets, classes }: TrainingOrder, onClass: OnClass): readonly TrainedClasses[] {
  const trained = sets.map(({ features }) => ({
    classes,
    weights: new Float32Array(features * classes.length),
    bias: new Float32Array(classes.length),
  }));
  const learners = sets.map((set) => new Learner(set));
  for (const [at, label] of classes.entries()) {
    let known: Float64Array | null = null;
    for (const [l, learner] of learners.entries()) {
      const { before, features } = sets[l]!;
      const start = Float64Array.from(before, (i) => (i < 0 ? 0 : (known?.[i] ?? 0)));
      known = learner.learn(label, start);
      trained[l]!.weights.set(learner.weights.subarray(0, features), at * features);
      trained[l]!.bias[at] = learner.weights[features]!;
      onClass();
    }
  }
  return trained;
}

/** Learns one class after the other from the texts of a set. */
class Learner {
  /** The weights of the class that was learned last; behind those of the features stands its bias. */
  readonly weights: Float64Array;
  readonly #set: TrainingSet;
  /** The squared length of each text, with its bias. */
  readonly #square: Float64Array;

  constructor(set: TrainingSet) {
    const { from, value, features } = set;
    this.#set = set;
    this.weights = new Float64Array(features + 1);
    this.#square = new Float64Array(from.length - 1);
    for (let i = 0; i < this.#square.length; i++) {
      let square = 1;
      for (let k = from[i]!; k < from[i + 1]!; k++) square += value[k]! * value[k]!;
      this.#square[i] = square;
    }
  }

  /** Learns a class; `alpha` is the weight of each text to begin with, and is changed into the one it has at the end. */
  learn(label: number, alpha: Float64Array): Float64Array {
    const { labels, before } = this.#set;
    const random = mulberry(label + 1);
    this.weights.fill(0);
    for (let i = 0; i < alpha.length; i++)
      if (alpha[i] !== 0) this.#add(i, labels[i] === label ? alpha[i]! : -alpha[i]!);
    const all = Array.from({ length: alpha.length }, (_, i) => i);
    let order = all.filter((i) => alpha[i]! > 0 || before[i]! < 0);
    let looks = 0;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      if (order.length === all.length) looks++;
      shuffle(order, random);
      const { worst, close } = this.#visit(order, label, alpha);
      if (worst >= GOOD_ENOUGH) order = close;
      else if (looks >= LOOKS || order.length === all.length) break;
      else order = [...all];
    }
    return alpha;
  }

  /**
   * Visits texts once, and betters the weight of each. Most texts are far from any one class and stay so: `close` are the
   * others, which are worth another visit. `worst` is the largest error that was found.
   */
  #visit(order: readonly number[], label: number, alpha: Float64Array): { worst: number; close: number[] } {
    const { from, index, value, labels, features } = this.#set;
    const w = this.weights;
    let worst = 0;
    const close: number[] = [];
    for (const i of order) {
      const y = labels[i] === label ? 1 : -1;
      let score = w[features]!;
      for (let k = from[i]!; k < from[i + 1]!; k++) score += w[index[k]!]! * value[k]!;
      const gradient = y * score - 1 + alpha[i]! * SLACK;
      if (alpha[i] === 0 && gradient >= 0) {
        if (gradient <= NEAR) close.push(i);
        continue;
      }
      close.push(i);
      worst = Math.max(worst, Math.abs(gradient));
      const before = alpha[i]!;
      alpha[i] = Math.max(before - gradient / (this.#square[i]! + SLACK), 0);
      this.#add(i, (alpha[i]! - before) * y);
    }
    return { worst, close };
  }

  /** Adds a text to the weights, times `by`. */
  #add(i: number, by: number): void {
    const { from, index, value, features } = this.#set;
    for (let k = from[i]!; k < from[i + 1]!; k++) this.weights[index[k]!]! += by * value[k]!;
    this.weights[features]! += by;
  }
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
