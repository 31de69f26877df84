/** Runs trials of the draft, one at a time, and keeps the last result. */
import type { Store } from '../core/store.ts';
import type { TrialOrder, TrialResult } from '../core/trial.ts';

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
  /** Why there is no result, in words. */
  readonly trouble: string | null;
}

/** The trials of one process. */
export class Trials {
  readonly #store: Pick<Store, 'trial' | 'keepTrial'>;
  readonly #run: RunTrial;
  readonly #told: (state: TrialState) => void;
  readonly #now: () => Date;
  #running: { readonly draft: string; readonly stop: () => void; done: number } | null = null;
  #failed: TrialState | null = null;

  /** `told` hears of everything that changes. */
  constructor(
    store: Pick<Store, 'trial' | 'keepTrial'>,
    run: RunTrial,
    { told, now }: { told: (state: TrialState) => void; now: () => Date },
  ) {
    this.#store = store;
    this.#run = run;
    this.#told = told;
    this.#now = now;
  }

  /** The state of the trial under way, or of the last one; null where there was none. */
  async state(): Promise<TrialState | null> {
    if (this.#running) return { draft: this.#running.draft, done: this.#running.done, result: null, trouble: null };
    if (this.#failed) return this.#failed;
    const kept = await this.#store.trial();
    return kept && { draft: kept.draft, done: null, result: JSON.parse(kept.result) as TrialResult, trouble: null };
  }

  /** Begins a trial; one that is under way is ended. */
  begin(draft: string, order: TrialOrder): void {
    this.stop();
    this.#failed = null;
    const { result, stop } = this.#run(order, (done) => {
      if (this.#running !== running) return;
      running.done = done;
      this.#told({ draft, done, result: null, trouble: null });
    });
    const running = { draft, stop, done: 0 };
    this.#running = running;
    void this.#end(running, result);
  }

  stop(): void {
    this.#running?.stop();
    this.#running = null;
  }

  async #end(running: { readonly draft: string }, ending: Promise<TrialResult>): Promise<void> {
    const { draft } = running;
    let state: TrialState;
    try {
      const result = await ending;
      if (this.#running !== running) return;
      await this.#store.keepTrial({ draft, at: this.#now().toISOString(), result: JSON.stringify(result) });
      state = { draft, done: null, result, trouble: null };
    } catch {
      if (this.#running !== running) return;
      // Its own words went to the log of the process; they may hold what was read.
      const trouble = 'It ended without a result. Is there enough memory? It needs about as much as the service does.';
      state = { draft, done: null, result: null, trouble };
      this.#failed = state;
    }
    this.#running = null;
    this.#told(state);
  }
}
