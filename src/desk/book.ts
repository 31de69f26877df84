/** Tickets for the console: lists, views and agents' actions, over the store and the journal. */
import { randomUUID } from 'node:crypto';
import type { Content } from '../core/content.ts';
import { CONSOLE_CHANNEL, ticketConversation } from '../core/desk.ts';
import { type Incoming, PLAIN } from '../core/message.ts';
import type { Store } from '../core/store.ts';
import { entryOf } from '../core/ticket-entry.ts';
import type { DeskBook } from '../core/ticket-view.ts';
import type { TicketState } from './ticket-state.ts';
import { ticketView } from './ticket-view.ts';

const BEGINNING = { turn: 0, part: 0 };

/** Makes the console's way to tickets; `content` is asked each time, because it may change while the service runs. */
export function createDeskBook(parts: {
  store: Store;
  accept: (message: Incoming) => Promise<boolean>;
  content: () => Content;
}): DeskBook {
  const { store, accept, content } = parts;
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
      const [state, lines] = await Promise.all([stateOf(ticket), store.lines(ticketConversation(ticket), BEGINNING)]);
      return state && ticketView(content(), state, lines, reader);
    },

    async act(ticket, by, { id, choice, text }) {
      if (!(await stateOf(ticket))) return false;
      await accept({
        ...PLAIN,
        id: `${by.id}:${id}`,
        conversation: ticketConversation(ticket),
        channel: CONSOLE_CHANNEL,
        audience: 'person',
        kind: 'pressed',
        ...{ choice, text },
        person: by,
        // Others at the desk read what is written in a ticket.
        shared: true,
      });
      return true;
    },

    file: (ticket, ref) => store.image(ticketConversation(ticket), ref),

    async sample() {
      const [problem] = [...content().intents.values()].filter(({ kind }) => kind === 'problem');
      const conversation = `web:sample-${randomUUID()}`;
      const person = { ...PLAIN, conversation, channel: 'web', audience: 'person' } as const;
      const said = problem?.examples[0] ?? problem?.title ?? '?';
      // In the order in which somebody who wants a person does it: the conversation keeps that order.
      await accept({ ...person, id: 'sample-1', kind: 'said', text: said });
      await accept({ ...person, id: 'sample-2', kind: 'pressed', choice: 'human', text: '' });
      await accept({ ...person, id: 'sample-3', kind: 'pressed', choice: 'send', text: '' });
    },
  };
}
