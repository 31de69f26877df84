/** The interpretation of a message: its meaning as an answer to the open question. */
import type { Asked } from '../../core/asked.ts';
import type { Slots, StepChoice } from '../../core/content.ts';
import type { Question } from '../../core/conversation.ts';
import type { Reading } from '../../core/reading.ts';
import { ANSWERS, type Control } from '../../core/steering.ts';
import type { Sayable } from './choices.ts';

/** The meaning of a message for the open question. */
export type Interpretation =
  | { readonly kind: 'choice'; readonly id: string }
  | { readonly kind: 'control'; readonly id: Control }
  | { readonly kind: 'typed'; readonly value: string }
  /** A problem that is certain, or nearly; it may be another one than the case's. */
  | { readonly kind: 'problem'; readonly reading: Reading }
  | { readonly kind: 'smalltalk'; readonly intent: string }
  /** A question back. */
  | { readonly kind: 'question'; readonly asked: Asked; readonly reading: Reading }
  /** Facts that were not asked for; `corrects` where they take an earlier answer back. */
  | { readonly kind: 'facts'; readonly slots: Slots; readonly corrects: boolean; readonly reading: Reading }
  /** Another answer to the question before: "no wait, they don't match". */
  | { readonly kind: 'amended'; readonly id: string; readonly reading: Reading }
  /** Some of what is offered is not it, "not the printer one": the ids; none where it is something else that is not it. */
  | { readonly kind: 'rejected'; readonly ids: readonly string[]; readonly reading: Reading }
  /** A part of it works, and the rest does not: the words for each. */
  | { readonly kind: 'partly'; readonly works: string; readonly rest: string; readonly reading: Reading }
  /** It works now, said where that was not asked; done, without a result; not done yet. */
  | { readonly kind: 'worked' | 'did' | 'waiting'; readonly reading: Reading }
  | { readonly kind: 'words'; readonly reading: Reading }
  | { readonly kind: 'stale' | 'empty' | 'wordless' | 'opened' };

/** Everything that the meaning of a message depends on, besides its words. */
export interface Light {
  readonly question: Question | null;
  /** The intent of the open case. */
  readonly current: string | null;
  /** The known facts of the case. */
  readonly known: Slots;
  /** The choices of the open step as the content has them, with the words that people say for them. */
  readonly choices: readonly Sayable[];
  /** The question that was answered last, with the id of its answer; null where the last step was no question. */
  readonly last: { readonly choices: readonly StepChoice[]; readonly answer: string } | null;
  /** Whether the person sees numbers beside the choices. */
  readonly numbered: boolean;
  /** Whether a step of a walkthrough is open, and not a question about the walkthrough. */
  readonly walking: boolean;
  /** The slots that the open walkthroughs ask about, or tell people apart by. */
  readonly matters: ReadonlySet<string>;
  /** The words of the open step, where it tells of something to do. */
  readonly doing: string;
  /** The words, as programs show them, that tell that the open step has worked. */
  readonly expected: readonly string[];
  /** Whether the open step was told whole, and not only its question: a question within it may be what is answered. */
  readonly isWhole: boolean;
  /** Whether "does it work now?" was the last that was asked. */
  readonly asksWhether: boolean;
  /** Whether the open question was asked already and not answered. */
  readonly again: boolean;
}

/** The light of a conversation in which nothing is open. */
export const DARK: Light = {
  question: null,
  current: null,
  known: {},
  choices: [],
  last: null,
  numbered: false,
  walking: false,
  matters: new Set(),
  doing: '',
  expected: [],
  isWhole: true,
  asksWhether: false,
  again: false,
};

/** Whether a message says that it is not fixed after all: still, or only in part. */
export function isNotFixed(meant: Interpretation): boolean {
  if (meant.kind !== 'words') return false;
  const { intent, turned, doubtful } = meant.reading;
  return intent === ANSWERS.failed || (intent === ANSWERS.worked && (turned || doubtful));
}
