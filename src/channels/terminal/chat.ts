/** The conversation in the terminal: reads lines, and prints what is said to them. */
import { createInterface, type Interface } from 'node:readline';
import type { Audience } from '../../core/content.ts';
import { type Incoming, PLAIN } from '../../core/message.ts';
import type { Say } from '../../core/phrases.ts';
import type { Reply } from '../../core/reply.ts';
import { imageAt } from './images.ts';
import { jsonReply, parseLine } from './lines.ts';
import { renderReply } from './render.ts';

/** The settings of a chat in the terminal. */
export interface ChatOptions {
  readonly conversation: string;
  readonly audience: Audience;
  readonly json: boolean;
  readonly colour: boolean;
  readonly say: Say;
  /** Whether a person is typing: then the bot greets first, and a prompt is shown. */
  readonly interactive: boolean;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
}

/** Makes the terminal a place to talk: one line in, all replies to it out, then the next line. */
export class Chat {
  readonly #options: ChatOptions;
  readonly #session = `${Date.now().toString(36)}-${process.pid}`;
  #count = 0;
  /** The replies to the line that is being answered; null between two lines. */
  #said: Reply[] | null = null;
  #lines: Interface | null = null;

  constructor(options: ChatOptions) {
    this.#options = options;
  }

  /**
   * Takes a reply from the channel: for the line that is being answered, or else shown at once, because agents may
   * speak at any time.
   */
  readonly show = (reply: Reply): void => {
    if (this.#said) this.#said.push(reply);
    else this.#interject(reply);
  };

  /** Reads until the input ends. `accept` takes a message and resolves when it is answered. */
  async run(accept: (message: Incoming) => Promise<void>): Promise<void> {
    const { input, output, conversation, audience, interactive } = this.#options;
    const message = (fields: Partial<Incoming>): Incoming => ({
      id: `${this.#session}-${++this.#count}`,
      conversation,
      channel: 'terminal',
      audience,
      kind: 'said',
      text: '',
      ...PLAIN,
      numbered: true,
      ...fields,
    });
    const answer = async (m: Incoming): Promise<void> => {
      this.#said = [];
      await accept(m);
      const said = this.#said;
      this.#said = null;
      this.#tell(said);
    };
    if (interactive) await answer(message({ kind: 'opened' }));
    const lines = createInterface({
      input,
      output: interactive ? output : undefined,
      prompt: '> ',
      terminal: interactive,
    });
    this.#lines = lines;
    if (interactive) lines.prompt();
    for await (const line of lines) {
      const { text, image } = parseLine(line);
      await answer(message({ text, images: image === null ? [] : [imageAt(image)] }));
      if (interactive) lines.prompt();
    }
  }

  #tell(replies: readonly Reply[]): void {
    const { output, json, colour, say } = this.#options;
    if (json) output.write(`${JSON.stringify(jsonReply(replies))}\n`);
    else
      for (const reply of replies)
        output.write(`\n${renderReply(reply, colour, Math.min(output.columns ?? 80, 100), say)}\n\n`);
  }

  /** Shows a reply over the line that is being typed, which comes back below. */
  #interject(reply: Reply): void {
    const { output, interactive } = this.#options;
    if (interactive) output.write('\r\u001b[K');
    this.#tell([reply]);
    if (interactive) this.#lines?.prompt(true);
  }
}
