/** The conversation of a desk: keeps its queue, and lists the open tickets. */
import type { Content } from '../core/content.ts';
import { NOTHING_ELSE, type Saved, type Turn } from '../core/conversation.ts';
import { CONSOLE_CHANNEL, type ConversationEvent, type Desks, type OutgoingEvent } from '../core/desk.ts';
import type { Person } from '../core/person.ts';
import { phrase } from '../core/phrases.ts';
import { BARE, type Reply } from '../core/reply.ts';
import type { Rich } from '../core/text.ts';
import { alertsOf } from './alert.ts';
import { listed } from './head.ts';
import { inWords, nextMorning } from './hours.ts';

/** The open tickets of a desk. */
export interface QueueState extends Saved {
  readonly waiting: readonly { readonly ticket: string; readonly title: string; readonly since: string }[];
  readonly held: readonly { readonly ticket: string; readonly title: string; readonly by: Person }[];
  /** Whether the timer for the next morning's digest is set. */
  readonly digest: boolean;
}

const EMPTY: QueueState = { asked: 0, helped: null, case: null, waiting: [], held: [], digest: false };

/**
 * Creates the turn function of desks' conversations: it keeps the queue, sends tickets their places, and lists them
 * every morning and when asked.
 */
export function createQueueTurn(content: Content, desks: Desks): Turn<QueueState> {
  return async (saved, message) => {
    const before = saved ?? EMPTY;
    const desk = desks.desks.get(message.conversation.slice('desk:'.length));
    const event = message.event as ConversationEvent | null;
    const state = after(before, event);
    const list = (heading: Rich): Reply => ({
      ...BARE,
      body: [...heading, ...listing(content, state, desk?.hours ?? null, message.at)],
    });
    if (event === null) {
      const asked = message.kind === 'said' || message.kind === 'pressed';
      return { ...NOTHING_ELSE, state, replies: asked ? [list([])] : [] };
    }
    const timer = { name: 'digest', at: nextMorning(desk?.hours ?? null, message.at) };
    if (event.kind === 'due') {
      const open = state.waiting.length + state.held.length > 0;
      return {
        ...NOTHING_ELSE,
        state: { ...state, digest: open },
        // With no open ticket, mornings stay quiet until there is one.
        posts: open && desk ? [{ route: desk.route, reply: list(phrase(content.phrases, 'desk-digest')) }] : [],
        timers: open ? [timer] : [],
      };
    }
    return {
      ...NOTHING_ELSE,
      state: { ...state, digest: true },
      timers: state.digest ? [] : [timer],
      outgoing: [
        ...places(before, state, message.id, { channel: message.channel, address: message.address }),
        // A desk in Slack or Teams notifies by itself; the console may be closed.
        ...(event.kind === 'waits' && desk?.route.channel === CONSOLE_CHANNEL ? alertsOf(event, message.id) : []),
      ],
    };
  };
}

function after(state: QueueState, event: ConversationEvent | null): QueueState {
  if (event?.kind !== 'waits' && event?.kind !== 'held' && event?.kind !== 'gone') return state;
  const { ticket } = event;
  const waiting = state.waiting.filter((w) => w.ticket !== ticket);
  const held = state.held.filter((h) => h.ticket !== ticket);
  switch (event.kind) {
    case 'waits': {
      // A ticket that was given back keeps the place of its age.
      const all = [...waiting, { ticket, title: event.title, since: event.since }];
      return { ...state, held, waiting: all.sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0)) };
    }
    case 'held':
      return { ...state, waiting, held: [...held, { ticket, title: event.title, by: event.by }] };
    case 'gone':
      return { ...state, waiting, held };
  }
}

/** Events for the tickets whose place in the queue changed. */
function places(before: QueueState, now: QueueState, id: string, route: OutgoingEvent['route']): OutgoingEvent[] {
  return now.waiting.flatMap(({ ticket }, i) =>
    before.waiting[i]?.ticket === ticket
      ? []
      : [{ to: `ticket:${ticket}`, id: `${id}:${ticket}`, event: { kind: 'place', place: i + 1 } as const, route }],
  );
}

function listing(
  content: Content,
  { waiting, held }: QueueState,
  hours: Parameters<typeof inWords>[0],
  now: string,
): Rich {
  const say = (...args: Parameters<typeof phrase> extends [unknown, ...infer R] ? R : never): Rich =>
    phrase(content.phrases, ...args);
  if (waiting.length + held.length === 0) return say('desk-queue-empty');
  const spans = (rich: Rich) => rich.flatMap((p) => p.spans);
  return listed(say('desk-queue', { waiting: String(waiting.length), held: String(held.length) }), [
    ...waiting.map((w) =>
      spans(say('desk-queue-waiting', { ticket: w.ticket, problem: w.title, since: inWords(hours, w.since, now) })),
    ),
    ...held.map((h) => spans(say('desk-queue-held', { ticket: h.ticket, problem: h.title, who: h.by.name ?? '' }))),
  ]);
}
