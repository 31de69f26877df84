/**
 * Follows content that changes while the service runs: new content is checked first and taken over whole; if it is
 * faulty, the old one stays.
 */
import { existsSync, type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ContentFault } from '../content/content-fault.ts';
import type { Sources } from '../content/folders.ts';
import type { Content } from '../core/content.ts';
import type { Knowledge, Knows } from '../core/knowledge.ts';
import type { Log } from '../core/log.ts';
import { trained } from './model.ts';

/**
 * The quiet time before files are read, in milliseconds: editors and `git pull` write several files one after the
 * other.
 */
const QUIET_MS = 1000;
/** The largest number of faults that are logged one by one; the rest are counted, and listed by `firstline check`. */
const MOST_LOGGED = 5;

/** The content in use, which follows the files it was read from. */
export class LiveContent implements Knows {
  current: Knowledge;
  readonly #sources: Sources;
  readonly #log: Log;
  #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(knowledge: Knowledge, sources: Sources, log: Log) {
    this.current = knowledge;
    this.#sources = sources;
    this.#log = log;
  }

  /** Follows changes of the files from now on; if files can't be watched, only `reload` takes changes over. */
  follow(): void {
    for (const { path } of this.#sources.roots)
      for (const kind of ['intents', 'dialogs']) {
        const folder = join(path, kind);
        if (!existsSync(folder)) continue;
        try {
          const watcher = watch(folder, { recursive: true }, () => this.#soon());
          watcher.on('error', (error) => this.#unwatched(folder, error));
          this.#watchers.push(watcher);
        } catch (error) {
          this.#unwatched(folder, error);
        }
      }
  }

  /** Reads the files again, and takes them over if they have no faults; one reading at a time. */
  reload(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.reload(), QUIET_MS);
    this.#timer.unref();
  }

  async #read(): Promise<void> {
    const began = performance.now();
    try {
      const { content, faults = [] } = await readAside(this.#sources);
      if (content === undefined) {
        const some = faults.slice(0, MOST_LOGGED).map((f) => `${f.file}:${f.line}  ${f.what}`);
        this.#log.error(
          { code: 'CONTENT_FAULTY', faults: some, count: faults.length },
          'content changed and is faulty: the old one stays. Run "npx firstline check".',
        );
        return;
      }
      const { createReader } = await import('../understanding/reader.ts');
      this.current = { content, read: createReader(content, await trained(content)) };
      this.#log.info(
        { ms: Math.round(performance.now() - began), intents: content.intents.size },
        'content changed: taken over',
      );
    } catch (err) {
      this.#log.error({ code: 'CONTENT_UNREAD', err }, 'changed content could not be read: the old one stays');
    }
  }

  #unwatched(folder: string, err: unknown): void {
    this.#log.warn(
      { code: 'CONTENT_UNWATCHED', folder, err },
      'changes of this folder are not noticed: send SIGHUP to take them over',
    );
  }
}

/** The content of the files, read by a thread of its own. */
function readAside(sources: Sources): Promise<{ content?: Content; faults?: readonly ContentFault[] }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./content-worker.ts', import.meta.url), { workerData: sources });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the reading thread ended with ${code}`)));
  });
}
