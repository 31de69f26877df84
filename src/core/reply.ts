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

export type Outcome = 'fixed' | 'fixed-for-now' | 'handed-over' | 'unknown';

/** Something to fill in: words of one's own, or one of a list. What is sent back is a press of `id`, or of the option. */
export interface Form {
  readonly id: string;
  readonly title: string;
  /** What the field is called. */
  readonly label: string;
  /** Empty for words. */
  readonly options: readonly Choice[];
}

/**
 * Where a reply goes among what was said before: `under` what answered a message of this conversation, `instead` of it, or taking
 * it away (`gone`); `marked`: a sign beside what an agent wrote, that it went out or not.
 */
export type Placement =
  | { readonly kind: 'under'; readonly message: string; readonly loud: boolean }
  | { readonly kind: 'instead' | 'gone'; readonly message: string }
  | { readonly kind: 'marked'; readonly message: string; readonly as: Delivery };

/** What became of a reply, for who wants to hear it. */
export type Delivery = 'sent' | 'unconfirmed' | 'refused';

/** Which conversation hears how the sending ended; only of trouble, unless it wants to hear `always`. */
export interface Receipt {
  readonly conversation: string;
  readonly about: string;
  readonly always: boolean;
}

/** What we say, before any channel gives it a look. */
export interface Reply {
  /** The problem's name, once it is known. */
  readonly title: string | null;
  readonly body: Rich;
  /** Answers to the question; may be empty. */
  readonly choices: readonly Choice[];
  /** What works at every step: back, skip, talk to a person … */
  readonly controls: readonly Choice[];
  /** The question's number in its conversation: a button carries it, so that an old one is known for old. */
  readonly asked: number;
  readonly at: Place | null;
  readonly outcome: Outcome | null;
  /** How far the walkthrough is; `label` says it in words, with the problem's category: "Step 3 of about 7 · Network". */
  readonly progress: { readonly step: number; readonly of: number; readonly label: string } | null;
  /** Where others read along: whom it is for. */
  readonly to: Person | null;
  /** Whether nobody else should see it, where the channel can do that. */
  readonly discreet: boolean;
  /** Who speaks, where it is not the bot: an agent to the person, the person to the agents. */
  readonly speaker: { readonly name: string; readonly agent: boolean } | null;
  /** Pictures and files the store keeps for this conversation. */
  readonly images: readonly Image[];
  readonly forms: readonly Form[];
  readonly placement: Placement | null;
  readonly receipt: Receipt | null;
}

/** What a reply of nothing but words says of the rest. */
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
