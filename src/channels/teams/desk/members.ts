/** Looks up who belongs to the desks' channels. */
import type { Log } from '../../../core/log.ts';
import type { Connector, Member } from '../send/connector.ts';
import type { TeamsAddress } from '../workspace/places.ts';

/**
 * The time an answer of the roster counts, in milliseconds: a person who leaves a channel is out of its desk a minute
 * later.
 */
const FRESH_MS = 60_000;
const MOST_REMEMBERED = 2000;

/** A person's membership of a channel; null where they don't belong to it, `unknown` where nobody can say right now. */
export type Membership = Member | null | 'unknown';

/** The members of channels, asked of Teams and remembered briefly. */
export class TeamsMembers {
  readonly #connector: Pick<Connector, 'member'>;
  readonly #now: () => number;
  readonly #log: Log;
  readonly #known = new Map<string, { readonly member: Member | null; readonly until: number }>();

  constructor(connector: Pick<Connector, 'member'>, now: () => number, log: Log) {
    this.#connector = connector;
    this.#now = now;
    this.#log = log;
  }

  /** Looks a person up, by Teams' id of them. Never rejects. */
  async find(address: TeamsAddress, channel: string, user: string): Promise<Membership> {
    const key = `${channel}|${user}`;
    const known = this.#known.get(key);
    if (known && known.until > this.#now()) return known.member;
    try {
      const member = ours(await this.#connector.member(address, channel, user), address);
      if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
      this.#known.set(key, { member, until: this.#now() + FRESH_MS });
      return member;
    } catch (error) {
      this.#log.warn(
        { err: (error as Error).message, code: 'ROSTER_UNREADABLE' },
        'who belongs to a desk could not be asked; nobody is let in on a guess',
      );
      return 'unknown';
    }
  }
}

/** Leaves out members of other organisations, whom a shared channel may have. */
function ours(member: Member | null, { tenant }: TeamsAddress): Member | null {
  return member?.tenantId && member.tenantId.toLowerCase() !== tenant.toLowerCase() ? null : member;
}
