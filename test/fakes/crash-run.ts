import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Incoming } from '../../src/core/message.ts';
import { openStore } from '../../src/store/open.ts';
import { type ConversationEvent, type Order, type Point, spawnChild } from './crash-child.ts';
import { freshFolder } from './folder.ts';
import { type Answer, type Event, type Flaw, flaws } from './history.ts';
import { type Delivered, delivered } from './log-platform.ts';
import { Random } from './random.ts';
import { incoming } from './samples.ts';

/** What is to be done to whom. */
export interface CrashPlan {
  readonly database: string;
  readonly kills: number;
  readonly seed: number;
  /** So many processes work on the database at once. */
  readonly instances?: number;
  /** Children only end at these steps; without them, any time and any step. */
  readonly steps?: readonly string[];
  readonly hasty?: boolean;
  readonly blind?: boolean;
}

export interface CrashReport {
  readonly flaws: readonly Flaw[];
  readonly kills: number;
  /** Kills of children that had acknowledged something. */
  readonly busy: number;
  readonly messages: number;
  /** Messages answered with an apology, because handling them seemed to end the process. */
  readonly parked: number;
  /** What is still to be done at the end: conversations waiting, replies never handled. */
  readonly left: number;
}

const CONVERSATIONS = ['fake:a', 'fake:b', 'fake:c', 'fake:d', 'fake:e', 'fake:f'];
/** So many messages of a conversation are under way at once, and so many new ones come in a life. */
const WINDOW = 3;
const NEW_IN_A_LIFE = 25;
/** So many children load their code while one lives. */
const WARMING = 2;
const LONGEST_START_MS = 100;
/** Counted from its first acknowledgement, so that a busy machine does not make it shorter. */
const LONGEST_LIFE_MS = 30;
/** A child that never gets to where it should have ended. */
const LONGEST_WAIT_MS = 2000;
/** The platform answers within 20 ms, were the machine not so busy. */
const LEASE_MS = 600;
/** When for so long nothing more is acknowledged or delivered, it never will be. */
const PATIENCE_MS = 3000;
/** A message in whose handling the process ended three times is parked, rightly. So every second child first finishes. */
const KILLS_IN_A_ROW = 2;
/** How a child's end is chosen; on an acknowledgement and between two steps are the places where it hurts. */
const HOW = ['start', 'time', 'time', 'ack', 'ack', 'step', 'step', 'step'] as const;
const CALLS = ['accept', 'waiting', 'take', 'commit', 'sendable', 'claim', 'record', 'unresolved', 'send', 'find'];
const STEPS = CALLS.flatMap((call) => [`before ${call}`, `after ${call}`]);

/**
 * The other side of a platform: sends messages to the children, sends again what was not acknowledged, and kills them (-9): at a
 * random time, on an acknowledgement, or between two steps of theirs. At the end one child works off what is left.
 */
export class CrashRun {
  readonly #plan: CrashPlan;
  readonly #random: Random;
  readonly #log = join(freshFolder(), 'platform.log');
  readonly #events: Event[] = [];
  /** Sent and not acknowledged, with the child they were sent to. */
  readonly #open = new Map<string, { message: Incoming; to: ChildProcess | null }>();
  readonly #alive = new Set<ChildProcess>();
  #messages = 0;
  #budget = 0;
  #kills = 0;
  #busy = 0;

  constructor(plan: CrashPlan) {
    this.#plan = plan;
    this.#random = new Random(plan.seed);
    writeFileSync(this.#log, '');
  }

  async run(): Promise<CrashReport> {
    const slots = Array.from({ length: this.#plan.instances ?? 1 }, (_, i) => this.#slot(i));
    const last = await Promise.all(slots);
    await this.#drained();
    for (const child of last) {
      order(child, { do: 'stop' });
      await once(child, 'exit');
    }
    const store = await openStore(this.#plan.database);
    const took = delivered(this.#log);
    const names = new Map<string, string>();
    for (const conversation of new Set(took.filter(isApology).map((d) => d.conversation)))
      for (const line of await store.lines(conversation, { turn: 0, part: 0 }))
        if (line.message) names.set(`${conversation} ${line.turn}`, line.message.id);
    const answers = took.map((d): Answer => {
      const { conversation } = d;
      if (isApology(d)) return { conversation, id: names.get(`${conversation} ${d.turn}`)!, count: null };
      const [count, id] = d.text.split(': ');
      return { conversation, id: id!, count: Number(count) };
    });
    const left = (await store.waiting()).length + (await store.unresolved(['fake'])).length;
    await store.close();
    const parked = took.filter(isApology).length;
    return {
      flaws: flaws(this.#events, answers),
      kills: this.#kills,
      busy: this.#busy,
      messages: this.#messages,
      parked,
      left,
    };
  }

  /** One instance, killed and started again until there were kills enough; answers the child that is left alive. */
  async #slot(instance: number): Promise<ChildProcess> {
    const warm = () => warmChild(this.#plan.database);
    const ready = Array.from({ length: WARMING }, warm);
    for (let death = 1; this.#kills < this.#plan.kills; death++) {
      this.#kills += 1;
      ready.push(warm());
      await this.#life(await ready.shift()!, instance, death % KILLS_IN_A_ROW === 0);
    }
    const last = await ready.shift()!;
    for (const spare of ready) (await spare).kill('SIGKILL');
    this.#begin(last, instance, null, false);
    return last;
  }

  /** One child, from its first order to its death; a `calm` one may first handle all there is. */
  async #life(child: ChildProcess, instance: number, calm: boolean): Promise<void> {
    const gone = Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
    const { steps } = this.#plan;
    const how = steps ? 'step' : this.#random.pick(calm ? (['time', 'ack'] as const) : HOW);
    const step = { name: this.#random.pick(steps ?? STEPS), count: 1 + this.#random.below(4) };
    const acks = 1 + this.#random.below(20);
    const ms = this.#random.below(how === 'start' ? LONGEST_START_MS : LONGEST_LIFE_MS);
    const kill = (): void => void child.kill('SIGKILL');
    const timers = [setTimeout(kill, how === 'start' ? ms : LONGEST_WAIT_MS)];
    let seen = 0;
    let rested = !calm;
    child.on('message', (event: ConversationEvent) => {
      rested ||= event.is === 'rested';
      if (!rested || event.is !== 'acked') return;
      seen += 1;
      if (seen === 1) timers.push(setTimeout(kill, how === 'time' ? ms : LONGEST_LIFE_MS));
      if (how === 'ack' && seen === acks) kill();
    });
    this.#begin(child, instance, how === 'step' ? step : null, calm);
    await gone;
    for (const timer of timers) clearTimeout(timer);
    this.#alive.delete(child);
    if (seen > 0) this.#busy += 1;
  }

  #begin(child: ChildProcess, instance: number, point: Point | null, calm: boolean): void {
    const { database, instances = 1, hasty = false, blind = false } = this.#plan;
    const leaseMs = instances > 1 ? LEASE_MS : 0;
    child.on('message', (event: ConversationEvent) => {
      if (event.is === 'acked') this.#acked(event.id, instance, event.fresh);
      if (event.is === 'up') this.#alive.add(child);
      if (event.is === (calm ? 'rested' : 'up')) this.#budget += NEW_IN_A_LIFE;
      if (event.is === 'up' || event.is === 'rested') this.#send();
      if (event.is === 'up' && calm) order(child, { do: 'rest' });
    });
    const seed = this.#random.below(2 ** 31);
    order(child, { do: 'live', life: { database, log: this.#log, seed, point, leaseMs, hasty, blind } });
  }

  #acked(id: string, by: number, fresh: boolean): void {
    this.#events.push({ kind: 'acked', id, by, fresh });
    const open = this.#open.get(id);
    this.#open.delete(id);
    // A platform may send again what was acknowledged just then.
    if (open && this.#random.next() < 0.1) this.#dispatch(open.message);
    this.#send();
  }

  /** Sends again what went to somebody dead, in any order, and new messages as far as they may be under way. */
  #send(): void {
    for (const open of this.#random.shuffled([...this.#open.values()]))
      if (!open.to || !this.#alive.has(open.to)) open.to = this.#dispatch(open.message);
    const underWay = Map.groupBy(this.#open.values(), (o) => o.message.conversation);
    for (const conversation of this.#random.shuffled(CONVERSATIONS))
      for (let n = underWay.get(conversation)?.length ?? 0; n < WINDOW && this.#budget > 0; n++) {
        this.#budget -= 1;
        this.#messages += 1;
        const id = `${conversation.at(-1)}${this.#messages}`;
        const message = incoming(id, { id, conversation });
        this.#open.set(id, { message, to: this.#dispatch(message) });
      }
  }

  #dispatch(message: Incoming): ChildProcess | null {
    this.#events.push({ kind: 'sent', id: message.id, conversation: message.conversation });
    if (this.#alive.size === 0) return null;
    const child = this.#random.pick([...this.#alive]);
    order(child, { do: 'take', message });
    return child;
  }

  /** Resolves when all is acknowledged and answered, or nothing happens any more. */
  async #drained(): Promise<void> {
    const seen = (): string => `${this.#open.size} ${delivered(this.#log).length}`;
    let before = '';
    for (let idle = 0; idle < PATIENCE_MS; idle += 20) {
      if (
        this.#open.size === 0 &&
        new Set(delivered(this.#log).map((d) => `${d.conversation} ${d.turn}`)).size >= this.#messages
      )
        return;
      const now = seen();
      if (now !== before) idle = 0;
      before = now;
      await wait(20);
    }
  }
}

async function warmChild(database: string): Promise<ChildProcess> {
  const child = spawnChild(database);
  await once(child, 'message');
  return child;
}

function order(child: ChildProcess, what: Order): void {
  // Somebody may have killed it a moment ago: then the order is lost, as on a network.
  if (child.connected) child.send(what, () => undefined);
}

function isApology(d: Delivered): boolean {
  return d.text === 'sorry';
}
