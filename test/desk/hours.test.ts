import assert from 'node:assert/strict';
import sinon from 'sinon';
import type { Hours } from '../../src/core/desk.ts';
import { afterMinutes, inWords, isOpen, nextMorning, nextOpening } from '../../src/desk/hours.ts';

const BERLIN: Hours = {
  zone: 'Europe/Berlin',
  days: {
    1: [
      ['09:00', '12:00'],
      ['13:00', '17:00'],
    ],
    5: [['09:00', '16:00']],
    7: [['22:00', '24:00']],
  },
  closed: ['2026-03-02'],
};
const utc = (day: string, time: string): string => `${day}T${time}:00.000Z`;

describe('business hours', () => {
  it('are counted in the desk’s own time zone, in winter and in summer', () => {
    assert.equal(isOpen(BERLIN, utc('2026-03-09', '08:00')), true); // 09:00 in Berlin
    assert.equal(isOpen(BERLIN, utc('2026-03-09', '07:59')), false);
    assert.equal(isOpen(BERLIN, utc('2026-04-06', '07:00')), true); // 09:00 in summer
    assert.equal(isOpen(BERLIN, utc('2026-04-06', '06:59')), false);
  });

  it('know lunch, the end of the day, and days off', () => {
    assert.equal(isOpen(BERLIN, utc('2026-03-09', '11:30')), false);
    assert.equal(isOpen(BERLIN, utc('2026-03-09', '16:00')), false);
    assert.equal(isOpen(BERLIN, utc('2026-03-02', '09:00')), false);
    assert.equal(isOpen(BERLIN, utc('2026-03-08', '22:59')), true); // Sunday, up to midnight
    assert.equal(isOpen(BERLIN, utc('2026-03-08', '23:00')), false);
  });

  it('count only while somebody is there, over lunch and the weekend', () => {
    assert.equal(afterMinutes(BERLIN, utc('2026-03-09', '10:50'), 30), utc('2026-03-09', '12:20'));
    assert.equal(afterMinutes(BERLIN, utc('2026-03-06', '14:50'), 30), utc('2026-03-08', '21:20'));
    assert.equal(afterMinutes(BERLIN, utc('2026-03-09', '11:30'), 0), utc('2026-03-09', '12:00'));
    assert.equal(nextOpening(BERLIN, utc('2026-03-09', '10:00')), utc('2026-03-09', '10:00'));
  });

  it('go on over the night on which the clock is put forward', () => {
    const nights: Hours = { zone: 'Europe/Berlin', days: { 7: [['00:00', '24:00']] }, closed: [] };
    // 29 March 2026 has 23 hours in Berlin.
    assert.equal(afterMinutes(nights, utc('2026-03-28', '23:00'), 22 * 60), utc('2026-03-29', '21:00'));
    assert.equal(afterMinutes(nights, utc('2026-03-28', '23:00'), 23 * 60), utc('2026-04-04', '22:00'));
  });

  it('are all hours where none are set, and no hour where the days are empty', () => {
    assert.equal(isOpen(null, utc('2026-03-08', '03:00')), true);
    assert.equal(afterMinutes(null, utc('2026-03-08', '03:00'), 90), utc('2026-03-08', '04:30'));
    assert.equal(afterMinutes({ zone: 'UTC', days: {}, closed: [] }, utc('2026-03-08', '03:00'), 1), null);
  });

  it('begin the next morning with the first hour of the next day somebody is there', () => {
    assert.equal(nextMorning(BERLIN, utc('2026-03-06', '06:00')), utc('2026-03-08', '21:00'));
    assert.equal(nextMorning(null, utc('2026-03-06', '06:00')), utc('2026-03-07', '09:00'));
  });

  it('are the same wherever the service runs', () => {
    const clock = sinon.useFakeTimers({ now: Date.parse(utc('2026-03-09', '08:30')), toFake: ['Date'] });
    try {
      assert.equal(isOpen(BERLIN, new Date().toISOString()), true);
      clock.tick(3.5 * 60 * 60 * 1000);
      const now = new Date().toISOString();
      assert.equal(inWords(BERLIN, now, now).text, '13:00 (Europe/Berlin)');
    } finally {
      clock.restore();
    }
  });

  it('are told with the day when it is another one', () => {
    const at = utc('2026-03-09', '08:30');
    assert.deepEqual(inWords(BERLIN, at, utc('2026-03-06', '08:00')), {
      text: 'Mon 9 Mar, 09:30 (Europe/Berlin)',
      time: { at, day: true },
    });
    assert.equal(inWords(null, utc('2026-03-06', '08:30'), utc('2026-03-06', '08:00')).text, '08:30 UTC');
  });
});
