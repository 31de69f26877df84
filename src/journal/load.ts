/** The load of this process: what is taken in and not yet answered, and whom that makes come again later. */
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Resends } from '../core/host.ts';

/** The most that a sender may meet, by what becomes of a message that is refused. */
interface Bounds {
  /** Milliseconds until an acknowledgement, and until a reply. */
  readonly ackMs: number;
  readonly replyMs: number;
  /** Messages of one conversation that wait for an answer. */
  readonly ofOne: number;
}

/**
 * The bounds of each kind of sender. Acknowledgements stay below a second: what can be refused is, long before. The page
 * waits and sends again in seconds, so it is refused first. Slack sends events again after a minute: before that nobody
 * gains by a refusal. What nobody sends again is taken in any case, up to what is plainly no person.
 */
const BOUNDS: Readonly<Record<Resends, Bounds>> = {
  soon: { ackMs: 500, replyMs: 5000, ofOne: 100 },
  later: { ackMs: 750, replyMs: 60_000, ofOne: 300 },
  never: { ackMs: Number.POSITIVE_INFINITY, replyMs: Number.POSITIVE_INFINITY, ofOne: 1000 },
};
/** The largest number of conversations whose turns are stored together. */
export const MOST_CONVERSATIONS = 64;
/** The largest number of messages in one commit. */
export const MOST_IN_A_COMMIT = 200;
/** The times of a message until the first ones are measured, in milliseconds. */
const FIRST_GUESS_MS = 1;
const LEAST_MS = 0.1;
/**
 * The weight of a new measurement against all before it, and how many times as large as they it may count: the first message
 * after a start takes a hundred times as long as the next.
 */
const WEIGHT = 0.2;
const MOST_TIMES = 3;
/** The last commits tell something about the next for so many milliseconds, and where so many were slow: one is a hiccup. */
const FRESH_MS = 2000;
const LAST = 3;
/** The longest time after which somebody is asked to come again, in seconds. */
const LONGEST_AFTER_S = 30;

/** Counts what waits, measures how long each message takes, and refuses what would have to wait too long. */
export class Load {
  readonly #waiting = new Map<string, number>();
  readonly #ticks: () => number;
  #all = 0;
  /** The messages among them that are not yet committed. */
  #uncommitted = 0;
  /** The time to mask one message, and that of a commit, however many messages are in it. */
  #maskMs = FIRST_GUESS_MS;
  #commitMs = FIRST_GUESS_MS;
  /** The time of one turn, and that of storing many of them together. */
  #turnMs = FIRST_GUESS_MS;
  #storeMs = FIRST_GUESS_MS;
  /** The last commits, newest last: when each ended, and how long its oldest message had waited then. */
  #acknowledged: { readonly at: number; readonly afterMs: number }[] = [];

  /** `ticks` is a clock in milliseconds that nobody sets. */
  constructor(ticks: () => number = () => performance.now()) {
    this.#ticks = ticks;
  }

  /** The number of messages that are taken and not yet answered. */
  get size(): number {
    return this.#all;
  }

  /**
   * Counts a message that comes in.
   * @throws {Fault} CONVERSATION_FULL or INTAKE_FULL where it would have to wait too long, with the time to come again
   */
  came(conversation: string, resends: Resends): void {
    const { ackMs, replyMs, ofOne } = BOUNDS[resends];
    const own = this.#waiting.get(conversation) ?? 0;
    const replyAfterMs = this.#replyAfterMs(this.#all);
    if (own >= ofOne) throw refusal('CONVERSATION_FULL', this.#replyAfterMs(own) / 2);
    if (replyAfterMs > replyMs || this.#ackAfterMs() > ackMs) throw refusal('INTAKE_FULL', replyAfterMs / 2);
    this.#waiting.set(conversation, own + 1);
    this.#all += 1;
    this.#uncommitted += 1;
  }

  /** Notes that messages were committed together, or refused: the times it took, and how long the oldest had waited. */
  committed(
    messages: number,
    took: { readonly maskMs: number; readonly commitMs: number; readonly ackMs: number },
  ): void {
    this.#uncommitted -= messages;
    this.#maskMs = nearer(this.#maskMs, took.maskMs / messages);
    this.#commitMs = nearer(this.#commitMs, took.commitMs);
    this.#acknowledged = [...this.#acknowledged.slice(1 - LAST), { at: this.#ticks(), afterMs: took.ackMs }];
  }

  /** Notes how long the turns of so many messages took, and storing them together. */
  answered(messages: number, took: { readonly turnsMs: number; readonly storeMs: number }): void {
    if (messages === 0) return;
    this.#turnMs = nearer(this.#turnMs, took.turnsMs / messages);
    this.#storeMs = nearer(this.#storeMs, took.storeMs);
  }

  /** Forgets messages of a conversation that wait no longer; all of them, unless it is told how many. */
  gone(conversation: string, messages = Number.POSITIVE_INFINITY): void {
    const own = this.#waiting.get(conversation);
    if (own === undefined) return;
    const left = Math.max(0, own - messages);
    this.#all -= own - left;
    if (left > 0) this.#waiting.set(conversation, left);
    else this.#waiting.delete(conversation);
  }

  /** The time in which so many messages are answered. */
  #replyAfterMs(messages: number): number {
    return messages * this.#turnMs + Math.ceil(messages / MOST_CONVERSATIONS) * this.#storeMs;
  }

  /** The time in which a message that comes now is acknowledged, as far as the last ones and the queue tell. */
  #ackAfterMs(): number {
    const since = this.#ticks() - FRESH_MS;
    const last = this.#acknowledged.map(({ at, afterMs }) => (at > since ? afterMs : 0));
    const lately = last.length < LAST ? 0 : Math.min(...last);
    const commits = Math.ceil(this.#uncommitted / MOST_IN_A_COMMIT);
    return Math.max(lately, this.#uncommitted * this.#maskMs + commits * this.#commitMs);
  }
}

/** An estimate, moved towards a new measurement. */
function nearer(estimate: number, measured: number): number {
  // Never nothing: from there it could not rise.
  return Math.max(LEAST_MS, estimate + WEIGHT * (Math.min(measured, estimate * MOST_TIMES) - estimate));
}

function refusal(code: 'CONVERSATION_FULL' | 'INTAKE_FULL', afterMs: number): Fault {
  const afterS = Math.min(LONGEST_AFTER_S, Math.max(1, Math.ceil(afterMs / 1000)));
  return new Fault(code, FAULTS[code].cause, FAULTS[code].cure, { afterS });
}
