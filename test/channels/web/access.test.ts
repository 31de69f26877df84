import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { Limits } from '../../../src/channels/web/limits.ts';
import type { Puzzle } from '../../../src/channels/web/proof.ts';
import type { WebSettings } from '../../../src/channels/web/settings.ts';
import { WebChannel } from '../../../src/channels/web/web.ts';
import { Fault } from '../../../src/core/fault.ts';
import { type Log, SILENT } from '../../../src/core/log.ts';
import type { Store } from '../../../src/core/store.ts';
import { FirstlineServer } from '../../../src/server/server.ts';
import { openStore } from '../../../src/store/open.ts';
import { hostOf } from '../../fakes/host.ts';
import { png } from '../../fakes/pictures.ts';

const LOOPBACK: WebSettings = { for: 'loopback', plainHttp: false, proxies: [] };
const PUBLIC: WebSettings = { for: 'public', plainHttp: false, proxies: ['127.0.0.1'] };
/** The headers that a proxy with TLS adds for a caller. */
const through = (address: string) => ({
  'x-forwarded-for': address,
  'x-forwarded-proto': 'https',
  host: 'help.example',
});

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly said: { readonly code?: string; readonly cause?: string; readonly puzzle?: Puzzle };
  readonly body: string;
}

describe('who may use the chat page', function () {
  this.timeout(20_000);
  let store: Store;
  let server: FirstlineServer;
  let channel: WebChannel;
  let address: string;
  let warned: unknown[];
  /** The refusal that messages meet, by whether they come again. */
  let refused: Fault | null = null;
  let resent: unknown[] = [];
  let counted: string[] = [];

  async function open(settings: WebSettings): Promise<void> {
    warned = [];
    counted = [];
    store = await openStore('sqlite::memory:');
    const log: Log = { ...SILENT, warn: (fields: object) => void warned.push(fields) };
    const host = hostOf('web', store, {
      log,
      accept: async (message, resends) => {
        resent.push(resends);
        if (refused) throw refused;
        const taken = { ...message, at: new Date().toISOString(), shortened: false, masked: false };
        return (await store.accept([taken]))[0] !== null;
      },
    });
    channel = new WebChannel(settings, host, settings.for === 'public' ? new Limits() : null);
    server = new FirstlineServer({
      mounts: [channel],
      raw: channel.raw,
      ping: () => store.ping(),
      log: SILENT,
      meter: { refused: (code) => void counted.push(code) },
    });
    await channel.start();
    address = await server.listen(0, '127.0.0.1');
  }

  afterEach(async () => {
    refused = null;
    resent = [];
    await Promise.all([channel.stop(), server.close()]);
    await store.close();
  });

  const call = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string | Uint8Array,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request(new URL(path, address), { method, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        // A stream goes on for ever: what it began with is enough.
        if (answer.headers['content-type'] === 'text/event-stream') answer.destroy();
        answer.on('close', () => {
          const said = text.startsWith('{') ? JSON.parse(text) : {};
          resolve({ status: answer.statusCode!, headers: answer.headers, said, body: text });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  let count = 0;
  const write = (cookie: string, headers: Record<string, string> = {}): Promise<Answer> => {
    count += 1;
    const body = JSON.stringify({ id: `message-${count}`, kind: 'said', text: 'hello' });
    return call('POST', '/web/messages', { 'content-type': 'application/json', cookie, ...headers }, body);
  };
  const key = (name: string): string => name.padEnd(32, '_');
  const secure = (name: string): string => `__Host-firstline=${key(name)}`;

  it('is, with loopback, nobody who comes through a proxy or a tunnel, or under another name', async () => {
    await open(LOOPBACK);
    assert.equal((await call('GET', '/')).status, 200);
    const signs = {
      forwarded: 'for=127.0.0.1',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'localhost',
      via: '1.1 tunnel',
      'x-real-ip': '127.0.0.1',
      'cf-connecting-ip': '127.0.0.1',
      'true-client-ip': '127.0.0.1',
      host: 'firstline.example',
    };
    for (const [name, value] of Object.entries(signs))
      for (const [method, path] of [
        ['GET', '/'],
        ['GET', '/page.js'],
        ['GET', '/web/stream'],
        ['POST', '/web/messages'],
        ['POST', '/web/conversation'],
      ] as const) {
        const { status, said } = await call(method, path, { [name]: value });
        assert.deepEqual([status, said.code], [403, 'WEB_CHAT_CLOSED'], `${name} ${path}`);
      }
  });

  it('is no page of another site, whatever it calls its origin', async () => {
    await open(LOOPBACK);
    for (const origin of ['null', 'https://evil.example', 'nonsense', 'http://127.0.0.1:1'])
      for (const path of ['/web/messages', '/web/conversation', '/web/images']) {
        const { status, said } = await call('POST', path, { origin, cookie: `firstline=${key('me')}` });
        assert.deepEqual([status, said.code], [403, 'FOREIGN_PAGE'], `${origin} ${path}`);
      }
  });

  it('is, with public, everybody who comes by TLS through the trusted proxy', async () => {
    await open(PUBLIC);
    const page = await call('GET', '/', through('203.0.113.1'));
    assert.equal(page.status, 200);
    assert.match(String(page.headers['set-cookie']), /^__Host-firstline=[\w-]{32}; .*HttpOnly; .*; Secure$/);
    assert.equal((await write(secure('me'), through('203.0.113.1'))).status, 202);
    assert.deepEqual(warned, []);
  });

  it('is, with public, nobody without TLS: it says why, and what to do', async () => {
    await open(PUBLIC);
    const plain: Record<string, string>[] = [
      { host: 'help.example' },
      { ...through('203.0.113.1'), 'x-forwarded-proto': 'http' },
      { 'x-forwarded-for': '203.0.113.1' },
    ];
    for (const headers of plain) {
      const { status, said } = await call('GET', '/', headers);
      assert.deepEqual([status, said.code], [403, 'WEB_CHAT_PLAIN'], JSON.stringify(headers));
    }
    // The operator may try it on the machine itself.
    assert.equal((await call('GET', '/')).status, 200);
  });

  it('is not believed to come by TLS because of headers that no trusted proxy wrote', async () => {
    await open({ ...PUBLIC, proxies: ['10.0.0.1'] });
    const { status, said } = await call('GET', '/', through('203.0.113.1'));
    assert.deepEqual([status, said.code], [403, 'WEB_CHAT_PLAIN']);
  });

  it('is warned about at the start where nobody could get in, or anybody could read along', async () => {
    await open({ ...PUBLIC, proxies: [] });
    assert.deepEqual(warned, [{ code: 'WEB_CHAT_PLAIN' }]);
    await Promise.all([channel.stop(), server.close()]);
    await open({ for: 'public', plainHttp: true, proxies: [] });
    assert.deepEqual(warned, [{ code: 'WEB_CHAT_OPEN' }]);
    const page = await call('GET', '/', { host: 'intranet' });
    assert.equal(page.status, 200);
    assert.match(String(page.headers['set-cookie']), /^firstline=[\w-]{32}; (?!.*Secure)/);
  });

  it('is asked, in a calm sentence, to come again when more is written than can be answered; presses are held', async () => {
    await open(LOOPBACK);
    const cookie = `firstline=${key('me')}`;
    refused = new Fault('INTAKE_FULL', 'for operators', 'for operators', { afterS: 7 });
    const busy = await write(cookie);
    assert.deepEqual([busy.status, busy.said.code, busy.headers['retry-after']], [503, 'TOO_BUSY', '7']);
    assert.match(busy.said.cause!, /Very many people/);
    refused = new Fault('CONVERSATION_FULL', 'for operators', 'for operators', { afterS: 3 });
    const fast = await write(cookie);
    assert.deepEqual([fast.status, fast.said.code, fast.headers['retry-after']], [429, 'TOO_FAST', '3']);
    assert.deepEqual(counted, ['TOO_BUSY', 'TOO_FAST']);
    refused = null;
    const press = JSON.stringify({ id: 'message-press', kind: 'pressed', choice: 'back', asked: 1 });
    const held = await call('POST', '/web/messages', { 'content-type': 'application/json', cookie }, press);
    assert.equal(held.status, 202);
    assert.deepEqual(resent, ['soon', 'soon', 'never']);
  });

  it('is asked, in a calm sentence, to wait when one conversation writes too much, and others are not', async () => {
    await open(PUBLIC);
    const me = through('203.0.113.1');
    for (let i = 0; i < 30; i++) assert.equal((await write(secure('me'), me)).status, 202);
    const { status, headers, said } = await write(secure('me'), me);
    assert.deepEqual([status, said.code], [429, 'TOO_FAST']);
    assert.match(said.cause!, /a lot at once/);
    assert.ok(Number(headers['retry-after']) > 0 && Number(headers['retry-after']) <= 60);
    assert.equal((await write(secure('you'), me)).status, 202);
  });

  it('is asked for a proof of work when very many conversations begin, and let in with it', async () => {
    await open(PUBLIC);
    const flood = through('203.0.113.1');
    for (let i = 0; i < 15; i++) assert.equal((await write(secure(`c${i}`), flood)).status, 202);
    const { status, headers, said } = await write(secure('late'), flood);
    assert.deepEqual([status, said.code], [429, 'PROOF_WANTED']);
    assert.ok(headers['retry-after']);
    assert.ok(!JSON.stringify(said).includes(key('late')), 'the key stays a secret of the browser');
    const answer = solved(said.puzzle!);
    assert.equal((await write(secure('late'), { ...flood, 'firstline-proof': answer })).status, 202);
    // It is paid for: the rest of the conversation costs nothing.
    assert.equal((await write(secure('late'), flood)).status, 202);
    // One answer opens one conversation.
    assert.equal((await write(secure('other'), { ...flood, 'firstline-proof': answer })).status, 429);
    // Others, elsewhere, are asked nothing.
    assert.equal((await write(secure('far'), through('203.0.113.2'))).status, 202);
  });

  it('keeps no pictures for a conversation that was never begun, and only so many of one', async () => {
    await open(PUBLIC);
    const me = through('203.0.113.1');
    const upload = () => call('POST', '/web/images', { ...me, cookie: secure('me') }, png({ width: 3, height: 3 }));
    assert.equal((await upload()).status, 401);
    await write(secure('me'), me);
    for (let i = 0; i < 10; i++) assert.equal((await upload()).status, 201);
    const { status, headers, said } = await upload();
    assert.deepEqual([status, said.code], [429, 'TOO_MANY_PICTURES']);
    assert.ok(headers['retry-after']);
  });

  it('opens only so many streams', async () => {
    await open(PUBLIC);
    const me = { ...through('203.0.113.1'), cookie: secure('me') };
    for (let i = 0; i < 60; i++) assert.equal((await call('GET', '/web/stream', me)).status, 200);
    const { status, headers, said } = await call('GET', '/web/stream', me);
    assert.deepEqual([status, said.code], [429, 'TOO_FAST']);
    assert.ok(headers['retry-after']);
  });

  it('is told nothing of anybody else, and nothing of what is inside', async () => {
    await open(PUBLIC);
    const stranger = { ...through('203.0.113.1'), cookie: secure('stranger') };
    const mine = `web:${createHash('sha256').update(key('me')).digest('base64url')}`;
    await write(secure('me'), through('203.0.113.2'));
    const paths = ['/', '/web', '/web/', '/web/messages', '/web/conversation', '/web/images', '/web/images/1.1.0'];
    for (const path of [...paths, '/web/images/..%2f..%2fpackage.json', '/page/index.html', '/.env', '/metrics']) {
      const { body, status } = await call('GET', path, stranger);
      assert.ok(path === '/' ? status === 200 : status >= 400, path);
      assert.doesNotMatch(body, /node_modules|\/src\/|at \w+ \(|hello|sqlite|slack:|teams:/i, path);
      assert.ok(!body.includes(mine), path);
    }
    // The name of a conversation, as it stands in logs, opens nothing.
    const named = { ...through('203.0.113.1'), cookie: `__Host-firstline=${mine.slice('web:'.length)}` };
    assert.equal((await call('GET', '/web/stream', named)).status, 401);
  });
});

/** Solves a puzzle the way whoever floods would. */
function solved({ text, bits }: Puzzle): string {
  for (let n = 0; ; n++)
    if (createHash('sha256').update(`${text} ${n}`).digest().readUInt32BE() >>> (32 - bits) === 0) return String(n);
}
