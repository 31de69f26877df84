/** Trains the statistical half of the understanding on everything that the content says. */
import { type Content, formulasOf, noneOf } from '../core/content.ts';
import { CHATTER } from './chatter.ts';
import { createLexicon } from './lexicon.ts';
import { type Example, Model } from './model.ts';
import { learnFeelings } from './mood.ts';
import { noneExamples } from './none-examples.ts';
import { learnUsage } from './usage.ts';

/** Trains the statistical half on all texts of the intents; `progress` hears how much is done, 0 to 1. */
export async function trainModel(content: Content, progress?: (done: number) => void): Promise<Model> {
  const intents = [...content.intents.values()];
  const lexicon = createLexicon(content.packs.values());
  const none = noneOf(content);
  const isNone = noneExamples(content, lexicon);
  const examples: Example[] = intents.flatMap((i) =>
    i.kind === 'chatter'
      ? i.examples.map((text) => ({ text, intent: CHATTER }))
      : i.kind === 'none'
        ? i.examples.filter((text) => isNone(i.pack, text)).map((text) => ({ text, intent: none }))
        : i.examples.map((text) => ({ text, intent: i.id })),
  );
  const always = intents
    .filter((i) => i.kind !== 'chatter')
    .flatMap((i) => [
      ...(i.kind === 'none' ? [] : [{ text: i.title, intent: i.id }]),
      ...i.says.map((text) => ({ text: text.replace(/\{[a-z-]+\}/g, ' '), intent: i.kind === 'none' ? none : i.id })),
    ]);
  const problems = new Set(intents.filter((i) => i.kind === 'problem').map((i) => i.id));
  const feelings = await learnFeelings();
  const usage = learnUsage(content, lexicon);
  return Model.train(
    examples,
    always,
    { none, problems, packs: new Map(intents.map((i) => [i.id, i.pack])), formulas: formulasOf(content) },
    { feelings, usage },
    lexicon,
    progress,
  );
}
