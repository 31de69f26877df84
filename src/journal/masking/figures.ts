/** Finds codes, keys and recovery codes beside the words for them. */
import type { SourceText } from './passwords.ts';
import type { SecretVocabulary } from './vocabulary.ts';

/** A stretch of a text. */
export interface SecretSpan {
  readonly from: number;
  readonly to: number;
}

/** The stretch behind a word in which its code stands, in characters, and the one before it. */
const BEHIND = 110;
const BEFORE = 80;
/** Figures of a PIN or a code, in one piece or in two; those of a code of any kind are six or more. */
const FIGURES = /(?<![A-Za-z0-9.:/-])(?:\d{3}[ -]\d{3}|\d{4} \d{4}|\d{4,8})(?![A-Za-z0-9]|[.:/-]\d| ?%)/;
const LONGER = /(?<![A-Za-z0-9.:/-])(?:\d{3}[ -]\d{3}|\d{4} \d{4}|\d{6,8})(?![A-Za-z0-9]|[.:/-]\d| ?%)/;
const LAST = /(?<![A-Za-z0-9.:/])(?:\d{3}[ -]\d{3}|\d{4} \d{4}|\d{4,8})(?=[^\d]{0,80}$)(?![A-Za-z0-9]|[.:/-]\d)/;
/** The beginning of error codes without their 0x. */
const HRESULT = /^(?:80|87)\d{6}$/;
const TOKEN = /[A-Za-z0-9_.~+/=@:-]{12,400}/g;
/** The key of an authenticator: groups of four of its 32 characters. */
const SEED = /(?<![A-Za-z0-9])[A-Za-z2-7]{4}(?:[ -][A-Za-z2-7]{4}){3,15}(?![A-Za-z0-9])/;
const RECOVERY =
  /^[^\n:]{0,20}?[:：]?((?:[\s,;]{1,4}(?:\d{1,2}[.)] )?(?=[A-Za-z-]{0,20}[\dA-Z-])[A-Za-z0-9]{4,12}(?:-[A-Za-z0-9]{4,12}){0,7}){1,20})/;

/** The figures beside a word for a code. `any`: the word may mean a code of any kind, even that of an error. */
export function codeBeside(
  v: SecretVocabulary,
  { text, low }: SourceText,
  noun: SecretSpan,
  any: boolean,
): SecretSpan | null {
  if (!/\d{3}/.test(text.slice(Math.max(0, noun.from - BEFORE), noun.to + BEHIND))) return null;
  const lineStart = Math.max(low.lastIndexOf('\n', noun.from - 1) + 1, noun.from - BEFORE);
  if (v.one.errors.within(low, lineStart, noun.from)) return null;
  const tail = text.slice(noun.to, noun.to + BEHIND);
  const behind = (any ? LONGER : FIGURES).exec(tail);
  if (behind) {
    const between = tail.slice(0, behind.index);
    const bare = between.replace(/["'*`“「(]/g, '').trim();
    const own = v.isOf.some(
      ([begins, words]) => low.startsWith(begins, noun.from) && words.within(low, noun.to, noun.to + behind.index),
    );
    const isLinked = own || /[:=：|→-]$/.test(bare) || v.one.is.within(low, noun.to, noun.to + behind.index + 1);
    const isNear =
      bare.split(/\s+/).length <= 6 &&
      !/[.!?;]\s|,|\n.*\n/.test(between) &&
      !v.one.errors.within(low, noun.to, noun.to + behind.index);
    const isTold =
      !any ||
      isLinked ||
      v.one.received.within(low, lineStart, noun.to + behind.index + 1) ||
      (bare === '' && /^\s*(?:\p{L}{1,12}\s)?$/u.test(text.slice(lineStart, noun.from))) ||
      v.one.received.within(low, noun.to + behind.index, Math.min(low.length, noun.to + behind.index + 40));
    if (isNear && isTold && !(any && HRESULT.test(behind[0]))) return stretch(noun.to + behind.index, behind[0]);
  }
  // "482913 is your code", "I typed 482913 from the authenticator"
  const head = text.slice(lineStart, noun.from);
  const before = LAST.exec(head);
  if (!before) return null;
  const between = head.slice(before.index + before[0].length);
  const at = lineStart + before.index + before[0].length;
  const isShort = between.trim().split(/\s+/).length <= 5 && !/[.!?;,]/.test(between);
  const isTold = any
    ? v.one.is.within(low, at, noun.from)
    : v.one.is.within(low, at, noun.from) || /\d{6}|\d \d/.test(before[0]);
  return isShort && isTold ? stretch(lineStart + before.index, before[0]) : null;
}

/** The key or token beside a word for one. */
export function keyBehind({ text }: SourceText, end: number): SecretSpan | null {
  const tail = text.slice(end, end + 520);
  if (!/\d/.test(tail)) return null;
  const seed = SEED.exec(tail.slice(0, 140));
  if (seed && /\d/.test(seed[0]) && isNear(tail.slice(0, seed.index))) return stretch(end + seed.index, seed[0]);
  for (const found of tail.matchAll(TOKEN)) {
    if (!isNear(tail.slice(0, found.index))) return null;
    if (isToken(found[0])) return stretch(end + found.index, found[0]);
  }
  return null;
}

/** All recovery codes behind the word for them. */
export function recoveryBehind({ text }: SourceText, end: number): SecretSpan | null {
  const found = RECOVERY.exec(text.slice(end, end + 400));
  if (!found || !/\d/.test(found[1]!)) return null;
  const from = end + found[0].length - found[1]!.trimStart().length;
  return { from, to: end + found[0].length };
}

function stretch(from: number, text: string): SecretSpan {
  return { from, to: from + text.length };
}

function isNear(between: string): boolean {
  return between.trim().split(/\s+/).length <= 6 && !/[!?;]\s|,\s|\.\s|\n.*\n/.test(between);
}

/** Tells whether a value was made by a program: long, with figures and letters, and no address or id of something else. */
function isToken(text: string): boolean {
  return (
    /\d/.test(text) &&
    /[A-Za-z]/.test(text) &&
    !/^[\w-]+(?:\.[\w-]+){1,6}(?:[/:]|$)/.test(text) &&
    !/^(?:https?|sips?):/i.test(text) &&
    !/^[\w.+-]{1,64}@/.test(text) &&
    !/^v?\d+(?:[.:-]\d+)+/.test(text) &&
    !/^[A-Z]{2,10}\d{3,8}[.:]?$/.test(text) &&
    !/^0x[0-9a-f]+$/i.test(text) &&
    !/^[a-z]+(?:[-/][a-z]+)*[-_/]?\d{0,4}$/i.test(text)
  );
}
