/** Firstline's model as an engine: what it learns from the texts alone, without the reader around it. */
import { createLexicon } from '../../../src/understanding/lexicon.ts';
import { Model } from '../../../src/understanding/model.ts';
import { passagesOf, weighedIn } from '../../../src/understanding/passages.ts';
import { NO_USAGE } from '../../../src/understanding/usage.ts';
import type { Weighed } from '../../../src/understanding/weighed.ts';
import type { Task, Train } from './engine.ts';

/** A trained model, and how it weighs a text. */
export interface Weighing {
  readonly model: Model;
  readonly weigh: (text: string) => Weighed;
}

/** Feelings and products are no part of telling intents apart. */
const NOTHING = { feelings: { words: {}, negations: [] }, usage: NO_USAGE };

/** Trains the model on the rows that every engine gets, and on nothing else: no titles, no signatures, no packs. */
export async function trainModel({ train, none }: Pick<Task, 'train' | 'none'>): Promise<Weighing> {
  const lexicon = createLexicon([]);
  const examples = train.map(({ text, label }) => ({ text, intent: label }));
  const problems = new Set(train.map(({ label }) => label).filter((label) => label !== none));
  const model = await Model.train(examples, [], { none, problems, packs: new Map(), formulas: [] }, NOTHING, lexicon);
  const ours = model.classes.flatMap((label, i) => (problems.has(label) ? [i] : []));
  const weigh = (words: readonly string[]): Weighed => model.weigh(words);
  return { model, weigh: (text) => weighedIn(passagesOf(text, lexicon), weigh, ours) };
}

/**
 * The model by its margins. They are moved so that the best one is the text's familiarity: the order of the labels is
 * that of the margins, and whether a text is rejected is decided by the familiarity.
 */
export const firstlineModel: Train = async (task) => {
  const { model, weigh } = await trainModel(task);
  return (text) => {
    const weighed = weigh(text);
    const best = weighed.margins.reduce((most, margin) => Math.max(most, margin), Number.NEGATIVE_INFINITY);
    const move = model.familiarity(weighed) - best;
    return new Map(model.classes.map((label, i) => [label, weighed.margins[i]! + move]));
  };
};
