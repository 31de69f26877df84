/** Reads a message with pictures: its own words together with the texts found in the pictures. */
import type { Content } from './content.ts';
import type { Read, Reading } from './reading.ts';
import { isShort, type Look, lookFor, type ScreenPassage } from './screen.ts';

/** The longest text of a screen that is one window, in characters: all of it belongs together. */
const LONGEST_WINDOW = 700;
/** The fewest words of a passage that describes a problem; a program's name in the task bar has fewer. */
const LEAST_WORDS = 4;
/**
 * The numbers of passages above a message within which the name of its program stands on a crowded screen, and on both
 * sides of it within which its code does.
 */
const NAME_WITHIN = 3;
const CODE_WITHIN = 4;

/** The contents of pictures: perhaps an error; a window that works; another program; or nothing that tells of a problem. */
export type OnScreen =
  | { readonly kind: 'error' | 'nothing' }
  | { readonly kind: 'window'; readonly title: string }
  | { readonly kind: 'other'; readonly program: string };

/** The texts of one message read together: their reading, the part that describes the problem, and what is shown. */
export interface Seen {
  readonly reading: Reading;
  readonly text: string;
  readonly shown: OnScreen;
}

type IsProblem = (reading: Reading) => boolean;

/**
 * Reads the words of a message together with the texts in its pictures. Where the words beside a clear error only
 * confuse ("is this because of the update on Monday?"), the error alone counts.
 */
export function readSeen(content: Content, read: Read, said: string, pictures: readonly string[]): Seen {
  const isProblem: IsProblem = ({ intent }) => content.intents.get(intent ?? '')?.kind === 'problem';
  const parts = pictures.map((text) => partOf(lookFor(content)(text), read, isProblem));
  // A window without an error says nothing beside one that has an error.
  const telling = parts.filter((p) => p.shown.kind === 'error');
  const counted = telling.length > 0 ? telling : parts;
  const text = [said, ...counted.map((p) => p.text)].filter((t) => t !== '').join('\n\n');
  const shown = telling[0]?.shown ?? parts.find((p) => p.shown.kind !== 'nothing')?.shown ?? NOTHING;
  const reading = read(text);
  // A window's own texts are nobody's trouble.
  if (said === '' && pictures.length > 0 && shown.kind !== 'error') return { reading: unknown(reading), text, shown };
  const together = { reading, text, shown };
  if (isSure(isProblem, reading)) return together;
  return counted.find((p) => p.shown.kind === 'error' && isSure(isProblem, p.reading)) ?? together;
}

const NOTHING: OnScreen = { kind: 'nothing' };

/**
 * Picks the part of a screen that describes a problem. A screen shows much besides the error (mails, menus, buttons),
 * which is nobody's business; but the title of its window, the names of programs and codes go with it, whatever the
 * reading makes of them.
 */
function partOf({ passages, all: everything, window, fails, other }: Look, read: Read, isProblem: IsProblem): Seen {
  const text = textOf(passages);
  const all = read(text);
  if (!fails && all.found.length === 0 && all.evidence === null) {
    const shown: OnScreen = other !== null ? { kind: 'other', program: other } : shownBy(window);
    const names = textOf(passages.filter((p) => p.kept === 'name'));
    return { reading: unknown(all), text: shown.kind === 'window' ? names : everything, shown };
  }
  const isOneWindow = text.length <= LONGEST_WINDOW;
  const told =
    isOneWindow && isSure(isProblem, all)
      ? { reading: all, text }
      : (toldIn(passages, read, isProblem, isOneWindow ? isTitleOrKept : isNear) ?? { reading: all, text });
  // Another program's window is ours only where it names a product of ours, and a problem with it is plain.
  const { evidence, decision, packs } = told.reading;
  const isOther = other !== null && evidence === null && (decision !== 'answer' || packs.named.length === 0);
  return { ...told, shown: isOther ? { kind: 'other', program: other } : ERROR };
}

const ERROR: OnScreen = { kind: 'error' };

function shownBy(window: string | null): OnScreen {
  return window === null ? NOTHING : { kind: 'window', title: window };
}

/** Whether a passage goes with one that tells of a problem; both by their numbers on the screen. */
type Goes = (passages: readonly ScreenPassage[], i: number, telling: number) => boolean;

/** In a picture of one window the first passage is its title. */
const isTitleOrKept: Goes = (passages, i) => passages[i]!.kept !== null || (i === 0 && isShort(passages[i]!.text));

const isNear: Goes = (passages, i, telling) =>
  (passages[i]!.kept === 'name' && i < telling && telling - i <= NAME_WITHIN) ||
  (passages[i]!.kept === 'code' && Math.abs(telling - i) <= CODE_WITHIN);

/** Finds the passages that describe a problem, with those that go with them; null where none does. */
function toldIn(
  passages: readonly ScreenPassage[],
  read: Read,
  isProblem: IsProblem,
  goes: Goes,
): Omit<Seen, 'shown'> | null {
  const readings = passages.map(({ text }) => read(text));
  const told = readings.map(
    (reading, i) =>
      isProblem(reading) &&
      (reading.evidence !== null || (passages[i]!.words > 1 && passages[i]!.text.split(/\s+/).length >= LEAST_WORDS)) &&
      reading.decision,
  );
  for (const decision of ['answer', 'ask'] as const) {
    const telling = told.flatMap((how, i) => (how === decision ? [i] : []));
    if (telling.length === 0) continue;
    const isKept = (i: number): boolean => telling.some((t) => t === i || goes(passages, i, t));
    // The words beside the error add meaning, unless it confuses the reading.
    const near = (i: number): boolean => telling.some((t) => Math.abs(t - i) <= 1);
    for (const wanted of [(i: number) => near(i) || isKept(i), isKept]) {
      const text = textOf(passages.filter((_, i) => wanted(i)));
      const reading = read(text);
      if (isProblem(reading) && reading.decision === decision) return { reading, text };
    }
    // Several that disagree: the surest, with its own title and code, which may make it less sure.
    const best = telling.reduce((a, b) => (readings[b]!.confidence > readings[a]!.confidence ? b : a));
    const text = textOf(passages.filter((_, i) => i === best || goes(passages, i, best)));
    return { reading: read(text), text };
  }
  return null;
}

function textOf(passages: readonly ScreenPassage[]): string {
  return passages
    .map((p) => p.text)
    .filter((text) => text !== '')
    .join('\n\n');
}

function unknown(reading: Reading): Reading {
  return { ...reading, decision: 'none', intent: null, evidence: null, span: null, found: [] };
}

function isSure(isProblem: IsProblem, reading: Reading): boolean {
  return reading.decision === 'answer' && isProblem(reading);
}
