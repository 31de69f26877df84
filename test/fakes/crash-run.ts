/**
 * Kills a small service again and again while messages come in, and checks that none is lost, doubled or out of order.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Incoming } from '../../src/core/message.ts';
import type { Store } from '../../src/core/store.ts';
import { isPostgres, openStore } from '../../src/store/open.ts';
import { bundleOf, CODE_CACHE } from './bundle.ts';
import type { ConversationEvent, Order, Point, PutIn } from './crash-child.ts';
import { freshFolder } from './folder.ts';
import { type Answer, type Event, type Flaw, flaws } from './history.ts';
import { type Delivered, delivered } from './log-platform.ts';
import { Random } from './random.ts';
import { incoming } from './samples.ts';

/** The settings of a crash run. */
export interface CrashPlan {
  readonly database: string;
  readonly kills: number;
  readonly seed: number;
  /** The number of new messages in a life. */
  readonly messages?: number;
  /** The number of processes that work on the database at once. */
  readonly instances?: number;
  /** The point at which every child ends; without it, at any time and any step. */
  readonly point?: Point;
  /** The fault of a negative control. */
  readonly fault?: PutIn;
}

/** The result of a crash run. */
export interface CrashReport {
  readonly flaws: readonly Flaw[];
  readonly kills: number;
  /** The number of kills of children that had acknowledged something. */
  readonly busy: number;
  readonly messages: number;
  /** The number of messages answered with an apology, because handling them seemed to end the process. */
  readonly parked: number;
  /** The work that is left at the end: the number of conversations waiting, and of replies never handled. */
  readonly left: number;
}

const CONVERSATIONS = ['fake:a', 'fake:b', 'fake:c', 'fake:d', 'fake:e', 'fake:f'];
/** The number of messages of a conversation that are under way at once. */
const WINDOW = 3;
/** The number of new messages in a life, unless the plan has another. */
const NEW_IN_A_LIFE = 80;
/** The number of children that load their code while one lives. */
const WARMING = 2;
const LONGEST_START_MS = 100;
/** The longest life, counted from the first acknowledgement, so that a busy machine does not make it shorter. */
const LONGEST_LIFE_MS = 100;
/** The time after which a child is killed that gets nothing to do, counted from the moment at which it could do it. */
const LONGEST_WAIT_MS = 2000;
/** The time after which a child is killed that never gets ready: it hangs. No machine is so slow. */
const LONGEST_HANG_MS = 60_000;
/** The lease of a reply: the platform answers within 20 ms, but the machine may be busy. */
const LEASE_MS = 600;
/** The time without an acknowledgement or a delivery after which work that is left is taken to be stuck. */
const PATIENCE_MS = 120_000;
/**
 * A message is parked, rightly, once the process has ended three times while handling it. So every second child
 * finishes first.
 */
const KILLS_IN_A_ROW = 2;
/** The ways a child's end is chosen; the end hurts most on an acknowledgement and between two steps. */
const HOW = ['start', 'time', 'time', 'ack', 'ack', 'step', 'step', 'step'] as const;
const CALLS = [
  ...['accept', 'acceptHandled', 'waiting', 'take', 'commit', 'sendable', 'claim', 'record'],
  ...['unresolved', 'send', 'find'],
];
const STEPS = CALLS.flatMap((call) => [`before ${call}`, `after ${call}`]);

/**
 * The other side of a platform: sends messages to the children, sends again what was not acknowledged, and kills the
 * children (-9): at a random time, on an acknowledgement, or between two of their steps. At the end one child does the
 * work that is left.
 */
export class CrashRun {
  readonly #plan: CrashPlan;
  readonly #random: Random;
  readonly #new: number;
  readonly #log = join(freshFolder(), 'platform.log');
  readonly #events: Event[] = [];
  /** Messages that were sent and not acknowledged, with the child they were sent to. */
  readonly #open = new Map<string, { message: Incoming; to: ChildProcess | null }>();
  /** The messages of `#open` that a control keeps back. */
  readonly #held = new Set<string>();
  readonly #alive = new Set<ChildProcess>();
  #messages = 0;
  #budget = 0;
  #kills = 0;
  #busy = 0;

  constructor(plan: CrashPlan) {
    this.#plan = plan;
    this.#new = plan.messages ?? NEW_IN_A_LIFE;
    this.#random = new Random(plan.seed);
    writeFileSync(this.#log, '');
  }

  async run(): Promise<CrashReport> {
    const slots = Array.from({ length: this.#plan.instances ?? 1 }, (_, i) => this.#slot(i));
    const last = await Promise.all(slots);
    const store = await openStore(this.#plan.database);
    await this.#drained(store);
    for (const child of last) {
      order(child, { do: 'stop' });
      await once(child, 'exit');
    }
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

  /**
   * Runs one instance, killed and started again until there were enough kills; answers the child that is left alive.
   */
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
    // Its messages are sent once it is up; before that, those held by a dead child look like all that is left.
    await new Promise<void>((resume) =>
      last.on('message', (event: ConversationEvent) => {
        if (event.is === 'up') resume();
      }),
    );
    return last;
  }

  /** Runs one child, from its first order to its death; a `calm` one may first handle all there is. */
  async #life(child: ChildProcess, instance: number, calm: boolean): Promise<void> {
    const gone = Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
    const { point } = this.#plan;
    const how = point ? 'point' : this.#random.pick(calm ? (['time', 'ack'] as const) : HOW);
    const step = { name: this.#random.pick(STEPS), count: 1 + this.#random.below(4) };
    const acks = 1 + this.#random.below(this.#new);
    const ms = this.#random.below(how === 'start' ? LONGEST_START_MS : LONGEST_LIFE_MS);
    const kill = (): void => void child.kill('SIGKILL');
    const timers = [setTimeout(kill, how === 'start' ? ms : LONGEST_HANG_MS)];
    const killIn = (time: number): void => void (how !== 'point' && timers.push(setTimeout(kill, time)));
    let seen = 0;
    let rested = false;
    child.on('message', (event: ConversationEvent) => {
      if (event.is === (calm ? 'rested' : 'up')) {
        rested = true;
        killIn(LONGEST_WAIT_MS);
      }
      if (!rested || event.is !== 'acked') return;
      seen += 1;
      if (seen === 1) killIn(how === 'time' ? ms : LONGEST_LIFE_MS);
      if (how === 'ack' && seen === acks) kill();
    });
    this.#begin(child, instance, point ?? (how === 'step' ? step : null), calm);
    await gone;
    for (const timer of timers) clearTimeout(timer);
    this.#alive.delete(child);
    if (seen > 0) this.#busy += 1;
  }

  #begin(child: ChildProcess, instance: number, point: Point | null, calm: boolean): void {
    const { database, fault = null } = this.#plan;
    // As the service has it: one process alone has an SQLite file; a PostgreSQL server may still be storing a turn of a
    // process that is dead already.
    const leaseMs = isPostgres(database) ? LEASE_MS : 0;
    child.on('message', (event: ConversationEvent) => {
      if (event.is === 'acked') this.#acked(event.id, instance, event.fresh);
      if (event.is === 'refused') this.#again(event.id, child);
      if (event.is === 'held') this.#held.add(event.id);
      if (event.is === 'up') this.#alive.add(child);
      if (event.is === (calm ? 'rested' : 'up')) this.#budget += this.#new;
      if (event.is === 'up' || event.is === 'rested') this.#send();
      if (event.is === 'up' && calm) order(child, { do: 'rest' });
    });
    const seed = this.#random.below(2 ** 31);
    // Most lives take the short way, and some the long one, as after a kill.
    const ahead = this.#random.below(4) > 0;
    order(child, { do: 'live', life: { database, log: this.#log, seed, point, leaseMs, ahead, fault } });
  }

  /** Sends a message again that a child could not store. */
  #again(id: string, from: ChildProcess): void {
    const open = this.#open.get(id);
    if (open?.to !== from) return;
    open.to = null;
    this.#send();
  }

  #acked(id: string, by: number, fresh: boolean): void {
    this.#events.push({ kind: 'acked', id, by, fresh });
    const open = this.#open.get(id);
    this.#open.delete(id);
    // A platform may send a message again that was acknowledged just then.
    if (open && this.#random.next() < 0.1) this.#dispatch(open.message);
    this.#send();
  }

  /**
   * Sends again, in any order, the messages that went to a dead child, and new ones as far as they may be under way.
   */
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
    this.#held.delete(message.id);
    if (this.#alive.size === 0) return null;
    const child = this.#random.pick([...this.#alive]);
    order(child, { do: 'take', message });
    return child;
  }

  /**
   * Resolves once everything is acknowledged and the database holds no more work, however slow the machine is; or, for
   * work that is stuck, once nothing has happened for a long time.
   */
  async #drained(store: Store): Promise<void> {
    const isDone = async (): Promise<boolean> =>
      [...this.#open.keys()].every((id) => this.#held.has(id)) &&
      // In this order: a message that is handled leaves its reply.
      (await store.waiting()).length === 0 &&
      (await store.backlog('')).unsent.length === 0;
    let before = '';
    let since = performance.now();
    while (!(await isDone()) && performance.now() - since < PATIENCE_MS) {
      const now = `${this.#open.size} ${delivered(this.#log).length}`;
      if (now !== before) since = performance.now();
      before = now;
      await wait(20);
    }
  }
}

/** Starts a child that has loaded its code and waits for its life. */
async function warmChild(database: string): Promise<ChildProcess> {
  const program = await bundleOf(join(import.meta.dirname, 'crash-child.ts'));
  // Compiled code is kept from child to child, and from run to run.
  const env = { ...process.env, NODE_COMPILE_CACHE: CODE_CACHE };
  const driver = isPostgres(database) ? 'pg' : 'better-sqlite3';
  const child = fork(program, [driver], { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

function order(child: ChildProcess, what: Order): void {
  // The child may have been killed a moment ago: then the order is lost, as on a network.
  if (child.connected) child.send(what, () => undefined);
}

function isApology(d: Delivered): boolean {
  return d.text === 'sorry';
}
