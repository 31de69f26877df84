/** The dialog that lets the person choose among likely problems. */
import { bareNumbersOf } from '../../core/bare-number.ts';
import { type Intent, isGeneric } from '../../core/content.ts';
import type { Reading } from '../../core/reading.ts';
import { ANSWERS, CONTROL_INTENTS } from '../../core/steering.ts';
import { graveIn } from '../grave.ts';
import { onlyNames } from '../interpretation/results.ts';
import { namedChoice, spokenWordsOf } from '../interpretation/spoken-words.ts';
import type { Session } from '../session.ts';
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** Asks "Did you mean …?", or which of several errors in one text comes first. */
export async function askWhich(step: DialogStep): Result {
  const s = session(step);
  const report = step.options.report ?? '';
  const isNumber = bareNumbersOf(s.content).in(report) !== null;
  const isShared = isNumber && (step.options.guesses ?? []).length > 1;
  const { rejected = [] } = step.options;
  if (!step.options.briefly && step.options.rejected !== undefined) s.builder.sayPhrase('rejected');
  else if (!step.options.briefly)
    s.builder.sayPhrase(step.options.several ? 'several-errors' : isShared ? 'which-program' : 'did-you-mean');
  s.remember(report);
  // Asked again, it is about other words; several errors and bare numbers are understood as far as they can be.
  if (!step.options.several && !isNumber && s.message.text === report) s.learn('ask');
  const intents = (step.options.guesses ?? []).map((g) => s.intent(g.intent)).filter((intent) => intent !== null);
  const packs = [...new Set(intents.map((intent) => intent.pack))].map((id) => s.content.packs.get(id)!);
  // Each title names its product where problems of several products are offered.
  const of = (intent: Intent): string => (packs.length > 1 ? ` (${s.content.packs.get(intent.pack)!.title})` : '');
  const guesses = intents
    .map((intent) => ({ id: intent.id, title: `${intent.title}${of(intent)}` }))
    .filter(({ id }) => !rejected.includes(id));
  const [pack] = packs;
  // A number is shown by these alone: no product's other problems stand beside them.
  const rest =
    !isNumber && pack?.generic && ![...rejected, ...guesses.map(({ id }) => id)].includes(pack.generic)
      ? [s.builder.starter(pack)]
      : [];
  s.builder.ask([...guesses, ...rest, s.builder.choice('none-of-these')], ['human']);
  return WAIT;
}

/** Follows the answer: begins the chosen problem, or reads the words anew. */
export async function followWhich(step: DialogStep): Result {
  const s = session(step);
  const { interpretation, message } = s;
  const offered = (step.options.guesses ?? []).map(({ intent }) => intent);
  // "I pressed approve by mistake" says which of them it is: the one that this makes worse.
  const graver =
    message.kind === 'said'
      ? offered.find(
          (intent) => Object.keys(graveIn(s.content, { intent, frames: [], slots: {} }, message.text)).length > 0,
        )
      : undefined;
  if (graver !== undefined && interpretation.kind !== 'choice' && interpretation.kind !== 'problem')
    return begin(step, graver, step.options.reading ?? null, `${step.options.report ?? ''}\n\n${message.text}`);
  if (interpretation.kind === 'choice' && interpretation.id === 'none-of-these') return step.replaceDialog('lost');
  // "Not the printer one": the others are offered, as far as there are any.
  if (interpretation.kind === 'rejected') {
    const rejected = [...(step.options.rejected ?? []), ...interpretation.ids];
    if (offered.every((id) => rejected.includes(id))) return step.replaceDialog('lost');
    return step.replaceDialog('which', { ...step.options, rejected, briefly: false });
  }
  // "Yes" chooses where only one problem is offered, besides "something with …".
  const isYes = interpretation.kind === 'words' && interpretation.reading.intent === ANSWERS.yes;
  const specific = offered.filter((id) => !isGeneric(s.content, id));
  const [one] = specific.length > 0 ? specific : offered;
  if (isYes && one !== undefined && (specific.length || offered.length) === 1)
    return begin(step, one, step.options.reading ?? null, withMore(s, step.options.report ?? ''));
  // "Both" is one after the other, in the order they were told.
  if (interpretation.kind === 'words' && interpretation.reading.several && specific.length > 1)
    return begin(step, specific[0]!, step.options.reading ?? null, step.options.report);
  // "I already restarted it" takes the one problem for granted.
  const isTried = interpretation.kind === 'words' && CONTROL_INTENTS[interpretation.reading.intent ?? ''] === 'tried';
  if (isTried && specific.length === 1) {
    const { reading } = step.options;
    // A fix that was tried need not be told again.
    return begin(step, specific[0]!, withFacts(s, reading ?? null), `${step.options.report ?? ''}\n\n${message.text}`);
  }
  const together = joined(s, step.options.report ?? '');
  // "It's a Dell" says little of which problem it is: it is noted, and the same is asked again.
  if (s.unanswered === 0 && namesThing(s, together, step.options.reading ?? null)) {
    s.unanswered += 1;
    s.remember(message.text);
    s.builder.sayPhrase('noted-words');
    return step.replaceDialog('which', { ...step.options, reading: withFacts(s, step.options.reading ?? null) });
  }
  const isMore = interpretation.kind === 'words' && tellsMore(interpretation.reading) && !deniesOne(s);
  const isName = message.kind === 'said' && onlyNames(message.text, spokenWordsOf(s.content).told);
  if (
    interpretation.kind === 'words' &&
    !isMore &&
    !isName &&
    s.intent(interpretation.reading.intent)?.kind === 'control'
  ) {
    s.builder.sayPhrase('not-understood');
    return step.replaceDialog('which', { ...step.options, briefly: true });
  }
  // Words that make less of what was reported add nothing: the same is asked once more.
  const report = step.options.report ?? '';
  const isLess =
    together === null
      ? isUnread(s) && (report.includes('\n') || report.includes(message.text))
      : isNothing(s, s.readingOf(together));
  if (s.unanswered === 0 && isLess) {
    s.unanswered += 1;
    s.remember(message.text);
    s.builder.sayPhrase('not-understood');
    return step.replaceDialog('which', { ...step.options, briefly: true });
  }
  // After a mere name, "it won't sync one file" says by itself which problem it is.
  if (together !== null && report.split(/\s+/).length <= A_MERE_NAME && isSurerAlone(s, together))
    return step.replaceDialog('triage', { settling: offered });
  if (together !== null) {
    s.hearInstead(together);
    return step.replaceDialog('triage', { settling: offered });
  }
  // The offer stands: that something was done, or still fails, adds nothing to it.
  const isSteering = interpretation.kind === 'words' && s.intent(interpretation.reading.intent)?.kind === 'control';
  if (interpretation.kind === 'did' || (isSteering && interpretation.reading.decision === 'answer')) {
    s.builder.sayPhrase('not-understood');
    return step.replaceDialog('which', { ...step.options, briefly: true });
  }
  if (interpretation.kind === 'choice')
    return begin(step, interpretation.id, step.options.reading ?? null, withMore(s, step.options.report ?? ''));
  return step.replaceDialog('triage');
}

/** The number of words up to which an answer tells more of the report, and of the longest report that is added to. */
const FEW_WORDS = 10;
const MANY_WORDS = 60;

/**
 * The report with the answer behind it, where the answer chooses nothing and is no problem by itself: "windows" and "his
 * name is Per Olsen" tell more of what was reported. Null where they are to be read alone.
 */
export function joined(s: Session, report: string): string | null {
  const { message, interpretation: meant } = s;
  const isOpen =
    meant.kind === 'words' || meant.kind === 'did' || (meant.kind === 'problem' && meant.reading.decision !== 'answer');
  if (message.kind !== 'said' || report === '' || report.includes(message.text) || !isOpen) return null;
  // A control, or a plain yes, adds nothing; the second addition is looked at alone.
  const isSteering =
    meant.kind === 'words' && meant.reading.decision === 'answer' && meant.reading.intent !== ANSWERS.failed;
  if (report.includes('\n') || isSteering || deniesOne(s)) return null;
  const [words, before] = [message.text, report].map((text) => text.split(/\s+/).length) as [number, number];
  return words <= FEW_WORDS && before <= MANY_WORDS ? `${report}\n${message.text}` : null;
}

/** Whether the message only names a thing, which makes no problem surer. */
function namesThing(s: Session, together: string | null, before: Reading | null): boolean {
  const { interpretation: meant, message, content } = s;
  if (message.kind !== 'said' || (meant.kind !== 'words' && meant.kind !== 'problem')) return false;
  const { decision: surely, intent: named } = meant.reading;
  const isProblem = s.intent(named)?.kind === 'problem' && !isGeneric(content, named);
  if ((surely === 'answer' && isProblem) || !onlyNames(message.text, spokenWordsOf(content).told)) return false;
  if (together === null) return true;
  // A fact that makes one problem likelier than before does say more: "it's an iPhone".
  const { decision, intent, confidence } = s.readingOf(together);
  const was = before?.guesses.find((guess) => guess.intent === intent)?.confidence ?? 0;
  const isLikelier = decision === 'ask' && confidence > was && Object.keys(meant.reading.slots).length > 0;
  return decision !== 'answer' && !isLikelier;
}

/** A reading with the facts of the message beside its own. */
function withFacts(s: Session, reading: Reading | null): Reading | null {
  return reading && { ...reading, slots: { ...s.readingOf(s.message.text).slots, ...reading.slots } };
}

/** Whether words that steer a walkthrough tell more of the report here: "not connecting". */
function tellsMore({ intent }: Reading): boolean {
  return intent === ANSWERS.failed;
}

/** Whether the message says of one of what is offered that it is not the one: "not the first". */
function deniesOne({ content, message: { text }, before: { question } }: Session): boolean {
  const { denials } = spokenWordsOf(content).told;
  return (
    question !== null && denials.isIn(text) && namedChoice(content, denials.without(text).trim(), question) !== null
  );
}

/** Whether a text was read as no problem. */
function isNothing(s: Session, { decision, intent }: Reading): boolean {
  return decision === 'none' || s.intent(intent)?.kind !== 'problem';
}

/** The number of words up to which a report only names a thing. */
const A_MERE_NAME = 2;

/** Whether the message alone tells more surely of a problem than the report with it does. */
function isSurerAlone(s: Session, together: string): boolean {
  const { interpretation: meant } = s;
  if (meant.kind !== 'problem' || isGeneric(s.content, meant.reading.intent)) return false;
  const { intent, confidence } = s.readingOf(together);
  return intent !== meant.reading.intent && meant.reading.confidence > confidence;
}

/** Whether nothing at all was recognised in what was said. */
function isUnread({ interpretation: meant, message }: Session): boolean {
  return message.kind === 'said' && meant.kind === 'words' && meant.reading.decision === 'none';
}

/** The number of words from which on an answer says more than which problem it is. */
const MORE_THAN_WHICH = 6;

/** The report, and what the answer adds to it: a code that is pasted as an answer, or a sentence, says more than which problem it is. */
function withMore({ message }: Session, report: string): string {
  const isMore = /\d/.test(message.text) || message.text.split(/\s+/).length >= MORE_THAN_WHICH;
  return message.kind === 'said' && isMore ? `${report}\n\n${message.text}` : report;
}
