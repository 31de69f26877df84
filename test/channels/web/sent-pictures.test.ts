import assert from 'node:assert/strict';
import { WebChannel } from '../../../src/channels/web/web.ts';
import { SILENT } from '../../../src/core/log.ts';
import type { Line } from '../../../src/core/store.ts';
import { FirstlineServer } from '../../../src/server/server.ts';
import { hostOf } from '../../fakes/host.ts';
import { FOREIGN, png } from '../../fakes/pictures.ts';
import { message, moment, reply } from '../../fakes/samples.ts';

const MINE = `web:${'m'.repeat(22)}`;
const PICTURE = png({ width: 4, height: 3 });
const speaker = { name: 'Ana', agent: true };

describe('a file from an agent, over HTTP', () => {
  const kept = new Map<string, Uint8Array>();
  let server: FirstlineServer;
  let address: string;
  let name = 'a.png';

  beforeEach(async () => {
    const came: Line = { turn: 1, part: 0, at: moment(), message: message('', { kind: 'event' }), reply: null };
    const host = hostOf('web', null, {
      picture: async (conversation, ref) => kept.get(`${conversation} ${ref}`) ?? null,
      lines: async (conversation) => {
        const images = [{ ref: 'store:a|b', name }];
        return conversation === MINE
          ? [came, { ...came, part: 1, message: null, reply: reply('', { speaker, images }) }]
          : [came];
      },
    });
    const web = new WebChannel({ for: 'loopback', plainHttp: false, proxies: [] }, host);
    server = new FirstlineServer({ mounts: [web], raw: web.raw, ping: async () => undefined, log: SILENT });
    address = await server.listen(0, '127.0.0.1');
  });
  afterEach(async () => {
    kept.clear();
    name = 'a.png';
    await server.close();
  });

  function get(
    ref = '1.1.0',
    headers: Record<string, string> = { cookie: `firstline=${MINE.slice(4)}` },
    method = 'GET',
  ) {
    return fetch(new URL(`/web/images/${ref}`, address), { headers, method });
  }

  it('is shown where it is a picture, by its bytes, whatever its name says', async () => {
    kept.set(`${MINE} store:a|b`, PICTURE);
    name = 'page.html';
    const got = await get();
    assert.equal(got.status, 200);
    assert.equal(got.headers.get('content-type'), 'image/png');
    assert.equal(got.headers.get('content-disposition'), "inline; filename*=UTF-8''page.html");
    assert.deepEqual(Buffer.from(await got.arrayBuffer()), PICTURE);
    const head = await get('1.1.0', undefined, 'HEAD');
    assert.equal(head.headers.get('content-length'), String(PICTURE.length));
    assert.equal((await head.arrayBuffer()).byteLength, 0);
  });

  for (const what of Object.keys(FOREIGN))
    it(`is only to be saved where it is ${what}, and opened by no browser`, async () => {
      kept.set(`${MINE} store:a|b`, FOREIGN[what]!);
      const got = await get();
      await got.arrayBuffer();
      assert.equal(got.headers.get('content-type'), 'application/octet-stream');
      assert.match(got.headers.get('content-disposition')!, /^attachment;/);
      assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
      assert.match(got.headers.get('content-security-policy')!, /sandbox/);
      assert.equal(got.headers.get('cross-origin-resource-policy'), 'same-origin');
      assert.match(got.headers.get('cache-control')!, /no-store/);
    });

  it('has a name that can’t add a header, or reverse its own letters', async () => {
    kept.set(`${MINE} store:a|b`, PICTURE);
    name = "a\"; x='1'\r\nset-cookie: y=1 \ud800 (ü) \u202egnp.exe";
    const got = await get();
    assert.equal(got.status, 200);
    assert.equal(got.headers.get('set-cookie'), null);
    const said = got.headers.get('content-disposition')!;
    assert.match(said, /^inline; filename\*=UTF-8''[\w.%-]+$/);
    assert.equal(decodeURIComponent(said.split("''")[1]!), "a\"; x='1' set-cookie: y=1 \ufffd (ü) gnp.exe");
  });

  it('is there for the person it was sent to, and nobody else', async () => {
    kept.set(`${MINE} store:a|b`, PICTURE);
    kept.set(`web:${'x'.repeat(22)} store:a|b`, PICTURE);
    assert.equal((await get('1.1.0', { cookie: `firstline=${'x'.repeat(22)}` })).status, 404);
    assert.equal((await get('1.1.0', {})).status, 401);
    for (const ref of ['1.1.1', '1.0.0', 'store:a%7Cb', '..%2f..%2fetc', '%00', 'x'.repeat(99)])
      assert.equal((await get(ref)).status, 404, ref);
  });

  it('is answered as gone when it is no longer kept', async () => {
    const got = await get();
    const said = (await got.json()) as Record<string, string>;
    assert.deepEqual([got.status, said.code], [404, 'PICTURE_GONE']);
    assert.ok(said.cause && said.cure);
  });
});
