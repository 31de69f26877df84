/** A channel whose platform is a file, for runs in which processes are killed. */
import { readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Outlet, Reconciled, SendOutcome } from '../../src/core/channel.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { OutboxRow } from '../../src/core/store.ts';
import type { Random } from './random.ts';
import { words } from './samples.ts';

/** One reply as the platform took it. */
export interface Delivered {
  readonly conversation: string;
  readonly turn: number;
  readonly part: number;
  readonly text: string;
}

/** The share of sendings that go wrong, one way or another. */
const TROUBLE = 0.25;

/**
 * A channel whose platform is a file: a reply is delivered once its line is on the disk. The platform is slow now and
 * then, asks to come back later, and breaks off before or after it took a reply; looking the reply up settles that.
 */
export class LogPlatform implements Outlet {
  readonly name = 'fake';
  readonly #path: string;
  readonly #random: Random;
  readonly #file: Promise<FileHandle>;

  constructor(path: string, random: Random) {
    this.#path = path;
    this.#random = random;
    this.#file = open(path, 'a');
  }

  async send(conversation: string, reply: Reply, { turn, part }: OutboxRow): Promise<SendOutcome> {
    const trouble =
      this.#random.next() < TROUBLE ? this.#random.pick(['later', 'unheard', 'cut', 'broken', 'slow'] as const) : null;
    if (trouble === 'later') return { kind: 'later', afterMs: this.#random.below(10) };
    if (trouble === 'unheard') return { kind: 'unknown', why: 'no answer' };
    if (trouble === 'slow') await wait(this.#random.below(8));
    const file = await this.#file;
    await file.write(`${JSON.stringify({ conversation, turn, part, text: words(reply) } satisfies Delivered)}\n`);
    await file.sync();
    if (trouble === 'slow') await wait(this.#random.below(8));
    if (trouble === 'cut') return { kind: 'unknown', why: 'connection reset' };
    if (trouble === 'broken') throw new Error('socket hang up');
    return { kind: 'sent', ref: null };
  }

  async find({ conversation, turn, part }: OutboxRow): Promise<Reconciled> {
    const same = (d: Delivered): boolean => d.conversation === conversation && d.turn === turn && d.part === part;
    return delivered(this.#path).some(same) ? { kind: 'arrived', ref: null } : { kind: 'absent' };
  }
}

/** All replies the platform took, in order. */
export function delivered(path: string): Delivered[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  // An unfinished last line was cut off while it was written: the platform never took it.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Delivered);
}
