/** People, and the places where messages to them go. */

/**
 * The author of a message: the channel's own id of the person, the same in all its places (`slack:T1:U2`), and their
 * name.
 */
export interface Person {
  readonly id: string;
  readonly name: string | null;
  /** The account with which they signed in on the chat page; left out where the channel itself knows its people. */
  readonly account?: CompanyAccount;
}

/** The facts that a provider of identities tells of somebody besides the name. */
export interface CompanyAccount {
  /** The provider's name: `login.example.com`. */
  readonly by: string;
  /** The mail address, if the provider says that it is theirs. */
  readonly mail: string | null;
  /** The language, as in `pt-BR`. */
  readonly language: string | null;
}

/**
 * Tells whether nobody vouches for who somebody is: they wrote in a place where people need not sign in (the chat page), so
 * the channel knows no person. Older tickets, which don't say, are not counted.
 */
export function isUnverified(person: Person | null | undefined): boolean {
  return person === null;
}

/** A place to write to, in a channel's own words: all that sending there needs. */
export interface Route {
  readonly channel: string;
  readonly address: string | null;
}

/** The person as they are known now: a channel may tell the name only with a later message. */
export function completed(known: Person | null, now: Person | null): Person | null {
  return known !== null && known.name === null && now?.id === known.id && now.name !== null ? now : known;
}
