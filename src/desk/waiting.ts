/** A ticket without a holder: waiting, moving between desks, and waiting again. */
import type { Person } from '../core/person.ts';
import { afterMinutes } from './hours.ts';
import { withoutTaking } from './ticket-state.ts';
import type { TicketTurn } from './ticket-turn.ts';

/** The part of the promised time after which an unclaimed ticket is brought up again, beside all other reminders. */
const SOON = 2 / 3;
/** The time after which all desks are tried again when none could be reached; their hours don't count. */
const TRY_AGAIN_MS = 10 * 60_000;
/** The number of times that pause doubles, up to about every five hours. */
const MOST_DOUBLINGS = 5;

/** Puts the ticket into its desk's queue, which gives it a place, and sets reminders until an agent takes it. */
export function wait(t: TicketTurn): TicketTurn {
  const { promised } = t.state;
  const { answer, hours } = t.desk;
  stillWaits(t);
  t.ring('unclaimed', t.desk.remind);
  t.ringAt('late', promised);
  const soonAt = promised === null || answer === null ? null : afterMinutes(hours, t.message.at, answer * SOON);
  t.state = { ...t.state, soonAt };
  if (soonAt !== null) t.ringAt('soon', soonAt);
  t.ring('answer', null);
  return t;
}

/**
 * Tells the desk that the ticket waits; a desk in the browser alerts those who don't have it open, and somebody in any case
 * where a promise is about to break (`isSoon`).
 */
export function stillWaits(t: TicketTurn, isSoon = false): TicketTurn {
  const { ticket, since } = t.state;
  const title = ticket.summary.problem?.title ?? '';
  const soon = isSoon ? { soon: true as const } : {};
  t.tellDesk({ kind: 'waits', ticket: ticket.id, title, since, ...soon }, `${t.message.id}:waits`);
  return t;
}

/** Tells the person their place, once, when the ticket stands at the desk and has one. */
export function received(t: TicketTurn): TicketTurn {
  const { told, place, state, stands } = { ...t.state, stands: t.state.seen || isAboutHead(t) };
  if (told || place === null || !stands || state !== 'waiting') return t;
  t.state = { ...t.state, told: true };
  return where(t);
}

/**
 * Whether this turn is about the head: even an unconfirmed head may stand there, and keeping silent would help nobody.
 */
function isAboutHead({ message: { event } }: TicketTurn): boolean {
  return event?.kind === 'receipt' && event.about.startsWith('head:');
}

/** Tells the person how things stand. */
export function where(t: TicketTurn): TicketTurn {
  const { state, holder, place, promised, taking } = t.state;
  const id = `${t.message.id}:where`;
  if (state === 'held' && holder && !taking) t.tell({ kind: 'claimed', by: holder, answers: true }, id);
  else if (state === 'waiting' || taking) {
    const closed = t.desk.hours !== null && afterMinutes(t.desk.hours, t.message.at, 0) !== t.message.at;
    t.tell({ kind: 'queued', place, when: promised === null ? null : t.time(promised), closed }, id);
  }
  return t;
}

/** Moves the ticket with everything in it to another desk of its path, by index. */
export function move(t: TicketTurn, to: number): TicketTurn {
  const { head, seen } = t.state;
  const from = t.desk;
  t.tellDesk({ kind: 'gone', ticket: t.state.ticket.id }, `${t.message.id}:gone`);
  // Its holder can't be reached at the new desk.
  t.state = { ...withoutTaking(t.state), at: to, state: 'waiting', holder: null };
  t.head(seen ? [] : t.say('desk-unreached-before', { desk: from.name }));
  if (seen && from.name !== t.desk.name) t.leaveHead(head, from);
  wait(t);
  return t;
}

/**
 * Handles a desk that can't be reached (it is gone, archived, or the bot was removed): the next desk is asked, and
 * where there is none, all of them again later.
 */
export function unreached(t: TicketTurn, why: string): TicketTurn {
  t.alarm('DESK_UNREACHABLE', 'a ticket could not be put before its desk', { desk: t.desk.name, why });
  t.state = { ...t.state, seen: false, told: false };
  if (t.state.state === 'closed') return t;
  const next = t.state.at + 1 < t.state.path.length;
  // Told once: the further tries bring nothing new.
  if (t.state.tries === 0) t.tell({ kind: 'unreached', next }, `${t.message.id}:unreached`);
  if (next) return move(t, t.state.at + 1);
  const { tries } = t.state;
  const ms = TRY_AGAIN_MS * 2 ** Math.min(tries, MOST_DOUBLINGS);
  t.state = { ...t.state, lost: true, tries: tries + 1 };
  t.ringAt('retry', new Date(Date.parse(t.message.at) + ms).toISOString());
  return t;
}

/** Opens a closed ticket again; the agent who closed it (`knows`) is called. */
export function again(t: TicketTurn, by: string, text: string, knows: Person | null = null): TicketTurn {
  const { answer, hours } = t.desk;
  t.change({
    state: 'waiting',
    holder: null,
    closed: null,
    since: t.message.at,
    changedAt: t.message.at,
    reminded: 0,
    late: 0,
    told: false,
    promised: answer === null ? null : afterMinutes(hours, t.message.at, answer),
  });
  // The desk could not be reached: the ticket is posted anew there, or at another desk.
  if (t.state.lost) return move(t, 0);
  t.post([...t.say('desk-reopened', { by, text }), ...(knows ? t.say('desk-open-again') : [])], { to: knows }, true);
  return wait(t);
}

/** Cancels all reminders and takes the ticket out of the desk's queue. */
export function quiet(t: TicketTurn): TicketTurn {
  for (const name of ['unclaimed', 'soon', 'late', 'answer', 'retry']) t.ringAt(name, null);
  t.tellDesk({ kind: 'gone', ticket: t.state.ticket.id }, `${t.message.id}:gone`);
  return t;
}
