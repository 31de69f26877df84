/** nlp.js' neural classifier as an engine. */
import { containerBootstrap } from '@nlpjs/core';
import { LangEn } from '@nlpjs/lang-en';
import { NluNeural } from '@nlpjs/nlu';
import type { Train } from './engine.ts';

/**
 * Settings other than its README's: with those (0.6 with momentum) it never settles on thousands of examples, and is 8
 * points worse.
 */
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
