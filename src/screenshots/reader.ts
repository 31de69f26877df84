/** The reader of pictures: a confined process, one picture at a time. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import { LARGEST_PICTURE, pictureFormat } from '../core/picture.ts';
import { isScreenshot, type PictureTrouble, type Screenshot, unread } from './screenshot.ts';

/** Reads the text in pictures. */
export interface ScreenshotReader {
  /** Reads a picture. Never rejects: a picture's failure is a trouble at most. */
  read(bytes: Uint8Array): Promise<Screenshot>;
  /** Starts the process, because a picture is about to come: getting ready takes half a second. */
  warm(): void;
  /** The id of the process that reads; null while there is none. */
  readonly pid: number | null;
  /** Ends the process; a picture that is being read is never answered. */
  close(): void;
}

/** The parts of the reader. */
export interface ReaderParts {
  readonly log: Log;
  /** The longest a picture may take, in milliseconds. */
  readonly limitMs?: number;
  /** The time the process waits for the next picture, in milliseconds: a conversation often has two. */
  readonly idleMs?: number;
}

const LIMIT_MS = 20_000;
const IDLE_MS = 20_000;
/** The largest number of pictures that wait; more would wait longer than any person does. */
const MOST_WAITING = 12;
const TOO_MUCH_MEMORY = 77;
const LAST_WORDS = 1000;
/**
 * The process can only read its own files, write none, and start no other program. These limits do not hold what
 * libvips does by itself.
 */
const ROOT = join(import.meta.dirname, '..', '..');
const CONFINED = [
  '--permission',
  `--allow-fs-read=${ROOT}/*`,
  '--allow-worker',
  '--allow-addons',
  '--max-old-space-size=128',
  '--disable-warning=SecurityWarning',
];

/**
 * Makes a reader whose process starts with the first picture and ends when none came for a while: idle, it takes no
 * memory at all. One picture is read at a time.
 */
export function createScreenshotReader({ log, limitMs = LIMIT_MS, idleMs = IDLE_MS }: ReaderParts): ScreenshotReader {
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let closed = false;

  function start(): ChildProcess {
    const started = fork(join(import.meta.dirname, 'child.ts'), {
      execArgv: CONFINED,
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    let said = '';
    started.stderr!.setEncoding('utf8').on('data', (chunk: string) => (said = (said + chunk).slice(-LAST_WORDS)));
    started.once('exit', (exit, signal) => {
      if (child !== started) return;
      child = null;
      log.warn({ exit, signal, said, code: 'PICTURE_FATAL' }, 'the process that reads pictures ended');
    });
    // A picture that can't be sent to a dead process is answered by its exit.
    started.on('error', () => undefined);
    return started;
  }

  function end(): void {
    clearTimeout(idle);
    const ended = child;
    child = null;
    ended?.kill('SIGKILL');
  }

  function rest(): void {
    if (child) hold(child, false);
    clearTimeout(idle);
    idle = setTimeout(end, idleMs).unref();
  }

  function readNow(bytes: Uint8Array): Promise<Screenshot> {
    clearTimeout(idle);
    child ??= start();
    const reading = child;
    hold(reading, true);
    return new Promise((resolve) => {
      const answer = (said: Screenshot): void => {
        // A service that stops reads the picture again when it starts.
        if (closed) return;
        clearTimeout(limit);
        reading.off('message', heard);
        reading.off('exit', gone);
        rest();
        resolve(said);
      };
      const gone = (code: number | null): void => {
        answer(unread(code === TOO_MUCH_MEMORY ? 'too-big' : 'failed'));
      };
      const limit = setTimeout(() => {
        log.warn({ ms: limitMs, code: 'PICTURE_FATAL' }, 'a picture took too long: the process that read it is ended');
        reading.off('exit', gone);
        end();
        answer(unread('too-slow'));
      }, limitMs);
      const heard = (said: unknown): void => answer(isScreenshot(said) ? said : unread('failed'));
      reading.on('message', heard);
      reading.on('exit', gone);
      reading.send(bytes, () => undefined);
    });
  }

  return {
    get pid() {
      return child?.pid ?? null;
    },
    async read(bytes) {
      const trouble = refused(bytes) ?? (waiting >= MOST_WAITING ? 'busy' : null);
      if (trouble) return unread(trouble);
      waiting += 1;
      const mine = turn.then(() => readNow(bytes)).finally(() => (waiting -= 1));
      turn = mine;
      return mine;
    },
    warm() {
      child ??= start();
      if (waiting === 0) rest();
    },
    close() {
      closed = true;
      end();
    },
  };
}

/** Refuses a picture that needs no process to be refused; null for the others. */
function refused(bytes: Uint8Array): PictureTrouble | null {
  if (bytes.length > LARGEST_PICTURE) return 'too-big';
  return pictureFormat(bytes) ? null : 'not-an-image';
}

/**
 * Holds this program while the process reads, so that it does not end; and lets go of it while the process idles, so
 * that it can.
 */
function hold(child: ChildProcess, held: boolean): void {
  for (const handle of [child, child.channel, child.stderr as Socket | null])
    if (held) handle?.ref();
    else handle?.unref();
}
