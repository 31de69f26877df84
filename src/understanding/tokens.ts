import { RegexpTokenizer } from 'natural/lib/natural/tokenizers/regexp_tokenizer.js';

/** A text is considered up to here; longer ones by their beginning and their end. */
export const CONSIDERED = 8000;

// natural's own word tokenizer is ASCII only ("café" becomes "caf"), hence its regular-expression one.
const tokenizer = new RegexpTokenizer({ pattern: /[^\p{L}\p{N}]+/u });

/** The many names of the product become one word, so that "Lync" and "Skype for Business" share what is known of them. */
const PRODUCT = /\b(?:microsoft )?(?:skype for business|skype 4 business|skype business|s4b|sfb|lync|office communicator|communicator|skype)\b/g;
/** Codes are taken out before stemming would change them; with or without 0x they are one word. */
const CODE = /\b(?:0x)?([0-9a-f]{8})\b|\baadsts ?(\d{5,7})\b/g;
const ADDRESS = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g;
const LINK = /\bhttps?:\/\/\S+/g;

/** Lower case, one kind of quote, no accents on the way in that mean nothing here. */
export function simplify(text: string): string {
  const bounded = text.length > CONSIDERED ? `${text.slice(0, CONSIDERED / 2)}\n${text.slice(-CONSIDERED / 2)}` : text;
  return bounded
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`´]/g, "'")
    .replace(/[\u201c\u201d]/g, '"');
}

/** The words of a text, in order. */
export function tokens(text: string): string[] {
  const plainWords = simplify(text)
    .replace(LINK, ' ')
    .replace(ADDRESS, ' someaddress ')
    .replace(CODE, (_, hex?: string, aad?: string) => (hex ? (/\d/.test(hex) ? ` code${hex} ` : ` ${hex} `) : ` aadsts${aad} `))
    .replace(PRODUCT, ' skype ')
    // "can't" is one word, and the same whether or not somebody typed the apostrophe.
    .replace(/(\p{L})'(\p{L})/gu, '$1$2')
    .replace(/\b(?:sign|log|logg)(?:ed|ing|s)?[ -]?(in|on|into|onto)\b/g, 'sign$1')
    .replace(/\b(?:login|logon)\b/g, 'signin');
  return tokenizer.tokenize(plainWords).map((word) => (word.length > 40 ? word.slice(0, 40) : word));
}
