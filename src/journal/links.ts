/** The private links of conversations, over the store. */
import type { OpenTicket, Saved } from '../core/conversation.ts';
import { ticketConversation } from '../core/desk.ts';
import { isLinkOpen, type LinkedTicket, type Links } from '../core/link.ts';
import type { Store } from '../core/store.ts';

/** Makes the links; each looks up how its ticket stands whenever it is used. */
export function createLinks(store: Store, now: () => Date): Links {
  const isOpen = async (conversation: string, ticket: string, since: string): Promise<boolean> => {
    // A person who signed in is known on any device, and nobody else may write under their name.
    if ((await store.helped(conversation))?.account) return false;
    const standing = (await store.state(ticketConversation(ticket))) as (Saved & LinkedTicket) | null;
    return isLinkOpen(conversation, standing, since, now());
  };
  return {
    async ticketOf(conversation) {
      const state = (await store.state(conversation)) as (Saved & { readonly desk?: OpenTicket | null }) | null;
      const written = (await store.tickets(conversation)).findLast(({ kind }) => kind === 'request');
      const ticket = state?.desk?.ticket ?? written?.id ?? null;
      const since = written?.at ?? now().toISOString();
      return ticket !== null && (await isOpen(conversation, ticket, since)) ? ticket : null;
    },
    async keep(link) {
      await store.keepLink(link, now().toISOString());
    },
    async find(hash) {
      const kept = await store.link(hash);
      if (!kept) return null;
      const { at, ...link } = kept;
      return (await isOpen(link.conversation, link.ticket, at)) ? link : null;
    },
  };
}
