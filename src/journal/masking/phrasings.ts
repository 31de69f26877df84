/**
 * Finds passwords, PINs, codes and numbers by the words people put beside them. Every such word is looked at once, with
 * a bounded stretch before and behind it, so the time grows with the length of the text and with nothing else.
 */
import type { TextSource } from '../../core/secrets.ts';
import { codeBeside, keyBehind, recoveryBehind, type SecretSpan } from './figures.ts';
import type { SecretKind } from './hide.ts';
import { skip } from './links.ts';
import { withOthers } from './others.ts';
import { passwordBehind, passwordBeside, type SourceText } from './passwords.ts';
import { isDigits, isStrong, isUnmistakable, valueAt } from './values.ts';
import type { SecretVocabulary } from './vocabulary.ts';
import { lower } from './word-tree.ts';

/** A stretch of a text that is to be masked. */
export interface FoundSecret extends SecretSpan {
  readonly kind: SecretKind;
}

/** A number behind its name, in capitals and figures: "SSN 123456789", "codice fiscale: RSSMRA…". */
const NUMBER =
  /(?:[\s:.#=：]|\p{L}{1,8}[\s:]){0,6}?((?=[A-Z]{0,6}[ -]?\d)[A-Z\d](?:[ ./-]?[A-Z\d]){2,20})(?![\p{L}\p{N}])/uy;
/** A user's name behind "login:", and what parts it from the password. */
const USER =
  /\s{0,3}(?:\/\s{0,2}\p{L}{2,12}\s{0,2})?(?:(?:[:=：|]|->)\s{0,3}|\s(?:are|is|sind|lauten|ist|sont|son|são|sono|zijn|to|är)\s{1,2})([^\s:/|,;]{2,100})(?:\s{0,2}(?:\/{1,2}|\|)\s{0,2}|:\s?)/uy;
const SPACED_USER = /[^\S\n]{1,3}([^\s:/|,;]{2,100})\s{1,2}(?:\/{1,2}|\|)\s{1,2}/uy;
/** The same with nothing but a space or "and" between them: "creds: kim X". */
const PAIR =
  /(?:[:=：]\s{0,3}|\s(?:are|is|sind|lauten|ist|sont|son|são|sono|zijn|to|är)\s)[^\s:/|,;]{2,100}[^\S\n]{1,2}(?:(?:and|und|et|y|e|en|och|ve|i|и)\s)?(?=\S)/uy;
const MAIL_USER = /(?<![\w.+:/-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}(?::|\s\/\s|\s\|\s|;)(?=\S)/gu;

/** A mail address with what stands behind it, parted by a short word or a comma: "tried with kim@contoso.example and X". */
const MAIL_BESIDE =
  /(?<![\w.+:/-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}(?:,|[^\S\n]{1,2}(?:\p{L}{1,4}|[-–+&]))?[^\S\n]{1,2}(?=\S)/gu;

/** A user's name with a stroke behind it, at the beginning of a line: "kim.lee / X". */
const NAMED_USER = /(?<=^|\n)[a-z][\w.-]{1,40}[^\S\n]\/[^\S\n](?=\S)/gu;

/** Makes the search. */
export function createPhrasings(v: SecretVocabulary): (text: string, from: TextSource) => readonly FoundSecret[] {
  return (whole, from) => {
    const text: SourceText = { text: whole, low: lower(whole), from };
    const all: FoundSecret[] = [];
    const add = (found: SecretSpan | null, kind: SecretKind): boolean => {
      if (found) all.push({ from: found.from, to: found.to, kind });
      return found !== null;
    };
    for (let at = 0; at < whole.length; ) {
      const found = v.nouns.at(text.low, at);
      if (!found) {
        at++;
        continue;
      }
      const { roles, to } = found;
      const noun = { from: at, to, short: !roles.has('passwords') };
      at = to;
      if (roles.has('acts')) continue;
      if (whole[noun.from - 1] === '[' || isInAddress(whole, noun.from, to)) continue;
      if (roles.has('numbers')) add(numberBehind(whole, to), 'number');
      if (roles.has('recovery')) add(recoveryBehind(text, to), 'code');
      if (roles.has('codes') && add(codeBeside(v, text, noun, false), 'code')) continue;
      if (roles.has('digits') && !roles.has('codes')) add(codeBeside(v, text, noun, true), 'code');
      if ((roles.has('keys') || roles.has('recovery') || roles.has('codes')) && add(keyBehind(text, to), 'key'))
        continue;
      if (roles.has('logins')) add(behindLogin(v, text, noun), 'password');
      if (roles.has('passwords') || roles.has('short'))
        for (const found of withOthers(v, text, passwordBeside(v, text, noun))) add(found, 'password');
      else if (roles.has('keys') || roles.has('codes'))
        add(passwordBehind(v, text, { ...noun, short: true }), roles.has('keys') ? 'key' : 'password');
    }
    for (const match of whole.matchAll(NAMED_USER)) {
      const value = valueAt(whole, match.index + match[0].length, v.ends);
      if (value && isUnmistakable(value.text) && v.isPassword(value)) add(value, 'password');
    }
    for (const match of whole.matchAll(MAIL_USER)) add(paired(v, text, match.index + match[0].length), 'password');
    for (const match of whole.matchAll(MAIL_BESIDE)) {
      const value = valueAt(whole, match.index + match[0].length, v.ends);
      if (value && isUnmistakable(value.text) && v.isPassword(value)) add(value, 'password');
    }
    return all;
  };
}

function numberBehind(text: string, at: number): SecretSpan | null {
  NUMBER.lastIndex = at;
  const found = NUMBER.exec(text)?.[1];
  return found === undefined ? null : { from: NUMBER.lastIndex - found.length, to: NUMBER.lastIndex };
}

/** The password of "login: kim / X" and "creds are kim:X". */
function behindLogin(v: SecretVocabulary, text: SourceText, noun: SecretSpan): SecretSpan | null {
  if (/[/.\\@\w-]/.test(text.text[noun.from - 1] ?? '')) return null;
  const pair = skip(PAIR, text.text, noun.to);
  const beside = pair > noun.to ? valueAt(text.text, pair, v.ends) : null;
  if (beside && isUnmistakable(beside.text) && v.isPassword(beside)) return beside;
  for (const search of [USER, SPACED_USER]) {
    const end = skip(search, text.text, noun.to);
    if (end === noun.to) continue;
    search.lastIndex = noun.to;
    const user = search.exec(text.text)?.[1] ?? '';
    if (v.isTalk(user) || !/[\p{L}\p{N}]/u.test(user)) return null;
    return paired(v, text, end);
  }
  return null;
}

function paired(v: SecretVocabulary, { text, low }: SourceText, at: number): SecretSpan | null {
  const value = valueAt(text, at, v.ends);
  if (!v.isPassword(value, true) || v.one.labels.at(low, at) || v.nouns.at(low, at)) return null;
  if (isDigits(value.text) && value.text.length < 6) return null;
  return isStrong(value.text) || !/^[^\S\n]{1,3}\p{L}+[^\S\n]\p{L}/u.test(text.slice(value.to, value.to + 40))
    ? value
    : null;
}

/** Tells whether a word is a part of a web address or a path, such as /ChangePassword.aspx. */
function isInAddress(text: string, from: number, to: number): boolean {
  return (
    /[/\\][\w.-]{0,40}$/.test(text.slice(Math.max(0, from - 42), from)) ||
    /^[\w-]{0,40}(?:[/\\]\w|\.(?:aspx?|html?|php|txt|exe|dll)\b)/.test(text.slice(to, to + 50))
  );
}
