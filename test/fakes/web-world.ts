/** Runs Firstline with its chat page in this process, over a real database and real HTTP. */
import { WebChannel } from '../../src/channels/web/web.ts';
import type { Saved, Turn } from '../../src/core/conversation.ts';
import { SILENT } from '../../src/core/log.ts';
import { Journal } from '../../src/journal/journal.ts';
import { FirstlineServer } from '../../src/server/server.ts';
import { openStore } from '../../src/store/open.ts';
import { hostOf } from './host.ts';
import type { Knowledge } from './knowledge.ts';
import { redact } from './redact.ts';
import { reply } from './samples.ts';

/** The chat page at work, without a desk; pictures are not read. */
export async function openWebWorld({ turn }: Knowledge) {
  const store = await openStore('sqlite::memory:');
  const channel = new WebChannel(
    { for: 'loopback', plainHttp: false, proxies: [] },
    hostOf('web', store, { accept: (message) => journal.accept(message) }),
  );
  const journal: Journal = new Journal({
    redact,
    store,
    turn: turn as Turn<Saved>,
    apology: () => reply('Sorry.'),
    channels: [channel],
    run: async ({ job }) => ({ job: job.id, kind: 'images', found: [], trouble: 'not-allowed' }),
    now: () => new Date(),
    log: SILENT,
  });
  const server = new FirstlineServer({ mounts: [channel], raw: channel.raw, ping: () => store.ping(), log: SILENT });
  await journal.start();
  await channel.start();
  return {
    address: await server.listen(0, '127.0.0.1'),
    async close(): Promise<void> {
      await Promise.all([server.close(), channel.stop()]);
      await journal.stop();
      await store.close();
    },
  };
}
