/** The program that crash-run.ts runs and kills: a small service that ends itself at a chosen point. */
import assert from 'node:assert/strict';
import { flushCompileCache } from 'node:module';
import type { Outlet } from '../../src/core/channel.ts';
import type { Incoming } from '../../src/core/message.ts';

/** The point at which a child ends itself: just before or just after a call of the store or the channel. */
export interface Point {
  readonly name: string;
  /** The number of the call of this name, counted from 1. */
  readonly count: number;
}

/** The instructions for one child. */
export interface Life {
  readonly database: string;
  readonly log: string;
  readonly seed: number;
  readonly point: Point | null;
  /** The time a reply belongs to the child that claimed it, in milliseconds; 0 if there is one child only. */
  readonly leaseMs: number;
  /** Whether turns may run before their messages are committed. */
  readonly ahead: boolean;
  /** The fault put in for a negative control; null for the service as it is. */
  readonly fault: PutIn | null;
}

/**
 * A fault that a negative control puts in. `hasty`: it acknowledges before the commit. `blind`: it takes every reply with
 * an unknown outcome for not delivered, and no first attempt has a known one. `swapping`: it stores two messages of a
 * conversation in the other order than it acknowledges them.
 */
export type PutIn = 'hasty' | 'blind' | 'swapping';

/** An order to a child. */
export type Order =
  | { readonly do: 'live'; readonly life: Life }
  | { readonly do: 'take'; readonly message: Incoming }
  /** Asks the child to say when everything that came in is handled. */
  | { readonly do: 'rest' }
  | { readonly do: 'stop' };
/** A report of a child. */
export type ConversationEvent =
  | { readonly is: 'warm' }
  | { readonly is: 'up' }
  | { readonly is: 'rested' }
  /** The message was not stored, so it is not acknowledged. */
  | { readonly is: 'refused'; readonly id: string }
  /** The message is not acknowledged before another one of its conversation has come. */
  | { readonly is: 'held'; readonly id: string }
  | { readonly is: 'acked'; readonly id: string; readonly fresh: boolean };

await beChild();

/** The service in small: the real journal over the real store, a turn that counts, and a platform that is a file. */
async function beChild(): Promise<void> {
  const [
    { Journal },
    { NOTHING_ELSE: nothing },
    { openStore },
    { SILENT },
    { LogPlatform },
    { Random },
    { reply, state },
  ] = await Promise.all([
    import('../../src/journal/journal.ts'),
    import('../../src/core/conversation.ts'),
    import('../../src/store/open.ts'),
    import('../../src/core/log.ts'),
    import('./log-platform.ts'),
    import('./random.ts'),
    import('./samples.ts'),
    // Opening a store would load these only then, but a life has to begin at once.
    import('kysely/migration'),
    import('../../src/store/tables.ts'),
    import(process.argv[2]!),
  ]);
  const tell = (event: ConversationEvent): void => void process.send!(event);

  const live = async ({ database, log, seed, point, leaseMs, ahead, fault }: Life) => {
    let left = point?.count ?? 0;
    const pass = (name: string): void => {
      if (name === point?.name && --left === 0) process.kill(process.pid, 'SIGKILL');
    };
    const store = mined(await openStore(database), pass);
    const platform = new LogPlatform(log, new Random(seed));
    const channel = fault === 'blind' ? blindTo(platform) : platform;
    const journal = new Journal({
      // Reading the words of secrets takes longer than a life.
      redact: (text) => ({ text, masked: false }),
      store,
      channels: [mined(channel, pass)],
      turn: async (before, message) => {
        const count = (before?.asked ?? 0) + 1;
        return { ...nothing, state: state(count), replies: [reply(`${count}: ${message.text}`)] };
      },
      apology: () => reply('sorry'),
      run: async () => assert.fail('a job, but no turn asked for one'),
      now: () => new Date(),
      log: SILENT,
      ...{ leaseMs, aheadAfterMs: ahead ? 0 : Number.POSITIVE_INFINITY },
    });
    await journal.start();
    tell({ is: 'up' });
    const acked = (id: string, fresh: boolean): void => tell({ is: 'acked', id, fresh });
    const held = new Map<string, Incoming>();
    const take = async (message: Incoming): Promise<void> => {
      const { id, conversation } = message;
      if (fault === 'hasty') acked(id, true);
      const first = fault === 'swapping' ? (held.get(conversation) ?? message) : null;
      if (first?.id === id) {
        held.set(conversation, message);
        return tell({ is: 'held', id });
      }
      held.delete(conversation);
      const fresh = await journal.accept(message);
      if (first) acked(first.id, await journal.accept(first));
      if (fault !== 'hasty') acked(id, fresh);
    };
    const rest = async (): Promise<void> => {
      await journal.idle();
      tell({ is: 'rested' });
    };
    const stop = async (): Promise<void> => {
      await journal.stop();
      await store.close();
    };
    return { take, rest, stop };
  };

  let living: ReturnType<typeof live>;
  process.on('message', async (order: Order) => {
    if (order.do === 'live') living = live(order.life);
    // The platform sends again what can't be stored.
    else if (order.do === 'take')
      await (await living).take(order.message).catch(() => tell({ is: 'refused', id: order.message.id }));
    else if (order.do === 'rest') await (await living).rest();
    else {
      await (await living).stop();
      process.disconnect();
    }
  });
  // This is usually done when a process ends in peace, which none of these does.
  flushCompileCache();
  tell({ is: 'warm' });
}

/** A channel that never looks whether a reply arrived; each was delivered once before its outcome is known. */
function blindTo(platform: Outlet): Outlet {
  const send: Outlet['send'] = async (conversation, reply, row, placement) => {
    const outcome = await platform.send(conversation, reply, row, placement);
    return outcome.kind === 'sent' && row.attempt === 1 ? { kind: 'unknown', why: 'no answer' } : outcome;
  };
  return { name: platform.name, send, find: async () => ({ kind: 'absent' }) };
}

/** The same object, which reports a point before and after each of its methods. */
function mined<T extends object>(target: T, pass: (name: string) => void): T {
  return new Proxy(target, {
    get(_, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        pass(`before ${String(key)}`);
        const result: unknown = await value.apply(target, args);
        pass(`after ${String(key)}`);
        return result;
      };
    },
  });
}
