/**
 * Hears alarms: words, in the middle of anything else, that tell of a stranger in an account or on a computer, or of a
 * mistake that lets one in.
 */
import type { Content, Intent } from '../core/content.ts';
import type { Case } from '../core/conversation.ts';
import type { Read, Reading } from '../core/reading.ts';
import { signIn } from './alarm-signs.ts';
import { clausesOf, graveIn, gravesOf } from './grave.ts';
import type { Interpretation } from './interpretation/interpretation.ts';
import type { ToldWords } from './interpretation/results.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';

/** The confidence, 0 to 1, from which on a security problem interrupts whatever is open. */
const SURE = 0.85;
/** The same for a clause read alone, which is easier to mistake. */
const SURE_OF_A_CLAUSE = 0.9;
/** The confidence from which on a few words that answer what is open are asked about. */
const LIKELY = 0.75;
/** The confidence from which on other words are. */
const MAYBE = 0.5;
/** The number of clauses that are read alone at most. */
const MOST_CLAUSES = 6;
/** The number of words up to which a text is read clause by clause. */
const LONGEST = 60;

/** The number of words from which on a text is more than a short answer, and a clause is read alone. */
const AN_ANSWER = 5;

/** Meanings of words that neither answer what is open nor steer. */
const OPEN: readonly string[] = ['words', 'problem', 'facts', 'typed', 'waiting', 'smalltalk'];
/** Those that are no answer however short they are. */
const NOT_ANSWERING: ReadonlySet<string> = new Set(['words', 'problem', 'smalltalk', 'waiting']);
/** Results of a step, and that it was tried: they are heard in a few of the words, whatever the others tell. */
const RESULTS: ReadonlySet<string> = new Set(['fixed', 'not', 'tried', 'cannot']);
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

/** The words of a person, with all that tells how much an alarm in them is worth. */
interface Words {
  readonly content: Content;
  readonly read: Read;
  readonly text: string;
  /** The reading of the whole text, and the security problem that it is likely about. */
  readonly whole: Reading;
  readonly likely: Intent | null;
  /** Whether a deed is told that makes that problem grave. */
  readonly isGrave: boolean;
  /** The meaning of the text for the open question: a question back, an answer, and one of a few words. */
  readonly isQuestion: boolean;
  readonly isAnswer: boolean;
  readonly isShort: boolean;
  /** Whether it was taken as words that were asked for, or as something that was done ("hacked!!"): an alarm may be as well. */
  readonly isTaken: boolean;
  /** Whether it tells that the person got in, and that all went as it should. */
  readonly gotIn: boolean;
  readonly wentWell: boolean;
}

/**
 * Finds the alarm in what a person wrote; null where there is none. `meant` is its meaning for what is open, if anything
 * is.
 */
export function alarmIn(content: Content, read: Read, text: string, meant: Interpretation | null): HeardAlarm | null {
  if (text === '') return null;
  const isShort = meant !== null && wordsOf(text) < AN_ANSWER && !NOT_ANSWERING.has(meant.kind);
  const found = isShort && meant.kind === 'choice' ? null : signIn(content, text);
  const sign = found && isOther(content, read(text), found.intent) ? null : found;
  if (sign?.kind === 'told') return { intent: sign.intent, sure: true };
  const words = wordsIn(content, read, text, meant, isShort);
  // "I don't think my account was hacked" is read as if it was.
  if (sign?.kind === 'unreal') return inAClause(words);
  const asked = sign && { intent: sign.intent, sure: false };
  return inTheWhole(words) ?? inAClause(words) ?? asked ?? perhaps(words);
}

/** Whether a text is surely about a problem that is easily taken for another: "the phone with my authenticator was stolen". */
function isOther(content: Content, { decision, intent }: Reading, other: string): boolean {
  const named = decision === 'answer' ? content.intents.get(intent ?? '') : undefined;
  return named?.lookalikes.some((one) => one.intent === other) ?? false;
}

function wordsIn(content: Content, read: Read, text: string, meant: Interpretation | null, isShort: boolean): Words {
  const { told } = spokenWordsOf(content);
  const whole = read(text);
  const likely = isLikely(content, whole) ? securityOf(content, whole, text) : null;
  return {
    ...{ content, read, text, whole, likely, isShort },
    isGrave: likely !== null && tellsGrave(content, likely, text),
    isQuestion: meant?.kind === 'question',
    // "Done, and all my files have a strange ending" is more than the result of the step.
    isAnswer: meant !== null && (isShort || !(OPEN.includes(meant.kind) || (likely !== null && isResult(meant)))),
    isTaken: meant?.kind === 'typed' || meant?.kind === 'did',
    gotIn: told['got-in'].isIn(text),
    wentWell: told['went-well'].isIn(text),
  };
}

/** Whether a text was taken for what came of the open step, or for its being done. */
function isResult(meant: Interpretation): boolean {
  if (meant.kind === 'choice' || meant.kind === 'control') return RESULTS.has(meant.id);
  return meant.kind === 'did' || meant.kind === 'worked';
}

/** The alarm that a text surely is as a whole; null where it is none, or only resembles one. */
function inTheWhole({
  whole,
  likely,
  isGrave,
  isQuestion,
  isAnswer,
  isShort,
  gotIn,
  wentWell,
}: Words): HeardAlarm | null {
  if (likely === null || isQuestion) return null;
  // "On my work computer" answers a question, whatever it resembles; a deed that is told is more than that.
  const isLikeness = whole.confidence >= SURE && !gotIn && (isGrave || !(isAnswer || wentWell));
  const isSure = whole.decision === 'answer' ? isGrave || !isShort : isLikeness;
  return isSure ? { intent: likely.id, sure: true } : null;
}

/** The alarm of one clause among others: "my mouse moves by itself, what shall I do?"; null where no clause is one. */
function inAClause({ content, read, text, whole, gotIn }: Words): HeardAlarm | null {
  if (wordsOf(text) > LONGEST || !callsForMore(content, whole, text)) return null;
  for (const clause of clausesOf(content, text).slice(0, MOST_CLAUSES)) {
    if (clause === text || clause.includes('?') || wordsOf(clause) < AN_ANSWER) continue;
    const reading = read(clause);
    const intent = reading.confidence >= SURE_OF_A_CLAUSE ? securityOf(content, reading, clause) : null;
    // "I entered my password" and "I pressed approve" are everyday deeds, too: the whole text decides about those.
    if (intent && (!tellsGrave(content, intent, clause) || (isLikely(content, whole) && !gotIn)))
      return { intent: intent.id, sure: true };
  }
  return null;
}

/** Whether anything in a text calls for a look at its clauses: a guess at a security problem, or words for a deed or a stranger. */
function callsForMore(content: Content, { guesses }: Reading, text: string): boolean {
  const { deeds, strangers } = spokenWordsOf(content).told;
  return guesses.some(({ intent }) => isSecurity(content, intent)) || deeds.isIn(text) || strangers.isIn(text);
}

/** The alarm that a text may be, which is asked about; null where all went well, or where it answers what is open. */
function perhaps(words: Words): HeardAlarm | null {
  const { content, text, whole, likely, isGrave, isQuestion, isAnswer, isShort, isTaken, gotIn, wentWell } = words;
  // A deed that went as it should is no alarm unless it is read as one beyond doubt.
  if (likely === null || isQuestion || wentWell || gotIn || isDenied(spokenWordsOf(content).told, text)) return null;
  if (isTaken && AN_ADDRESS.test(text)) return null;
  // "He is in a meeting, I'll ask him later" says to wait, and only resembles an alarm.
  if (whole.passing === 'waiting' && whole.decision !== 'answer' && !isGrave) return null;
  // "Laptop stolen" would be a subject as well, where one is asked for: one question more is better than to miss it.
  const isSwallowed = isTaken && isShort && whole.decision !== 'none' && whole.confidence >= LIKELY;
  return isAnswer && !isSwallowed ? null : { intent: likely.id, sure: false };
}

function wordsOf(text: string): number {
  return text.split(/\s+/).length;
}

/** Whether the person denies an alarm: "nobody is in my account", "my phone wasn't stolen". */
function isDenied({ 'lead-ins': leadIns, nobody, never, deeds }: ToldWords, text: string): boolean {
  return nobody.behind(leadIns.afterAll(text)) !== null || never.isBefore(deeds, text, BETWEEN);
}

/** Whether a text is more likely about a security problem than about all else. */
function isLikely(content: Content, { intent: id, confidence }: Reading): boolean {
  return id !== null && isSecurity(content, id) && confidence >= MAYBE;
}

/** The security problem that a text tells of: one that comes before everything else, or one that its words make grave. */
function securityOf(content: Content, { intent: id }: Reading, text: string): Intent | null {
  const intent = content.intents.get(id ?? '');
  if (!intent || !isSecurity(content, intent.id) || isDenied(spokenWordsOf(content).told, text)) return null;
  return intent.atOnce || tellsGrave(content, intent, text) ? intent : null;
}

const security = new WeakMap<Content, ReadonlySet<string>>();

/** Whether a problem comes before everything else, or can become grave by what people did. */
function isSecurity(content: Content, intent: string): boolean {
  const ids =
    security.get(content) ??
    new Set(
      [...content.intents.values()]
        .filter((one) => one.kind === 'problem' && (one.atOnce || gravesOf(content, bare(one)).length > 0))
        .map(({ id }) => id),
    );
  security.set(content, ids);
  return ids.has(intent);
}

function tellsGrave(content: Content, intent: Intent, text: string): boolean {
  return Object.keys(graveIn(content, bare(intent), text)).length > 0;
}

/** A case of which only the problem is known. */
function bare({ id }: Intent): Pick<Case, 'intent' | 'frames' | 'slots'> {
  return { intent: id, frames: [], slots: {} };
}
