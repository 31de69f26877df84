/**
 * Follows content that changes while the service runs: new content is checked first and taken over whole; if it is
 * faulty, the old one stays.
 */
import { existsSync, type FSWatcher, statSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
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
/** The pause before a folder in which anything changed is looked at, in milliseconds. */
const LOOK_MS = 200;
const KINDS: readonly string[] = ['intents', 'dialogs'];
/** The largest number of faults that are logged one by one; the rest are counted, and listed by `firstline check`. */
const MOST_LOGGED = 5;

/** The content in use, which follows the files it was read from. */
export class LiveContent implements Knows {
  current: Knowledge;
  readonly #sources: Sources;
  readonly #log: Log;
  /** Watchers by folder, each with the inode it watches: a folder that is made anew is another one. */
  readonly #watchers = new Map<string, { readonly inode: number; readonly watcher: FSWatcher }>();
  readonly #taken: () => void;
  #following = false;
  #timer: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  /** The state of what is in the watched folders, as it was read. */
  #seen = '';
  #reading: Promise<void> = Promise.resolve();

  /** `taken` is called after changed content was taken over. */
  constructor(knowledge: Knowledge, sources: Sources, log: Log, taken: () => void = () => undefined) {
    this.current = knowledge;
    this.#sources = sources;
    this.#log = log;
    this.#taken = taken;
  }

  /** Follows changes of the files from now on; if files can't be watched, only `reload` takes changes over. */
  follow(): void {
    this.#following = true;
    this.#watchAll();
  }

  /**
   * Watches every folder of content, and the folders they are in: one that is deleted, made anew or put in the place of
   * another one is noticed there.
   */
  #watchAll(): void {
    this.#seen = this.#places();
    for (const { path } of this.#sources.roots)
      for (const kind of KINDS) this.#watch(join(path, kind), true, () => this.#soon());
    for (const folder of this.#tops())
      for (const plain of [folder, nearest(dirname(folder))]) this.#watch(plain, false, () => this.#look());
  }

  #watch(folder: string, recursive: boolean, changed: () => void): void {
    const inode = statSync(folder, { throwIfNoEntry: false })?.ino ?? null;
    const known = this.#watchers.get(folder);
    if (known?.inode === inode) return;
    known?.watcher.close();
    this.#watchers.delete(folder);
    if (inode === null) return;
    try {
      const watcher = watch(folder, { recursive }, changed);
      watcher.on('error', (error) => this.#unwatched(folder, error));
      this.#watchers.set(folder, { inode, watcher });
    } catch (error) {
      this.#unwatched(folder, error);
    }
  }

  /** The folders that the settings name: those of content, and that of the organisation's file. */
  #tops(): readonly string[] {
    const { roots, organisation } = this.#sources;
    return [...roots.map(({ path }) => path), ...(organisation ? [dirname(organisation.path)] : [])];
  }

  /** The state of what is in those folders: they may hold much else that changes all the time, such as the database. */
  #places(): string {
    const inodes = this.#sources.roots.flatMap(({ path }) =>
      KINDS.map((kind) => statSync(join(path, kind), { throwIfNoEntry: false })?.ino),
    );
    const { organisation } = this.#sources;
    const own = organisation && statSync(organisation.path, { throwIfNoEntry: false });
    return JSON.stringify([inodes, own ? [own.ino, own.size, own.mtimeMs] : null]);
  }

  /** Looks, a moment later, whether something in a folder concerns the content. */
  #look(): void {
    this.#looking ??= setTimeout(() => {
      this.#looking = undefined;
      if (this.#places() !== this.#seen) this.#soon();
    }, LOOK_MS).unref();
  }

  /** Reads the files again, and takes them over if they have no faults; one reading at a time. */
  reload(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#looking);
    this.#following = false;
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
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
      this.#taken();
    } catch (err) {
      this.#log.error({ code: 'CONTENT_UNREAD', err }, 'changed content could not be read: the old one stays');
    } finally {
      if (this.#following) this.#watchAll();
    }
  }

  #unwatched(folder: string, err: unknown): void {
    this.#log.warn(
      { code: 'CONTENT_UNWATCHED', folder, err },
      'changes of this folder are not noticed: send SIGHUP to take them over',
    );
  }
}

/** A folder, or the one above it that is there: the rest is to be made in it. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
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
