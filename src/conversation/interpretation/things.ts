/**
 * Things in what people wrote that answer a question by themselves: an address, a telephone number, a place of files, a
 * name.
 */
import type { Thing } from '../../core/content.ts';

/** The number of words that may stand between a thing and the word it has to stand behind: "the mailbox called x@y.z". */
const BETWEEN = 2;
/** The fewest and the most digits of a telephone number; an extension has fewer. */
const DIGITS = { fewest: 6, most: 15 } as const;
/** The ends of sentences, and marks around a thing. */
const MARKS = /^["'“”‘’(<[]+|["'“”‘’)>\].,;:!?]+$/g;
/** Days, which look like telephone numbers. */
const DAY = /^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})$/;

/** Words with a digit, as parts of a program are called: "P01". */
const A_CODE = /\d/;
/** The most words of a name. */
const LONGEST_NAME = 5;
/** Words before a name that are none of it, and words that end it. */
const ARTICLE = /^(?:the|a|an|our|my|new|den|die|das|eine?n?)$/i;
const ENDS =
  /^(?:for|on|in|at|by|to|from|with|of|since|because|as|and|or|but|please|urgently|again|is|are|which|that|für|auf|im|bis|von|mit|und|oder|bitte)$/i;

const PATTERNS: Readonly<Record<Exclude<Thing['kind'], 'name' | 'id'>, RegExp>> = {
  address: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu,
  phone:
    /(?<![\p{L}\p{N}.#-])(?:\+|00)?\(?\d(?:[\d ()/-]|\.(?=\d)){4,20}\d(?![\p{L}\p{N}])|\b(?:ext|extension|durchwahl)\b\.? {0,2}\d{2,6}\b/giu,
  path: /\\\\[^\s,;"]{2,200}|\b[a-z]:\\[^\s,;"]{0,200}|https:\/\/[^\s,;"]{4,200}/giu,
};

/**
 * The one thing of a kind in a text; null where there is none, or several. Those in `taken` answer other questions.
 */
export function thingIn(text: string, looked: Thing, taken: readonly string[]): string | null {
  const { kind, after, beside, except } = looked;
  const simple = ` ${text.toLowerCase()} `;
  if (beside.length > 0 && !beside.some((word) => hasWord(simple, word.toLowerCase()))) return null;
  const things =
    kind === 'name'
      ? namesIn(text, looked)
      : kind === 'id'
        ? idsBehind(text, after)
        : [...text.matchAll(PATTERNS[kind])]
            .filter(({ index }) => !isBehind(text.slice(0, index), except))
            .filter(
              ({ 0: thing, index }) => isOwn(thing) || after.length === 0 || isBehind(text.slice(0, index), after),
            )
            .map(([thing]) => (kind === 'phone' ? thing.trim() : thing.replace(MARKS, '')));
  const found = things.filter((thing) => !taken.includes(thing) && (kind !== 'phone' || isPhone(thing)));
  const [one, ...others] = new Set(found);
  return one !== undefined && others.length === 0 ? one : null;
}

/** Whether a thing says by itself that it is one: "ext 4471". */
function isOwn(thing: string): boolean {
  return /^ext|^durchwahl/i.test(thing);
}

function hasWord(simple: string, word: string): boolean {
  const at = simple.indexOf(word);
  return at > 0 && !/\p{L}/u.test(simple[at - 1]!) && !/\p{L}/u.test(simple[at + word.length] ?? ' ');
}

/** Whether a text ends with one of some words, or with a few words more. */
function isBehind(before: string, after: readonly string[]): boolean {
  const last = before.toLowerCase().match(/[\p{L}\p{N}-]+/gu) ?? [];
  return last.slice(-BETWEEN - 1).some((word) => after.includes(word));
}

/**
 * Names: known ones wherever they stand, or else those behind some words, "install Visio for me". These have a capital letter
 * or a digit, or else they may be anything.
 */
function namesIn(text: string, { after, names, without, heads }: Thing): string[] {
  const words = text.split(/\s+/);
  const isKnown = (word: string): boolean => names.includes(word.toLowerCase());
  const known = words.flatMap((word, i) => {
    const bare = word.replace(MARKS, '');
    // "SAP P01" names a part of it as well.
    const more =
      isKnown(bare) && bare === word ? nameFrom(words, i + 1, without).filter((part) => A_CODE.test(part)) : [];
    return isKnown(bare) ? [[bare, ...more].join(' ')] : [];
  });
  if (known.length > 0) return known;
  return words.flatMap((word, i) => {
    if (!after.includes(word.toLowerCase().replace(MARKS, ''))) return [];
    const name = nameFrom(words, i + 1, without, heads);
    // "In the time recording system" names one without a capital letter.
    const isHeaded = name.length > 1 && heads.includes(name.at(-1)!.toLowerCase());
    return (isHeaded || /^[\p{Lu}\d]/u.test(name[0] ?? '')) && !/@/.test(name.join(' ')) ? [name.join(' ')] : [];
  });
}

/** The words of a name that begins at a word of a text, up to a head; none where it begins with what is no part of names. */
function nameFrom(
  words: readonly string[],
  from: number,
  without: readonly string[],
  heads: readonly string[] = [],
): string[] {
  const name: string[] = [];
  for (let k = from; k < words.length && name.length < LONGEST_NAME; k++) {
    const bare = words[k]!.replace(MARKS, '');
    if (name.length === 0 && ARTICLE.test(bare)) continue;
    if (bare === '' || ENDS.test(bare) || without.includes(bare.toLowerCase())) break;
    name.push(bare);
    if (/[,.;:!?]$/.test(words[k]!) || heads.includes(bare.toLowerCase())) break;
  }
  return name;
}

/** Words for user names between the word and the name itself: "user name is klee01". */
const LINKS = /^[\s:=]*(?:(?:name|id|is|ist|es|est|è|é|=|-|:)[\s:=]+)*["'“”‘’(]*/iu;
/** A user name: with a digit, a dot or an underscore in it, or of capital letters alone. */
const AN_ID = /^(?=[\p{L}\p{N}._-]*(?:\d|[._]\p{L})|\p{Lu}{3,}(?![\p{L}\p{N}]))[\p{L}\p{N}][\p{L}\p{N}._-]{2,40}(?!@)/u;

/** User names behind some words: "user name klee01", "login is K.LEE". */
function idsBehind(text: string, after: readonly string[]): string[] {
  const simple = text.toLowerCase();
  // Where all is shouted, capital letters tell nothing.
  const isShouted = text === text.toUpperCase();
  return after.flatMap((phrase) => {
    const ids: string[] = [];
    for (let at = simple.indexOf(phrase); at >= 0; at = simple.indexOf(phrase, at + 1)) {
      const rest = text.slice(at + phrase.length);
      if (/\p{L}/u.test(text[at - 1] ?? ' ') || /^\p{L}/u.test(rest)) continue;
      const id = AN_ID.exec(rest.slice(LINKS.exec(rest)![0].length))?.[0].replace(MARKS, '') ?? '';
      if (id.length > 2 && (!isShouted || /\d/.test(id))) ids.push(id);
    }
    return ids;
  });
}

function isPhone(thing: string): boolean {
  const digits = thing.replace(/\D/g, '').length;
  return /^\p{L}/u.test(thing) || (digits >= DIGITS.fewest && digits <= DIGITS.most && !DAY.test(thing));
}
