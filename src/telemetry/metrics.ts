/** The counters and times of the service, in the form that Prometheus reads. What each is for stands in deploy/prometheus/README.md. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { FAULT_CODES, FAULTS, type FaultCode, statusOf } from '../core/faults.ts';
import type { AttemptEnd, HandledAs, Meter, TurnFigures } from '../core/meter.ts';
import type { Reading } from '../core/reading.ts';
import { Bounded } from './bounded.ts';

/** The bounds of the histograms, in seconds: a reading takes about a millisecond, a picture's reply tens of seconds. */
const QUICK_S = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const SLOW_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const HANDLED: readonly HandledAs[] = ['answered', 'silent', 'failed', 'parked'];
/** The time between two looks at the delay of the event loop, in milliseconds. */
const LOOP_MS = 20;

/** The meter of a running service, and the registry that it is read from. */
export class Metrics implements Meter {
  readonly registry = new Registry();
  readonly #received = this.#counter('messages_received_total', 'Messages that people wrote, by channel.', ['channel']);
  readonly #handled = this.#counter('messages_handled_total', 'Messages that people wrote, by what became of them.', [
    'channel',
    'as',
  ]);
  readonly #readings = new Bounded(
    this.#counter('readings_total', 'Texts that were read, by decision and problem.', ['decision', 'intent']),
  );
  readonly #steps = new Bounded(
    this.#counter('steps_total', 'Replies, by the step of a walkthrough they stand at.', ['walkthrough', 'step']),
  );
  readonly #cases = new Bounded(
    this.#counter('cases_ended_total', 'Cases that ended, by problem and outcome.', ['intent', 'outcome']),
  );
  readonly #replies = this.#counter('replies_total', 'Replies whose sending ended for good, by channel and result.', [
    'channel',
    'state',
  ]);
  readonly #refusals = this.#counter('requests_refused_total', 'Requests answered with a fault, by its code.', [
    'code',
  ]);
  readonly #faults = this.#counter('faults_total', 'Faults written to the log, by code.', ['code']);
  readonly #waits = this.#histogram('queue_wait_seconds', 'Time from acceptance to the turn.', [], SLOW_S);
  readonly #turns = this.#histogram('turn_seconds', 'Time of a turn, reading included.', [], QUICK_S);
  readonly #reads = this.#histogram('classify_seconds', 'Time of reading a text.', [], QUICK_S);
  readonly #sends = this.#histogram(
    'send_seconds',
    'Time of one attempt at sending a reply, by channel and outcome.',
    ['channel', 'outcome'],
    SLOW_S,
  );
  readonly #streams = this.#gauge('streams', 'Chat pages that are open.');

  /** `version` is Firstline's own; the channels that are connected count from 0 on, so that silence can be told from absence. */
  constructor(version: string, channels: readonly string[]) {
    const info = this.#gauge('info', 'Always 1; the version as a label.', ['version']);
    info.set({ version }, 1);
    for (const channel of channels) {
      this.#received.inc({ channel }, 0);
      for (const as of HANDLED) this.#handled.inc({ channel, as }, 0);
    }
    // An alert sees the first fault of its kind only if there was a 0 before it.
    for (const code of FAULT_CODES) {
      if (statusOf(code) !== 500 || code === 'INTERNAL') this.#refusals.inc({ code }, 0);
      if (FAULTS[code].group !== 'commands') this.#faults.inc({ code }, 0);
    }
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LOOP_MS });
  }

  received(channel: string): void {
    this.#received.inc({ channel });
  }

  turned({ channel, written, as, waitMs, turnMs, step, ends }: TurnFigures): void {
    if (written) this.#handled.inc({ channel, as });
    this.#waits.observe(waitMs / 1000);
    this.#turns.observe(turnMs / 1000);
    if (step) this.#steps.inc({ walkthrough: step.walkthrough, step: step.step });
    for (const { intent, outcome } of ends) this.#cases.inc({ intent: intent ?? 'none', outcome });
  }

  read({ decision, intent }: Pick<Reading, 'decision' | 'intent'>, ms: number): void {
    this.#readings.inc({ decision, intent: (decision !== 'none' && intent) || 'none' });
    this.#reads.observe(ms / 1000);
  }

  attempted(channel: string, outcome: AttemptEnd, ms: number): void {
    this.#sends.observe({ channel, outcome }, ms / 1000);
  }

  ended(channel: string, state: Parameters<Meter['ended']>[1]): void {
    this.#replies.inc({ channel, state });
  }

  refused(code: FaultCode): void {
    this.#refusals.inc({ code });
  }

  logged(code: FaultCode): void {
    this.#faults.inc({ code });
  }

  streams(open: number): void {
    this.#streams.set(open);
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name: `firstline_${name}`, help, labelNames, registers: [this.registry] });
  }

  #histogram<L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]): Histogram<L> {
    return new Histogram({ name: `firstline_${name}`, help, labelNames, buckets, registers: [this.registry] });
  }

  #gauge<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
    return new Gauge({ name: `firstline_${name}`, help, labelNames, registers: [this.registry] });
  }
}
