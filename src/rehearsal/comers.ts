/** The people of a made-up month: who comes when, from where, and with which problem. */
import type { Cause, Content } from '../core/content.ts';
import type { Person, Route } from '../core/person.ts';
import type { Chance } from './chance.ts';
import { WEIGHTS } from './ideal.ts';
import { type Rehearsed, rehearsed } from './rehearse.ts';

/** The place where somebody writes, and who they are there. */
export interface ComerPlace extends Route {
  readonly conversation: string;
  readonly person: Person | null;
}

/** Somebody who comes with a problem at a moment (milliseconds since 1970). */
export interface Comer {
  readonly at: number;
  readonly place: ComerPlace;
  /** The problem and its hidden cause; null for a text that is about something else. */
  readonly problem: (Rehearsed & { readonly cause: Cause }) | null;
  /** The text of somebody whose problem is not known; null for everybody else. */
  readonly other: string | null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The hours (UTC) at which people write, each as often as its weight. */
const HOURS: readonly (readonly [hour: number, weight: number])[] = [
  ...([6, 7, 8, 9, 10, 11, 12] as const).map((hour, i) => [hour, [2, 7, 13, 14, 10, 8, 6][i]!] as const),
  ...([13, 14, 15, 16, 17, 18, 20] as const).map((hour, i) => [hour, [11, 10, 8, 6, 3, 1, 1][i]!] as const),
];
const WEEKEND = 0.12;
/** The share of texts that no pack knows. */
const OTHERS = 0.07;
/** The part of the day on which one problem hits many, and of how many of the month's conversations. */
const OUTBREAK = 0.08;
const FIRST = [
  'Ada',
  'Bo',
  'Cleo',
  'Dana',
  'Eli',
  'Finn',
  'Gita',
  'Hugo',
  'Ines',
  'Jun',
  'Kim',
  'Lena',
  'Milo',
  'Nora',
];
const LAST = [
  'Adler',
  'Brandt',
  'Costa',
  'Diaz',
  'Eriksen',
  'Fischer',
  'Gruber',
  'Haas',
  'Ito',
  'Jansen',
  'Kaya',
  'Lang',
];

/**
 * Wishes that no pack knows yet, each in the words of several people: they come again and again, as in every company, and are
 * what the page “Learning” is for. The first ones are the most frequent.
 */
const UNMET: readonly (readonly string[])[] = [
  [
    'my badge does not open the garage any more',
    'badge doesnt open the garage',
    'the garage door does not react to my badge',
    'since monday my badge won’t open the garage',
    'badge for the garage is not working',
    'hi, my badge opens the front door but not the garage door',
  ],
  [
    'the standing desk in my office does not go up',
    'my standing desk is stuck at the lowest height',
    'standing desk doesn’t move up or down',
    'the desk in room 212 won’t go up any more, it is one of the standing desks',
  ],
  [
    'the air conditioning on our floor is far too cold',
    'it is freezing here, can somebody turn the air conditioning down?',
    'air conditioning too cold on the 4th floor',
  ],
];

/** The people who come, in no order. */
export function comers(
  content: Content,
  chance: Chance,
  { from, days, conversations }: { readonly from: number; readonly days: number; readonly conversations: number },
): readonly Comer[] {
  const problems = rehearsed(content, null).filter(({ walkthrough }) => walkthrough.causes.length > 0);
  const others = [...content.intents.values()].filter(({ kind }) => kind === 'none').flatMap((i) => i.examples);
  // Some problems are frequent and most are rare.
  const frequent = new Map(problems.map((problem) => [problem, 1 / (1 + chance.between(0, problems.length))]));
  const outbreak = { day: chance.between(Math.floor(days / 3), days - 5), problem: chance.one(problems) };
  const weightOf = (day: number): number =>
    [0, 6].includes(new Date(from + day * DAY).getUTCDay()) ? WEEKEND : 0.8 + 0.4 * ((day * 7) % 5) * 0.25;
  const all = Array.from({ length: days }, (_, day) => day);
  return Array.from({ length: conversations }, (_, i): Comer => {
    const isOutbreak = chance.happens(OUTBREAK);
    const day = isOutbreak ? outbreak.day : chance.weighted(all, weightOf);
    const [hour] = chance.weighted(HOURS, ([, weight]) => weight);
    const at = from + day * DAY + hour * HOUR + Math.floor(chance.next() * HOUR);
    const place = placeOf(chance, i);
    if (!isOutbreak && others.length > 0 && chance.happens(OTHERS))
      return { at, place, problem: null, other: otherOf(chance, others) };
    const problem = isOutbreak ? outbreak.problem : chance.weighted(problems, (one) => frequent.get(one)!);
    const cause = chance.weighted(problem.walkthrough.causes, ({ often }) => WEIGHTS[often]);
    return { at, place, problem: { ...problem, cause }, other: null };
  });
}

/** A text that no pack knows: half of them are of those that come again and again. */
function otherOf(chance: Chance, others: readonly string[]): string {
  if (chance.happens(0.5)) return chance.one(others);
  return chance.one(chance.weighted(UNMET, (wordings) => wordings.length));
}

/** A place of its own for each: nobody comes twice, so that no two conversations get in each other's way. */
function placeOf(chance: Chance, i: number): ComerPlace {
  const channel = chance.weighted(['web', 'slack', 'teams'], (name) => (name === 'web' ? 3 : name === 'slack' ? 4 : 5));
  if (channel === 'web') {
    const digits = Array.from({ length: 32 }, () => chance.between(0, 15).toString(16)).join('');
    const id = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return { conversation: `web:${id}`, channel, address: null, person: null };
  }
  const name = `${chance.one(FIRST)} ${chance.one(LAST)}`;
  const number = String(i + 1).padStart(4, '0');
  const conversation = `${channel}:DEMO:${number}`;
  return { conversation, channel, address: null, person: { id: `${channel}:DEMO:U${number}`, name } };
}
