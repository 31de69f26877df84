/** The meaning of an intent that steers (a control, a plain answer, smalltalk) for the open question. */
import type { Question } from '../../core/conversation.ts';
import type { Reading } from '../../core/reading.ts';
import { AGREED, ANSWERS, CONTROL_INTENTS, type Control, FAILED, NO, SMALLTALK, YES } from '../../core/steering.ts';
import { assent, failedAt } from './assent.ts';
import type { Interpretation, Light } from './interpretation.ts';
import { hasHelpElsewhere, type ToldWords, wentBadly } from './results.ts';
import type { WordList } from './word-list.ts';

/** Controls that end something: the bot follows them only when it is sure of them. */
const ENDING: readonly Control[] = ['human', 'stop', 'start-over'];
/** The mood (-1 furious, 1 delighted) from which down nothing is called fixed. */
export const AWFUL = -0.3;
/** The number of words of the longest control; a longer text is a report that happens to contain one. */
export const LONGEST_STEERING = 12;
/** The ends of clauses, and of words that turn help down and often stand without a mark. */
const CLAUSES = /[,.;:!\n–—-]+\s+|(?<=^\W*(?:never ?mind|forget it))\s+/iu;
/** The number of words of the longest plain "no", and of the longest wish to stop or to start over. */
const A_PLAIN_NO = 3;
/** The number of words of a plain wish to stop: "stop again". */
const A_PLAIN_STOP = 2;
const LONGEST_ENDING = 8;
/** The end of a question in the text of a step; the name of a button may end so as well ("Stay signed in?"). */
const A_QUESTION = /[?？](?=\s|$)/u;

/** The meaning of an intent that steers; null where it means nothing to the open question. */
export function steered(
  reading: Reading,
  control: Control | undefined,
  { question, doing, isWhole, asksWhether }: Light,
  text: string,
  told: ToldWords,
): Interpretation | null {
  const count = text.split(/\s+/).length;
  const intent = reading.intent!;
  // "I restart it every day" tells of a computer, and what was tried with it.
  if (control === 'start-over' && told.restarted.isIn(text)) return { kind: 'control', id: 'tried' };
  // "Don't tell me to restart again" wishes for no new start.
  if (control === 'start-over' && told.lacks.isIn(text)) return { kind: 'words', reading };
  // A control that ends something is followed where it was said in so many words, not on a mere likeness.
  const isLikeness = control !== 'human' && reading.evidence === null && question !== null;
  const isUnsure = reading.decision !== 'answer' || (count > LONGEST_ENDING && control !== 'human') || isLikeness;
  // "No, is again stop" tells that it stops again.
  if (control === 'stop' && told.returns.isIn(text) && count > A_PLAIN_STOP)
    return assent(question, FAILED) ?? { kind: 'words', reading };
  // "I'll drop it off at your desk later" ends it; "I'll come back to it later" leaves the step as it is.
  if (control === 'stop' && isUnsure && hasHelpElsewhere(text, told)) return { kind: 'control', id: 'stop' };
  if (control === 'stop' && isUnsure && told.later.isIn(text)) return { kind: 'waiting', reading };
  if (control && ENDING.includes(control) && isUnsure) return { kind: 'words', reading };
  // A fix that was tried before need not be risked again.
  if (control === 'tried' && question?.choices.some((c) => c.id === 'risk-skip'))
    return { kind: 'choice', id: 'risk-skip' };
  if (control && isAside(reading, control, text, question, told)) return { kind: 'words', reading };
  if (control) return { kind: 'control', id: control };
  const isSoft = intent === ANSWERS.did || SMALLTALK.includes(intent);
  if (isSoft && reading.decision !== 'answer') return null;
  if (SMALLTALK.includes(intent)) return { kind: 'smalltalk', intent };
  const has = (id: string): boolean => question?.choices.some((c) => c.id === id) ?? false;
  // "Is paper jammed?" stands in a step: its answer says nothing of whether the step helped.
  const isAskedWithin = isWhole && has('fixed') && A_QUESTION.test(doing);
  switch (intent) {
    case ANSWERS.unknown:
      return assent(question, ['unknown']) ?? { kind: 'control', id: 'skip' };
    case ANSWERS.worked:
      if (reading.mood <= AWFUL) return { kind: 'words', reading };
      // A likeness to a success ends nothing: "ça coupe".
      if (has('fixed') && reading.decision !== 'answer' && reading.evidence === null && reading.works === null)
        return { kind: 'did', reading };
      // "It worked, but …" is not fixed.
      if (has('fixed') && reading.turned && has('not')) return { kind: 'choice', id: 'not' };
      // A case ends on a plain success alone; any other is asked about.
      if (has('fixed')) return reading.doubtful ? { kind: 'did', reading } : { kind: 'choice', id: 'fixed' };
      // "Yesterday it worked, now not" is no yes.
      if (has('works') && reading.doubtful && told.lacks.isIn(text)) return { kind: 'words', reading };
      if (has('works') && !reading.over) return assent(question, YES);
      // "It starts again after" tells of a crash, where it is still asked which problem it is.
      if (has('none-of-these') && reading.works?.all !== true && !(reading.over && reading.evidence !== null))
        return { kind: 'words', reading };
      if (reading.turned || reading.doubtful) return { kind: 'words', reading };
      return { kind: 'worked', reading };
    case ANSWERS.did:
      // "Pushed it in, no light at the socket" says how it went as well.
      return (
        assent(question, AGREED) ??
        (wentBadly(text, told) ? assent(question, FAILED) : null) ?? { kind: 'did', reading }
      );
    case ANSWERS.failed:
      // "Funziona" is half of "non funziona".
      if (reading.works?.all && told.well.isIn(text) && !told.lacks.isIn(text) && !told.persists.isIn(text))
        return has('works') ? assent(question, YES) : { kind: 'did', reading };
      return failedIn(text, question, told) ?? (has('next') ? { kind: 'control', id: 'cannot' } : null);
    case ANSWERS.no:
      if (isAskedWithin && count <= A_PLAIN_NO) return { kind: 'did', reading };
      // "Oh no!" is dismay, and answers nothing.
      if (isOnly(text, told.dismay)) return { kind: 'smalltalk', intent: 'upset' };
      // A "no" at a step that looks at something or prepares it means that it could not be done.
      // And where no answer begins with "no", it is one that nobody has: "Have you tried another one?" — "No".
      return (
        assent(question, NO) ??
        (has('next')
          ? { kind: 'control', id: 'cannot' }
          : has('unknown') && count <= A_PLAIN_NO
            ? assent(question, ['unknown'])
            : null)
      );
    default:
      // "Yes, I typed it right" says what was done, and not that it helped.
      // And where nobody asked yet whether it helped, so does a bare "yes".
      if (
        isAskedWithin ||
        (has('fixed') && (!isPlainYes(text, told) || (!asksWhether && !told['it-helped'].isIn(text))))
      )
        if (!reading.over && reading.works === null) return { kind: 'did', reading };
      return assent(question, YES);
  }
}

/** The answer of a text that says that it still fails; "the error is back" is about the trouble, and no answer to "does the page open?". */
function failedIn(text: string, question: Question | null, told: ToldWords): Interpretation | null {
  if (text.split(/\s+/).length > A_PLAIN_NO) return assent(question, ['not']);
  return told['there-again'].isIn(text) ? assent(question, FAILED) : failedAt(question, told);
}

/** The chance from which on words at a step say that it was tried before, where nothing is surely meant. */
const MAY_BE_TRIED = 0.1;

/** The meaning of words that may say that a step was tried before; null for others. At a step they hardly tell of another problem. */
export function triedIn(
  { decision, evidence, guesses }: Reading,
  question: Question | null,
  text: string,
  told: ToldWords,
) {
  const has = (id: string): boolean => question?.choices.some((c) => c.id === id) ?? false;
  if (decision === 'answer' || evidence !== null || !(has('fixed') || has('next') || has('risk-skip'))) return null;
  const mayBe = guesses.some((g) => CONTROL_INTENTS[g.intent] === 'tried' && g.confidence >= MAY_BE_TRIED);
  if (!mayBe && !told.restarted.isIn(text)) return null;
  return has('risk-skip')
    ? ({ kind: 'choice', id: 'risk-skip' } as const)
    : ({ kind: 'control', id: 'tried' } as const);
}

/** The meaning of what is said in passing; null where nothing is. */
export function passingIn(reading: Reading): Interpretation | null {
  if (reading.passing === null) return null;
  return reading.passing === 'waiting' ? { kind: 'waiting', reading } : { kind: 'smalltalk', intent: reading.passing };
}

/** Whether a text is a yes with nothing beside that tells anything. */
function isPlainYes(text: string, told: ToldWords): boolean {
  const [, ...beside] = text.split(/[^\p{L}'’]+/u).filter((word) => word !== '');
  return beside.every((word) => told['beside-yes'].behind(word) === '');
}

/** Whether a text is one of some phrases and nothing else. */
function isOnly(text: string, words: WordList): boolean {
  const rest = words.behind(text);
  return rest !== null && !/[\p{L}\p{N}]/u.test(rest);
}

/** The most words between a denial and the person it is about: "I don't want to talk to a person". */
const BETWEEN = 3;

/** Whether a text denies a wish for a person. */
function isUnwanted(text: string, { denies, persons }: ToldWords): boolean {
  return denies.isBefore(persons, text, BETWEEN);
}

/** Whether a text that sounds like a control tells something instead. */
function isAside(
  reading: Reading,
  control: Control,
  text: string,
  question: Question | null,
  told: ToldWords,
): boolean {
  if (control === 'human') return isUnwanted(text, told);
  const begun = told.openers.afterAll(text);
  // "And that brought it back" is about what brought something back.
  if (control === 'back' && /\p{L} /u.test(told.pointing.behind(begun) ?? '')) return true;
  if (ENDING.includes(control) || control === 'back' || control === 'skip') return told.subject.behind(begun) !== null;
  // A question is not answered by something that was tried, or can't be done, unless that is said in so many words.
  const isAsked = question?.choices.every((c) => c.id !== 'fixed' && c.id !== 'next') ?? false;
  return isAsked && (control === 'tried' || control === 'cannot') && reading.evidence === null;
}

/** The clauses of a text that says several things in a few words: "forget it, call me"; none of other texts. */
export function shortClausesOf(text: string): readonly string[] {
  const clauses = text.split(CLAUSES).filter((clause) => /\p{L}/u.test(clause));
  return clauses.length < 2 || text.split(/\s+/).length > LONGEST_STEERING ? [] : clauses;
}
