/** People in Slack, and the requests that Slack makes for them. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sign } from '../../../src/channels/slack/receive/verify.ts';
import { BOT, type SlackPlatform, TEAM } from './platform.ts';

/** The signing secret of the fake Slack. */
export const SECRET = 'a-signing-secret';
const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures', 'slack');

/** A payload as Slack sends it, from the fixtures. */
export function payload(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')) as Record<string, unknown>;
}

/** A payload of an event with some of the event's fields replaced; fields set to undefined are left out. */
export function eventOf(name: string, fields: Record<string, unknown>): Record<string, unknown> {
  const envelope = payload(name);
  return { ...envelope, event_id: `Ev${randomUUID()}`, event: { ...(envelope.event as object), ...fields } };
}

/** The ways a request can differ from one of Slack's. */
export interface PostOptions {
  readonly secret?: string;
  /** The difference of the request's timestamp from now, in seconds. */
  readonly skew?: number;
  readonly headers?: Record<string, string>;
  readonly signature?: string;
}

/** Posts a body to an address as Slack does. */
export async function postSigned(address: string, body: string, type: string, options: PostOptions = {}) {
  const response = await requestSigned(address, body, type, options);
  return { status: response.status, text: await response.text() };
}

/** Sends a signed request, and gives the whole response. */
export function requestSigned(
  address: string,
  body: string,
  type: string,
  options: PostOptions = {},
): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1000) + (options.skew ?? 0));
  return fetch(`${address}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': options.signature ?? sign(options.secret ?? SECRET, body, timestamp),
      ...options.headers,
    },
    body,
  });
}

/** Posts an event as Slack does. */
export function postEvent(address: string, envelope: object, options?: PostOptions) {
  return postSigned(address, JSON.stringify(envelope), 'application/json', options);
}

/** Posts a form, such as a slash command, as Slack does. */
export function postForm(address: string, fields: Record<string, string>, options?: PostOptions) {
  return postSigned(address, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded', options);
}

/** Posts a press or a filled-in window as Slack does. */
export function postPayload(address: string, body: object, options?: PostOptions) {
  return postForm(address, { payload: JSON.stringify(body) }, options);
}

/** The way payloads get to Firstline. */
export interface Way {
  event(envelope: object): Promise<void>;
  /** Resolves to Firstline's answer to Slack. */
  interactive(payload: object): Promise<unknown>;
}

/** The longest time for which an event that can't be taken is sent again, in milliseconds. */
const REPEATED_MS = 30_000;

/** Sends over HTTP, to one of several instances at random; an event that one is too busy for is sent again, as Slack does. */
export function overHttp(...addresses: string[]): Way {
  return posting(addresses, REPEATED_MS);
}

/** Sends over HTTP, and nothing again. */
export function overHttpOnce(address: string): Way {
  return posting([address], 0);
}

function posting(addresses: readonly string[], repeatedMs: number): Way {
  const pick = (): string => addresses[Math.floor(Math.random() * addresses.length)]!;
  return {
    event: async (envelope) => {
      const began = Date.now();
      for (let again = 0; ; again++) {
        const headers: Record<string, string> = again === 0 ? {} : { 'x-slack-retry-num': String(again) };
        const { status, text } = await postEvent(pick(), envelope, { headers });
        if (status === 200) return;
        if (status !== 503 || Date.now() - began >= repeatedMs) throw new Error(`answered ${status} ${text}`);
        await delay(100);
      }
    },
    interactive: async (body) => {
      const { status, text } = await postPayload(pick(), body);
      if (status !== 200) throw new Error(`answered ${status} ${text}`);
      return text;
    },
  };
}

/** A person in Slack, who writes, mentions, and presses what is shown. */
export class SlackPerson {
  readonly name: string;
  readonly #slack: SlackPlatform;
  readonly #way: Way;
  readonly #said = new Map<string, { channel: string; channel_type: string; [field: string]: unknown }>();

  constructor(name: string, slack: SlackPlatform, way: Way) {
    this.name = name;
    this.#slack = slack;
    this.#way = way;
  }

  get id(): string {
    return this.#slack.users.get(this.name)!;
  }

  get dm(): string {
    return this.#slack.channels.get(`@${this.name}`)!;
  }

  /** Writes in a channel (or the DM), and Slack tells Firstline about it in all the events it would. */
  async says(text: string, to: { channel?: string; thread?: string; files?: object[] } = {}): Promise<string> {
    const channel = to.channel ?? this.dm;
    const { ts } = await this.#slack.as(this.name, 'chat.postMessage', { channel, text, thread_ts: to.thread });
    const [root] = to.thread ? await this.#slack.messages(channel, to.thread) : [];
    const fields = {
      parent_user_id: root?.user,
      channel,
      text,
      ts,
      event_ts: ts,
      user: this.id,
      thread_ts: to.thread,
      client_msg_id: randomUUID(),
      files: to.files,
      subtype: to.files ? 'file_share' : undefined,
      channel_type: channel.startsWith('D') ? 'im' : 'channel',
    };
    this.#said.set(String(ts), fields);
    await this.#way.event(eventOf('message.im', fields));
    if (!channel.startsWith('D') && text.includes(`<@${BOT}>`)) await this.#way.event(eventOf('app_mention', fields));
    return String(ts);
  }

  /** Replaces the text of an earlier message. */
  async edits(ts: string, text: string): Promise<void> {
    const { channel, channel_type, ...before } = this.#said.get(ts)!;
    this.#said.set(ts, { channel, channel_type, ...before, text });
    const message = { ...before, text, edited: { user: this.id } };
    await this.#way.event(
      eventOf('message_changed', { channel, channel_type, message, previous_message: before, ts: `${ts}9` }),
    );
  }

  /** Takes back an earlier message. */
  async deletes(ts: string): Promise<void> {
    const { channel, channel_type, ...previous_message } = this.#said.get(ts)!;
    await this.#slack.as(this.name, 'chat.delete', { channel, ts });
    await this.#way.event(eventOf('message_deleted', { channel, channel_type, previous_message, deleted_ts: ts }));
  }

  /** Fills in the window that opened last; answers Firstline's answer to Slack. */
  async fills(text: string, id: string = randomUUID()): Promise<string> {
    const view = this.#slack.made('views.open').at(-1)!.view as Record<string, unknown>;
    const [{ block_id }] = view.blocks as [{ block_id: string }];
    const body = {
      type: 'view_submission',
      team: { id: TEAM, domain: 'contoso' },
      user: { id: this.id, username: this.name, name: this.name, team_id: TEAM },
      api_app_id: 'A0FIRST',
      trigger_id: randomUUID(),
      view: {
        ...view,
        id: `V${id}`,
        state: { values: { [block_id]: { [block_id]: { type: 'plain_text_input', value: text } } } },
      },
    };
    return String(await this.#way.interactive(body));
  }

  /** Presses the button, or takes the menu entry, with this title on the newest message that has it. */
  async presses(title: string, where: { channel?: string; thread?: string } = {}): Promise<void> {
    const channel = where.channel ?? this.dm;
    const messages = await this.#slack.messages(channel, where.thread);
    const message = messages.findLast((m) => elementWith(m, title) !== null);
    if (!message) throw new Error(`nothing to press says "${title}": ${JSON.stringify(messages.at(-1))}`);
    await this.pressesOn(message, title, channel);
  }

  /** Presses on a message that may be an old one. */
  async pressesOn(
    message: Record<string, unknown>,
    title: string,
    channel = this.dm,
    ephemeral = false,
  ): Promise<void> {
    const action = elementWith(message, title)!;
    const body = {
      ...payload('block_actions'),
      user: { id: this.id, username: this.name, name: this.name, team_id: TEAM },
      channel: { id: channel, name: 'directmessage' },
      container: { type: 'message', message_ts: message.ts, channel_id: channel, is_ephemeral: ephemeral },
      // Of an ephemeral message Slack tells only that it was pressed.
      message: ephemeral ? undefined : message,
      trigger_id: randomUUID(),
      response_url: `${this.#slack.origin}/response/${randomUUID()}`,
      actions: [{ block_id: 'b', ...action, action_ts: `${Date.now() / 1000}` }],
    };
    await this.#way.interactive(body);
  }

  /** Types the slash command; resolves to Firstline's answer. */
  async commands(address: string, text: string): Promise<string> {
    const form = payload('slash_command') as Record<string, string>;
    const fields = { ...form, text, user_id: this.id, user_name: this.name, trigger_id: randomUUID() };
    const answer = await postForm(address, fields);
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
    return answer.text;
  }
}

/** The action that Slack would send for the element with this title on a message; null if there is none. */
function elementWith(message: Record<string, unknown>, title: string): Record<string, unknown> | null {
  interface Element {
    type: string;
    action_id: string;
    text?: { text: string };
    value?: string;
    options?: { text: { text: string }; value: string }[];
  }
  const blocks = (message.blocks ?? []) as { type: string; block_id?: string; elements?: Element[] }[];
  for (const { block_id, elements = [] } of blocks.filter((b) => b.type === 'actions'))
    for (const { type, action_id, text, value, options } of elements) {
      if (text?.text === title) return { block_id, type, action_id, text, value };
      const option = options?.find((o) => o.text.text === title);
      if (option) return { block_id, type, action_id, selected_option: option };
    }
  return null;
}
