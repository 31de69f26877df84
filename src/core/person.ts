/** Who wrote a message: the channel's own id of them, the same in all its places (`slack:T1:U2`), and what they are called. */
export interface Person {
  readonly id: string;
  readonly name: string | null;
}

/** Where something is said, in a channel's own words: all that is needed to write there. */
export interface Route {
  readonly channel: string;
  readonly address: string | null;
}
