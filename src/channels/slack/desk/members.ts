/** Looks up who belongs to the desks' channels. */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { failureOf } from '../workspace/api.ts';

/** The time a member counts as one without another look-up, in milliseconds. */
const KEPT_MS = 60_000;
/**
 * The time a look-up holds for people who are not members, in milliseconds: they may just have joined, but Slack is not
 * asked for every press.
 */
const JOINING_MS = 3000;
/** The number of members asked for at once; 1000 is Slack's limit. */
const A_PAGE = 1000;
const MOST_PAGES = 20;

/**
 * A person's standing in a channel. `busy`: Slack can't be asked right now; `barred`: Slack does not let the bot see
 * the members.
 */
export type Standing = 'member' | 'other' | 'busy' | 'barred';

interface LookedUp {
  readonly at: number;
  readonly members: ReadonlySet<string>;
}

const Page = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

/** The members of the desks' channels, as Slack lists them; nobody is let in on a guess. */
export class SlackMembers {
  readonly #client: WebClient;
  readonly #now: () => number;
  readonly #seen = new Map<string, LookedUp>();
  readonly #asking = new Map<string, Promise<LookedUp | 'busy' | 'barred'>>();

  constructor(client: WebClient, now: () => number = Date.now) {
    this.#client = client;
    this.#now = now;
  }

  /** Tells a person's standing in a channel; never rejects. */
  async standing(channel: string, user: string): Promise<Standing> {
    const seen = this.#seen.get(channel);
    const age = seen ? this.#now() - seen.at : Number.POSITIVE_INFINITY;
    if (seen && age < KEPT_MS && seen.members.has(user)) return 'member';
    if (seen && age < JOINING_MS) return 'other';
    const now = await this.#ask(channel);
    if (typeof now === 'string') return now;
    return now.members.has(user) ? 'member' : 'other';
  }

  #ask(channel: string): Promise<LookedUp | 'busy' | 'barred'> {
    const asked = this.#asking.get(channel);
    if (asked) return asked;
    const asking = this.#read(channel).finally(() => this.#asking.delete(channel));
    this.#asking.set(channel, asking);
    return asking;
  }

  async #read(channel: string): Promise<LookedUp | 'busy' | 'barred'> {
    const members = new Set<string>();
    const at = this.#now();
    try {
      for (let page = 0, cursor = ''; page < MOST_PAGES; page++) {
        const from = cursor === '' ? {} : { cursor };
        const answer = await this.#client.apiCall('conversations.members', { channel, limit: A_PAGE, ...from });
        const read = Page.parse(answer);
        for (const member of read.members) members.add(member);
        cursor = read.response_metadata?.next_cursor ?? '';
        if (cursor === '') break;
      }
    } catch (error) {
      return failureOf(error).kind === 'refused' ? 'barred' : 'busy';
    }
    const seen = { at, members };
    this.#seen.set(channel, seen);
    return seen;
  }
}
