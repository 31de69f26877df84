/** Events of a ticket that no human caused: timers, receipts, its place in the queue, and job results. */
import { CODE_MINUTES, CONSOLE_CHANNEL, type ConversationEvent, type FromDesk, readCode } from '../core/desk.ts';
import type { MissingPart } from '../core/job.ts';
import { partLinks, partNames, troubleWords } from '../core/part-words.ts';
import type { Person } from '../core/person.ts';
import { type Paragraph, quote, type Rich } from '../core/text.ts';
import { listed, short } from './head.ts';
import { afterMinutes } from './hours.ts';
import type { TicketTurn } from './ticket-turn.ts';
import { move, received, stillWaits, unreached } from './waiting.ts';

/** The number of reminders about an unclaimed ticket. */
const MOST_REMINDERS = 8;
/** The number of broken promises after which no other is made. */
const MOST_LATE = 3;
/**
 * The pause between reminders of an agent who owes an answer, in minutes of the desk's hours. They end `MOST_CALLED`
 * minutes by the clock (three days) after the person began to wait.
 */
const CALL_EVERY = 60;
const MOST_CALLED = 3 * 24 * 60;
/** The time within which two reminders count as one, in milliseconds. */
const A_MOMENT_MS = 30_000;
const MOST_LINES = 40;
const LONGEST_LINE = 400;
/** The longest line of the bot in a transcript, in characters; agents can guess the rest from its beginning. */
const LONGEST_OF_OURS = 160;

/** Handles what timers, the sender, the desk's queue and the jobs report. */
export function fromService(t: TicketTurn): TicketTurn {
  if (t.message.result) return found(t);
  const event = t.message.event as Extract<ConversationEvent, { kind: 'due' | 'receipt' }> | FromDesk | null;
  switch (event?.kind) {
    case 'due':
      return due(t, event.name);
    case 'receipt':
      return receipt(t, event);
    case 'unheard':
      return unheard(t);
    case 'place': {
      t.state = { ...t.state, place: event.place };
      return received(t);
    }
  }
  return t;
}

/** Tells the person, once, that nobody at the desk could be called: it is seen when somebody opens the console. */
function unheard(t: TicketTurn): TicketTurn {
  if (t.state.state !== 'waiting' || t.state.unheard) return t;
  t.state = { ...t.state, unheard: true };
  return t.tell({ kind: 'unheard' }, `${t.message.id}:unheard`);
}

/** The timers of a ticket that waits. */
const MEANWHILE: readonly string[] = ['unclaimed', 'soon', 'late'];

function due(t: TicketTurn, name: string): TicketTurn {
  const { ticket, state, since, promised, holder, unanswered, reminded } = t.state;
  const open = { ticket: ticket.id, since: t.time(since) };
  // Somebody took it and can still undo that: then it waits as before.
  if (t.state.taking && MEANWHILE.includes(name))
    return t.ringAt(name, new Date(Date.parse(t.state.taking.until) + 1000).toISOString());
  switch (name) {
    case 'unclaimed':
      if (state !== 'waiting' || reminded >= MOST_REMINDERS) return t;
      t.state = { ...t.state, reminded: reminded + 1 };
      // A reminder makes no sense where no desk can be reached.
      if (t.state.lost) return t.ring('unclaimed', t.desk.remind);
      // Another reminder goes out at the same time, and says more.
      if (t.state.seen && (isDue(t, promised) || isDue(t, t.state.soonAt) || isJustCalled(t)))
        return t.ring('unclaimed', t.desk.remind * 2 ** reminded);
      called(t);
      if (t.state.seen)
        t.post(
          promised === null
            ? t.say('desk-remind', open)
            : t.say('desk-remind-promise', { ...open, when: t.time(promised) }),
          {},
          true,
        );
      // It is not known whether the head arrived, or where it is: it is posted once more, as a thread of its own.
      else t.head(t.say('desk-remind', open));
      alertAgain(t);
      return t.ring('unclaimed', t.desk.remind * 2 ** reminded);
    case 'soon':
      t.state = { ...t.state, soonAt: null };
      if (state === 'waiting' && promised !== null && t.state.seen && !isDue(t, promised))
        alertAgain(called(t), true).post(t.say('desk-remind-promise', { ...open, when: t.time(promised) }), {}, true);
      return t;
    case 'late':
      if (state === 'waiting') late(t);
      return t;
    case 'answer':
      if (state !== 'held' || unanswered === null) return t;
      calls(t, unanswered, holder);
      return t;
    case 'retry':
      if (state !== 'closed' && t.state.lost) move(t, 0);
  }
  return t;
}

/** Notes that the desk is reminded now. */
function called(t: TicketTurn): TicketTurn {
  t.state = { ...t.state, calledAt: t.message.at };
  return t;
}

/** Whether a time is here, or will be in a moment. */
function isDue({ message }: TicketTurn, at: string | null | undefined): boolean {
  return at !== null && at !== undefined && Date.parse(at) - Date.parse(message.at) <= A_MOMENT_MS;
}

/** Whether the desk was reminded a moment ago. */
function isJustCalled({ message, state: { calledAt } }: TicketTurn): boolean {
  return calledAt !== undefined && Date.parse(message.at) - Date.parse(calledAt) < A_MOMENT_MS;
}

/** Alerts the agents of a desk in the browser once more; elsewhere the reminder itself does. */
function alertAgain(t: TicketTurn, isSoon = false): TicketTurn {
  return t.desk.route.channel === CONSOLE_CHANNEL ? stillWaits(t, isSoon) : t;
}

/**
 * Reminds the agent who has the ticket; from the second time on the whole desk, as the agent may have gone home with
 * it.
 */
function calls(t: TicketTurn, unanswered: string, holder: Person | null): void {
  const waited = (Date.parse(t.message.at) - Date.parse(unanswered)) / 60_000;
  const words = t.say('desk-remind-person', { who: t.who, since: t.time(unanswered) });
  t.post(words, { to: holder }, waited > CALL_EVERY);
  if (waited < MOST_CALLED) t.ring('answer', CALL_EVERY);
}

/** Handles a broken promise: the bot tells the person, and the next desk on the route gets the ticket. */
function late(t: TicketTurn): TicketTurn {
  const { at, path, ticket, since } = t.state;
  called(t);
  t.post(t.say('desk-late', { ticket: ticket.id, since: t.time(since) }), {}, true);
  if (at + 1 < path.length) move(t, at + 1);
  else alertAgain(t, true);
  const { answer, hours } = t.desk;
  const broken = t.state.late + 1;
  // Broken this often, another promise would be worth nothing: none is made.
  const promised = answer === null || broken >= MOST_LATE ? null : afterMinutes(hours, t.message.at, answer);
  t.change({ promised, late: broken });
  t.ringAt('late', promised);
  t.alarm('DESK_LATE', 'nobody took a ticket by the time that was promised', { desk: t.desk.name });
  t.tell({ kind: 'late', when: promised === null ? null : t.time(promised) }, `${t.message.id}:late`);
  return t;
}

/** Handles the result of a sending: of the head or a line at the desk, or of an agent's line to the person. */
function receipt(t: TicketTurn, { about, as, why }: Extract<ConversationEvent, { kind: 'receipt' }>): TicketTurn {
  const spoken = t.state.spoken[about];
  if (spoken) {
    // The sign of success would speak for what stayed behind as well.
    if (as === 'sent' && spoken.stays !== undefined) {
      const partly = t.say('desk-delivered-partly', { text: spoken.text, what: spoken.stays });
      return t.mark(about, 'refused', spoken.route, partly);
    }
    const key = as === 'sent' ? 'desk-delivered' : as === 'unconfirmed' ? 'desk-unconfirmed' : 'desk-undelivered';
    return t.mark(about, as, spoken.route, t.say(key, { text: spoken.text, why: why ?? '' }));
  }
  const [what, at] = about.split(':');
  // The event is about a desk that no longer has the ticket.
  if (Number(at) !== t.state.at) return t;
  if (as === 'refused') {
    if (t.state.lost) return t;
    if (what !== 'line') return unreached(t, why ?? '');
    // Either this line was refused or the desk is gone: a note about it finds out.
    const about = `probe:${at}`;
    return t.post(t.say('desk-line-refused', { why: why ?? '' }), {
      receipt: { conversation: t.message.conversation, about, always: false },
    });
  }
  if (what === 'head' && as === 'sent') t.state = { ...t.state, seen: true, tries: 0 };
  if (what === 'head') received(t);
  if (what === 'head' && as === 'unconfirmed')
    t.alarm('DESK_UNCONFIRMED', 'a ticket may or may not stand at its desk', { desk: t.desk.name });
  return t;
}

/** Names the person's files that could not be brought here: to the person, and in the words for the agents. */
function uncarried(t: TicketTurn, parts: readonly MissingPart[]): Rich {
  const { phrases } = t.content;
  const why = [...new Set(parts.map((part) => troubleWords(phrases, part.why)))].join(', ');
  const links = partLinks(phrases, parts);
  const named = t.say('desk-uncarried', { who: t.who, what: partNames(phrases, parts), why });
  t.tell({ kind: 'uncarried', parts }, `${t.message.id}:uncarried`);
  return links === '' ? named : [...named, ...quote(links)];
}

function found(t: TicketTurn): TicketTurn {
  const result = t.message.result!;
  switch (result.kind) {
    case 'transcript': {
      const lines = result.found
        .slice(-MOST_LINES)
        .map(({ text, by }): Paragraph['spans'] => [
          { text: `${by?.name ?? (by ? t.who : t.word('desk-transcript-bot'))}: `, style: 'bold' },
          { text: short(text, by ? LONGEST_LINE : LONGEST_OF_OURS) },
        ]);
      if ((t.state.ticket.summary.leftOut ?? []).includes(t.word('part-transcript'))) return t;
      const { transcript } = t.state;
      const body = listed(t.say('desk-transcript'), lines);
      if (transcript)
        return t.post(body, { placement: { kind: 'instead', message: transcript.message }, receipt: null });
      if (lines.length === 0) return t;
      t.state = { ...t.state, transcript: { message: t.message.id, until: t.message.at } };
      return t.post(body);
    }
    case 'carry': {
      const images = result.found.flatMap((f) => f.images);
      const names = images.map((i) => i.name ?? '?').join(', ');
      if (t.state.takenBack?.includes(result.job)) return t;
      const body = [
        ...(images.length > 0 ? t.say('carried-file', { who: t.who, name: names }) : []),
        ...(result.missing ? uncarried(t, result.missing) : []),
      ];
      if (body.length > 0) t.post(body, { images, speaker: { name: t.who, agent: false } });
      return t;
    }
    case 'code': {
      const { code } = t.state;
      const text = result.found[0]?.text;
      if (code?.job !== result.job || !text) return t;
      t.state = { ...t.state, code: null };
      const until = new Date(Date.parse(t.message.at) + CODE_MINUTES * 60_000).toISOString();
      const { conversation, secret } = readCode(text)!;
      const { personSide } = t.state;
      t.effects.emit({
        to: conversation,
        id: t.message.id,
        event: { kind: 'issued', secret, personSide, until },
        route: personSide,
      });
      t.whisper(code.for, t.say('desk-code', { code: text, minutes: String(CODE_MINUTES) }));
    }
  }
  return t;
}
