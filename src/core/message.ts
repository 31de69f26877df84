/** Messages: everything that reaches a conversation, in one shape for every channel. */
import type { Audience } from './content.ts';
import type { ConversationEvent } from './desk.ts';
import type { Image, JobResult } from './job.ts';
import type { MessagePart } from './message-part.ts';
import type { Person } from './person.ts';

/** A message to the bot, the same for every channel: parsed, bounded and cleaned at the edge. */
export interface Message {
  /** The channel's own id of it: a second message with the same id is the same message. */
  readonly id: string;
  /** One exchange in one place of one channel: `web:3f…`, `slack:T1:D2`. */
  readonly conversation: string;
  readonly channel: string;
  readonly audience: Audience;
  /**
   * `said`: words for the bot; `pressed`: a choice; `opened`: the place was opened; `edited`, `deleted`: a change of an
   * earlier message (`about`); `noticed`: words for others, in a place where the bot may offer help; `result`: a job's
   * result; `event`: something that nobody wrote.
   */
  readonly kind: 'said' | 'pressed' | 'opened' | 'edited' | 'deleted' | 'noticed' | 'result' | 'event';
  readonly text: string;
  /** The choice pressed, and the number of the question above it; null when the channel can't know it. */
  readonly choice: string | null;
  readonly asked: number | null;
  /** Null where the conversation belongs to one person (the page, the terminal). */
  readonly person: Person | null;
  /** The place for replies, in the channel's own words; null when the conversation's name says it all. */
  readonly address: string | null;
  /** Whether others can read this conversation. */
  readonly shared: boolean;
  /**
   * Whether others wrote here before the bot was asked: their messages can be read on demand (true), or not by this bot
   * (`unreadable`).
   */
  readonly earlier: boolean | 'unreadable';
  /** Set where the person took up a message of somebody, and did not write it here: it is said which. */
  readonly takenUp?: true;
  /** Whether the place shows numbers beside the answers, so that a number typed there means one. */
  readonly numbered?: boolean;
  /** The title of the person's open case in another place. */
  readonly elsewhere: string | null;
  /** The id of the earlier message that an edit or a deletion changes. */
  readonly about: string | null;
  readonly images: readonly Image[];
  /** All other parts, each with what became of it; left out by channels that have none. */
  readonly parts?: readonly MessagePart[];
  /** Other people the message mentions, so that the channel notifies them. */
  readonly mentioned: readonly Person[];
  readonly result: JobResult | null;
  readonly event: ConversationEvent | null;
  /** Whether the text was cut because it was longer than `LONGEST_TEXT`. */
  readonly shortened: boolean;
  /** Whether a password, a key or a card number was masked in it. */
  readonly masked: boolean;
  /** The time at which the journal took it in, ISO 8601. */
  readonly at: string;
}

/** A message as a channel knows it, before the journal cleans, masks and dates it. */
export type Incoming = Omit<Message, 'shortened' | 'masked' | 'at'>;

/** Defaults of a plain message in a private place. */
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

/** The longest text that is kept, in characters; a longer one (a whole log pasted by mistake) is cut in the middle. */
export const LONGEST_TEXT = 20_000;

/** The longest text that is looked at, in characters; the rest is dropped unread. */
const LONGEST_READ = 1_000_000;

/**
 * Makes text fit to be stored on every engine: no NUL, no half characters (PostgreSQL refuses them), no other control
 * characters than line breaks and tabs, bounded by cutting the middle out. `mask` runs before the cut, which could
 * halve a secret.
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
