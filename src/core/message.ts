import type { Audience } from './content.ts';
import type { ConversationEvent } from './desk.ts';
import type { Image, JobResult } from './job.ts';
import type { Person } from './person.ts';

/** What was written to us, the same for every channel: parsed, bounded and cleaned at the edge. */
export interface Message {
  /** The channel's own id of it: a second message with the same id is the same message. */
  readonly id: string;
  /** One exchange in one place of one channel: `web:3f…`, `slack:T1:D2`. */
  readonly conversation: string;
  readonly channel: string;
  readonly audience: Audience;
  /**
   * `said` words, `pressed` a choice, `opened` the place where we talk, `edited` or `deleted` what was said before (`about`),
   * `noticed`: said, but not to us, where we may offer help; `result`: what a job found out; `news`: what nobody wrote here.
   */
  readonly kind: 'said' | 'pressed' | 'opened' | 'edited' | 'deleted' | 'noticed' | 'result' | 'event';
  readonly text: string;
  /** The choice pressed, and the number of the question it stood under; null when the channel can't know. */
  readonly choice: string | null;
  readonly asked: number | null;
  /** Null where the conversation is the person (the page, the terminal). */
  readonly person: Person | null;
  /** Where replies go, in the channel's own words; null when the conversation's name says it all. */
  readonly address: string | null;
  /** Whether others can read what is said here. */
  readonly shared: boolean;
  /** Whether others wrote here before we were asked: what they wrote can be read on demand, or is `unreadable` for us. */
  readonly earlier: boolean | 'unreadable';
  /** What the person has under way in another place, by its title. */
  readonly elsewhere: string | null;
  /** The earlier message an edit or a deletion is about. */
  readonly about: string | null;
  readonly images: readonly Image[];
  /** Others it names, so that they are called. */
  readonly mentioned: readonly Person[];
  readonly result: JobResult | null;
  readonly event: ConversationEvent | null;
  /** Whether the text was longer than we keep. */
  readonly shortened: boolean;
  /** Whether a password, a key or a card number was masked in it. */
  readonly masked: boolean;
  /** When we took it, ISO 8601. */
  readonly at: string;
}

/** What a channel knows of a message; the journal cleans, masks and dates it. */
export type Incoming = Omit<Message, 'shortened' | 'masked' | 'at'>;

/** What a message from a place for one person, with nothing but words, says of the rest. */
export const PLAIN = {
  choice: null,
  asked: null,
  person: null,
  address: null,
  shared: false,
  earlier: false,
  elsewhere: null,
  about: null,
  images: [],
  mentioned: [],
  result: null,
  event: null,
} as const satisfies Partial<Incoming>;

/** Longest text we keep; what people paste by mistake (whole logs) is cut in the middle. */
export const LONGEST_TEXT = 20_000;

/** Nothing longer is even looked at. */
const LONGEST_READ = 1_000_000;

/**
 * Text fit to be stored on every engine: no NUL, no half characters (PostgreSQL refuses them), no other control characters
 * than line breaks and tabs, bounded by cutting the middle out. `mask` is applied before the cut, which could halve a secret.
 */
export function cleanText(
  raw: string,
  mask: (text: string) => string = (text) => text,
): { text: string; shortened: boolean } {
  const whole = raw
    .slice(0, LONGEST_READ)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .trim();
  const text = mask(whole);
  if (text.length <= LONGEST_TEXT) return { text, shortened: raw.length > LONGEST_READ };
  const half = LONGEST_TEXT / 2;
  return { text: `${text.slice(0, half)}\n…\n${text.slice(-half)}`.toWellFormed(), shortened: true };
}
