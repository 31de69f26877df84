/** Reads, through Microsoft Graph, what others wrote before the bot was asked. */
import type { Client, Context, Middleware } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import type { FoundText, Trouble } from '../../../core/job.ts';
import type { Log } from '../../../core/log.ts';
import { unreadParts } from '../../../core/message-part.ts';
import { CLOUDS } from '../workspace/clouds.ts';
import type { TokenSource } from '../workspace/credentials.ts';
import { personId, type TeamsAddress, threadOf } from '../workspace/places.ts';
import { Body, readBody } from './body.ts';

const GraphMessage = Body.extend({
  id: z.string(),
  messageType: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  deletedDateTime: z.string().nullish(),
  from: z
    .object({
      user: z.object({ id: z.string(), displayName: z.string().nullish() }).nullish(),
      application: z.object({ id: z.string() }).nullish().catch(null),
    })
    .nullish(),
});
type GraphMessage = z.output<typeof GraphMessage>;
const Page = z.object({ value: z.array(GraphMessage), '@odata.nextLink': z.string().nullish() });

/** The largest number of messages that are read, however long a thread is. */
const MOST_MESSAGES = 100;
const A_PAGE = 50;
const MOST_PAGES = 2;
const PATIENCE_MS = 10_000;

/** The parts the reader is made of. */
export interface GraphParts {
  readonly tokens: TokenSource;
  /** Finds a team's id in the directory, where Teams did not tell it with the message; null where nobody tells it. */
  readonly groupOf: (address: TeamsAddress) => Promise<string | null>;
  /** The bot's own id as an app: what it said itself is not read. */
  readonly appId: string;
  readonly log: Log;
  readonly baseUrl?: string;
}

/**
 * Reads threads and group chats whose team or chat consented to it. A thread is read once, on demand; of it, only what
 * turns out to be the problem is kept.
 */
export class Graph {
  readonly #parts: GraphParts;
  readonly #base: string;
  #client: Promise<Client> | null = null;

  constructor(parts: GraphParts) {
    this.#parts = parts;
    this.#base = parts.baseUrl ?? CLOUDS.public.graph;
  }

  /**
   * Reads the messages of people and of other apps in the thread or chat, newest first, without the one that asked. Failures are told as
   * `trouble`, never thrown.
   */
  async earlier(address: TeamsAddress): Promise<{ found: readonly FoundText[]; trouble: Trouble | null }> {
    try {
      const said = await this.#messages(address);
      const found = said
        .filter((m) => m.id !== address.activity && this.#isSaying(m))
        .sort((a, b) => (b.createdDateTime ?? '').localeCompare(a.createdDateTime ?? ''))
        .slice(0, MOST_MESSAGES)
        .map((m) => foundIn(m, address.tenant))
        .filter((f) => f.text !== '' || f.images.length + (f.parts ?? []).length > 0);
      return { found, trouble: null };
    } catch (error) {
      const status = (error as { statusCode?: number }).statusCode ?? 0;
      const trouble = troubleOf(status);
      this.#parts.log.warn(
        { status, trouble, err: status > 0 ? undefined : error, code: 'THREAD_UNREAD' },
        'a thread could not be read',
      );
      return { found: [], trouble };
    }
  }

  /** Whether a message is a person's or another app's, and not a notice of Teams: a workflow's card may tell the problem. */
  #isSaying({ messageType, deletedDateTime, from }: GraphMessage): boolean {
    const { user, application } = from ?? {};
    const isAnApps = Boolean(application?.id) && application?.id !== this.#parts.appId;
    return (messageType ?? 'message') === 'message' && !deletedDateTime && (Boolean(user?.id) || isAnApps);
  }

  /** Tells the trouble in reading a thread, for the doctor; null when it can be read. */
  async look(group: string, channel: string, root: string): Promise<Trouble | null> {
    try {
      await this.#get(`/teams/${part(group)}/channels/${part(channel)}/messages/${part(root)}`);
      return null;
    } catch (error) {
      return troubleOf((error as { statusCode?: number }).statusCode ?? 0);
    }
  }

  async #messages(address: TeamsAddress): Promise<GraphMessage[]> {
    if (address.kind !== 'channel') return this.#pages(`/chats/${part(threadOf(address.place).channel)}/messages`);
    const group = address.team?.group ?? (await this.#parts.groupOf(address));
    if (group === null) throw Object.assign(new Error('the team is not known'), { statusCode: 403 });
    const { channel, root } = threadOf(address.place);
    const first = `/teams/${part(group)}/channels/${part(channel)}/messages/${part(root)}`;
    const [begun, replies] = await Promise.all([this.#get(first), this.#pages(`${first}/replies`)]);
    return [GraphMessage.parse(begun), ...replies];
  }

  async #pages(path: string): Promise<GraphMessage[]> {
    const all: GraphMessage[] = [];
    let next: string | null = `${path}?$top=${A_PAGE}`;
    for (let page = 0; next !== null && page < MOST_PAGES; page++) {
      const read = Page.parse(await this.#get(next));
      all.push(...read.value);
      next = read['@odata.nextLink'] ?? null;
    }
    return all;
  }

  async #get(path: string): Promise<unknown> {
    this.#client ??= this.#connect();
    return (await this.#client).api(path).get();
  }

  /** Makes the client without its own retries: when Graph asks to wait, the person is asked for the text instead. */
  async #connect(): Promise<Client> {
    const { Client: GraphClient } = await import('@microsoft/microsoft-graph-client');
    const { tokens } = this.#parts;
    const base = this.#base;
    const asking: Middleware = {
      async execute(context: Context): Promise<void> {
        const url = String(context.request);
        // A next page of another host gets no token.
        if (!url.startsWith(base)) throw new Error('a page of another host');
        const headers = { accept: 'application/json', authorization: `Bearer ${await tokens.get()}` };
        context.response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
        if (context.response.status === 401) tokens.drop();
      },
    };
    return GraphClient.initWithMiddleware({ middleware: asking, baseUrl: base });
  }
}

/** Tells the trouble that an HTTP status means. */
export function troubleOf(status: number): Trouble {
  if (status === 401 || status === 403) return 'not-allowed';
  if (status === 404) return 'not-there';
  if (status === 429 || status === 503 || status === 504) return 'busy';
  return 'failed';
}

function foundIn(message: GraphMessage, tenant: string): FoundText {
  const { text, images, parts } = readBody(message, false);
  const user = message.from?.user;
  const unread = unreadParts(parts);
  return {
    text,
    by: user ? { id: personId(tenant, { id: user.id, aadObjectId: user.id }), name: user.displayName ?? null } : null,
    sure: 1,
    images,
    ...(unread.length === 0 ? {} : { parts: unread }),
  };
}

function part(text: string): string {
  return encodeURIComponent(text);
}
