/** Puts the page “Learning” together: the thread and the process beside the service, the content's files, and the figures. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { rightForm } from '../content/authoring/names.ts';
import type { Sources } from '../content/folders.ts';
import type { AlikeGroup, NearExample } from '../core/alike.ts';
import type { ConsoleEvent, ConsolePage } from '../core/console.ts';
import type { Content } from '../core/content.ts';
import type { Explanation } from '../core/reading.ts';
import type { Store } from '../core/store.ts';
import type { TrialResult } from '../core/trial.ts';
import { redactOf } from '../journal/redact.ts';
import { learningPage } from '../learning/index.ts';
import { OwnFolder } from '../learning/own-folder.ts';
import { namesOf, outcomeFigures, queryOf } from '../outcomes/index.ts';
import type { AskedOfWorker } from './learning-worker.ts';
import { ROOT } from './sources.ts';
import type { SentTrial, ToldOfTrial } from './trial.ts';

/** The time after which the thread ends when nobody asks it, in milliseconds: it holds a second copy of the content. */
const IDLE_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
/** The period from which the evidence against steps is taken, in days. */
const EVIDENCE_DAYS = 90;

/** The parts of the service that the page is made from. */
export interface LearningWiring {
  readonly store: Store;
  readonly content: () => Content;
  /** The folders that the content is read from. */
  readonly sources: Sources;
  readonly tell: (event: ConsoleEvent) => void;
  readonly channels: ReadonlyMap<string, string>;
  readonly now: () => Date;
}

/** Makes the page. */
export function createLearning({ store, content, sources, tell, channels, now }: LearningWiring): ConsolePage {
  const aside = new Aside(content);
  // The last folder is the company's own, as for `firstline new`; with the shipped one alone there is none.
  const own = sources.roots.length > 1 ? sources.roots.at(-1)! : null;
  const redact = redactOf(content);
  const everything = { ...sources, packs: null };
  return learningPage({
    ...{ store, content, tell, now },
    groups: (texts) => aside.ask<readonly AlikeGroup[]>({ kind: 'groups', texts }),
    near: (texts) => aside.ask<readonly (readonly NearExample[])[]>({ kind: 'near', texts }),
    explain: (text) => aside.ask<Explanation>({ kind: 'explain', text }),
    async files(words, fresh) {
      const { learnedFiles } = await import('../content/authoring/learned.ts');
      const folder = fresh ? null : (own?.path ?? null);
      return learnedFiles(words, { folder, sources: everything, content: content() });
    },
    patchOf: async (files) => (await import('../content/authoring/patch.ts')).patchOf(files),
    seedId: rightForm,
    mask: (text) => redact(text).text,
    runTrial: (order, told) => runTrial({ sources, order }, told),
    own: own && new OwnFolder(own.path, own.shown, ROOT),
    async evidence() {
      const today = now();
      const from = new Date(today.getTime() - EVIDENCE_DAYS * DAY_MS).toISOString().slice(0, 10);
      const query = queryOf({ from }, today);
      const known = content();
      const names = namesOf(known, (id) => channels.get(id) ?? id);
      const { uncuring, sameAnswers } = outcomeFigures(query, await store.caseCounts(query), known, names);
      const of = (id: string) => ({ title: names.walkthrough(id), pack: known.walkthroughs.get(id)?.pack ?? null });
      return {
        ...{ from: query.from, to: query.to },
        uncuring: uncuring.map((one) => ({ ...one, ...of(one.walkthrough), text: one.title })),
        same: sameAnswers.map((one) => ({ ...one, ...of(one.walkthrough), text: one.title })),
      };
    },
  });
}

/** The thread beside the service: begun when it is asked, given the content when it has another one, and ended when idle. */
class Aside {
  readonly #content: () => Content;
  #worker: Worker | null = null;
  #given: Content | null = null;
  #count = 0;
  #idle: NodeJS.Timeout | undefined;
  readonly #asked = new Map<
    number,
    { readonly done: (answer: never) => void; readonly failed: (error: Error) => void }
  >();

  constructor(content: () => Content) {
    this.#content = content;
  }

  ask<T>(asked: AskedOfWorker): Promise<T> {
    clearTimeout(this.#idle);
    const worker = this.#begun();
    const content = this.#content();
    const fresh = content === this.#given ? {} : { content };
    this.#given = content;
    this.#count += 1;
    const id = this.#count;
    return new Promise<T>((done, failed) => {
      this.#asked.set(id, { done: done as (answer: never) => void, failed });
      worker.postMessage({ ...fresh, id, asked });
    }).finally(() => {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => void this.#end(), IDLE_MS);
      this.#idle.unref();
    });
  }

  #begun(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./learning-worker.ts', import.meta.url));
    worker.unref();
    worker.on('message', ({ id, answer, failed }: { id: number; answer?: unknown; failed?: string }) => {
      const asked = this.#asked.get(id);
      this.#asked.delete(id);
      if (failed === undefined) asked?.done(answer as never);
      else asked?.failed(new Error(failed));
    });
    const ended = (error: Error): void => {
      if (this.#worker === worker) this.#worker = this.#given = null;
      for (const { failed } of this.#asked.values()) failed(error);
      this.#asked.clear();
    };
    worker.once('error', ended);
    worker.once('exit', () => ended(new Error('the thread of the page "Learning" ended')));
    this.#worker = worker;
    return worker;
  }

  async #end(): Promise<void> {
    if (this.#asked.size === 0) await this.#worker?.terminate();
  }
}

/** Runs a trial in a process of its own; `stop` ends it, and the promise is then rejected. */
function runTrial(
  sent: SentTrial,
  told: (done: number) => void,
): { readonly result: Promise<TrialResult>; readonly stop: () => void } {
  const child: ChildProcess = fork(join(import.meta.dirname, 'trial.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const result = new Promise<TrialResult>((done, failed) => {
    child.on('message', (said: ToldOfTrial) => {
      if ('result' in said) done(said.result);
      else told(said.done);
    });
    child.once('error', failed);
    child.once('exit', (code, signal) => failed(new Error(`the trial ended with ${signal ?? code}`)));
  });
  child.send(sent);
  // It ends with the service.
  child.unref();
  child.channel?.unref();
  return { result, stop: () => void child.kill() };
}
