/** Which of several products a text that names none is about. */
import { isGeneric } from '../core/content.ts';
import type { Reading } from '../core/reading.ts';
import type { Session } from './session.ts';

/** A guess that is less likely names no product that could be meant. */
const COULD_BE = 0.1;
/** More products than this can't be asked about with buttons. */
const MOST = 4;

/** The packs that a text which names none could be about, likeliest first; fewer than two where it is clear. */
export function couldBe(s: Session, reading: Reading): readonly string[] {
  if (s.product !== null || reading.packs.named.length > 0 || !isGeneric(s.content, reading.intent)) return [];
  const guessed = reading.guesses
    .filter(({ confidence }) => confidence >= COULD_BE)
    .map(({ intent }) => s.intent(intent)?.pack ?? '');
  const offered = s.products.map(({ id }) => id);
  return [...new Set([...guessed, ...reading.packs.told])].filter((id) => offered.includes(id)).slice(0, MOST);
}

/** The reading of "it doesn't work", said in a conversation about another product: its own generic problem is meant. */
export function meantHere(s: Session, reading: Reading): Reading {
  const { named, told } = reading.packs;
  if (s.product === null || named.length > 0 || !isGeneric(s.content, reading.intent)) return reading;
  // "I can't sign in", said where it was about printing: only signing in is told of.
  if (told.length > 0 && !told.includes(s.product)) return reading;
  const pack = s.content.packs.get(s.product);
  if (!pack || pack.generic === null) return reading;
  // Two packs share what one would have had alone.
  const together = reading.guesses.reduce((sum, g) => sum + (isGeneric(s.content, g.intent) ? g.confidence : 0), 0);
  const decision = together >= pack.thresholds.answer ? 'answer' : reading.decision;
  return { ...reading, intent: pack.generic, decision };
}
