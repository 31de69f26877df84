/** Mends error codes in a recognised text: a letter taken for a figure makes another code of it. */

/** A code of eight hexadecimal figures as it is recognised: perhaps in two pieces, with letters in place of figures. */
const HEXADECIMAL =
  /(?<![\p{L}\p{N}])[0OQ]{0,1}[0OQ]x ?([0-9A-FOQIlSTZ]{1,8})(?: ([0-9A-FOQIlSTZ]{1,7}))?(?![\p{L}\p{N}])/gu;
const LENGTH = 8;
const FIGURES: Readonly<Record<string, string>> = { O: '0', Q: '0', I: '1', l: '1', Z: '2', S: '5', T: '7' };

/** Mends the codes in a text. What hasn't exactly eight figures may be something else, and stays as it is. */
export function mendCodes(text: string): string {
  return text.replace(HEXADECIMAL, (whole, first: string, second = '') => {
    const rest = first.length === LENGTH && second !== '' ? ` ${second}` : '';
    const figures = rest === '' ? first + second : first;
    if (figures.length !== LENGTH || !/\d/.test(figures)) return whole;
    return `0x${figures.replace(/[OQIlZST]/g, (letter) => FIGURES[letter]!)}${rest}`;
  });
}
