/** Finds a second problem that is told beside the first: "…, also the printer is stuck", or in the middle of a step. */
import { isGeneric } from '../core/content.ts';
import type { Reading } from '../core/reading.ts';
import type { Interpretation } from './interpretation/interpretation.ts';
import type { ToldWords } from './interpretation/results.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';
import type { Session } from './session.ts';

/** The confidence, 0 to 1, from which on a second problem is one. */
const LIKELY = 0.5;

/** Whether a text that is told beside another problem is one itself. */
export function isLikely({ decision, confidence }: Reading): boolean {
  return decision === 'answer' || (decision === 'ask' && confidence >= LIKELY);
}

/** A second problem, and the words that tell it. */
interface SecondProblem {
  readonly intent: string;
  readonly reading: Reading;
  readonly said: string;
}

/** The second problem of a text, "…, also the printer is stuck", and its words; null where it tells of one alone. */
export function secondProblem(s: Session, text: string, first: string): SecondProblem | null {
  const [, ...others] = spokenWordsOf(s.content).told.also.parts(text);
  for (const said of others) {
    const reading = s.readingOf(said.trim());
    const intent = s.intent(reading.intent);
    if (isLikely(reading) && intent?.kind === 'problem' && intent.id !== first && !isGeneric(s.content, intent.id))
      return { intent: intent.id, reading, said: said.trim() };
  }
  return besideIn(s, text, first);
}

/**
 * The second of two problems that are told side by side: "my Teams has no sound and my second screen is black". Each begins
 * with a thing of its own, and the first is sure by itself: "my Teams won't open and says …" is one.
 */
function besideIn(s: Session, text: string, first: string): SecondProblem | null {
  const { told } = spokenWordsOf(s.content);
  const parts = told.lists.parts(text).map((part) => part.trim());
  const isThing = (said: string): boolean =>
    told.subject.behind(said) !== null && told['pointed-at'].behind(said) === null;
  if (parts.length !== 2 || !parts.every(isThing)) return null;
  const both = parts.map((said) => ({ said, reading: s.readingOf(said) }));
  const own = both.find(({ reading: { decision, intent } }) => decision === 'answer' && intent === first);
  const other = both.find((part) => part !== own);
  if (!own || !other) return null;
  const intent = s.intent(other.reading.intent);
  const isOther = other.reading.guesses.every((guess) => guess.intent !== first);
  if (!isOther || intent?.kind !== 'problem' || isGeneric(s.content, intent.id)) return null;
  // "My laptop and my colleague's have no internet" tells nothing of the laptop alone.
  if (!tellsOfFailure(other.said, told)) return null;
  return { intent: intent.id, ...other };
}

/** Meanings of words that answer nothing, or hardly: a second problem may be told in them. */
const OPEN: readonly Interpretation['kind'][] = ['words', 'waiting', 'problem', 'smalltalk'];
/** The least confidence that something told in the middle of a step is another problem. */
const PERHAPS = 0.3;

/**
 * The problem that a message in the middle of a step may tell besides, "oh wait, my sound is gone too": it is not sure
 * which one, but that something else fails. Null for other messages.
 */
export function perhapsSecond(s: Session): string | null {
  const { interpretation: meant, case: c, content } = s;
  const { told } = spokenWordsOf(content);
  const { text } = s.message;
  if (c === null || s.message.kind !== 'said' || !OPEN.includes(meant.kind) || !told.beside.isIn(text)) return null;
  if (!tellsOfFailure(text, told)) return null;
  // All of it counts: of "wait, the internet is gone too" the first word is understood at once.
  const reading = s.readingOf(text);
  if (reading.asked !== null) return null;
  if (reading.decision !== 'ask' || reading.confidence < PERHAPS || reading.works !== null) return null;
  const intent = s.intent(reading.intent);
  if (intent?.kind !== 'problem' || intent.atOnce || isGeneric(content, intent.id)) return null;
  // "It asks for my password again" is as likely the problem at hand.
  if (reading.guesses.some((guess) => guess.intent === c.intent)) return null;
  // "Wait, it says offline" is about the step.
  const begun = told.openers.afterAll(told.beside.afterAll(told.openers.afterAll(told.sounds.afterAll(text))));
  return told['pointed-at'].behind(begun) === null ? intent.id : null;
}

/** Whether some words tell of anything that fails. */
function tellsOfFailure(text: string, { lacks, amiss, persists, broken }: ToldWords): boolean {
  return [lacks, amiss, persists, broken].some((words) => words.isIn(text));
}

/** Says that the second problem that was told comes afterwards. */
export function sayLater(s: Session): void {
  const { later, laterSaid } = s.case ?? {};
  if (laterSaid !== undefined) s.builder.sayPhrase('later-said', { words: laterSaid });
  else s.builder.sayPhrase('later', { problem: s.intent(later ?? null)?.title ?? '' });
}
