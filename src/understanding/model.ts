/**
 * The statistical half of understanding: a model trained on examples, and calibrated so that its chances can be
 * believed.
 */
import { type Vector, Vocabulary } from './features.ts';
import type { Lexicon } from './lexicon.ts';
import type { Feelings } from './mood.ts';
import { marginsOf, passagesOf } from './passages.ts';
import { LinearSvm } from './svm.ts';
import type { Tokens } from './tokens.ts';

/** A text, with the intent it is an example of. */
export interface Example {
  readonly text: string;
  readonly intent: string;
}

/** How margins become probabilities: how much a margin counts, and how strong "none of them" is. */
export interface Calibration {
  readonly scale: number;
  readonly reject: number;
}

/** The trained statistical half; every number in it comes from the texts it was trained on. */
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
   * Trains on the examples and calibrates on some of them, set aside. `none` names the class of texts that are not
   * ours. `always` (signatures, titles) is always trained on and never judged.
   */
  static train(
    examples: readonly Example[],
    always: readonly Example[],
    { none, problems }: { readonly none: string; readonly problems: ReadonlySet<string> },
    feelings: Feelings,
    lexicon: Lexicon,
  ): Model {
    const classes = [...new Set([...always, ...examples].map((e) => e.intent))].sort();
    const ours = classes.flatMap((c, i) => (problems.has(c) ? [i] : []));
    // Only two numbers are calibrated: a fifth of the texts is plenty, and every further fold costs as much as the
    // training.
    const aside = (_: Example, i: number): boolean => i % ASIDE === 0;
    const part = trainOn([...always, ...examples.filter((e, i) => !aside(e, i))], classes, lexicon.tokens);
    const margins = (words: readonly string[]): Float64Array => part.svm.scores(part.vocabulary.vector(words));
    const held = examples.filter(aside).map((e) => ({
      margins: marginsOf(passagesOf(e.text, lexicon), margins, ours),
      truth: classes.indexOf(e.intent),
    }));
    const { vocabulary, svm } = trainOn([...always, ...examples], classes, lexicon.tokens);
    return new Model(classes, vocabulary, svm, calibrate(held, classes.indexOf(none)), feelings);
  }

  margins(words: readonly string[]): Float64Array {
    return this.svm.scores(this.vocabulary.vector(words));
  }
}

/** One text in this many is set aside for calibration. */
const ASIDE = 5;

function trainOn(
  examples: readonly Example[],
  classes: readonly string[],
  tokens: Tokens,
): { vocabulary: Vocabulary; svm: LinearSvm } {
  const documents = examples.map((e) => tokens(e.text));
  const vocabulary = Vocabulary.learn(documents);
  const vectors: Vector[] = documents.map((words) => vocabulary.vector(words));
  const labels = examples.map((e) => classes.indexOf(e.intent));
  return { vocabulary, svm: LinearSvm.train(vectors, labels, classes.length, vocabulary.size) };
}

/**
 * The scale and the reject strength that make the held-out examples the least surprising, found by going downhill in
 * ever smaller steps.
 */
function calibrate(held: readonly { margins: Float64Array; truth: number }[], none: number): Calibration {
  const surprise = (calibration: Calibration): number => {
    let sum = 0;
    for (const { margins, truth } of held) {
      const { chances, rejected } = chancesOf(margins, calibration, null);
      const right = truth === none ? rejected + (chances[none] ?? 0) : chances[truth]!;
      sum -= Math.log(Math.max(right, 1e-6));
    }
    return sum;
  };
  let best: Calibration = { scale: 8, reject: -6 };
  let least = surprise(best);
  for (const step of [2, 1, 0.5])
    for (let better = true; better; ) {
      better = false;
      for (const [ds, dr] of DIRECTIONS) {
        const scale = Math.min(STEEPEST, Math.max(1, best.scale + ds * step));
        const other = { scale, reject: best.reject + dr * step };
        const of = surprise(other);
        if (of < least) [least, best, better] = [of, other, true];
      }
    }
  return best;
}

const STEEPEST = 16;
const DIRECTIONS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/** The probabilities of every class, and of none of them; `boost` adds what the signatures say, class by class. */
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
