/** Looks at the text of a screen: what windows always show, what may tell of a problem, and the names and codes in it. */
import { COMMON, type Content } from './content.ts';
import { KnownTexts, type Spelt, speltOf } from './likeness.ts';

/** A passage of a screen: a window's title, a message, a button. */
export interface ScreenPassage {
  /** Its text, without what windows show while all is well: empty where nothing is left, and the place is kept. */
  readonly text: string;
  /** Whether it is kept with whatever else is read: it names a program, or has a code. */
  readonly kept: 'name' | 'code' | null;
  /** The codes in it. */
  readonly codes: readonly string[];
  /** The number of its words besides names. */
  readonly words: number;
}

/** The contents of a screen, as they were seen. */
export interface Look {
  /** The passages in their order, without those that have no text at all. */
  readonly passages: readonly ScreenPassage[];
  /** All of their text, as the person is shown it. */
  readonly all: string;
  /** The window that is seen, as the bot says it; null where it is none that the content knows. */
  readonly window: string | null;
  /** Whether a word among the passages says that something fails. */
  readonly fails: boolean;
  /** Another program's name, as it stands there, where the screen names no product of a pack; null for none. */
  readonly other: string | null;
}

/** Looks at the text of a screen, whose passages have an empty line between them. */
export type LookAt = (seen: string) => Look;

/** The window a line stands in, `'strange'` for a program's words that are no problem of ours, or null. */
type WindowPlace = { readonly title: string | null } | 'strange' | null;

/** A line as it was looked at: its place, and the number of its letters without names. */
interface PlacedLine {
  readonly place: WindowPlace;
  readonly length: number;
}

/** The largest number of words of a title. */
const LONGEST_TITLE = 8;
/** Codes as programs show them: 0x80070005 (with letters taken for figures), AADSTS50126, error code: 1001, [5mwvr]. */
const CODE =
  /(?<![\p{L}\p{N}])(?:[0OQ]x[0-9A-Fa-fOIlSZT]{4,16}|[A-Z]{2,12}[-_]?\d{3,10}|[A-Z]{3,}(?:_[A-Z]{2,})+|\[\w{5}\]|(?:[Ee]rror|[Cc]ode|ID|[Ss]tatus)\s{0,2}[:;#(]?\s{0,2}(?:[Cc]ode\s{0,2}[:;]?\s{0,2})?-?\d{3,12})(?![\p{L}\p{N}])/u;
const CODES = new RegExp(CODE.source, 'gu');
/** Marks that are no text: the buttons of a window, an icon taken for a letter. */
const NO_TEXT = /^(?!ok$|no$)(?:(?!.*(?:\p{L}{3}|\p{N}{3})).{0,12}|\P{L}*[—–|[\]]\P{L}*\p{L}{1,3}\P{L}*)$/iu;
/** The marks between the parts of a title. */
const TITLE_PARTS = /\s+[-–—|]\s+/;
/** The ends of sentences. */
const SENTENCES = /(?<=[.!?])\s+/u;
/** The share of a screen's letters that must be a window's own for the window to be seen. */
const MOSTLY = 0.5;

const known = new WeakMap<Content, LookAt>();

/** The look that goes with some content; made once for it. */
export function lookFor(content: Content): LookAt {
  const before = known.get(content);
  if (before) return before;
  const fresh = createLook(content);
  known.set(content, fresh);
  return fresh;
}

function createLook({ packs, intents }: Content): LookAt {
  // A product's own windows before those that many have.
  const all = [...packs.values()].sort((a, b) => Number(a.id === COMMON) - Number(b.id === COMMON));
  const failing = anyOf(all.flatMap(({ about, screens }) => [...about.fails, ...screens.fails]));
  const fails = (text: string): boolean => failing.test(text.replaceAll('’', "'"));
  const windows = new KnownTexts(
    all.flatMap(({ screens }) =>
      screens.windows.flatMap(({ title, says }) => says.map((text) => ({ text, of: { title, fails: fails(text) } }))),
    ),
  );
  // A program's text that is no problem of any pack says nothing either.
  const strange = new KnownTexts(
    [...intents.values()].flatMap(({ kind, says }) =>
      kind === 'none' ? says.map((text) => ({ text, of: 'strange' as const })) : [],
    ),
  );
  const names = anyOf(all.flatMap(({ about }) => [...about.names, ...about.parts.map((p) => p.replaceAll('*', ''))]));
  const frames = new Set(all.flatMap(({ screens }) => screens.frames));
  const others = anyOf(all.flatMap((pack) => pack.others.programs).filter((word) => !frames.has(word)));
  const everyName = new RegExp(`${names.source}|${others.source}`, 'giu');
  const bare = (text: string): string => text.replace(everyName, ' ');

  /** The window that a line stands in; `'strange'` for the words of a program that are no problem of ours. */
  const placed = (text: string, rest: Spelt): WindowPlace => {
    // A name alone may stand in any window.
    if (rest.letters.length < 2) return null;
    // "The certificate was not validated" is hardly different in its letters, and says the opposite.
    const failed = fails(text);
    for (const line of [speltOf(text), rest]) {
      const { same, piece } = windows.like(line);
      const found = [...same, ...piece].find((said) => said.fails || !failed);
      if (found) return found;
      if (strange.like(line).same.length > 0) return 'strange';
    }
    return null;
  };

  return (seen) => {
    // A line is looked at several times, alone and as a sentence.
    const known = new Map<string, PlacedLine>();
    const lineOf = (text: string): PlacedLine => {
      let line = known.get(text);
      if (!line) {
        const rest = speltOf(bare(text));
        line = { place: placed(text, rest), length: rest.letters.length };
        known.set(text, line);
      }
      return line;
    };
    const placeOf = (text: string): WindowPlace => lineOf(text).place;
    const shown = new Map<string, number>();
    let [letters, explained, isStrange] = [0, 0, false];
    /** Whether a sentence may tell of a problem; what the windows show is counted. */
    const tells = (sentence: string): boolean => {
      const { place, length } = lineOf(sentence);
      letters += length;
      if (place === null) return true;
      if (place === 'strange') isStrange = true;
      else explained += length;
      if (place !== 'strange' && place.title !== null) shown.set(place.title, (shown.get(place.title) ?? 0) + length);
      return isTitle(sentence, names) || CODE.test(sentence);
    };
    const lines = seen
      .split(/\n{2,}/)
      .map((passage) => passage.split('\n').filter((line) => !NO_TEXT.test(line.trim())))
      .filter((passage) => passage.length > 0);
    const title = lines[0]?.join('\n') ?? '';
    // "Program – Sign in" is the window that its second half names.
    if (isShort(title) && placeOf(title) === null && !fails(title)) {
      const place = title
        .split(TITLE_PARTS)
        .map(placeOf)
        .find((found) => found !== null);
      known.set(title, { ...lineOf(title), place: place ?? null });
    }
    const passages = lines.map((passage, i): ScreenPassage => {
      const rest = passage.map((line) => {
        const sentences = placeOf(line) === null ? line.split(SENTENCES) : [line];
        const left = sentences.filter(tells);
        // A sentence stays together with what it stands beside, unless that is no problem of ours.
        return left.length === 0 || sentences.some((sentence) => placeOf(sentence) === 'strange')
          ? left.join(' ')
          : line;
      });
      const told = rest.filter((line) => line !== '').join('\n');
      // The title stays whatever it is.
      const text = told === '' && i === 0 && isShort(passage.join(' ')) ? passage.join('\n') : told;
      const codes = [...text.matchAll(CODES)].map(([code]) => code);
      const kept = codes.length > 0 ? 'code' : isTitle(text, names) || isTitle(text, others) ? 'name' : null;
      return { text, kept, codes, words: bare(text).match(/\p{L}{2,}/gu)?.length ?? 0 };
    });
    const whole = passages.map((p) => p.text).join('\n\n');
    const [most] = [...shown].sort(([, a], [, b]) => b - a);
    const program = passages
      .map((p) => (isTitle(p.text, others) ? matched(p.text, others) : null))
      .find((w) => w !== null);
    return {
      passages,
      all: lines.map((passage) => passage.join('\n')).join('\n\n'),
      window: most && !isStrange && explained >= MOSTLY * letters ? most[0] : null,
      fails: passages.some((p) => placeOf(p.text) === null && fails(p.text)),
      other: matched(whole, names) === null ? (program ?? null) : null,
    };
  };
}

/** Tells whether a text is as short as a title and has one of some words. */
function isTitle(text: string, words: RegExp): boolean {
  return isShort(text) && matched(text, words) !== null;
}

/** Tells whether a text is as short as a title. */
export function isShort(text: string): boolean {
  return text.split(/\s+/).length <= LONGEST_TITLE;
}

function matched(text: string, words: RegExp): string | null {
  return words.exec(text)?.[0] ?? null;
}

/** Finds any of some phrases, the longest first; those of a script without spaces also within words. */
function anyOf(phrases: readonly string[]): RegExp {
  const some = [...new Set(phrases.map((p) => p.toLowerCase()))]
    .filter((p) => p.length > 1 || /[^\p{ASCII}]/u.test(p))
    .sort((a, b) => b.length - a.length);
  const oneOf = (list: readonly string[]): string =>
    list.map((phrase) => phrase.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  const isJoined = (phrase: string): boolean => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(phrase);
  const [joined, spaced] = [some.filter(isJoined), some.filter((phrase) => !isJoined(phrase))];
  // The bounds stand once around all phrases: around each of them, a search takes ten times as long.
  const all = [
    ...(joined.length > 0 ? [oneOf(joined)] : []),
    ...(spaced.length > 0 ? [`(?<![\\p{L}\\p{N}])(?:${oneOf(spaced)})(?![\\p{L}\\p{N}])`] : []),
  ];
  return new RegExp(all.length === 0 ? '(?!)' : all.join('|'), 'iu');
}
