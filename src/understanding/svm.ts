/** The linear classifier of the statistical half: its training, and the scores of a text. */
import type { Vector } from './features.ts';

/**
 * A one-vs-rest linear support vector machine with squared hinge loss, trained by dual coordinate descent (Hsieh et
 * al., 2008). Small data, tens of classes: a second of one core at the most. The order of the visits comes from a fixed
 * seed, so the same examples always give the same weights.
 */
export class LinearSvm {
  /**
   * A row per feature, a column per class: a text's scores are one walk over its features. In whole units, for half the
   * memory.
   */
  readonly weights: Int16Array;
  readonly unit: number;
  readonly bias: Float32Array;
  readonly classes: number;

  constructor(weights: Int16Array, unit: number, bias: Float32Array) {
    this.weights = weights;
    this.unit = unit;
    this.bias = bias;
    this.classes = bias.length;
  }

  static train(
    texts: readonly Vector[],
    labels: readonly number[],
    classes: number,
    features: number,
    cost = 1,
  ): LinearSvm {
    const weights = new Float32Array(features * classes);
    const bias = new Float32Array(classes);
    const norm = texts.map((x) => x.value.reduce((sum, v) => sum + v * v, 1));
    const w = new Float64Array(features + 1);
    const slack = 1 / (2 * cost);
    for (let label = 0; label < classes; label++) {
      w.fill(0);
      const alpha = new Float64Array(texts.length);
      const random = mulberry(label + 1);
      // Most texts are far from any one class and stay so: after a look at all of them, only the others are visited.
      const all = texts.map((_, i) => i);
      let order = [...all];
      let bar = Number.POSITIVE_INFINITY;
      for (let round = 0; round < MAX_ROUNDS; round++) {
        shuffle(order, random);
        let worst = 0;
        const close: number[] = [];
        for (const i of order) {
          const { index, value } = texts[i]!;
          const y = labels[i] === label ? 1 : -1;
          let score = w[features]!;
          for (let k = 0; k < index.length; k++) score += w[index[k]!]! * value[k]!;
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
          for (let k = 0; k < index.length; k++) w[index[k]!]! += change * value[k]!;
          w[features]! += change;
        }
        if (worst < GOOD_ENOUGH) {
          if (order.length === texts.length) break;
          order = [...all];
          bar = Number.POSITIVE_INFINITY;
          continue;
        }
        order = close;
        bar = worst;
      }
      for (let f = 0; f < features; f++) weights[f * classes + label] = w[f]!;
      bias[label] = w[features]!;
    }
    const unit = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-6) / 32_767;
    return new LinearSvm(
      Int16Array.from(weights, (weight) => Math.round(weight / unit)),
      unit,
      bias,
    );
  }

  /** The margin of every class: about +1 for texts like its examples, -1 for all others. */
  scores(x: Vector): Float64Array {
    const { classes, weights, unit, bias } = this;
    const out = new Float64Array(classes);
    for (let k = 0; k < x.index.length; k++) {
      const from = x.index[k]! * classes;
      const v = x.value[k]!;
      for (let c = 0; c < classes; c++) out[c]! += weights[from + c]! * v;
    }
    for (let c = 0; c < classes; c++) out[c] = out[c]! * unit + bias[c]!;
    return out;
  }
}

const MAX_ROUNDS = 20;
const GOOD_ENOUGH = 0.1;

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
