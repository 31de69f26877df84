/** Finds the product that a text is about when it names none of several. */
import { isGeneric } from '../core/content.ts';
import type { Reading } from '../core/reading.ts';
import { ANSWERS } from '../core/steering.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';
import { WordList } from './interpretation/word-list.ts';
import type { Session } from './session.ts';

/** The lowest confidence, 0 to 1, of a guess whose product could be meant. */
const COULD_BE = 0.1;
/** The confidence from which on "it doesn't work" is meant, where the product is known. */
const LIKELY = 0.5;
/** The number of words up to which a text may say only that something is wrong. */
const FEW_WORDS = 8;
/** The largest number of products that are asked about with buttons. */
const MOST = 4;

/**
 * The ids of the packs that a text without a product's name could be about, likeliest first; fewer than two where it is
 * clear.
 */
export function couldBe(s: Session, reading: Reading): readonly string[] {
  if (s.product !== null || reading.packs.named.length > 0 || !isGeneric(s.content, reading.intent)) return [];
  const guessed = reading.guesses
    .filter(({ confidence }) => confidence >= COULD_BE)
    .map(({ intent }) => s.intent(intent)?.pack ?? '');
  const offered = s.products.map(({ id }) => id);
  return [...new Set([...guessed, ...reading.packs.told])].filter((id) => offered.includes(id)).slice(0, MOST);
}

/**
 * The ids of all packs, where a text says only that something is wrong: "I have a problem". Empty where it tells more, or
 * was asked about already.
 */
export function anyOf(s: Session, reading: Reading): readonly string[] {
  const { packs, intent, decision } = reading;
  const isOpen = s.case !== null || s.product !== null || s.unanswered > 0 || s.lastTicket !== null || s.desk !== null;
  if (isOpen || packs.named.length > 0 || packs.told.length > 0) return [];
  const isVague =
    intent === ANSWERS.failed || (isGeneric(s.content, intent) && decision === 'ask' && reading.evidence === null);
  const ids = s.products.map(({ id }) => id);
  return isVague && s.message.text.split(/\s+/).length <= FEW_WORDS && ids.length > 1 ? ids.slice(0, MOST) : [];
}

/** Turns "it doesn't work" into the generic problem of the product that the conversation is about. */
export function meantHere(s: Session, reading: Reading): Reading {
  const { named, told } = reading.packs;
  if (s.product === null || named.length > 0 || !isGeneric(s.content, reading.intent)) return reading;
  // "I can't sign in" in a conversation about printing speaks of signing in only, not of printing.
  if (told.length > 0 && !told.includes(s.product)) return reading;
  const pack = s.content.packs.get(s.product);
  if (!pack || pack.generic === null) return reading;
  // Several generic intents share the confidence that a single one would have had.
  const together = reading.guesses.reduce((sum, g) => sum + (isGeneric(s.content, g.intent) ? g.confidence : 0), 0);
  // A text that names no product is doubted for that; here the product is known.
  const decision = together >= LIKELY ? 'answer' : reading.decision;
  return { ...reading, intent: pack.generic, decision };
}

/** The largest number of words of a message that takes back which product it is about. */
const A_NAME = 6;

/**
 * The report of the open case as it is of another product, which a few words name instead: "we use the other one
 * actually", by its name. Null for other messages, and where it would be no problem of the other product.
 */
export function otherProduct(s: Session): { readonly report: string; readonly reading: Reading } | null {
  const { case: c, message, content } = s;
  const own = content.packs.get(s.intent(c?.intent ?? null)?.pack ?? '');
  if (c === null || own === undefined || message.kind !== 'said' || message.text.includes('?')) return null;
  if (message.text.split(/\s+/).length > A_NAME) return null;
  const { packs, corrects, works } = s.readingOf(message.text);
  const names = new WordList(own.about.names);
  const isDenied = spokenWordsOf(content).told.denials.isBefore(names, message.text, 0);
  const isTakenBack = isDenied || (corrects && !packs.named.includes(own.id));
  if (!isTakenBack || works !== null || packs.named.every((id) => id === own.id)) return null;
  const report = [c.report, message.text].map((said) => names.without(said).trim()).join(' ');
  const reading = s.readingOf(report);
  const intent = s.intent(reading.intent);
  const isOther = intent?.kind === 'problem' && intent.pack !== own.id && reading.decision !== 'none';
  return isOther ? { report, reading } : null;
}
