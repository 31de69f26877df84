import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { examine } from '../../../src/channels/web/doctor/doctor.ts';
import { webSettings } from '../../../src/channels/web/settings.ts';

async function found(
  env: Record<string, string>,
  address: string | null = null,
  signIn: URL | null = null,
): Promise<string[]> {
  const read = webSettings(env);
  assert.ok('settings' in read && read.settings);
  const lines: string[] = [];
  for await (const { state, what, cure } of examine(read.settings, address, signIn))
    lines.push(`${state}: ${what}${cure ? ` | ${cure}` : ''}`);
  return lines;
}

describe('the doctor of the chat page', function () {
  this.timeout(20_000);

  it('says who may open it', async () => {
    assert.match((await found({})).join(), /^fine: .* this machine alone/);
    assert.match((await found({ WEB_CHAT: 'off' })).join(), /^open: .* is off/);
    const [settings, reach] = await found({ WEB_CHAT: 'public', TRUSTED_PROXY: '127.0.0.1' });
    assert.match(settings!, /^fine: The chat page is public; believed is what these say: 127\.0\.0\.1/);
    assert.match(reach!, /^open: .*--address/);
  });

  it('finds settings with which nobody gets in, or anybody reads along', async () => {
    assert.match((await found({ WEB_CHAT: 'public' }))[0]!, /^wrong: TRUSTED_PROXY is not set.*WEB_CHAT_PLAIN/);
    assert.match((await found({ WEB_CHAT: 'open' }))[0]!, /^wrong: .*without TLS.*WEB_CHAT_OPEN/);
  });

  it('says where people may sign in, and that they can’t under another address', async () => {
    const env = { WEB_CHAT: 'public', TRUSTED_PROXY: '127.0.0.1' };
    const signIn = new URL('https://127.0.0.1:9');
    assert.match((await found(env, null, signIn))[1]!, /^fine: People may sign in where .* https:\/\/127\.0\.0\.1:9$/);
    assert.match((await found(env, 'https://127.0.0.1:9/', signIn))[1]!, /^fine: People may sign in/);
    assert.match((await found(env, 'https://127.0.0.1:8', signIn))[1]!, /^open: People can't sign in at .*CONSOLE_URL/);
    assert.ok(!(await found({ WEB_CHAT: 'off' }, null, signIn)).some((line) => line.includes('sign in')));
  });

  it('looks at an address also where the page is for this machine alone, and says where it does not look', async () => {
    const statuses = [200, 403];
    const server = createServer((_request, response) => {
      response.statusCode = statuses.shift()!;
      response.end(response.statusCode === 200 ? '' : '{"code":"WEB_CHAT_CLOSED","cause":"Closed.","cure":"Open it."}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const here = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      assert.equal((await found({}, here)).at(-1), `fine: http://${here} gives the chat page`);
      assert.match(
        (await found({}, `http://${here}/`)).at(-1)!,
        /^wrong: .* does not give the chat page \| Closed\. Open it\. \[WEB_CHAT_CLOSED\]$/,
      );
    } finally {
      server.closeAllConnections();
      server.close();
    }
    assert.match(
      (await found({}, 'http://127.0.0.1:9')).at(-1)!,
      /^wrong: Nothing answers at http:\/\/127\.0\.0\.1:9 \|/,
    );
    assert.match((await found({ WEB_CHAT: 'off' }, 'http://127.0.0.1:9')).at(-1)!, /^open: .* was not looked at/);
  });

  it('takes only an https address, and says when nobody answers there', async () => {
    const env = { WEB_CHAT: 'public', TRUSTED_PROXY: '127.0.0.1' };
    assert.match((await found(env, 'http://help.example')).at(-1)!, /^wrong: .* is no https address/);
    assert.match(
      (await found(env, 'https://127.0.0.1:9')).at(-1)!,
      /^wrong: .*does not give the chat page.*certificate/,
    );
  });
});
