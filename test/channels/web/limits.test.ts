import assert from 'node:assert/strict';
import sinon from 'sinon';
import { Limits } from '../../../src/channels/web/limits.ts';

describe('the limits of a public page', () => {
  let clock: sinon.SinonFakeTimers;
  let limits: Limits;
  const one = { conversation: 'web:one', network: '203.0.113.1' };

  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: Date.parse('2026-06-01T12:00:00Z') });
    limits = new Limits();
  });
  afterEach(() => clock.restore());

  /** The number of times that something is taken until it is refused, and the refusal. */
  async function until(next: (i: number) => Parameters<Limits['take']>) {
    for (let i = 0; ; i++) {
      const refusal = await limits.take(...next(i));
      if (refusal) return { taken: i, ...refusal };
    }
  }

  it('stop one conversation first, then an address, then everybody', async () => {
    assert.deepEqual(await until(() => ['message', one]), { taken: 30, of: 'conversation', afterS: 60 });
    const other = await until((i) => ['message', { ...one, conversation: `web:${i}` }]);
    assert.deepEqual(other, { taken: 270, of: 'network', afterS: 60 });
    const all = await until((i) => ['message', { conversation: `web:${i}`, network: `198.51.100.${i % 250}` }]);
    assert.deepEqual(all, { taken: 2700, of: 'all', afterS: 60 });
  });

  it('give everybody a new share after a while, and say when', async () => {
    await until(() => ['message', one]);
    clock.tick(45_000);
    assert.equal((await limits.take('message', one))?.afterS, 15);
    clock.tick(15_000);
    assert.equal(await limits.take('message', one), null);
  });

  it('take nothing from others for what is refused', async () => {
    await until(() => ['message', one]);
    for (let i = 0; i < 10_000; i++) await limits.take('message', one);
    assert.equal((await until((i) => ['message', { ...one, conversation: `web:${i}` }])).taken, 270);
  });

  it('count the bytes of pictures, and refuse the one that is too many', async () => {
    assert.equal(await limits.take('bytes', one, 55e6), null);
    assert.equal((await limits.take('bytes', one, 6e6))?.of, 'conversation');
    assert.equal(await limits.take('bytes', one, 5e6), null);
  });
});
