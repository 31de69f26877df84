/**
 * Runs trials of the draft, one at a time over all instances, and keeps the last result. The trial under way stands in the
 * database: every instance shows how much is done, and any of them can stop it or begin another.
 */
import { randomUUID } from 'node:crypto';
import type { Store } from '../core/store.ts';
import type { TrialOrder, TrialResult } from '../core/trial.ts';

/** The pause between two notes of how much is done, in milliseconds. */
const NOTE_MS = 1000;
/** The time after which a trial that noted nothing ended with its instance, in milliseconds. */
const LOST_MS = 20_000;

/** Runs a trial aside; `told` hears how much is done, 0 to 1. */
export type RunTrial = (
  order: TrialOrder,
  told: (done: number) => void,
) => { readonly result: Promise<TrialResult>; readonly stop: () => void };

/** The state of the last trial; `done` is null once it ended. */
export interface TrialState {
  /** The draft that is or was tried. */
  readonly draft: string;
  readonly done: number | null;
  readonly result: TrialResult | null;
  /** Whether it ended without a result. */
  readonly failed: boolean;
}

/** A trial that this process runs. */
interface Running {
  readonly run: string;
  readonly draft: string;
  readonly stop: () => void;
  done: number;
}

/** The trials of one process. */
export class Trials {
  readonly #store: Pick<Store, 'trial' | 'keepTrial' | 'trialRun' | 'beginTrial' | 'renewTrial' | 'endTrial'>;
  readonly #run: RunTrial;
  readonly #told: (state: TrialState) => void;
  readonly #now: () => Date;
  readonly #noteMs: number;
  #running: Running | null = null;

  /** `told` hears of everything that changes, about once a second while a trial is under way here. */
  constructor(
    store: Pick<Store, 'trial' | 'keepTrial' | 'trialRun' | 'beginTrial' | 'renewTrial' | 'endTrial'>,
    run: RunTrial,
    { told, now, noteMs = NOTE_MS }: { told: (state: TrialState) => void; now: () => Date; noteMs?: number },
  ) {
    this.#store = store;
    this.#run = run;
    this.#told = told;
    this.#now = now;
    this.#noteMs = noteMs;
  }

  /** The state of the trial under way in any instance, or of the last one; null where there was none. */
  async state(): Promise<TrialState | null> {
    const run = await this.#store.trialRun();
    if (run) {
      const isAlive = run.done !== null && this.#now().getTime() - Date.parse(run.at) < LOST_MS;
      return { draft: run.draft, done: isAlive ? run.done : null, result: null, failed: !isAlive };
    }
    const kept = await this.#store.trial();
    return kept && { draft: kept.draft, done: null, result: JSON.parse(kept.result) as TrialResult, failed: false };
  }

  /** Begins a trial; one that is under way, here or in another instance, is ended. */
  async begin(draft: string, order: TrialOrder): Promise<void> {
    this.#end();
    const run = randomUUID();
    await this.#store.beginTrial({ run, draft, done: 0, at: this.#at() });
    // Somebody else began one here meanwhile.
    this.#end();
    const { result, stop } = this.#run(order, (done) => {
      running.done = done;
    });
    const running: Running = { run, draft, stop, done: 0 };
    this.#running = running;
    void this.#follow(running, result);
  }

  /** Ends the trial that is under way, wherever it is. */
  async stop(): Promise<void> {
    this.#end();
    await this.#store.endTrial(null);
  }

  #end(): void {
    this.#running?.stop();
    this.#running = null;
  }

  async #follow(running: Running, ending: Promise<TrialResult>): Promise<void> {
    const { run, draft } = running;
    const timer = setInterval(() => void this.#note(running), this.#noteMs);
    let state: TrialState = { draft, done: null, result: null, failed: true };
    try {
      const result = await ending;
      // A later one may have taken its place.
      if (!(await this.#store.endTrial(run))) return;
      await this.#store.keepTrial({ draft, at: this.#at(), result: JSON.stringify(result) });
      state = { draft, done: null, result, failed: false };
    } catch {
      // Its own words went to the log of the process; they may hold what was read.
      const isOurs = await this.#store.renewTrial(run, null, this.#at()).catch(() => false);
      if (this.#running !== running || !isOurs) return;
    } finally {
      clearInterval(timer);
      if (this.#running === running) this.#running = null;
    }
    this.#told(state);
  }

  /** Notes how much is done, and ends the trial where it was stopped, or where another took its place. */
  async #note(running: Running): Promise<void> {
    const { run, draft, done } = running;
    if (this.#running !== running) return;
    // A database that is away for a moment: the next note comes soon.
    const isOurs = await this.#store.renewTrial(run, done, this.#at()).catch(() => true);
    if (this.#running !== running) return;
    if (isOurs) this.#told({ draft, done, result: null, failed: false });
    else this.#end();
  }

  #at(): string {
    return this.#now().toISOString();
  }
}
