/** Talks with the bot in tests. */
import type { Audience } from '../../src/core/content.ts';
import type { ConversationState, Turn, TurnResult } from '../../src/core/conversation.ts';
import { cleanText, type Message, PLAIN } from '../../src/core/message.ts';
import type { Reply } from '../../src/core/reply.ts';
import { plain } from '../../src/core/text.ts';
import { redact } from './redact.ts';

/**
 * One conversation straight through the turn: state goes through JSON, as the store would do it, and time is the
 * test's.
 */
export class Talk {
  state: ConversationState | null = null;
  last: TurnResult | null = null;
  now = Date.parse('2026-03-02T09:00:00Z');
  readonly tickets: TurnResult['tickets'][number][] = [];
  readonly ends: TurnResult['ends'][number][] = [];
  readonly jobs: TurnResult['jobs'][number][] = [];
  turn: Turn;
  readonly #audience: Audience;
  #count = 0;

  constructor(turn: Turn, audience: Audience = 'person') {
    this.turn = turn;
    this.#audience = audience;
  }

  say(text: string): Promise<Talk> {
    return this.send({ kind: 'said', text });
  }

  press(choice: string, asked: number | null = this.state?.asked ?? null): Promise<Talk> {
    return this.send({ kind: 'pressed', choice, asked });
  }

  open(): Promise<Talk> {
    return this.send({ kind: 'opened' });
  }

  /** Lets time pass. */
  wait(hours: number): this {
    this.now += hours * 3_600_000;
    return this;
  }

  async send(fields: Partial<Message>): Promise<Talk> {
    this.now += 20_000;
    const { text, shortened } = cleanText(fields.text ?? '');
    const safe = redact(text);
    const message: Message = {
      id: `m${++this.#count}`,
      conversation: 'test:1',
      channel: 'test',
      audience: this.#audience,
      kind: 'said',
      ...PLAIN,
      at: new Date(this.now).toISOString(),
      ...fields,
      text: safe.text,
      shortened,
      masked: safe.masked,
    };
    this.last = await this.turn(this.state, message);
    this.state = JSON.parse(JSON.stringify(this.last.state)) as ConversationState;
    this.tickets.push(...this.last.tickets);
    this.ends.push(...this.last.ends);
    this.jobs.push(...this.last.jobs);
    return this;
  }

  get reply(): Reply {
    const reply = this.last?.replies.at(-1);
    if (!reply) throw new Error('nothing was said');
    return reply;
  }

  get text(): string {
    return (this.last?.replies ?? []).map((r) => plain(r.body)).join('\n');
  }

  /** `walkthrough/step` of the last reply, or null. */
  get at(): string | null {
    const at = this.last?.replies.at(-1)?.at;
    return at ? `${at.walkthrough}/${at.step}` : null;
  }

  get choices(): string[] {
    return this.reply.choices.map((c) => c.id);
  }
}
