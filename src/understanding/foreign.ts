/** Tells whether a text is in another language than the bot's, from its script or its little words. */
import type { Pack } from '../core/content.ts';
import { wordsOf } from './phrase-index.ts';

/** Scripts that tell the language by themselves, the surer ones first; `other` for those of several languages. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
  [/[\p{Script=Greek}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}]/gu, 'other'],
];
/** A text without a letter of those scripts: most are. */
const IS_LATIN = /^[\t-\u024f\u2000-\u206f]*$/;
/** The share of a text's letters that must be of a script. */
const MOSTLY = 0.4;
/** The smallest number of different little words of a language. */
const FEWEST = 2;
/** The number of words that are looked at: more of a text tells no more. */
const CONSIDERED = 80;

/** Finds the language of a text by the little words of each language (`talk.languages` of the packs). */
export class ForeignFinder {
  readonly #languages = new Map<string, Set<string>>();

  constructor(packs: Iterable<Pack>) {
    for (const { talk } of packs)
      for (const [language, words] of Object.entries(talk.languages))
        this.#languages.set(language, new Set([...(this.#languages.get(language) ?? []), ...words]));
  }

  /** The language of a text (ISO 639-1), or `other`; null for English, and where it can't be told. */
  find(text: string): string | null {
    if (!IS_LATIN.test(text)) {
      const letters = text.match(/\p{L}/gu)?.length ?? 0;
      for (const [script, language] of SCRIPTS)
        if ((text.match(script)?.length ?? 0) > letters * MOSTLY) return language;
    }
    const words = new Set(wordsOf(text).slice(0, CONSIDERED));
    const counts = [...this.#languages]
      .map(([language, little]) => ({ language, count: [...words].filter((word) => little.has(word)).length }))
      .sort((a, b) => b.count - a.count);
    const [best, next] = counts;
    const english = counts.find(({ language }) => language === ENGLISH)?.count ?? 0;
    if (!best || best.language === ENGLISH || best.count < FEWEST || best.count <= english * 2) return null;
    return best.count > (next?.count ?? 0) ? best.language : null;
  }
}

const ENGLISH = 'en';
