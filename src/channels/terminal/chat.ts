import { createInterface } from 'node:readline';
import type { Audience } from '../../core/content.ts';
import { type Incoming, PLAIN } from '../../core/message.ts';
import type { Reply } from '../../core/reply.ts';
import { imageAt } from './images.ts';
import { jsonReply, parseLine } from './lines.ts';
import { renderReply } from './render.ts';

export interface ChatOptions {
  readonly conversation: string;
  readonly audience: Audience;
  readonly json: boolean;
  readonly colour: boolean;
  /** Somebody is typing: prompt them, and greet them first. */
  readonly interactive: boolean;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
}

/** Makes the terminal a place to talk: one line in, everything that is said to it out, then the next. */
export class Chat {
  readonly #options: ChatOptions;
  readonly #session = `${Date.now().toString(36)}-${process.pid}`;
  #count = 0;
  #said: Reply[] = [];
  #heard: (() => void) | null = null;

  constructor(options: ChatOptions) {
    this.#options = options;
  }

  /** Where the channel delivers. */
  readonly show = (reply: Reply): void => {
    this.#said.push(reply);
    this.#heard?.();
  };

  /** Reads until the input ends. `accept` takes a message and resolves when it is answered. */
  async run(accept: (message: Incoming) => Promise<void>): Promise<void> {
    const { input, output, json, colour, conversation, audience, interactive } = this.#options;
    const message = (fields: Partial<Incoming>): Incoming => ({
      id: `${this.#session}-${++this.#count}`,
      conversation,
      channel: 'terminal',
      audience,
      kind: 'said',
      text: '',
      ...PLAIN,
      ...fields,
    });
    const answer = async (m: Incoming): Promise<void> => {
      this.#said = [];
      await accept(m);
      if (json) output.write(`${JSON.stringify(jsonReply(this.#said))}\n`);
      else
        for (const reply of this.#said)
          output.write(`\n${renderReply(reply, colour, Math.min(output.columns ?? 80, 100))}\n\n`);
    };
    if (interactive) await answer(message({ kind: 'opened' }));
    const lines = createInterface({
      input,
      output: interactive ? output : undefined,
      prompt: '> ',
      terminal: interactive,
    });
    if (interactive) lines.prompt();
    for await (const line of lines) {
      const { text, image } = parseLine(line);
      await answer(message({ text, images: image === null ? [] : [imageAt(image)] }));
      if (interactive) lines.prompt();
    }
  }
}
