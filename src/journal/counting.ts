/** Counts, in the background, what became of the cases of conversations that changed. */
import type { Log } from '../core/log.ts';
import type { Store } from '../core/store.ts';

/** The pause between two rounds, in milliseconds: a conversation keeps the records of its earlier cases for an hour. */
const EVERY_MS = 60_000;
/** The pause between two bites, as many times as long as the bite took, so that no turn waits for it. */
const PAUSE_TIMES = 4;

/**
 * Goes round once a minute. Several instances may do so at once: counting the same conversation twice changes nothing.
 */
export class Counting {
  readonly #store: Pick<Store, 'count'>;
  readonly #now: () => Date;
  readonly #log: Log;
  #isStopped = false;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: { store: Pick<Store, 'count'>; now: () => Date; log: Log }) {
    this.#store = parts.store;
    this.#now = parts.now;
    this.#log = parts.log;
  }

  start(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#round().then(() => this.start());
    }, EVERY_MS);
    this.#timer.unref();
  }

  /** Ends after the bite that is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  async #round(): Promise<void> {
    try {
      await countAll(this.#store, this.#now(), {
        isStopped: () => this.#isStopped,
        rest: (ms) => new Promise((resume) => setTimeout(resume, PAUSE_TIMES * ms)),
      });
    } catch (error) {
      this.#log.error({ err: error, code: 'COUNTING_STUCK' }, 'cases could not be counted; trying again in a minute');
    }
  }
}

/**
 * Counts everything that changed; answers the number of conversations. `rest` is told how long a bite took, in
 * milliseconds, and `tell` how many conversations are counted so far.
 */
export async function countAll(
  store: Pick<Store, 'count'>,
  now: Date,
  {
    isStopped = () => false,
    rest = async () => undefined,
    tell = () => undefined,
  }: { isStopped?: () => boolean; rest?: (ms: number) => Promise<void>; tell?: (counted: number) => void } = {},
): Promise<number> {
  let counted = 0;
  for (let from: string | null = null; !isStopped(); ) {
    const began = performance.now();
    const bite = await store.count(now.toISOString(), from);
    counted += bite.gone;
    from = bite.next;
    if (from === null) break;
    tell(counted);
    await rest(performance.now() - began);
  }
  return counted;
}
