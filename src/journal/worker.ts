/** The worker: runs the turns of the messages in the inbox. */
import { breathe } from '../core/breathe.ts';
import { openOf, type Saved, type Turn, type TurnResult } from '../core/conversation.ts';
import type { ConversationEvent } from '../core/desk.ts';
import type { Log } from '../core/log.ts';
import { withoutWords } from '../core/log-error.ts';
import { type Message, PLAIN } from '../core/message.ts';
import { type HandledAs, isWritten, type Meter } from '../core/meter.ts';
import type { Route } from '../core/person.ts';
import type { Reply } from '../core/reply.ts';
import type { Committed, Handled, Store, Work } from '../core/store.ts';
import type { CaseEnd, Ticket } from '../core/ticket.ts';
import type { WrittenEntry } from '../core/ticket-entry.ts';
import { type Load, MOST_CONVERSATIONS } from './load.ts';
import { MOST_MESSAGES, RecentWork } from './recent-work.ts';

/**
 * The number of processes that may begin a message without finishing it; after that many, the message is taken to crash
 * them and is parked.
 */
const MOST_DEATHS = 3;
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
  readonly #turn: Turn<Saved>;
  /** The reply when a turn fails: calm, and with a way to an agent. */
  readonly #apology: (asked: number) => Reply;
  readonly #mine: (conversation: string) => boolean;
  readonly #now: () => Date;
  readonly #handled: (what: HandledNews) => void;
  readonly #sends: () => ReadonlySet<string>;
  readonly #log: Log;
  readonly #meter: Meter;
  readonly #waiting = new Set<string>();
  /** Conversations an earlier process left behind: one of their messages may be what ended it. */
  readonly #left = new Set<string>();
  /** The number of times this process itself began a message: a failing database does not count as a crash. */
  readonly #begun = new Map<string, number>();
  readonly #recent: RecentWork;
  readonly #load: Load;
  #running: Promise<void> | null = null;
  #stopping = false;
  #stopped = false;

  constructor(parts: {
    store: Store;
    turn: Turn<Saved>;
    apology: (asked: number) => Reply;
    mine: (conversation: string) => boolean;
    now: () => Date;
    handled: (what: HandledNews) => void;
    /** The channels whose replies may be taken for sending as they are stored. */
    sends: () => ReadonlySet<string>;
    log: Log;
    /** Told of what is answered. */
    load: Load;
    meter: Meter;
  }) {
    this.#store = parts.store;
    this.#turn = parts.turn;
    this.#apology = parts.apology;
    this.#mine = parts.mine;
    this.#now = parts.now;
    this.#recent = new RecentWork(parts.now);
    this.#handled = parts.handled;
    this.#sends = parts.sends;
    this.#log = parts.log;
    this.#load = parts.load;
    this.#meter = parts.meter;
  }

  /** Handles a message that was just accepted; null, if it was there already. It is kept, so as not to be read again. */
  hand(message: Message, seq: number | null): void {
    if (!this.#mine(message.conversation)) this.#load.gone(message.conversation);
    else if (seq !== null) this.#recent.accepted(message, seq);
    this.wake(message.conversation);
  }

  /** Forgets the states of conversations that were erased, here or elsewhere, and those that are old. */
  forgetStates(conversations: Iterable<string>): void {
    this.#recent.forgetStates(conversations);
  }

  /** Forgets states and waiting messages of conversations that were just erased: what is still there is read anew. */
  forget(conversations: Iterable<string>): void {
    for (const conversation of conversations) this.#recent.forget(conversation);
  }

  /** Handles the messages waiting in a conversation. */
  wake(conversation: string): void {
    if (!this.#left.has(conversation)) this.#waiting.add(conversation);
    this.#go();
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
    for (const conversation of conversations) this.#recent.forget(conversation);
    const works = await this.#store.take(conversations, mostMessages);
    const there = new Set(works.map((work) => work.conversation));
    for (const conversation of conversations)
      if (!there.has(conversation)) {
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
    const handled: Handled[] = [];
    const began = performance.now();
    let since = began;
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
    for (const work of works) handled.push(await this.#work(work, goOn));
    const at = this.#now();
    const turned = performance.now();
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
      for (const { conversation, done } of handled) {
        this.#load.gone(conversation, done.length);
        for (const { seq } of done) this.#begun.delete(`${conversation}|${seq}`);
      }
      const took = { turnsMs: turned - began, storeMs: performance.now() - turned };
      this.#load.answered(handled.flatMap(({ done }) => done).length, took);
      for (const [i, message] of handled.flatMap((s) => s.outgoing).entries())
        this.#passedOn(message, committed.places[i]!);
      const [jobs, timers] = [handled.some((s) => s.jobs.length > 0), handled.some((s) => s.timers.length > 0)];
      this.#handled({ jobs, timers, committed, at });
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
  }

  /**
   * Handles a message that a turn sent to another conversation. It is kept like one that came in: of what stands before
   * it there, the worker may know and not read the rest.
   */
  #passedOn(message: Message, seq: number | null): void {
    if (!this.#mine(message.conversation)) return;
    if (seq !== null) this.#recent.accepted(message, seq);
    if (!this.#left.has(message.conversation)) this.#waiting.add(message.conversation);
  }

  /** Handles messages of a conversation, the first at least; `goOn` says whether the next one may follow. */
  async #work(work: Work, goOn: (conversation: string) => Promise<boolean>): Promise<Handled> {
    let state: Saved | null = work.state;
    const done: Handled['done'][number][] = [];
    const replies: Handled['replies'][number][] = [];
    const tickets: Ticket[] = [];
    const ends: CaseEnd[] = [];
    const jobs: Handled['jobs'][number][] = [];
    const outgoing: Message[] = [];
    const timers: Handled['timers'][number][] = [];
    let lessons: NonNullable<Handled['lessons']>[number][] = [];
    const unlearned: string[] = [];
    let person: string | null = null;
    let entry: WrittenEntry | null = null;
    for (const { seq, message, attempts } of work.rows) {
      if (!(await goOn(work.conversation)) && done.length > 0) break;
      const fields = { conversation: message.conversation, seq, channel: message.channel };
      const here = { channel: message.channel, address: message.address };
      const answer = (said: readonly Reply[], posts: TurnResult['posts'] = []): void => {
        const all = [...said.map((reply) => ({ route: here, reply })), ...posts];
        for (const [i, { route, reply }] of all.entries()) replies.push({ turn: seq, part: i + 1, ...route, reply });
      };
      const key = `${message.conversation}|${seq}`;
      this.#begun.set(key, (this.#begun.get(key) ?? 0) + 1);
      // A message begun elsewhere but not left behind is no crash: another instance is handling it, and the faster one
      // wins.
      if (attempts - this.#begun.get(key)! >= MOST_DEATHS) {
        this.#log.error({ ...fields, attempts, code: 'MESSAGE_PARKED' }, 'message parked: handling it never ended');
        answer([this.#apology(state?.asked ?? 0)]);
        done.push({ seq, as: 'parked' });
        this.#count(message, 'parked', performance.now());
        continue;
      }
      const began = performance.now();
      try {
        const result = await this.#turn(state, message);
        state = result.state;
        answer(result.replies, result.posts);
        tickets.push(...result.tickets);
        ends.push(...result.ends);
        entry = both(entry, result.entry ?? null);
        const gone = result.unlearned ?? [];
        unlearned.push(...gone);
        // Words that are taken back right after they were written are among those of this very commit.
        lessons = lessons.filter((lesson) => lesson.message === null || !gone.includes(lesson.message));
        lessons.push(...(result.lessons ?? []).map((lesson) => ({ ...lesson, seq, at: message.at })));
        const { conversation } = message;
        jobs.push(...result.jobs.map((job) => ({ conversation, ...here, job })));
        timers.push(...result.timers.map((timer) => ({ ...timer, ...here })));
        outgoing.push(...result.outgoing.map(({ to, id, event, route }) => passOn(message, to, id, event, route)));
        for (const { code, what, fields: more } of result.alarms) this.#log.error({ ...fields, ...more, code }, what);
        // A ticket that was erased has no state, and gets none.
        person = (state as Saved | null)?.helped?.id ?? person;
        done.push({ seq, as: 'done' });
        this.#count(message, result.replies.length > 0 ? 'answered' : 'silent', began, result);
        const at = result.replies.at(-1)?.at;
        this.#log.info(
          {
            ...fields,
            step: at ? `${at.walkthrough}/${at.step}` : undefined,
            outcome: result.replies.at(-1)?.outcome ?? undefined,
            // The conversations where it goes on: a ticket, a desk, the person's own.
            to: result.outgoing.length > 0 ? [...new Set(result.outgoing.map(({ to }) => to))] : undefined,
            ms: Math.round((performance.now() - began) * 10) / 10,
          },
          'turn',
        );
      } catch (error) {
        // The words of an error may hold what was read: the lines of code are enough to find it.
        this.#log.error({ ...fields, err: withoutWords(error), code: 'TURN_FAILED' }, 'turn failed');
        answer([this.#apology(state?.asked ?? 0)]);
        done.push({ seq, as: 'failed' });
        this.#count(message, 'failed', began);
      }
    }
    const { conversation, version } = work;
    const open = openOf(state);
    const rest = { person, open, tickets, ends, entry, lessons, unlearned };
    return { conversation, version, state, done, replies, jobs, outgoing, timers, ...rest };
  }

  /** Counts a message whose turn began at `began` and ended now. */
  #count(message: Message, as: HandledAs, began: number, result?: TurnResult<Saved>): void {
    const turnMs = performance.now() - began;
    this.#meter.turned({
      channel: message.channel,
      written: isWritten(message),
      as,
      waitMs: Math.max(0, waited(message, this.#now()) - turnMs),
      turnMs,
      step: result?.replies.at(-1)?.at ?? null,
      ends: result?.ends ?? [],
    });
  }
}

/** The time since a message was accepted, in milliseconds; the clock may have been set back meanwhile. */
function waited({ at }: Message, now: Date): number {
  return Math.max(0, now.getTime() - Date.parse(at));
}

/** The places of messages in their conversations. */
function placesOf(works: readonly Work[]): { readonly conversation: string; readonly seq: number }[] {
  return works.flatMap(({ conversation, rows }) => rows.map(({ seq }) => ({ conversation, seq })));
}

/** The entry after two turns of one ticket: the later one, found by the words of both. */
function both(before: WrittenEntry | null, after: WrittenEntry | null): WrittenEntry | null {
  if (!before || !after || after.replaces) return after ?? before;
  return { ...after, words: [...new Set([...before.words, ...after.words])], replaces: before.replaces };
}

/** Turns an outgoing event into a message of the other conversation. */
function passOn(from: Message, to: string, id: string, event: ConversationEvent, { channel, address }: Route): Message {
  return {
    ...PLAIN,
    id: `${from.conversation}|${id}`,
    conversation: to,
    channel,
    address,
    audience: 'person',
    kind: 'event',
    text: '',
    event,
    shortened: false,
    masked: false,
    at: from.at,
  };
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
