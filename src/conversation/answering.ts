/** Answers questions that people ask back, from the content. */
import type { Asked } from '../core/asked.ts';
import type { KnownAnswer } from '../core/content.ts';
import { COMMON } from '../core/content.ts';
import { writtenTicket } from './dialogs/hand-over.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';
import { namedThings } from './named-things.ts';
import { remaining } from './progress.ts';
import { sayLater } from './second-problem.ts';
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
    sayLater(s);
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

/**
 * Answers a question that is asked after a ticket was written, when there is nothing else to go on with: what becomes of
 * the ticket is all that it can be about. Answers false where no ticket is waited for.
 */
export function answerAboutTicket(s: Session, asked: Asked): boolean {
  const ticket = writtenTicket(s);
  if (ticket === null) return false;
  const { text } = s.message;
  const isThankful = spokenWordsOf(s.content).told.thanks.isIn(text) && s.readingOf(text).passing === null;
  if (isThankful) s.builder.sayPhrase('thanks');
  // The words of products are none here: "the status of my ticket" is no status bar.
  const answers = asked.answers.filter(({ pack }) => pack === COMMON);
  const named = answerNamed(s, { ...asked, answers });
  if (named) sayKnown(s, named);
  else s.builder.sayPhrase(asked.for === 'time' ? 'ticket-when' : 'ticket-asked', { ticket });
  return true;
}

/** Controls that no question about a ticket is. */
const ENDS: readonly string[] = ['human', 'stop', 'start-over'];
/** Small talk beside which a question is about the ticket. */
const ABOUT_A_TICKET: readonly string[] = ['thanks', 'upset'];

/** Whether the message asks something, and neither tells of a problem nor wishes for a person, or for something to be done. */
export function asksOnly(s: Session): boolean {
  const { message, interpretation: meant } = s;
  if (message.kind !== 'said' || meant.kind === 'problem' || meant.kind === 'choice') return false;
  // "What did you send them" resembles "say it again"; a wish for a person is no question.
  if (meant.kind === 'control' && ENDS.includes(meant.id)) return false;
  const { asked, decision, intent } = s.readingOf(message.text);
  // "Who are you?" is no question about a ticket; "how long does this take" is, though it resembles a call for help.
  const isAboutUs = meant.kind === 'smalltalk' && !ABOUT_A_TICKET.includes(meant.intent);
  if (isAboutUs && (meant.intent !== 'help' || asked?.for === 'other')) return false;
  return asked !== null && (decision !== 'answer' || s.intent(intent)?.kind !== 'problem');
}

/** Whether a question that the content answers is about the person's own case ("can you unlock me?"), and not for a word or a way. */
export function isAboutThem(s: Session, asked: Asked): boolean {
  return answerNamed(s, asked)?.kind === 'question';
}

/**
 * The answer that the question names: of the case's own pack first, then one that all packs share, then one of another
 * pack that holds everywhere. "Is it safe to delete?" means something else in each.
 */
function answerNamed(s: Session, { answers }: Asked): KnownAnswer | null {
  const { content } = s;
  const own = ownPacks(s);
  const rank = (pack: string): number => (own.includes(pack) ? 0 : pack === COMMON ? 1 : 2);
  const known = answers.flatMap(({ pack, id }) => {
    const answer = content.packs.get(pack)?.answers.find((a) => a.id === id);
    return answer && (own.length === 0 || rank(pack) < 2 || answer.everywhere) ? { answer, rank: rank(pack) } : [];
  });
  return known.sort((a, b) => a.rank - b.rank)[0]?.answer ?? null;
}

/** The packs that a question is about: those of the case and of its open step, or of the problems that are offered; none before that. */
function ownPacks({ content, case: c, product, walk, before }: Session): readonly string[] {
  const packsOf = (id: string | null): readonly string[] => {
    const intent = content.intents.get(id ?? '');
    return intent?.kind === 'problem' ? [intent.pack] : [];
  };
  if (c === null) return (before.question?.choices ?? []).flatMap(({ id }) => packsOf(id));
  const [own = product] = packsOf(c.intent);
  return [...(own === null ? [] : [own]), ...(c.frames.length > 0 ? [walk.place(c).pack] : [])];
}

/** The slot of the number of the ticket that was written. */
const TICKET = 'ticket';

function sayKnown(s: Session, { variants }: KnownAnswer): void {
  const { frames, slots: known } = s.case ?? { slots: s.content.organisation, frames: [] };
  const ticket = writtenTicket(s);
  const c = { frames, slots: ticket === null ? known : { ...known, [TICKET]: ticket } };
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
