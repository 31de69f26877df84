/** Finds a password beside a word for one: behind it (my password is X) or before it (X is my password). */
import type { TextSource } from '../../core/secrets.ts';
import { type LinkPlaces, linksBehind, skip, without } from './links.ts';
import { isJoined } from './scripts.ts';
import { type FoundValue, isDigits, isStrong, isUnmistakable, valueAt } from './values.ts';
import type { SecretVocabulary } from './vocabulary.ts';

/** A word for a password, at its place in a text. */
export interface SecretNoun {
  readonly from: number;
  readonly to: number;
  /** Whether it means other things too: more must speak for a password. */
  readonly short: boolean;
}

/** A text, also in small letters, and where it comes from. */
export interface SourceText {
  readonly text: string;
  readonly low: string;
  readonly from: TextSource;
}

/** The stretches before and behind a word that are looked at, in characters. */
const HEAD = 120;
const NEAR = 80;
/** The dots of a password field, as they are read in a picture. */
const DOTS = /^[^\p{L}\p{N}]*[0OoeQ•●*]{2,}[^\p{L}\p{N}]*$/u;
/** A label with its colon, on the line behind a password's. */
const NEXT_LABEL = /\p{Lu}[\p{L}-]{0,30}(?: [\p{L}-]{1,30}){0,3} ?[:：](?=\s|$)/uy;
/** The end of a label's line, and the lines between it and its field, as a form shows it. */
const BELOW = /[^\S\n]{0,3}\n\s{0,3}/y;
const SPACE = /[^\S\n]{1,3}/y;
const JOINED_SPACE = /[^\S\n]{0,3}/y;
const QUOTE = /[^\S\n]{0,3}(?=["“„«‹「『`(]|\*\*?\S|'\S)/uy;
const CLOSED = /["'*`”»」)]{1,3}/y;

/** The password beside a word for one, behind it or before it; null where there is none. */
export function passwordBeside(v: SecretVocabulary, t: SourceText, noun: SecretNoun): FoundValue | null {
  const behind = passwordBehind(v, t, noun);
  if (behind && (behind.quoted || isStrong(behind.text))) return behind;
  const before = passwordBefore(v, t, noun);
  // "I took X as the password today": the plain word behind it goes on with the sentence.
  return before && (behind === null || isStrong(before.text)) ? before : behind;
}

/** The password behind a word for one; null where there is none. */
export function passwordBehind(v: SecretVocabulary, t: SourceText, noun: SecretNoun): FoundValue | null {
  const { text, low } = t;
  const name = low.slice(noun.from, noun.to);
  const joined = isJoined(name);
  const links = linksBehind(v, low, name, noun.to);
  const read = (at: number): FoundValue | null => valueAt(text, at, v.ends);
  if (links.mark !== null) return marked(v, t, noun.to, links.mark, joined);
  const owned =
    without(v.ending.owners, low.slice(Math.max(0, noun.from - HEAD), noun.from), Math.min(HEAD, noun.from)) !== null;
  const told = links.is !== null && (!noun.short || owned) ? said(v, t, links.is, joined) : null;
  if (told) return told;
  if (links.to !== null) {
    const value = read(links.to);
    const isChanged =
      v.one.changed.within(low, noun.from - NEAR, noun.from) ||
      (value !== null && v.one.changed.within(low, value.to, Math.min(low.length, value.to + 40)));
    if (v.isPassword(value, true, joined) && (isChanged || isStrong(value.text))) return value;
  }
  const quote = skip(QUOTE, text, noun.to);
  if (QUOTE.lastIndex === quote && quote <= noun.to + 3 && /["“„«‹「『`(*']/.test(text[quote] ?? '')) {
    const value = read(quote);
    if (value?.quoted) {
      const isAside = text[quote] === '(';
      if (!/\s/.test(value.text)) return v.isPassword(value, isAside) ? value : null;
      // SourceText in brackets or in quotation marks may be a remark: "my password (which I changed)".
      const strong = value.text.split(/\s+/).find((word) => isStrong(word) && !v.isKnown(word));
      if (strong === undefined) return null;
      if (!isAside) return value;
      const from = value.from + value.text.indexOf(strong);
      return { from, to: from + strong.length, text: strong, quoted: false };
    }
  }
  if (links.dash !== null) return dashed(v, t, links);
  return bare(v, t, noun, joined) ?? below(v, t, noun) ?? farMarked(v, t, noun.to);
}

/** Words between a word for a password and a colon further on in its clause: "the last password I remember: X". */
const FAR = /[^\n.!?;:=]{1,60}[:：][^\S\n]{1,3}/y;

/** The unmistakable value behind that colon. */
function farMarked(v: SecretVocabulary, { text }: SourceText, end: number): FoundValue | null {
  const at = skip(FAR, text, end);
  const value = at > end ? valueAt(text, at, v.ends) : null;
  return value && isUnmistakable(value.text) && v.isPassword(value) ? value : null;
}

/** The value behind a colon or a sign of equality, unless it is a label, a code or a remark. */
function marked(
  v: SecretVocabulary,
  { text, low, from }: SourceText,
  end: number,
  at: number,
  joined: boolean,
): FoundValue | null {
  const value = valueAt(text, at, v.ends);
  if (value === null || isLabel(v, text, low, at) || (from === 'screen' && DOTS.test(value.text))) return null;
  const behind = rest(text, value.to);
  const many = behind.trim().split(/\s+/).filter(Boolean).length;
  const plain = !value.quoted && !isStrong(value.text);
  if (plain && many > 1 && text.slice(end, at).includes('\n')) return null;
  // "Password: Remember password" is a form: its buttons name what they are for.
  const next = skip(SPACE, low, value.to);
  if (plain && next > value.to && v.nouns.at(low, next)?.roles.has('passwords')) return null;
  const isProse = plain && many >= 2 && !/^[,;.]/.test(behind) && !isProof(v, low, value.to);
  return v.isPassword(value, isProse, joined) ? value : null;
}

/** The value behind "is", or behind one more word: "is now X", "is apparently X". */
export function said(v: SecretVocabulary, { text, low }: SourceText, at: number, joined: boolean): FoundValue | null {
  const value = valueAt(text, at, v.ends);
  if (value === null || value.quoted || isStrong(value.text))
    return v.isPassword(value, false, joined) && v.one.labels.at(low, at) === null ? value : null;
  const next = skip(SPACE, text, value.to);
  const second = next > value.to ? valueAt(text, next, v.ends) : null;
  const isSecond = second !== null && isStrong(second.text) && v.isPassword(second);
  if (!v.isPassword(value, false, joined) || v.one.labels.at(low, at) !== null) return isSecond ? second : null;
  // A plain word before a strong one is a word such as "until now", or the first half of the password.
  return isSecond ? { ...second, from: value.from, text: text.slice(value.from, second.to) } : value;
}

/** The value behind a dash with spaces, at the end of its line. */
function dashed(v: SecretVocabulary, { text, low }: SourceText, { dash }: LinkPlaces): FoundValue | null {
  const value = valueAt(text, dash!, v.ends);
  if (!v.isPassword(value, true) || v.one.labels.at(low, dash!)) return null;
  return isStrong(value.text) || rest(text, value.to).trim() === '' ? value : null;
}

/** The strong value alone on the line below a label: "Password", and then "X". A label below a label is no such value. */
function below(v: SecretVocabulary, { text, low }: SourceText, noun: SecretNoun): FoundValue | null {
  const at = skip(BELOW, text, noun.to);
  const head = text.slice(text.lastIndexOf('\n', noun.from - 1) + 1, noun.from).trim();
  if (at === noun.to || head.split(/\s+/).length > 2) return null;
  const value = valueAt(text, at, v.ends);
  if (
    value === null ||
    rest(text, value.to)
      .replace(/[\p{P}\p{S}]/gu, '')
      .trim() !== ''
  )
    return null;
  const isEnough = head === '' && !noun.short ? isStrong(value.text) : isUnmistakable(value.text);
  return isEnough && v.isPassword(value, true) && !isLabel(v, text, low, at) ? value : null;
}

/** The value right behind the word: "password X". A plain word must stand alone, or something must follow that proves it. */
function bare(v: SecretVocabulary, { text, low }: SourceText, noun: SecretNoun, joined: boolean): FoundValue | null {
  const comma = text.startsWith(', ', noun.to) && /^\S{3,40},/.test(text.slice(noun.to + 2, noun.to + 50));
  const at = comma ? noun.to + 2 : skip(joined ? JOINED_SPACE : SPACE, text, noun.to);
  if (at === noun.to && !joined) return null;
  const value = valueAt(text, at, v.ends);
  if (!v.isPassword(value, true, joined) || isLabel(v, text, low, at)) return null;
  if (isStrong(value.text)) return value;
  if (noun.short) return null;
  if (value.quoted) return /\s/.test(value.text) ? null : value;
  if (isDigits(value.text)) return v.one.errors.within(low, noun.from - NEAR, noun.from) ? null : value;
  // A script without spaces goes on with its sentence: 改密码以后.
  if (at === noun.to && isJoined(value.text)) return null;
  const behind = rest(text, value.to);
  const next = skip(SPACE, low, value.to);
  const owner = v.one.owners.at(low, next)?.to;
  const isClear =
    comma ||
    isJoined(behind.slice(0, 1)) ||
    behind.replace(/^[.!?"'*`,;。！]{1,3}/, '').trim() === '' ||
    /^["'*`]?[.,;)]/.test(behind) ||
    isProof(v, low, value.to) ||
    v.one.changed.within(low, value.to, Math.min(low.length, value.to + 40)) ||
    v.one.names.at(low, next) !== null ||
    (owner !== undefined && v.one.names.within(low, owner, Math.min(low.length, owner + 20))) ||
    isAfterLogin(v, low, noun.from);
  return isClear ? value : null;
}

/** The password before a word for one; null where there is none. */
function passwordBefore(v: SecretVocabulary, t: SourceText, noun: SecretNoun): FoundValue | null {
  const { text, low } = t;
  const start = Math.max(0, noun.from - HEAD);
  const head = low.slice(start, noun.from);
  let end = head.length;
  let owners = 0;
  while (owners < 5) {
    const stripped = without(v.ending.owners, head, end);
    if (stripped === null) break;
    end = stripped;
    owners++;
  }
  // The last of the owners may be the link: "X هي كلمة المرور".
  for (const at of owners > 0 ? [end, head.length] : [end]) {
    const trimmed = head.slice(0, at).trimEnd();
    const arrow = /(?:<-{1,3}|(?<=\s)[-–—])$/.exec(trimmed);
    const is = arrow ? trimmed.length - arrow[0].length : without(v.ending.is, head, at);
    const as = without(v.ending.as, head, at);
    const link = is ?? as;
    if (link === null) continue;
    if (is !== null && owners === 0 && !isEnd(low, noun.to)) continue;
    const stretch = head.slice(0, link).trimEnd();
    const bare = stretch.replace(/["”“»」*`’']{1,3}$/, '');
    const from = Math.max(bare.search(/\S+$/), 0);
    const value = bare === '' ? null : valueAt(text, start + from, v.ends);
    if (value === null || value.to > noun.from) continue;
    if (as !== null && !value.quoted && !isStrong(value.text)) {
      const earlier = amongLast(v, text, start, from);
      if (earlier) return earlier;
    }
    if (!v.isPassword(value, true)) continue;
    const opens = from === 0 || /(?:^|[\n.!?,;:"“„«「*`(]\s?)$/u.test(head.slice(0, from));
    if (isStrong(value.text) || opens || (as !== null && is === null)) return value;
  }
  return typedBefore(v, t, noun);
}

/** The number of words between a password and "as": "I typed X two times, exactly as my password". */
const MOST_WORDS_BEFORE_AS = 4;

/** The unmistakable value among the last words of a stretch. */
function amongLast(v: SecretVocabulary, text: string, start: number, end: number): FoundValue | null {
  const words = [...text.slice(start, start + end).matchAll(/\S+/gu)].slice(-MOST_WORDS_BEFORE_AS);
  for (const { 0: word, index } of words.reverse()) {
    if (/[.!?;]$/.test(word)) return null;
    const value = valueAt(text, start + index, v.ends);
    if (value && isUnmistakable(value.text) && v.isPassword(value, true)) return value;
  }
  return null;
}

/** A value, then a word of one to three letters or none, and then a word for a password: "X de contraseña". */
const SHORT_LINK = /(?:^|\s)(\S{5,128})[^\S\n]{1,2}(?:\p{L}{1,3}[^\S\n]{1,2})?$/u;

/** The unmistakable value before a word for a password and after a verb of typing or setting: "puse X de contraseña". */
function typedBefore(v: SecretVocabulary, { text, low }: SourceText, noun: SecretNoun): FoundValue | null {
  const start = Math.max(0, noun.from - HEAD);
  const found = SHORT_LINK.exec(text.slice(start, noun.from));
  if (!found) return null;
  const at = start + found.index + found[0].indexOf(found[1]!);
  const value = valueAt(text, at, v.ends);
  if (value === null || !isUnmistakable(value.text)) return null;
  const isTyped = [v.one.changed, v.one.received].some((words) => words.within(low, start, at));
  return isTyped && v.isPassword(value, true) ? value : null;
}

/** Tells whether the label or button of a form stands at a place. */
function isLabel(v: SecretVocabulary, text: string, low: string, at: number): boolean {
  return v.one.labels.at(low, at) !== null || skip(NEXT_LABEL, text, at) > at;
}

/** The rest of the line behind a value, without the marks that close it. */
function rest(text: string, at: number): string {
  const from = skip(CLOSED, text, at);
  return text.slice(from, from + NEAR).split('\n', 1)[0]!;
}

function isProof(v: SecretVocabulary, low: string, at: number): boolean {
  const from = at + (/^["'*`”»」]{0,3}\s{0,2},?\s{0,2}/.exec(low.slice(at, at + 10))?.[0].length ?? 0);
  return from > at && v.one.proofs.at(low, from) !== null;
}

/** Tells whether a clause ends at a place. */
function isEnd(low: string, at: number): boolean {
  const next = /^[^\S\n]{0,2}(.)/u.exec(low.slice(at, at + 6))?.[1];
  return (
    next === undefined ||
    !/[\p{L}\p{N}]/u.test(next) ||
    /^\s(?:and|but|und|aber|et|mais|y|pero|e|mas|ma|en|maar|i|ale|och|men|ve|ama|и|но)\s/u.test(low.slice(at, at + 8))
  );
}

/** Tells whether a user's name stands before a place: "user kim pw". */
function isAfterLogin(v: SecretVocabulary, low: string, at: number): boolean {
  for (let from = Math.max(0, at - NEAR); from < at; from++) {
    const login = v.nouns.at(low, from);
    if (
      login?.roles.has('logins') &&
      /^[\s:=]{1,4}\S{2,60}[\s,;:/|]{1,4}(?:\p{L}{1,8}\s)?$/u.test(low.slice(login.to, at))
    )
      return true;
  }
  return false;
}
