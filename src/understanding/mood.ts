/** Tells how the person feels from the words of a message. */

/** The feelings of words: AFINN's ratings from -5 to 5, and the words that turn a rating round. */
export interface Feelings {
  readonly words: Readonly<Record<string, number>>;
  readonly negations: readonly string[];
}

/** Words about the machine rather than the person's feeling: an error report is not a complaint. */
const NEUTRAL = new Set(
  'error problem problems failed fail fails cannot wrong trouble incorrect no unable lost stop help please support trust trusted certificate expired denied refused blocked issue issues lock locked thanks thank yes leave worries'.split(
    ' ',
  ),
);
const MOST_WORDS = 60;

/**
 * Learns natural's sentiment vocabulary. Only training calls it: natural loads the vocabularies of nine languages (30
 * MB), and a service needs one of them, which is kept with the model.
 */
export async function learnFeelings(): Promise<Feelings> {
  const { default: SentimentAnalyzer } = await import('natural/lib/natural/sentiment/SentimentAnalyzer.js');
  const { vocabulary, negations } = new SentimentAnalyzer('English', null, 'afinn');
  const words = Object.fromEntries(
    Object.entries(vocabulary).filter(([word]) => /^[a-z']+$/.test(word) && !NEUTRAL.has(word)),
  );
  // The reader's words have no apostrophes.
  return { words, negations: negations.map((word) => word.replaceAll("'", '')).filter((word) => !NEUTRAL.has(word)) };
}

/** The person's mood, -1 (furious) to 1 (delighted); 0 if no word tells. As natural reckons it, bounded. */
export function moodOf(words: readonly string[], feelings: Feelings): number {
  let score = 0;
  let sign = 1;
  const considered = words.slice(0, MOST_WORDS);
  for (const word of considered) {
    if (feelings.negations.includes(word)) sign = -1;
    else if (Object.hasOwn(feelings.words, word)) score += sign * feelings.words[word]!;
  }
  return considered.length === 0 ? 0 : Math.max(-1, Math.min(1, score / Math.sqrt(considered.length) / 5));
}
