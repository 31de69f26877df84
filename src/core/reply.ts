/** Replies: everything the bot says, before a channel renders it. */
import type { Image } from './job.ts';
import type { Person } from './person.ts';
import type { Rich } from './text.ts';

/** A button: an answer to the question asked, or a control such as "back". */
export interface Choice {
  readonly id: string;
  readonly title: string;
}

/** A step of a walkthrough, by name. */
export interface Place {
  readonly pack: string;
  readonly walkthrough: string;
  readonly step: string;
}

/** The outcome of a case. */
export type Outcome = 'fixed' | 'fixed-for-now' | 'handed-over' | 'unknown';

/** A field to fill in: free words, or one of a list. Sending it comes back as a press of `id`, or of the option. */
export interface Form {
  readonly id: string;
  readonly title: string;
  /** The field's label. */
  readonly label: string;
  /** The options to choose from; empty for free words. */
  readonly options: readonly Choice[];
}

/**
 * The place of a reply among earlier messages.
 * `under`: below the first reply to a message of this conversation; `instead`: replacing that reply; `gone`: removing
 * it; `marked`: a sign beside an agent's message, whether it went out; `joined`: the rest of that reply, of which `before` has
 * the words: both become one message where it can still be changed, and elsewhere the rest is a message of its own.
 */
export type Placement =
  | { readonly kind: 'under'; readonly message: string; readonly loud: boolean }
  | { readonly kind: 'instead' | 'gone'; readonly message: string }
  | { readonly kind: 'marked'; readonly message: string; readonly as: Delivery }
  | {
      readonly kind: 'joined';
      readonly message: string;
      readonly before: Pick<Reply, 'title' | 'body' | 'outcome'>;
    };

/** The result of sending a reply, for a conversation that wants to know. */
export type Delivery = 'sent' | 'unconfirmed' | 'refused';

/** The conversation that gets the result of the sending; only failures, unless `always` is set. */
export interface Receipt {
  readonly conversation: string;
  readonly about: string;
  readonly always: boolean;
}

/** A reply of the bot, before any channel renders it. */
export interface Reply {
  /** The problem's title, once it is known. */
  readonly title: string | null;
  readonly body: Rich;
  /** Answers to the question; may be empty. */
  readonly choices: readonly Choice[];
  /** Controls, which work at every step: back, skip, talk to a person … */
  readonly controls: readonly Choice[];
  /** The question's number in its conversation: a button carries it, so that an old button is recognised. */
  readonly asked: number;
  readonly at: Place | null;
  readonly outcome: Outcome | null;
  /** How far the walkthrough is; `label` says it in words, with the problem's category: "Step 3 of about 7 · Network". */
  readonly progress: { readonly step: number; readonly of: number; readonly label: string } | null;
  /** The person the reply is for, in a place where others read along. */
  readonly to: Person | null;
  /** Set where the person was called by name in this conversation before: a channel needn't notify them again. */
  readonly quiet?: true;
  /** Whether others should not see it, where the channel can hide it. */
  readonly discreet: boolean;
  /** The speaker, where it is not the bot: an agent to the person, or the person to the agents. */
  readonly speaker: { readonly name: string; readonly agent: boolean } | null;
  /** Pictures and files that the store keeps for this conversation. */
  readonly images: readonly Image[];
  readonly forms: readonly Form[];
  /** The person that a ticket's head is about, and their conversation: a channel may link to both. */
  readonly about?: { readonly person: Person | null; readonly conversation: string };
  readonly placement: Placement | null;
  readonly receipt: Receipt | null;
}

/** Defaults of a reply of nothing but words. */
export const BARE = {
  title: null,
  choices: [],
  controls: [],
  asked: 0,
  at: null,
  outcome: null,
  progress: null,
  to: null,
  discreet: false,
  speaker: null,
  images: [],
  forms: [],
  placement: null,
  receipt: null,
} as const satisfies Partial<Reply>;

/** A reply together with the words of the message that it joins; unchanged where it joins none. */
export function wholeOf(reply: Reply): Reply {
  if (reply.placement?.kind !== 'joined') return reply;
  const { title, body, outcome } = reply.placement.before;
  return { ...reply, title: reply.title ?? title, body: [...body, ...reply.body], outcome: reply.outcome ?? outcome };
}
