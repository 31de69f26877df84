/** Events from the ticket, as the person sees them. */

import { withCode, withoutFences } from '../../core/code-blocks.ts';
import type { TurnResult } from '../../core/conversation.ts';
import { type FromTicket, ticketConversation } from '../../core/desk.ts';
import type { MissingPart } from '../../core/job.ts';
import { partLinks, partNames, troubleWords } from '../../core/part-words.ts';
import type { PhraseKey } from '../../core/phrase-keys.ts';
import { BARE } from '../../core/reply.ts';
import type { Lead } from '../lead.ts';
import type { AgentTurn, Resumed } from './agent-turn.ts';

/** The number of jobs remembered as taken back; pictures are on their way for a minute at most. */
const MOST_TAKEN_BACK = 20;

/** Says the ticket's event to the person, in the agent's name where an agent speaks. */
export function fromTicket(a: AgentTurn, event: FromTicket): TurnResult | Resumed {
  const { desk } = a.state;
  if (!desk) return event.kind === 'spoke' ? notHere(a, event) : a.close();
  const { ticket } = desk;
  // An older ticket may still say something or take it back, but only the last ticket tells how things stand. The same
  // holds for a ticket that the person just left: events that were on their way then are out of date.
  if (
    !a.message.id.startsWith(`${ticketConversation(ticket)}|`) ||
    (desk.state === 'closed' && CROSSED.has(event.kind))
  )
    return inWords(a, event) ?? a.close();
  switch (event.kind) {
    case 'queued': {
      a.set({ state: 'waiting', holder: null });
      const { place, when, closed } = event;
      const key = when === null ? 'queued-untold' : closed ? 'queued-closed' : 'queued';
      a.builder.sayPhrase(key, { place: String(place ?? 1), when: when ?? '' });
      return a.offer();
    }
    case 'claimed':
    case 'handed': {
      a.quiet({ state: 'held', holder: event.by });
      const who = event.by.name ?? '';
      if (event.speaks) return a.close();
      const isKnown = event.answers === true || desk.holder?.id === event.by.id;
      return isKnown ? a.say('with-agent', { who, ticket }) : a.say(event.kind, { who });
    }
    case 'released': {
      const { state } = desk;
      a.quiet({ state: 'waiting', holder: null, closedAt: null });
      if (state !== 'closed') return a.say('released');
      // The ticket was closed, so an agent opened it again; a fix "for now" is not asked about meanwhile.
      a.state = { ...a.state, checkBack: null };
      a.effects.ring('check-back', null);
      return a.say('reopened', { ticket });
    }
    case 'late':
      a.builder.sayPhrase('late');
      if (event.when !== null) a.builder.sayPhrase('late-until', { when: event.when });
      return a.offer();
    case 'unheard':
      a.builder.sayPhrase('unheard');
      return a.offer();
    case 'unreached':
      a.set({ state: 'waiting', holder: null });
      return a.say(event.next ? 'unreached-next' : 'unreached', { ticket });
    case 'spoke':
      a.quiet({ state: 'held', holder: event.by });
      return spoken(a, event);
    case 'respoke':
    case 'unspoke':
      return inWords(a, event) ?? a.close();
    case 'uncarried':
      return a.say('uncarried', { what: partNames(a.content.phrases, event.parts), why: whyOf(a, event.parts) });
    case 'question':
      return question(a, event);
    case 'step':
      return step(a, event);
    case 'unlinked':
      return a.say('link-revoked');
    case 'closed':
      return closed(a, event, ticket);
  }
}

/** Events that only an open ticket sends: they are out of date when they arrive after the person left the ticket. */
const CROSSED: ReadonlySet<FromTicket['kind']> = new Set([
  'queued',
  'claimed',
  'handed',
  'late',
  'unheard',
  'unreached',
  'spoke',
  'question',
  'step',
]);

/** Handles an agent's words, changed words, and words taken back; null for every other event. */
function inWords(a: AgentTurn, event: FromTicket): TurnResult | null {
  switch (event.kind) {
    case 'spoke':
      return spoken(a, event);
    case 'respoke':
      a.builder.say(withCode(event.text));
      a.builder.also({ speaker: { name: event.by.name ?? '', agent: true } });
      a.builder.also({ placement: { kind: 'instead', message: spokenId(a, event.message) } });
      return a.close();
    case 'unspoke':
      return unspoken(a, spokenId(a, event.message));
    default:
      return null;
  }
}

/**
 * Tells the agent that the words did not arrive: the person just went on in another place, or is forgotten. The agent
 * can say them again.
 */
function notHere(a: AgentTurn, { message: about, from }: Extract<FromTicket, { kind: 'spoke' }>): TurnResult {
  const event = { kind: 'receipt', about, as: 'refused', why: 'the person is not there any more' } as const;
  a.effects.emit({ to: from.conversation, id: `${a.message.id}:not-here`, event, route: from });
  return a.close();
}

function spoken(
  a: AgentTurn,
  { message: about, text, images, from, by, first }: Extract<FromTicket, { kind: 'spoke' }>,
): TurnResult {
  const { conversation, id } = a.message;
  if (images.length > 0)
    a.effects.jobs.push({ id: carryId(conversation, id, text === ''), kind: 'carry', images, from });
  const who = by.name ?? '';
  // Files come later, in messages of their own: until then the bot tells who is here.
  if (text === '' && first) return a.say('claimed', { who });
  if (text !== '') a.builder.say(withCode(text));
  if (first) a.builder.sayPhrase('claimed-speaking', { who });
  a.builder.also({ speaker: { name: who, agent: true } });
  // With pictures, the message went out only once they are there.
  a.builder.also({ receipt: { conversation: from.conversation, about, always: images.length === 0 } });
  return a.close();
}

/** Shows pictures that an agent sent, once they are carried over. */
export function carried(a: AgentTurn): TurnResult {
  const result = a.message.result!;
  const images = result.found.flatMap((f) => f.images);
  const missing = result.missing ?? [];
  const { desk } = a.state;
  if (images.length + missing.length === 0 || !desk || desk.takenBack?.includes(result.job)) return a.close();
  const who = desk.holder?.name ?? '';
  if (images.length > 0)
    a.builder.sayPhrase('carried-file', { who, name: images.map((i) => i.name ?? '?').join(', ') });
  const gone = missingFiles(a, missing, who);
  a.builder.also({ images });
  a.builder.also({ speaker: { name: who, agent: true } });
  const [, conversation, about] = /\|(ticket:[^|]+)\|spoke:(.*)\|carry(?:-alone)?$/.exec(result.job) ?? [];
  if (about && conversation) {
    a.builder.also({ receipt: { conversation, about, always: gone.length === 0 } });
    if (gone.length > 0) a.tell({ kind: 'missed', message: about, parts: gone }, `${a.message.id}:missed`);
  }
  return a.close();
}

/** Tells the person of files that could not be brought; answers those for which there is no address either. */
function missingFiles(a: AgentTurn, missing: readonly MissingPart[], who: string): readonly MissingPart[] {
  const { phrases } = a.content;
  const links = partLinks(phrases, missing);
  if (links !== '') {
    a.builder.sayPhrase('carried-link', { who });
    a.builder.say([{ kind: 'quote', spans: [{ text: links }] }]);
  }
  const gone = missing.filter(({ link }) => link === null);
  if (gone.length > 0) a.builder.sayPhrase('carried-not', { who, what: partNames(phrases, gone), why: whyOf(a, gone) });
  return gone;
}

function whyOf(a: AgentTurn, parts: readonly MissingPart[]): string {
  return [...new Set(parts.map(({ why }) => troubleWords(a.content.phrases, why)))].join(', ');
}

/** Removes an agent's words, and the pictures that came with them. */
function unspoken(a: AgentTurn, id: string): TurnResult {
  a.builder.also({ placement: { kind: 'gone', message: id } });
  const jobs = [true, false].map((alone) => carryId(a.message.conversation, id, alone));
  // Pictures still on their way are never shown.
  a.set({ takenBack: [...(a.state.desk?.takenBack ?? []), ...jobs].slice(-MOST_TAKEN_BACK) });
  const words = a.close();
  const pictures = jobs.map((job) => ({
    ...BARE,
    body: [],
    placement: { kind: 'gone', message: `job:${job}` } as const,
  }));
  return { ...words, replies: [...words.replies, ...pictures] };
}

function question(a: AgentTurn, { slot: id, by, first }: Extract<FromTicket, { kind: 'question' }>): TurnResult {
  const slot = a.slot(id);
  if (first) a.builder.sayPhrase('claimed-here', { who: by.name ?? '' });
  if (!slot?.question) return a.close();
  a.quiet({ slot: id });
  a.builder.sayPhrase('agent-asks', { who: by.name ?? '' });
  a.builder.say(slot.question);
  const values = slot.values.map(({ id: value, title }) => ({ id: value, title }));
  return a.ask(values.length === 0 ? [] : [...values, a.builder.choice('unknown')], id);
}

/** Leads the person to the step an agent chose; the bot goes on from there. */
function step(a: AgentTurn, { place, by, first }: Extract<FromTicket, { kind: 'step' }>): TurnResult | Resumed {
  const walkthrough = a.content.walkthroughs.get(place.walkthrough);
  const kept = a.state.case ?? a.state.desk?.kept;
  const who = by.name ?? '';
  if (!walkthrough?.steps.has(place.step) || !kept) return first ? a.say('claimed', { who }) : a.close();
  a.set({ walks: true, kept });
  const frames = [{ walkthrough: place.walkthrough, step: place.step, hash: walkthrough.hash }];
  a.state = { ...a.state, case: { ...kept, frames }, dialogs: [], question: null };
  const came: Lead[] = first ? [{ key: 'claimed-here', values: { who } }] : [];
  return a.again([...came, { key: 'agent-step', values: { who } }], 'play');
}

function closed(a: AgentTurn, { outcome, text, by }: Extract<FromTicket, { kind: 'closed' }>, ticket: string): Resumed {
  a.quiet({ state: 'closed', holder: by, closedAt: a.message.at });
  const leads: Lead[] = [
    { key: `closed-${outcome}` as PhraseKey, values: { who: by?.name ?? '', ticket } },
    ...(text === null ? [] : [{ key: 'closed-words' as const, values: { text: withoutFences(text) } }]),
  ];
  return a.again(leads, 'closed', { outcome });
}

/** The id of the job that carries an agent's pictures over; `alone` where they came without words. */
function carryId(conversation: string, message: string, alone: boolean): string {
  return `${conversation}|${message}|carry${alone ? '-alone' : ''}`;
}

/** The id of the message in this conversation that carries an agent's message. */
function spokenId({ message: { id } }: AgentTurn, message: string): string {
  return `${id.slice(0, id.indexOf('|'))}|spoke:${message}`;
}
