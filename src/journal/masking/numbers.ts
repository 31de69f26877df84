/** Masks numbers that belong to one person: payment cards, bank accounts, recovery keys, social security and tax numbers. */
import { isIban, isLuhn } from './checksums.ts';
import type { Hide } from './hide.ts';

/** The first digits of the cards people pay with, and how long their numbers are; IMEIs and timestamps begin otherwise. */
const CARDS: readonly (readonly [begins: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^3(?:0[0-5]|[689])/, [14]],
  [/^(?:62|81)/, [16, 17, 18, 19]],
  [/^(?:50|5[6-9]|6[37])/, [16]],
  [/^220[0-4]/, [16]],
];
/** Digits in one piece or in groups of cards, with one kind of separator. */
const CARD =
  /(?<![\w.+-])(?=[2-68])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5}|\d{13,19})(?![\w-]|\.\d)/g;

/** Two letters, two digits, then up to thirty letters and digits in one piece or in fours. */
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g;

/** The recovery key of a drive: eight groups of six digits, however a person or a picture parts them. */
const RECOVERY = /(?<!\d)\d{6}(?:[\s\u2010-\u2015.-]{1,3}\d{6}){7}(?!\d)/g;

/** Numbers whose punctuation no other number has. */
const SHAPES: readonly RegExp[] = [
  // United States, Brazil, Russia
  /(?<![\w-])(?!000|666|9)\d{3}-\d{2}-\d{4}(?![\w-])/g,
  /(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])/g,
  /(?<![\w-])\d{3}-\d{3}-\d{3} \d{2}(?![\w-])/g,
  // Italy, Sweden, Korea, China
  /(?<![A-Za-z0-9])[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z0-9])/g,
  /(?<![\w-])(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-+]\d{4}(?![\w-])/g,
  /(?<![\w-])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-8]\d{6}(?![\w-])/g,
  /(?<![\w-])[1-6]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\w-])/g,
  // France: sex, year, month, department, commune, order, key
  /(?<![\w-])[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?![\w-])/g,
];

/** Masks numbers that are told by their own shape or checksum. */
export function maskNumbers(text: string, hide: Hide): string {
  let out = text
    .replace(RECOVERY, () => hide('key'))
    .replace(CARD, (digits) => (isCard(digits.replace(/\D/g, '')) ? hide('card number') : digits))
    .replace(IBAN, (iban) => (isIban(iban) ? hide('number') : iban));
  for (const shape of SHAPES) out = out.replace(shape, () => hide('number'));
  return out;
}

function isCard(digits: string): boolean {
  return isLuhn(digits) && CARDS.some(([begins, lengths]) => begins.test(digits) && lengths.includes(digits.length));
}
