/** Finds signatures that also match another problem's texts, and signatures that are too short. */
import type { Content, Intent } from '../../core/content.ts';
import { wordsOf } from './neighbours.ts';

/** A signature that also matches a text of another intent: one of its signatures or examples. */
export interface Shadow {
  readonly intent: Intent;
  /** Its position in the intent's `says`. */
  readonly index: number;
  readonly other: Intent;
  readonly where: 'says' | 'examples';
  readonly text: string;
}

/** The word that stands for a placeholder, whatever it holds. */
const GAP = '*';

function signatureWords(says: string): string[] {
  return wordsOf(says.replace(/\{[a-z]+(?:-[a-z]+)*\}/g, ' xplaceholderx ')).map((w) =>
    w === 'xplaceholderx' ? GAP : w,
  );
}

/** Whether all words of one text stand in another, in order and together; a placeholder holds any one word. */
function within(inner: readonly string[], outer: readonly string[]): boolean {
  for (let from = 0; from + inner.length <= outer.length; from++)
    if (inner.every((word, i) => word === outer[from + i] || word === GAP)) return true;
  return false;
}

function lookalikes(a: Intent, b: Intent): boolean {
  return a.lookalikes.some((l) => l.intent === b.id) || b.lookalikes.some((l) => l.intent === a.id);
}

/**
 * The signatures of problems that shadow other problems: a person who sends the longer text, or puts it that way, would
 * be understood as having the wrong problem. Between known lookalikes this is meant: their walkthroughs ask.
 */
export function shadows(content: Content): Shadow[] {
  const problems = [...content.intents.values()].filter((i) => i.kind === 'problem');
  const texts = problems.flatMap((other) =>
    (['says', 'examples'] as const).flatMap((where) =>
      other[where].map((text) => ({
        other,
        where,
        text,
        words: where === 'says' ? signatureWords(text) : wordsOf(text),
      })),
    ),
  );
  const byWord = new Map<string, typeof texts>();
  for (const t of texts)
    for (const word of new Set(t.words)) {
      const list = byWord.get(word) ?? [];
      byWord.set(word, list);
      list.push(t);
    }
  const holding = (word: string): typeof texts => byWord.get(word) ?? [];
  return problems.flatMap((intent) =>
    intent.says.flatMap((says, index): Shadow[] => {
      const words = signatureWords(says);
      // Only texts with the rarest word of the signature can hold all of it.
      const rarest = words
        .filter((w) => w !== GAP)
        .reduce<string | null>(
          (best, w) => (best === null || holding(w).length < holding(best).length ? w : best),
          null,
        );
      const candidates = rarest === null ? [] : holding(rarest);
      const found = candidates.find(
        (t) =>
          t.other !== intent &&
          !lookalikes(intent, t.other) &&
          // A signature of the same length is the same text: that is a fault, not a shadow.
          (t.where === 'examples' || t.words.length > words.length) &&
          within(words, t.words),
      );
      return found ? [{ intent, index, other: found.other, where: found.where, text: found.text }] : [];
    }),
  );
}

/** The smallest number of words that makes a signature an intent's own. */
export const FEWEST_WORDS = 4;

/**
 * Whether a signature is so short that it would be found in texts about something else; a code or a name is telling
 * enough.
 */
export function tooShort(says: string): boolean {
  const telling = says.split(/\s+/).some((word) => /\d|_|\p{Ll}\p{Lu}/u.test(word));
  return !telling && signatureWords(says).filter((w) => w !== GAP).length < FEWEST_WORDS;
}
