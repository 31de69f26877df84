/** Recognises the language a text is written in. */
import { franc } from 'franc-min';

/** The languages agents may meet: ISO 639-3 for franc, and the ISO 639-1 that everybody else uses. */
const KNOWN: Readonly<Record<string, string>> = {
  eng: 'en',
  deu: 'de',
  spa: 'es',
  fra: 'fr',
  por: 'pt',
  ita: 'it',
  nld: 'nl',
  pol: 'pl',
  swe: 'sv',
  tur: 'tr',
  rus: 'ru',
  ukr: 'uk',
  cmn: 'zh',
  jpn: 'ja',
  kor: 'ko',
};
const ONLY = Object.keys(KNOWN);
/** The shortest text that is looked at, in characters: shorter ones could be anything. */
const SHORTEST = 12;
/** The number of characters that are looked at: more of a text tells no more. */
const CONSIDERED = 300;

/** The language of a text, as ISO 639-1; null if the text is too short to tell. */
export function languageOf(text: string): string | null {
  return KNOWN[franc(text.slice(0, CONSIDERED), { only: ONLY, minLength: SHORTEST })] ?? null;
}
