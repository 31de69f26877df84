/** The way of messages into the inbox. */
import { isDesks } from '../core/desk.ts';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Resends } from '../core/host.ts';
import { cleanText, type Incoming, type Message } from '../core/message.ts';
import type { MessagePart } from '../core/message-part.ts';
import type { Before, Redact } from '../core/secrets.ts';
import type { Lately, Store } from '../core/store.ts';
import { plain } from '../core/text.ts';
import type { Ahead } from './ahead.ts';
import { FairQueue } from './fair-queue.ts';
import { type Load, MOST_IN_A_COMMIT } from './load.ts';

/** A waiting message, with the promise that is settled once it is committed. */
interface Pending {
  readonly incoming: Incoming;
  readonly keep: (fresh: boolean) => void;
  readonly fail: (cause: unknown) => void;
  /** The time it came in, by `performance.now()`. */
  readonly since: number;
}

/** The largest number of uncommitted messages; beyond it the store can't keep up, and it is fairer to say so. */
const MOST_PENDING = 5000;

/**
 * Takes messages in: clean, mask, COMMIT, and only then tells the channel to acknowledge. Messages that come in while a
 * commit runs share the next one, so a burst costs a few commits, not one each; every conversation has its turn in it.
 */
export class Intake {
  readonly #store: Store;
  readonly #redact: Redact;
  /** The messages that are masked but not yet committed, the last one of each conversation: the next one may follow it. */
  readonly #coming = new Map<string, Message>();
  readonly #now: () => Date;
  readonly #ahead: () => Ahead | null;
  readonly #sends: () => ReadonlySet<string>;
  readonly #accepted: (message: Message, seq: number | null, isHandled: boolean) => void;
  readonly #writes: () => void;
  readonly #load: Load;
  readonly #pending = new FairQueue<Pending>();
  #running: Promise<void> | null = null;

  constructor(parts: {
    store: Store;
    redact: Redact;
    now: () => Date;
    /** Begins a batch whose turns may run before it is committed; null where none may. */
    ahead: () => Ahead | null;
    /** The channels whose replies may be taken for sending as they are stored. */
    sends: () => ReadonlySet<string>;
    /** Called with each message that is committed, its place (null, if it was there already), and whether its turn is stored. */
    accepted: (message: Message, seq: number | null, isHandled: boolean) => void;
    /** Called when messages are about to be committed: others may write along with them. */
    writes: () => void;
    load: Load;
  }) {
    this.#store = parts.store;
    this.#redact = parts.redact;
    this.#now = parts.now;
    this.#ahead = parts.ahead;
    this.#sends = parts.sends;
    this.#accepted = parts.accepted;
    this.#writes = parts.writes;
    this.#load = parts.load;
  }

  /**
   * Takes a message in; resolves when it is safe: true if it is new, false if it was there already.
   * @throws {Fault} INTAKE_FULL, CONVERSATION_FULL or NOT_STORED, as a rejection
   */
  async accept(incoming: Incoming, resends: Resends): Promise<boolean> {
    const { cause, cure } = FAULTS.INTAKE_FULL;
    if (this.#pending.size >= MOST_PENDING) throw new Fault('INTAKE_FULL', cause, cure);
    this.#load.came(incoming.conversation, resends);
    return new Promise((keep, fail) => {
      this.#pending.add(incoming.conversation, { incoming, keep, fail, since: performance.now() });
      this.#running ??= this.#run();
    });
  }

  /** Makes ready what the first message would have to wait for: reading the words of secrets takes half a second. */
  warm(): void {
    this.#redact('');
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
    while (this.#pending.size > 0) {
      const batch: Pending[] = [];
      const took = { maskMs: 0, commitMs: 0 };
      try {
        this.#coming.clear();
        const messages: Message[] = [];
        const ahead = this.#ahead();
        for (let room = MOST_IN_A_COMMIT; room > 0 && this.#pending.size > 0; ) {
          const next = this.#pending.take(room);
          batch.push(...next);
          const began = performance.now();
          const masked = await this.#masked(next);
          took.maskMs += performance.now() - began;
          messages.push(...masked);
          // Messages that come in while turns run go into the same commit.
          room = ahead === null ? 0 : await ahead.run(masked);
          if (room > 0) await new Promise(setImmediate);
        }
        const began = performance.now();
        const { places, handled, after } = await this.#stored(messages, ahead);
        took.commitMs = performance.now() - began;
        for (const [i, p] of batch.entries()) {
          p.keep(places[i] !== null);
          if (places[i] === null) this.#load.gone(p.incoming.conversation, 1);
          // A known message too: if its first commit only seemed to fail, its conversation was never woken.
          this.#accepted(messages[i]!, places[i] ?? null, handled.has(`${p.incoming.conversation}|${places[i]}`));
        }
        after();
      } catch (cause) {
        for (const p of batch) {
          this.#load.gone(p.incoming.conversation, 1);
          p.fail(new Fault('NOT_STORED', 'The message could not be stored.', 'Send it again in a moment.', { cause }));
        }
      }
      const ackMs = performance.now() - Math.min(...batch.map(({ since }) => since));
      this.#load.committed(batch.length, { ...took, ackMs });
    }
    this.#running = null;
  }

  /** Commits messages, together with the turns that ran before. */
  async #stored(
    messages: readonly Message[],
    ahead: Ahead | null,
  ): Promise<{
    readonly places: readonly (number | null)[];
    readonly handled: ReadonlySet<string>;
    readonly after: () => void;
  }> {
    this.#writes();
    if (ahead !== null && ahead.handled.length > 0) {
      const [at, began] = [this.#now(), performance.now()];
      const stored = await this.#store
        .acceptHandled(messages, ahead.handled, at.toISOString(), this.#sends())
        .catch((error: unknown) => {
          if (error instanceof Fault) throw error;
          // Not the database, but what comes of a turn: the messages are kept without it, and the worker tells why.
          return null;
        });
      if (stored !== null) {
        const { places, committed } = stored;
        const handled = ahead.handled.flatMap(({ conversation, done }) =>
          done.map(({ seq }) => `${conversation}|${seq}`),
        );
        const tookMs = performance.now() - began;
        return { places, handled: new Set(handled), after: () => ahead.stored(committed, at, tookMs) };
      }
    }
    return { places: await this.#store.accept(messages), handled: new Set(), after: () => undefined };
  }

  /** Messages cleaned and masked, each in the light of what was said before it. */
  async #masked(batch: readonly Pending[]): Promise<readonly Message[]> {
    // All at once: one after the other, each would wait for what the worker does with the database in between.
    const lately = await Promise.all(batch.map(({ incoming }) => this.#lately(incoming)));
    return batch.map(({ incoming }, i) => this.#fit(incoming, lately[i] ?? null));
  }

  #fit(incoming: Incoming, lately: Lately | null): Message {
    const message = fitToStore(
      incoming,
      this.#now(),
      this.#redact,
      lately ? this.#before(incoming, lately) : undefined,
    );
    if (SAYING.includes(message.kind)) this.#coming.set(message.conversation, message);
    return message;
  }

  /** Reads what stands before a short message; a longer one tells by itself whether it holds a secret. */
  async #lately({ conversation, kind, text, about }: Incoming): Promise<Lately | null> {
    if (!SAYING.includes(kind) || text.length > LONGEST_ANSWER) return null;
    return this.#store.before(conversation, kind === 'edited' ? about : null);
  }

  /** The texts before a message, of which some may not be stored yet. */
  #before({ conversation, kind }: Incoming, { messages, replies }: Lately): Before {
    const coming = kind === 'edited' ? undefined : this.#coming.get(conversation);
    const own = coming ?? messages.find((message) => SAYING.includes(message.kind));
    return { own: own?.text ?? '', others: replies[0] && !isDesks(conversation) ? plain(replies[0].body) : '' };
  }
}

/** The kinds of messages in which somebody says something. */
const SAYING: readonly Incoming['kind'][] = ['said', 'noticed', 'edited'];
/** The longest message that may be nothing but an answer, in characters. */
const LONGEST_ANSWER = 200;

/**
 * Cleans and masks all foreign text in a message: its words, what was pressed, the names of pictures and other parts, and
 * the texts that jobs found.
 */
function fitToStore(incoming: Incoming, now: Date, redact: Redact, before: Before | undefined): Message {
  let masked = false;
  const from = incoming.result?.kind === 'images' ? 'screen' : 'person';
  const clean = (raw: string, after?: Before): { text: string; shortened: boolean } =>
    cleanText(raw, (whole) => {
      const safe = redact(whole, from, after);
      masked ||= safe.masked;
      return safe.text;
    });
  const { text, shortened } = clean(incoming.text, before);
  const choice = incoming.choice === null ? null : clean(incoming.choice).text;
  const images = incoming.images.map((image) => (image.name ? { ...image, name: clean(image.name).text } : image));
  const cleanParts = (all: readonly MessagePart[] | undefined): { parts?: readonly MessagePart[] } => {
    const parts = all?.map((part) => ({
      ...part,
      name: part.name === null ? null : clean(part.name).text || null,
      link: part.link === null ? null : clean(part.link).text,
    }));
    return parts === undefined ? {} : { parts };
  };
  let own = '';
  const found = (incoming.result?.found ?? []).map((f) => {
    const told = clean(f.text, from === 'person' ? { own, others: own } : undefined).text;
    own = f.text;
    return { ...f, text: told, ...cleanParts(f.parts) };
  });
  const result = incoming.result && { ...incoming.result, found };
  const kept = cleanParts(incoming.parts);
  return { ...incoming, text, choice, images, ...kept, result, masked, shortened, at: now.toISOString() };
}
