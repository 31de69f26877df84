/** The desks' channels in Teams, and the addresses for writing to them unasked. */
import { z } from 'zod';
import type { Line } from '../../../core/store.ts';
import { readStored } from '../../../core/stored.ts';
import { readAddress, type TeamsAddress, threadOf } from '../workspace/places.ts';

const Desk = z.object({ desk: z.string() });

/** The parts the desks' places are made of. */
export interface DeskPlacesParts {
  /** The desks' names by their place, `<team>/<channel>` as in the settings. */
  readonly desks: ReadonlyMap<string, string>;
  /** The organisation; like the two fields below, it is known before anybody wrote. */
  readonly tenant: string;
  /** The bot's id in Teams. */
  readonly bot: string;
  /** The connector's address, which serves every tenant of a cloud; empty where Microsoft tells none beforehand. */
  readonly serviceUrl: string;
  readonly lines: (conversation: string, after: { turn: number; part: number }) => Promise<readonly Line[]>;
}

type Known = Pick<TeamsAddress, 'serviceUrl' | 'tenant' | 'bot' | 'team'>;

/**
 * The places of the desks, with the connector's address for each. It is learnt from what comes in: the last address
 * from the desk's own channel, else the last one at all. After a restart the stored messages of the ticket's thread
 * have it; and before anybody ever wrote, the address that serves everybody is right. So it needs no table.
 */
export class TeamsDeskPlaces {
  readonly #parts: DeskPlacesParts;
  readonly #names: ReadonlyMap<string, string>;
  readonly #seen = new Map<string, Known>();
  #last: Known | null = null;

  constructor(parts: DeskPlacesParts) {
    this.#parts = parts;
    this.#names = new Map([...parts.desks].map(([place, name]) => [channelOf(place), name]));
  }

  /** Names the desk in whose channel something was said; null elsewhere. */
  nameOf({ kind, place }: TeamsAddress): string | null {
    return kind === 'channel' ? (this.#names.get(threadOf(place).channel) ?? null) : null;
  }

  /** Learns from an incoming activity how to answer there. */
  learn(address: TeamsAddress): void {
    if (this.#names.size === 0) return;
    const { serviceUrl, tenant, bot, team } = address;
    this.#last = { serviceUrl, tenant, bot, team };
    if (this.nameOf(address) !== null) this.#seen.set(threadOf(address.place).channel, this.#last);
  }

  /** Reads a stored desk's place as an address, with the channel as its place; null for one that is not a desk's. */
  async read(stored: string | null, conversation: string): Promise<TeamsAddress | null> {
    const { data } = Desk.safeParse(readStored(stored));
    if (!data) return null;
    const place = channelOf(data.desk);
    const known = this.#seen.get(place) ?? (await this.#stored(conversation)) ?? this.#last ?? this.#unasked();
    const user = { id: '', name: null, person: '' };
    return { ...known, place, kind: 'channel', user, activity: null };
  }

  /**
   * Finds the address in the ticket's own messages, the person's and the agents', where this process has heard nothing
   * yet.
   */
  async #stored(conversation: string): Promise<Known | null> {
    if (this.#last) return null;
    const lines = await this.#parts.lines(conversation, { turn: 0, part: 0 });
    const known = lines.map(({ message }) => (message?.channel === 'teams' ? readAddress(message.address) : null));
    // A desk's place has no connector's address; other messages come from there.
    return known.findLast((address) => Boolean(address?.serviceUrl)) ?? null;
  }

  #unasked(): Known {
    const { serviceUrl, tenant, bot } = this.#parts;
    return { serviceUrl, tenant, bot: { id: bot, name: null }, team: null };
  }
}

/** Reads the channel out of `<team>/<channel>`. */
function channelOf(place: string): string {
  return place.slice(place.indexOf('/') + 1);
}
