/** Reads a message with pictures: its own words together with the texts found in the pictures. */
import type { Content } from './content.ts';
import type { Read, Reading } from './reading.ts';
import { type Look, lookFor } from './screen.ts';
import { type IsProblem, isNear, isTitleOrKept, type ReadText, textOf, toldIn, withBeyond } from './screen-message.ts';

/** The longest text of a screen that is one window, in characters: all of it belongs together. */
const LONGEST_WINDOW = 700;
/** The contents of pictures: perhaps an error; a window that works; another program; or nothing that tells of a problem. */
export type OnScreen =
  | { readonly kind: 'error' | 'nothing' }
  | { readonly kind: 'window'; readonly title: string }
  | { readonly kind: 'other'; readonly program: string };

/** The texts of one message read together: their reading, the part that describes the problem, and what is shown. */
export interface Seen extends ReadText {
  readonly shown: OnScreen;
}

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
  const [one] = counted;
  const reading = said === '' && one && counted.length === 1 ? one.reading : read(text);
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
    const kept = textOf(passages.filter((p) => p.kept !== null));
    return { reading: unknown(all), text: shown.kind === 'window' ? kept : everything, shown };
  }
  const isOneWindow = text.length <= LONGEST_WINDOW;
  const told =
    isOneWindow && isSure(isProblem, all)
      ? { reading: all, text }
      : ((isOneWindow
          ? toldIn(passages, read, isProblem, isTitleOrKept)
          : withBeyond(toldIn(passages, read, isProblem, isNear), passages, read)) ?? { reading: all, text });
  // Another program's window is ours only where it names a product of ours, and a problem with it is plain.
  const { evidence, decision, packs } = told.reading;
  const isOther = other !== null && evidence === null && (decision !== 'answer' || packs.named.length === 0);
  return { ...told, shown: isOther ? { kind: 'other', program: other } : ERROR };
}

const ERROR: OnScreen = { kind: 'error' };

function shownBy(window: string | null): OnScreen {
  return window === null ? NOTHING : { kind: 'window', title: window };
}

function unknown(reading: Reading): Reading {
  return { ...reading, decision: 'none', intent: null, evidence: null, span: null, found: [] };
}

function isSure(isProblem: IsProblem, reading: Reading): boolean {
  return reading.decision === 'answer' && isProblem(reading);
}
