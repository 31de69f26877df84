import assert from 'node:assert/strict';
import { codeOf, failureOf } from '../../../src/channels/slack/workspace/api.ts';
import { CERTIFICATE_CODES, interception } from '../../../src/core/tls-trouble.ts';

describe('Slack behind a proxy that inspects TLS', () => {
  for (const code of CERTIFICATE_CODES)
    it(`sends nothing, so that a reply waits and is not lost: ${code}`, () => {
      const failed = new TypeError('fetch failed', { cause: Object.assign(new Error('a certificate'), { code }) });
      assert.equal(codeOf(failed), code);
      assert.equal(failureOf(failed).kind, 'later');
    });

  it('is named with the error and the cure', () => {
    const [what, cure] = interception('SELF_SIGNED_CERT_IN_CHAIN', 'slack.com')!;
    assert.match(what, /slack\.com .*SELF_SIGNED_CERT_IN_CHAIN.*inspects TLS/);
    assert.match(cure, /NODE_EXTRA_CA_CERTS/);
    assert.equal(interception('ECONNREFUSED', 'slack.com'), null);
  });
});
