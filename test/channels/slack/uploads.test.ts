import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { WebClient } from '@slack/web-api';
import { SlackUploads } from '../../../src/channels/slack/send/uploads.ts';

describe('Uploading files to Slack', () => {
  let server: Server;
  let origin: string;
  /** The file host answers when this is over. */
  let answering: Promise<void>;
  let patienceMs: number;
  let taken: string[];
  let begun: number;
  let to: string;
  let uploads: SlackUploads;

  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += String(part);
      });
      request.on('end', () => {
        taken.push(body);
        void answering.then(() => response.end('OK'));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  beforeEach(() => {
    answering = Promise.resolve();
    patienceMs = 10_000;
    begun = 0;
    taken = [];
    to = `${origin}/upload`;
    const apiCall = async () => ({ ok: true, upload_url: to, file_id: `F${++begun}` });
    uploads = new SlackUploads({
      client: { apiCall } as unknown as WebClient,
      picture: async (_conversation, ref) => (ref === 'gone' ? null : Buffer.from(`bytes of ${ref}`)),
      testOrigin: origin,
      get patienceMs() {
        return patienceMs;
      },
    });
  });
  after(() => server.close());

  const image = (ref: string, name: string | null = `${ref}.png`) => ({ ref, name });

  it('outlasts the attempt that began it, and is done once', async () => {
    const held = Promise.withResolvers<void>();
    answering = held.promise;
    patienceMs = 20;
    assert.equal(await uploads.of('c', [image('a')]), null);
    assert.equal(await uploads.of('c', [image('a')]), null);
    held.resolve();
    patienceMs = 10_000;
    assert.deepEqual(await uploads.of('c', [image('a')]), [{ kind: 'up', id: 'F1', name: 'a.png' }]);
    assert.deepEqual(taken, ['bytes of a']);
    uploads.forget('c', [image('a')]);
    assert.deepEqual(await uploads.of('c', [image('a')]), [{ kind: 'up', id: 'F2', name: 'a.png' }]);
  });

  it('tells of each file whether it is up or no longer kept, under a name that fits in a line', async () => {
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
