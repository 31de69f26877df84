import assert from 'node:assert/strict';
import { Provider } from '../../src/console/provider.ts';
import { consoleSettings } from '../../src/console/settings.ts';
import { type LogFields, SILENT } from '../../src/core/log.ts';
import { freePort } from '../fakes/free-port.ts';
import { SecureFront } from '../fakes/outside.ts';

/** The log's line about the provider at an address, when somebody wants to sign in. */
async function told(issuer: string): Promise<LogFields> {
  const read = consoleSettings({
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'firstline',
    OIDC_CLIENT_SECRET: 'a-secret',
    CONSOLE_URL: 'https://help.example.com',
  });
  assert.ok('settings' in read && read.settings?.oidc);
  const lines: LogFields[] = [];
  const provider = new Provider(read.settings.oidc, { ...SILENT, error: (fields) => lines.push(fields) });
  await assert.rejects(provider.begin('openid'), { code: 'CONSOLE_PROVIDER' });
  assert.equal(lines.length, 1);
  return lines[0]!;
}

describe('a sign-in provider that can not be reached', () => {
  for (const [what, certificate, code, cure] of [
    ['ran out', 'expired', 'CERT_HAS_EXPIRED', /has run out/],
    ['is of an unknown authority', 'outside', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS/],
  ] as const)
    it(`is told with the reason where its certificate ${what}`, async () => {
      const front = await SecureFront.before(1, certificate);
      const line = await told(`https://localhost:${front.port}`);
      assert.match(String(line.why), new RegExp(code));
      assert.match(String(line.cure), cure);
      await front.close();
    });

  it('is told with the reason where nobody listens, and where its name is not known', async () => {
    assert.match(String((await told(`https://localhost:${await freePort()}`)).why), /ECONNREFUSED/);
    assert.match(String((await told('https://login.invalid')).why), /ENOTFOUND|EAI_AGAIN/);
  });
});
