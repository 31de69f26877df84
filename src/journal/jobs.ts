/** The runner of jobs: slow work, or work outside, that turns asked for. */
import type { JobResult, JobRow, RunJob } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import { type Incoming, PLAIN } from '../core/message.ts';
import type { Store } from '../core/store.ts';

/**
 * The number of processes that may begin a job without finishing it; after that many, the job is taken to crash them.
 */
const MOST_DEATHS = 3;
/** The number of jobs run at the same time. */
const MOST_AT_ONCE = 4;
/** The longest time a job may take, in milliseconds. */
const LONGEST_MS = 60_000;
/** The pause before trying again after a failure of the store, in milliseconds. */
const AGAIN_MS = 1000;

/**
 * Runs each job at least once. The result comes back as a message of the same conversation; its id makes a second
 * result of the same job a known message.
 */
export class Jobs {
  readonly #store: Store;
  readonly #run: RunJob;
  readonly #accept: (result: Incoming) => Promise<boolean>;
  readonly #mine: (conversation: string) => boolean;
  readonly #log: Log;
  readonly #underWay = new Map<string, Promise<void>>();
  #woken = false;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(parts: {
    store: Store;
    run: RunJob;
    accept: (result: Incoming) => Promise<boolean>;
    mine: (conversation: string) => boolean;
    log: Log;
  }) {
    this.#store = parts.store;
    this.#run = parts.run;
    this.#accept = parts.accept;
    this.#mine = parts.mine;
    this.#log = parts.log;
  }

  /** Looks for jobs; called when there may be one. */
  wake(): void {
    this.#woken = true;
    if (!this.#stopped) this.#running ??= this.#look();
  }

  get busy(): boolean {
    return this.#running !== null || this.#underWay.size > 0;
  }

  /** Resolves when no job is under way. */
  async idle(): Promise<void> {
    while (this.busy) await (this.#running ?? Promise.race(this.#underWay.values()));
  }

  /** Begins no more jobs; a job that is not done in time is done again after the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #look(): Promise<void> {
    while (this.#woken && !this.#stopped) {
      this.#woken = false;
      try {
        for (const row of await this.#store.jobs()) {
          if (this.#underWay.size >= MOST_AT_ONCE) break;
          if (!this.#underWay.has(row.job.id) && this.#mine(row.conversation)) this.#begin(row);
        }
      } catch (error) {
        this.#log.error({ err: error, code: 'JOBS_STUCK' }, 'jobs could not be read; trying again');
        await new Promise((resume) => setTimeout(resume, AGAIN_MS));
        this.#woken = true;
      }
    }
    this.#running = null;
  }

  #begin(row: JobRow): void {
    const done = this.#do(row)
      .catch(async (error: unknown) => {
        this.#log.error(
          { err: error, conversation: row.conversation, code: 'JOBS_STUCK' },
          'job not stored; trying again',
        );
        await new Promise((resume) => setTimeout(resume, AGAIN_MS));
      })
      .finally(() => {
        this.#underWay.delete(row.job.id);
        this.wake();
      });
    this.#underWay.set(row.job.id, done);
  }

  async #do(row: JobRow): Promise<void> {
    const began = performance.now();
    const attempts = await this.#store.begin(row.job.id);
    const result = attempts > MOST_DEATHS ? nothing(row, 'failed') : await this.#result(row);
    const { kind, id } = row.job;
    this.#log.info(
      { conversation: row.conversation, job: kind, trouble: result.trouble, ms: Math.round(performance.now() - began) },
      'job',
    );
    // Somebody erased meanwhile is not brought back by what was found; one who asked to be forgotten is told of it all the same.
    if (kind !== 'forget' && !(await this.#store.jobs()).some(({ job }) => job.id === id)) return;
    await this.#accept({
      ...PLAIN,
      id: `job:${id}`,
      conversation: row.conversation,
      channel: row.channel,
      address: row.address,
      audience: 'person',
      kind: 'result',
      text: '',
      result,
    });
    await this.#store.finish(id);
  }

  async #result(row: JobRow): Promise<JobResult> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<JobResult>((resolve) => {
      timer = setTimeout(() => resolve(nothing(row, 'too-slow')), LONGEST_MS);
    });
    try {
      return await Promise.race([this.#run(row), late]);
    } catch (error) {
      this.#log.error({ err: error, conversation: row.conversation, code: 'JOB_FAILED' }, 'job failed');
      return nothing(row, 'failed');
    } finally {
      clearTimeout(timer);
    }
  }
}

function nothing({ job }: JobRow, trouble: JobResult['trouble']): JobResult {
  return { job: job.id, kind: job.kind, found: [], trouble };
}
