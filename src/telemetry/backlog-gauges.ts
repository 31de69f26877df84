/** The gauges that are read from the database when somebody asks for the metrics, and at no other time. */
import { Gauge, type Registry } from 'prom-client';
import type { Backlog } from '../core/store.ts';

/** The open tickets of one desk. */
export interface DeskFigures {
  readonly desk: string;
  readonly waiting: number;
  readonly held: number;
  /** The time since which the oldest has waited; null for none. */
  readonly since: string | null;
}

/** The sources of the gauges. */
export interface GaugeSources {
  readonly backlog: (lostSince: string) => Promise<Backlog>;
  readonly desks: () => Promise<readonly DeskFigures[]>;
  /** Rejects while the service is not ready. */
  readonly ping: () => Promise<void>;
  readonly now: () => Date;
}

/** The time for which figures are kept, in milliseconds: several scrapers, or an impatient one, cost no more than one. */
const KEPT_MS = 5000;
/** The longest wait for the database, in milliseconds: Prometheus gives up after ten seconds, and the rest must come through. */
const PATIENCE_MS = 3000;
/** The time for which what went wrong is counted, in milliseconds: an alert must end some day. */
const LOST_MS = 24 * 60 * 60_000;

type Gauged = { readonly backlog: Backlog; readonly desks: readonly DeskFigures[] } | null;

/** Reads the database for the gauges. */
export class BacklogGauges {
  readonly #sources: GaugeSources;
  readonly #gauges: ReturnType<typeof gaugesOn>;
  readonly #channels: readonly string[];
  #read: { readonly at: number; readonly figures: Promise<void> } | null = null;

  constructor(registry: Registry, sources: GaugeSources, channels: readonly string[]) {
    this.#gauges = gaugesOn(registry);
    this.#sources = sources;
    this.#channels = channels;
  }

  /** Brings the gauges up to date, unless they are a few seconds old at most; never rejects. */
  refresh(): Promise<void> {
    const at = performance.now();
    if (this.#read === null || at - this.#read.at > KEPT_MS) this.#read = { at, figures: this.#refresh() };
    return this.#read.figures;
  }

  async #refresh(): Promise<void> {
    const { backlog, desks, ping, now } = this.#sources;
    const lostSince = new Date(now().getTime() - LOST_MS).toISOString();
    const [isReady, figures] = await Promise.all([
      inTime(ping().then(() => true)),
      inTime<Gauged>(Promise.all([backlog(lostSince), desks()]).then(([b, d]) => ({ backlog: b, desks: d }))),
    ]);
    this.#gauges.ready.set(isReady ? 1 : 0);
    this.#show(figures);
  }

  /** Shows figures; those that can't be read now are left out, so that nobody takes old ones for today's. */
  #show(figures: Gauged): void {
    const { unsent, oldest, waiting, oldestWaiting, lost, tickets, oldestTicket } = this.#gauges;
    // Without labels a gauge that is reset shows 0, and one that is removed shows nothing.
    for (const gauge of [unsent, oldest, tickets, oldestTicket]) gauge.reset();
    for (const gauge of [waiting, oldestWaiting, ...Object.values(lost)]) gauge.remove();
    if (figures === null) return;
    const { backlog } = figures;
    const known = new Map(backlog.unsent.map((row) => [row.channel, row]));
    for (const channel of new Set([...this.#channels, ...known.keys()])) {
      const row = known.get(channel);
      unsent.set({ channel }, row?.replies ?? 0);
      oldest.set({ channel }, this.#age(row?.since ?? null));
    }
    waiting.set(backlog.waiting.messages);
    oldestWaiting.set(this.#age(backlog.waiting.since));
    for (const state of ['unknown', 'dead', 'parked', 'failed'] as const) lost[state].set(backlog.lost[state]);
    for (const { desk, waiting: free, held, since } of figures.desks) {
      tickets.set({ desk, state: 'waiting' }, free);
      tickets.set({ desk, state: 'held' }, held);
      oldestTicket.set({ desk }, this.#age(since));
    }
  }

  #age(since: string | null): number {
    return since === null ? 0 : Math.max(0, (this.#sources.now().getTime() - Date.parse(since)) / 1000);
  }
}

/** The gauges by themselves, registered and empty. */
function gaugesOn(registry: Registry) {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> =>
    new Gauge({ name: `firstline_${name}`, help, labelNames, registers: [registry] });
  return {
    unsent: gauge('replies_unsent', 'Replies that are not out yet.', ['channel']),
    oldest: gauge('oldest_unsent_seconds', 'Age of the oldest reply that is not out yet; 0 for none.', ['channel']),
    waiting: gauge('messages_waiting', 'Messages that are not handled yet.'),
    oldestWaiting: gauge('oldest_waiting_seconds', 'Age of the oldest message that is not handled; 0 for none.'),
    lost: {
      unknown: gauge('replies_unknown', 'Replies of the last day of which nobody can say whether they arrived.'),
      dead: gauge('replies_dead', 'Replies of the last day that a channel refused for good.'),
      parked: gauge('messages_parked', 'Messages of the last day that were parked: handling them never ended.'),
      failed: gauge('messages_failed', 'Messages of the last day whose handling failed.'),
    },
    tickets: gauge('tickets_open', 'Open tickets, by desk and state.', ['desk', 'state']),
    oldestTicket: gauge('oldest_ticket_seconds', 'Age of the oldest ticket that no agent has; 0 for none.', ['desk']),
    ready: gauge('ready', '1 if the service is ready, as /readyz says, else 0.'),
  };
}

/** The result of an asking; null if it fails or takes too long. */
async function inTime<T>(asking: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([asking, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
