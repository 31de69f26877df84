/**
 * The smallest channel, as src/README.md tells how to add one: a message comes in as JSON, a reply goes out as JSON. A real one has a
 * folder of its own, with the registration in its index.ts and the rest in rooms.
 */
import type { Server } from 'restify';
import { z } from 'zod';
import {
  type Channel,
  noThread,
  type Reconciled,
  type Registration,
  type SendOutcome,
} from '../../src/core/channel.ts';
import { Fault } from '../../src/core/fault.ts';
import type { Host } from '../../src/core/host.ts';
import type { Trouble } from '../../src/core/job.ts';
import { PLAIN } from '../../src/core/message.ts';
import type { Reply } from '../../src/core/reply.ts';
import { plain } from '../../src/core/text.ts';

/** Messages come in over HTTP; replies are posted to `url`. */
export interface HookSettings {
  readonly url: string;
}

/** The text of a channel's index.ts. */
export const HOOK: Registration<HookSettings> = {
  name: 'hook',
  title: 'Web hook',
  settings: ({ HOOK_URL: url }) => ({ settings: url ? { url } : null }),
  create: async (settings, host) => new HookChannel(settings, host),
  takes: () => true,
  summary: (settings) =>
    settings ? `on, at /hook/messages; replies go to ${settings.url}` : 'not connected (HOOK_URL)',
  desk: null,
};

const Body = z.object({ id: z.string().min(1), from: z.string().min(1), text: z.string() });

/** The channel, in the file beside it. */
class HookChannel implements Channel {
  readonly name = 'hook';
  readonly raw = [];
  readonly earlier = noThread;
  readonly #settings: HookSettings;
  readonly #host: Host;

  constructor(settings: HookSettings, host: Host) {
    this.#settings = settings;
    this.#host = host;
  }

  mount(server: Server): void {
    server.post('/hook/messages', async (request, response) => {
      const body = Body.safeParse(request.body);
      if (!body.success) throw new Fault('MALFORMED', 'That is no message.', 'Send id, from and text.');
      const { id, from, text } = body.data;
      // Resolves once it is committed: only then may it be acknowledged.
      await this.#host.accept({
        ...PLAIN,
        id,
        conversation: `hook:${from}`,
        channel: 'hook',
        audience: 'person',
        kind: 'said',
        text,
      });
      response.send(202, {});
    });
  }

  async send(conversation: string, reply: Reply): Promise<SendOutcome> {
    const body = JSON.stringify({
      to: conversation.slice('hook:'.length),
      text: plain(reply.body),
      choices: reply.choices,
    });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(this.#settings.url, { method: 'POST', headers, body }).catch(() => null);
    if (answer === null || answer.status >= 500) return { kind: 'unknown', why: 'no answer' };
    if (answer.status === 429) return { kind: 'later', afterMs: 5000 };
    return answer.ok ? { kind: 'sent', ref: null } : { kind: 'refused', why: `status ${answer.status}` };
  }

  /** The other side can't be asked whether a reply arrived. */
  async find(): Promise<Reconciled> {
    return { kind: 'unknowable' };
  }

  async image(): Promise<Trouble> {
    return 'not-allowed';
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  close(): void {}
  check(): void {}
  async idle(): Promise<void> {}
}
