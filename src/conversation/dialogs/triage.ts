/** The dialog that finds out what a message is about. */
import { bareNumbersOf } from '../../core/bare-number.ts';
import { isGeneric } from '../../core/content.ts';
import type { Reading } from '../../core/reading.ts';
import { firstSentence } from '../../core/text.ts';
import { graveIn } from '../grave.ts';
import { excerpt } from '../lead.ts';
import { anyOf, couldBe, meantHere } from '../products.ts';
import { isLikely, sayLater, secondProblem } from '../second-problem.ts';
import type { Session } from '../session.ts';
import { namesSeveralComputers } from '../several-computers.ts';
import { type DialogStep, type Result, session } from './dialog.ts';
import { addToTicket } from './hand-over.ts';
import { isMoreOfThat } from './more-of-that.ts';

/** The number of problems that are offered, and of those that may show one bare number: with the button for none of them six stand there. */
export const MOST_OFFERED = 3;
/** The share of the first real guess's confidence below which another one is not offered: it only makes the list longer. */
const FAR_BEHIND = 0.04;
const MOST_OF_A_NUMBER = 5;

/** The confidence, 0 to 1, that is enough once somebody was asked which problem it is, and told more. */
const LIKELY = 0.5;
/** The lowest confidence, 0 to 1, of something grave that is told in so many words. */
const LIKELY_GRAVE = 0.4;
/** A case of which only the problem is known. */
const BARE_CASE = { frames: [], slots: {} } as const;

/**
 * Finds the problem. When sure, its walkthrough begins; when nearly sure, the bot asks "did you mean"; otherwise it
 * says that it doesn't know.
 */
export async function triage(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  if (interpretation.kind === 'problem' || interpretation.kind === 'words') {
    if (isMoreOfThat(s)) return step.replaceDialog('lost', {});
    const all = anyOf(s, interpretation.reading);
    if (all.length > 0)
      return step.replaceDialog('product', {
        ...{ products: all, reading: interpretation.reading, report: s.message.text, vague: true },
      });
    const products = couldBe(s, interpretation.reading);
    if (products.length > 1)
      return step.replaceDialog('product', { products, reading: interpretation.reading, report: s.message.text });
    const reading = meantHere(s, interpretation.reading);
    const intent = s.intent(reading.intent);
    const several = [...new Set(reading.found.map((f) => f.intent))];
    if (several.length > 1 && interpretation.kind === 'problem') {
      const guesses = several.slice(0, MOST_OFFERED).map((id) => ({ intent: id, confidence: reading.confidence }));
      return step.replaceDialog('which', { guesses, reading, report: s.message.text, several: true });
    }
    // The family of a code says more than "something is wrong" of the program that shows it.
    const isLess = reading.family !== null && isGeneric(s.content, reading.intent);
    if (reading.decision === 'answer' && intent?.kind === 'problem' && !isLess) return begin(step, intent.id, reading);
    // A person who was asked, and told more, is not asked again where one of the offered problems is likely.
    const isSettled = reading.decision === 'ask' && reading.confidence >= LIKELY && intent?.kind === 'problem';
    if (isSettled && step.options.settling?.includes(intent.id) && !isGeneric(s.content, intent.id))
      return begin(step, intent.id, reading);
    const { family } = reading;
    if (family && s.intent(family.means) && !s.case) {
      if (!step.options.settling) s.builder.sayPhrase('unknown-code', { code: family.code, says: family.says });
      const isAll = reading.decision === 'none' || bareNumbersOf(s.content).isCodeAlone(s.message.text, family.code);
      if (isAll) return begin(step, family.means, reading);
      const problems = reading.guesses.filter(
        (g) => s.intent(g.intent)?.kind === 'problem' && g.intent !== family.means,
      );
      const guesses = [...problems.slice(0, MOST_OFFERED - 1), { intent: family.means, confidence: 0 }];
      return step.replaceDialog('which', { guesses, reading, report: s.message.text });
    }
    // "I pressed approve by mistake" is not asked about: minutes count, and a mistake costs only those.
    const isGrave = reading.decision === 'ask' && intent?.atOnce && reading.confidence >= LIKELY_GRAVE;
    if (isGrave && Object.keys(graveIn(s.content, { ...BARE_CASE, intent: intent.id }, s.message.text)).length > 0)
      return begin(step, intent.id, reading);
    // After a hand-over "I'm in room 4.12 until three" is for the agents, whatever problem it resembles a little.
    const isAside = reading.decision === 'none' || (reading.decision === 'ask' && reading.packs.named.length === 0);
    if (isAside && addToTicket(s)) return step.replaceDialog('lost', { report: '', folded: true });
    const guesses = reading.guesses.filter((g) => s.intent(g.intent)?.kind === 'problem');
    if (reading.decision !== 'none' && intent?.kind === 'problem') {
      // A bare number is as likely any of the problems that show it.
      const isNumber = bareNumbersOf(s.content).in(s.message.text) !== null;
      // An error that several problems show is as likely any of them.
      const isShown = reading.evidence !== null || reading.family !== null;
      const first = guesses.find((g) => !isGeneric(s.content, g.intent))?.confidence ?? 0;
      const likely = guesses.filter((g) => isShown || g.confidence >= first * FAR_BEHIND);
      const offered = isNumber ? guesses.slice(0, MOST_OF_A_NUMBER) : likely.slice(0, MOST_OFFERED);
      return step.replaceDialog('which', { guesses: offered, reading, report: s.message.text });
    }
    if (s.case && s.case.frames.length > 0) return step.replaceDialog('resume');
    const steering = intent?.kind === 'control' && reading.decision === 'answer';
    if (steering && !addToTicket(s)) s.builder.sayPhrase('nothing-open');
    return step.replaceDialog('lost', steering ? { report: '' } : {});
  }
  if (s.case && s.case.frames.length > 0) return step.replaceDialog('resume');
  s.builder.sayPhrase('nothing-open');
  return step.replaceDialog('lost', { report: '' });
}

/**
 * Names the problem and starts its walkthrough. `report` is the text that brought it up, if it was not the current
 * message.
 */
export function begin(step: DialogStep, intentId: string, reading: Reading | null, report?: string): Result {
  const s = session(step);
  const intent = s.intent(intentId)!;
  const walks = s.take(intent, reading, report);
  const shown = (walks && s.intent(meantByReport(s))) || intent;
  s.builder.place(shown.title, null, null);
  if (!isGeneric(s.content, shown.id)) {
    s.builder.sayPhrase('named', { problem: shown.title });
    s.builder.withoutTitle();
  }
  // The rest of the cause is told to whoever asks why: the first reply has to fit a phone's screen.
  s.builder.say(walks ? firstSentence(shown.cause) : shown.cause);
  const later = s.audience === 'person' ? secondProblem(s, s.case?.report ?? '', intentId) : null;
  if (later && s.case) {
    // A problem that is not sure yet is found out when it is seen to.
    const said = isLikely(later.reading) ? {} : { laterSaid: excerpt(later.said) };
    s.case = { ...s.case, later: later.intent, ...said };
    sayLater(s);
  }
  if (walks && s.audience === 'person' && namesSeveralComputers(s.content, s.message.text))
    s.builder.sayPhrase('several-computers');
  if (s.message.elsewhere !== null) s.builder.sayPhrase('elsewhere', { problem: s.message.elsewhere });
  if (walks) return step.replaceDialog('play');
  s.builder.sayPhrase('no-walkthrough');
  s.builder.say(intent.resolution.person);
  return step.replaceDialog('lost', { report: '' });
}

/**
 * The problem that the person's first words lead on to, where they answer the first questions: a request to approve that
 * nobody began is no app that fails.
 */
function meantByReport(s: Session): string | null {
  return s.case === null ? null : s.walk.advance(s.case).case.intent;
}
