import type { TurnResult } from '../../core/conversation.ts';
import { type FromTicket, ticketConversation } from '../../core/desk.ts';
import type { PhraseKey } from '../../core/phrases.ts';
import { BARE } from '../../core/reply.ts';
import type { Lead } from '../receive.ts';
import type { Aside, HeardAgain } from './aside.ts';

/** Pictures are on their way for a minute at the most. */
const MOST_TAKEN_BACK = 20;

/** What a ticket tells is said to the person, in the agent's name where an agent speaks. */
export function fromTicket(a: Aside, news: FromTicket): TurnResult | HeardAgain {
  const { desk } = a.state;
  if (!desk) return news.kind === 'spoke' ? notHere(a, news) : a.close();
  const { ticket } = desk;
  // An older ticket may still have something to say, or to take back; where things stand is told by the last one alone. So it is
  // with one that the person just left: what crossed with that is old.
  if (!a.message.id.startsWith(`${ticketConversation(ticket)}|`) || (desk.state === 'closed' && CROSSED.has(news.kind)))
    return inWords(a, news) ?? a.close();
  switch (news.kind) {
    case 'queued': {
      a.set({ state: 'waiting', holder: null });
      const { place, when, closed } = news;
      const key = when === null ? 'queued-untold' : closed ? 'queued-closed' : 'queued';
      a.mouth.sayPhrase(key, { place: String(place ?? 1), when: when ?? '' });
      return a.offer();
    }
    case 'claimed':
    case 'handed': {
      a.quiet({ state: 'held', holder: news.by });
      const who = news.by.name ?? '';
      return desk.holder?.id === news.by.id ? a.say('with-agent', { who, ticket }) : a.say(news.kind, { who });
    }
    case 'released': {
      const { state } = desk;
      a.quiet({ state: 'waiting', holder: null, closedAt: null });
      if (state !== 'closed') return a.say('released');
      // Nobody left: an agent opened it again, and what was fixed for now is not asked about meanwhile.
      a.state = { ...a.state, checkBack: null };
      a.timers.push({ name: 'check-back', at: null });
      return a.say('reopened', { ticket });
    }
    case 'late':
      a.mouth.sayPhrase('late');
      if (news.when !== null) a.mouth.sayPhrase('late-until', { when: news.when });
      return a.offer();
    case 'unreached':
      a.set({ state: 'waiting', holder: null });
      return a.say(news.next ? 'unreached-next' : 'unreached', { ticket });
    case 'spoke':
      a.quiet({ state: 'held', holder: news.by });
      return spoken(a, news);
    case 'respoke':
    case 'unspoke':
      return inWords(a, news) ?? a.close();
    case 'question':
      return question(a, news);
    case 'step':
      return step(a, news);
    case 'closed':
      return closed(a, news, ticket);
  }
}

/** What a ticket may still tell when its person is on to something else: only a ticket that is open tells these. */
const CROSSED: ReadonlySet<FromTicket['kind']> = new Set([
  'queued',
  'claimed',
  'handed',
  'late',
  'unreached',
  'spoke',
  'question',
  'step',
]);

/** An agent's words, changed words, and words taken back; null for everything else. */
function inWords(a: Aside, news: FromTicket): TurnResult | null {
  switch (news.kind) {
    case 'spoke':
      return spoken(a, news);
    case 'respoke':
      a.mouth.say([{ kind: 'text', spans: [{ text: news.text }] }]);
      a.mouth.also({ speaker: { name: news.by.name ?? '', agent: true } });
      a.mouth.also({ spot: { kind: 'instead', message: spokenId(a, news.message) } });
      return a.close();
    case 'unspoke':
      return unspoken(a, spokenId(a, news.message));
    default:
      return null;
  }
}

/** The person went on in another place just now, or is forgotten: the agent sees that it did not arrive, and can say it again. */
function notHere(a: Aside, { message: about, from }: Extract<FromTicket, { kind: 'spoke' }>): TurnResult {
  const news = { kind: 'receipt', about, as: 'refused', why: 'the person is not there any more' } as const;
  a.pass({ to: from.conversation, id: `${a.message.id}:not-here`, news, via: from });
  return a.close();
}

function spoken(
  a: Aside,
  { message: about, text, images, from, by }: Extract<FromTicket, { kind: 'spoke' }>,
): TurnResult {
  const { conversation, id } = a.message;
  if (images.length > 0) a.jobs.push({ id: carryId(conversation, id, text === ''), kind: 'carry', images, from });
  if (text !== '') a.mouth.say([{ kind: 'text', spans: [{ text }] }]);
  a.mouth.also({ speaker: { name: by.name ?? '', agent: true } });
  a.mouth.also({ receipt: { conversation: from.conversation, about, always: true } });
  return a.close();
}

/** Pictures an agent sent are here now. */
export function carried(a: Aside): TurnResult {
  const result = a.message.result!;
  const images = result.found.flatMap((f) => f.images);
  const { desk } = a.state;
  if (images.length === 0 || !desk || desk.takenBack?.includes(result.job)) return a.close();
  const who = desk.holder?.name ?? '';
  a.mouth.sayPhrase('carried-file', { who, name: images.map((i) => i.name ?? '?').join(', ') });
  a.mouth.also({ images });
  a.mouth.also({ speaker: { name: who, agent: true } });
  // Without words beside them, it is they that went out or did not.
  const [, conversation, about, alone] = /\|(ticket:[^|]+)\|spoke:(.*)\|carry(-alone)?$/.exec(result.job) ?? [];
  if (about && conversation) a.mouth.also({ receipt: { conversation, about, always: alone !== undefined } });
  return a.close();
}

/** Taken back, with the pictures that came with it. */
function unspoken(a: Aside, id: string): TurnResult {
  a.mouth.also({ spot: { kind: 'gone', message: id } });
  const jobs = [true, false].map((alone) => carryId(a.message.conversation, id, alone));
  // Those still on their way are shown to nobody.
  a.set({ takenBack: [...(a.state.desk?.takenBack ?? []), ...jobs].slice(-MOST_TAKEN_BACK) });
  const words = a.close();
  const pictures = jobs.map((job) => ({
    ...BARE,
    body: [],
    spot: { kind: 'gone', message: `job:${job}` } as const,
  }));
  return { ...words, replies: [...words.replies, ...pictures] };
}

function question(a: Aside, { slot: id, by }: Extract<FromTicket, { kind: 'question' }>): TurnResult {
  const slot = a.slot(id);
  if (!slot?.question) return a.close();
  a.quiet({ slot: id });
  a.mouth.sayPhrase('agent-asks', { who: by.name ?? '' });
  a.mouth.say(slot.question);
  const values = slot.values.map(({ id: value, title }) => ({ id: value, title }));
  return a.ask(values.length === 0 ? [] : [...values, a.mouth.choice('unknown')], id);
}

/** An agent sends the person to a step: there the bot goes on with them. */
function step(a: Aside, { place, by }: Extract<FromTicket, { kind: 'step' }>): TurnResult | HeardAgain {
  const walkthrough = a.content.walkthroughs.get(place.walkthrough);
  const kept = a.state.case ?? a.state.desk?.kept;
  if (!walkthrough?.steps.has(place.step) || !kept) return a.close();
  a.set({ walks: true, kept });
  const frames = [{ walkthrough: place.walkthrough, step: place.step, hash: walkthrough.hash }];
  a.state = { ...a.state, case: { ...kept, frames }, dialogs: [], question: null };
  return a.again([{ key: 'agent-step', values: { who: by.name ?? '' } }], 'play');
}

function closed(a: Aside, { outcome, text, by }: Extract<FromTicket, { kind: 'closed' }>, ticket: string): HeardAgain {
  a.quiet({ state: 'closed', holder: by, closedAt: a.message.at });
  const leads: Lead[] = [
    { key: `closed-${outcome}` as PhraseKey, values: { who: by?.name ?? '', ticket } },
    ...(text === null ? [] : [{ key: 'closed-words' as const, values: { text } }]),
  ];
  return a.again(leads, 'closed', { outcome });
}

/** The job that brings an agent's pictures over; `alone` where no words came with them. */
function carryId(conversation: string, message: string, alone: boolean): string {
  return `${conversation}|${message}|carry${alone ? '-alone' : ''}`;
}

/** The message here that carries what an agent wrote there. */
function spokenId({ message: { id } }: Aside, message: string): string {
  return `${id.slice(0, id.indexOf('|'))}|spoke:${message}`;
}
