/** The worker: runs the turns of the messages in the inbox. */
import { openOf, type Saved, type Turn, type TurnResult } from '../core/conversation.ts';
import type { ConversationEvent } from '../core/desk.ts';
import type { Log } from '../core/log.ts';
import { type Message, PLAIN } from '../core/message.ts';
import type { Route } from '../core/person.ts';
import type { Reply } from '../core/reply.ts';
import type { Handled, Store, Work } from '../core/store.ts';
import type { CaseEnd, Ticket } from '../core/ticket.ts';

/**
 * The number of processes that may begin a message without finishing it; after that many, the message is taken to crash
 * them and is parked.
 */
const MOST_DEATHS = 3;
/** The largest number of conversations in one transaction. */
const MOST_CONVERSATIONS = 64;
/** The number of messages of one conversation handled in one go: as many as the store gives out at once. */
const MOST_MESSAGES = 20;
/**
 * The pause when another instance is at work on one of these conversations, in milliseconds: it should finish first.
 */
const OVERTAKEN_MS = 10;
/**
 * The time after which other work gets its turn, in milliseconds, so that a batch of long texts never blocks the
 * process.
 */
const BREATHER_MS = 20;

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
  readonly #handled: (what: { jobs: boolean; timers: boolean }) => void;
  readonly #log: Log;
  readonly #waiting = new Set<string>();
  /** Conversations an earlier process left behind: one of their messages may be what ended it. */
  readonly #suspect = new Set<string>();
  /** The number of times this process itself began a message: a failing database does not count as a crash. */
  readonly #begun = new Map<string, number>();
  #running: Promise<void> | null = null;
  #stopping = false;
  #stopped = false;

  constructor(parts: {
    store: Store;
    turn: Turn<Saved>;
    apology: (asked: number) => Reply;
    mine: (conversation: string) => boolean;
    now: () => Date;
    handled: (what: { jobs: boolean; timers: boolean }) => void;
    log: Log;
  }) {
    this.#store = parts.store;
    this.#turn = parts.turn;
    this.#apology = parts.apology;
    this.#mine = parts.mine;
    this.#now = parts.now;
    this.#handled = parts.handled;
    this.#log = parts.log;
  }

  /** Handles the messages waiting in a conversation. */
  wake(conversation: string): void {
    this.#waiting.add(conversation);
    if (!this.#stopped) this.#running ??= this.#run();
  }

  /**
   * Picks up the messages that a dead process left behind, and answers the number of conversations; with a time, only
   * those waiting since then or longer.
   */
  async recover(before?: string): Promise<number> {
    const left = (await this.#store.waiting(before)).filter(this.#mine);
    for (const conversation of left) {
      this.#suspect.add(conversation);
      this.wake(conversation);
    }
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
    await new Promise(setImmediate);
    while (this.#waiting.size > 0) {
      const batch = this.#next();
      for (const conversation of batch) this.#waiting.delete(conversation);
      try {
        await this.#handle(batch);
      } catch (error) {
        this.#log.error({ err: error, conversations: batch.length }, 'turns could not be stored; trying again');
        for (const conversation of batch) this.#waiting.add(conversation);
        // Told to stop, it leaves the rest in the inbox for the next start.
        if (this.#stopping) break;
        await new Promise((resume) => setTimeout(resume, 500));
      }
    }
    this.#running = null;
  }

  /**
   * Picks many conversations at once, but those left behind one by one, so that a deadly message takes nothing else
   * along.
   */
  #next(): string[] {
    const calm = [...this.#waiting].filter((conversation) => !this.#suspect.has(conversation));
    return calm.length > 0 ? calm.slice(0, MOST_CONVERSATIONS) : [...this.#waiting].slice(0, 1);
  }

  async #handle(conversations: readonly string[]): Promise<void> {
    const careful = conversations.some((conversation) => this.#suspect.has(conversation));
    const works = await this.#store.take(conversations, careful ? 1 : undefined);
    if (works.length === 0) for (const conversation of conversations) this.#suspect.delete(conversation);
    if (works.length > 0) await this.#commit(works, careful);
  }

  async #commit(works: readonly Work[], careful: boolean): Promise<void> {
    const handled: Handled[] = [];
    let since = performance.now();
    for (const work of works) {
      handled.push(await this.#work(work, careful));
      if (performance.now() - since > BREATHER_MS) {
        await new Promise(setImmediate);
        since = performance.now();
      }
    }
    const stored = await this.#store.commit(handled, this.#now().toISOString());
    if (stored) {
      for (const { conversation, done } of handled)
        for (const { seq } of done) this.#begun.delete(`${conversation}|${seq}`);
      for (const { conversation } of handled.flatMap((s) => s.outgoing))
        if (this.#mine(conversation)) this.#waiting.add(conversation);
      this.#handled({ jobs: handled.some((s) => s.jobs.length > 0), timers: handled.some((s) => s.timers.length > 0) });
    } else await new Promise((resume) => setTimeout(resume, OVERTAKEN_MS));
    // Another process was faster, or there are more messages than one go takes: look again.
    for (const { conversation, rows } of works)
      if (!stored || careful || rows.length >= MOST_MESSAGES) this.#waiting.add(conversation);
  }

  async #work(work: Work, careful: boolean): Promise<Handled> {
    let state: Saved | null = work.state;
    const done: Handled['done'][number][] = [];
    const replies: Handled['replies'][number][] = [];
    const tickets: Ticket[] = [];
    const ends: CaseEnd[] = [];
    const jobs: Handled['jobs'][number][] = [];
    const outgoing: Message[] = [];
    const timers: Handled['timers'][number][] = [];
    let person: string | null = null;
    for (const { seq, message, attempts } of work.rows) {
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
      if (careful && attempts - this.#begun.get(key)! >= MOST_DEATHS) {
        this.#log.error({ ...fields, attempts, code: 'MESSAGE_PARKED' }, 'message parked: handling it never ended');
        answer([this.#apology(state?.asked ?? 0)]);
        done.push({ seq, as: 'parked' });
        continue;
      }
      try {
        const began = performance.now();
        const result = await this.#turn(state, message);
        state = result.state;
        answer(result.replies, result.posts);
        tickets.push(...result.tickets);
        ends.push(...result.ends);
        const { conversation } = message;
        jobs.push(...result.jobs.map((job) => ({ conversation, ...here, job })));
        timers.push(...result.timers.map((timer) => ({ ...timer, ...here })));
        outgoing.push(...result.outgoing.map(({ to, id, event, route }) => passOn(message, to, id, event, route)));
        for (const { code, what, fields: more } of result.alarms) this.#log.error({ ...fields, ...more, code }, what);
        person = state.helped?.id ?? person;
        done.push({ seq, as: 'done' });
        const at = result.replies.at(-1)?.at;
        this.#log.info(
          {
            ...fields,
            step: at ? `${at.walkthrough}/${at.step}` : undefined,
            outcome: result.replies.at(-1)?.outcome ?? undefined,
            ms: Math.round((performance.now() - began) * 10) / 10,
          },
          'turn',
        );
      } catch (error) {
        this.#log.error({ ...fields, err: error, code: 'TURN_FAILED' }, 'turn failed');
        answer([this.#apology(state?.asked ?? 0)]);
        done.push({ seq, as: 'failed' });
      }
    }
    const open = openOf(state);
    const { conversation, version } = work;
    return { conversation, version, state, done, replies, jobs, outgoing, timers, person, open, tickets, ends };
  }
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
