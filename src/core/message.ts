import type { Audience } from './content.ts';

/** What was written to us, the same for every channel: parsed, bounded and cleaned at the edge. */
export interface Message {
  /** The channel's own id of it: a second message with the same id is the same message. */
  readonly id: string;
  /** One exchange in one place of one channel: `web:3f…`, `slack:T1:D2`. */
  readonly conversation: string;
  readonly channel: string;
  readonly audience: Audience;
  /** `said` words, `pressed` a choice, or `opened` the place where we talk. */
  readonly kind: 'said' | 'pressed' | 'opened';
  readonly text: string;
  /** The choice pressed, and the number of the question it stood under; null when the channel can't know. */
  readonly choice: string | null;
  readonly asked: number | null;
  /** Whether the text was longer than we keep. */
  readonly shortened: boolean;
  /** Whether a password, a key or a card number was masked in it. */
  readonly masked: boolean;
  /** When we took it, ISO 8601. */
  readonly at: string;
}

/** What a channel knows of a message; the journal cleans, masks and dates it. */
export type Incoming = Omit<Message, 'shortened' | 'masked' | 'at'>;

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
