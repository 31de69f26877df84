/** Hears what a message in the middle of a step tells besides an answer: another problem, several computers, the code of an error. */
import { isGeneric } from '../core/content.ts';
import type { Reading } from '../core/reading.ts';
import { askAgain, isWalking } from './dialogs/again.ts';
import type { DialogContext } from './dialogs/botbuilder.ts';
import { isPressing } from './interpretation/pressing.ts';
import { clausesOf } from './interpretation/results.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';
import { excerpt } from './lead.ts';
import { otherProduct } from './products.ts';
import { perhapsSecond } from './second-problem.ts';
import type { Session } from './session.ts';
import { namesSeveralComputers } from './several-computers.ts';
import { type ToldCode, toldCode } from './told-code.ts';

/** Meanings of words that answer nothing: they may name another product. */
const OPEN: readonly string[] = ['words', 'problem', 'facts'];

/** Replies to such a message, or begins the question that it calls for; answers false where the message has yet to be followed. */
export async function hearMidStep(dc: DialogContext, s: Session): Promise<boolean> {
  // "Actually no, it's the calendar that I can't see": the case was taken for another one.
  if (isWalking(s) && isAnotherAfterAll(s)) {
    await askSwitch(dc, s, s.readingOf(s.message.text));
    return true;
  }
  const { interpretation: meant } = s;
  // The same problem once more, with another product's name, asks for no repetition.
  const isOpen = OPEN.includes(meant.kind) || (meant.kind === 'control' && meant.id === 'repeat');
  const other = isWalking(s) && isOpen ? otherProduct(s) : null;
  if (other !== null) {
    await askSwitch(dc, s, other.reading, other.report);
    return true;
  }
  const second = Object.keys(s.graver).length === 0 ? perhapsSecond(s) : null;
  // A second problem waits for the end of the first; "wait, I lost my phone" must not.
  const pressing = second === null ? undefined : pressingIn(s);
  if (pressing !== undefined) {
    await askSwitch(dc, s, { ...s.readingOf(s.message.text), intent: pressing });
    return true;
  }
  if (second !== null) {
    keepForLater(s, second);
    await askAgain(dc, s, true);
    return true;
  }
  const isUnanswered = ['facts', 'words', 'problem'].includes(s.interpretation.kind) && s.reading.decision !== 'answer';
  if (isWalking(s) && isUnanswered && namesSeveralComputers(s.content, s.message.text)) {
    s.noteWords();
    s.unanswered = 0;
    s.builder.sayPhrase('several-computers');
    await askAgain(dc, s, true);
    return true;
  }
  const code = isWalking(s) ? toldCode(s) : null;
  return code !== null && hearCode(dc, s, code);
}

/** Asks whether to switch to the problem that the message tells. */
async function askSwitch(
  dc: DialogContext,
  s: Session,
  reading: Reading,
  report: string = s.message.text,
): Promise<void> {
  await dc.beginDialog('switch', { reading, report, said: s.message.id });
}

/**
 * Says what is known of a code that is told in the middle of a step. Answers whether that is all: another problem's code
 * leads to the question whether to switch, and beside a plain "it did not help" the walkthrough goes on.
 */
async function hearCode(dc: DialogContext, s: Session, { code, means, intent }: ToldCode): Promise<boolean> {
  s.noteWords();
  const reading = s.readingOf(s.message.text);
  if (means === 'other' && intent !== null) {
    await askSwitch(dc, s, { ...reading, intent });
    return true;
  }
  if (reading.family !== null) s.builder.sayPhrase('unknown-code', { code, says: reading.family.says });
  else s.builder.sayPhrase(means === 'same' ? 'noted-code-same' : 'noted-code', { code });
  const { kind } = s.interpretation;
  if (kind === 'choice' || kind === 'control') return false;
  s.unanswered = 0;
  await askAgain(dc, s, true);
  return true;
}

/** The confidence from which on a correction names another problem. */
const SURELY_ANOTHER = 0.8;

/** Whether the person takes back what it is about, and tells of another problem. */
function isAnotherAfterAll(s: Session): boolean {
  if (s.message.kind !== 'said' || s.interpretation.kind === 'control') return false;
  const { corrects, asked, intent, confidence, works } = s.readingOf(s.message.text);
  if (!corrects || asked !== null || works !== null || intent === s.case?.intent) return false;
  const isProblem = s.intent(intent)?.kind === 'problem' && !isGeneric(s.content, intent);
  return isProblem && confidence >= SURELY_ANOTHER;
}

/** The number of clauses that are looked at: each takes a reading. */
const MOST_CLAUSES = 8;
/** The least confidence of a problem that can't wait. */
const MAY_PRESS = 0.5;

/** The problem that can't wait which the message, or a clause of it, may tell of: "wait, I lost my phone, the PIN is …". */
function pressingIn(s: Session): string | undefined {
  const { content, message } = s;
  const clauses = clausesOf(message.text, spokenWordsOf(content).told);
  const said = [message.text, ...clauses.slice(0, MOST_CLAUSES)];
  const guesses = said.flatMap((clause) => s.readingOf(clause).guesses);
  return guesses.find(({ intent, confidence }) => confidence >= MAY_PRESS && isPressing(content, intent))?.intent;
}

/** Keeps words that may tell of a second problem, to come back to them; with a third one, as a note for the agents. */
function keepForLater(s: Session, intent: string): void {
  s.noteWords();
  s.unanswered = 0;
  s.learn('ask');
  const c = s.case!;
  if (c.later !== undefined) {
    s.builder.sayPhrase('noted-words');
    return;
  }
  const words = excerpt(s.message.text);
  s.case = { ...c, later: intent, laterSaid: words };
  s.builder.sayPhrase('later-said', { words });
}
