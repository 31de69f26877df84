/**
 * Follows the steps that a conversation goes through without a question. The hops are those of the conversation
 * (src/conversation/walk.ts), made here for everybody at once: what is known of a person is a set of possible values
 * for every slot, which narrows with every hop that depends on it.
 */
import type { Audience, Condition, Pack, Step, Target } from '../../../core/content.ts';
import type { Ground } from './ground.ts';

/** The value of a slot that is not known and can't be asked for; `unknown` is an answer. */
const NOT_KNOWN = '';
/** The largest number of hops followed from one step; real walkthroughs ask long before. */
const MOST_HOPS = 20_000;
const DEEPEST = 200;
const MOST_TIMES = 3;
const NEVER = '9999';

/** A place in the walkthroughs, with the visits it stands in, and what the people who come there may be like. */
interface State {
  readonly frames: readonly Target[];
  /** Slots that are narrowed down, each with the values that are left. */
  readonly slots: ReadonlyMap<string, ReadonlySet<string>>;
  /** The possible days: the first one, and the one after the last. */
  readonly from: string;
  readonly until: string;
}

/** Follows hops from step to step, as far as no question is asked. */
export class Hops {
  readonly #ground: Ground;
  readonly #audience: Audience;
  #hops = 0;

  constructor(ground: Ground, audience: Audience) {
    this.#ground = ground;
    this.#audience = audience;
  }

  /** The steps of the circle that this step is part of, itself first; null if there is none. */
  circleFrom(start: Target): readonly string[] | null {
    return this.#follow({ frames: [start], slots: new Map(), from: '', until: NEVER }, [], [], []);
  }

  /**
   * Searches depth first: `way` are the steps gone through so far, `before` is what was known of people each time the
   * search came to the first of them, `visits` are the steps with the visit they stood in: one walkthrough may be visited from
   * several steps of a round. Visits may go deeper each time round: that is a circle too.
   */
  #follow(
    state: State,
    way: readonly string[],
    before: readonly string[],
    visits: readonly string[],
  ): readonly string[] | null {
    this.#hops += 1;
    if (way.length >= DEEPEST || this.#hops > MOST_HOPS) return null;
    const here = nameOf(state.frames.at(-1)!);
    const atStart = way.length === 0 || here === way[0];
    const known = atStart ? [...before, keyOf(state)] : before;
    // A second round with nothing new known of anybody goes on for ever.
    if (atStart && before.at(-1) === known.at(-1)) return [...new Set(way)];
    const visit = state.frames.slice(-2).map(nameOf).join(' ');
    if (visits.filter((step) => step === visit).length >= MOST_TIMES) return null;
    for (const next of this.#next(state)) {
      const circle = this.#follow(next, [...way, here], known, [...visits, visit]);
      if (circle) return circle;
    }
    return null;
  }

  /** The next states of the people for whom this step goes on by itself. */
  #next(state: State): State[] {
    const { walkthrough: id, step: at } = state.frames.at(-1)!;
    const walkthrough = this.#ground.content.walkthroughs.get(id);
    const step = walkthrough?.steps.get(at);
    if (!walkthrough || !step || !this.#ground.fileOf(walkthrough).isSound(['steps', at])) return [];
    if (step.kind === 'end') return step.end === 'return' ? this.#back(state) : [];
    const out = notInForce(state, step).map((s) => this.#to(s, step.otherwise));
    const inForce = duringForce(state, step);
    if (inForce === null) return out;
    if (step.who === 'admin' && this.#audience === 'person') return [...out, this.#to(inForce, step.otherwise)];
    const pack = this.#ground.content.packs.get(walkthrough.pack)!;
    const others = [...this.#without(inForce, step.for, pack, true), ...this.#without(inForce, step.when, pack, false)];
    out.push(...others.map((s) => this.#to(s, step.otherwise)));
    const fits = Object.entries({ ...step.when, ...step.for }).reduce<State | null>(
      (s, [slot, values]) => s && narrowed(s, slot, values),
      inForce,
    );
    if (fits === null) return out;
    if (step.kind === 'visit') {
      const target = this.#target(step.visit);
      return [...out, target === null ? this.#to(fits, step.otherwise) : { ...fits, frames: [...fits.frames, target] }];
    }
    return step.kind === 'ask' ? [...out, ...this.#known(fits, step, pack)] : out;
  }

  /** Comes back from a visit. */
  #back(state: State): State[] {
    const frames = state.frames.slice(0, -1);
    const from = frames.at(-1);
    const visit = from && this.#ground.content.walkthroughs.get(from.walkthrough)?.steps.get(from.step);
    return visit?.kind === 'visit' ? [this.#to({ ...state, frames }, visit.after)] : [];
  }

  /** The people that a condition does not hold for, as far as this is known without a question; `asks`: it is asked. */
  #without(state: State, condition: Condition, pack: Pack, asks: boolean): State[] {
    return Object.entries(condition).flatMap(([id, values]) => {
      const slot = pack.slots.find((s) => s.id === id);
      if (!slot) return [];
      const canAsk = asks && slot.kind === 'choice' && slot.question !== null;
      const all = [...slot.values.map((v) => v.id), 'unknown', ...(canAsk ? [] : [NOT_KNOWN])];
      const left = all.filter((value) => !values.includes(value === NOT_KNOWN ? 'unknown' : value));
      const narrow = narrowed(state, id, left);
      return narrow ? [narrow] : [];
    });
  }

  /** A question whose answer is known goes on by itself: the states for each answer. */
  #known(state: State, step: Extract<Step, { kind: 'ask' }>, pack: Pack): State[] {
    const slot = pack.slots.find((s) => s.id === step.slot);
    if (!slot) return [];
    const values = slot.kind === 'choice' ? [...slot.values.map((v) => v.id), 'unknown'] : ['typed', 'unknown'];
    return values.flatMap((value) => {
      const narrow = narrowed(state, slot.id, [value]);
      if (narrow === null) return [];
      const choice = step.choices.find((c) => c.id === value);
      if (!choice) return [this.#to(narrow, step.typed ?? step.otherwise)];
      const slots = new Map(narrow.slots);
      for (const [id, set] of Object.entries(choice.set)) slots.set(id, new Set([set]));
      return [this.#to({ ...narrow, slots }, choice.go)];
    });
  }

  #to(state: State, target: Target): State {
    return { ...state, frames: [...state.frames.slice(0, -1), this.#target(target) ?? target] };
  }

  #target({ walkthrough: id, step }: Target): Target | null {
    const walkthrough = this.#ground.content.walkthroughs.get(id);
    return walkthrough ? { walkthrough: id, step: step || walkthrough.start } : null;
  }
}

function nameOf({ walkthrough, step }: Target): string {
  return `${walkthrough}/${step}`;
}

function keyOf({ slots, from, until }: State): string {
  return JSON.stringify([[...slots].map(([slot, values]) => [slot, ...[...values].sort()]).sort(), from, until]);
}

/** The people who have one of some values; null if nobody is left. */
function narrowed(state: State, slot: string, values: readonly string[]): State | null {
  const known = state.slots.get(slot);
  const left = new Set(known ? values.filter((value) => known.has(value)) : values);
  return left.size === 0 ? null : { ...state, slots: new Map(state.slots).set(slot, left) };
}

/** The possible days on which a step does not hold. */
function notInForce(state: State, { from, until }: Step): State[] {
  const before = from === null ? [] : [{ ...state, until: min(state.until, from) }];
  const after = until === null ? [] : [{ ...state, from: max(state.from, dayAfter(until)) }];
  return [...before, ...after].filter(hasDays);
}

function duringForce(state: State, { from, until }: Step): State | null {
  const during = {
    ...state,
    from: max(state.from, from ?? ''),
    until: min(state.until, until === null ? NEVER : dayAfter(until)),
  };
  return hasDays(during) ? during : null;
}

function hasDays({ from, until }: State): boolean {
  return from < until;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

function min(a: string, b: string): string {
  return a < b ? a : b;
}

function max(a: string, b: string): string {
  return a > b ? a : b;
}
