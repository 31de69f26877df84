/** Firstline's model as an engine: what it learns from the texts alone, without the reader around it. */
import { createLexicon } from '../../../src/understanding/lexicon.ts';
import { Model } from '../../../src/understanding/model.ts';
import { marginsOf, passagesOf } from '../../../src/understanding/passages.ts';
import type { Task, Train } from './engine.ts';

/** A trained model, and the margins it gives a text: one for each of its classes. */
export interface Margins {
  readonly model: Model;
  readonly margins: (text: string) => Float64Array;
}

/** Feelings are no part of telling intents apart. */
const NO_FEELINGS = { words: {}, negations: [] };

/** Trains the model on the rows that every engine gets, and on nothing else: no titles, no signatures, no packs. */
export function trainMargins({ train, none }: Pick<Task, 'train' | 'none'>): Margins {
  const lexicon = createLexicon([]);
  const examples = train.map(({ text, label }) => ({ text, intent: label }));
  const problems = new Set(train.map(({ label }) => label).filter((label) => label !== none));
  const model = Model.train(examples, [], { none, problems }, NO_FEELINGS, lexicon);
  const ours = model.classes.flatMap((label, i) => (problems.has(label) ? [i] : []));
  const margins = (words: readonly string[]): Float64Array => model.margins(words);
  return { model, margins: (text) => marginsOf(passagesOf(text, lexicon), margins, ours) };
}

/** The score that decides whether a text is rejected, more for what is ours: the best margin of all classes. */
export function scoreOf(margins: Float64Array): number {
  return margins.reduce((best, margin) => Math.max(best, margin), Number.NEGATIVE_INFINITY);
}

/**
 * The model by its margins. They are moved so that the best one is the score: the order of the labels is that of the
 * margins, and whether a text is rejected is decided by the score, whatever that is made of.
 */
export const firstlineModel: Train = (task) => {
  const { model, margins } = trainMargins(task);
  return (text) => {
    const all = margins(text);
    const move = scoreOf(all) - all.reduce((best, margin) => Math.max(best, margin), Number.NEGATIVE_INFINITY);
    return new Map(model.classes.map((label, i) => [label, all[i]! + move]));
  };
};
