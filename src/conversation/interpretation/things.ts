/**
 * Things in what people wrote that answer a question by themselves: an address, a telephone number, a place of files, a
 * name.
 */
import type { Content, Thing } from '../../core/content.ts';

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
const ADDRESS = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu;
const PHONE = String.raw`(?<![\p{L}\p{N}.#-])(?:\+|00)?\(?\d(?:[\d ()/-]|\.(?=\d)){4,20}\d(?![\p{L}\p{N}])`;
const PATH = /\\\\[^\s,;"]{2,200}|\b[a-z]:\\[^\s,;"]{0,200}|https:\/\/[^\s,;"]{4,200}/giu;

/** The words around names and numbers, ready to be looked up. */
export interface NameWords {
  /** Words before a name that are none of it, and words that end it. */
  readonly before: ReadonlySet<string>;
  readonly ends: ReadonlySet<string>;
  /** The beginning of a text behind a word for user names, up to the name itself: "user name is klee01". */
  readonly links: RegExp;
  readonly patterns: Readonly<Record<Exclude<Thing['kind'], 'name' | 'id'>, RegExp>>;
}

/** The words around names and numbers of all packs. */
export function nameWordsOf({ packs }: Pick<Content, 'packs'>): NameWords {
  const of = (kind: 'before-names' | 'after-names' | 'names-are' | 'extensions'): readonly string[] =>
    [...packs.values()].flatMap(({ talk }) => talk.told[kind] ?? []);
  // Words that stand in no text, where there are none.
  const any = (words: readonly string[]): string => (words.length === 0 ? '(?!)' : words.join('|'));
  const extension = String.raw`(?<![\p{L}\p{N}])(?:${any(of('extensions'))})(?![\p{L}\p{N}])\.? {0,2}\d{2,6}\b`;
  return {
    before: new Set(of('before-names')),
    ends: new Set(of('after-names')),
    links: new RegExp(`^[\\s:=]*(?:(?:${any(of('names-are'))}|=|-|:)[\\s:=]+)*["'“”‘’(]*`, 'iu'),
    patterns: { address: ADDRESS, phone: new RegExp(`${PHONE}|${extension}`, 'giu'), path: PATH },
  };
}

/**
 * The one thing of a kind in a text; null where there is none, or several. Those in `taken` answer other questions.
 */
export function thingIn(text: string, looked: Thing, taken: readonly string[], words: NameWords): string | null {
  const { kind, after, beside, except } = looked;
  const simple = ` ${text.toLowerCase()} `;
  if (beside.length > 0 && !beside.some((word) => hasWord(simple, word.toLowerCase()))) return null;
  const things =
    kind === 'name'
      ? namesIn(text, looked, words)
      : kind === 'id'
        ? idsBehind(text, after, words)
        : [...text.matchAll(words.patterns[kind])]
            .filter(({ index }) => !isBehind(text.slice(0, index), except))
            .filter(
              ({ 0: thing, index }) =>
                (kind === 'phone' && isExtension(thing)) || after.length === 0 || isBehind(text.slice(0, index), after),
            )
            .map(([thing]) => (kind === 'phone' ? thing.trim() : thing.replace(MARKS, '')));
  const found = things.filter((thing) => !taken.includes(thing) && (kind !== 'phone' || isPhone(thing)));
  const [one, ...others] = new Set(found);
  return one !== undefined && others.length === 0 ? one : null;
}

/** Whether a telephone number says by itself that it is one: "ext 4471". */
function isExtension(thing: string): boolean {
  return /^\p{L}/u.test(thing);
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
function namesIn(text: string, { after, names, without, heads }: Thing, around: NameWords): string[] {
  const words = text.split(/\s+/);
  const isKnown = (word: string): boolean => names.includes(word.toLowerCase());
  const known = words.flatMap((word, i) => {
    const bare = word.replace(MARKS, '');
    // "SAP P01" names a part of it as well.
    const more =
      isKnown(bare) && bare === word ? nameFrom(words, i + 1, around, without).filter((part) => A_CODE.test(part)) : [];
    return isKnown(bare) ? [[bare, ...more].join(' ')] : [];
  });
  if (known.length > 0) return known;
  return words.flatMap((word, i) => {
    if (!after.includes(word.toLowerCase().replace(MARKS, ''))) return [];
    const name = nameFrom(words, i + 1, around, without, heads);
    // "In the time recording system" names one without a capital letter.
    const isHeaded = name.length > 1 && heads.includes(name.at(-1)!.toLowerCase());
    return (isHeaded || /^[\p{Lu}\d]/u.test(name[0] ?? '')) && !/@/.test(name.join(' ')) ? [name.join(' ')] : [];
  });
}

/** The words of a name that begins at a word of a text, up to a head; none where it begins with what is no part of names. */
function nameFrom(
  words: readonly string[],
  from: number,
  { before, ends }: NameWords,
  without: readonly string[],
  heads: readonly string[] = [],
): string[] {
  const name: string[] = [];
  for (let k = from; k < words.length && name.length < LONGEST_NAME; k++) {
    const bare = words[k]!.replace(MARKS, '');
    const low = bare.toLowerCase();
    if (name.length === 0 && before.has(low)) continue;
    if (bare === '' || ends.has(low) || without.includes(low)) break;
    name.push(bare);
    if (/[,.;:!?]$/.test(words[k]!) || heads.includes(low)) break;
  }
  return name;
}

/** A user name: with a digit, a dot or an underscore in it, or of capital letters alone. */
const AN_ID = /^(?=[\p{L}\p{N}._-]*(?:\d|[._]\p{L})|\p{Lu}{3,}(?![\p{L}\p{N}]))[\p{L}\p{N}][\p{L}\p{N}._-]{2,40}(?!@)/u;

/** User names behind some words: "user name klee01", "login is K.LEE". */
function idsBehind(text: string, after: readonly string[], { links }: NameWords): string[] {
  const simple = text.toLowerCase();
  // Where all is shouted, capital letters tell nothing.
  const isShouted = text === text.toUpperCase();
  return after.flatMap((phrase) => {
    const ids: string[] = [];
    for (let at = simple.indexOf(phrase); at >= 0; at = simple.indexOf(phrase, at + 1)) {
      const rest = text.slice(at + phrase.length);
      if (/\p{L}/u.test(text[at - 1] ?? ' ') || /^\p{L}/u.test(rest)) continue;
      const id = AN_ID.exec(rest.slice(links.exec(rest)![0].length))?.[0].replace(MARKS, '') ?? '';
      if (id.length > 2 && (!isShouted || /\d/.test(id))) ids.push(id);
    }
    return ids;
  });
}

function isPhone(thing: string): boolean {
  const digits = thing.replace(/\D/g, '').length;
  return isExtension(thing) || (digits >= DIGITS.fewest && digits <= DIGITS.most && !DAY.test(thing));
}
