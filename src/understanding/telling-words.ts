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

/** The fewest letters of a word that is worth showing to an agent: "in" tells nobody anything. */
const A_WORD = 3;
const WORD = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu;

/**
 * Words as the person wrote them: the name they used where one token stands for all names of a product, "sign in" where
 * two words are one token. Tokens that stand in no text, such as "is part of a drive", are those of the word they were
 * put beside.
 */
export function asWritten(
  text: string,
  telling: readonly string[],
  tokens: (some: string) => readonly string[],
): string[] {
  const words = (text.match(WORD) ?? []).slice(0, MOST_WORDS);
  const written = new Map<string, string>();
  const note = (some: string): void => {
    for (const token of tokens(some)) if (!written.has(token)) written.set(token, some);
  };
  for (const word of words) note(word);
  for (const [i, word] of words.slice(1).entries()) note(`${words[i]} ${word}`);
  return [...new Set(telling.flatMap((token) => written.get(token) ?? []))].filter((word) => word.length >= A_WORD);
}

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
