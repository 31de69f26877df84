/** The signed tokens of buttons on the bot's cards. */
import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';

/** The meaning of a button: one answer to one question, for one person, in one conversation. */
export interface TeamsPress {
  /** The conversation without its `teams:<tenant>:`; a ticket's name is whole. */
  readonly conversation: string;
  /** The person who may press it, without the `teams:<tenant>:`; `desk` for everybody who belongs to the desk. */
  readonly person: string;
  /** The question's number. */
  readonly asked: number;
  /** The place in the conversation of the reply that asks: its turn, and its part of that turn. */
  readonly turn: number;
  readonly part: number;
  /** The time at which the card was made, in seconds since 1970. */
  readonly at: number;
  readonly choice: string;
}

/** The field of a press that holds the token. */
export const DATA = 'firstline';
/** The field of a press that holds the text typed into the card's box. */
export const BOX = 'words';
/** Names the field of a form in its card, where no two fields may have the same name. */
export function fieldOf(form: string): string {
  return `form-${form}`;
}
/** The channel's own choice to go on in the private chat. */
export const GO_PRIVATE = '+private';
/** The channel's own choice to send what was typed into the card's box. */
export const SAY = '+say';
/** Stands in a token for everybody who belongs to the desk. */
export const ANYBODY = 'desk';

/** The age up to which a card's buttons count, in seconds; older cards only lead to the current step. */
const LONGEST_S = 30 * 24 * 60 * 60;
const MARK_BYTES = 18;

/**
 * Signs and reads the buttons' tokens. A token that was changed, or comes from another tenant, person, conversation or
 * question, is refused. One mark vouches for all buttons of a card: which of them was pressed is the person's to say.
 * The inbox sees to it that a press acts once: the token names the message.
 */
export class ButtonTokens {
  readonly #key: KeyObject;

  constructor(secret: string) {
    this.#key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'firstline teams buttons', 32)));
  }

  /** Writes the tokens of a card's buttons: answers a function from choice to token. */
  write(
    tenant: string,
    { conversation, person, asked, turn, part, at }: Omit<TeamsPress, 'choice'>,
  ): (choice: string) => string {
    const fields = [asked, turn, part, at.toString(36), person, conversation].join('|');
    const signed = `${fields}|${this.#mark(tenant, fields)}|`;
    return (choice) => signed + encodeURIComponent(choice);
  }

  /** Reads a token; null for one that is not the bot's, or too old. `now` is in milliseconds since 1970. */
  read(tenant: string, token: string, now: number): TeamsPress | null {
    const parts = /^((\d+)\|(\d+)\|(\d+)\|(\w+)\|([^|]+)\|(.+))\|([\w-]{24})\|([^|]{1,300})$/s.exec(token);
    if (!parts) return null;
    const [, fields, asked, turn, part, made, person, conversation, given, choice] = parts as unknown as string[];
    if (!timingSafeEqual(Buffer.from(given!), Buffer.from(this.#mark(tenant, fields!)))) return null;
    const at = Number.parseInt(made!, 36);
    if (now / 1000 - at > LONGEST_S) return null;
    return {
      asked: Number(asked),
      turn: Number(turn),
      part: Number(part),
      at,
      person: person!,
      conversation: conversation!,
      choice: unescaped(choice!),
    };
  }

  #mark(tenant: string, fields: string): string {
    return createHmac('sha256', this.#key)
      .update(`${tenant}|${fields}`)
      .digest()
      .subarray(0, MARK_BYTES)
      .toString('base64url');
  }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Names the message that a press becomes. Pressed again within the hour (a double click, or a repetition by Teams), it
 * is the same message; later the person asks for the current step. `now` is in milliseconds since 1970.
 */
export function pressId({ turn, part, at, choice }: TeamsPress, now: number): string {
  const hours = Math.floor((now / 1000 - at) / 3600);
  return `press:${turn}.${part}.${at.toString(36)}:${choice}${hours > 0 ? `:${hours}` : ''}`;
}
