/** Types and helpers that all dialogs share. */
import type { DialogTurnResult } from 'botbuilder-dialogs/lib/dialog.js';
import type { WaterfallStepContext } from 'botbuilder-dialogs/lib/waterfallStepContext.js';
import type { Case } from '../../core/conversation.ts';
import type { Person } from '../../core/person.ts';
import type { Guess, Reading } from '../../core/reading.ts';
import type { Outcome } from '../../core/reply.ts';
import type { HeardAlarm } from '../alarm.ts';
import type { Session } from '../session.ts';

/** The key of the session in botbuilder's turn state. */
export const SESSION = Symbol('session');

/** The context that a step of a waterfall gets. */
export type DialogStep = WaterfallStepContext<Options>;
/** The result of a step of a waterfall. */
export type Result = Promise<DialogTurnResult>;

/** The options a dialog is begun with: plain data, as they are saved with the dialog. */
export interface Options {
  readonly guesses?: readonly Guess[];
  readonly reading?: Reading;
  readonly report?: string;
  /** The id of the message in which the report was written. */
  readonly said?: string;
  /** The person's additions to the summary, and the ids of the parts they leave out. */
  readonly added?: readonly string[];
  readonly leftOut?: readonly string[];
  /** The security problem that the person's words tell of. */
  readonly alarm?: HeardAlarm;
  /** The outcome, as the agent set it. */
  readonly outcome?: Outcome;
  /** The ids of the packs that could be meant. */
  readonly products?: readonly string[];
  /** Whether they are all packs: nothing at all was told of what is wrong. */
  readonly vague?: boolean;
  /** The number of packs offered before these. */
  readonly shown?: number;
  /** Whether one button stands for all packs: the person has just added something to a ticket. */
  readonly folded?: boolean;
  /** Whether the text holds all of the guesses, each with its own words. */
  readonly several?: boolean;
  /** The ids of what was offered, and is not it. */
  readonly rejected?: readonly string[];
  /** The problems that were offered before the person told more. */
  readonly settling?: readonly string[];
  /** The case as it was when it was called fixed, to go on with if it is not. */
  readonly again?: Case;
  /** Whether the question is asked again in fewer words: the person has read it. */
  readonly briefly?: boolean;
  /** Whether the question was said already in this turn, and only its buttons are missing. */
  readonly silently?: boolean;
  /** Problems found in a thread, each with its author. */
  readonly reports?: readonly { readonly intent: string; readonly report: string; readonly by: Person | null }[];
}

/** The result of a child dialog after which the walkthrough asks its question again. */
export const ASK_AGAIN = 'ask-again';

/** The result of a step that waits for the person. */
export const WAIT = { status: 'waiting' } as DialogTurnResult;

/** The turn's session. */
export function session(step: DialogStep): Session {
  return step.context.turnState.get(SESSION) as Session;
}
