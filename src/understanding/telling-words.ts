/** Finds the words of a text that speak for an intent, and those against it. */
import type { Explanation } from '../core/reading.ts';
import type { Model } from './model.ts';

/** The words for and against an intent, the strongest first. */
export type TellingWords = Pick<Explanation['words'][number], 'for' | 'against'>;

/** The number of words that are told for and against an intent. */
const FOR = 6;
const AGAINST = 3;
/** The number of words of a text that are looked at one by one. */
const MOST_WORDS = 80;
/** The difference of a margin below which a word tells nothing. */
const SLIGHT = 0.03;

/** The words for and against the class `of`: how much its margin would lose or gain without each. */
export function tellingWords(model: Model, words: readonly string[], of: number): TellingWords {
  const some = words.slice(0, MOST_WORDS);
  const whole = model.weigh(some).margins[of]!;
  const weights = [...new Set(some)].map((word) => ({
    word,
    weight: whole - model.weigh(some.filter((other) => other !== word)).margins[of]!,
  }));
  weights.sort((a, b) => b.weight - a.weight);
  return {
    for: weights.filter(({ weight }) => weight > SLIGHT).slice(0, FOR),
    against: weights
      .filter(({ weight }) => weight < -SLIGHT)
      .reverse()
      .slice(0, AGAINST),
  };
}
