/** Numbers as people read them. */

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
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 2 * MINUTE) return `${Math.round(seconds)} s`;
  if (seconds < 2 * HOUR) return `${Math.round(seconds / MINUTE)} min`;
  return seconds < 2 * DAY ? `${(seconds / HOUR).toFixed(1)} h` : `${(seconds / DAY).toFixed(1)} days`;
}
