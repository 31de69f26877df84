import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { examine } from '../../../src/channels/slack/doctor/doctor.ts';
import { codeOf, createClient, failureOf } from '../../../src/channels/slack/workspace/api.ts';
import { Self } from '../../../src/channels/slack/workspace/self.ts';
import type { Finding } from '../../../src/core/finding.ts';
import { SILENT } from '../../../src/core/log.ts';
import { CERTIFICATE_CODES, certificateCause } from '../../../src/core/tls-trouble.ts';
import { SecureFront } from '../../fakes/outside.ts';

describe('Slack behind a proxy that inspects TLS', () => {
  for (const code of CERTIFICATE_CODES)
    it(`sends nothing, so that a reply waits and is not lost: ${code}`, () => {
      const failed = new TypeError('fetch failed', { cause: Object.assign(new Error('a certificate'), { code }) });
      assert.equal(codeOf(failed), code);
      assert.equal(failureOf(failed).kind, 'later');
    });

  it('is named with the error and the cure', () => {
    const [what, cure] = certificateCause('SELF_SIGNED_CERT_IN_CHAIN', 'slack.com')!;
    assert.match(what, /slack\.com .*SELF_SIGNED_CERT_IN_CHAIN.*inspects TLS/);
    assert.match(cure, /NODE_EXTRA_CA_CERTS/);
    assert.equal(certificateCause('ECONNREFUSED', 'slack.com'), null);
  });

  for (const [error, said] of [
    ['CERT_HAS_EXPIRED', /not valid at the time.*CERT_HAS_EXPIRED/],
    ['CERT_NOT_YET_VALID', /not valid at the time/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /certificate of another host/],
  ] as const)
    it(`is told from a certificate that is wrong otherwise: ${error}`, () => {
      const [what, cure] = certificateCause(error, 'slack.com')!;
      assert.match(what, said);
      assert.match(cure, /clock|DNS/);
    });

  it('is what the doctor and the log of the service name, of a real certificate that ran out', async () => {
    const slack = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(slack, 'listening');
    const front = await SecureFront.before((slack.address() as AddressInfo).port, 'expired');
    const apiUrl = `https://localhost:${front.port}/api/`;
    const settings = { botToken: 'xoxb-x', signingSecret: 's', appToken: null, apiUrl, watch: new Map(), allow: [] };
    const found: Finding[] = [];
    for await (const finding of examine(settings, { address: apiUrl, to: null, desks: new Map() })) found.push(finding);
    assert.match(found[0]!.what, /certificate of localhost is not valid at the time/);
    const log: unknown[] = [];
    const self = new Self(createClient('xoxb-x', apiUrl, SILENT), { ...SILENT, error: (fields) => log.push(fields) });
    assert.equal(await self.first(), null);
    self.stop();
    const [line, ...more] = log as { code: string; why: string; cure: string }[];
    assert.deepEqual([line?.code, line?.why, more], ['SLACK_UNREACHABLE', 'CERT_HAS_EXPIRED', []]);
    assert.match(line!.cure, /clock.*that of localhost/);
    await front.close();
    slack.close();
  });
});
