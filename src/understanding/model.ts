import { type Vector, Vocabulary } from './features.ts';
import type { Feelings } from './mood.ts';
import { marginsOf, passagesOf } from './passages.ts';
import { LinearSvm } from './svm.ts';
import { tokens } from './tokens.ts';

/** A text with the intent it is an example of. */
export interface Example {
  readonly text: string;
  readonly intent: string;
}

/** Turns margins into probabilities: how much a margin counts, and how strong "none of them" is. */
export interface Calibration {
  readonly scale: number;
  readonly reject: number;
}

/** The trained statistical half: what it was trained on decides every number in it. */
export class Model {
  readonly classes: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly svm: LinearSvm;
  readonly calibration: Calibration;
  readonly feelings: Feelings;

  constructor(
    classes: readonly string[],
    vocabulary: Vocabulary,
    svm: LinearSvm,
    calibration: Calibration,
    feelings: Feelings,
  ) {
    this.classes = classes;
    this.vocabulary = vocabulary;
    this.svm = svm;
    this.calibration = calibration;
    this.feelings = feelings;
  }

  /**
   * Trains on the examples and calibrates by cross-validation on them alone. `none` names the class of texts that are
   * not ours. `always` (signatures, titles) is in every fold's training and never judged.
   */
  static train(
    examples: readonly Example[],
    always: readonly Example[],
    { none, problems }: { readonly none: string; readonly problems: ReadonlySet<string> },
    feelings: Feelings,
  ): Model {
    const classes = [...new Set([...always, ...examples].map((e) => e.intent))].sort();
    const ours = classes.flatMap((c, i) => (problems.has(c) ? [i] : []));
    const held: { margins: Float64Array; truth: number }[] = [];
    for (let fold = 0; fold < FOLDS; fold++) {
      const inFold = (_: Example, i: number): boolean => i % FOLDS === fold;
      const part = trainOn([...always, ...examples.filter((e, i) => !inFold(e, i))], classes);
      const margins = (words: readonly string[]): Float64Array => part.svm.scores(part.vocabulary.vector(words));
      for (const e of examples.filter(inFold))
        held.push({
          margins: marginsOf(tokens(e.text), passagesOf(e.text), margins, ours),
          truth: classes.indexOf(e.intent),
        });
    }
    const { vocabulary, svm } = trainOn([...always, ...examples], classes);
    return new Model(classes, vocabulary, svm, calibrate(held, classes.indexOf(none)), feelings);
  }

  margins(words: readonly string[]): Float64Array {
    return this.svm.scores(this.vocabulary.vector(words));
  }
}

/** Three, not five: training is most of the time, and the calibration comes out the same. */
const FOLDS = 3;

function trainOn(examples: readonly Example[], classes: readonly string[]): { vocabulary: Vocabulary; svm: LinearSvm } {
  const documents = examples.map((e) => tokens(e.text));
  const vocabulary = Vocabulary.learn(documents);
  const vectors: Vector[] = documents.map((words) => vocabulary.vector(words));
  const labels = examples.map((e) => classes.indexOf(e.intent));
  return { vocabulary, svm: LinearSvm.train(vectors, labels, classes.length, vocabulary.size) };
}

/** The scale and the reject strength under which the held-out examples are the least surprising. */
function calibrate(held: readonly { margins: Float64Array; truth: number }[], none: number): Calibration {
  let best: Calibration = { scale: 5, reject: 0 };
  let least = Number.POSITIVE_INFINITY;
  for (let scale = 2; scale <= 12; scale += 0.5)
    for (let reject = -8; reject <= 2; reject += 0.5) {
      let surprise = 0;
      for (const { margins, truth } of held) {
        const { chances, rejected } = chancesOf(margins, { scale, reject }, null);
        const right = truth === none ? rejected + (chances[none] ?? 0) : chances[truth]!;
        surprise -= Math.log(Math.max(right, 1e-6));
      }
      if (surprise < least) [least, best] = [surprise, { scale, reject }];
    }
  return best;
}

/** Probabilities of every class, and of none of them; `boost` adds what the signatures say, class by class. */
export function chancesOf(
  margins: Float64Array,
  { scale, reject }: Calibration,
  boost: Float64Array | null,
): { chances: Float64Array; rejected: number } {
  const chances = new Float64Array(margins.length);
  let sum = Math.exp(reject);
  for (let c = 0; c < margins.length; c++) {
    chances[c] = Math.exp(scale * margins[c]! + (boost?.[c] ?? 0));
    sum += chances[c]!;
  }
  for (let c = 0; c < margins.length; c++) chances[c]! /= sum;
  return { chances, rejected: Math.exp(reject) / sum };
}
