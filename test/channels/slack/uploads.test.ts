import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { WebClient } from '@slack/web-api';
import { Uploads } from '../../../src/channels/slack/uploads.ts';

describe('putting files up for Slack', () => {
  let server: Server;
  let origin: string;
  let slowMs: number;
  let taken: string[];
  let begun: number;
  let to: string;
  let uploads: Uploads;

  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += String(part);
      });
      request.on('end', () => {
        taken.push(body);
        setTimeout(() => response.end('OK'), slowMs);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  beforeEach(() => {
    slowMs = 0;
    begun = 0;
    taken = [];
    to = `${origin}/upload`;
    const apiCall = async () => ({ ok: true, upload_url: to, file_id: `F${++begun}` });
    uploads = new Uploads({
      client: { apiCall } as unknown as WebClient,
      picture: async (_conversation, ref) => (ref === 'gone' ? null : Buffer.from(`bytes of ${ref}`)),
      testOrigin: origin,
      patienceMs: 50,
    });
  });
  after(() => server.close());

  const image = (ref: string, name: string | null = `${ref}.png`) => ({ ref, name });

  it('outlasts the attempt that began it, and is done once', async () => {
    slowMs = 120;
    assert.equal(await uploads.of('c', [image('a')]), null);
    assert.equal(await uploads.of('c', [image('a')]), null);
    await new Promise((resume) => setTimeout(resume, 100));
    assert.deepEqual(await uploads.of('c', [image('a')]), [{ kind: 'up', id: 'F1', name: 'a.png' }]);
    assert.deepEqual(taken, ['bytes of a']);
    uploads.forget('c', [image('a')]);
    slowMs = 0;
    assert.deepEqual(await uploads.of('c', [image('a')]), [{ kind: 'up', id: 'F2', name: 'a.png' }]);
  });

  it('says of each file whether it is up or no longer kept, under a name that fits in a line', async () => {
    assert.deepEqual(await uploads.of('c', [image('a', 'x/../\n<!channel>.png'), image('gone')]), [
      { kind: 'up', id: 'F1', name: 'x ..  <!channel>.png' },
      { kind: 'not-kept', name: 'gone.png' },
    ]);
    assert.equal((await uploads.of('c', [image('b', null)]))![0]!.name, 'file');
  });

  it('gives nothing to another host than Slack’s, and gives up after some attempts', async () => {
    to = `${origin.replace('127.0.0.1', 'localhost')}/upload`;
    assert.equal(await uploads.of('c', [image('a')]), null);
    assert.equal(await uploads.of('c', [image('a')]), null);
    assert.deepEqual(await uploads.of('c', [image('a')]), [{ kind: 'not-shown', name: 'a.png' }]);
    assert.deepEqual(taken, []);
  });
});
