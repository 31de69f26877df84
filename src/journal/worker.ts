/** The worker: runs the turns of the messages in the inbox. */
import { breathe } from '../core/breathe.ts';
import type { Log } from '../core/log.ts';
import type { Message } from '../core/message.ts';
import type { Committed, Store, Work } from '../core/store.ts';
import { ticks } from '../core/ticks.ts';
import { Ahead } from './ahead.ts';
import { type Load, MOST_CONVERSATIONS } from './load.ts';
import { MOST_MESSAGES, RecentWork } from './recent-work.ts';
import type { Turned, TurnRunner } from './turn-runner.ts';

/** The number of conversations left behind that are handled between two batches of those who write now. */
const FEW_CONVERSATIONS = 8;
/**
 * The pause when another instance is at work on one of these conversations, in milliseconds: it should finish first.
 */
const OVERTAKEN_MS = 10;
/**
 * The time after which other work gets its turn, in milliseconds, so that a batch of long texts never blocks the
 * process.
 */
const BREATHER_MS = 20;

/** The news of a stored batch of turns: what there is to do for others now. */
export interface HandledNews {
  readonly jobs: boolean;
  readonly timers: boolean;
  readonly committed: Committed;
  /** The time of the commit. */
  readonly at: Date;
}

/**
 * Works through the inbox: one conversation at a time and in order, several conversations in one transaction. The turn
 * itself touches nothing; its results are stored whole or not at all.
 */
export class Worker {
  readonly #store: Store;
  readonly #turns: TurnRunner;
  readonly #mine: (conversation: string) => boolean;
  readonly #now: () => Date;
  readonly #handled: (what: HandledNews) => void;
  readonly #sends: () => ReadonlySet<string>;
  readonly #log: Log;
  readonly #waiting = new Set<string>();
  /** Conversations whose messages are being handled. */
  #underWay: ReadonlySet<string> = new Set();
  /** Conversations an earlier process left behind: one of their messages may be what ended it. */
  readonly #left = new Set<string>();
  /** Those of them that somebody wrote in since their messages were read last. */
  readonly #written = new Set<string>();
  readonly #recent: RecentWork;
  readonly #load: Load;
  /** The ticks from which on turns may run before their messages are committed. */
  readonly #aheadFrom: number;
  #running: Promise<void> | null = null;
  #stopping = false;
  #stopped = false;

  constructor(parts: {
    store: Store;
    turns: TurnRunner;
    mine: (conversation: string) => boolean;
    now: () => Date;
    handled: (what: HandledNews) => void;
    /** The channels whose replies may be taken for sending as they are stored. */
    sends: () => ReadonlySet<string>;
    log: Log;
    /** Told of what is answered. */
    load: Load;
    /** The time until turns may run before their messages are committed, in milliseconds. */
    aheadAfterMs: number;
  }) {
    this.#store = parts.store;
    this.#turns = parts.turns;
    this.#mine = parts.mine;
    this.#now = parts.now;
    this.#recent = new RecentWork(parts.now);
    this.#handled = parts.handled;
    this.#sends = parts.sends;
    this.#log = parts.log;
    this.#load = parts.load;
    this.#aheadFrom = ticks() + parts.aheadAfterMs;
  }

  /** Handles a message that was just accepted; null, if it was there already. It is kept, so as not to be read again. */
  hand(message: Message, seq: number | null): void {
    if (!this.#mine(message.conversation)) this.#load.gone(message.conversation);
    else if (seq !== null) this.#recent.accepted(message, seq);
    this.wake(message.conversation);
  }

  /**
   * Begins a batch of messages that are about to be committed: their turns may run before, where nothing else of their
   * conversations is under way and their states are known. Null where none may.
   */
  ahead(): Ahead | null {
    if (this.#stopping || ticks() < this.#aheadFrom) return null;
    return new Ahead({
      turns: this.#turns,
      workOf: (message) => (this.#isQuiet(message.conversation) ? this.#recent.ahead(message) : null),
      after: (turned, committed, at, took) => {
        for (const { handled } of turned) this.#recent.stored(handled);
        this.#stored(turned, committed, at, took);
        if (this.#waiting.size > 0) this.#go();
      },
    });
  }

  /** Whether a conversation is this process's own, and nothing of it waits or is under way here. */
  #isQuiet(conversation: string): boolean {
    const isHere = [this.#waiting, this.#left, this.#underWay].some((some) => some.has(conversation));
    return !isHere && this.#mine(conversation);
  }

  /** Forgets the states of conversations that were erased, here or elsewhere, and those that are old. */
  forgetStates(conversations: Iterable<string>): void {
    this.#recent.forgetStates(conversations);
  }

  /** Forgets states and waiting messages of conversations that were just erased: what is still there is read anew. */
  forget(conversations: Iterable<string>): void {
    for (const conversation of conversations) {
      this.#recent.forget(conversation);
      // Nobody answers messages that are gone: counted on, they would refuse others in the end.
      this.#load.gone(conversation);
    }
  }

  /** Handles the messages waiting in a conversation. */
  wake(conversation: string): void {
    this.#note(conversation);
    this.#go();
  }

  /** Notes that a message waits in a conversation; one that was left behind is handled in its own turn. */
  #note(conversation: string): void {
    (this.#left.has(conversation) ? this.#written : this.#waiting).add(conversation);
  }

  #go(): void {
    if (!this.#stopped) this.#running ??= this.#run();
  }

  /**
   * Handles the messages that a dead process had begun, each alone: one of them may have ended it. To be awaited before
   * anything else may end this process, so that no message is taken for deadly that was only under way; with times, only
   * those waiting since `before` or longer, and those of a time later than `after`.
   */
  async retry(before?: string, after?: string): Promise<void> {
    for (const conversation of (await this.#store.tried(before, after)).filter(this.#mine))
      try {
        const [work] = await this.#store.take([conversation], 1);
        if (work && work.rows[0]!.attempts > 0) await this.#try(work);
      } catch (error) {
        this.#log.error(
          { err: error, conversation },
          'a message that was begun before could not be handled; trying again',
        );
      }
  }

  /**
   * Picks up the messages that a dead process left behind, and answers the number of conversations; with times, only
   * those waiting since `before` or longer, and those of a time later than `after`.
   */
  async recover(before?: string, after?: string): Promise<number> {
    const left = (await this.#store.waiting(before, after)).filter(this.#mine);
    for (const conversation of left) {
      this.#waiting.delete(conversation);
      this.#left.add(conversation);
    }
    if (left.length > 0) this.#go();
    return left.length;
  }

  /** Finishes the turns that are begun and stops; the rest stays in the inbox for the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.idle();
    this.#stopped = true;
  }

  get busy(): boolean {
    return this.#running !== null;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // With nothing to do it would end before it is known to run.
    await new Promise(setImmediate);
    // Told to stop, it leaves what others left behind to the next start.
    while (this.#waiting.size > 0 || (this.#left.size > 0 && !this.#stopping)) {
      const batch = first(this.#waiting, MOST_CONVERSATIONS);
      for (const conversation of batch) this.#waiting.delete(conversation);
      try {
        if (batch.length > 0) await this.#handle(batch);
        // New messages wait for a few others at the most, and the ones left behind are taken up however many are new.
        const [most, each] = batch.length > 0 ? [FEW_CONVERSATIONS, 1] : [MOST_CONVERSATIONS, MOST_MESSAGES];
        if (this.#left.size > 0 && !this.#stopping) await this.#handleLeft(first(this.#left, most), each);
      } catch (error) {
        this.#log.error({ err: error, conversations: batch }, 'turns could not be stored; trying again');
        for (const conversation of batch) this.#waiting.add(conversation);
        if (this.#stopping) break;
        await new Promise((resume) => setTimeout(resume, 500));
      }
    }
    this.#running = null;
  }

  async #handle(conversations: readonly string[]): Promise<void> {
    // Fair between conversations: where several wait, each has one message handled before any has its second.
    const most = conversations.length > 1 ? 1 : MOST_MESSAGES;
    const recent = new Map(conversations.map((conversation) => [conversation, this.#recent.take(conversation, most)]));
    const unknown = conversations.filter((conversation) => recent.get(conversation) === null);
    const read = new Map((await this.#store.take(unknown, most)).map((work) => [work.conversation, work]));
    for (const c of unknown) if (!read.has(c)) this.#load.gone(c);
    const works = conversations.flatMap((c) => recent.get(c) ?? read.get(c) ?? []);
    const kept = new Set(conversations.filter((conversation) => recent.get(conversation) !== null));
    if (works.length > 0) await this.#commit(works, most, kept);
    // A store in this process answers at once: others get their turn.
    else await breathe();
  }

  /**
   * Handles what a dead process left behind, and counts each beginning: many conversations at once, but a message whose
   * beginning was counted before all by itself, so that a deadly one takes nothing else along.
   */
  async #handleLeft(conversations: readonly string[], mostMessages: number): Promise<void> {
    for (const conversation of conversations) {
      this.#recent.forget(conversation);
      this.#written.delete(conversation);
    }
    const works = await this.#store.take(conversations, mostMessages);
    const there = new Set(works.map((work) => work.conversation));
    for (const conversation of conversations) {
      // A message that came in while they were read, one after the other, may not be among them.
      if (there.has(conversation) || this.#written.has(conversation)) continue;
      this.#left.delete(conversation);
      this.#load.gone(conversation);
    }
    const fresh = works.filter(({ rows }) => rows.every(({ attempts }) => attempts === 0));
    const [tried] = works.toSorted((a, b) => a.rows[0]!.attempts - b.rows[0]!.attempts);
    const begun = fresh.length > 0 ? fresh : tried ? [{ ...tried, rows: tried.rows.slice(0, 1) }] : [];
    // To the end: the others come first before its next message.
    for (const { conversation } of begun) {
      this.#left.delete(conversation);
      this.#left.add(conversation);
    }
    if (begun.length > 0) await this.#try(...begun);
  }

  /** Handles messages that may end the process, and counts that they were begun. */
  async #try(...works: readonly Work[]): Promise<void> {
    await this.#store.risk(placesOf(works));
    const counted = works.map((work) => ({
      ...work,
      rows: work.rows.map((r) => ({ ...r, attempts: r.attempts + 1 })),
    }));
    await this.#commit(counted, null);
  }

  /**
   * Handles and stores messages, at most so many of each conversation; null for messages that were left behind. `kept` are
   * the conversations whose messages were kept here: all that wait in them are.
   */
  async #commit(works: readonly Work[], most: number | null, kept: ReadonlySet<string> = new Set()): Promise<void> {
    const turned: Turned[] = [];
    const began = performance.now();
    let since = began;
    this.#underWay = new Set(works.map(({ conversation }) => conversation));
    /**
     * Lets others have their turn; false where a second message has to wait: for another conversation's first, or, left behind,
     * for the next start.
     */
    const goOn = async (conversation: string): Promise<boolean> => {
      if (performance.now() - since > BREATHER_MS) {
        await breathe();
        since = performance.now();
      }
      if (most === null && this.#stopping) return false;
      return this.#waiting.size === (this.#waiting.has(conversation) ? 1 : 0);
    };
    for (const work of works) turned.push(await this.#turns.run(work, goOn));
    const handled = turned.map((one) => one.handled);
    const at = this.#now();
    const ended = performance.now();
    let committed: Committed | null = null;
    try {
      committed = await this.#store.commit(handled, at.toISOString(), this.#sends());
    } finally {
      for (const [i, h] of handled.entries())
        if (!committed) this.#recent.forget(h.conversation);
        else {
          this.#recent.stored(h);
          // Messages that were left behind are read from the database each time.
          if (most !== null) this.#recent.giveBack(h.conversation, works[i]!.rows.slice(h.done.length));
        }
    }
    if (committed) {
      // Messages that were left for later were not begun: counted, they would look deadly to the next start.
      const left =
        most === null ? works.map((work, i) => ({ ...work, rows: work.rows.slice(handled[i]!.done.length) })) : [];
      if (left.some(({ rows }) => rows.length > 0)) await this.#store.risk(placesOf(left), -1);
      this.#stored(turned, committed, at, { turnsMs: ended - began, storeMs: performance.now() - ended });
    } else {
      // Nobody died of it: counted, it would make the message look deadly to the next instance.
      if (most === null) await this.#store.risk(placesOf(works), -1);
      await new Promise((resume) => setTimeout(resume, OVERTAKEN_MS));
    }
    // Another process was faster, or there are more messages than one go took: look again.
    for (const { conversation, rows } of works) {
      const mayBeMore = !kept.has(conversation) && rows.length >= (most ?? MOST_MESSAGES);
      const isMore = !committed || mayBeMore || this.#recent.has(conversation);
      if (!isMore || this.#left.has(conversation)) continue;
      // To the end: who wrote meanwhile comes first.
      this.#waiting.delete(conversation);
      this.#waiting.add(conversation);
    }
    this.#underWay = new Set();
  }

  /** Does what follows once turns are stored. */
  #stored(
    turned: readonly Turned[],
    committed: Committed,
    at: Date,
    took: { readonly turnsMs: number; readonly storeMs: number },
  ): void {
    const handled = turned.map((one) => one.handled);
    for (const { tell } of turned) tell();
    for (const { conversation, done } of handled) {
      this.#load.gone(conversation, done.length);
      this.#turns.stored(conversation, done);
    }
    this.#load.answered(handled.flatMap(({ done }) => done).length, took);
    for (const [i, message] of handled.flatMap((s) => s.outgoing).entries())
      this.#passedOn(message, committed.places[i]!);
    const [jobs, timers] = [handled.some((s) => s.jobs.length > 0), handled.some((s) => s.timers.length > 0)];
    this.#handled({ jobs, timers, committed, at });
  }

  /**
   * Handles a message that a turn sent to another conversation. It is kept like one that came in: of what stands before
   * it there, the worker may know and not read the rest.
   */
  #passedOn(message: Message, seq: number | null): void {
    if (!this.#mine(message.conversation)) return;
    if (seq !== null) this.#recent.accepted(message, seq);
    this.#note(message.conversation);
  }
}

/** The places of messages in their conversations. */
function placesOf(works: readonly Work[]): { readonly conversation: string; readonly seq: number }[] {
  return works.flatMap(({ conversation, rows }) => rows.map(({ seq }) => ({ conversation, seq })));
}

/** The first members of a set, at most so many. */
function first(of: ReadonlySet<string>, most: number): string[] {
  const some: string[] = [];
  for (const one of of) {
    if (some.length >= most) break;
    some.push(one);
  }
  return some;
}
