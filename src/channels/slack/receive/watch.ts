/** The channels in which the bot offers help without being asked. */

/**
 * The bot's way with a channel's messages that are not addressed to it. `off`, unless an operator says otherwise:
 * nothing; `offer`: it offers help so that only the person sees it; `thread`: it offers help in a thread under the
 * message. Both only when it is sure.
 */
export type WatchMode = 'off' | 'offer' | 'thread';

/** The modes of the channels, as an operator set them. */
export class Watch {
  readonly #modes: ReadonlyMap<string, WatchMode>;

  constructor(modes: ReadonlyMap<string, WatchMode>) {
    this.#modes = modes;
  }

  mode(channel: string): WatchMode {
    return this.#modes.get(channel) ?? 'off';
  }

  get channels(): readonly string[] {
    return [...this.#modes].filter(([, mode]) => mode !== 'off').map(([channel]) => channel);
  }
}
