/** Numbers as people read them. */
import { say } from '../frame/words.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A cell of a table: words, a count, a share, or a time in seconds. */
export function cellText(kind, value) {
  if (value === null) return '–';
  if (kind === 'share') return `${(value * 100).toFixed(0)}%`;
  return kind === 'seconds' ? timeText(value) : String(value);
}

/** A time in the unit that fits: "0.3 s", "4 min", "2.5 h", "3 days". */
export function timeText(seconds) {
  if (seconds < 10) return say('time-seconds', { n: seconds.toFixed(1) });
  if (seconds < 2 * MINUTE) return say('time-seconds', { n: Math.round(seconds) });
  if (seconds < 2 * HOUR) return say('time-minutes', { n: Math.round(seconds / MINUTE) });
  return seconds < 2 * DAY
    ? say('time-hours', { n: (seconds / HOUR).toFixed(1) })
    : say('time-some-days', { n: (seconds / DAY).toFixed(1) });
}
