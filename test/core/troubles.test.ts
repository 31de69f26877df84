import assert from 'node:assert/strict';
import { type LogFields, SILENT, unrepeated } from '../../src/core/log.ts';
import { Troubles } from '../../src/core/troubles.ts';

const MINUTE = 60_000;

describe('A trouble that goes on', () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
  });

  it('is told at once, ever more rarely, and with how often it came meanwhile', () => {
    const troubles = new Troubles(() => now);
    const told: [minute: number, times: number][] = [];
    for (; now <= 8 * 60 * MINUTE; now += MINUTE / 6) {
      const times = troubles.came('no way out');
      if (times !== null) told.push([now / MINUTE, times]);
    }
    assert.deepEqual(told.slice(0, 4), [
      [0, 0],
      [1, 5],
      [3, 11],
      [7, 23],
    ]);
    assert.ok(told.length < 15, `${told.length} lines in eight hours`);
  });

  it('says when it is over how often it came and how long it took, once', () => {
    const troubles = new Troubles(() => now);
    assert.equal(troubles.over('no way out'), null);
    for (; now < 5 * MINUTE; now += MINUTE) troubles.came('no way out');
    assert.deepEqual(troubles.over('no way out'), { times: 5, seconds: 300 });
    assert.equal(troubles.over('no way out'), null);
    assert.equal(troubles.came('no way out'), 0);
  });

  it('is another one after it stayed away', () => {
    const troubles = new Troubles(() => now);
    troubles.came('no way out');
    troubles.came('no way out');
    now += 11 * MINUTE;
    assert.equal(troubles.came('no way out'), 0);
  });
});

describe('A log that does not repeat itself', () => {
  it('tells each code of an error once, and every line without one', () => {
    const lines: [LogFields, string][] = [];
    const log = unrepeated({ ...SILENT, warn: (...line) => void lines.push(line) }, () => 0);
    const err = Object.assign(new Error('full'), { code: 'STORE_FULL', cure: 'Make room.' });
    for (let i = 0; i < 3; i++) log.warn({ err }, 'not stored');
    for (let i = 0; i < 2; i++) log.warn({}, 'another thing');
    assert.deepEqual(
      lines.map(([{ cure }, message]) => [message, cure]),
      [
        ['not stored', 'Make room.'],
        ['another thing', undefined],
        ['another thing', undefined],
      ],
    );
  });
});
