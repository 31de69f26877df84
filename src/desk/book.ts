/** Tickets for the console: lists, views and agents' actions, over the store and the journal. */
import { randomUUID } from 'node:crypto';
import type { Content } from '../core/content.ts';
import { CONSOLE_CHANNEL, SAMPLES, ticketConversation } from '../core/desk.ts';
import { pagesOf } from '../core/line-pages.ts';
import { type Incoming, PLAIN } from '../core/message.ts';
import type { Person } from '../core/person.ts';
import type { Store } from '../core/store.ts';
import { entryOf } from '../core/ticket-entry.ts';
import type { DeskBook } from '../core/ticket-view.ts';
import { holdChoice, messageIdOf } from './held-back.ts';
import { TicketThread } from './thread.ts';
import type { TicketState } from './ticket-state.ts';
import { ticketView } from './ticket-view.ts';

/**
 * The time for which an action can be undone, in seconds: long enough to see that it was the wrong ticket, short enough that
 * nobody waits for it.
 */
const HOLD_S = 6;
/**
 * The actions that are held back. A claim is one: the agent has the ticket at once, and the person hears of it later. What makes a
 * case code is none, nor is a box that is ticked, which is simply pressed once more.
 */
const HELD = /^(claim|say|note|ask|step|close|hand|release|reopen|wrong|revoke)(:|$)/;

/** The reference of a file of an agent: it tells whose it is. */
function fileRef(by: Person, id: string): string {
  return `agent:${by.id}:${id}`;
}

/** Makes the console's way to tickets; `content` is asked each time, because it may change while the service runs. */
export function createDeskBook(parts: {
  store: Store;
  accept: (message: Incoming) => Promise<boolean>;
  content: () => Content;
  now?: () => Date;
  /** How long actions can be undone, in seconds; 0 does them at once. */
  holdS?: number;
}): DeskBook {
  const { store, accept, content, now = () => new Date(), holdS = HOLD_S } = parts;
  const stateOf = async (ticket: string): Promise<TicketState | null> =>
    (await store.state(ticketConversation(ticket))) as TicketState | null;
  return {
    page: (query) => store.ticketPage(query),
    counts: (agent) => store.ticketCounts(agent),

    async entry(ticket) {
      const state = await stateOf(ticket);
      return state && entryOf(state, null);
    },

    async view(ticket, reader) {
      const state = await stateOf(ticket);
      if (!state) return null;
      const thread = new TicketThread(content(), state, reader);
      for await (const lines of pagesOf(store, ticketConversation(ticket))) for (const line of lines) thread.take(line);
      return ticketView(content(), state, thread, reader);
    },

    async act(ticket, by, { id, choice, text, files = [] }) {
      if (!(await stateOf(ticket))) return false;
      // Files of others, or of another ticket, are none that this agent may send.
      const images = files.filter(({ ref }) => ref.startsWith(fileRef(by, '')));
      await accept({
        ...PLAIN,
        id: messageIdOf(by, id),
        conversation: ticketConversation(ticket),
        channel: CONSOLE_CHANNEL,
        audience: 'person',
        kind: 'pressed',
        choice: holdS > 0 && HELD.test(choice) ? holdChoice(choice, holdS) : choice,
        text,
        images,
        person: by,
        // Others at the desk read what is written in a ticket.
        shared: true,
      });
      return true;
    },

    async keepFile(ticket, by, id, bytes) {
      if (!(await stateOf(ticket))) return null;
      const ref = fileRef(by, id);
      await store.keepImage(ticketConversation(ticket), ref, bytes, now().toISOString());
      return ref;
    },

    async unheard(ticket) {
      await accept({
        ...PLAIN,
        // Once for each ticket: later alerts that nobody hears tell the person nothing new.
        id: `unheard:${ticket}`,
        conversation: ticketConversation(ticket),
        channel: CONSOLE_CHANNEL,
        audience: 'person',
        kind: 'event',
        text: '',
        event: { kind: 'unheard' },
      });
    },

    file: (ticket, ref) => store.image(ticketConversation(ticket), ref),

    async sample() {
      const [problem] = [...content().intents.values()].filter(({ kind }) => kind === 'problem');
      // The name tells other agents that nobody waits, and the conversation's that it is no case: it is in no figure.
      const conversation = `${SAMPLES}${randomUUID()}`;
      const somebody = { id: conversation, name: content().consoleWords['desk-sample-person'] ?? '' };
      const person = { ...PLAIN, conversation, channel: 'web', audience: 'person', person: somebody } as const;
      const said = problem?.examples[0] ?? problem?.title ?? '?';
      // In the order in which somebody who wants a person does it: the conversation keeps that order.
      await accept({ ...person, id: 'sample-1', kind: 'said', text: said });
      await accept({ ...person, id: 'sample-2', kind: 'pressed', choice: 'human', text: '' });
      await accept({ ...person, id: 'sample-3', kind: 'pressed', choice: 'send', text: '' });
    },
  };
}
