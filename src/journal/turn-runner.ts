/** Runs the turns of waiting messages, and gathers what is to be stored of them. */
import { openOf, type Saved, type Turn, type TurnResult } from '../core/conversation.ts';
import type { ConversationEvent } from '../core/desk.ts';
import type { Log } from '../core/log.ts';
import { withoutWords } from '../core/log-error.ts';
import { type Message, PLAIN } from '../core/message.ts';
import { type HandledAs, isWritten, type Meter } from '../core/meter.ts';
import type { Route } from '../core/person.ts';
import type { Reply } from '../core/reply.ts';
import type { Handled, Work } from '../core/store.ts';
import type { CaseEnd, Ticket } from '../core/ticket.ts';
import type { WrittenEntry } from '../core/ticket-entry.ts';

/**
 * The number of processes that may begin a message without finishing it; after that many, the message is taken to crash
 * them and is parked.
 */
const MOST_DEATHS = 3;
/** The result of a conversation's turns, with the news of them, told once they are stored. */
export interface Turned {
  readonly handled: Handled;
  readonly tell: () => void;
}

/** Runs turns. One that fails ends in an apology, and a message that ended several processes is not begun again. */
export class TurnRunner {
  readonly #turn: Turn<Saved>;
  /** The reply when a turn fails: calm, and with a way to an agent. */
  readonly #apology: (asked: number) => Reply;
  readonly #now: () => Date;
  readonly #log: Log;
  readonly #meter: Meter;
  /** The number of times this process itself began a message: a failing database does not count as a crash. */
  readonly #begun = new Map<string, number>();

  constructor(parts: {
    turn: Turn<Saved>;
    apology: (asked: number) => Reply;
    now: () => Date;
    log: Log;
    meter: Meter;
  }) {
    this.#turn = parts.turn;
    this.#apology = parts.apology;
    this.#now = parts.now;
    this.#log = parts.log;
    this.#meter = parts.meter;
  }

  /** Runs the turns of a conversation's messages, the first at least; `goOn` says whether the next one may follow. */
  async run(work: Work, goOn: (conversation: string) => Promise<boolean>): Promise<Turned> {
    const news: (() => void)[] = [];
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
        answer([this.#apology(state?.asked ?? 0)]);
        done.push({ seq, as: 'parked' });
        news.push(this.#count(message, 'parked', performance.now()), () =>
          this.#log.error({ ...fields, attempts, code: 'MESSAGE_PARKED' }, 'message parked: handling it never ended'),
        );
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
        // A ticket that was erased has no state, and gets none.
        person = (state as Saved | null)?.helped?.id ?? person;
        done.push({ seq, as: 'done' });
        news.push(
          this.#count(message, result.replies.length > 0 ? 'answered' : 'silent', began, result),
          this.#turned(result, fields, performance.now() - began),
        );
      } catch (error) {
        answer([this.#apology(state?.asked ?? 0)]);
        done.push({ seq, as: 'failed' });
        // The words of an error may hold what was read: the lines of code are enough to find it.
        news.push(this.#count(message, 'failed', began), () =>
          this.#log.error({ ...fields, err: withoutWords(error), code: 'TURN_FAILED' }, 'turn failed'),
        );
      }
    }
    const { conversation, version } = work;
    const open = openOf(state);
    const rest = { person, open, tickets, ends, entry, lessons, unlearned };
    const handled = { conversation, version, state, done, replies, jobs, outgoing, timers, ...rest };
    const tell = (): void => {
      for (const one of news) one();
    };
    return { handled, tell };
  }

  /**
   * Runs the turn of a message that is not stored yet. That it began counts for nothing: there is no message if it ends
   * this process, and another may get its place if it is not stored.
   */
  async ahead(work: Work): Promise<Turned> {
    const turned = await this.run(work, async () => true);
    this.stored(work.conversation, turned.handled.done);
    return turned;
  }

  /** Forgets how often these messages were begun: their turns are stored. */
  stored(conversation: string, done: Handled['done']): void {
    for (const { seq } of done) this.#begun.delete(`${conversation}|${seq}`);
  }

  /** The count of a message whose turn began at `began` and ended now. */
  #count(message: Message, as: HandledAs, began: number, result?: TurnResult<Saved>): () => void {
    const turnMs = performance.now() - began;
    const turned = {
      channel: message.channel,
      written: isWritten(message),
      as,
      waitMs: Math.max(0, waited(message, this.#now()) - turnMs),
      turnMs,
      step: result?.replies.at(-1)?.at ?? null,
      ends: result?.ends ?? [],
    };
    return () => this.#meter.turned(turned);
  }

  /** The lines of the log about a turn. */
  #turned({ alarms, replies, outgoing }: TurnResult<Saved>, fields: object, tookMs: number): () => void {
    const at = replies.at(-1)?.at;
    const line = {
      ...fields,
      step: at ? `${at.walkthrough}/${at.step}` : undefined,
      outcome: replies.at(-1)?.outcome ?? undefined,
      // The conversations where it goes on: a ticket, a desk, the person's own.
      to: outgoing.length > 0 ? [...new Set(outgoing.map(({ to }) => to))] : undefined,
      ms: Math.round(tookMs * 10) / 10,
    };
    return () => {
      for (const { code, what, fields: more } of alarms) this.#log.error({ ...fields, ...more, code }, what);
      this.#log.info(line, 'turn');
    };
  }
}

/** The time since a message was accepted, in milliseconds; the clock may have been set back meanwhile. */
function waited({ at }: Message, now: Date): number {
  return Math.max(0, now.getTime() - Date.parse(at));
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
