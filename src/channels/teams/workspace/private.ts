/** The move of a case into the person's private chat. */
import type { Connector } from '../send/connector.ts';
import type { TeamsAddress } from './places.ts';
import type { Whereabouts } from './whereabouts.ts';

/**
 * "Continue in private chat": the case keeps its conversation, with every answer given so far. Only the place moves
 * where its replies go and where the person is heard.
 */
export class Private {
  readonly #connector: Connector;
  readonly #whereabouts: Whereabouts;

  constructor(connector: Connector, whereabouts: Whereabouts) {
    this.#connector = connector;
    this.#whereabouts = whereabouts;
  }

  /**
   * Opens the private chat with the person of an address; a given conversation goes on there. Null when Teams does not
   * open it.
   */
  async open(address: TeamsAddress, conversation: string | null): Promise<TeamsAddress | null> {
    const place = await this.#connector.openPrivate(address, address.user.id);
    if (place === null) return null;
    const there: TeamsAddress = { ...address, place, kind: 'personal', team: null };
    if (conversation !== null) this.#whereabouts.note(there, conversation);
    return there;
  }
}
