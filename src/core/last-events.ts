/** The time at which each channel last brought something: what operators look at first when nobody is answered. */

/** A channel's last event, as `/readyz` tells it: whole seconds ago; null for none since the start. */
export interface LastEvent {
  readonly lastEventSecondsAgo: number | null;
}

/** Notes when something arrived in each channel. */
export class LastEvents {
  readonly #now: () => number;
  readonly #since: number;
  readonly #came = new Map<string, number | null>();

  /** `now` is in milliseconds; channels without any event yet are listed too. */
  constructor(channels: readonly string[], now: () => number) {
    this.#now = now;
    this.#since = now();
    for (const channel of channels) this.#came.set(channel, null);
  }

  /** Notes that something arrived. */
  came(channel: string): void {
    this.#came.set(channel, this.#now());
  }

  /** The details for `/readyz`: the seconds since the start, and since each channel's last event. */
  details(): { readonly startedSecondsAgo: number; readonly channels: Readonly<Record<string, LastEvent>> } {
    const ago = (at: number): number => Math.floor((this.#now() - at) / 1000);
    const told = [...this.#came].map(([channel, at]): [string, LastEvent] => [
      channel,
      { lastEventSecondsAgo: at === null ? null : ago(at) },
    ]);
    return { startedSecondsAgo: ago(this.#since), channels: Object.fromEntries(told) };
  }
}
