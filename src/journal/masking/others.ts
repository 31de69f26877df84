/** Finds the passwords that stand in a row with one that was found: "it was X and is now Y", "X, Y and Z". */
import { skip } from './links.ts';
import type { SourceText } from './passwords.ts';
import { type FoundValue, isStrong, valueAt } from './values.ts';
import type { SecretVocabulary } from './vocabulary.ts';

/** The largest number of passwords looked for on each side of the first one. */
const MOST = 5;
/** The largest number of words between two of them. */
const MOST_WORDS = 8;
/** The mark that may close the one before. */
const CLOSED = /["'*`”»」)]{0,3}/y;
const SPACE = /[^\S\n]{1,3}/y;
/** Marks between two passwords. */
const MARK = /[^\S\n]{0,2}(?:[,;/+:=]|->|→)/y;
const WORD = /[\p{L}'’]{1,20}/uy;
/** A password before another one, with a comma or a short word between them. */
const EARLIER = /(?:^|[\s(])(\S{4,64}?)(?:,|[^\S\n]{1,2}(?:\p{L}{1,4}|[/+&]))?[^\S\n]{1,2}$/u;

/** A password with the ones in a row with it; none where there is none. */
export function withOthers(v: SecretVocabulary, t: SourceText, found: FoundValue | null): readonly FoundValue[] {
  if (found === null) return [];
  const all = [found];
  for (let last = found, next = behind(v, t, last); next && all.length <= MOST; next = behind(v, t, last)) {
    all.push(next);
    last = next;
  }
  for (let first = found, next = before(v, t, first); next && all.length <= 2 * MOST; next = before(v, t, first)) {
    all.push(next);
    first = next;
  }
  return all;
}

/** The strong value behind a password, with nothing between them but marks and words of talk. */
function behind(v: SecretVocabulary, { text, low }: SourceText, { to }: FoundValue): FoundValue | null {
  let at = skip(CLOSED, text, to);
  for (let words = 0; words <= MOST_WORDS; words++) {
    at = skip(MARK, text, at);
    const next = skip(SPACE, text, at);
    if (next === at) return null;
    const value = valueAt(text, next, v.ends);
    if (value && isStrong(value.text)) return isAnother(v, value) ? value : null;
    const end = skip(WORD, text, next);
    if (end === next || !isBetween(v, low, next, end)) return null;
    at = end;
  }
  return null;
}

/** The strong value before a password, as the one before in a list. */
function before(v: SecretVocabulary, { text }: SourceText, { from }: FoundValue): FoundValue | null {
  const start = Math.max(0, from - 80);
  const head = text.slice(start, from).replace(/["'*`“„(]{1,3}$/, '');
  const found = EARLIER.exec(head)?.[1];
  if (found === undefined) return null;
  const value = valueAt(text, start + head.lastIndexOf(found), v.ends);
  return value && value.to < from && isStrong(value.text) && isAnother(v, value) ? value : null;
}

/** Tells whether a value is a password, too, and not a device or a program with its number: "Phone15". */
function isAnother(v: SecretVocabulary, value: FoundValue): boolean {
  return v.isPassword(value, true) && !v.isKnown(value.text.replace(/\d+\p{P}?$/u, ''));
}

/** Tells whether a word may stand between an old password and a new one. */
function isBetween(v: SecretVocabulary, low: string, from: number, to: number): boolean {
  const lists = [v.one.is, v.one.to, v.one.between, v.one.owners, v.one.pronouns, v.one.names, v.one.changed];
  return v.isTalk(low.slice(from, to)) || lists.some((words) => words.at(low, from)?.to === to);
}
