import { franc } from 'franc-min';

/** The languages agents may meet, ISO 639-3 as franc says it, and 639-1 as everybody else does. */
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
/** Shorter texts could be anything. */
const SHORTEST = 12;
/** More of it tells no more. */
const CONSIDERED = 300;

/** The language a text is written in, as ISO 639-1; null when it is too short to tell. */
export function languageOf(text: string): string | null {
  return KNOWN[franc(text.slice(0, CONSIDERED), { only: ONLY, minLength: SHORTEST })] ?? null;
}
