/** Answers questions that people ask back, from the content. */
import type { Asked } from '../core/asked.ts';
import type { KnownAnswer } from '../core/content.ts';
import { COMMON } from '../core/content.ts';
import { namedThings } from './named-things.ts';
import { remaining } from './progress.ts';
import type { Session } from './session.ts';
import { holds, type Next } from './walk.ts';

/**
 * Answers a question, or says that it can't and offers a person. Answers whether the open question can be asked again
 * in fewer words: not where the whole of it is the best answer. `walking`: the open question is a step's.
 */
export function answerQuestion(s: Session, asked: Asked, walking: boolean): boolean {
  const named = answerNamed(s, asked);
  if (named) {
    sayKnown(s, named);
    return true;
  }
  // "And the printer?" is about what was put off.
  const later = s.case?.later;
  if (later !== undefined && s.reading.guesses.some(({ intent }) => intent === later)) {
    s.builder.sayPhrase('later', { problem: s.intent(later)?.title ?? '' });
    return true;
  }
  const next = walking && s.case ? s.walk.advance(s.case).next : null;
  const told = next && next.kind !== 'end' ? answerFromStep(s, asked, next) : null;
  if (told) return told === 'enough';
  if (!walking && asked.for === 'why' && s.before.question) {
    s.builder.sayPhrase('why-asked');
    return true;
  }
  s.builder.sayPhrase('no-answer');
  s.offerPerson(false);
  // "What do you mean?" about a question: saying all of it again is the most that can be done.
  return asked.for !== 'meaning';
}

/** Whether a question that the content answers is about the person's own case ("can you unlock me?"), and not for a word or a way. */
export function isAboutThem(s: Session, asked: Asked): boolean {
  return answerNamed(s, asked)?.kind === 'question';
}

/** The answer that the question names: of the case's own pack first, then one that all packs share. */
function answerNamed({ content, case: c, product }: Session, { answers }: Asked): KnownAnswer | null {
  const own = content.intents.get(c?.intent ?? '')?.pack ?? product;
  const rank = (pack: string): number => (pack === own ? 0 : pack === COMMON ? 1 : 2);
  const [best] = [...answers].sort((a, b) => rank(a.pack) - rank(b.pack));
  return content.packs.get(best?.pack ?? '')?.answers.find(({ id }) => id === best?.id) ?? null;
}

function sayKnown(s: Session, { variants }: KnownAnswer): void {
  const c = s.case ?? { slots: s.content.organisation, frames: [] };
  const { text } = variants.find(({ when }) => holds(when, c.slots)) ?? variants.at(-1)!;
  s.builder.say(s.walk.filled(c, text));
}

/** Explains what the open step names, where a question names nothing itself; answers whether it could. */
function explainNamed(s: Session, next: Exclude<Next, { kind: 'end' }>, kind: 'word' | 'how-to'): boolean {
  if (next.kind !== 'step') return false;
  const own = s.content.packs.get(s.walk.place(s.case!).pack)?.answers ?? [];
  const shared = s.content.packs.get(COMMON)?.answers ?? [];
  const things = namedThings(s.walk.text(s.case!, next.step), [...own, ...shared], kind);
  for (const thing of things) sayKnown(s, thing);
  return things.length > 0;
}

/** Answers from the open step; `whole` where the step's own words are the answer, null where it has none. */
function answerFromStep(s: Session, asked: Asked, next: Exclude<Next, { kind: 'end' }>): 'enough' | 'whole' | null {
  const { builder, walk } = s;
  const c = s.case!;
  const tell = next.step.kind === 'tell' ? next.step : null;
  switch (asked.for) {
    case 'why': {
      const why = next.kind === 'slot' ? walk.slot(c, next.slot)?.why : next.step.kind === 'ask' ? next.step.why : [];
      const cause = s.intent(c.intent)?.cause ?? [];
      if (why && why.length > 0) builder.say(walk.filled(c, why));
      else if (tell && cause.length > 0) builder.say(cause);
      else if (tell) return null;
      else builder.sayPhrase('why-asked');
      return 'enough';
    }
    case 'meaning':
      return explainNamed(s, next, 'word') ? 'enough' : null;
    case 'how':
      if (explainNamed(s, next, 'how-to')) return 'enough';
      if (!tell) return null;
      builder.sayPhrase('told-again');
      return 'whole';
    case 'time': {
      // The open step is among those that remain.
      const left = remaining(s.content, c.frames, s.audience, c.slots) - 1;
      if (tell) sayTime(s, tell.minutes);
      builder.sayPhrase(left <= 0 ? 'last-step' : left === 1 ? 'one-step-left' : 'steps-left', { steps: String(left) });
      return 'enough';
    }
    case 'cost':
      if (!tell) return null;
      if (tell.risk.length > 0) builder.sayAfter('risk', walk.filled(c, tell.risk));
      if (tell.cost.length > 0) builder.sayAfter('cost', walk.filled(c, tell.cost));
      if (tell.risk.length + tell.cost.length === 0) builder.sayPhrase('no-cost');
      return 'enough';
    case 'safe': {
      const cause = s.intent(c.intent)?.cause ?? [];
      if (!tell && cause.length > 0) {
        builder.say(cause);
        return 'enough';
      }
      if (!tell) return null;
      if (tell.risk.length > 0) builder.sayAfter('risk', walk.filled(c, tell.risk));
      else builder.sayPhrase('no-risk');
      if (tell.cost.length > 0) builder.sayAfter('cost', walk.filled(c, tell.cost));
      return 'enough';
    }
    default:
      return null;
  }
}

/** Says how long a step takes, in the unit that people would use. */
function sayTime({ builder }: Session, minutes: number): void {
  if (minutes === 1) builder.sayPhrase('takes-a-minute');
  else if (minutes < AN_HOUR * 2) builder.sayPhrase('takes-minutes', { minutes: String(minutes) });
  else if (minutes < A_DAY * 2) builder.sayPhrase('takes-hours', { hours: String(Math.round(minutes / AN_HOUR)) });
  else builder.sayPhrase('takes-days', { days: String(Math.round(minutes / A_DAY)) });
}
const AN_HOUR = 60;
const A_DAY = 24 * AN_HOUR;
