/** The rehearsal: plays simulated people with every cause of every problem through the real turn. */
import type { Cause, Content, Intent, Walkthrough } from '../core/content.ts';
import type { ConversationState, Turn } from '../core/conversation.ts';
import { type Message, PLAIN } from '../core/message.ts';
import { isAt, MANNERS, type Manner, Simulated } from './simulated.ts';

/**
 * The end of a rehearsal: cured by a step of the cause; rightly handed over because nothing cures it; given up, that is
 * handed over although a step would have cured it, or called fixed by a step that does not cure it; or no end at all.
 */
export type End = 'cured' | 'handed-over' | 'given-up' | 'dead-end' | 'circle';

/** One conversation that was played. */
export interface Played {
  readonly intent: string;
  readonly walkthrough: string;
  readonly cause: string;
  readonly manner: Manner;
  readonly end: End;
  /** Questions and things to do before the end, and before the first thing to do that cures any cause (null: none came). */
  readonly questions: number;
  readonly steps: number;
  readonly minutes: number;
  readonly before: number | null;
  /** The steps that were asked or told, in order: `walkthrough/step`. */
  readonly way: readonly string[];
}

/** The largest number of turns; no walkthrough has as many steps. */
const MOST_TURNS = 150;
/** The number of times one step may be asked: people go back, and ask back. */
const MOST_TIMES = 4;
/** The time a question takes, in minutes. */
const QUESTION_MINUTES = 0.25;
const DAY = Date.UTC(2026, 0, 5, 9);

/** A problem with the walkthrough that people with it are led through. */
export interface Rehearsed {
  readonly intent: Intent;
  readonly walkthrough: Walkthrough;
}

/** The problems to rehearse: all, those of a pack, or those of one walkthrough. */
export function rehearsed({ intents, walkthroughs }: Content, of: string | null): Rehearsed[] {
  return [...intents.values()].flatMap((intent) => {
    const walkthrough = walkthroughs.get(intent.walkthrough.person ?? '');
    if (intent.kind !== 'problem' || !walkthrough) return [];
    return of === null || of === intent.pack || of === walkthrough.id || of === intent.id
      ? [{ intent, walkthrough }]
      : [];
  });
}

/** Plays every cause in every manner; `tell` hears of the part that is done, 0 to 1. */
export async function rehearse(
  content: Content,
  turn: Turn,
  problems: readonly Rehearsed[],
  tell: (done: number) => void = () => {},
): Promise<Played[]> {
  const all = problems.flatMap(({ intent, walkthrough }) =>
    walkthrough.causes.flatMap((cause) => MANNERS.map((manner) => ({ intent, walkthrough, cause, manner }))),
  );
  const played: Played[] = [];
  for (const [i, { intent, walkthrough, cause, manner }] of all.entries()) {
    played.push(await play(content, turn, intent, walkthrough, cause, manner));
    tell((i + 1) / all.length);
  }
  return played;
}

async function play(
  content: Content,
  turn: Turn,
  intent: Intent,
  walkthrough: Walkthrough,
  cause: Cause,
  manner: Manner,
): Promise<Played> {
  const person = new Simulated(content, walkthrough, cause, manner);
  const cures = walkthrough.causes.flatMap((c) => c.cured);
  const way: string[] = [];
  const told = { questions: 0, steps: 0, minutes: 0 };
  let before: number | null = null;
  let last = '';
  let lastAsked = '';
  // The last thing done before each place was first reached: a person who goes back there has done nothing since.
  const lastAt = new Map<string, string>();
  const ended = (end: End): Played => ({
    intent: intent.id,
    walkthrough: walkthrough.id,
    cause: cause.id,
    manner,
    end,
    ...told,
    before,
    way,
  });
  let state: ConversationState | null = null;
  let message = messageOf(0, { text: person.begins(intent) });
  for (let n = 1; n <= MOST_TURNS; n++) {
    const result = await turn(state, message);
    state = result.state;
    const [end] = result.ends;
    if (end && end.rating === null && state.case === null) {
      const place = placeOf(last);
      const isCure = cause.cured.some((t) => isAt(t, place, content));
      // A person who does not say what tells of the cause is rightly handed over.
      const isRight = cause.cured.length === 0 || person.hasWithheld;
      if (end.outcome === 'handed-over') return ended(isRight ? 'handed-over' : 'given-up');
      // A way around is as good as a hand-over where nothing cures it; "solved" is not.
      const isWayAround = person.hasWithheld || (isRight && end.outcome === 'fixed-for-now');
      return ended(isCure ? 'cured' : isWayAround ? 'handed-over' : 'given-up');
    }
    const at = placeNow(state);
    // A step that is for some only has its slot asked first, in the same place.
    const asked: string = `${at} ${state.question?.slot ?? ''}`;
    if (at !== null && lastAsked !== asked) {
      lastAsked = asked;
      if (way.at(-1) !== at) way.push(at);
      if (message.choice === 'back') last = lastAt.get(at) ?? last;
      else if (!lastAt.has(at)) lastAt.set(at, last);
      const place = placeOf(at);
      const step = content.walkthroughs.get(place.walkthrough)?.steps.get(place.step);
      const isQuestion = step?.kind === 'ask' || state.question?.slot !== null;
      if (!isQuestion && before === null && cures.some((t) => isAt(t, place, content))) before = told.questions;
      if (isQuestion) {
        told.questions += 1;
        told.minutes += QUESTION_MINUTES;
      } else {
        told.steps += 1;
        told.minutes += step?.kind === 'tell' ? step.minutes : 0;
        last = at;
      }
      if (way.filter((step) => step === at).length > MOST_TIMES) return ended('circle');
    }
    const doing = person.act(state);
    if (!doing) return ended('dead-end');
    message =
      doing.kind === 'say'
        ? messageOf(n, { text: doing.text })
        : messageOf(n, { kind: 'pressed', text: doing.choice.title, choice: doing.choice.id, asked: state.asked });
  }
  return ended('circle');
}

function placeNow(state: ConversationState): string | null {
  const isPlaying = (state.dialogs.at(-1) as { id?: string } | undefined)?.id === 'play';
  const frame = isPlaying ? state.case?.frames.at(-1) : undefined;
  return frame ? `${frame.walkthrough}/${frame.step}` : null;
}

function placeOf(at: string): { walkthrough: string; step: string } {
  const [walkthrough = '', step = ''] = at.split('/');
  return { walkthrough, step };
}

/** A message of the simulated person, a minute after the one before. */
function messageOf(n: number, given: Partial<Message>): Message {
  return {
    ...PLAIN,
    id: `rehearsal-${n}`,
    conversation: 'rehearsal:one',
    channel: 'rehearsal',
    audience: 'person',
    kind: 'said',
    text: '',
    shortened: false,
    masked: false,
    at: new Date(DAY + n * 60_000).toISOString(),
    ...given,
  };
}
