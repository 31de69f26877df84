import assert from 'node:assert/strict';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { WebChannel } from '../../src/channels/web/web.ts';
import { SILENT } from '../../src/core/log.ts';
import { BARE } from '../../src/core/reply.ts';
import { Journal } from '../../src/journal/journal.ts';
import { FirstlineServer } from '../../src/server/server.ts';
import { openStore } from '../../src/store/open.ts';
import { hostOf } from '../fakes/host.ts';
import { noJobs } from '../fakes/journals.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { redact } from '../fakes/redact.ts';

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

describe('the server and the chat page’s routes', () => {
  let address: URL;
  let stop: () => Promise<void>;
  let healthy = true;

  before(async () => {
    const store = await openStore('sqlite::memory:');
    const host = hostOf('web', store, { accept: (m) => journal.accept(m) });
    const web = new WebChannel({ for: 'loopback', plainHttp: false, proxies: [] }, host);
    const apology = () => ({ ...BARE, body: [] });
    const journal = new Journal({
      redact,
      store,
      turn: knowledge().turn,
      apology,
      channels: [web],
      run: noJobs,
      now: () => new Date(),
      log: SILENT,
    });
    const server = new FirstlineServer({
      mounts: [web],
      ping: async () => {
        if (!healthy) throw new Error('no database');
      },
      log: SILENT,
    });
    address = new URL(await server.listen(0, '127.0.0.1'));
    stop = async () => {
      await Promise.all([web.stop(), server.close()]);
      await journal.stop();
      await store.close();
    };
  });

  after(() => stop());

  function call(
    method: string,
    path: string,
    body?: string | Buffer | null,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const req = request(
        new URL(path, address),
        { method, headers: { ...(body == null ? {} : { 'content-type': 'application/json' }), ...headers } },
        (res) => {
          let text = '';
          res.on('data', (chunk) => (text += chunk));
          res.on('end', () => resolve({ status: res.statusCode!, headers: res.headers, body: text }));
        },
      );
      req.on('error', reject);
      req.end(body ?? undefined);
    });
  }

  async function visit(): Promise<string> {
    const page = await call('GET', '/');
    return (page.headers['set-cookie'] as string[])[0]!.split(';')[0]!;
  }

  /** The lines the page would show, once `count` of them are there. */
  function lines(cookie: string, count: number): Promise<Record<string, unknown>[]> {
    return new Promise((resolve, reject) => {
      const found = new Map<string, Record<string, unknown>>();
      const req = request(new URL('/web/stream', address), { headers: { cookie } }, (res) => {
        let buffer = '';
        res.on('data', (chunk) => {
          buffer += chunk;
          for (const match of buffer.matchAll(/id: (\S+)\nevent: line\ndata: (.*)\n\n/g))
            found.set(match[1]!, JSON.parse(match[2]!));
          if (found.size >= count) {
            req.destroy();
            resolve([...found.values()]);
          }
        });
      });
      req.on('error', reject);
      req.end();
    });
  }

  const said = (text: string, id = `id-${Math.random().toString(36).slice(2)}`) =>
    JSON.stringify({ id, kind: 'said', text });

  it('is alive, and ready only while the database is', async () => {
    assert.equal((await call('GET', '/healthz')).status, 200);
    assert.equal((await call('GET', '/readyz')).status, 200);
    healthy = false;
    assert.equal((await call('GET', '/readyz')).status, 503);
    healthy = true;
  });

  it('serves the page with a strict policy and an unguessable conversation', async () => {
    const page = await call('GET', '/');
    assert.equal(page.status, 200);
    assert.match(
      page.headers['content-security-policy'] as string,
      /default-src 'none'; script-src 'self'; style-src 'self'/,
    );
    assert.match((page.headers['set-cookie'] as string[])[0]!, /^firstline=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax/);
    assert.doesNotMatch(
      page.body,
      /<script(?![^>]*(?:src=|type="application\/json"))|\sstyle=|\son\w+=|(?:src|href)="https?:/,
    );
  });

  it('takes a message once, however often it is sent, and answers it on the stream', async () => {
    const cookie = await visit();
    const body = said('roomie says its schedule is out of date', 'same-id-0001');
    assert.deepEqual(JSON.parse((await call('POST', '/web/messages', body, { cookie })).body), {
      accepted: true,
      fresh: true,
    });
    assert.deepEqual(JSON.parse((await call('POST', '/web/messages', body, { cookie })).body), {
      accepted: true,
      fresh: false,
    });
    const shown = await lines(cookie, 2);
    assert.deepEqual(
      shown.map((l) => l.who),
      ['person', 'firstline'],
    );
  });

  it('keeps two people apart', async () => {
    const [one, two] = [await visit(), await visit()];
    await call('POST', '/web/messages', said('hello from one'), { cookie: one });
    await call('POST', '/web/messages', said('hello from two'), { cookie: two });
    assert.ok(JSON.stringify(await lines(one, 2)).includes('from one'));
    assert.ok(!JSON.stringify(await lines(two, 2)).includes('from one'));
  });

  it('refuses other sites, other host names and guessed conversations', async () => {
    const cookie = await visit();
    assert.equal(
      (await call('POST', '/web/messages', said('x'), { cookie, 'sec-fetch-site': 'cross-site' })).status,
      403,
    );
    assert.equal(
      (await call('POST', '/web/messages', said('x'), { cookie, origin: 'https://evil.example' })).status,
      403,
    );
    assert.equal((await call('GET', '/', null, { host: 'evil.example' })).status, 403);
    assert.equal((await call('POST', '/web/messages', said('x'), { cookie: 'firstline=short' })).status, 401);
    assert.equal((await call('GET', '/web/stream', null)).status, 401);
  });

  it('answers bad input with code, cause and cure', async () => {
    const cookie = await visit();
    const bad: [string | Buffer, number][] = [
      ['{broken', 400],
      ['[]', 400],
      ['null', 400],
      ['{}', 400],
      [JSON.stringify({ id: 'x', kind: 'said', text: 'too short an id' }), 400],
      [JSON.stringify({ id: 'long-enough', kind: 'shouted', text: 'x' }), 400],
      [JSON.stringify({ id: 'long-enough', kind: 'said', text: 7 }), 400],
      [JSON.stringify({ id: 'long-enough', kind: 'said', text: 'x', admin: true }), 400],
      [said('a'.repeat(1_000_000)), 413],
      [Buffer.from([0, 1, 2, 0xff, 0xfe]), 400],
    ];
    for (const [body, status] of bad) {
      const answer = await call('POST', '/web/messages', body, { cookie });
      assert.equal(answer.status, status, String(body).slice(0, 60));
      const { code, cause, cure } = JSON.parse(answer.body) as Record<string, string>;
      assert.ok(code && cause && cure, answer.body);
      assert.doesNotMatch(answer.body, /\bat \S+:\d+|node_modules/);
    }
    const bomb = gzipSync(said('a'.repeat(20_000_000)));
    assert.ok(bomb.length < 100_000, 'small enough to be let in by its length');
    assert.equal((await call('POST', '/web/messages', bomb, { cookie, 'content-encoding': 'gzip' })).status, 415);
    assert.equal((await call('GET', '/nowhere')).status, 404);
    assert.equal(
      (await call('POST', '/web/messages', 'text=x', { cookie, 'content-type': 'application/x-www-form-urlencoded' }))
        .status,
      400,
    );
    assert.equal((await call('GET', '/healthz')).status, 200, 'and it still lives');
  });

  it('answers hostile texts with words', async () => {
    const cookie = await visit();
    const texts = [
      '',
      '\u0000\u0001',
      '\ud800 half',
      '🔥🔥',
      'لا أستطيع الدخول',
      '<img src=x onerror=alert(1)>',
      'line\n'.repeat(4000),
    ];
    for (const text of texts) assert.equal((await call('POST', '/web/messages', said(text), { cookie })).status, 202);
    const shown = await lines(cookie, texts.length * 2);
    assert.equal(shown.filter((l) => l.who === 'firstline').length, texts.length);
  });
});
