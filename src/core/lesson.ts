/**
 * Lessons: words that were not understood, or were taken for the wrong thing, kept for whoever writes the content. They are
 * masked, without the name of the person, and are deleted with the conversation they stand in.
 */
import type { AgentsPart } from './case-record.ts';
import type { Person } from './person.ts';
import type { Guess, Reading } from './reading.ts';
import type { Outcome } from './reply.ts';
import { withoutNames } from './without-names.ts';

/**
 * The reason why words are kept: nothing was recognised (`none`), the bot asked "did you mean" (`ask`), an answer at a step was
 * not understood (`step`), the person took something back or went over to another problem (`corrected`), or an agent called the
 * topic wrong (`wrong`).
 */
export const LESSON_KINDS = ['none', 'ask', 'step', 'corrected', 'wrong'] as const;
export type LessonKind = (typeof LESSON_KINDS)[number];

/** The reading of the words at that time, as far as it tells why: without the facts that were found in them. */
export interface LessonReading {
  readonly decision: Reading['decision'];
  /** The best guesses first, at most three. */
  readonly guesses: readonly Guess[];
  /** The program's own words that decided it; null for none. */
  readonly evidence: string | null;
  /** The packs whose product was named. */
  readonly named: readonly string[];
  /** The step at which it was said, where a walkthrough was open. */
  readonly step: { readonly walkthrough: string; readonly step: string } | null;
}

/** Words that were not understood, as a turn notes them. */
export interface Lesson {
  /** The id of the message in which the person wrote it, or `REPORT`: it goes when that message is taken back. Null in earlier ones. */
  readonly message: string | null;
  readonly kind: LessonKind;
  readonly text: string;
  readonly read: LessonReading;
  /** The problem that the words were taken for, or that was under way; null for none. */
  readonly intent: string | null;
  /** The id of the case's record, by which it is known later what became of it; null where there is none. */
  readonly record: string | null;
}

/** The uses of a lesson that an author can choose. */
export const LESSON_USES = ['example', 'other', 'seed', 'leave'] as const;

/**
 * The use that an author has for a lesson. `example`: the words become an example of a problem; `other`: of a none-intent, so
 * that they are taken for none of ours; `seed`: of a new problem; `leave`: nothing.
 */
export type LessonUse =
  | { readonly use: 'example' | 'other'; readonly intent: string; readonly wording: string }
  | { readonly use: 'seed'; readonly pack: string; readonly title: string; readonly wording: string }
  | { readonly use: 'leave' };

/** A lesson as it is kept. */
export interface KeptLesson extends Lesson {
  /** Tells nothing of the conversation. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** The end of the case, as far as it is known: the problem it turned out to be, and how it ended. */
  readonly became: {
    readonly intent: string | null;
    readonly outcome: Outcome | null;
    readonly agents: AgentsPart | null;
  } | null;
  /** The use that an author chose; null while nobody did. */
  readonly use: LessonUse | null;
}

/** The lessons to read: those that nobody chose a use for, those of the draft, or those that were taken or left. */
export type LessonList = 'open' | 'draft' | 'done';

/** The result of trying a draft, kept so that every instance knows it. Nothing that people wrote stands in it. */
export interface KeptTrial {
  /** Names the draft and the content that were tried: another draft needs another trial. */
  readonly draft: string;
  readonly at: string;
  /** JSON. */
  readonly result: string;
}

/** A trial that is under way in an instance, or ended without a result. */
export interface TrialRun {
  readonly run: string;
  readonly draft: string;
  /** 0 to 1; null where it ended without a result. */
  readonly done: number | null;
  /** The time of its last note: one that notes nothing any more ended with its instance. */
  readonly at: string;
}

/** The message of words that stand in the report of a ticket. */
export const REPORT = 'report';

/** The longest words that are kept, in characters. */
const LONGEST = 2000;
const MOST_GUESSES = 3;

/** The words that a lesson is made of, with their reading and the problem they were taken for. */
export interface Misunderstood {
  readonly message: string;
  readonly kind: LessonKind;
  readonly text: string;
  readonly reading: Pick<Reading, 'decision' | 'guesses' | 'evidence'> & { readonly named: readonly string[] };
  readonly step: LessonReading['step'];
  readonly intent: string | null;
}

/** Makes a lesson; `people` are those whose names must not stand in it. */
export function lessonOf(
  { message, kind, text, reading, step, intent }: Misunderstood,
  people: readonly (Person | null)[],
): Lesson {
  const { decision, guesses, evidence, named } = reading;
  const clean = withoutNames(text, people);
  return {
    message,
    kind,
    text: clean.length > LONGEST ? `${clean.slice(0, LONGEST - 1).toWellFormed()}…` : clean,
    read: {
      ...{ decision, named, step, guesses: guesses.slice(0, MOST_GUESSES) },
      evidence: evidence === null ? null : withoutNames(evidence, people),
    },
    intent,
    record: null,
  };
}
