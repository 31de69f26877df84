import type { Channel, SendOutcome } from '../core/channel.ts';
import type { Log } from '../core/log.ts';
import type { OutboxRow, SendResult, Store } from '../core/store.ts';

const MOST_AT_ONCE = 100;
/** Without news, look whether something became due. */
const LOOK_AGAIN_MS = 30_000;
const SEND_TIMEOUT_MS = 10_000;
/** A platform may show a message a little later than it took it. */
const MOST_RETRIES = 20;

/**
 * Sends the outbox: in order within a conversation, one attempt at a time, each attempt one delivery. What may have gone out is
 * looked up before anything is sent again; where the channel can't tell, it stays `unknown` and is shown as unconfirmed.
 */
export class Sender {
  readonly #store: Store;
  readonly #channels: ReadonlyMap<string, Channel>;
  readonly #now: () => Date;
  readonly #log: Log;
  #again = false;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(store: Store, channels: readonly Channel[], now: () => Date, log: Log) {
    this.#store = store;
    this.#channels = new Map(channels.map((c) => [c.name, c]));
    this.#now = now;
    this.#log = log;
  }

  /** Something may be ready. */
  wake(): void {
    this.#again = true;
    if (!this.#stopped) this.#running ??= this.#run();
  }

  /** Settles what a process that died was sending; to be called before anything is sent. */
  async recover(): Promise<number> {
    const rows = await this.#store.unresolved([...this.#channels.keys()]);
    const results = await Promise.all(rows.map((row) => this.#reconcile(row)));
    if (results.length > 0) await this.#store.record(results, this.#now().toISOString());
    this.wake();
    return rows.length;
  }

  async stop(): Promise<void> {
    await this.idle();
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #reconcile(row: OutboxRow): Promise<SendResult> {
    const found = await this.#channels.get(row.channel)!.find(row);
    if (found === 'arrived') return { row, state: 'sent', readyAt: null };
    if (found === 'absent') return { row, state: 'ready', readyAt: this.#now().toISOString() };
    this.#log.warn(
      { conversation: row.conversation, turn: row.turn, channel: row.channel, code: 'SEND_UNCONFIRMED' },
      'reply unconfirmed: it may have gone out',
    );
    return { row, state: 'unknown', readyAt: null };
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    await new Promise(setImmediate);
    while (this.#again) {
      this.#again = false;
      try {
        const rows = await this.#store.sendable([...this.#channels.keys()], this.#now().toISOString(), MOST_AT_ONCE);
        if (rows.length === 0) break;
        const claimed = await this.#store.claim(rows, this.#now().toISOString());
        const results = await Promise.all(claimed.map((row) => this.#send(row)));
        if (results.length > 0) await this.#store.record(results, this.#now().toISOString());
        // A lane's next row becomes sendable once this one is out.
        this.#again = true;
      } catch (error) {
        this.#log.error({ err: error, code: 'OUTBOX_STUCK' }, 'outbox could not be read or written; trying again');
        await new Promise((resume) => setTimeout(resume, 500));
        this.#again = true;
      }
    }
    this.#running = null;
    this.#schedule();
  }

  async #send(row: OutboxRow): Promise<SendResult> {
    const outcome = await this.#attempt(row);
    const fields = { conversation: row.conversation, turn: row.turn, channel: row.channel, attempt: row.attempt };
    switch (outcome.kind) {
      case 'sent':
        return { row, state: 'sent', readyAt: null };
      case 'later': {
        if (row.attempt >= MOST_RETRIES) {
          this.#log.error({ ...fields, code: 'SEND_GIVEN_UP' }, 'reply given up after many attempts');
          return { row, state: 'dead', readyAt: null };
        }
        return { row, state: 'ready', readyAt: new Date(this.#now().getTime() + outcome.afterMs).toISOString() };
      }
      case 'refused':
        this.#log.error({ ...fields, why: outcome.why, code: 'SEND_REFUSED' }, 'reply refused by the channel');
        return { row, state: 'dead', readyAt: null };
      case 'unknown':
        this.#log.warn({ ...fields, why: outcome.why }, 'reply may or may not have gone out');
        return this.#reconcile(row);
    }
  }

  async #attempt(row: OutboxRow): Promise<SendOutcome> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<SendOutcome>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'unknown', why: 'timeout' }), SEND_TIMEOUT_MS);
    });
    try {
      return await Promise.race([this.#channels.get(row.channel)!.send(row.conversation, row.reply, row), late]);
    } catch (error) {
      return { kind: 'unknown', why: (error as Error).message };
    } finally {
      clearTimeout(timer);
    }
  }

  #schedule(): void {
    if (this.#stopped) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), LOOK_AGAIN_MS);
    this.#timer.unref();
    void this.#store
      .nextReady([...this.#channels.keys()])
      .then((at) => {
        if (at === null || this.#stopped || this.#running) return;
        if (this.#timer) clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.wake(), Math.max(10, Date.parse(at) - this.#now().getTime()));
        this.#timer.unref();
      })
      .catch(() => undefined);
  }
}
