/** Finds the person that `erase` and `export` are told of. */
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Belongings, Store } from '../core/store.ts';
import { digits } from './tickets.ts';

/** A person, by id, with all that belongs to them. */
export interface FoundPerson extends Belongings {
  readonly who: string;
  /** The number of conversations of others that hold words of somebody who has none of their own; 0 for everybody else. */
  readonly elsewhere: number;
}

/**
 * Finds a person by their id, by a conversation's, or by the number of a ticket.
 * @throws {Fault} PERSON_UNKNOWN where nothing is stored of them
 */
export async function findPerson(store: Store, given: string): Promise<FoundPerson> {
  const ticket = given.includes(':')
    ? undefined
    : (await store.tickets()).find(({ id }) => digits(id) === digits(given));
  const who = (ticket && (await store.ownerOf(ticket.id))) ?? given;
  const found = await store.belongings(who);
  if (found.conversations.length > 0 || found.tickets.length > 0) return { who, ...found, elsewhere: 0 };
  // Agents, and people in threads of others: every message has to be looked at.
  const elsewhere = new Set((await store.elsewhere(who)).map(({ conversation }) => conversation)).size;
  if (elsewhere > 0) return { who, ...found, elsewhere };
  throw new Fault('PERSON_UNKNOWN', `Nothing is stored of "${given}".`, FAULTS.PERSON_UNKNOWN.cure);
}
