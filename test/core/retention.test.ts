import assert from 'node:assert/strict';
import { DEFAULT_RETENTION, olderThan, readRetention } from '../../src/core/retention.ts';

describe('RETENTION', () => {
  it('names ages by kind; kinds that are left out keep their default', () => {
    assert.deepEqual(readRetention('conversations=6w, tickets = never'), {
      ages: { ...DEFAULT_RETENTION, conversations: { count: 6, unit: 'week' }, tickets: null },
    });
    assert.deepEqual(readRetention('pictures=1d,conversations=90d,tickets=2y,figures=10y'), {
      ages: DEFAULT_RETENTION,
    });
  });

  for (const [text, why] of [
    ['files=1d', /"files=1d" names none of pictures, conversations, tickets/],
    ['pictures=1d;tickets=2y', /names none/],
    ['tickets=2', /"2" is no age/],
    ['tickets=0d', /"0d" is no age/],
    ['tickets=1y,tickets=2y', /named twice/],
  ] as const)
    it(`refuses ${text}`, () => {
      const read = readRetention(text);
      assert.match('wrong' in read ? read.wrong : 'taken', why);
    });

  it('counts back from now', () => {
    const now = new Date('2026-03-02T09:00:00.000Z');
    assert.equal(olderThan({ count: 12, unit: 'hour' }, now), '2026-03-01T21:00:00.000Z');
    assert.equal(olderThan({ count: 1, unit: 'week' }, now), '2026-02-23T09:00:00.000Z');
  });
});
