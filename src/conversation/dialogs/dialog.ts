import type { DialogTurnResult } from 'botbuilder-dialogs/lib/dialog.js';
import type { WaterfallStepContext } from 'botbuilder-dialogs/lib/waterfallStepContext.js';
import type { Case } from '../../core/conversation.ts';
import type { Person } from '../../core/person.ts';
import type { Guess, Reading } from '../../core/reading.ts';
import type { Outcome } from '../../core/reply.ts';
import type { Session } from '../session.ts';

/** Where the turn's session rides along in botbuilder's turn state. */
export const SESSION = Symbol('session');

/** What a step of a waterfall gets. */
export type DialogStep = WaterfallStepContext<Options>;
/** What it answers. */
export type Result = Promise<DialogTurnResult>;

/** What a dialog is begun with; it is saved with the dialog, so it is plain data. */
export interface Options {
  readonly guesses?: readonly Guess[];
  readonly reading?: Reading;
  readonly report?: string;
  /** What the person adds to the summary, and which parts of it they leave out. */
  readonly added?: readonly string[];
  readonly leftOut?: readonly string[];
  /** How agents say it ended. */
  readonly outcome?: Outcome;
  /** The packs that could be meant. */
  readonly products?: readonly string[];
  /** How many of the packs were offered before these. */
  readonly shown?: number;
  /** All of the guesses stand in the text, each with its own words. */
  readonly several?: boolean;
  /** The case as it was when it was called fixed: it may not have been. */
  readonly again?: Case;
  /** Several problems found in a thread, and who wrote of them. */
  readonly reports?: readonly { readonly intent: string; readonly report: string; readonly by: Person | null }[];
}

/** A child dialog ended and the walkthrough should ask its question again. */
export const ASK_AGAIN = 'ask-again';

/** Waits for the person. */
export const WAIT = { status: 'waiting' } as DialogTurnResult;

/** The turn's session. */
export function session(step: DialogStep): Session {
  return step.context.turnState.get(SESSION) as Session;
}
