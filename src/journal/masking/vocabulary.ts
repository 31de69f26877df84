/** The words beside secrets, ready to be looked up, and the question whether a value may be a password. */
import type { SecretWords } from '../../core/secrets.ts';
import { isJoined } from './scripts.ts';
import { type FoundValue, isDigits, isHarmless, isStrong } from './values.ts';
import { lower, WordTree } from './word-tree.ts';

/** The lists that are looked up one by one. */
type One =
  | 'is'
  | 'to'
  | 'between'
  | 'changed'
  | 'as'
  | 'proofs'
  | 'received'
  | 'errors'
  | 'labels'
  | 'owners'
  | 'pronouns'
  | 'names';

/** The lists of words that a secret stands beside, and those that only end with such a word (`acts`). */
type NounList = 'passwords' | 'short' | 'acts' | 'keys' | 'codes' | 'digits' | 'recovery' | 'numbers' | 'logins';

/** The words of the content, ready for use. */
export interface SecretVocabulary {
  /** Words for a secret, and words before a user's name. */
  readonly nouns: WordTree<NounList>;
  readonly one: Readonly<Record<One, WordTree<One>>>;
  /** The same words at the end of a stretch, by themselves: spaced words as a set, joined ones as a list. */
  readonly ending: Readonly<Record<'is' | 'as' | 'owners', Ending>>;
  /** Words that mean "is" behind some words alone, by the beginning of those. */
  readonly isOf: readonly (readonly [begins: string, words: WordTree<'is'>])[];
  /** Endings of words in scripts without spaces. */
  readonly ends: RegExp;
  /** Tells whether a value may be a password; `strictly`, where little speaks for one. */
  isPassword(value: FoundValue | null, strictly?: boolean, joined?: boolean): value is FoundValue;
  isTalk(text: string): boolean;
  isKnown(text: string): boolean;
}

/** Words that may end a stretch of text. */
export interface Ending {
  readonly spaced: ReadonlySet<string>;
  readonly joined: readonly string[];
}

/** Puts the words of the content in order. `known` are words of its examples. */
export function createVocabulary(words: SecretWords, known: ReadonlySet<string>): SecretVocabulary {
  const [starred, plain] = [words.is.filter((w) => w.includes('* ')), words.is.filter((w) => !w.includes('* '))];
  const tree = (name: One, list: readonly string[], compounds = false): WordTree<One> =>
    new WordTree<One>({ [name]: list } as Record<One, readonly string[]>, compounds ? [name] : []);
  const { passwords, short, acts, keys, codes, digits, recovery, numbers, logins } = words;
  const talk = new Set(words.talk.map(lower));
  const talkJoined = words.talk.filter(isJoined).sort((a, b) => b.length - a.length);
  const mistyped = new Set(words.talk.map(lower).filter(isPlainWord).map(lettersOf));
  const ending = (list: readonly string[]): Ending => ({
    spaced: new Set(list.filter((w) => !isJoined(w)).map(lower)),
    joined: list.filter(isJoined).sort((a, b) => b.length - a.length),
  });
  const isTalk = (text: string): boolean => {
    const low = lower(text)
      .replace(/[!?.]+$/, '')
      .replaceAll('’', "'");
    if (talk.has(low) || (isPlainWord(low) && low === text && mistyped.has(lettersOf(low)))) return true;
    return isJoined(low[0] ?? '') && talkJoined.some((w) => low.startsWith(w));
  };
  const isKnown = (text: string): boolean => known.has(lower(text));
  const isMadeOfTalk = (text: string): boolean =>
    /^\p{L}+(?:-\p{L}+)+$/u.test(text) && text.split('-').every((w) => isTalk(w) || isKnown(w));
  return {
    nouns: new WordTree<NounList>({ passwords, short, acts, keys, codes, digits, recovery, numbers, logins }, [
      'passwords',
      'codes',
    ]),
    one: {
      is: tree('is', plain),
      to: tree('to', words.to),
      between: tree('between', [...words.between, ...words.changed]),
      changed: tree('changed', words.changed),
      as: tree('as', words.as),
      proofs: tree('proofs', words.proofs),
      received: tree('received', words.received),
      errors: tree('errors', words.errors, true),
      labels: tree('labels', words.labels),
      owners: tree('owners', words.owners),
      pronouns: tree('pronouns', words.pronouns),
      names: tree('names', passwords, true),
    },
    ending: { is: ending(plain), as: ending(words.as), owners: ending(words.owners) },
    isOf: starred.map((word) => {
      const [begins = '', link = ''] = word.split('* ');
      return [begins, new WordTree({ is: [link] })] as const;
    }),
    ends: new RegExp(
      `(?:${[...words.ends]
        .sort((a, b) => b.length - a.length)
        .map((e) => e.replace(/[()]/g, '\\$&'))
        .join('|')})`,
      'u',
    ),
    isTalk,
    isKnown,
    isPassword(value, strictly = false, joined = false): value is FoundValue {
      if (value === null) return false;
      const { text, quoted } = value;
      if (text.startsWith('[') || isHarmless(text) || isTalk(text) || (strictly && isKnown(text))) return false;
      if (isStrong(text) || isDigits(text)) return true;
      if (quoted && /\s/.test(text)) return text.length >= 6 && !text.split(/\s+/).every((word) => isTalk(word));
      if (quoted) return text.length >= 3;
      if (/['’]/.test(text) || isMadeOfTalk(text)) return false;
      if (/^\p{L}{5,}(?:ed|ing)$/u.test(text) && !joined) return false;
      return text.length >= (isJoined(text) ? 2 : 3);
    },
  };
}

/** Tells whether a text is a word that is long enough to be known in spite of a slip of the fingers. */
function isPlainWord(text: string): boolean {
  return /^\p{Ll}{5,}$/u.test(text);
}

/**
 * The letters of a word in order, but for its first and last; double ones count once. Letters that changed places and
 * a double letter typed once are the commonest slips: "worng", "forgoten".
 */
function lettersOf(word: string): string {
  const single = word.replace(/(.)\1+/gu, '$1');
  return `${single[0]}${[...single.slice(1, -1)].sort().join('')}${single.at(-1)}`;
}
