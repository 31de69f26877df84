import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';

/** What a button stands for: one answer to one question, for one person, in one conversation. */
export interface TeamsPress {
  /** The conversation without its `teams:<tenant>:`; a ticket's is whole. */
  readonly conversation: string;
  /** Who may press it, without the `teams:<tenant>:`; `desk` for whoever belongs to the desk. */
  readonly person: string;
  /** The question's number, and the place of the reply it stands in. */
  readonly asked: number;
  readonly turn: number;
  readonly part: number;
  /** When the card was made, in seconds. */
  readonly at: number;
  readonly choice: string;
}

/** What a card's buttons carry when pressed: the token, and what was typed into the card's box. */
export const DATA = 'firstline';
export const BOX = 'words';
/** What a form's field is called in its card, where no two may have one name. */
export function fieldOf(form: string): string {
  return `form-${form}`;
}
/** Choices of the channel's own, beside those of the reply. */
export const GO_PRIVATE = '+private';
export const SAY = '+say';
/** Whoever belongs to a desk may press what stands there. */
export const ANYBODY = 'desk';

/** Cards older than that are only good for finding the current step. */
const LONGEST_S = 30 * 24 * 60 * 60;
const MARK_BYTES = 18;

/**
 * Signs and reads the buttons' tokens. Whoever changes one, or brings it from another tenant, person, conversation or question,
 * has a token that is not ours. One mark vouches for all buttons of a card: which of them was pressed is the person's to say.
 * Acting once is the inbox's doing: the token names the message.
 */
export class ButtonTokens {
  readonly #key: KeyObject;

  constructor(secret: string) {
    this.#key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'firstline teams buttons', 32)));
  }

  /** Writes the tokens of a card's buttons. */
  write(
    tenant: string,
    { conversation, person, asked, turn, part, at }: Omit<TeamsPress, 'choice'>,
  ): (choice: string) => string {
    const fields = [asked, turn, part, at.toString(36), person, conversation].join('|');
    const signed = `${fields}|${this.#mark(tenant, fields)}|`;
    return (choice) => signed + encodeURIComponent(choice);
  }

  /** The press a token stands for; null for what is not ours, or too old. */
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
 * The id of the message a press is: pressed again within the hour (a double click, or Teams repeating itself), it is the same
 * message. Later it is somebody asking where we are.
 */
export function pressId({ turn, part, at, choice }: TeamsPress, now: number): string {
  const hours = Math.floor((now / 1000 - at) / 3600);
  return `press:${turn}.${part}.${at.toString(36)}:${choice}${hours > 0 ? `:${hours}` : ''}`;
}
