import { afterMinutes } from './hours.ts';
import type { TicketTurn } from './ticket-turn.ts';

/** So far into the promised time an unclaimed ticket is called to mind, whatever else did. */
const SOON = 2 / 3;
/** Every desk was tried: they are tried again after so many minutes, whatever their hours. */
const TRY_AGAIN_MS = 10 * 60_000;
/** Then ever more rarely, up to every five hours. */
const MOST_DOUBLINGS = 5;

/** It waits in the queue of its desk: there it gets its place, and reminders until somebody takes it. */
export function wait(t: TicketTurn): TicketTurn {
  const { ticket, since, promised } = t.state;
  t.tellDesk(
    { kind: 'waits', ticket: ticket.id, title: ticket.summary.problem?.title ?? '', since },
    `${t.message.id}:waits`,
  );
  t.ring('unclaimed', t.desk.remind);
  t.ringAt('late', promised);
  if (promised !== null && t.desk.answer !== null) t.ring('soon', t.desk.answer * SOON);
  t.ring('answer', null);
  return t;
}

/** It stands at the desk and has its place: the person hears it, once. */
export function received(t: TicketTurn): TicketTurn {
  const { told, place, state, stands } = { ...t.state, stands: t.state.seen || isAboutHead(t) };
  if (told || place === null || !stands || state !== 'waiting') return t;
  t.state = { ...t.state, told: true };
  return where(t);
}

/** An unconfirmed head may stand there: then nobody is better off for not being told. */
function isAboutHead({ message: { event } }: TicketTurn): boolean {
  return event?.kind === 'receipt' && event.about.startsWith('head:');
}

/** How things stand, for who asks. */
export function where(t: TicketTurn): TicketTurn {
  const { state, holder, place, promised } = t.state;
  const id = `${t.message.id}:where`;
  if (state === 'held' && holder) t.tell({ kind: 'claimed', by: holder }, id);
  else if (state === 'waiting') {
    const closed = t.desk.hours !== null && afterMinutes(t.desk.hours, t.message.at, 0) !== t.message.at;
    t.tell({ kind: 'queued', place, when: promised === null ? null : t.time(promised), closed }, id);
  }
  return t;
}

/** Another desk gets the ticket, with all of it. */
export function move(t: TicketTurn, to: number): TicketTurn {
  const { head, seen } = t.state;
  const from = t.desk;
  t.tellDesk({ kind: 'gone', ticket: t.state.ticket.id }, `${t.message.id}:gone`);
  // Whoever had it can't be reached there any more.
  t.state = { ...t.state, at: to, state: 'waiting', holder: null };
  t.head(seen ? [] : t.say('desk-unreached-before', { desk: from.name }));
  if (seen && from.name !== t.desk.name) t.leaveHead(head, from);
  wait(t);
  return t;
}

/** The desk is gone, archived, or we were put out of it: the next one is asked, and where there is none, all again later. */
export function unreached(t: TicketTurn, why: string): TicketTurn {
  t.alarm('DESK_UNREACHABLE', 'a ticket could not be put before its desk', { desk: t.desk.name, why });
  t.state = { ...t.state, seen: false, told: false };
  if (t.state.state === 'closed') return t;
  const next = t.state.at + 1 < t.state.path.length;
  // Told once: while it is tried again and again, nothing is new.
  if (t.state.tries === 0) t.tell({ kind: 'unreached', next }, `${t.message.id}:unreached`);
  if (next) return move(t, t.state.at + 1);
  const { tries } = t.state;
  const ms = TRY_AGAIN_MS * 2 ** Math.min(tries, MOST_DOUBLINGS);
  t.state = { ...t.state, lost: true, tries: tries + 1 };
  t.ringAt('retry', new Date(Date.parse(t.message.at) + ms).toISOString());
  return t;
}

/** A closed ticket waits again. */
export function again(t: TicketTurn, by: string, text: string): TicketTurn {
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
  // Where it stood nobody can be reached: it is put there anew, or elsewhere.
  if (t.state.lost) return move(t, 0);
  t.post(t.say('desk-reopened', { by, text }), {}, true);
  return wait(t);
}

/** Nothing more is due; the desk's queue is without it. */
export function quiet(t: TicketTurn): TicketTurn {
  for (const name of ['unclaimed', 'soon', 'late', 'answer', 'retry']) t.ringAt(name, null);
  t.tellDesk({ kind: 'gone', ticket: t.state.ticket.id }, `${t.message.id}:gone`);
  return t;
}
