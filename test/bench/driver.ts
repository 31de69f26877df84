/** Puts a server under load from another process. */
import { join } from 'node:path';
import { Helper } from './helper.ts';
import type { Job, Question } from './load.ts';
import { type Carried, type Load, type OpenLoad, WARM_UP_MESSAGES } from './loop.ts';
import type { Running } from './servers.ts';
import { usageOf } from './usage.ts';

/** The figures of a server under load, with its memory right after it, in megabytes, and its CPU time for a message. */
export interface Loaded extends Carried {
  readonly rss: number | null;
  readonly peak: number | null;
  readonly cpuMs: number | null;
}

/** A server and the process that loads it. */
export class Driven {
  readonly server: Running;
  readonly #load: Helper;

  private constructor(server: Running, load: Helper) {
    this.server = server;
    this.#load = load;
  }

  /** Begins the conversations; if that fails, the server is stopped too. */
  static async open(server: Running, job: Omit<Job, 'url'>): Promise<Driven> {
    const driven = new Driven(server, new Helper(join(import.meta.dirname, 'load.ts')));
    try {
      await driven.#ask({ open: { ...job, url: server.url } });
      return driven;
    } catch (error) {
      await driven.close();
      throw error;
    }
  }

  /** Loads the server in a closed loop. */
  drive(load: Load): Promise<Loaded> {
    return this.#measured({ drive: load });
  }

  /** Loads the server at an even pace. */
  pace(load: OpenLoad): Promise<Loaded> {
    return this.#measured({ pace: load });
  }

  async #measured(question: Question): Promise<Loaded> {
    const before = usageOf(this.server.pid).cpuMs;
    const carried = await this.#ask<Carried>(question);
    const { rss, peak, cpuMs } = usageOf(this.server.pid);
    return {
      ...carried,
      rss,
      peak,
      cpuMs: cpuMs === null || before === null ? null : (cpuMs - before) / carried.messages,
    };
  }

  async warmUp(atOnce: number): Promise<void> {
    await this.drive({ messages: WARM_UP_MESSAGES, atOnce });
  }

  /** Ends the conversations, not the server. */
  letGo(): void {
    this.#load.close();
  }

  async close(): Promise<void> {
    this.letGo();
    await this.server.stop();
  }

  #ask<A>(question: Question): Promise<A> {
    return this.#load.ask<A>(question);
  }
}
