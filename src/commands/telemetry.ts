/** Puts the telemetry of a service together: what is counted, what is read from the database, and who may read it. */
import type { Config } from '../config.ts';
import type { Saved } from '../core/conversation.ts';
import type { Desks } from '../core/desk.ts';
import type { Log } from '../core/log.ts';
import { type Meter, UNMETERED } from '../core/meter.ts';
import type { Read } from '../core/reading.ts';
import type { Store } from '../core/store.ts';
import { VERSION } from '../core/version.ts';
import type { QueueState } from '../desk/queue.ts';
import type { Mountable } from '../server/server.ts';
import type { DeskFigures } from '../telemetry/backlog-gauges.ts';
import type { MetricsServer } from '../telemetry/endpoint.ts';

/** The telemetry, as `start` uses it. */
export interface ServiceTelemetry extends Mountable {
  readonly meter: Meter;
  /** Wraps the log, so that its faults are counted. */
  counted(log: Log): Log;
  /** Wraps a reader of texts, so that its readings are counted and timed. */
  timed(read: Read): Read;
  /**
   * Opens the metrics' own port, where there is one.
   * @throws {Fault} CANNOT_LISTEN
   */
  listen(): Promise<void>;
  /** Reads the store for the gauges from now on. */
  watch(store: Store, desks: Desks | null, ping: () => Promise<void>): void;
  close(): void;
}

/** Makes the telemetry that the settings ask for; with `METRICS=off` nothing is counted and nothing loaded. */
export async function createTelemetry({ metrics, channels }: Config): Promise<ServiceTelemetry> {
  if (metrics === 'off') return OFF;
  const [{ Telemetry }, { countedLog }, { listenForMetrics, localMetrics }] = await Promise.all([
    import('../telemetry/telemetry.ts'),
    import('../telemetry/counted-log.ts'),
    import('../telemetry/endpoint.ts'),
  ]);
  const telemetry = new Telemetry(VERSION, [...channels.keys()]);
  let own: MetricsServer | null = null;
  return {
    meter: telemetry.meter,
    counted: (log) => countedLog(log, telemetry.meter),
    timed: (read) => telemetry.timed(read),
    mount: (server) => (metrics === 'loopback' ? localMetrics(telemetry).mount(server) : undefined),
    listen: async () => {
      if (metrics !== 'loopback') own = await listenForMetrics(telemetry, metrics);
    },
    watch: (store, desks, ping) =>
      telemetry.watch({
        backlog: (lostSince) => store.backlog(lostSince),
        desks: () => Promise.all([...(desks?.desks.keys() ?? [])].map((name) => figuresOf(name, store))),
        ping,
        now: () => new Date(),
      }),
    close: () => own?.close(),
  };
}

const OFF: ServiceTelemetry = {
  meter: UNMETERED,
  counted: (log) => log,
  timed: (read) => read,
  mount() {},
  async listen() {},
  watch() {},
  close() {},
};

/** The open tickets of a desk, as its queue has them. */
async function figuresOf(desk: string, store: Store): Promise<DeskFigures> {
  const state = (await store.state(`desk:${desk}`)) as (Saved & Partial<QueueState>) | null;
  const { waiting = [], held = [] } = state ?? {};
  const since = waiting.reduce<string | null>(
    (oldest, t) => (oldest === null || t.since < oldest ? t.since : oldest),
    null,
  );
  return { desk, waiting: waiting.length, held: held.length, since };
}
