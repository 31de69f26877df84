/** Compares both under load on the chat page. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Checkout } from '../checkout.ts';
import { Driven } from '../driver.ts';
import { inRounds } from '../rounds.ts';
import { type Running, startFirstline } from '../servers.ts';
import { withSqliteFile } from '../sqlite-file.ts';
import { usageOf } from '../usage.ts';
import type { Comparison } from './against.ts';
import { both, either, withBoth } from './sides.ts';

/** The numbers of messages under way at once: the load of an ordinary day, and a rush. */
const AT_ONCE = [4, 64] as const;
/** The number of conversations: messages under way at once come from changing ones, as they do from people. */
const CONVERSATIONS = 256;
const QUIET_MS = 3000;

/** Compares the time from a message on the chat page to its reply there, and the memory before and after. */
export const compareWeb: Comparison = (sides, { errors }, { rounds, seconds }, sheet, next) =>
  withSqliteFile((here) =>
    withSqliteFile((there) => {
      const start = async (checkout: Checkout): Promise<Running & { close(): Promise<void> }> => {
        const server = await startFirstline(checkout === sides[0] ? here : there, { checkout });
        return { ...server, close: server.stop };
      };
      const memory = async (what: string, pids: readonly [number, number]): Promise<void> => {
        next(what);
        await sleep(QUIET_MS);
        sheet.add(what, [{ rss: usageOf(pids[0]).rss }, { rss: usageOf(pids[1]).rss }]);
      };
      return withBoth(sides, start, async (servers) => {
        const pids = [servers[0].pid, servers[1].pid] as const;
        await memory('memory idle', pids);
        next('warming up the web page');
        const driven = await both(servers, (server) =>
          Driven.open(server, { as: 'web', errors, conversations: CONVERSATIONS }),
        );
        try {
          await both(driven, (one) => one.warmUp(AT_ONCE[1]));
          for (const atOnce of AT_ONCE)
            await inRounds(
              rounds,
              either(driven, (one) => one.drive({ seconds, atOnce })),
              ([here, there]) => {
                next(`web page, ${atOnce} at once`);
                // Memory during the load depends on the last garbage collection, so it is looked at once, afterwards.
                sheet.add(`web page, ${atOnce} at once`, [
                  { ...here, rss: null },
                  { ...there, rss: null },
                ]);
              },
            );
          await memory('memory after', pids);
        } finally {
          for (const one of driven) one.letGo();
        }
      });
    }),
  );
