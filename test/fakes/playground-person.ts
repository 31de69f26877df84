/** A person in Microsoft's Agents Playground, for tests of the Teams channel. */
import type { Sent } from './teams-world.ts';
import { until } from './until.ts';

/** An event of a conversation, as the playground reports it. */
interface Event {
  readonly action: 'createMessage' | 'updateMessage' | 'typing';
  readonly actionConversationId: string;
  readonly message: {
    readonly messageId: string;
    readonly from: { id: string };
    readonly attachments?: { content: Sent }[];
  };
}

/**
 * A person in the Agents Playground without a browser: writes over HTTP, and reads what the page would show over its
 * socket.
 */
export class PlaygroundPerson {
  readonly #base: string;
  readonly #events: Event[] = [];
  #socket: WebSocket | null = null;

  constructor(base: string) {
    this.#base = base;
  }

  async open(): Promise<this> {
    await fetch(`${this.#base}/_internal/v1/config`);
    const socket = new WebSocket(`${this.#base.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream`);
    socket.onmessage = ({ data }) => this.#events.push(JSON.parse(String(data)) as Event);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    this.#socket = socket;
    return this;
  }

  close(): void {
    this.#socket?.close();
  }

  /** Writes a message; in a channel or a group chat only one that mentions the bot reaches it. */
  say(text: string, conversation: string, bot: string | null = null): Promise<Sent> {
    const mentions =
      bot === null ? undefined : [{ mentioned: { id: bot, name: 'Firstline' }, text: '<at>Firstline</at>' }];
    const words = bot === null ? text : `<at>Firstline</at> ${text}`;
    const body = { from: { id: 'kim' }, text: words, textFormat: bot === null ? 'plain' : 'xml', mentions };
    return this.#post(`/_conversation/v1/conversations/${encodeURIComponent(conversation)}/messages`, body);
  }

  /** Presses a button; answers the card that replaces the pressed one. */
  press(action: Sent, card: { id: string; conversation: string }): Promise<Sent> {
    const { fallback: _, ...rest } = action;
    const value = { action: rest, trigger: 'manual' };
    const from = { id: 'kim' };
    const conversation = { id: card.conversation };
    return this.#post('/_conversation/v1/invoke', {
      name: 'adaptiveCard/action',
      conversation,
      from,
      replyToId: card.id,
      value,
    });
  }

  /** The next card that fits, shown by the bot or put in place of another. */
  async card(fits: (event: Event) => boolean, what: string): Promise<{ id: string; conversation: string; card: Sent }> {
    const isIt = (e: Event): boolean => e.action !== 'typing' && e.message?.attachments?.[0] !== undefined && fits(e);
    await until(
      () => this.#events.some(isIt),
      () => `${what}; seen: ${JSON.stringify(this.#events).slice(0, 600)}`,
    );
    const [{ message, actionConversationId }] = this.#events.splice(this.#events.findIndex(isIt), 1) as [Event];
    return { id: message.messageId, conversation: actionConversationId, card: message.attachments![0]!.content };
  }

  async #post(path: string, body: object): Promise<Sent> {
    const answer = await fetch(this.#base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return text.startsWith('{') ? (JSON.parse(text) as Sent) : {};
  }
}
