import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { imageAt, type Reference } from '../../../src/channels/teams/receive/parts.ts';
import { shared } from '../../../src/channels/teams/workspace/credentials.ts';
import { TeamsFiles } from '../../../src/channels/teams/workspace/files.ts';
import type { TeamsAddress } from '../../../src/channels/teams/workspace/places.ts';
import { SILENT } from '../../../src/core/log.ts';
import { FakeTeams } from '../../fakes/teams.ts';

describe('Teams: pictures', () => {
  const teams = new FakeTeams();
  before(() => teams.open());
  after(() => teams.close());

  const asked: string[] = [];
  const token = (name: string) => ({
    get: async () => {
      asked.push(name);
      return name;
    },
    drop: () => undefined,
  });
  const files = (local: boolean, graph = true) =>
    new TeamsFiles({ connector: token('bot'), graph: graph ? token('graph') : null, local, log: SILENT });
  const fetched = (
    f: TeamsFiles,
    from: Reference['from'],
    url: string,
    serviceUrl = 'https://smba.trafficmanager.net/emea/',
  ) => f.fetch({ serviceUrl } as TeamsAddress, imageAt({ from, url }, null));

  it('are fetched up to ten megabytes, whatever size is announced', async () => {
    teams.files.set('/small.png', { body: Buffer.from('png') });
    teams.files.set('/large.png', { body: Buffer.alloc(11 * 1024 * 1024) });
    teams.files.set('/liar.png', { body: Buffer.alloc(11 * 1024 * 1024), headers: { 'transfer-encoding': 'chunked' } });
    assert.deepEqual(await fetched(files(true), 'message', `${teams.url}/small.png`), Buffer.from('png'));
    assert.equal(await fetched(files(true), 'message', `${teams.url}/large.png`), 'too-big');
    assert.equal(await fetched(files(true), 'message', `${teams.url}/liar.png`), 'too-big');
    assert.equal(await fetched(files(true), 'file', `${teams.url}/graph/gone.png`), 'not-there');
  });

  it('are fetched from where Teams keeps them and nowhere else, and no token goes astray', async () => {
    const heard: string[] = [];
    const evil = createServer((q, r) => {
      heard.push(q.headers.authorization ?? 'nothing');
      r.end('x');
    }).listen(0, '127.0.0.1');
    await once(evil, 'listening');
    const there = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
    asked.length = 0;
    const refused: [Reference['from'], string][] = [
      ['message', `${there}/v3/attachments/1`],
      ['file', `${there}/download`],
      ['graph', `${there}/v1.0/x/hostedContents/1/$value`],
      ['message', 'https://smba.trafficmanager.net.evil.example/v3/attachments/1'],
      ['message', 'https://user:pass@smba.trafficmanager.net/v3/attachments/1'],
      ['message', 'http://smba.trafficmanager.net/v3/attachments/1'],
      ['file', 'https://sharepoint.com.evil.example/x'],
      ['file', 'https://evilsharepoint.com/x'],
      ['file', 'https://169.254.169.254/latest/meta-data'],
      ['graph', 'https://graph.microsoft.com.evil.example/v1.0/x/hostedContents/1'],
      ['graph', 'https://graph.microsoft.com/v1.0/me'],
      ['message', 'file:///etc/passwd'],
      ['message', 'not an address'],
    ];
    for (const [from, url] of refused) assert.equal(await fetched(files(false), from, url), 'not-allowed', url);
    assert.equal(
      await fetched(
        files(false, false),
        'graph',
        'https://graph.microsoft.com/v1.0/chats/1/messages/2/hostedContents/3/$value',
      ),
      'not-allowed',
    );
    assert.equal(
      await fetched(files(true), 'message', 'https://smba.trafficmanager.net/v3/attachments/1'),
      'not-allowed',
    );
    assert.deepEqual([heard, asked], [[], []]);
    evil.close();
  });

  it('follow no redirect', async () => {
    const elsewhere = createServer((_q, r) => {
      r.statusCode = 302;
      r.setHeader('location', `${teams.url}/small.png`);
      r.end();
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const before = teams.fileRequests.length;
    assert.equal(
      await fetched(files(true), 'message', `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/x`),
      'failed',
    );
    assert.equal(teams.fileRequests.length, before);
    elsewhere.close();
  });
});

describe('Teams: tokens', () => {
  it('are asked for once for all who wait, and anew only when one was refused', async () => {
    const asked: boolean[] = [];
    const tokens = shared(async (force) => {
      asked.push(force);
      await new Promise((r) => setTimeout(r, 20));
      return `token ${asked.length}`;
    });
    assert.deepEqual(new Set(await Promise.all(Array.from({ length: 50 }, () => tokens.get()))), new Set(['token 1']));
    tokens.drop();
    assert.equal(await tokens.get(), 'token 2');
    assert.deepEqual(asked, [false, true]);
  });

  it('that can’t be fetched are an error for all who wait, and for nobody after them', async () => {
    let down = true;
    const tokens = shared(async () => {
      if (down) throw new Error('no');
      return 'token';
    });
    await Promise.all([assert.rejects(tokens.get()), assert.rejects(tokens.get())]);
    down = false;
    assert.equal(await tokens.get(), 'token');
  });
});
