/** The tokens of a managed identity, which a cloud gives to the machine itself, where everything else goes out by a proxy. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../fakes/content.ts';

const HOUR_S = 3600;
const ASK = `
  const { goOutBy } = await import('./src/commands/way-out.ts');
  const { createTokens } = await import('./src/channels/teams/workspace/credentials.ts');
  const { proxySettings } = await import('./src/core/proxy.ts');
  const { SILENT } = await import('./src/core/log.ts');
  goOutBy(proxySettings(process.env).settings, SILENT);
  const identity = { appId: 'the-bot', password: '', tenantId: 't', type: 'UserAssignedMSI' };
  process.stdout.write(await createTokens(identity, 'https://api.botframework.com').get());
  process.exit(0);
`;

function listening(server: Server): Promise<string> {
  return new Promise((ready) =>
    server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );
}

describe('the tokens of a managed identity', () => {
  it('are never asked of the proxy, which would see the secret of the machine and get tokens of its own', async function () {
    this.timeout(60_000);
    const throughProxy: string[] = [];
    const proxy = createServer((request, response) => {
      throughProxy.push(request.url ?? '');
      response.writeHead(403).end();
    });
    const cloud = createServer((_, response) => {
      const until = Math.floor(Date.now() / 1000) + HOUR_S;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'a-token', expires_on: until, resource: 'r', token_type: 'Bearer' }));
    });
    const [way, place] = [await listening(proxy), await listening(cloud)];
    try {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', ASK], {
        cwd: join(ROOT),
        env: { ...process.env, HTTP_PROXY: way, IDENTITY_ENDPOINT: `${place}/msi/token`, IDENTITY_HEADER: 'secret' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      assert.equal(await text(child.stdout), 'a-token');
      assert.deepEqual(throughProxy, []);
    } finally {
      for (const server of [proxy, cloud]) server.close();
    }
  });
});
