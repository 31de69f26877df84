/** Cuts texts into words, each spelled one way, for both halves of the understanding to compare. */
import { RegexpTokenizer } from 'natural/lib/natural/tokenizers/regexp_tokenizer.js';
import { withCodeWords } from './code-words.ts';
import type { PackNames } from './pack-names.ts';
import { simplify } from './simplify.ts';

// natural's own word tokenizer is ASCII only ("café" becomes "caf"), hence its regular-expression one.
const tokenizer = new RegexpTokenizer({ pattern: /[^\p{L}\p{N}]+/u });

const MAC = /\bmac ?os(?: x)?\b|\bos ?x\b/g;
/** Phones and tablets by all their names: a word for what they have in common is put beside. */
const PHONE =
  /\b(?:i?phones?|ipads?|ios|androids?|tablets?|smartphones?|mobiles?|cell|cellphones?|handys?|celular|m[oó]vil|galaxy|samsung|pixel|lumia|nokia|blackberry|symbian|telefon[eo]?|téléphone)\b|手机|手機|スマホ/g;
const ADDRESS = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g;
/** Digits among letters, as screen readers leave them: "Bus1ness", "fai1ed", "passw0rd". */
const MISREAD = /(?<=[a-z]{2})[0135](?=[a-z]{2})|(?<![\p{L}\p{N}])1(?=n\b|t\b|s\b)/gu;
const LETTER: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 5: 's' };
/** Scripts that put no spaces between words: every character is a word, and pairs of them tell the meaning. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;
/** Times of day and dates: when something was said, which tells nothing of what it is. */
const TIME =
  /\b(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}(?:[.,]\d{1,3})?(?: ?[ap]\.?m\b\.?)?(?![\p{L}\p{N}:])|\b(?:[1-9]|1[0-2]) ?[ap]m\b|\b(?:19|20)\d\d([-/.])[01]?\d\1[0-3]?\d\b|\b[0-3]?\d([-/.])[01]?\d\2(?:19|20)\d\d\b|\b[01]?\d\/[0-3]?\d\/(?:19|20)?\d\d\b/gu;
const LINK = /\bhttps?:\/\/\S+/g;

/** Cuts a text into its words, in order. */
export type Tokens = (text: string) => string[];

/** The tokens of texts, with one word for all names of a pack's product. */
export function createTokens(names: PackNames): Tokens {
  return (text) => {
    const plainWords = names
      .noteWell(
        names.noteParts(
          names
            .unify(
              // Codes become words before their digits could be taken for misread letters.
              withCodeWords(
                simplify(text).replace(LINK, ' ').replace(ADDRESS, ' someaddress ').replace(TIME, ' '),
              ).replace(MISREAD, (digit) => LETTER[digit]!),
            )
            .replace(MAC, ' mac ')
            .replace(PHONE, '$& anyphone '),
        ),
      )
      // "can't" is one word, with or without the apostrophe.
      .replace(/(\p{L})'(\p{L})/gu, '$1$2')
      // "Signed in" tells something else than "sign in".
      .replace(/\b(?:sign|logg?)(ed)?(?:ing|s)?[ -]?(?:in|on)(?:to)?\b/g, (_, done?: string) =>
        done ? 'signed signin' : 'signin',
      )
      .replace(/\b(?:login|logon)\b/g, 'signin');
    return tokenizer
      .tokenize(plainWords.replace(UNSPACED, ' $& '))
      .map((word) => (word.length > 40 ? word.slice(0, 40) : word));
  };
}
