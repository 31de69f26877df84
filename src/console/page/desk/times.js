/** Times as agents read them: how long ago in lists, the clock of this browser in threads. */
import { say } from '../frame/words.js';

const MINUTE = 60_000;
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** How long something lasts already: "now", "12 min", "3 h", "4 d". */
export function ago(at) {
  const ms = Date.now() - Date.parse(at);
  return ms < MINUTE ? say('time-now') : lasting(ms);
}

/** A length of time in milliseconds, in words: a minute at least. */
function lasting(ms) {
  const minutes = Math.max(1, Math.floor(ms / MINUTE));
  if (minutes < 60) return say('time-minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? say('time-hours', { n: hours }) : say('time-days', { n: Math.floor(hours / 24) });
}

/** The clock time; with the day where it is not today. */
export function clockOf(at) {
  const time = new Date(at);
  return (time.toDateString() === new Date().toDateString() ? clock : day).format(time);
}

/** The whole time, for whoever points at a short one. */
export const wholeTime = (at) => whole.format(new Date(at));

/** How a promise stands: 'late', 'soon' within five minutes, otherwise 'fine'; and how long it lasts yet, or is over. */
export function promiseState(at) {
  const left = Date.parse(at) - Date.now();
  const kind = left < 0 ? 'late' : left < 5 * MINUTE ? 'soon' : 'fine';
  return { kind, time: lasting(Math.abs(left)) };
}

/** The whole seconds until a time, none where it is over. */
export const secondsTo = (at) => Math.max(0, Math.ceil((Date.parse(at) - Date.now()) / 1000));
