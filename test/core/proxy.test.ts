import assert from 'node:assert/strict';
import { Agent } from 'node:https';
import { readConfig } from '../../src/config.ts';
import { Fault } from '../../src/core/fault.ts';
import { networksIn, proxyFault, proxySettings, proxyTrouble } from '../../src/core/proxy.ts';

const read = (env: Record<string, string>) => {
  const found = proxySettings(env);
  assert.ok('settings' in found);
  return found.settings;
};

describe('the settings of a proxy', () => {
  it('are read as other programs read them: lower case first, http where nothing else is said', () => {
    assert.equal(read({}), null);
    assert.equal(read({ HTTPS_PROXY: ' ', https_proxy: '' }), null);
    assert.equal(read({ HTTPS_PROXY: 'proxy.example.com:3128' })?.shown, 'http://proxy.example.com:3128');
    const both = { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://high:2' };
    assert.equal(read(both)?.shown, 'http://low:1');
  });

  it('send https by HTTP_PROXY where that alone is set, and http past one for https', () => {
    assert.equal(read({ HTTP_PROXY: 'http://p:1' })?.env.https_proxy, 'http://p:1/');
    assert.equal(read({ HTTPS_PROXY: 'http://p:1' })?.env.http_proxy, '');
  });

  it('show neither user nor password', () => {
    const proxy = read({ HTTPS_PROXY: 'http://me:pa%40ss@p:1' })!;
    assert.deepEqual([proxy.shown, proxy.hasPassword], ['http://p:1', true]);
    for (const status of [407, 403, null]) {
      const fault = proxyFault({ status, why: 'x' }, proxy, 'slack.com');
      assert.doesNotMatch(`${fault.message}${fault.cure}`, /pa%40ss|pa@ss|me:/);
    }
  });

  it('never ask it for this machine, or for a cloud’s tokens of the machine', () => {
    const { env } = read({ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'intra.example' })!;
    for (const host of ['localhost', '127.0.0.1', '::1', '169.254.169.254', '.intra.example'])
      assert.ok(env.no_proxy.split(',').includes(host), host);
  });

  it('never ask it where a cloud names another address for those tokens', () => {
    const { env } = read({ HTTPS_PROXY: 'http://p:1', IDENTITY_ENDPOINT: 'http://169.254.130.2:8081/msi/token' })!;
    assert.ok(env.no_proxy.split(',').includes('169.254.130.2'));
  });

  it('are none where NO_PROXY names every host, and name networks that are not understood', () => {
    assert.equal(read({ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a.example, *' }), null);
    const { env } = read({ HTTPS_PROXY: 'http://p:1', no_proxy: '10.0.0.0/8,a.example 10.1.2.3' })!;
    assert.deepEqual(networksIn(env), ['10.0.0.0/8']);
  });

  for (const text of [
    'socks5://p:1080',
    'http://',
    'http://us:pa#ss@p:1',
    'http://us:pa/ss@p:1',
    'http://u:%zz@p:1',
    'http://p:1/x',
  ])
    it(`are refused with the cure, and without what was written: ${text}`, () => {
      assert.throws(
        () => readConfig({ HTTPS_PROXY: text }),
        (error) =>
          error instanceof Fault &&
          error.code === 'SETTING_WRONG' &&
          /HTTPS_PROXY/.test(error.message) &&
          !/pa.ss|zz|socks/.test(error.message) &&
          /%40/.test(error.cure),
      );
    });

  it('are what Node’s own agent takes', () => {
    assert.doesNotThrow(() => new Agent({ proxyEnv: { ...read({ HTTPS_PROXY: 'http://u:p%23@p:1' })!.env } }));
  });
});

describe('the trouble of a proxy', () => {
  it('is told from that of the host behind it, whichever client met it', () => {
    const node = Object.assign(new Error('x'), { code: 'ERR_PROXY_TUNNEL', statusCode: 407 });
    assert.equal(proxyTrouble(new Error('outer', { cause: node }))?.status, 407);
    const undici = Object.assign(new Error('Proxy response (503) !== 200 when HTTP Tunneling'), {
      code: 'UND_ERR_ABORTED',
    });
    assert.equal(proxyTrouble(new TypeError('fetch failed', { cause: undici }))?.status, 503);
    assert.equal(proxyTrouble(Object.assign(new Error('aborted'), { code: 'UND_ERR_ABORTED' })), null);
    assert.equal(proxyTrouble(Object.assign(new Error('x'), { code: 'ECONNRESET' })), null);
  });
});
