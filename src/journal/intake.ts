/** The way of messages into the inbox. */
import { Fault } from '../core/fault.ts';
import { cleanText, type Incoming, type Message } from '../core/message.ts';
import type { Store } from '../core/store.ts';
import { redact } from './redact.ts';

/** A waiting message, with the promise that is settled once it is committed. */
interface Pending {
  readonly message: Message;
  readonly keep: (fresh: boolean) => void;
  readonly fail: (cause: unknown) => void;
}

/** The largest number of uncommitted messages; beyond it the store can't keep up, and it is fairer to say so. */
const MOST_PENDING = 5000;
/** The largest number of messages in one commit. */
const MOST_IN_A_COMMIT = 200;

/**
 * Takes messages in: clean, mask, COMMIT, and only then tells the channel to acknowledge. Messages that come in while a
 * commit runs share the next one, so a burst costs a few commits, not one each.
 */
export class Intake {
  readonly #store: Store;
  readonly #now: () => Date;
  readonly #accepted: (message: Message, seq: number | null) => void;
  #pending: Pending[] = [];
  #running: Promise<void> | null = null;

  constructor(store: Store, now: () => Date, accepted: (message: Message, seq: number | null) => void) {
    this.#store = store;
    this.#now = now;
    this.#accepted = accepted;
  }

  /**
   * Takes a message in; resolves when it is safe: true if it is new, false if it was there already.
   * @throws {Fault} INTAKE_FULL or NOT_STORED, as a rejection
   */
  accept(incoming: Incoming): Promise<boolean> {
    if (this.#pending.length >= MOST_PENDING)
      return Promise.reject(
        new Fault(
          'INTAKE_FULL',
          'More messages come in than can be stored.',
          'Try again in a moment; if it lasts, look at the disk and the database.',
        ),
      );
    const message = fitToStore(incoming, this.#now());
    return new Promise((keep, fail) => {
      this.#pending.push({ message, keep, fail });
      this.#running ??= this.#run();
    });
  }

  get busy(): boolean {
    return this.#running !== null;
  }

  /** Resolves when every message taken so far is committed or refused. */
  async drained(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // Messages that arrive in this round of the event loop go into the same commit.
    await new Promise(setImmediate);
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0, MOST_IN_A_COMMIT);
      try {
        const places = await this.#store.accept(batch.map((p) => p.message));
        for (const [i, p] of batch.entries()) {
          p.keep(places[i] !== null);
          // A known message too: if its first commit only seemed to fail, its conversation was never woken.
          this.#accepted(p.message, places[i] ?? null);
        }
      } catch (cause) {
        for (const p of batch)
          p.fail(new Fault('NOT_STORED', 'The message could not be stored.', 'Send it again in a moment.', { cause }));
      }
    }
    this.#running = null;
  }
}

/** Cleans and masks all foreign text in a message, including the texts that jobs found and the names of its parts. */
function fitToStore(incoming: Incoming, now: Date): Message {
  let masked = false;
  const from = incoming.result?.kind === 'images' ? 'screen' : 'person';
  const clean = (raw: string): { text: string; shortened: boolean } =>
    cleanText(raw, (whole) => {
      const safe = redact(whole, from);
      masked ||= safe.masked;
      return safe.text;
    });
  const { text, shortened } = clean(incoming.text);
  const result = incoming.result && {
    ...incoming.result,
    found: incoming.result.found.map((f) => ({ ...f, text: clean(f.text).text })),
  };
  const parts = incoming.parts?.map((part) => ({
    ...part,
    name: part.name === null ? null : clean(part.name).text || null,
    link: part.link === null ? null : clean(part.link).text,
  }));
  const kept = parts === undefined ? {} : { parts };
  return { ...incoming, text, ...kept, result, masked, shortened, at: now.toISOString() };
}
