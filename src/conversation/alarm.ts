/**
 * Hears alarms: words, in the middle of anything else, that tell of a stranger in an account or on a computer, or of a
 * mistake that lets one in.
 */
import type { Content, Intent } from '../core/content.ts';
import type { Case } from '../core/conversation.ts';
import type { Read, Reading } from '../core/reading.ts';
import { clausesOf, graveIn, gravesOf } from './grave.ts';
import type { Interpretation } from './interpretation/interpretation.ts';
import type { ToldWords } from './interpretation/results.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';

/** The confidence, 0 to 1, from which on a security problem interrupts whatever is open. */
const SURE = 0.85;
/** The same for a clause read alone, which is easier to mistake. */
const SURE_OF_A_CLAUSE = 0.9;
/** The confidence from which on it is asked about. */
const MAYBE = 0.5;
/** The fewest words of a clause that is read alone, and the number of clauses that are. */
const FEWEST_WORDS = 3;
const MOST_CLAUSES = 6;
/** The number of words up to which a text is read clause by clause. */
const LONGEST = 60;

/** The number of words from which on a text is more than a short answer. */
const AN_ANSWER = 5;

/** Meanings of words that neither answer what is open nor steer. */
const OPEN: readonly string[] = ['words', 'problem', 'facts', 'typed', 'waiting', 'smalltalk'];
/** Those that are no answer however short they are. */
const NOT_ANSWERING: ReadonlySet<string> = new Set(['words', 'problem', 'smalltalk', 'waiting']);
/** Numbers and addresses answer a question for words. */
const AN_ADDRESS = /[@\d]/;
/** The most words between a denial and the deed: "it has not been stolen". */
const BETWEEN = 1;

/** A security problem that words tell of. */
export interface HeardAlarm {
  readonly intent: string;
  /** Whether it is sure enough to end what is open; else it is asked about. */
  readonly sure: boolean;
}

/**
 * Finds the alarm in what a person wrote; null where there is none. `meant` is its meaning for what is open, if anything
 * is.
 */
export function alarmIn(content: Content, read: Read, text: string, meant: Interpretation | null): HeardAlarm | null {
  if (text === '') return null;
  const { told: words } = spokenWordsOf(content);
  const [wentWell, gotIn] = [words['went-well'].isIn(text), words['got-in'].isIn(text)];
  const isQuestion = meant?.kind === 'question';
  const whole = read(text);
  const parts = text.split(/\s+/).length > LONGEST ? [] : clausesOf(text).slice(0, MOST_CLAUSES);
  const told = parts.filter((part) => part !== text && part.split(/\s+/).length >= FEWEST_WORDS);
  // "My mouse moves by itself, what shall I do?" is alarming by its first clause; a mere question is not.
  const count = text.split(/\s+/).length;
  const perhaps = isLikely(content, whole) ? securityOf(content, whole, text) : null;
  // "On my work computer" answers a question, whatever it resembles; a deed that is told is more than that.
  const isGrave = perhaps !== null && tellsGrave(content, perhaps, text);
  const isShort = meant !== null && count < AN_ANSWER && !NOT_ANSWERING.has(meant.kind);
  const isAnswer = meant !== null && (isShort || !OPEN.includes(meant.kind));
  const isLikeness = whole.confidence >= SURE && !gotIn && (isGrave || !isAnswer);
  const isSure = whole.decision === 'answer' ? isGrave || !isShort : isLikeness;
  if (perhaps && !isQuestion && isSure) return { intent: perhaps.id, sure: true };
  for (const part of told.filter((clause) => !clause.includes('?'))) {
    const reading = read(part);
    const isRead = part.split(/\s+/).length >= AN_ANSWER && reading.confidence >= SURE_OF_A_CLAUSE;
    const intent = isRead ? securityOf(content, reading, part) : null;
    // "I entered my password" and "I pressed approve" are everyday deeds, too: the whole text decides about those.
    if (intent && (!tellsGrave(content, intent, part) || (isLikely(content, whole) && !gotIn)))
      return { intent: intent.id, sure: true };
  }
  // A deed that went as it should is no alarm unless it is read as one beyond doubt.
  if (isQuestion || wentWell || gotIn || isDenied(words, text)) return null;
  if (isAnswer || (meant?.kind === 'typed' && AN_ADDRESS.test(text))) return null;
  return perhaps && { intent: perhaps.id, sure: false };
}

/** Whether the person denies an alarm: "nobody is in my account", "my phone wasn't stolen". */
function isDenied({ 'lead-ins': leadIns, nobody, never, deeds }: ToldWords, text: string): boolean {
  return nobody.behind(leadIns.afterAll(text)) !== null || never.isBefore(deeds, text, BETWEEN);
}

/** Whether a text is more likely about a security problem than about all else. */
function isLikely(content: Content, { intent: id, confidence }: Reading): boolean {
  const intent = content.intents.get(id ?? '');
  return intent !== undefined && isSecurity(content, intent) && confidence >= MAYBE;
}

/** The security problem that a text tells of: one that comes before everything else, or one that its words make grave. */
function securityOf(content: Content, { intent: id }: Reading, text: string): Intent | null {
  const intent = content.intents.get(id ?? '');
  if (!intent || !isSecurity(content, intent) || isDenied(spokenWordsOf(content).told, text)) return null;
  return intent.atOnce || tellsGrave(content, intent, text) ? intent : null;
}

/** Whether a problem comes before everything else, or can become grave by what people did. */
function isSecurity(content: Content, intent: Intent): boolean {
  return intent.kind === 'problem' && (intent.atOnce || gravesOf(content, bare(intent)).length > 0);
}

function tellsGrave(content: Content, intent: Intent, text: string): boolean {
  return Object.keys(graveIn(content, bare(intent), text)).length > 0;
}

/** A case of which only the problem is known. */
function bare({ id }: Intent): Pick<Case, 'intent' | 'frames' | 'slots'> {
  return { intent: id, frames: [], slots: {} };
}
