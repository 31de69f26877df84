/** Looks up the names of people in Slack. */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Say } from '../../../core/phrases.ts';
import { Recent } from './recent.ts';

const User = z.object({
  user: z.object({
    real_name: z.string().nullish(),
    name: z.string().nullish(),
    profile: z.object({ display_name: z.string().nullish(), real_name: z.string().nullish() }).nullish(),
  }),
});

const MOST = 10_000;
const AGE_MS = 24 * 60 * 60 * 1000;
/** Stands for a name that could not be looked up, so that Slack is not asked again for a day. */
const FAILED = '';

/**
 * Names of people, remembered for a day. A name is a courtesy: nothing waits for it long, and nothing fails without it.
 */
export class Names {
  readonly #client: WebClient;
  readonly #say: Say;
  readonly #known = new Recent<string>(MOST, AGE_MS);
  readonly #asked = new Map<string, Promise<string>>();

  constructor(client: WebClient, say: Say) {
    this.#client = client;
    this.#say = say;
  }

  /** Remembers a name that came with a payload. */
  learn(user: string, name: string | null | undefined): void {
    if (name && this.#known.get(user) === undefined) this.#known.set(user, name);
  }

  /** Answers a person's name, or a word in its place where Slack does not tell it in time. Never rejects. */
  async of(user: string, ms: number): Promise<string> {
    return (await this.find(user, ms)) ?? this.#say('slack-colleague');
  }

  /** Answers a person's name; null when Slack does not tell it within `ms` milliseconds. Never rejects. */
  async find(user: string, ms: number): Promise<string | null> {
    const known = this.#known.get(user);
    if (known !== undefined) return known || null;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(FAILED), ms);
    });
    const name = await Promise.race([this.#ask(user), late]);
    clearTimeout(timer);
    return name || null;
  }

  #ask(user: string): Promise<string> {
    const asked = this.#asked.get(user);
    if (asked) return asked;
    const asking = this.#client
      .apiCall('users.info', { user })
      .then((answer) => {
        const { real_name, name, profile } = User.parse(answer).user;
        return profile?.display_name || profile?.real_name || real_name || name || FAILED;
      })
      .catch(() => FAILED)
      .then((name) => {
        this.#known.set(user, name);
        this.#asked.delete(user);
        return name;
      });
    this.#asked.set(user, asking);
    return asking;
  }
}
