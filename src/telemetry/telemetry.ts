/** Everything that is measured of a service, put together: the meter, the gauges from the database, and the text of both. */
import type { Reading } from '../core/reading.ts';
import { BacklogGauges, type GaugeSources } from './backlog-gauges.ts';
import type { MetricsText } from './endpoint.ts';
import { Metrics } from './metrics.ts';

/** The telemetry of one service. */
export class Telemetry implements MetricsText {
  readonly meter: Metrics;
  readonly contentType: string;
  readonly #channels: readonly string[];
  #gauges: BacklogGauges | null = null;

  /** `version` is Firstline's own; `channels` are those that are connected. */
  constructor(version: string, channels: readonly string[]) {
    this.meter = new Metrics(version, channels);
    this.contentType = this.meter.registry.contentType;
    this.#channels = channels;
  }

  /** Reads the gauges from these sources from now on. */
  watch(sources: GaugeSources): void {
    this.#gauges = new BacklogGauges(this.meter.registry, sources, this.#channels);
  }

  async read(): Promise<string> {
    await this.#gauges?.refresh();
    return this.meter.registry.metrics();
  }

  /** Times a reader of texts, and counts what it decides. */
  timed(read: (text: string) => Reading): (text: string) => Reading {
    return (text) => {
      const began = performance.now();
      const reading = read(text);
      this.meter.read(reading, performance.now() - began);
      return reading;
    };
  }
}
