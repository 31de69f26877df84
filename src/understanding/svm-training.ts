/**
 * The training of the linear classifier: one-vs-rest, squared hinge loss, dual coordinate descent (Hsieh et al., 2008).
 * The order of the visits comes from the texts themselves, so the same examples always give the same weights, whatever
 * order they are given in and however many cores share the classes, and an example more hardly moves the others.
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
  /** The orders in which the texts are visited, one after the other. */
  readonly orders: readonly Int32Array[];
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

/** A text to train on: its features, the number of its class, and a hash of its words, by which it is visited. */
export interface TrainingText {
  readonly vector: Vector;
  readonly label: number;
  readonly hash: number;
}

/** A set of texts; `before` numbers them in the set before, if there is one. */
export function trainingSet(
  texts: readonly TrainingText[],
  features: number,
  before: readonly number[] = texts.map(() => -1),
): TrainingSet {
  return {
    ...packed(texts.map(({ vector }) => vector)),
    labels: Int32Array.from(texts, ({ label }) => label),
    features,
    before: Int32Array.from(before),
    orders: Array.from({ length: ORDERS }, (_, o) => orderOf(texts, o)),
  };
}

/** The number of orders: visiting texts always in the same one takes longer to settle. */
const ORDERS = 5;

/** One of the orders of some texts: the hash of each, mixed in a way of its own, says where it stands. */
function orderOf(texts: readonly TrainingText[], which: number): Int32Array {
  const keys = Float64Array.from(texts, ({ hash }) => mixed(hash + which * 0x9e3779b9));
  return Int32Array.from(texts.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b);
}

/** A number whose every bit changes with any bit of the one given (the finisher of MurmurHash3). */
function mixed(number: number): number {
  let n = number | 0;
  n = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  n = Math.imul(n ^ (n >>> 13), 0xc2b2ae35);
  return (n ^ (n >>> 16)) >>> 0;
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

const COST = 2;
const SLACK = 1 / (2 * COST);
/**
 * The number of visits after which training ends: with many texts, more than a few tell apart no text that was set aside
 * better, and take more than twice the time. Few texts are visited until nothing changes, whatever their order.
 */
const MAX_ROUNDS = { few: 30, many: 5 };
const MANY_TEXTS = 20_000;
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
    const { labels, before, orders } = this.#set;
    this.weights.fill(0);
    for (let i = 0; i < alpha.length; i++)
      if (alpha[i] !== 0) this.#add(i, labels[i] === label ? alpha[i]! : -alpha[i]!);
    const awaited = Uint8Array.from(alpha, (weight, i) => Number(weight > 0 || before[i]! < 0));
    let areAll = !awaited.includes(0);
    let looks = 0;
    const rounds = alpha.length < MANY_TEXTS ? MAX_ROUNDS.few : MAX_ROUNDS.many;
    for (let round = 0; round < rounds; round++) {
      if (areAll) looks++;
      const worst = this.#visit(orders[round % orders.length]!, awaited, label, alpha);
      const isSettled = worst < GOOD_ENOUGH;
      if (isSettled && (areAll || looks >= LOOKS)) break;
      if (isSettled) awaited.fill(1);
      areAll = isSettled;
    }
    return alpha;
  }

  /**
   * Visits the texts that are awaited once, and betters the weight of each. Most texts are far from any one class and stay
   * so: only the others are awaited the next time. Answers the largest error that was found.
   */
  #visit(order: Int32Array, awaited: Uint8Array, label: number, alpha: Float64Array): number {
    const { from, index, value, labels, features } = this.#set;
    const w = this.weights;
    let worst = 0;
    for (const i of order) {
      if (awaited[i] === 0) continue;
      const y = labels[i] === label ? 1 : -1;
      let score = w[features]!;
      for (let k = from[i]!; k < from[i + 1]!; k++) score += w[index[k]!]! * value[k]!;
      const gradient = y * score - 1 + alpha[i]! * SLACK;
      if (alpha[i] === 0 && gradient >= 0) {
        if (gradient > NEAR) awaited[i] = 0;
        continue;
      }
      worst = Math.max(worst, Math.abs(gradient));
      const before = alpha[i]!;
      alpha[i] = Math.max(before - gradient / (this.#square[i]! + SLACK), 0);
      this.#add(i, (alpha[i]! - before) * y);
    }
    return worst;
  }

  /** Adds a text to the weights, times `by`. */
  #add(i: number, by: number): void {
    const { from, index, value, features } = this.#set;
    for (let k = from[i]!; k < from[i + 1]!; k++) this.weights[index[k]!]! += by * value[k]!;
    this.weights[features]! += by;
  }
}
