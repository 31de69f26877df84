import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { WebChannel } from '../../../src/channels/web/web.ts';
import { SILENT } from '../../../src/core/log.ts';
import type { Incoming } from '../../../src/core/message.ts';
import { LARGEST_PICTURE } from '../../../src/core/picture.ts';
import type { Store } from '../../../src/core/store.ts';
import { FirstlineServer } from '../../../src/server/server.ts';
import { openStore } from '../../../src/store/open.ts';
import { hostOf } from '../../fakes/host.ts';
import { FOREIGN, png } from '../../fakes/pictures.ts';
import { until } from '../../fakes/until.ts';

const PICTURE = png({ width: 40, height: 30 });

describe('the chat page’s pictures, over HTTP', () => {
  let address: URL;
  let store: Store;
  let server: FirstlineServer;
  const taken: Incoming[] = [];
  const kept: [conversation: string, ref: string][] = [];

  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    const host = hostOf('web', store, {
      accept: async (message) => taken.push(message) > 0,
      keepPicture: async (conversation, ref, bytes) => {
        kept.push([conversation, ref]);
        await store.keepImage(conversation, ref, bytes, new Date().toISOString());
      },
    });
    const web = new WebChannel({ for: 'loopback', plainHttp: false, proxies: [] }, host);
    server = new FirstlineServer({ mounts: [web], raw: web.raw, ping: () => store.ping(), log: SILENT });
    address = new URL(await server.listen(0, '127.0.0.1'));
  });
  afterEach(async () => {
    taken.splice(0);
    kept.splice(0);
    await server.close();
    await store.close();
  });

  function post(
    path: string,
    body: Buffer | string,
    headers: Record<string, string> = {},
    pieces = false,
  ): Promise<{ status: number; said: Record<string, string> }> {
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, address), { method: 'POST', headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode!, said: JSON.parse(text) }));
      });
      sent.on('error', reject);
      // Without its length, as `transfer-encoding: chunked`.
      if (pieces) sent.write(body.slice(0, 1));
      sent.end(pieces ? body.slice(1) : body);
    });
  }

  async function visit(): Promise<string> {
    const page = await fetch(address);
    return page.headers.getSetCookie()[0]!.split(';')[0]!;
  }

  const message = (more: object): string => JSON.stringify({ id: 'message-0001', kind: 'said', ...more });

  it('are kept for their conversation, byte for byte, whatever type the request claims', async () => {
    const cookie = await visit();
    for (const type of ['application/octet-stream', 'image/png', 'application/json', 'text/plain']) {
      const { status, said } = await post('/web/images', PICTURE, { cookie, 'content-type': type });
      assert.equal(status, 201, type);
      const [conversation, ref] = kept.at(-1)!;
      assert.equal(said.ref, ref);
      assert.deepEqual(Buffer.from((await store.image(conversation, ref))!), PICTURE);
      assert.equal(await store.image('web:somebody-else', ref), null);
    }
  });

  it('go with a message that names them', async () => {
    const cookie = await visit();
    const { said } = await post('/web/images', PICTURE, { cookie });
    const sent = await post('/web/messages', message({ text: 'look', images: [{ ref: said.ref }] }), {
      cookie,
      'content-type': 'application/json',
    });
    assert.equal(sent.status, 202);
    assert.deepEqual(taken[0]!.images, [{ ref: said.ref, name: null }]);
  });

  it('are named by their refs only, four at most', async () => {
    const headers = { cookie: await visit(), 'content-type': 'application/json' };
    const ref = '3f0e8c1e-6a0e-4f0e-9a55-0d1b7c9a2b11';
    for (const images of [
      [{ ref: '/etc/passwd' }],
      ['x'],
      [{}],
      [{ ref, url: 'https://evil.example' }],
      Array(5).fill({ ref }),
    ])
      assert.equal((await post('/web/messages', message({ images }), headers)).status, 400, JSON.stringify(images));
    assert.deepEqual(taken, []);
  });

  it('are refused when they are no pictures, with a cure', async () => {
    const cookie = await visit();
    for (const what of ['GIF', 'SVG', 'HEIC', 'PDF', 'nothing']) {
      const { status, said } = await post('/web/images', FOREIGN[what]!, { cookie, 'content-type': 'image/png' });
      assert.deepEqual([status, said.code], [415, 'NOT_A_PICTURE'], what);
      assert.ok(said.cause && said.cure);
    }
    assert.deepEqual(kept, []);
  });

  it('are refused above 10 MB, whether the request says its size or not', async () => {
    const cookie = await visit();
    const large = Buffer.concat([PICTURE, Buffer.alloc(LARGEST_PICTURE)]);
    for (const pieces of [false, true]) {
      const { status, said } = await post('/web/images', large, { cookie }, pieces);
      assert.deepEqual([status, said.code], [413, 'PICTURE_TOO_BIG'], String(pieces));
    }
    const fits = Buffer.concat([PICTURE, Buffer.alloc(LARGEST_PICTURE - PICTURE.length)]);
    assert.equal((await post('/web/images', fits, { cookie })).status, 201);
    assert.equal(kept.length, 1);
  });

  it('leave the limit of other requests where it was', async () => {
    const cookie = await visit();
    const text = 'a'.repeat(300_000);
    const sent = await post('/web/messages', message({ text }), { cookie, 'content-type': 'application/json' });
    assert.deepEqual([sent.status, sent.said.code], [413, 'TOO_LONG']);
  });

  it('are taken from our page only, and only in a conversation', async () => {
    const cookie = await visit();
    assert.equal((await post('/web/images', PICTURE, { cookie, 'sec-fetch-site': 'cross-site' })).status, 403);
    assert.equal((await post('/web/images', PICTURE, { cookie, origin: 'https://evil.example' })).status, 403);
    assert.equal((await post('/web/images', PICTURE, {})).status, 401);
    assert.deepEqual(kept, []);
  });

  it('are limited per minute, for one page and for all together', async () => {
    const cookie = await visit();
    const codes: number[] = [];
    for (let i = 0; i < 11; i++) codes.push((await post('/web/images', PICTURE, { cookie })).status);
    assert.deepEqual(codes, [...Array(10).fill(201), 429]);
    let all = 10;
    for (let status = 201; status === 201; ) {
      const other = await visit();
      for (let i = 0; i < 9 && status === 201; i++) {
        ({ status } = await post('/web/images', PICTURE, { cookie: other }));
        all += status === 201 ? 1 : 0;
      }
    }
    assert.equal(all, 40);
  });

  it('that come in slowly fill the room of their own conversation, not of others', async () => {
    const cookie = await visit();
    const slow = [];
    for (let i = 0; i < 2; i++) {
      const sent = request(new URL('/web/images', address), {
        method: 'POST',
        headers: { cookie, 'content-length': '5000', expect: '100-continue' },
      });
      sent.on('error', () => undefined);
      sent.flushHeaders();
      await once(sent, 'continue');
      slow.push(sent);
    }
    assert.equal((await post('/web/images', PICTURE, { cookie })).status, 429);
    for (let i = 0; i < 2; i++)
      assert.equal((await post('/web/images', PICTURE, { cookie: await visit() })).status, 201);
    for (const sent of slow) sent.destroy();
  });

  it('that break off keep nobody else from sending', async () => {
    const cookie = await visit();
    for (let i = 0; i < 8; i++) {
      const broken = request(new URL('/web/images', address), {
        method: 'POST',
        headers: { cookie, 'content-length': '5000', expect: '100-continue' },
      });
      broken.on('error', () => undefined);
      broken.flushHeaders();
      // The server has begun with it when it says so.
      await once(broken, 'continue');
      broken.write(PICTURE);
      broken.destroy();
    }
    const other = await visit();
    await until(
      async () => (await post('/web/images', PICTURE, { cookie: other })).status === 201,
      'a picture that is taken',
    );
    assert.equal(kept.length, 1);
  });
});
