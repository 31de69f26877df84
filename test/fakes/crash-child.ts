/** The program that crash-run.ts runs and kills: a small service that ends itself at a chosen point. */
import assert from 'node:assert/strict';
import { flushCompileCache } from 'node:module';
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
  /** Negative control: the child acknowledges before the commit. */
  readonly hasty: boolean;
  /** Negative control: the child takes every reply with an unknown outcome for not delivered. */
  readonly blind: boolean;
}

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

  const live = async ({ database, log, seed, point, leaseMs, hasty, blind }: Life) => {
    let left = point?.count ?? 0;
    const pass = (name: string): void => {
      if (name === point?.name && --left === 0) process.kill(process.pid, 'SIGKILL');
    };
    const store = mined(await openStore(database), pass);
    const platform = new LogPlatform(log, new Random(seed));
    const channel = blind
      ? { name: platform.name, send: platform.send.bind(platform), find: async () => ({ kind: 'absent' }) as const }
      : platform;
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
      ...{ leaseMs },
    });
    await journal.start();
    tell({ is: 'up' });
    const take = async (message: Incoming): Promise<void> => {
      if (hasty) tell({ is: 'acked', id: message.id, fresh: true });
      const fresh = await journal.accept(message);
      if (!hasty) tell({ is: 'acked', id: message.id, fresh });
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
    // A message that can't be stored is not acknowledged; the platform sends it again.
    else if (order.do === 'take') await (await living).take(order.message).catch(() => undefined);
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
