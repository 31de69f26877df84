import SentimentAnalyzer from 'natural/lib/natural/sentiment/SentimentAnalyzer.js';

// AFINN rates words from -5 to 5; stemming would lose half of its vocabulary, so the words go in as they are.
const analyzer = new SentimentAnalyzer('English', null, 'afinn');
/** Said of the machine, not of the feeling: an error report is not a complaint. */
const NEUTRAL = new Set(['error', 'problem', 'problems', 'failed', 'fail', 'fails', 'cannot', 'wrong', 'trouble', 'incorrect', 'no', 'unable', 'lost', 'stop', 'help', 'please', 'support', 'trust', 'trusted', 'certificate', 'expired', 'denied', 'refused', 'blocked', 'issue', 'issues', 'lock', 'locked', 'thanks', 'thank', 'yes']);

/** How the person feels, -1 (furious) to 1 (delighted); 0 where no word tells. */
export function moodOf(words: readonly string[]): number {
  const telling = words.filter((w) => !NEUTRAL.has(w)).slice(0, 60);
  if (telling.length === 0) return 0;
  const average = analyzer.getSentiment([...telling]);
  return Math.max(-1, Math.min(1, (average * Math.sqrt(telling.length)) / 5));
}
