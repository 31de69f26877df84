import { z } from 'zod';
import type { Line } from '../../../core/store.ts';
import { readAddress, type TeamsAddress, threadOf } from '../workspace/places.ts';

/** Serves every tenant of the public cloud, wherever its data is; the government's is found by being sent on. */
export const MICROSOFT = 'https://smba.trafficmanager.net/teams/';

const Desk = z.object({ desk: z.string() });

export interface DeskPlacesParts {
  /** The desks of this channel: `<team>/<channel>`, as in the settings, and the desk's name. */
  readonly desks: ReadonlyMap<string, string>;
  /** What is known before anybody wrote. */
  readonly tenant: string;
  readonly bot: string;
  readonly serviceUrl: string;
  readonly lines: (conversation: string, after: { turn: number; part: number }) => Promise<readonly Line[]>;
}

type Known = Pick<TeamsAddress, 'serviceUrl' | 'tenant' | 'bot' | 'team'>;

/**
 * Where the desks are, and how to write to them unasked. By which of Microsoft's addresses is learnt from what comes in: the
 * last one from the desk's own channel, else the last one at all. After a restart the stored messages of the ticket's thread
 * have it, and before anybody ever wrote, the address that serves everybody is right. So it needs no table.
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

  /** The desk whose channel something was said in; null elsewhere. */
  nameOf({ kind, place }: TeamsAddress): string | null {
    return kind === 'channel' ? (this.#names.get(threadOf(place).channel) ?? null) : null;
  }

  /** Something came in: from there one can answer. */
  learn(address: TeamsAddress): void {
    if (this.#names.size === 0) return;
    const { serviceUrl, tenant, bot, team } = address;
    this.#last = { serviceUrl, tenant, bot, team };
    if (this.nameOf(address) !== null) this.#seen.set(threadOf(address.place).channel, this.#last);
  }

  /** A desk's place as an address, its channel as the place; null for what is no desk's. */
  async read(stored: string | null, conversation: string): Promise<TeamsAddress | null> {
    const { data } = Desk.safeParse(stored === null ? null : JSON.parse(stored));
    if (!data) return null;
    const place = channelOf(data.desk);
    const known = this.#seen.get(place) ?? (await this.#stored(conversation)) ?? this.#last ?? this.#unasked();
    const user = { id: '', name: null, person: '' };
    return { ...known, place, kind: 'channel', user, activity: null };
  }

  /** What the ticket's own messages tell, the person's and the agents', where this process has heard nothing yet. */
  async #stored(conversation: string): Promise<Known | null> {
    if (this.#last) return null;
    const lines = await this.#parts.lines(conversation, { turn: 0, part: 0 });
    const known = lines.map(({ message }) => (message?.channel === 'teams' ? readAddress(message.address) : null));
    // A desk's place, which is where other messages come from, has none.
    return known.findLast((address) => Boolean(address?.serviceUrl)) ?? null;
  }

  #unasked(): Known {
    const { serviceUrl, tenant, bot } = this.#parts;
    return { serviceUrl, tenant, bot: { id: bot, name: null }, team: null };
  }
}

/** The channel of `<team>/<channel>`. */
function channelOf(place: string): string {
  return place.slice(place.indexOf('/') + 1);
}
