import type { Connector } from '../send/connector.ts';
import type { TeamsAddress } from './places.ts';
import type { Whereabouts } from './whereabouts.ts';

/**
 * "Continue in private chat": the case keeps its conversation, with every answer given so far. What moves is only where its
 * replies go, and where the person's words are heard from.
 */
export class Private {
  readonly #connector: Connector;
  readonly #whereabouts: Whereabouts;

  constructor(connector: Connector, whereabouts: Whereabouts) {
    this.#connector = connector;
    this.#whereabouts = whereabouts;
  }

  /** The private chat with whoever wrote from an address; with a conversation, it goes on there. Null when Teams won't open it. */
  async open(address: TeamsAddress, conversation: string | null): Promise<TeamsAddress | null> {
    const place = await this.#connector.openPrivate(address, address.user.id);
    if (place === null) return null;
    const there: TeamsAddress = { ...address, place, kind: 'personal', team: null };
    if (conversation !== null) this.#whereabouts.note(there, conversation);
    return there;
  }
}
