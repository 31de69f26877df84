/** Calculations with a desk's hours. Times are ISO 8601. */
import { DateTime } from 'luxon';
import type { Hours } from '../core/desk.ts';
import type { TextSpan } from '../core/text.ts';

/**
 * The number of days searched for an opening. No desk is closed for longer, so hours without any opening end the search
 * here.
 */
const MOST_DAYS = 60;

/** Whether agents are at the desk. */
export function isOpen(hours: Hours | null, at: string): boolean {
  if (!hours) return true;
  const now = DateTime.fromISO(at, { zone: hours.zone });
  return stretches(hours, now).some(([from, to]) => now >= from && now < to);
}

/**
 * The time a number of minutes later, counting only minutes of the desk's hours; null if the hours never add up to it.
 */
export function afterMinutes(hours: Hours | null, at: string, minutes: number): string | null {
  if (!hours) return DateTime.fromISO(at, { zone: 'utc' }).plus({ minutes }).toISO();
  const now = DateTime.fromISO(at, { zone: hours.zone });
  let left = minutes;
  for (let day = 0; day < MOST_DAYS; day++)
    for (const [from, to] of stretches(hours, now.plus({ days: day }))) {
      const start = now > from ? now : from;
      const room = to.diff(start, 'minutes').minutes;
      if (room <= 0) continue;
      if (left < room) return start.plus({ minutes: left }).toUTC().toISO();
      left -= room;
    }
  return null;
}

/** The time of the next opening; `at` itself during the hours. */
export function nextOpening(hours: Hours | null, at: string): string | null {
  return afterMinutes(hours, at, 0);
}

/** The first opening of the next day or later, for things that happen once a day. */
export function nextMorning(hours: Hours | null, at: string): string | null {
  const zone = hours?.zone ?? 'utc';
  const midnight = DateTime.fromISO(at, { zone }).plus({ days: 1 }).startOf('day');
  // Without hours, the morning is when most offices have opened.
  return hours ? nextOpening(hours, midnight.toISO()!) : midnight.plus({ hours: 9 }).toUTC().toISO();
}

/**
 * A time in words, by the desk's clock: "14:30" today, "Mon 23 Nov, 09:30" on another day, with the zone's name. Channels may
 * show it by the reader's clock.
 */
export function inWords(hours: Hours | null, at: string, now: string): TextSpan {
  const zone = hours?.zone ?? 'utc';
  const time = DateTime.fromISO(at, { zone }).setLocale('en-GB');
  const today = DateTime.fromISO(now, { zone }).hasSame(time, 'day');
  const text = `${time.toFormat(today ? 'HH:mm' : 'ccc d LLL, HH:mm')} ${zone === 'utc' ? 'UTC' : `(${zone})`}`;
  return { text, time: { at, day: !today } };
}

/** The open stretches of a day. */
function stretches(hours: Hours, on: DateTime): [DateTime, DateTime][] {
  if (hours.closed.includes(on.toISODate() ?? '')) return [];
  return (hours.days[on.weekday] ?? []).map(([from, to]) => [clock(on, from), clock(on, to)]);
}

/** A time of a day; `24:00` is its end. */
function clock(on: DateTime, text: string): DateTime {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  const midnight = on.startOf('day');
  return hour === 24 ? midnight.plus({ days: 1 }) : midnight.set({ hour, minute });
}
