import { containerBootstrap } from '@nlpjs/core';
import { LangEn } from '@nlpjs/lang-en';
import { NluNeural } from '@nlpjs/nlu';
import type { Train } from './engine.ts';

/** The learning rate its README leaves as it is, 0.6 with momentum, never settles on thousands of examples: 8 points less. */
const SETTINGS = { learningRate: 0.1, momentum: 0, useNoneFeature: true };

/** nlp.js' neural classifier with the English stemmer, as its README measures it. */
export const nlpjs: Train = async ({ train, none }) => {
  const container = await containerBootstrap();
  container.use(LangEn);
  const nlu = new NluNeural({ container, locale: 'en', log: false, ...SETTINGS });
  await nlu.train(train.map(({ text, label }) => ({ utterance: text, intent: label })));
  return async (text) => {
    const { classifications } = await nlu.process(text);
    const scores = new Map(classifications.map(({ intent, score }) => [intent, score]));
    return scores.set(none, (scores.get(none) ?? 0) + (scores.get('None') ?? 0));
  };
};
