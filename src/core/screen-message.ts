/** Finds the message on a screen: the passages that tell of a problem, with the title, names and codes that go with it. */
import type { Read, Reading, Span } from './reading.ts';
import { isShort, type ScreenPassage } from './screen.ts';

/** Tells whether a reading is one of a problem. */
export type IsProblem = (reading: Reading) => boolean;

/** The fewest words of a passage that describes a problem; a program's name in the task bar has fewer. */
const LEAST_WORDS = 4;
/**
 * The numbers of passages above a message within which the name of its program counts for the reading of a crowded
 * screen, and on both sides of it within which its code does.
 */
const NAME_WITHIN = 3;
const CODE_WITHIN = 4;
/** The most characters of a crowded screen that are kept of titles, names and codes further away. */
const MOST_BEYOND = 400;

/** Whether a passage goes with one that tells of a problem; both by their numbers on the screen. */
type Goes = (passages: readonly ScreenPassage[], i: number, telling: number) => boolean;

/** The title, names and codes of a picture of one window: its first passage is its title. */
export const isTitleOrKept: Goes = (passages, i) =>
  passages[i]!.kept !== null || (i === 0 && isShort(passages[i]!.text));

/** The name and the code that stand near a message on a crowded screen. */
export const isNear: Goes = (passages, i, telling) =>
  (passages[i]!.kept === 'name' && i < telling && telling - i <= NAME_WITHIN) ||
  (passages[i]!.kept === 'code' && Math.abs(telling - i) <= CODE_WITHIN);

/** A text with its reading. */
export interface ReadText {
  readonly reading: Reading;
  readonly text: string;
}

/** Passages that describe a problem, and those that go with them, by their numbers on the screen. */
export interface ToldPassages extends ReadText {
  readonly telling: readonly number[];
  readonly numbers: readonly number[];
}

/** Finds the passages that describe a problem, with those that go with them; null where none does. */
export function toldIn(
  passages: readonly ScreenPassage[],
  read: Read,
  isProblem: IsProblem,
  goes: Goes,
): ToldPassages | null {
  const readings = passages.map(({ text }) => read(text));
  const told = readings.map(
    (reading, i) =>
      isProblem(reading) &&
      (reading.evidence !== null || (passages[i]!.words > 1 && passages[i]!.text.split(/\s+/).length >= LEAST_WORDS)) &&
      reading.decision,
  );
  const these = (wanted: (i: number) => boolean, telling: readonly number[]): ToldPassages => {
    const numbers = [...passages.keys()].filter(wanted);
    const text = textOf(numbers.map((i) => passages[i]!));
    return { reading: read(text), text, telling, numbers };
  };
  for (const decision of ['answer', 'ask'] as const) {
    const telling = told.flatMap((how, i) => (how === decision ? [i] : []));
    if (telling.length === 0) continue;
    const isKept = (i: number): boolean => telling.some((t) => t === i || goes(passages, i, t));
    // The words beside the error add meaning, unless it confuses the reading.
    const near = (i: number): boolean => telling.some((t) => Math.abs(t - i) <= 1);
    for (const wanted of [(i: number) => near(i) || isKept(i), isKept]) {
      const told = these(wanted, telling);
      if (isProblem(told.reading) && told.reading.decision === decision) return told;
    }
    // Several that disagree: the surest, with its own title and code, which may make it less sure.
    const best = telling.reduce((a, b) => (readings[b]!.confidence > readings[a]!.confidence ? b : a));
    return these((i) => i === best || goes(passages, i, best), [best]);
  }
  return null;
}

/**
 * Adds what a crowded screen shows further away than a message's own title and code: the title of the window, the name
 * of its program, and all codes. They are kept whatever the reading makes of them.
 */
export function withBeyond(told: ToldPassages | null, passages: readonly ScreenPassage[], read: Read): ReadText | null {
  if (told === null) return null;
  const first = Math.min(...told.telling);
  const beyond = new Map<number, string>();
  let room = MOST_BEYOND;
  const add = (i: number, text: string): void => {
    if (text === '' || text.length > room || told.numbers.includes(i) || beyond.has(i)) return;
    beyond.set(i, text);
    room -= text.length;
  };
  const names = passages.flatMap(({ kept }, i) => (kept === 'name' ? [i] : []));
  const name = names.findLast((i) => i < first) ?? names[0];
  if (name !== undefined) add(name, passages[name]!.text);
  if (isShort(passages[0]!.text) && !isInWindowOfItsOwn(passages, first)) add(0, passages[0]!.text);
  const distance = (i: number): number => Math.abs(i - first);
  const coded = passages.flatMap(({ kept }, i) => (kept === 'code' ? [i] : []));
  for (const i of coded.sort((a, b) => distance(a) - distance(b))) {
    const { text, codes } = passages[i]!;
    // The rest of a long passage far away is nobody's business.
    add(i, isShort(text) ? text : codes.join(' '));
  }
  const text = textOf(
    passages.flatMap((p, i) => (told.numbers.includes(i) ? [p] : beyond.has(i) ? [{ text: beyond.get(i)! }] : [])),
  );
  const reading = read(text);
  const isAlike = reading.intent === told.reading.intent && reading.decision === told.reading.decision;
  return { text, reading: isAlike ? reading : moved(told.reading, told.text, text) };
}

/** Tells whether a program's name right above a message begins another window than the one at the top of the screen. */
function isInWindowOfItsOwn(passages: readonly ScreenPassage[], telling: number): boolean {
  const title = passages.findLastIndex(({ kept }, i) => i < telling && telling - i <= NAME_WITHIN && kept === 'name');
  return passages.some(({ text }, i) => i < title && !isShort(text));
}

/** A reading of a text as one of a longer text, in which its words stand elsewhere. */
function moved(reading: Reading, text: string, longer: string): Reading {
  const to = (span: Span): Span | null => {
    const words = text.slice(span.from, span.to);
    const from = longer.indexOf(words);
    return from < 0 ? null : { from, to: from + words.length };
  };
  const found = reading.found.flatMap(({ intent, span }) => {
    const there = to(span);
    return there === null ? [] : [{ intent, span: there }];
  });
  return { ...reading, span: reading.span && to(reading.span), found };
}

/** The text of passages, with an empty line between them. */
export function textOf(passages: readonly Pick<ScreenPassage, 'text'>[]): string {
  return passages
    .map((p) => p.text)
    .filter((text) => text !== '')
    .join('\n\n');
}
