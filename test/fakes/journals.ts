/** Makes journals with a fake channel, a turn that counts, and a log that remembers codes. */
import assert from 'node:assert/strict';
import type { Outlet, Reconciled, SendOutcome } from '../../src/core/channel.ts';
import { NOTHING_ELSE, type Saved, type Turn } from '../../src/core/conversation.ts';
import type { RunJob } from '../../src/core/job.ts';
import { type Log, SILENT } from '../../src/core/log.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { OutboxRow, Store } from '../../src/core/store.ts';
import { Journal, type JournalParts } from '../../src/journal/journal.ts';
import { redact } from './redact.ts';
import { reply, state, words } from './samples.ts';

/** The outcome of a delivered reply. */
export const SENT: SendOutcome = { kind: 'sent', ref: null };
/** The answer of a look-up that found the reply. */
export const ARRIVED: Reconciled = { kind: 'arrived', ref: null };
/** The answer of a look-up that did not find the reply. */
export const ABSENT: Reconciled = { kind: 'absent' };
/** The answer of a look-up that can't tell. */
export const UNKNOWABLE: Reconciled = { kind: 'unknowable' };

/**
 * A channel that delivers into a list; `fate` decides how a sending ends (delivered by default), `found` what a look-up
 * tells.
 */
export class FakeChannel implements Outlet {
  readonly name = 'fake';
  /** The texts that arrived, in order, by conversation. */
  readonly arrived = new Map<string, string[]>();
  /** The words of every attempt, delivered or not. */
  readonly attempts: string[] = [];
  fate: (text: string, row: OutboxRow) => SendOutcome | Promise<SendOutcome> = () => SENT;
  found: Outlet['find'] = async (row) => (this.in(row.conversation).includes(words(row.reply)) ? ARRIVED : ABSENT);

  async send(conversation: string, said: Reply, row: OutboxRow): Promise<SendOutcome> {
    const text = words(said);
    this.attempts.push(text);
    const outcome = await this.fate(text, row);
    if (outcome.kind === 'sent') this.deliver(conversation, text);
    return outcome;
  }

  find(row: OutboxRow): ReturnType<Outlet['find']> {
    return this.found(row);
  }

  deliver(conversation: string, text: string): void {
    this.arrived.set(conversation, [...this.in(conversation), text]);
  }

  in(conversation: string): readonly string[] {
    return this.arrived.get(conversation) ?? [];
  }
}

/** A turn that answers "3: the third thing said": the count of the state, and the message's own words. */
export const counting: Turn<Saved> = async (before, message) => {
  const count = (before?.asked ?? 0) + 1;
  return { ...NOTHING_ELSE, state: state(count), replies: [reply(`${count}: ${message.text}`)] };
};

/** A job runner that fails: no turn of these tests leads to a job. */
export const noJobs: RunJob = async () => assert.fail('a job, but no turn asked for one');

/** A journal over a store and one channel, with the counting turn unless `given` replaces it. */
export function journalOver(store: Store, channel: Outlet, given: Partial<JournalParts> = {}): Journal {
  const parts = {
    turn: counting,
    redact,
    apology: () => reply('sorry'),
    now: () => new Date(),
    log: SILENT,
    run: noJobs,
  };
  return new Journal({ store, channels: [channel], ...parts, ...given });
}

/** The same object with some of its methods replaced. */
export function changed<T extends object>(target: T, by: Partial<T>): T {
  return new Proxy(target, {
    get(_, key) {
      const value: unknown = Reflect.get(by, key) ?? Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** A log that remembers the codes of its entries. */
export class CodeLog implements Log {
  readonly codes: string[] = [];
  readonly debug = SILENT.debug;
  readonly info = (fields: object): void => this.#note(fields);
  readonly warn = (fields: object): void => this.#note(fields);
  readonly error = (fields: object): void => this.#note(fields);

  #note(fields: object): void {
    if ('code' in fields) this.codes.push(String(fields.code));
  }
}
