/** The links between a word for a secret and the secret: a mark, "is", "to", and some words in between. */
import { isJoined } from './scripts.ts';
import type { Ending, SecretVocabulary } from './vocabulary.ts';

/** The places behind each kind of link, where the secret begins; null where there is no such link. */
export interface LinkPlaces {
  readonly mark: number | null;
  readonly is: number | null;
  readonly to: number | null;
  readonly dash: number | null;
}

/** The largest number of words between "password" and "is". */
const MOST_BETWEEN = 6;
const CLOSING = /["'*`_”»」)\]]{0,3}/y;
const MARK = /(?:[:=：＝|]|->|=>|→){1,2}/y;
/** A remark before the mark: "password (new): X". */
const ASIDE = /[^\S\n]?\([^()\n]{1,30}\)(?=[^\S\n]?[:=：])/y;
/** The spaces before a mark, in tables as many as it takes. */
const PADDING = /[^\S\n]{4,40}(?=[:=：])/y;
const DASH = /[-–—](?=\s)/y;
const SPACES = /[^\S\n]{0,3}/y;
const WORD = /[^\s,;!?:=]{1,80}/y;
/** A line break or two may stand between a label and its field. */
const WIDE = /\s{0,3}/y;

/** Finds the links behind a word that ends at a place. `low` is the text in small letters. */
export function linksBehind(v: SecretVocabulary, low: string, noun: string, end: number): LinkPlaces {
  const found: { mark: number | null; is: number | null; to: number | null; dash: number | null } = {
    mark: null,
    is: null,
    to: null,
    dash: null,
  };
  const own = v.isOf.filter(([begins]) => noun.startsWith(begins)).map(([, words]) => words);
  let at = skip(PADDING, low, skip(ASIDE, low, skip(CLOSING, low, end)));
  for (let steps = 0; steps <= MOST_BETWEEN; steps++) {
    const spaced = skip(SPACES, low, at);
    const marked = skip(MARK, low, spaced);
    if (marked > spaced && found.mark === null && (steps === 0 || /\s/.test(low[marked] ?? '')))
      found.mark = skip(WIDE, low, skip(MARK, low, skip(WIDE, low, marked)));
    if (marked > spaced) break;
    if (spaced > at && skip(DASH, low, spaced) > spaced) found.dash ??= skip(SPACES, low, spaced + 1);
    const wide = skip(WIDE, low, at);
    if (wide > at || isJoined(low[at - 1] ?? '') || isJoined(low[at] ?? '')) {
      const is = v.one.is.at(low, wide) ?? own.map((words) => words.at(low, wide)).find((w) => w !== null);
      if (is && found.is === null) found.is = behind(low, is.to);
      const to = v.one.to.at(low, wide);
      if (to && found.to === null) found.to = behind(low, to.to);
    }
    if (spaced === at) break;
    const between = steps === 0 ? v.one.between.at(low, spaced)?.to : undefined;
    if (steps === 0 && between === undefined) break;
    const next = between ?? skip(WORD, low, spaced);
    if (next === spaced) break;
    at = next;
  }
  return found;
}

/** A stretch without the words of a list at its end; null where none of them stands there. */
export function without(ending: Ending, low: string, to: number): number | null {
  const end = low.slice(0, to).trimEnd().length;
  for (let words = 0, at = end; words < 3 && at > 0 && end - at < 30; words++) {
    const start = low.lastIndexOf(' ', at - 1) + 1;
    const from = Math.max(start, low.lastIndexOf('\n', at - 1) + 1);
    if (ending.spaced.has(low.slice(from, end).replace(/\s+/g, ' '))) return from;
    if (from === 0 || low[from - 1] === '\n') break;
    at = from - 1;
  }
  const joined = ending.joined.find((word) => low.endsWith(word, end));
  return joined === undefined ? null : end - joined.length;
}

function behind(low: string, at: number): number {
  const colon = /\s{0,2}[:：]?\s{0,3}/y;
  return skip(colon, low, at);
}

/** The place behind what an expression matches at a place. */
export function skip(search: RegExp, text: string, at: number): number {
  search.lastIndex = at;
  return search.test(text) ? search.lastIndex : at;
}
