import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createClient } from '../../../src/channels/slack/workspace/api.ts';
import { NotFetched, SlackFiles } from '../../../src/channels/slack/workspace/files.ts';
import { SILENT } from '../../../src/core/log.ts';

describe('fetching what people posted in Slack', () => {
  let server: Server;
  let origin: string;
  let files: SlackFiles;
  let answer: RequestListener;
  let seen: string[];

  before(async () => {
    server = createServer((request, response) => {
      seen.push(`${request.url} ${request.headers.authorization ?? '-'}`);
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    const client = createClient('xoxb-t', `${origin}/api/`, SILENT);
    files = new SlackFiles({ token: 'xoxb-t', client, testOrigin: origin });
  });
  beforeEach(() => {
    seen = [];
  });
  after(() => server.close());

  const image = (given: object = {}) => ({
    ref: JSON.stringify({ id: 'F1', url: `${origin}/f.png`, hosted: true, size: 10, ...given }),
    name: 'f.png',
  });
  const trouble = (expected: string, given: object = {}) =>
    assert.rejects(files.fetch(image(given)), (error) => error instanceof NotFetched && error.trouble === expected);

  it('gets the bytes, with the token', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'image/png' });
      response.end('bytes');
    };
    assert.equal(Buffer.from(await files.fetch(image())).toString(), 'bytes');
    assert.deepEqual(seen, ['/f.png Bearer xoxb-t']);
  });

  it('sends the token to nobody else', async () => {
    answer = (_, response) => response.end('bytes');
    for (const url of [
      'https://files.slack.com.evil.example/f.png',
      'https://evil.example/files.slack.com/f.png',
      'http://files.slack.com/f.png',
      'https://files.slack.com@evil.example/f.png',
      `${origin.replace('127.0.0.1', '127.0.0.2')}/f.png`,
      'file:///etc/passwd',
      'not an address',
    ])
      await trouble('not-allowed', { url });
    await trouble('not-allowed', { hosted: false });
    assert.deepEqual(seen, []);
  });

  it('follows no redirect', async () => {
    answer = (_, response) => {
      response.writeHead(302, { location: `${origin}/other` });
      response.end();
    };
    await trouble('not-allowed');
    assert.equal(seen.length, 1);
  });

  it('takes Slack’s sign-in page for a refusal', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end('<html>');
    };
    await trouble('not-allowed');
  });

  it('stops at ten megabytes, whatever the file claims', async () => {
    await trouble('too-big', { size: 11 * 1024 * 1024 });
    assert.deepEqual(seen, []);
    let sent = 0;
    answer = (_, response) => {
      const more = (): void => {
        while (!response.destroyed && sent < 50_000_000) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    };
    await trouble('too-big');
    assert.ok(sent < 40_000_000);
  });

  it('tells a missing file, a busy Slack and a failure apart', async () => {
    answer = (_, response) => {
      response.writeHead(404);
      response.end();
    };
    await trouble('not-there');
    answer = (_, response) => {
      response.writeHead(429);
      response.end();
    };
    await trouble('busy');
    answer = (request) => request.socket.destroy();
    await trouble('failed');
  });

  it('asks where a file is in channels shared with others', async () => {
    answer = (request, response) => {
      response.setHeader('content-type', request.url === '/f.png' ? 'image/png' : 'application/json');
      const file = { id: 'F1', mode: 'hosted', size: 5, url_private_download: `${origin}/f.png` };
      response.end(request.url === '/f.png' ? 'bytes' : JSON.stringify({ ok: true, file }));
    };
    assert.equal((await files.fetch(image({ url: null }))).length, 5);
    answer = (_, response) => response.end(JSON.stringify({ ok: false, error: 'file_not_found' }));
    await trouble('not-there', { url: null });
    answer = (_, response) => response.end(JSON.stringify({ ok: false, error: 'missing_scope' }));
    await trouble('not-allowed', { url: null });
  });
});
