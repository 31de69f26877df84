/** The port of public sets: each is read from its folder into the same shape. */
import { readFileSync } from 'node:fs';
import { Fault } from '../../../src/core/fault.ts';
import type { Row } from '../peers/engine.ts';

/** A public set of intents, as its authors divide it. */
export interface PublicSet {
  readonly train: readonly Row[];
  readonly test: readonly Row[];
  /** Texts of none of the intents, to be judged by; most sets have none. */
  readonly others: readonly Row[];
}

/** The label of texts that are none of ours: never an intent of a set. */
export const NONE = 'none of the intents';

/** The number of intents that are left out in each draw, of a set of which some are. */
export const LEFT_OUT = 14;

/**
 * A file of a set.
 * @throws {Fault} FILE_UNREADABLE
 */
export function fileOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Fault('FILE_UNREADABLE', `${path} can't be read.`, 'Lay the set there, as its authors publish it.', {
      cause,
    });
  }
}

/** The fault of a file of a set that is not as its authors publish it. */
export function unlike(path: string, what: string): Fault {
  return new Fault('FILE_UNUSABLE', `${path} ${what}`, 'Lay the set there, as its authors publish it.');
}
