/** Tells scripts that put no space between words from the others. */

const JOINED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Tells whether a text holds letters of a script that joins its words: Chinese, Japanese, Korean. */
export function isJoined(text: string): boolean {
  return JOINED.test(text);
}
