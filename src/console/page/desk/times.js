/** Times as agents read them: how long ago in lists, the clock of this browser in threads. */

const MINUTE = 60_000;
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** How long something lasts already: "now", "12 min", "3 h", "4 d". */
export function ago(at) {
  const minutes = Math.floor((Date.now() - Date.parse(at)) / MINUTE);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** The clock time; with the day where it is not today. */
export function clockOf(at) {
  const time = new Date(at);
  return (time.toDateString() === new Date().toDateString() ? clock : day).format(time);
}

/** The whole time, for whoever points at a short one. */
export const wholeTime = (at) => whole.format(new Date(at));

/** How a promise stands: 'late', 'soon' within five minutes, otherwise 'fine'. */
export function promiseState(at) {
  const left = Date.parse(at) - Date.now();
  return left < 0 ? 'late' : left < 5 * MINUTE ? 'soon' : 'fine';
}
