import { get, type IncomingMessage } from 'node:http';
import { WEB } from '../../../src/channels/web/index.ts';
import type { PageLine } from '../../../src/channels/web/transcript.ts';
import { WebChannel } from '../../../src/channels/web/web.ts';
import { SILENT } from '../../../src/core/log.ts';
import { FirstlineServer } from '../../../src/server/server.ts';
import { channelContract, type Shown } from '../../contracts/channel.contract.ts';
import { until } from '../../fakes/until.ts';

const COOKIE = `firstline=${'m'.repeat(22)}`;

channelContract({
  name: 'web',
  registration: {
    registration: WEB,
    unset: 'on',
    names: ['WEB_CHAT', 'TRUSTED_PROXY'],
    right: { WEB_CHAT: 'public', TRUSTED_PROXY: '127.0.0.1, 10.0.0.0/8' },
    wrong: [
      [{ WEB_CHAT: 'yes' }, 'WEB_CHAT'],
      [{ TRUSTED_PROXY: 'our-proxy' }, 'TRUSTED_PROXY'],
    ],
  },
  async open(host) {
    const channel = new WebChannel({ for: 'loopback', plainHttp: false, proxies: [] }, host);
    const server = new FirstlineServer({
      mounts: [channel],
      raw: channel.raw,
      ping: async () => undefined,
      log: SILENT,
    });
    const address = await server.listen(0, '127.0.0.1');
    await channel.start();
    let text = '';
    const page = await new Promise<IncomingMessage>((resolve, reject) =>
      get(`${address}/web/stream`, { agent: false, headers: { cookie: COOKIE } }, resolve).on('error', reject),
    );
    page.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await until(() => text.includes('event: ready'), 'a page that has caught up');
    const lines = (): PageLine[] =>
      [...text.matchAll(/^data: (\{"id".*)$/gm)].map(([, data]) => JSON.parse(data!) as PageLine);

    async function post(message: object): Promise<boolean> {
      try {
        const { status } = await fetch(`${address}/web/messages`, {
          method: 'POST',
          headers: { cookie: COOKIE, 'content-type': 'application/json' },
          body: JSON.stringify(message),
        });
        return status === 202;
      } catch {
        return false;
      }
    }
    let stopping: Promise<unknown> | null = null;
    const stop = async (): Promise<void> => {
      stopping ??= Promise.all([server.close(), channel.stop()]);
      await stopping;
    };
    return {
      channel,
      server: address,
      connections: { without: 'pages connect to it' },
      ways: {
        say: (words, key) => post({ id: `contract-${key.replaceAll(' ', '-')}`, kind: 'said', text: words }),
        press: ({ id, title }, asked) =>
          post({ id: `contract-press-${asked}`, kind: 'pressed', text: title, choice: id, asked }),
        again: true,
      },
      called: null,
      shown: () => lines().flatMap(shownBy),
      attempts: () => lines().filter(({ id }) => !id.endsWith('.0')).length,
      failures: { without: 'a reply is in the store before it is sent, and the page reads it there' },
      cut: { without: 'a reply is in the store before it is sent, and the page reads it there' },
      gone: { rows: [{ conversation: `web:${'g'.repeat(22)}` }], images: ['5b8b7c7e-0000-4000-8000-000000000000'] },
      stop,
      async close() {
        page.destroy();
        await stop();
      },
    };
  },
});

/** A line as the page shows it: words are put into its elements as text, so only what is marked as more can be more. */
function shownBy(line: PageLine): Shown[] {
  if (line.who === 'change') return line.line === null ? [] : shownBy(line.line);
  if (line.who === 'person') return [];
  const spans = line.body.flatMap((p) => p.spans);
  const works = spans.flatMap(({ style, href }) => [style, href]).filter((part) => part !== undefined);
  const around =
    line.who === 'agent'
      ? [line.name, ...line.pictures.map(({ name }) => name)]
      : [line.title, line.progress?.label, ...[...line.choices, ...line.controls].map((c) => c.title)];
  return [{ calls: [], words: [...around, ...spans.map((s) => s.text)].filter(Boolean).join('\n'), works }];
}
