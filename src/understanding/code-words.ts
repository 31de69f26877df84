/** Makes one word of each error's code in a text, however it is written. */

/** The beginning of a sign-in code in lower case, with a letter left out and with what people put behind it. */
const PREFIX = String.raw`\b(?:aadsts?|adsts)[ :_#-]{0,3}`;
/**
 * The digits of a hexadecimal code in lower case, with 0x or without; only with it may they stand in two halves, and have
 * letters where a screen's zeros were misread.
 */
const WITH_0X = String.raw`(?:(?<!\p{N})0|(?<![\p{L}\p{N}])o)x ?`;
const END = String.raw`(?![\p{L}\p{N}_])`;
const HEX = [
  String.raw`(?<![\p{L}\p{N}_])(?:[0o]x ?)?([\da-f]{8})h?${END}`,
  String.raw`${WITH_0X}([\da-fo]{4})[ -]?([\da-fo]{4})${END}`,
  String.raw`${WITH_0X}([\da-f]{2,7})${END}`,
].join('|');
const CODE = new RegExp(String.raw`${HEX}|${PREFIX}([\do]{5,7})\b`, 'gu');
/** A number of a sign-in code, with its prefix or without. */
const NUMBER = new RegExp(String.raw`(?<!\d)(${PREFIX})?(\d{5,7})(?!\d)`, 'iu');

/** A text in lower case with one word for each code: "0x8007 0035" and "80070035" are `code80070035`, "0x709" is `code00000709`. */
export function withCodeWords(text: string): string {
  if (!/\d/.test(text)) return text;
  return text.replace(CODE, (_, hex?: string, high?: string, low?: string, short?: string, number?: string) => {
    if (number !== undefined) return ` aadsts${number.replaceAll('o', '0')} `;
    const digits = hex ?? short?.padStart(8, '0') ?? `${high}${low}`.replaceAll('o', '0');
    return hex === undefined || /\d/.test(digits) ? ` code${digits} ` : ` ${digits} `;
  });
}

/**
 * Whether a code's word is a small number, or a status of the system itself: other programs count their own errors by
 * those, show them in their logs, and so does a computer that stops.
 */
export function isEverybodys(word: string): boolean {
  return /^code(?:0000|c000)/.test(word);
}

/** The first number of five to seven digits in a text, as it stands there, and whether it has its prefix. */
export function firstNumber(text: string): { said: string; number: string; isPrefixed: boolean } | null {
  const [said, prefix, number] = text.match(NUMBER) ?? [];
  return said === undefined || number === undefined ? null : { said, number, isPrefixed: prefix !== undefined };
}

/** The decimal forms of a code's word, as programs and scripts print it: with its sign, which is cut off, and without. */
export function decimalsOf(word: string): readonly string[] {
  const value = Number.parseInt(word.slice('code'.length), 16);
  return value >= 2 ** 31 ? [String(value), String(2 ** 32 - value)] : [];
}
