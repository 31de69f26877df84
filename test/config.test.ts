/** The settings of the service, out of the environment. */
import assert from 'node:assert/strict';
import { readConfig } from '../src/config.ts';

/** The readers of the metrics that a value of METRICS means. */
const metrics = (METRICS?: string) => readConfig({ METRICS }).metrics;

describe('the settings', () => {
  it('give the metrics to this machine, to nobody, or to an address and a port', () => {
    assert.equal(metrics(), 'loopback');
    assert.equal(metrics(''), 'loopback');
    assert.equal(metrics('off'), 'off');
    assert.deepEqual(metrics('0.0.0.0:9464'), { host: '0.0.0.0', port: 9464 });
    assert.deepEqual(metrics('[::1]:9464'), { host: '::1', port: 9464 });
    assert.deepEqual(metrics('metrics.internal:80'), { host: 'metrics.internal', port: 80 });
  });

  for (const value of ['9464', 'everybody', '0.0.0.0', ':9464', '0.0.0.0:99999', 'a:b:1'])
    it(`refuse METRICS=${value}, and say what it may be`, () => {
      assert.throws(() => metrics(value), { code: 'SETTING_WRONG', message: /METRICS must be .*0\.0\.0\.0:9464/ });
    });
});
