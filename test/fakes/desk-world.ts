/** A world for tests of the desk: people, agents and platforms around the real journal, store and turns. */
import assert from 'node:assert/strict';
import { createTurn } from '../../src/conversation/turn.ts';
import type { Outlet, SendOutcome } from '../../src/core/channel.ts';
import type { Phrases } from '../../src/core/content.ts';
import type { Saved } from '../../src/core/conversation.ts';
import { type Desks, isDesks } from '../../src/core/desk.ts';
import type { Image, RunJob } from '../../src/core/job.ts';
import { type Incoming, PLAIN } from '../../src/core/message.ts';
import type { Person } from '../../src/core/person.ts';
import { BARE, type Reply, wholeOf } from '../../src/core/reply.ts';
import type { OutboxRow, Store } from '../../src/core/store.ts';
import { plain } from '../../src/core/text.ts';
import type { CaseSummary } from '../../src/core/ticket.ts';
import { createDeskTurn } from '../../src/desk/turn.ts';
import { createCarryJob, makeCode } from '../../src/journal/carry-over.ts';
import { createForgetJob } from '../../src/journal/forget.ts';
import { Journal } from '../../src/journal/journal.ts';
import { createTranscriptJob } from '../../src/journal/transcript.ts';
import { openStore } from '../../src/store/open.ts';
import { CodeLog } from './journals.ts';
import { knowledge } from './knowledge.ts';
import { redact } from './redact.ts';
import { ticket } from './samples.ts';

/** A message that a platform shows: changed in place, marked or taken away, as people would see it. */
export interface Shown {
  readonly ref: string;
  readonly place: string;
  /** The thread's first message; null for a message that begins a thread. */
  readonly thread: string | null;
  reply: Reply;
  gone: boolean;
}

/** A platform that shows every message it is sent, gives each an id, and knows its threads. */
export class Platform implements Outlet {
  readonly name: string;
  readonly shown: Shown[] = [];
  /** Decides how a sending ends; null lets the message be sent and shown. */
  fate: (reply: Reply, row: OutboxRow) => Exclude<SendOutcome, { kind: 'sent' }> | null = () => null;
  /** The messages that one act of a person, or one moment of the clock, led to, by place and thread. */
  readonly atOnce = new Map<string, string[]>();
  #count = 0;

  constructor(name: string) {
    this.name = name;
  }

  async send(conversation: string, reply: Reply, row: OutboxRow, placement: string | null): Promise<SendOutcome> {
    const trouble = this.fate(reply, row);
    if (trouble) return trouble;
    const place = row.address ?? conversation;
    if (reply.placement?.kind === 'instead' || reply.placement?.kind === 'gone') {
      const there = this.shown.find((s) => s.ref === placement);
      if (there && reply.placement.kind === 'instead') there.reply = reply;
      if (there && reply.placement.kind === 'gone') there.gone = true;
      return { kind: 'sent', ref: null };
    }
    const joins = reply.placement?.kind === 'joined' ? this.shown.find((s) => s.ref === placement) : undefined;
    if (joins) {
      joins.reply = wholeOf(reply);
      return { kind: 'sent', ref: null };
    }
    this.#count += 1;
    const ref = `${this.name}-${this.#count}`;
    const { kind } = reply.placement ?? { kind: 'new' };
    const spot = [place, kind === 'under' ? placement : '', reply.discreet ? reply.to?.id : ''].join('|');
    // A ticket's head begins a thread of its own.
    if (kind !== 'marked' && !(kind === 'new' && isDesks(conversation)))
      this.atOnce.set(spot, [...(this.atOnce.get(spot) ?? []), lineOf(reply)]);
    this.shown.push({ ref, place, thread: reply.placement?.kind === 'under' ? placement : null, reply, gone: false });
    return { kind: 'sent', ref };
  }

  async find(): Promise<{ kind: 'unknowable' }> {
    return { kind: 'unknowable' };
  }

  /** The messages shown in a place, as words, without those that were taken away. */
  in(place: string): string[] {
    return this.shown.filter((s) => s.place === place && !s.gone).map((s) => lineOf(s.reply));
  }
}

/** A reply as one would read it aloud. */
export function lineOf({ speaker, title, body, placement }: Reply): string {
  const mark = placement?.kind === 'marked' ? `[${placement.as}] ` : '';
  return `${mark}${speaker ? `${speaker.name}: ` : ''}${title ? `${title} — ` : ''}${plain(body)}`;
}

/** Every phrase that was said in any of these worlds. */
export const saidPhrases = new Set<string>();

function noting(phrases: Phrases): Phrases {
  return new Proxy(phrases, {
    get: (all, key: string) => {
      saidPhrases.add(key);
      return all[key];
    },
  });
}

/**
 * More turns than any act of a person may lead to: two sides that keep telling each other something never come to rest.
 */
const MOST_TURNS = 1000;
const NOON = Date.UTC(2026, 2, 2, 12);

/** The name of the desk that most tests use. */
export const FRONT = 'front';
/** One desk in Slack, always open, which promises nothing. */
export const ONE_DESK: Desks = desks({ name: FRONT });

/** Desks, each given by what differs from a plain one; the first is for everything. */
export function desks(
  ...given: (Partial<Desks['desks'] extends ReadonlyMap<string, infer D> ? D : never> & { name: string })[]
): Desks {
  const plainDesk = { hours: null, answer: null, remind: 15, talk: 'marked' } as const;
  return {
    desks: new Map(
      given.map((d) => [d.name, { ...plainDesk, route: { channel: 'slack', address: `#${d.name}` }, ...d }]),
    ),
    routes: [],
  };
}

/** People, agents, and everything between them: the real journal, store and turns; platforms that only show. */
export class DeskWorld {
  readonly web = new Platform('web');
  readonly slack = new Platform('slack');
  readonly console = new Platform('console');
  readonly alert = new Platform('alert');
  readonly mail = new Platform('alert-mail');
  readonly log = new CodeLog();
  readonly store: Store;
  readonly files = new Map<string, Uint8Array>();
  now = NOON;
  #desks: Desks;
  readonly #make: () => Journal;
  #journal: Journal;
  #count = 0;
  /** The number of turns since a person last did something, or a timer was due. */
  #turns = 0;
  #restless = false;
  /** The acts since all was quiet, and the words of jobs' results and of refusals with what follows from them: these come when they come. */
  #acts = 0;
  /** Whether the clock goes on: what is due then is the act. */
  #isPassing = false;
  readonly #found = new Set<string>();

  private constructor(store: Store, desks: Desks) {
    this.store = store;
    this.#desks = desks;
    const { content: shipped, read } = knowledge();
    const content = { ...shipped, phrases: noting(shipped.phrases) };
    const person = createTurn(content, read, true);
    const now = (): Date => new Date(this.now);
    const run: RunJob = (row) => {
      switch (row.job.kind) {
        case 'carry':
          return createCarryJob(async (_row, image) => this.files.get(image.ref) ?? 'not-there', store, now)(row);
        case 'transcript':
          return createTranscriptJob(store)(row);
        case 'code':
          return makeCode(row);
        case 'forget':
          return createForgetJob(store)(row);
        default:
          return assert.fail(`a job of the kind ${row.job.kind}`);
      }
    };
    this.#make = () => {
      const desk = createDeskTurn(content, this.#desks);
      return new Journal({
        redact,
        store,
        turn: async (state: Saved | null, message) => {
          this.#turns += 1;
          this.#restless ||= this.#turns > MOST_TURNS;
          assert.ok(!this.#restless, 'it does not come to rest');
          const result = await (isDesks(message.conversation) ? desk(state, message) : person(state as never, message));
          const { event } = message;
          // A promise that is late already when it is given rings by itself, beside the act that gave it.
          if (message.id.startsWith('due:') && !this.#isPassing) this.#acts += 1;
          const isRefused = event?.kind === 'receipt' && event.as === 'refused';
          if (message.result || isRefused || this.#found.has(JSON.stringify(event))) {
            for (const reply of [...result.replies, ...result.posts.map((post) => post.reply)])
              this.#found.add(lineOf(reply));
            for (const { event } of result.outgoing) this.#found.add(JSON.stringify(event));
          }
          return result;
        },
        // A turn that fails is noted, and found when the world ends: a failure here would only make it fail again.
        apology: () => ({ ...BARE, body: [{ kind: 'text', spans: [{ text: 'a turn failed' }] }] }),
        channels: [this.web, this.slack, this.console, this.alert, this.mail],
        run,
        now,
        log: this.log,
      });
    };
    this.#journal = this.#make();
  }

  static async open(desks: Desks = ONE_DESK, database = 'sqlite::memory:'): Promise<DeskWorld> {
    const world = new DeskWorld(await openStore(database), desks);
    await world.#journal.start();
    return world;
  }

  async close(): Promise<void> {
    await this.#journal.stop();
    await this.store.close();
    assert.ok(!this.#restless, 'it does not come to rest');
    assert.ok(!this.log.codes.includes('TURN_FAILED'), 'a turn failed');
  }

  /** Ends the process, and starts another one that takes up the work it left. */
  async restart(desks?: Desks): Promise<void> {
    await this.#journal.stop();
    if (desks) this.#desks = desks;
    this.#journal = this.#make();
    await this.#journal.start();
  }

  /** A person at the top level of a desk's channel, who mentions the bot. */
  queue(desk = FRONT): Someone {
    const person = { id: 'slack:T:Ana', name: 'Ana' };
    return new Someone(this, { conversation: `desk:${desk}`, channel: 'slack', address: `#${desk}` }, person);
  }

  /** A person on the chat page. */
  person(name = 'jo'): Someone {
    return new Someone(this, { conversation: `web:${name}`, channel: 'web', address: `web:${name}` }, null);
  }

  /** The same person at the chat page, once they signed in. */
  signedIn(name = 'jo'): Someone {
    const account = { by: 'login.example.com', mail: `${name}@contoso.example`, language: 'pt-BR' };
    const who = { id: `account:${name}`, name: 'Jo Reis', account };
    return new Someone(this, { conversation: `web:${name}`, channel: 'web', address: `web:${name}` }, who);
  }

  /** A person in a direct message in Slack. */
  slackPerson(name: string): Someone {
    const person = { id: `slack:T:${name}`, name };
    return new Someone(this, { conversation: `slack:T:${name}`, channel: 'slack', address: `@${name}` }, person);
  }

  /** An agent in the thread of a ticket. */
  agent(name: string, ticket: string, desk = FRONT): Someone {
    return new Someone(
      this,
      { conversation: `ticket:${ticket}`, channel: 'slack', address: `#${desk}` },
      { id: `slack:T:${name}`, name },
    );
  }

  /** An agent in the console, with the ticket open. */
  consoleAgent(name: string, ticket: string): Someone {
    return new Someone(
      this,
      { conversation: `ticket:${ticket}`, channel: 'console', address: null },
      { id: `console:${name}`, name },
    );
  }

  /** The id of the ticket whose head stands at a desk, by what the channel knows of the thread. */
  async ticketAt(desk = FRONT): Promise<string> {
    const head = this.slack.shown.findLast(
      (s) => s.place === `#${desk}` && s.thread === null && s.reply.title !== null,
    );
    assert.ok(head, `no ticket stands at ${desk}`);
    const conversation = await this.store.whose('slack', head.ref);
    return conversation!.slice('ticket:'.length);
  }

  /** The head of the newest thread at a desk. */
  head(desk = FRONT): Reply {
    return this.slack.shown.findLast((s) => s.place === `#${desk}` && s.thread === null && s.reply.title !== null)!
      .reply;
  }

  /** Hands over a ticket with this summary, and nothing else in it. */
  async request(summary: Partial<CaseSummary>): Promise<void> {
    const id = this.id();
    const personSide = { conversation: 'web:jo', channel: 'web', address: 'web:jo', person: null };
    const whole = ticket(`F-${id}`);
    const event = {
      kind: 'request',
      ticket: { ...whole, summary: { ...whole.summary, ...summary } },
      personSide,
    } as const;
    const place = { conversation: `ticket:F-${id}`, channel: 'web', address: null };
    await this.take({ ...PLAIN, ...place, id, audience: 'person', kind: 'event', text: '', event });
  }

  async take(message: Incoming): Promise<void> {
    this.#acts += 1;
    await this.#journal.accept(message);
    await this.settle();
  }

  async settle(): Promise<void> {
    this.#turns = 0;
    await this.#journal.idle();
    const acts = this.#acts;
    this.#acts = 0;
    for (const { atOnce } of [this.web, this.slack, this.alert, this.mail]) {
      const several = [...atOnce.values()].find((said) => said.filter((line) => !this.#found.has(line)).length > acts);
      atOnce.clear();
      assert.ok(!several || acts === 0, `messages in a row that are one: ${several?.join(' ‖ ')}`);
    }
  }

  /** Lets time pass; timers that are due in it go off in order. */
  async pass(minutes: number): Promise<void> {
    const end = this.now + minutes * 60_000;
    for (;;) {
      const next = await this.store.nextDue();
      if (next === null || Date.parse(next) > end) break;
      this.now = Math.max(this.now, Date.parse(next));
      this.#acts = 1;
      this.#isPassing = true;
      this.#journal.wakeTimers();
      await this.settle();
      this.#isPassing = false;
    }
    this.now = end;
  }

  id(): string {
    this.#count += 1;
    return `m${this.#count}`;
  }
}

/** A person, or an agent, who writes and presses. */
export class Someone {
  readonly #world: DeskWorld;
  readonly #where: Pick<Incoming, 'conversation' | 'channel' | 'address'>;
  readonly #who: Person | null;

  constructor(world: DeskWorld, where: Pick<Incoming, 'conversation' | 'channel' | 'address'>, who: Person | null) {
    this.#world = world;
    this.#where = where;
    this.#who = who;
  }

  async say(text: string, given: Partial<Incoming> = {}): Promise<string> {
    const id = given.id ?? this.#world.id();
    await this.#world.take({
      ...PLAIN,
      ...this.#where,
      id,
      audience: 'person',
      kind: 'said',
      text,
      person: this.#who,
      ...given,
    });
    return id;
  }

  async press(choice: string, text = ''): Promise<void> {
    await this.say(text, { kind: 'pressed', choice });
  }

  /** Asks for a person and sends what is known; answers the agent at whose desk the ticket stands. */
  async handOver(agent = 'Ann', desk = FRONT): Promise<Someone> {
    await this.say('talk to a person');
    await this.press('send');
    return this.#world.agent(agent, await this.#world.ticketAt(desk), desk);
  }

  async edit(about: string, text: string): Promise<void> {
    await this.say(text, { kind: 'edited', about });
  }

  async remove(about: string): Promise<void> {
    await this.say('', { kind: 'deleted', about });
  }

  async send(text: string, images: readonly Image[]): Promise<string> {
    return this.say(text, { images });
  }

  /** The messages this person sees. */
  get sees(): string[] {
    const { channel, address, conversation } = this.#where;
    const platform = channel === 'web' ? this.#world.web : this.#world.slack;
    return platform.in(address ?? conversation);
  }

  /** The last message this person sees. */
  get last(): string {
    return this.sees.at(-1) ?? '';
  }
}
