/**
 * A whole channel in one file, to show what one needs: people drop messages into a folder, and get replies as files.
 *
 * `in/*.json` holds messages: `{ "from": "kim", "text": "…" }`, or `{ "from": "kim", "choice": "fixed", "asked": 3 }` for a press;
 * `"image": "shot.png"` names a picture beside it. A file that was taken goes to `taken/`. Replies stand in `out/kim/3.1.json`.
 */
import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { access, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import {
  type Channel,
  noThread,
  type Reconciled,
  type Registration,
  type SendOutcome,
} from '../../src/core/channel.ts';
import type { Host } from '../../src/core/host.ts';
import type { Image, JobResult, JobRow, Trouble } from '../../src/core/job.ts';
import { type Incoming, PLAIN } from '../../src/core/message.ts';
import type { Reply } from '../../src/core/reply.ts';
import { given, wrongShape } from '../../src/core/settings.ts';
import type { OutboxRow } from '../../src/core/store.ts';
import { plain } from '../../src/core/text.ts';

/** The folder; `everyMs`: how often it is looked into. */
export interface FileDropSettings {
  readonly folder: string;
  readonly everyMs: number;
}

const EVERY_MS = 200;
const AGAIN_MS = 2000;
const LARGEST_PICTURE = 10 * 1024 * 1024;

/** The files that people drop. */
const Dropped = z.strictObject({
  from: z.string().regex(/^[\w-]{1,50}$/),
  text: z.string().default(''),
  choice: z.string().max(100).nullish(),
  asked: z.int().min(0).nullish(),
  image: z.string().min(1).nullish(),
});

const Shape = z.object({
  FILEDROP_FOLDER: z
    .string()
    .refine((path) => isAbsolute(path) && !path.includes('\0'), 'the whole path of a folder, such as /srv/filedrop')
    .optional(),
});

/** The registration of the channel; it is connected where `FILEDROP_FOLDER` is set. */
export const FILE_DROP: Registration<FileDropSettings> = {
  name: 'filedrop',
  title: 'File drop',
  settings(env) {
    const result = Shape.safeParse(given(env, Object.keys(Shape.shape)));
    if (!result.success) return wrongShape(result.error.issues);
    const { FILEDROP_FOLDER: folder } = result.data;
    return { settings: folder === undefined ? null : { folder, everyMs: EVERY_MS } };
  },
  create: async (settings, host) => new FileDrop(settings, host),
  takes: () => true,
  summary: (settings) => (settings ? `on, in ${settings.folder}` : 'not connected; set FILEDROP_FOLDER to a folder'),
  desk: null,
};

/** The channel. */
export class FileDrop implements Channel {
  readonly name = 'filedrop';
  readonly raw = [];
  readonly #settings: FileDropSettings;
  readonly #host: Host;
  /** Files nobody can read, each told of once. */
  readonly #unread = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  #stopped = false;

  constructor(settings: FileDropSettings, host: Host) {
    this.#settings = settings;
    this.#host = host;
  }

  mount(): void {}

  async start(): Promise<void> {
    if (this.#timer) return;
    for (const name of ['in', 'taken', 'out']) mkdirSync(this.#at(name), { recursive: true });
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = null;
      });
    }, this.#settings.everyMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#looking;
  }

  close(): void {}

  check(): void {
    if (!statSync(this.#at('in'), { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`${this.#at('in')} is gone`);
  }

  async idle(): Promise<void> {}

  earlier(row: JobRow): Promise<JobResult> {
    return noThread(row);
  }

  async image(_row: JobRow, { ref }: Image): Promise<Uint8Array | Trouble> {
    try {
      const bytes = await readFile(this.#at('in', basename(ref)));
      return bytes.length > LARGEST_PICTURE ? 'too-big' : bytes;
    } catch (error) {
      return codeOf(error) === 'ENOENT' ? 'not-there' : 'failed';
    }
  }

  /** A reply is a file of its own; one that changes another takes its place. The names are told by the rows: twice is once. */
  async send(conversation: string, reply: Reply, row: OutboxRow, placement: string | null): Promise<SendOutcome> {
    const about = reply.placement?.kind;
    const changes = about === 'instead' || about === 'gone';
    // A message whose place is unknown cannot be changed, and needs no change.
    if (changes && placement === null) return { kind: 'sent', ref: null };
    const ref = changes ? placement! : refOf(row);
    const path = this.#at('out', `${ref}.json`);
    try {
      if (about === 'gone') await rm(path, { force: true });
      else {
        mkdirSync(this.#at('out', personIn(conversation)), { recursive: true });
        await writeFile(`${path}.part`, shown(reply));
        await rename(`${path}.part`, path);
      }
      return { kind: 'sent', ref };
    } catch (error) {
      this.#host.log.warn({ why: codeOf(error) }, 'a reply could not be written');
      // Nobody sees a file before its last name is given to it.
      return { kind: 'later', afterMs: AGAIN_MS };
    }
  }

  async find(row: OutboxRow): Promise<Reconciled> {
    const { placement } = row.reply;
    if (placement?.kind === 'instead' || placement?.kind === 'gone') return { kind: 'absent' };
    return access(this.#at('out', `${refOf(row)}.json`)).then(
      () => ({ kind: 'arrived', ref: refOf(row) }),
      (error) => ({ kind: codeOf(error) === 'ENOENT' ? 'absent' : 'unknowable' }),
    );
  }

  /** Takes what was dropped, in the order of the names; what can't be stored now stays where it is, and so does what comes after it. */
  async #look(): Promise<void> {
    try {
      const names = readdirSync(this.#at('in')).filter((name) => name.endsWith('.json'));
      for (const name of names.sort()) {
        if (this.#stopped) return;
        const message = await this.#read(name);
        if (!message) continue;
        await this.#host.accept(message);
        renameSync(this.#at('in', name), this.#at('taken', name));
      }
    } catch (error) {
      this.#host.log.warn({ err: error }, 'not taken; looking again in a moment');
    }
  }

  async #read(name: string): Promise<Incoming | null> {
    try {
      const { from, text, choice, asked, image } = Dropped.parse(
        JSON.parse(await readFile(this.#at('in', name), 'utf8')),
      );
      return {
        ...PLAIN,
        id: name.slice(0, -'.json'.length),
        conversation: `${this.name}:${from}`,
        channel: this.name,
        audience: 'person',
        kind: choice ? 'pressed' : 'said',
        text,
        choice: choice ?? null,
        asked: asked ?? null,
        images: image ? [{ ref: basename(image), name: basename(image) }] : [],
      };
    } catch {
      // It may not be written to its end yet.
      if (!this.#unread.has(name)) this.#host.log.warn({ name }, 'this is no message; see test/fakes/file-drop.ts');
      this.#unread.add(name);
      return null;
    }
  }

  #at(...names: string[]): string {
    return join(this.#settings.folder, ...names);
  }
}

/** The content of a reply's file. */
function shown({ title, body, choices, controls, asked, outcome, speaker, images }: Reply): string {
  const files = images.map(({ name }) => name);
  return JSON.stringify({
    by: speaker?.name ?? null,
    title,
    text: plain(body),
    choices,
    controls,
    asked,
    outcome,
    files,
  });
}

function refOf({ conversation, turn, part }: OutboxRow): string {
  return `${personIn(conversation)}/${turn}.${part}`;
}

function personIn(conversation: string): string {
  return conversation.slice('filedrop:'.length);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
