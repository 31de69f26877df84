/** The timers that conversations set. */
import type { Log } from '../core/log.ts';
import { type Incoming, PLAIN } from '../core/message.ts';
import type { Store, TimerRow } from '../core/store.ts';

/**
 * The pause after which timers are looked at without being woken, in milliseconds: another instance may have set one.
 */
const LOOK_AGAIN_MS = 30_000;
/** The pause before trying again after a failure of the store, in milliseconds. */
const AGAIN_MS = 1000;

/**
 * Rings due timers: each becomes a message of its conversation, and its id makes a second ring a known message. A timer
 * that was due while nothing ran rings at the next start.
 */
export class Timers {
  readonly #store: Store;
  readonly #accept: (ring: Incoming) => Promise<boolean>;
  readonly #mine: (conversation: string) => boolean;
  readonly #now: () => Date;
  readonly #log: Log;
  #woken = false;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(parts: {
    store: Store;
    accept: (ring: Incoming) => Promise<boolean>;
    mine: (conversation: string) => boolean;
    now: () => Date;
    log: Log;
  }) {
    this.#store = parts.store;
    this.#accept = parts.accept;
    this.#mine = parts.mine;
    this.#now = parts.now;
    this.#log = parts.log;
  }

  /** Looks for due timers; called when one may have been set, or be due. */
  wake(): void {
    this.#woken = true;
    if (!this.#stopped) this.#running ??= this.#look();
  }

  get busy(): boolean {
    return this.#running !== null;
  }

  /** Resolves when every due timer has rung. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  async #look(): Promise<void> {
    let next: string | null = null;
    let looked = '';
    while (this.#woken && !this.#stopped) {
      this.#woken = false;
      try {
        looked = this.#now().toISOString();
        const due = await this.#store.due(looked);
        const mine = due.filter((timer) => this.#mine(timer.conversation));
        for (const timer of mine) await this.#ring(timer);
        // More timers may be due than one look shows.
        this.#woken ||= mine.length > 0;
        next = await this.#store.nextDue();
      } catch (error) {
        this.#log.error({ err: error, code: 'TIMERS_STUCK' }, 'timers could not be read; trying again');
        await new Promise((resume) => setTimeout(resume, AGAIN_MS));
        this.#woken = true;
      }
    }
    this.#running = null;
    this.#schedule(next, looked);
  }

  async #ring(timer: TimerRow): Promise<void> {
    const { conversation, channel, address, name, at } = timer;
    await this.#accept({
      ...PLAIN,
      id: `due:${name}:${at}`,
      conversation,
      channel,
      address,
      audience: 'person',
      kind: 'event',
      text: '',
      event: { kind: 'due', name },
    });
    await this.#store.rang(timer);
  }

  /** Looks again when the next timer is due; `looked` is the time of the last look. */
  #schedule(next: string | null, looked: string): void {
    if (this.#stopped) return;
    if (this.#timer) clearTimeout(this.#timer);
    // A timer that was due then and is still there belongs to another process; one that is due since is ours to ring.
    const isOthers = next === null || next <= looked;
    const ms = isOthers ? LOOK_AGAIN_MS : Math.max(10, Date.parse(next) - this.#now().getTime());
    this.#timer = setTimeout(() => this.wake(), Math.min(LOOK_AGAIN_MS, ms));
    this.#timer.unref();
  }
}
