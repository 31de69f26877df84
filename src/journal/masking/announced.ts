/** Finds a password or a code that nothing in its own message tells of, because the message before it did. */

import { readCode } from '../../core/desk.ts';
import type { Before } from '../../core/secrets.ts';
import { linksBehind } from './links.ts';
import { type SourceText, said } from './passwords.ts';
import type { FoundSecret } from './phrasings.ts';
import { type FoundValue, isDigits, isStrong, valueAt } from './values.ts';
import type { SecretVocabulary } from './vocabulary.ts';
import { lower } from './word-tree.ts';

/** The end of an earlier text that counts, in characters. */
const LAST = 300;
/** The number of words up to which an answer gives a password and tells nothing. */
const MOST_WORDS = 7;

/** Makes the search: `search` finds what a whole text tells of. */
export function createAnnounced(
  v: SecretVocabulary,
  search: (text: string) => readonly FoundSecret[],
): (text: string, before: Before) => readonly FoundSecret[] {
  const speaks = (text: string): 'password' | 'code' | null => {
    const low = lower(text.slice(-LAST));
    let code = false;
    for (let at = 0; at < low.length; at++) {
      const roles = v.nouns.at(low, at)?.roles;
      if (roles?.has('passwords')) return 'password';
      code ||= roles?.has('codes') === true;
    }
    return code ? 'code' : null;
  };

  const answered = (text: string, { own, others }: Before): readonly FoundSecret[] => {
    const words = text.trim().split(/\s+/).length;
    if (text === '' || words > MOST_WORDS || readCode(text)) return [];
    // "my password is", and then "X".
    if (own !== '') {
      const lead = `${own.slice(-LAST).trimEnd()} `;
      const found = search(lead + text).filter(({ from }) => from >= lead.length);
      const noun = lastNoun(v, lead);
      const open = !/[.?!]\s$/.test(lead) && noun.size === 0;
      const shifted = found.map((f) => ({ ...f, from: f.from - lead.length, to: f.to - lead.length }));
      if (shifted.length > 0 && (open || shifted.every((f) => isStrong(text.slice(f.from, f.to))))) return shifted;
    }
    const figures = /^\d{3}[ -]?\d{3,5}$/.exec(text.trim())?.[0];
    if (own !== '' && figures !== undefined) {
      const noun = lastNoun(v, own);
      const from = text.indexOf(figures);
      if (noun.has('codes') || noun.has('digits')) return [{ from, to: from + figures.length, kind: 'code' }];
    }
    const kind = speaks(others);
    if (kind === null) return [];
    const bare = words === 1 ? valueAt(text, text.search(/\S/), v.ends) : null;
    if (bare)
      return isAnswer(v, bare, kind)
        ? [{ from: bare.from, to: bare.to, kind: isDigits(bare.text) ? 'code' : 'password' }]
        : [];
    if (kind === 'code') {
      const told = /^\D{0,24}?(\d{3}[ -]?\d{3}|\d{4,8})[.!]?$/.exec(text);
      return told ? [{ from: text.indexOf(told[1]!), to: text.indexOf(told[1]!) + told[1]!.length, kind }] : [];
    }
    const value = stoodFor(v, { text, low: lower(text), from: 'person' });
    return value ? [{ from: value.from, to: value.to, kind }] : [];
  };
  return (text, before) => {
    // An agent's line for the person begins with a mark: "> X".
    const mark = /^\s{0,3}>{0,3}\s{0,3}/.exec(text)![0].length;
    return answered(text.slice(mark), before).map((f) => ({ ...f, from: f.from + mark, to: f.to + mark }));
  };
}

/** Tells whether one bare word may answer a question about a password; an answer to anything else is in the content's words. */
function isAnswer(v: SecretVocabulary, value: FoundValue, kind: 'password' | 'code'): boolean {
  if (isDigits(value.text)) return kind === 'code' && value.text.length <= 8;
  if (kind === 'code' || !v.isPassword(value, true)) return false;
  return isStrong(value.text) ? !/^[\w-]+(?:\.[\w-]+)+$/.test(value.text) : /^\p{L}{4,}$/u.test(value.text);
}

/** The password of "my new one is X". */
function stoodFor(v: SecretVocabulary, text: SourceText): FoundValue | null {
  for (let at = 0; at < text.low.length && at < 40; at++) {
    const pronoun = v.one.pronouns.at(text.low, at);
    if (!pronoun) continue;
    const { is, mark } = linksBehind(v, text.low, '', pronoun.to);
    const from = is ?? mark;
    const value = from === null ? valueAt(text.text, pronoun.to + 1, v.ends) : said(v, text, from, false);
    // "It connects!" is no password: the mark at its end is the sentence's.
    if (v.isPassword(value) && (from !== null || isStrong(value.text.replace(/[.,;:!?)]+$/u, '')))) return value;
  }
  return null;
}

/** The lists of the word for a secret with which a text ends; none where it ends otherwise. */
function lastNoun(v: SecretVocabulary, text: string): ReadonlySet<string> {
  const low = lower(text.trimEnd());
  for (let at = Math.max(0, low.length - 40); at < low.length; at++) {
    const noun = v.nouns.at(low, at);
    if (noun?.to === low.length && !v.one.errors.within(low, Math.max(0, at - 40), at)) return noun.roles;
  }
  return new Set();
}
