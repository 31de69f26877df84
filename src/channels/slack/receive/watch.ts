/**
 * What to do about messages nobody addressed to us, by channel. `off` is everywhere unless an operator says otherwise;
 * `offer`: help is offered so that only the person sees it; `thread`: in a thread under the message. Both only when sure.
 */
export type WatchMode = 'off' | 'offer' | 'thread';

/** The channels an operator turned watching on for. */
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
