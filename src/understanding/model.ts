/**
 * The statistical half of understanding: a model trained on examples, and calibrated so that its chances can be
 * believed.
 */
import { CHATTER, withWrapped } from './chatter.ts';
import { ChatterFinder } from './chatter-finder.ts';
import { hashOf, Vocabulary } from './features.ts';
import { Gate } from './gate.ts';
import type { Lexicon } from './lexicon.ts';
import { type Logistic, learnLogistic, logOdds } from './logistic.ts';
import type { Feelings } from './mood.ts';
import { passagesOf, weighedIn, withoutChatter } from './passages.ts';
import { LinearSvm } from './svm.ts';
import { trainingSet } from './svm-training.ts';
import type { Usage } from './usage.ts';
import type { Weighed } from './weighed.ts';

/** A text, with the intent it is an example of. */
export interface Example {
  readonly text: string;
  readonly intent: string;
}

/** The numbers by which margins become probabilities. */
export interface Calibration {
  /** The factor of a margin. */
  readonly scale: number;
  /** Tells texts about other things; null where there were too few of them to learn it from. */
  readonly stranger: Logistic | null;
  /** By class: the familiarity below which a text nearest to it is more likely none of the classes, where `stranger` is null. */
  readonly cuts: readonly number[];
}

/** The things that are learned beside the classes, and kept with them. */
export interface SideKnowledge {
  readonly feelings: Feelings;
  readonly usage: Usage;
}

/** The trained statistical half; every number in it comes from the texts it was trained on. */
export class Model {
  readonly classes: readonly string[];
  /** The number of the class of texts that are not ours; -1 for no such class. */
  readonly none: number;
  readonly vocabulary: Vocabulary;
  readonly svm: LinearSvm;
  readonly calibration: Calibration;
  /** The usual margin of texts that are nearest to each class, by class: texts set aside have it. */
  readonly usual: Float32Array;
  readonly feelings: Feelings;
  readonly usage: Usage;
  /** Null where there were too few texts about other things. */
  readonly gate: Gate | null;
  /** Null where there was no chatter to learn from. */
  readonly chatter: ChatterFinder | null;

  constructor(
    classes: readonly string[],
    none: number,
    { vocabulary, svm, gate, chatter }: Trained,
    calibration: Calibration,
    usual: Float32Array,
    { feelings, usage }: SideKnowledge,
  ) {
    this.gate = gate;
    this.chatter = chatter;
    this.none = none;
    this.classes = classes;
    this.vocabulary = vocabulary;
    this.svm = svm;
    this.calibration = calibration;
    this.usual = usual;
    this.feelings = feelings;
    this.usage = usage;
  }

  /**
   * Trains on examples and calibrates on some of them, set aside. `none` names the class of texts that are not ours, `packs` the
   * pack of each intent.
   * `certain` texts (signatures, titles) are always trained on and never judged, and `formulas` are chatter wherever they stand.
   */
  static async train(
    learned: readonly Example[],
    certain: readonly Example[],
    {
      none,
      problems,
      packs,
      formulas,
    }: {
      readonly none: string;
      readonly problems: ReadonlySet<string>;
      readonly packs: ReadonlyMap<string, string>;
      readonly formulas: readonly string[];
    },
    side: SideKnowledge,
    lexicon: Lexicon,
    progress: (done: number) => void = () => undefined,
  ): Promise<Model> {
    // The same texts train the same model, whichever pack comes first.
    const [examples, always] = [[...learned].sort(byText), [...certain].sort(byText)];
    const classes = [...new Set([...always, ...examples].map((e) => e.intent))].sort();
    const ours = classes.flatMap((c, i) => (problems.has(c) ? [i] : []));
    const chatter = classes.indexOf(CHATTER);
    const around = examples.filter((e) => e.intent === CHATTER).map((e) => e.text);
    // Only a few numbers are calibrated: a fifth of the texts is plenty, and every further fold costs more training.
    // A text is set aside or not whatever other texts there are: an example more changes no number by chance.
    const marked = examples.map((e) => ({ ...e, isAside: hashOf(e.text) % ASIDE === 0 }));
    // Controls are short and stand alone: they are not wrapped.
    const isWrapped = (e: Example): boolean => problems.has(e.intent) || e.intent === none;
    const shown = always.map((e) => ({ ...e, isAside: false }));
    const plain = new Set<Example>([...shown, ...marked.filter((e) => isWrapped(e) || e.intent === CHATTER)]);
    const texts = [
      ...shown,
      ...withWrapped(marked.filter(isWrapped), around),
      ...marked.filter((e) => !isWrapped(e)),
    ].map((example) => {
      const { text, intent, isAside } = example;
      const label = classes.indexOf(intent);
      const hash = hashOf(`${intent} ${text}`);
      return { words: lexicon.tokens(text), label, isAside, isPlain: plain.has(example), hash };
    });
    // Two sets of texts: one to calibrate by, and one to keep, which begins with what the first one has learned.
    let done = 0;
    const [part, all] = await trainOn(
      texts,
      {
        classes: classes.length,
        none: classes.indexOf(none),
        chatter,
        formulas: formulas.map((text) => lexicon.tokens(text)),
      },
      () => progress(++done / (2 * classes.length)),
    );
    const weigh = (words: readonly string[]): Weighed => weighedBy(part, words);
    const held = marked
      .filter((e) => e.isAside && e.intent !== CHATTER)
      .map((e) => ({
        ...withoutChatter(weighedIn(passagesOf(e.text, lexicon, undefined, part.chatter), weigh, ours), chatter),
        truth: classes.indexOf(e.intent),
      }));
    const usual = usualMargins(held, classes.length);
    const calibration = calibrate(
      held,
      usual,
      classes.indexOf(none),
      new Set(ours),
      classes.map((c) => packs.get(c)),
    );
    return new Model(classes, classes.indexOf(none), all, calibration, usual, side);
  }

  weigh(words: readonly string[]): Weighed {
    return weighedBy(this, words);
  }

  /** The familiarity of a text: low where it is unlike the examples of every class. */
  familiarity(weighed: Weighed): number {
    return familiarityOf(weighed, this.usual);
  }
}

function byText(a: Example, b: Example): number {
  return a.text < b.text ? -1 : a.text > b.text ? 1 : a.intent < b.intent ? -1 : 1;
}

/** One text in this many is set aside for calibration. */
const ASIDE = 5;

/** The parts of a model that are trained on texts. */
export type Trained = Pick<Model, 'vocabulary' | 'svm' | 'gate' | 'chatter'>;

function weighedBy(
  { vocabulary, svm, gate }: Pick<Trained, 'vocabulary' | 'svm' | 'gate'>,
  words: readonly string[],
): Weighed {
  const vector = vocabulary.vector(words);
  let square = 0;
  for (const value of vector.value) square += value * value;
  return { margins: svm.scores(vector), known: Math.sqrt(square), ours: gate?.margin(vector) ?? 0 };
}

/** A text to train on: its words, the number of its class, and whether it is set aside in the first set. */
interface Taught {
  readonly words: readonly string[];
  readonly label: number;
  readonly isAside: boolean;
  /** Whether it is chatter or tells something, as it was written: not wrapped in chatter, and no answer to a question. */
  readonly isPlain: boolean;
  readonly hash: number;
}

/** Trains without the texts set aside, and with them. */
async function trainOn(
  texts: readonly Taught[],
  {
    classes,
    none,
    chatter,
    formulas,
  }: {
    readonly classes: number;
    readonly none: number;
    readonly chatter: number;
    readonly formulas: readonly (readonly string[])[];
  },
  onClass: () => void,
): Promise<readonly [part: Trained, all: Trained]> {
  const some = texts.filter(({ isAside }) => !isAside);
  const places = new Map(some.map((text, i) => [text, i]));
  // Where there is chatter, texts are wrapped in it.
  const times = chatter < 0 ? 1 : 2;
  const parts = [some, texts].map((part) => {
    const vocabulary = Vocabulary.learn(
      part.map(({ words }) => words),
      times,
    );
    const taught = part.map(({ words, label, hash }) => ({ vector: vocabulary.vector(words), label, hash }));
    return { part, vocabulary, taught };
  });
  const sets = parts.map(({ part, vocabulary, taught }) =>
    trainingSet(
      taught,
      vocabulary.size,
      part.map((text) => (part === some ? -1 : (places.get(text) ?? -1))),
    ),
  );
  const svms = await LinearSvm.train(sets, classes, onClass);
  const [first, second] = parts.map(({ vocabulary, taught }, p): Trained => {
    const sides = taught.filter(({ label }) => label !== chatter);
    const gate = Gate.train(
      sides.map((text) => ({ ...text, label: Number(text.label !== none) })),
      vocabulary.size,
    );
    const learned = parts[p]!.part.filter(({ isPlain }) => isPlain);
    const said = learned.map(({ words, label }) => ({ words, isChatter: label === chatter }));
    return { vocabulary, svm: svms[p]!, gate, chatter: ChatterFinder.learn(said, vocabulary, formulas) };
  });
  return [first!, second!];
}

/** The weight of the class's usual margin, and of what is known, in the familiarity of a text. */
const USUAL = 0.7;
const KNOWN = 0.5;

/**
 * The familiarity of a text: its best margin, less where that class's own texts have high ones, and more where its words
 * are known. Measured on CLINC150 and HWU64 with every weight from 0.5 to 0.7 alike.
 */
function familiarityOf({ margins, known }: Weighed, usual: Float32Array): number {
  const best = bestOf(margins);
  return margins[best]! - USUAL * usual[best]! + KNOWN * known;
}

function bestOf(margins: Float64Array): number {
  let best = 0;
  for (let c = 1; c < margins.length; c++) if (margins[c]! > margins[best]!) best = c;
  return best;
}

/** The number of texts at which a class's own mean counts as much as that of all. */
const FEW = 5;

/** The mean of the best margins of texts set aside, by the class they are nearest to. */
function usualMargins(held: readonly Weighed[], classes: number): Float32Array {
  const [sum, count] = [new Float64Array(classes), new Float64Array(classes)];
  let all = 0;
  for (const { margins } of held) {
    const best = bestOf(margins);
    sum[best]! += margins[best]!;
    count[best]! += 1;
    all += margins[best]! / held.length;
  }
  return Float32Array.from(sum, (of, c) => (of + FEW * all) / (count[c]! + FEW));
}

/** The share of our own texts that may be rejected where nothing is known of other texts. */
const REJECTED = 0.05;
/** The number of texts about other things from which on they alone say where to cut, and of a pack's own, from which on it has a cut of its own. */
const PLENTY = 60;
/**
 * The weight of all of them together beside all of ours: the same. How many there are among the examples says nothing of how
 * many there are in life: a small pack stands beside as many as a large one.
 */
const STRANGERS = 1;
/** The sharpness with which ours and other texts part, where no other texts say so. */
const SHARPLY = 8;

/**
 * The calibration that makes the held-out texts the least surprising, found by going downhill in ever smaller steps.
 * With few texts about other things, the cut is where few of our own fall below it, pack by pack.
 */
function calibrate(
  held: readonly (Weighed & { readonly truth: number })[],
  usual: Float32Array,
  none: number,
  problems: ReadonlySet<number>,
  packs: readonly (string | undefined)[],
): Calibration {
  const rows = held.map((h) => ({ ...h, familiar: familiarityOf(h, usual) }));
  // Controls are short and answer a question: they say nothing of where problems end.
  const sides = rows.filter(({ truth }) => truth === none || problems.has(truth));
  const others = rows.filter(({ truth }) => truth === none).length;
  const cuts = cutsOf(
    rows.filter(({ truth }) => truth !== none),
    packs,
  );
  const stranger =
    others < PLENTY
      ? null
      : learnLogistic(
          sides.map((h) => signsOf(h, none)),
          sides.map(({ truth }) => truth === none),
          (STRANGERS * (sides.length - others)) / others,
        );
  const surprise = (calibration: Calibration): number => {
    let sum = 0;
    for (const { familiar: of, truth, ...weighed } of rows) {
      const { chances, rejected } = chancesAt(weighed, of, none, calibration, null);
      const right = truth === none ? rejected + (chances[none] ?? 0) : chances[truth]!;
      sum -= Math.log(Math.max(right, 1e-6));
    }
    return sum;
  };
  let best: Calibration = { scale: 8, stranger, cuts };
  let least = surprise(best);
  for (const step of [2, 1, 0.5])
    for (let better = true; better; ) {
      better = false;
      for (const by of [step, -step]) {
        const other = { ...best, scale: Math.min(STEEPEST, Math.max(1, best.scale + by)) };
        const of = surprise(other);
        if (of < least) [least, best, better] = [of, other, true];
      }
    }
  return best;
}

/** The cut of each class: that of its pack, or of all texts where its pack has too few to tell. */
function cutsOf(
  rows: readonly { readonly truth: number; readonly familiar: number }[],
  packs: readonly (string | undefined)[],
): readonly number[] {
  const cutOf = (some: typeof rows): number => {
    const familiar = some.map((row) => row.familiar).sort((a, b) => a - b);
    return familiar[Math.floor(REJECTED * familiar.length)] ?? 0;
  };
  const all = cutOf(rows);
  const parts = [...Map.groupBy(rows, ({ truth }) => packs[truth])].filter(([, some]) => some.length >= PLENTY);
  const cuts = new Map(parts.map(([pack, some]) => [pack, cutOf(some)]));
  return packs.map((pack) => cuts.get(pack) ?? all);
}

/** The signs by which a text about other things is known: how far it is from ours, and from the class nearest to it. */
function signsOf({ margins, ours, known }: Weighed, none: number): readonly number[] {
  let [best, second] = [-2, -2];
  for (let c = 0; c < margins.length; c++)
    if (c !== none && margins[c]! > second)
      [best, second] = margins[c]! > best ? [margins[c]!, best] : [best, margins[c]!];
  return [ours, margins[none]!, best, best - second, known];
}

const STEEPEST = 16;
/** The chances of every class, and of none of them. */
export interface Chances {
  readonly chances: Float64Array;
  rejected: number;
}

/** The probabilities of every class, and of none of them; `boost` adds what the signatures say, class by class. */
export function chancesOf(model: Model, weighed: Weighed, boost: Float64Array | null): Chances {
  return chancesAt(weighed, model.familiarity(weighed), model.none, model.calibration, boost);
}

function chancesAt(
  weighed: Weighed,
  familiar: number,
  none: number,
  { scale, stranger, cuts }: Calibration,
  boost: Float64Array | null,
): Chances {
  const { margins } = weighed;
  const chances = new Float64Array(margins.length);
  let [plain, sum] = [0, 0];
  for (let c = 0; c < margins.length; c++) {
    if (stranger !== null && c === none) continue;
    const weight = Math.exp(scale * margins[c]!);
    plain += weight;
    chances[c] = boost === null ? weight : weight * Math.exp(boost[c]!);
    sum += chances[c]!;
  }
  const strange =
    stranger === null
      ? Math.exp(SHARPLY * (cuts[bestOf(margins)]! - familiar))
      : Math.exp(logOdds(stranger, signsOf(weighed, none)));
  const away = plain * strange;
  for (let c = 0; c < margins.length; c++) chances[c]! /= sum + away;
  return { chances, rejected: away / (sum + away) };
}
