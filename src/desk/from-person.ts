/** Events from the person's conversation, as the desk sees them. */
import type { FromPerson, PersonAnswer } from '../core/desk.ts';
import { REPORT } from '../core/lesson.ts';
import { isBareMention, type MessagePart, unreadParts } from '../core/message-part.ts';
import { partLinks, partNames, troubleWords } from '../core/part-words.ts';
import { quote, type Rich } from '../core/text.ts';
import { ANSWER_WITHIN } from './claims.ts';
import { nameOf, placeName } from './head.ts';
import { withoutTaking } from './ticket-state.ts';
import type { TicketTurn } from './ticket-turn.ts';
import { again, quiet, wait, where } from './waiting.ts';

/** The number of jobs remembered as taken back; pictures are on their way for a minute at most. */
const MOST_TAKEN_BACK = 20;
/** The time within which a closed ticket can be opened again. */
const REOPEN_WITHIN_MS = 7 * 24 * 60 * 60 * 1000;

/** Handles an event from the person's conversation; answers false for any other event. */
export function fromPerson(t: TicketTurn): boolean {
  const event = t.message.event as FromPerson | null;
  switch (event?.kind) {
    case 'request':
      open(t);
      return true;
    case 'found':
      t.change({ ticket: { ...t.state.ticket, summary: event.summary } });
      t.post(t.say('desk-found-more'));
      return true;
    case 'words':
      said(t, event);
      return true;
    case 'missed':
      missed(t, event);
      return true;
    case 'edited':
      corrected(t, event.began, event.text);
      t.post(bodyOf(t, event.text, event.parts), {
        speaker: speaker(t),
        placement: { kind: 'instead', message: idOf(t, event.message) },
        receipt: null,
      });
      return true;
    case 'deleted':
      corrected(t, event.began, '');
      takenBack(t, idOf(t, event.message));
      return true;
    case 'answered':
      answered(t, event);
      return true;
    case 'left':
    case 'solved':
      ended(t, event.kind);
      return true;
    case 'walks':
      t.post(t.say('desk-person-walks'));
      return true;
    case 'asks':
      where(t);
      return true;
    case 'rated':
      t.state = { ...t.state, rated: ratedBy(t, event) };
      t.post(
        [
          ...(event.rating === null ? [] : t.say('desk-rated', { rating: event.rating })),
          ...(event.text === null ? [] : quote(event.text)),
        ],
        { speaker: speaker(t) },
      );
      return true;
    case 'reopened':
      reopen(t, event);
      return true;
    case 'moved':
      t.change({ personSide: event.personSide, cameAt: t.message.at });
      t.post(t.say('desk-person-moved', { where: placeName(event.personSide.channel, (key) => t.say(key)) }));
      return true;
    case 'signed-in':
      t.change({ personSide: event.personSide });
      t.post(t.say('desk-signed-in', { who: t.who, by: event.personSide.person?.account?.by ?? '' }));
      return true;
    default:
      return false;
  }
}

/** The person's words about the end so far: the line may come after the rating. */
function ratedBy(
  { state: { rated }, message: { at } }: TicketTurn,
  { rating, text }: Extract<FromPerson, { kind: 'rated' }>,
): TicketTurn['state']['rated'] {
  return { rating: rating ?? rated?.rating ?? null, text: text ?? rated?.text ?? null, at: rated?.at ?? at };
}

function open(t: TicketTurn): void {
  t.head();
  if (t.state.ticket.kind === 'finding') return;
  wait(t);
}

/** Posts the person's words in the thread, with their name. */
function said(t: TicketTurn, event: Extract<FromPerson, { kind: 'words' }>): void {
  const { text, images, parts = [], personSide, answers = [], walks, urgent } = event;
  // The head names the person, whose name may be known only now.
  if (t.who === nameOf({ ...t.state, personSide }, (key) => t.say(key))) t.state = { ...t.state, personSide };
  else t.change({ personSide });
  const isOver = t.state.state === 'closed';
  const { ticket } = t.state;
  if (urgent) t.change({ ticket: { ...ticket, summary: { ...ticket.summary, urgent: true } } });
  const body = [
    ...bodyOf(t, text, parts),
    ...answers.flatMap((answer) => noted(t, answer)),
    ...(walks ? t.say('desk-person-walks') : []),
    ...(isOver ? t.say('desk-closed-already') : []),
  ];
  // The person writes on after the end: the agent who closed the ticket should know.
  const to = isOver ? (t.state.closed?.by ?? null) : answers.length > 0 || urgent ? t.state.holder : null;
  if (body.length > 0) t.post(body, { speaker: speaker(t), title: null, to });
  if (images.length > 0) t.job('carry', images);
  if (isOver) return;
  if (t.state.unanswered !== null) return;
  t.state = { ...t.state, unanswered: t.message.at };
  if (t.state.state === 'held') t.ring('answer', ANSWER_WITHIN);
}

/** The person's words, with the names and addresses of what came beside them. */
function bodyOf(t: TicketTurn, text: string, parts: readonly MessagePart[] = []): Rich {
  if (isBareMention({ text, images: [], parts })) return t.say('desk-mentioned');
  const words = text === '' ? [] : quote(text);
  const unread = unreadParts(parts);
  if (unread.length === 0) return words;
  const links = partLinks(t.content.phrases, unread);
  const named = t.say('desk-parts', { what: partNames(t.content.phrases, unread) });
  return [...words, ...named, ...(links === '' ? [] : quote(links))];
}

/** Marks an agent's line of which the person got the words but not the files. */
function missed(t: TicketTurn, { message, parts }: Extract<FromPerson, { kind: 'missed' }>): void {
  const spoken = t.state.spoken[message];
  if (!spoken) return;
  const why = [...new Set(parts.map((part) => troubleWords(t.content.phrases, part.why)))].join(', ');
  const what = partNames(t.content.phrases, parts);
  const key = spoken.wordless ? 'desk-undelivered' : 'desk-delivered-partly';
  t.mark(
    message,
    'refused',
    spoken.route,
    spoken.wordless ? t.say(key, { text: what, why }) : t.say(key, { text: spoken.text, what: `${what} (${why})` }),
  );
}

/** Replaces deleted words by a note and removes the pictures; pictures still on their way are never shown. */
function takenBack(t: TicketTurn, id: string): void {
  const { takenBack: before = [] } = t.state;
  const carried = t.jobId(id, 'carry');
  t.state = { ...t.state, takenBack: [...before, carried].slice(-MOST_TAKEN_BACK) };
  t.post(t.say('desk-person-deleted'), {
    speaker: speaker(t),
    placement: { kind: 'instead', message: id },
    receipt: null,
  });
  t.post([], { placement: { kind: 'gone', message: `job:${carried}` }, receipt: null });
}

/** Draws summary and transcript anew, since both hold the text that the person edited or deleted. */
function corrected(t: TicketTurn, began: boolean, report: string): void {
  const { ticket, transcript } = t.state;
  if (transcript) t.job('transcript');
  const { summary } = ticket;
  if (!began) return;
  t.effects.unlearned.push(REPORT);
  if (summary.report === '') return;
  // The new words may hold more of what the person left out.
  const kept = (summary.leftOut ?? []).length === 0 ? report : '';
  t.change({ ticket: { ...ticket, summary: { ...summary, report: kept, evidence: null, telling: [] } } });
}

function answered(t: TicketTurn, answer: PersonAnswer): void {
  const body = noted(t, answer);
  t.change({ unanswered: t.state.unanswered ?? t.message.at });
  t.post(body, { speaker: speaker(t), to: t.state.holder });
}

/** Puts an answer into the summary, and says it in words. */
function noted(t: TicketTurn, { slot, value, title, urgent }: PersonAnswer): Rich {
  const { ticket } = t.state;
  const slots = { ...ticket.summary.slots, [slot]: value };
  const summary = { ...ticket.summary, slots, urgent: urgent === true || ticket.summary.urgent === true };
  t.change({ ticket: { ...ticket, summary } });
  const all = [...t.content.packs.values()].flatMap((pack) => pack.slots);
  const question = all.find((s) => s.id === slot)?.title ?? slot;
  return t.say('desk-answered', { question: `${question}:`, answer: title });
}

function ended(t: TicketTurn, how: 'left' | 'solved'): void {
  if (t.state.state === 'closed') return;
  t.state = withoutTaking(t.state);
  t.change({
    state: 'closed',
    changedAt: t.message.at,
    closed: { outcome: how === 'solved' ? 'fixed' : 'unknown', by: null, how },
    unanswered: null,
  });
  t.post(t.say(how === 'left' ? 'desk-person-left' : 'desk-person-solved'), { to: t.state.holder });
  quiet(t);
}

function reopen(t: TicketTurn, { text, personSide }: Extract<FromPerson, { kind: 'reopened' }>): void {
  const { closed, changedAt } = t.state;
  if (t.state.state !== 'closed' || Date.parse(t.message.at) - Date.parse(changedAt) > REOPEN_WITHIN_MS) return;
  t.change({ personSide });
  again(t, t.who, text, closed?.by ?? null);
}

function speaker(t: TicketTurn): { name: string; agent: boolean } {
  return { name: t.who, agent: false };
}

/** The id of the message in this thread that carries the person's message. */
function idOf(t: TicketTurn, message: string): string {
  return `${t.message.id.slice(0, t.message.id.indexOf('|'))}|words:${message}`;
}
