import { RegexpTokenizer } from 'natural/lib/natural/tokenizers/regexp_tokenizer.js';

// natural's own word tokenizer is ASCII only ("café" becomes "caf"), hence its regular-expression one.
const tokenizer = new RegexpTokenizer({ pattern: /[^\p{L}\p{N}]+/u });

/** The many names of the product become one word, so that "Lync" and "Skype for Business" share what is known of them. */
const PRODUCT =
  /\b(?:microsoft )?(?:skype (?:for |4 |f )?(?:business|buisness|bussiness|busines|bussines)|skype (?:entreprise|empresarial)|s4b|sfb|lync|office communications server|ocs|office communicator|communicator|skype)\b/g;
/** "Skype is fine, but …": whoever says so writes about something else, or about another place. */
const WORKS =
  /\bskype\s+(?:(?:itself|alone|is|are|was|still|also|seems|to|be|does|totally|perfectly|all|as|usual)\s+){0,3}(?:works?|working|ok|okay|fine|good|up|alright)\b/g;
const MAC = /\bmac ?os(?: x)?\b|\bos ?x\b/g;
/** Phones and tablets by all their names: what they have in common stands beside. */
const PHONE =
  /\b(?:i?phones?|ipads?|ios|androids?|tablets?|smartphones?|mobiles?|cell|cellphones?|handys?|celular|m[oó]vil|galaxy|samsung|pixel|lumia|nokia|blackberry|symbian|telefon[eo]?|téléphone)\b|手机|手機|スマホ/g;
/** Stands beside every name of something only this product has. */
export const OUR_PART = 'ourpart';
/** What only this product has: its cmdlets, services, attributes and headers, in logs and what test tools print. */
const PART =
  /\b(?:(?:test|get|set|enable|disable|move|grant|update|invoke|export|import|start|stop)-cs\w+|cs[ -]?(?:user|pool|certificate|online)\w*|web-?ticket\w*|lyncdiscover\w*|ucwa\w*|uccapi\w*|rtc(?:srv|host|clsagt|xds|dyn|aggregation)\w*|msrtcsip[\w-]*|ms-diagnostics\w*|sipe|sipdir|webdir|msoidsvc|ocsclient|sip_e_\w+|certprov\w*)(?!\w)/g;
/** Codes are taken out before stemming would change them; with or without 0x they are one word. */
const CODE = /\b(?:0x)?([0-9a-f]{8})\b|\baadsts ?(\d{5,7})\b/g;
const ADDRESS = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g;
/** Digits among letters, as screen readers leave them: "Bus1ness", "fai1ed", "passw0rd". */
const MISREAD = /(?<=[a-z]{2})[0135](?=[a-z]{2})|(?<![\p{L}\p{N}])1(?=n\b|t\b|s\b)/gu;
const LETTER: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 5: 's' };
/** Scripts that put no spaces between words: every character is a word, and pairs of them are what tells. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;
const LINK = /\bhttps?:\/\/\S+/g;

/** Lower case, one kind of quote, no accents on the way in that mean nothing here. */
export function simplify(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`´]/g, "'")
    .replace(/[\u201c\u201d]/g, '"');
}

/** The words of a text, in order. */
export function tokens(text: string): string[] {
  const plainWords = simplify(text)
    .replace(MISREAD, (digit) => LETTER[digit]!)
    .replace(LINK, ' ')
    .replace(ADDRESS, ' someaddress ')
    .replace(CODE, (_, hex?: string, aad?: string) =>
      hex ? (/\d/.test(hex) ? ` code${hex} ` : ` ${hex} `) : ` aadsts${aad} `,
    )
    .replace(PRODUCT, ' skype ')
    .replace(MAC, ' mac ')
    .replace(PHONE, '$& anyphone ')
    .replace(PART, `$& ${OUR_PART} `)
    .replace(WORKS, (said) => `${said} skypeworks `)
    // "can't" is one word, and the same whether or not somebody typed the apostrophe.
    .replace(/(\p{L})'(\p{L})/gu, '$1$2')
    // Whoever is signed in tells something else than who wants to sign in.
    .replace(/\b(?:sign|logg?)(ed)?(?:ing|s)?[ -]?(?:in|on)(?:to)?\b/g, (_, done?: string) =>
      done ? 'signed signin' : 'signin',
    )
    .replace(/\b(?:login|logon)\b/g, 'signin');
  return tokenizer
    .tokenize(plainWords.replace(UNSPACED, ' $& '))
    .map((word) => (word.length > 40 ? word.slice(0, 40) : word));
}
