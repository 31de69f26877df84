/** Takes links of our own for what they are: who clicks on one in "your mail" has done nothing wrong. */
import { type Content, isGeneric } from '../core/content.ts';
import type { Read, Reading } from '../core/reading.ts';
import { gravesOf } from './grave.ts';
import { isOurMail } from './interpretation/results.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';

/** The most that a link of our own says for a security problem: it is offered, and never begun. */
const AT_MOST = 0.45;

/** Makes, for a message, a reader that is not sure of a security problem where a text tells only of a link of our own. */
export function ourMailReading(content: Content, read: Read, message: string): Read {
  const { told } = spokenWordsOf(content);
  // "I opened the link in your mail, but it was a fake one": the clause alone tells half.
  if (told['strange-mail'].isIn(message)) return read;
  return (text) => {
    const reading = read(text);
    return reading.evidence === null && isAlarming(content, reading) && isOurMail(text, told)
      ? calmed(content, reading)
      : reading;
  };
}

/** Whether a text is read as a security problem. */
function isAlarming(content: Content, { decision, intent: id }: Reading): boolean {
  const intent = content.intents.get(id ?? '');
  if (decision === 'none' || intent?.kind !== 'problem' || isGeneric(content, intent.id)) return false;
  return intent.atOnce || gravesOf(content, { intent: intent.id, frames: [] }).length > 0;
}

/** A reading whose security problems are likenesses. */
function calmed(content: Content, reading: Reading): Reading {
  const guesses = reading.guesses.map((guess) =>
    isAlarming(content, { ...reading, intent: guess.intent })
      ? { ...guess, confidence: Math.min(guess.confidence, AT_MOST) }
      : guess,
  );
  return { ...reading, decision: 'ask', confidence: Math.min(reading.confidence, AT_MOST), guesses };
}
