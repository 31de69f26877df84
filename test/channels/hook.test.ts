import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Channel } from '../../src/core/channel.ts';
import { SILENT } from '../../src/core/log.ts';
import type { Incoming } from '../../src/core/message.ts';
import { FirstlineServer } from '../../src/server/server.ts';
import { HOOK } from '../fakes/hook-channel.ts';
import { hostOf } from '../fakes/host.ts';
import { reply } from '../fakes/samples.ts';

/** The channel that src/README.md shows, over HTTP: what it tells is enough to add one. */
describe('a channel added as the guide tells', () => {
  const accepted: Incoming[] = [];
  const posted: unknown[] = [];
  let status = 200;
  const other = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      posted.push(JSON.parse(body));
      response.statusCode = status;
      response.end();
    });
  });
  let channel: Channel;
  let server: FirstlineServer;
  let address: string;

  before(async () => {
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    const read = HOOK.settings({ HOOK_URL: url });
    assert.ok('settings' in read && read.settings);
    const accept = async (message: Incoming) => accepted.push(message) > 0;
    channel = await HOOK.create(read.settings, hostOf('hook', null, { accept }));
    server = new FirstlineServer({ mounts: [channel], raw: channel.raw, ping: async () => undefined, log: SILENT });
    address = await server.listen(0, '127.0.0.1');
  });

  after(async () => {
    await server.close();
    other.close();
  });

  const post = (body: object) =>
    fetch(`${address}/hook/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('is off without its setting', () => {
    assert.deepEqual(HOOK.settings({}), { settings: null });
  });

  it('acknowledges a message once it is accepted, and refuses what is no message', async () => {
    assert.equal((await post({ id: '1', from: 'kim', text: 'hello' })).status, 202);
    assert.deepEqual(
      accepted.map(({ id, conversation, text }) => [id, conversation, text]),
      [['1', 'hook:kim', 'hello']],
    );
    const refused = await post({ id: '2' });
    assert.equal(refused.status, 400);
    assert.equal(((await refused.json()) as { code: string }).code, 'MALFORMED');
    assert.equal(accepted.length, 1);
  });

  it('sends a reply in one attempt, and says how that ended', async () => {
    const send = () => channel.send('hook:kim', reply('Good morning'), {} as never, null);
    assert.deepEqual(await send(), { kind: 'sent', ref: null });
    assert.deepEqual((posted.at(-1) as { to: string; text: string }).to, 'kim');
    for (const [answer, kind] of [
      [429, 'later'],
      [404, 'refused'],
      [503, 'unknown'],
    ] as const) {
      status = answer;
      assert.equal((await send()).kind, kind);
    }
    assert.equal(posted.length, 4);
  });
});
