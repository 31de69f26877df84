/**
 * Finds signs of alarms: phrases of the content (`alarms` of an intent) that stand close together where people tell of a
 * security problem, in any language and in the middle of anything else.
 */
import type { Content } from '../core/content.ts';
import type { Span } from '../core/reading.ts';
import type { ToldWords } from './interpretation/results.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';
import { WordList } from './interpretation/word-list.ts';

/** The most words between two phrases that belong together: "a hacker was all night in my mailbox". */
const MOST_BETWEEN = 5;
/** The end of a sentence, beyond which nothing belongs together. */
const AN_END = /[.!?\n]\s/;
/** The marks before which another clause ends. */
const MARKS = /[,.;:!?\n–—]+\s/u;
/** The words before a phrase in which a denial is about it: "I don't think my account was hacked". */
const HEAD = 4;
/** A word right before a phrase, as it stands there. */
const LAST_WORD = /(\p{L}+)[^\p{L}\p{N}]*$/u;

/** The rest of a sentence that is a question. */
const A_QUESTION = /^[^.!?\n]*\?/;
/** The kinds of signs, those that count most first. */
const KINDS = ['told', 'asked', 'unreal'] as const;

/** A sign in a text. */
export interface Sign {
  readonly intent: string;
  /** Told as something that is so, asked ("is there a hacker in my mailbox?"), or unreal: denied, imagined, or somebody else's. */
  readonly kind: 'told' | 'asked' | 'unreal';
}

/** The rest of a sign behind its first phrase. */
interface Together {
  readonly end: number;
  readonly between: string;
}

/** The phrases that are a sign of a problem together. */
interface SignOf {
  readonly intent: string;
  readonly lists: readonly WordList[];
}

const known = new WeakMap<Content, readonly SignOf[]>();

/** The alarms of some content, worked out once for as long as the content is used. */
function alarmsOf(content: Content): readonly SignOf[] {
  const before = known.get(content);
  if (before) return before;
  const fresh = [...content.intents.values()].flatMap(({ id, alarms }) =>
    alarms.map((lists) => ({ intent: id, lists: lists.map((phrases) => new WordList(phrases)) })),
  );
  known.set(content, fresh);
  return fresh;
}

/** The sign of an alarm in a text, the one that counts most where it has several; null where none stands there. */
export function signIn(content: Content, text: string): Sign | null {
  const { told } = spokenWordsOf(content);
  const signs = alarmsOf(content).flatMap(({ intent, lists: [list, ...others] }) =>
    list!.places(text).flatMap((first) => {
      const rest = together(text, first.to, others);
      return rest === null ? [] : [{ intent, kind: kindOf(text, first, rest, told) }];
    }),
  );
  return KINDS.map((kind) => signs.find((sign) => sign.kind === kind)).find(Boolean) ?? null;
}

/** The phrases that follow close by behind a place, one of each list: where they end, and what stands between. Null where one is missing. */
function together(text: string, from: number, [list, ...others]: readonly WordList[]): Together | null {
  if (list === undefined) return { end: from, between: '' };
  const rest = text.slice(from);
  for (const next of list.places(rest)) {
    const between = rest.slice(0, next.from);
    if (AN_END.test(between) || wordsOf(between) > MOST_BETWEEN) break;
    const more = together(text, from + next.to, others);
    if (more !== null) return { end: more.end, between: `${between} ${more.between}` };
  }
  return null;
}

function wordsOf(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

/** The kind of a sign that begins with a phrase. */
function kindOf(
  text: string,
  { from, to }: Span,
  rest: Together,
  { unreal, whose, strangers }: ToldWords,
): Sign['kind'] {
  const clause = text.slice(0, from).split(MARKS).at(-1)!;
  const head = clause.trim().split(/\s+/).slice(-HEAD).join(' ');
  if (unreal.isIn(head) || unreal.isIn(rest.between)) return 'unreal';
  const before = LAST_WORD.exec(clause)?.[1] ?? '';
  if (whose.isIn(before) && strangers.isIn(text.slice(from, to))) return 'unreal';
  return A_QUESTION.test(text.slice(rest.end)) ? 'asked' : 'told';
}
