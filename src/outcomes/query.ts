/** The cases to count, as somebody asked for them: on the command line, or on the page. */
import type { CaseQuery } from '../core/case-record.ts';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';

/** The request as text; a field that is left out narrows nothing down. */
export type AskedFor = Readonly<Partial<Record<'from' | 'to' | 'channel' | 'pack' | 'problem', string>>>;

const DAY_MS = 86_400_000;
/** The period where none is given, and the longest one, in days. */
const USUAL = 28;
const MOST = 5 * 366;
const LONGEST = 200;

/**
 * Reads what is asked for; the period is the last four weeks where none is given.
 * @throws {Fault} PERIOD_WRONG
 */
export function queryOf({ from, to, channel, pack, problem }: AskedFor, now: Date): CaseQuery {
  const last = to ? dayOf(to) : now.toISOString().slice(0, 10);
  const first = from ? dayOf(from) : new Date(Date.parse(last) - (USUAL - 1) * DAY_MS).toISOString().slice(0, 10);
  const length = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (length < 1) throw wrong(`${first} is after ${last}.`);
  if (length > MOST) throw wrong(`From ${first} to ${last} are ${length} days; the most are ${MOST}.`);
  const one = (value: string | undefined): string | null => (value ? value.slice(0, LONGEST) : null);
  return { from: first, to: last, channel: one(channel), pack: one(pack), intent: one(problem) };
}

/** @throws {Fault} PERIOD_WRONG */
function dayOf(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw wrong(`"${text.slice(0, LONGEST)}" is no day.`);
  return text;
}

function wrong(what: string): Fault {
  return new Fault('PERIOD_WRONG', what, FAULTS.PERIOD_WRONG.cure);
}
