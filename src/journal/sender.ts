/** The sender: takes replies from the outbox to the channels. */
import type { Outlet, Reconciled, SendOutcome } from '../core/channel.ts';
import { isDesks, questionReceipt, TICKET_RECEIPT } from '../core/desk.ts';
import { FAULTS } from '../core/faults.ts';
import type { Log } from '../core/log.ts';
import { type Incoming, PLAIN } from '../core/message.ts';
import type { Meter } from '../core/meter.ts';
import type { Delivery, Receipt } from '../core/reply.ts';
import type { Committed, OutboxRow, OutboxState, SendResult, Store } from '../core/store.ts';
import { ticks } from '../core/ticks.ts';
import { Troubles } from '../core/troubles.ts';

/** The largest number of sendings under way at the same time. */
const MOST_IN_FLIGHT = 100;
/** The pause after which the outbox is looked at without being woken, in milliseconds. */
const LOOK_AGAIN_MS = 30_000;
/** The pause before a second look for rows behind one that another process sends, in milliseconds. */
const LOOK_SOON_MS = 250;
/**
 * The longest time that a result waits to be written, in milliseconds: where nobody waits for it, it goes along with the
 * next message, so that one wait for the disk is enough for both.
 */
const RESULT_WAITS_MS = 20;
const NOWHERE: ReadonlySet<string> = new Set();
/** The longest time for one attempt, in milliseconds. */
const SEND_TIMEOUT_MS = 10_000;
/** The number of attempts after which a reply is given up. */
const MOST_RETRIES = 20;
/** The pause between two attempts that failed, doubling each time. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 60_000;
/** The attempt from which on a trouble is told: the first ones may have met a blink. */
const FIRST_TOLD = 3;
/**
 * The time for which a channel is asked whether a reply arrived, in milliseconds: a platform, the network or a proxy may be
 * away for a while, and a reply that is given up as unconfirmed meanwhile may never have gone out.
 */
const ASKED_FOR_MS = 60 * 60_000;
/** The longest pause between two of these questions, in milliseconds. */
const ASK_AGAIN_MS = 10_000;
/** The number of replies that may be asked for beside those that are being sent. */
const MOST_ASKED = 200;

/**
 * Sends the outbox: in order within a conversation, one attempt at a time, each attempt one delivery. A reply that may
 * have gone out is looked up before it is sent again; where the channel can't tell, it stays `unknown` and is shown as
 * unconfirmed.
 */
export class Sender {
  readonly #store: Store;
  readonly #channels: ReadonlyMap<string, Outlet>;
  readonly #names: ReadonlySet<string>;
  readonly #accept: (receipt: Incoming) => Promise<boolean>;
  readonly #now: () => Date;
  readonly #log: Log;
  /** The number of replies that are asked for, and the word that it is to stop. */
  #asked = 0;
  readonly #told = Promise.withResolvers<void>();
  /** The reasons for which channels take nothing, each as `channel|reason`. */
  readonly #troubles = new Troubles(ticks);
  readonly #meter: Meter;
  readonly #leaseMs: number;
  readonly #inFlight = new Set<Promise<void>>();
  /** The rows of the sendings in flight, by `placeOf`. */
  readonly #ours = new Set<string>();
  readonly #results: SendResult[] = [];
  /** Conversations in which a reply may wait for the one under way. */
  readonly #followed = new Set<string>();
  /** Whether the outbox may hold rows that nobody here knows of. */
  #looks = false;
  #woken = false;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #writesSoon: NodeJS.Timeout | null = null;
  /** The time of the timer, by `performance.now()`: it goes on when the clock is set. */
  #nextLook = Number.POSITIVE_INFINITY;
  #stopping = false;
  #stopped = false;

  constructor(parts: {
    store: Store;
    channels: readonly Outlet[];
    accept: (receipt: Incoming) => Promise<boolean>;
    now: () => Date;
    log: Log;
    leaseMs: number;
    meter: Meter;
  }) {
    this.#store = parts.store;
    this.#channels = new Map(parts.channels.map((c) => [c.name, c]));
    this.#names = new Set(this.#channels.keys());
    this.#accept = parts.accept;
    this.#now = parts.now;
    this.#leaseMs = parts.leaseMs;
    this.#log = parts.log;
    this.#meter = parts.meter;
  }

  /** Looks for rows to send; called when something may be ready. */
  wake(): void {
    this.#looks = true;
    this.#go();
  }

  /** The channels whose replies may be taken for sending right now; none while too many are under way. */
  sends(): ReadonlySet<string> {
    return this.#inFlight.size < MOST_IN_FLIGHT ? this.#names : NOWHERE;
  }

  /** Sends replies that were taken for sending when they were stored, at `at`; looks for those left behind. */
  send({ sending, behind, waiting }: Committed, at: Date): void {
    for (const conversation of waiting) this.#followed.add(conversation);
    if (!this.#isLate(at)) for (const row of sending) this.#launch(row, this.#send(row));
    if (!behind) return;
    this.wake();
    // The reply before it may be under way elsewhere, and end between two looks.
    if (this.#leaseMs > 0) this.#lookIn(LOOK_SOON_MS);
  }

  /** Writes the results that wait, in this round of the event loop: something else is about to be committed. */
  along(): void {
    if (this.#results.length === 0) return;
    this.#woken = true;
    if (!this.#stopped) this.#running ??= this.#run();
  }

  #go(): void {
    this.#woken = true;
    // With nothing to do it would end before it is known to run.
    if (!this.#stopped) this.#running ??= new Promise(setImmediate).then(() => this.#run());
  }

  /** After a pause this long, another process may take rows over that were taken at `since`. */
  #isLate(since: Date): boolean {
    return this.#leaseMs > 0 && this.#now().getTime() - since.getTime() > this.#leaseMs / 2;
  }

  /**
   * Settles the rows that a process was sending when it died; answers their number. Where there are several processes,
   * a row claimed since `before`, and no later than `after`, belongs to another one: a living process would have recorded the
   * result when its lease ends.
   */
  async recover(before?: string, after?: string): Promise<number> {
    const rows = await this.#store.unresolved([...this.#channels.keys()], before, after);
    const left = rows.filter((row) => !this.#ours.has(placeOf(row)));
    for (const row of left) this.#launch(row, this.#reconcile(row, 0));
    this.wake();
    return left.length;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#told.resolve();
    if (this.#results.length > 0) this.#go();
    await this.idle();
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #reconcile(row: OutboxRow, retryMs: number): Promise<SendResult | null> {
    this.#asked += 1;
    const found = await this.#find(row).finally(() => {
      this.#asked -= 1;
    });
    if (found === null) return null;
    if (found.kind === 'arrived') return this.#ended(row, 'sent', found.ref);
    if (found.kind === 'absent') return this.#again(row, retryMs);
    this.#log.warn({ ...fieldsOf(row), code: 'SEND_UNCONFIRMED' }, 'reply unconfirmed: it may have gone out');
    return this.#ended(row, 'unknown');
  }

  /**
   * Asks the channel whether a reply arrived, patiently: a platform that can't be reached now may be in a moment. Null
   * when told to stop meanwhile: the row stays as it is, for the next start to look up.
   */
  async #find(row: OutboxRow): Promise<Reconciled | null> {
    const since = ticks();
    for (let look = 0; ticks() - since < ASKED_FOR_MS; look++) {
      try {
        return await this.#channels.get(row.channel)!.find(row);
      } catch (error) {
        // Once is enough: until it is known, or given up, the same would be told every few seconds.
        if (look === 0)
          this.#log.warn({ ...fieldsOf(row), err: error }, 'reply could not be looked up; asking until it can');
        if (this.#stopping) return null;
        const pause = Math.min(ASK_AGAIN_MS, FIRST_PAUSE_MS * 2 ** Math.min(look, 10));
        await Promise.race([new Promise((resume) => setTimeout(resume, pause)), this.#told.promise]);
        if (this.#stopping) return null;
      }
    }
    return { kind: 'unknowable' };
  }

  /** Schedules another attempt, unless there were too many already. */
  async #again(row: OutboxRow, afterMs: number): Promise<SendResult> {
    if (row.attempt < MOST_RETRIES) return { row, state: 'ready', readyAt: this.#in(afterMs), ref: null };
    this.#log.error({ ...fieldsOf(row), code: 'SEND_GIVEN_UP' }, 'reply given up after many attempts');
    return this.#ended(row, 'dead', null, 'given up after many attempts');
  }

  /**
   * Ends a row; the conversation that wants a receipt gets it first. After a crash in between it may get the receipt
   * twice, and knows the second one by its id.
   */
  async #ended(
    row: OutboxRow,
    state: OutboxState,
    ref: string | null = null,
    why: string | null = null,
  ): Promise<SendResult> {
    const receipt = row.reply.receipt ?? (state === 'unknown' ? ofQuestion(row) : null);
    const as = DELIVERY[state];
    if (receipt && as && (receipt.always || as !== 'sent')) {
      const { conversation, about } = receipt;
      const id = `receipt:${row.conversation}|${row.turn}|${row.part}`;
      const event = { kind: 'receipt', about, as, why } as const;
      const { channel, address } = row;
      await this.#accept({
        ...PLAIN,
        id,
        conversation,
        channel,
        address,
        audience: 'person',
        kind: 'event',
        text: '',
        event,
      });
    }
    this.#meter.ended(row.channel, state);
    return { row, state, readyAt: null, ref };
  }

  #in(ms: number): string {
    return new Date(this.#now().getTime() + ms).toISOString();
  }

  get busy(): boolean {
    // Told to stop, it leaves a result that can't be written to the next start.
    return this.#running !== null || this.#inFlight.size > 0 || (this.#results.length > 0 && !this.#stopping);
  }

  /** Resolves when nothing is under way, and every result is written. */
  async idle(): Promise<void> {
    while (this.busy) {
      if (this.#results.length > 0) this.#go();
      await (this.#running ?? Promise.race(this.#inFlight));
    }
  }

  /** Records finished sendings and starts new ones, until there are neither. */
  async #run(): Promise<void> {
    while (this.#woken) {
      this.#woken = false;
      try {
        await this.#record();
        await this.#look();
      } catch (error) {
        this.#log.error({ err: error, code: 'OUTBOX_STUCK' }, 'outbox could not be read or written; trying again');
        // Told to stop, it leaves the rest to the next start.
        if (this.#stopping) break;
        await new Promise((resume) => setTimeout(resume, 500));
        this.#woken = true;
      }
    }
    this.#running = null;
  }

  /** Takes rows that are ready for sending, as far as there is room. */
  async #look(): Promise<void> {
    // Replies that are looked up may take long, while their channel is away; others go on meanwhile.
    const room = MOST_IN_FLIGHT - this.#inFlight.size + Math.min(MOST_ASKED, this.#asked);
    if (!this.#looks || room <= 0) return;
    this.#looks = false;
    try {
      const channels = [...this.#names];
      const rows = await this.#store.sendable(channels, this.#now().toISOString(), room);
      // More may be ready than there is room for.
      if (rows.length >= room) this.#looks = true;
      const since = this.#now();
      const claimed = await this.#store.claim(rows, since.toISOString());
      for (const { conversation } of claimed) this.#followed.add(conversation);
      if (!this.#isLate(since)) for (const row of claimed) this.#launch(row, this.#send(row));
      const next = await this.#store.nextReady(channels);
      this.#lookIn(next === null ? LOOK_AGAIN_MS : Math.max(10, Date.parse(next) - this.#now().getTime()));
    } catch (error) {
      this.#looks = true;
      throw error;
    }
  }

  /** Starts a sending without waiting for it: one that hangs holds up its own conversation only. */
  #launch(row: OutboxRow, ending: Promise<SendResult | null>): void {
    this.#ours.add(placeOf(row));
    const sending = ending.then((result) => {
      if (result) this.#results.push(result);
      this.#inFlight.delete(sending);
      this.#ours.delete(placeOf(row));
      if (!result || this.#looks || !this.#canWait(result)) this.#go();
      else
        this.#writesSoon ??= setTimeout(() => {
          this.#writesSoon = null;
          this.#go();
        }, RESULT_WAITS_MS);
    });
    this.#inFlight.add(sending);
  }

  /** Whether nobody waits for a result: no other attempt, no reply behind this one, and no desk, where agents answer to it. */
  #canWait({ row, state }: SendResult): boolean {
    return state === 'sent' && !this.#stopping && !isDesks(row.conversation) && !this.#followed.has(row.conversation);
  }

  /** Writes finished sendings, and sends what follows them in their conversations. */
  async #record(): Promise<void> {
    const results = this.#results.splice(0);
    if (results.length === 0) return;
    if (this.#writesSoon) clearTimeout(this.#writesSoon);
    this.#writesSoon = null;
    const at = this.#now();
    try {
      const following = await this.#store.record(results, at.toISOString(), this.#names);
      const followed = new Set(following.map(({ conversation }) => conversation));
      for (const { row, state } of results)
        if (state !== 'ready' && !followed.has(row.conversation)) this.#followed.delete(row.conversation);
      if (!this.#isLate(at)) for (const row of following) this.#launch(row, this.#send(row));
    } catch (error) {
      this.#results.unshift(...results);
      throw error;
    }
    for (const { readyAt } of results) if (readyAt !== null) this.#lookIn(Date.parse(readyAt) - at.getTime());
  }

  async #send(row: OutboxRow): Promise<SendResult | null> {
    const began = performance.now();
    const outcome = await this.#attempt(row);
    const ms = performance.now() - began;
    this.#meter.attempted(row.channel, outcome.kind, ms);
    switch (outcome.kind) {
      case 'sent':
        this.#log.debug({ ...fieldsOf(row), ms: Math.round(ms) }, 'sent');
        this.#tellSent(row.channel);
        return this.#ended(row, 'sent', outcome.ref);
      case 'later':
        this.#log.debug({ ...fieldsOf(row), afterMs: outcome.afterMs }, 'not taken for now');
        if (outcome.why !== undefined && row.attempt >= FIRST_TOLD) this.#tellLate(row, outcome.why);
        return { row, state: 'ready', readyAt: this.#in(outcome.afterMs), ref: null };
      case 'refused':
        this.#log.error({ ...fieldsOf(row), why: outcome.why, code: 'SEND_REFUSED' }, 'reply refused by the channel');
        return this.#ended(row, 'dead', null, outcome.why);
      case 'unknown':
        this.#log.warn({ ...fieldsOf(row), why: outcome.why }, 'reply may or may not have gone out');
        return this.#reconcile(row, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** row.attempt));
    }
  }

  /** Tells the log that a channel can't be reached, and why. */
  #tellLate(row: OutboxRow, why: string): void {
    const times = this.#troubles.came(`${row.channel}|${why}`);
    if (times === null) return;
    const { cure } = FAULTS.SEND_WAITS;
    const fields = { ...fieldsOf(row), why, code: 'SEND_WAITS', cure, ...(times > 0 ? { times } : {}) } as const;
    this.#log.warn(fields, 'not sent yet: it waits');
  }

  /** Tells the log that a channel that could not be reached takes replies again. */
  #tellSent(channel: string): void {
    for (const name of this.#troubles.names)
      if (name.startsWith(`${channel}|`))
        this.#log.info({ channel, why: name.slice(channel.length + 1), ...this.#troubles.over(name) }, 'sent again');
  }

  async #attempt(row: OutboxRow): Promise<SendOutcome> {
    const { conversation, reply } = row;
    let placement: string | null = null;
    try {
      if (reply.placement && reply.placement.kind !== 'marked')
        placement = await this.#store.posted(conversation, reply.placement.message, row.channel);
    } catch (error) {
      // Nothing was sent: that is no unknown outcome.
      this.#log.warn({ ...fieldsOf(row), err: error }, 'not sent yet: its place could not be looked up');
      return { kind: 'later', afterMs: FIRST_PAUSE_MS };
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<SendOutcome>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'unknown', why: 'timeout' }), SEND_TIMEOUT_MS);
    });
    try {
      return await Promise.race([this.#channels.get(row.channel)!.send(conversation, reply, row, placement), late]);
    } catch (error) {
      return { kind: 'unknown', why: (error as Error).message };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Looks at the outbox after a pause, unless it does so sooner. */
  #lookIn(ms: number): void {
    const at = performance.now() + Math.min(LOOK_AGAIN_MS, Math.max(10, ms));
    if (this.#stopped || at >= this.#nextLook) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#nextLook = at;
    this.#timer = setTimeout(
      () => {
        this.#nextLook = Number.POSITIVE_INFINITY;
        this.#timer = null;
        this.#lookIn(LOOK_AGAIN_MS);
        this.wake();
      },
      Math.max(0, at - performance.now()),
    );
    this.#timer.unref();
  }
}

const DELIVERY: Partial<Record<OutboxState, Delivery>> = { sent: 'sent', unknown: 'unconfirmed', dead: 'refused' };

/**
 * The receipt of a question that the bot asks, or of a ticket's number: where nobody can say whether it arrived, the
 * conversation asks again.
 */
function ofQuestion({ conversation, reply }: OutboxRow): Receipt | null {
  if (isDesks(conversation) || (reply.placement !== null && reply.placement.kind !== 'joined')) return null;
  if (reply.choices.length + reply.controls.length === 0)
    return reply.outcome === 'handed-over' ? { conversation, about: TICKET_RECEIPT, always: false } : null;
  return { conversation, about: questionReceipt(reply.asked), always: false };
}

function placeOf({ conversation, turn, part }: OutboxRow): string {
  return `${conversation}|${turn}|${part}`;
}

function fieldsOf(row: OutboxRow): object {
  // `seq` is the message that it answers: the log calls it so from its acceptance on.
  return { conversation: row.conversation, seq: row.turn, part: row.part, channel: row.channel, attempt: row.attempt };
}
