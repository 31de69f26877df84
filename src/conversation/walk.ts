/** Walks a case through its walkthroughs, step by step. */
import {
  type Audience,
  type Condition,
  type Content,
  inForce,
  KNOWN_PERSON,
  LOCKED_OUT,
  type SlotDefinition,
  type Slots,
  type Step,
  type StepChoice,
  type Target,
  type Walkthrough,
} from '../core/content.ts';
import type { Answered, Case, Frame } from '../core/conversation.ts';
import { Fault } from '../core/fault.ts';
import type { Place } from '../core/reply.ts';
import { fill, type Paragraph, plain, type Rich } from '../core/text.ts';
import type { How } from '../core/ticket.ts';
import { knownGraves } from './grave.ts';
import { type BareWords, saidIn } from './interpretation/choices.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';
import { thingIn } from './interpretation/things.ts';

/**
 * The number of steps passed without a question after which a walkthrough counts as circular; more than any file has
 * steps.
 */
const MOST_HOPS = 200;

/** The number of questions that the words for what still fails may answer one after the other. */
const MOST_ANSWERED = 3;

/** Answers that mean nothing without their question. */
const UNTOLD: readonly string[] = ['yes', 'no', 'other'];

/** A text that is the address of a page and nothing else. */
const AN_ADDRESS = /^https:\/\/\S+$/;

/** The end of a case that became worse on the way. */
const GRAVE_END = { end: 'handed-over', urgent: true, text: [] } as const;

/** The next thing to ask, worked out from the case alone. */
export type Next =
  | { readonly kind: 'step'; readonly step: Extract<Step, { kind: 'ask' | 'tell' }> }
  /** The step is for some people only, and it is not known yet whether this person is one of them. */
  | { readonly kind: 'slot'; readonly step: Step; readonly slot: string }
  | { readonly kind: 'risk'; readonly step: Extract<Step, { kind: 'tell' }> }
  | { readonly kind: 'end'; readonly step: Extract<Step, { kind: 'end' }> };

/** Walks a case through its walkthroughs: pure functions from a case and an answer to the case after it. */
export class Walk {
  readonly #content: Content;
  readonly #audience: Audience;
  /** The time of the turn (ISO 8601): steps and texts may hold only for a while. */
  readonly #at: string;

  constructor(content: Content, audience: Audience, at: string) {
    this.#content = content;
    this.#audience = audience;
    this.#at = at;
  }

  /**
   * The frame that stands at a step, or at the walkthrough's start where the step's name is empty.
   * @throws {Fault} WALKTHROUGH_UNKNOWN
   */
  frame(target: Target): Frame {
    const walkthrough = this.walkthrough(target.walkthrough);
    return { walkthrough: walkthrough.id, step: target.step || walkthrough.start, hash: walkthrough.hash };
  }

  /** The slots that the open walkthroughs of a case ask about, or tell people apart by. */
  matters(c: Case | null): ReadonlySet<string> {
    const steps = (c?.frames ?? []).flatMap(({ walkthrough }) => [
      ...(this.#content.walkthroughs.get(walkthrough)?.steps.values() ?? []),
    ]);
    const conditions = steps.flatMap((step) => [
      'for' in step ? step.for : {},
      'when' in step ? step.when : {},
      ...(step.kind === 'tell' ? step.variants.map(({ when }) => when) : []),
    ]);
    const asked = steps.flatMap((step) => (step.kind === 'ask' && step.slot !== null ? [step.slot] : []));
    return new Set([...asked, ...conditions.flatMap((condition) => Object.keys(condition ?? {}))]);
  }

  /**
   * Goes on until something has to be asked. `known` are the titles of answers that were used without asking again;
   * `told` is what stood before the questions that the first words answered, and is worth telling all the same.
   * @throws {Fault} WALKTHROUGH_CIRCLES, and what `step` throws
   */
  advance(start: Case): { case: Case; next: Next; known: readonly string[]; told: Rich } {
    let c = start;
    const known: string[] = [];
    const told: Paragraph[] = [];
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const worse = this.#isWorse(c) ? this.#worse(c) : null;
      if (worse) {
        c = this.#to(c, worse);
        continue;
      }
      const due = this.#due(c);
      if (due) {
        // Nothing is over that has become worse: what was an end is left, and the case goes to a person.
        const frames = this.#isWorse(c) ? [] : c.frames;
        c = { ...c, frames: [...frames, this.frame(due)] };
        continue;
      }
      const step = this.step(c);
      if (step.kind === 'end' && step.end !== 'return')
        return {
          case: c,
          next: { kind: 'end', step: this.#isWorse(c) ? { ...step, ...GRAVE_END } : step },
          known,
          told,
        };
      if (step.kind === 'end') {
        const frames = c.frames.slice(0, -1);
        if (frames.length === 0)
          return {
            case: c,
            next: { kind: 'end', step: { ...step, end: 'handed-over', urgent: this.#isGrave(c) } },
            known,
            told,
          };
        const visit = this.step({ ...c, frames });
        c = { ...c, frames };
        c = visit.kind === 'visit' ? this.#to(c, visit.after) : c;
        continue;
      }
      if (!inForce(step, this.#at) || !holds(step.when, c.slots)) {
        c = this.#to(c, step.otherwise);
        continue;
      }
      if (step.who === 'admin' && this.#audience === 'person') {
        c = this.#to({ ...c, workOrder: [...c.workOrder, ...this.#asWork(step, c)] }, step.otherwise);
        continue;
      }
      const unknown = Object.keys(step.for).find((slot) => c.slots[slot] === undefined && this.#canAsk(c, slot));
      if (unknown !== undefined) return { case: c, next: { kind: 'slot', step, slot: unknown }, known, told };
      if (!holds(step.for, c.slots) || this.#isOff(step) || this.#isDone(step, c)) {
        c = this.#to(c, step.otherwise);
        continue;
      }
      if (step.kind === 'visit') {
        c = { ...c, frames: [...c.frames, this.frame(step.visit)] };
        continue;
      }
      if (step.kind === 'ask' && step.slot !== null && c.slots[step.slot] !== undefined) {
        const value = c.slots[step.slot]!;
        const choice = step.choices.find((option) => option.id === value);
        if (
          !c.mentioned.includes(step.slot) &&
          value !== 'unknown' &&
          !c.history.some((t) => t.answer === this.slotTitle(c, step.slot!, value))
        )
          known.push(this.slotTitle(c, step.slot, value));
        c = { ...c, mentioned: [...new Set([...c.mentioned, step.slot])] };
        c = choice ? this.#choose(c, choice) : this.#to(c, step.typed ?? step.otherwise);
        continue;
      }
      const reported = this.#reported(c, step);
      if (reported) {
        // "Yes, lately" and "Something else" tell nothing without their question.
        if (!UNTOLD.includes(reported.id)) known.push(reported.title);
        // "Please click nothing in it" holds for those, too, who are not asked what they did with it.
        told.push(...this.text(c, step).slice(0, -1));
        c = this.#choose(c, reported);
        continue;
      }
      const found = this.#found(c, step);
      if (found) {
        known.push(found.value);
        told.push(...this.text(c, step).slice(0, -1));
        const slots = this.implied({ ...c.slots, [found.slot]: found.value }, c);
        c = this.#to({ ...c, slots, mentioned: [...c.mentioned, found.slot] }, found.next);
        continue;
      }
      if (step.kind === 'ask' && this.#hasAskedEnough(c, step)) {
        c = this.#to(c, step.otherwise);
        continue;
      }
      if (step.kind === 'tell' && step.risk.length > 0 && !c.accepted.includes(key(c)))
        return { case: c, next: { kind: 'risk', step }, known, told };
      return { case: c, next: { kind: 'step', step }, known, told };
    }
    const at = this.place(start);
    throw new Fault(
      'WALKTHROUGH_CIRCLES',
      `${at.walkthrough} goes round in circles from step "${at.step}"`,
      'Mend the walkthrough: some answer must ask something or end.',
    );
  }

  /** The case after a choice of the current step. */
  answer(c: Case, choice: StepChoice): Case {
    const step = this.step(c);
    const noted = this.#note(c, choice.title, 'answered');
    const slots =
      step.kind === 'ask' && this.#fills(step.slot, choice.id, c)
        ? { ...noted.slots, [step.slot!]: choice.id }
        : noted.slots;
    return this.#choose({ ...noted, slots: this.implied(slots, c), mentioned: mention(noted, step) }, choice);
  }

  /** The case after a typed value (a domain, an address) for the current step's slot. */
  answerTyped(c: Case, value: string): Case {
    const step = this.step(c);
    if (step.kind !== 'ask' || step.slot === null || step.typed === null) return c;
    const noted = this.#note(c, value, 'answered');
    return this.#to(
      {
        ...noted,
        // A mail address that is given is a way to reach its person.
        slots: {
          ...noted.slots,
          ...(value.includes('@') && c.slots[KNOWN_PERSON] !== LOCKED_OUT ? { [KNOWN_PERSON]: 'yes' } : {}),
          [step.slot]: value,
        },
        mentioned: mention(noted, step),
      },
      step.typed,
    );
  }

  /** The case after the person filled a slot that the current step depends on; the step itself comes next. */
  answerSlot(c: Case, slot: string, value: string): Case {
    const noted = this.#note(c, this.slotTitle(c, slot, value), 'answered');
    return {
      ...noted,
      slots: this.implied({ ...noted.slots, [slot]: value }, c),
      mentioned: [...noted.mentioned, slot],
    };
  }

  /** The case after the current step was passed over; `words` is the answer for the history. */
  pass(c: Case, how: Exclude<How, 'answered'>, words: string): Case {
    const step = this.step(c);
    const noted = this.#note(c, words, how);
    const slots = step.kind === 'ask' && step.slot !== null ? { ...noted.slots, [step.slot]: 'unknown' } : noted.slots;
    return this.#to({ ...noted, slots, mentioned: mention(noted, step) }, step.otherwise);
  }

  /** The case after the person accepted the risk of the current step. */
  accept(c: Case): Case {
    return { ...c, accepted: [...c.accepted, key(c)] };
  }

  /** The case as it was before the last answer, or null at the beginning. */
  back(c: Case): Case | null {
    const last = c.history.at(-1);
    if (!last || last.before.frames.length === 0) return null;
    return { ...c, ...last.before, history: c.history.slice(0, -1), accepted: [] };
  }

  /** The case with a report noted at its open step, which named the problem: the way back leads there. */
  reported(c: Case, words: string): Case {
    return this.asReport(this.#note(c, words, 'answered'));
  }

  /** The case whose last answer told more than was asked: nothing up to it is answered once more where a fact is corrected. */
  asReport(c: Case): Case {
    return { ...c, history: c.history.map((t, at) => (at === c.history.length - 1 ? { ...t, isReport: true } : t)) };
  }

  /** The choices of the question that was answered last, with the id of its answer; null where it was no question. */
  lastAnswered(c: Case): { choices: readonly StepChoice[]; answer: string } | null {
    const last = c.history.at(-1);
    const [walkthrough = '', id = ''] = last?.how === 'answered' ? last.step.split('/') : [];
    const step = this.#content.walkthroughs.get(walkthrough)?.steps.get(id);
    const answer = step?.kind === 'ask' ? step.choices.find(({ title }) => title === last!.answer) : undefined;
    return step?.kind === 'ask' && answer ? { choices: step.choices, answer: answer.id } : null;
  }

  /** The case after another answer to the question that was answered last. */
  amended(c: Case, id: string): Case {
    const before = this.back(c);
    const { case: at, next } = this.advance(before ?? c);
    const choice = before && next.kind === 'step' ? next.step.choices.find((option) => option.id === id) : undefined;
    return choice ? this.answer(at, choice) : c;
  }

  /**
   * The case after facts were corrected: the answers so far are given once more with the corrected facts, up to the first
   * step that comes out otherwise. That step is asked next.
   */
  corrected(c: Case, facts: Slots): Case {
    // A report began the walkthrough anew: nothing before it is answered once more.
    const from = c.history.findLastIndex(({ isReport }) => isReport === true) + 1;
    const [earlier, own] = [c.history.slice(0, from), c.history.slice(from)];
    const begin = own.find((t) => t.before.frames.length > 0)?.before;
    const slots = { ...(begin?.slots ?? c.slots), ...facts };
    let now: Case = {
      ...c,
      frames: begin?.frames ?? c.frames,
      intent: begin ? begin.intent : c.intent,
      history: earlier,
    };
    now = { ...now, slots: this.implied(slots, now), workOrder: begin?.workOrder ?? c.workOrder };
    for (const entry of own) {
      const { case: at, next } = this.advance(now);
      // A question about a corrected fact is not asked any more: its answer is the corrected one.
      if (next.kind === 'end' || next.kind === 'risk' || !this.#isSame(at, entry)) {
        if (this.#asksOf(entry, facts)) continue;
        return at;
      }
      const again = this.#again(at, next, entry);
      if (!again) return at;
      now = again;
    }
    return this.advance(now).case;
  }

  /** Whether the case stands at the step that was answered, worded as it was then. */
  #isSame(c: Case, { step, asked }: Answered): boolean {
    const { walkthrough, step: id } = this.place(c);
    return `${walkthrough}/${id}` === step && plain(this.text(c, this.step(c))).slice(0, 300) === asked;
  }

  /** Whether an answer filled one of these slots. */
  #asksOf({ step: name, before }: Answered, facts: Slots): boolean {
    const [walkthrough, id] = name.split('/') as [string, string];
    const step = this.#content.walkthroughs.get(walkthrough)?.steps.get(id);
    if (step?.kind === 'ask' && step.slot !== null && step.slot in facts) return true;
    return (
      step !== undefined && Object.keys(step.for).some((slot) => slot in facts && before.slots[slot] === undefined)
    );
  }

  /** The case after the same answer was given once more; null where it can't be given any more. */
  #again(c: Case, next: Exclude<Next, { kind: 'end' | 'risk' }>, { answer, how }: Answered): Case | null {
    if (how !== 'answered') return this.pass(c, how, answer);
    if (next.kind === 'slot') {
      const value = this.slot(c, next.slot)?.values.find((v) => v.title === answer);
      return value ? this.answerSlot(c, next.slot, value.id) : null;
    }
    const choice = next.step.choices.find(({ title }) => title === answer);
    if (choice) return this.answer(c, choice);
    return next.step.kind === 'ask' && next.step.typed !== null ? this.answerTyped(c, answer) : null;
  }

  /**
   * The current step of a case.
   * @throws {Fault} STEP_UNKNOWN or WALKTHROUGH_UNKNOWN, where the content lacks it
   */
  step(c: Case): Step {
    const frame = c.frames.at(-1)!;
    const step = this.walkthrough(frame.walkthrough).steps.get(frame.step);
    if (!step)
      throw new Fault('STEP_UNKNOWN', `${frame.walkthrough} has no step "${frame.step}"`, 'Run "npx firstline check".');
    return step;
  }

  /**
   * A walkthrough by its id.
   * @throws {Fault} WALKTHROUGH_UNKNOWN
   */
  walkthrough(id: string): Walkthrough {
    const walkthrough = this.#content.walkthroughs.get(id);
    if (!walkthrough)
      throw new Fault('WALKTHROUGH_UNKNOWN', `there is no walkthrough "${id}"`, 'Run "npx firstline check".');
    return walkthrough;
  }

  place(c: Case): Place {
    const frame = c.frames.at(-1)!;
    return { pack: this.walkthrough(frame.walkthrough).pack, walkthrough: frame.walkthrough, step: frame.step };
  }

  /** The text of a step for this case: the first variant that fits, with its placeholders filled in. */
  text(c: Case, step: Step, isToCome: (slot: string) => boolean = () => false): Rich {
    if (step.kind === 'tell')
      return this.filled(
        c,
        (step.variants.find((v) => holds(v.when, c.slots) && inForce(v, this.#at)) ?? step.variants.at(-1)!).text,
        isToCome,
      );
    return step.kind === 'visit' ? [] : this.filled(c, step.text);
  }

  /** The lines of a case's work order, with what was asked after they were noted; what nobody told is a blank. */
  workOrder(c: Case): string[] {
    return c.workOrder.map((line) =>
      plain(
        fill([{ kind: 'text', spans: [{ text: line }] }], (name) => {
          const slot = this.#definition(c, name);
          const value = c.slots[name] ?? 'unknown';
          if (!slot) return null;
          // "Give access to your user name" is said to no agent: what could have been asked stays a blank to be filled in.
          if (value === 'unknown') return slot.question === null ? slot.unknown : `<${slot.title.toLowerCase()}>`;
          return slot.values.find(({ id }) => id === value)?.title ?? value;
        }),
      ),
    );
  }

  /** A text with the case's slots filled in for its placeholders, but for those of slots that are still to come. */
  filled(c: Pick<Case, 'slots' | 'frames'>, rich: Rich, isToCome: (slot: string) => boolean = () => false): Rich {
    return fill(rich, (name) => {
      const slot = this.#definition(c, name);
      if (!slot || isToCome(name)) return null;
      const words = this.slotTitle(c, name, c.slots[name] ?? 'unknown');
      // Addresses come from the organisation, or from the content where it has named none.
      return slot.setting && AN_ADDRESS.test(words) ? { text: words, style: 'link', href: words } : words;
    });
  }

  /** The words for a slot's value. */
  slotTitle(c: Pick<Case, 'frames'>, slot: string, value: string): string {
    const definition = this.#definition(c, slot);
    if (value === 'unknown') return definition?.unknown ?? value;
    return definition?.values.find((v) => v.id === value)?.title ?? value;
  }

  /** The slots of the pack that the case is in. */
  slots(c: Case): readonly SlotDefinition[] {
    return this.#slots(c);
  }

  slot(c: Case, id: string) {
    return this.#slots(c).find((s) => s.id === id);
  }

  /** The slots, with those added that known values imply; known slots are never overwritten. */
  implied(slots: Slots, c: Case): Slots {
    const out: Record<string, string> = { ...slots };
    for (const slot of this.#slots(c))
      for (const [other, value] of Object.entries(slot.values.find((v) => v.id === slots[slot.id])?.implies ?? {}))
        out[other] ??= value;
    return out;
  }

  /** The answers to a slot that nothing known speaks against: on a Windows computer nobody runs a program for Macs. */
  possible<T extends { readonly id: string }>(c: Case, slot: string | null, answers: readonly T[]): readonly T[] {
    const values = slot === null ? undefined : this.slot(c, slot)?.values;
    if (!values) return answers;
    const left = answers.filter(({ id }) =>
      Object.entries(values.find((v) => v.id === id)?.implies ?? {}).every(
        ([other, value]) => (c.slots[other] ?? 'unknown') === 'unknown' || c.slots[other] === value,
      ),
    );
    return left.length > 0 ? left : answers;
  }

  /** The step that a known value wants to be visited, where it was not yet; null where there is none. */
  #due(c: Case): Target | null {
    if (this.#audience === 'admin') return null;
    for (const { id, values, grave } of this.#slots(c)) {
      const visit = values.find((v) => v.id === c.slots[id])?.visit;
      if (!visit || !this.#content.walkthroughs.has(visit.walkthrough)) continue;
      if (grave.length > 0 && !this.#isTime(c, id, this.step({ ...c, frames: [this.frame(visit)] }))) continue;
      const name = `${visit.walkthrough}/${visit.step}`;
      const isThere = c.frames.some((f) => f.walkthrough === visit.walkthrough);
      if (!isThere && !c.history.some((t) => t.step === name)) return visit;
    }
    return null;
  }

  /**
   * Whether it is time for the step that a grave fact needs: at the end of the case at the latest; earlier where the fact
   * was told on the way, unless the walkthrough has a step of its own for it still to come.
   */
  #isTime(c: Case, slot: string, due: Step): boolean {
    if (this.#isDone(due, c)) return false;
    const step = this.step(c);
    if (step.kind === 'end' && step.end !== 'return') return true;
    if (!(c.late ?? []).includes(slot)) return false;
    return !c.frames.some((frame) => this.#comesBy(frame, due));
  }

  /** Whether a walkthrough can still come from here to a step that does the same, or visits it. */
  #comesBy({ walkthrough, step: from }: Frame, due: Step): boolean {
    return this.#ahead(walkthrough, from).some((step) => {
      if (step.kind === 'tell' && due.kind === 'tell' && step.once !== null && step.once === due.once) return true;
      return step.kind === 'visit' && this.#content.walkthroughs.get(step.visit.walkthrough)?.steps.get(due.id) === due;
    });
  }

  /** The steps of a walkthrough that a step can lead to, itself among them. */
  #ahead(walkthrough: string, from: string): readonly Step[] {
    const { steps } = this.walkthrough(walkthrough);
    const seen = new Map<string, Step>();
    for (const ahead = [from]; ahead.length > 0; ) {
      const step = steps.get(ahead.pop()!);
      if (!step || seen.has(step.id)) continue;
      seen.set(step.id, step);
      ahead.push(...nextOf(step).flatMap((target) => (target.walkthrough === walkthrough ? [target.step] : [])));
    }
    return [...seen.values()];
  }

  /** Whether a case is on an urgent way already: every end that it can still come to in its walkthrough is urgent. */
  isUrgent(c: Case): boolean {
    const { walkthrough, step: from } = c.frames.at(-1)!;
    const ends = this.#ahead(walkthrough, from).filter((step) => step.kind === 'end' && step.end !== 'return');
    return ends.length > 0 && ends.every((step) => step.kind === 'end' && step.urgent);
  }

  /** Whether something is known that makes the case grave. */
  #isGrave(c: Case): boolean {
    return this.#audience === 'person' && knownGraves(this.#slots(c), c.slots).length > 0;
  }

  /** Whether the case stands at an end that would call it fixed although it is grave. */
  #isWorse(c: Case): boolean {
    const step = this.step(c);
    return step.kind === 'end' && (step.end === 'fixed' || step.end === 'fixed-for-now') && this.#isGrave(c);
  }

  get #words(): BareWords {
    return spokenWordsOf(this.#content).bare;
  }

  /** Whether a text names what is known of a case, as "the phone" does where a phone's steps are told. */
  isAbout(c: Case, text: string): boolean {
    return this.#slots(c).some(({ id, values }) => {
      const known = c.slots[id];
      const choices = values.map(({ id: value, title, says, answers }) => ({
        id: value,
        title,
        says: [title, ...says, ...answers],
      }));
      return known !== undefined && saidIn(text, { choices }, choices, this.#words).join() === known;
    });
  }

  /**
   * The case where the part that was being mended works: at the step that asks what else fails, and on from there as far as
   * the words for what fails answer it. Null where the open walkthroughs have no such step.
   */
  partly(c: Case, words: { readonly works: string; readonly rest: string }): Case | null {
    const depth = c.frames.findLastIndex(({ walkthrough }) => this.walkthrough(walkthrough).partly !== null);
    if (depth < 0) return null;
    const { walkthrough } = c.frames[depth]!;
    const noted = { ...this.#note(c, words.works, 'answered'), frames: c.frames.slice(0, depth + 1) };
    let at = this.#to(noted, { walkthrough, step: this.walkthrough(walkthrough).partly! });
    for (let hop = 0; hop < MOST_ANSWERED; hop++) {
      const { case: here, next } = this.advance(at);
      const [said, ...others] =
        next.kind === 'step' ? saidIn(words.rest, next.step, next.step.choices, this.#words) : [];
      const choice = next.kind === 'step' ? next.step.choices.find(({ id }) => id === said) : undefined;
      if (choice === undefined || others.length > 0 || (next.kind === 'step' && next.step.kind === 'tell')) return here;
      at = this.answer(here, choice);
    }
    return at;
  }

  /** The step at which a walkthrough goes on that would end fixed and has become worse; null where it was there already. */
  #worse(c: Case): Target | null {
    const { walkthrough } = c.frames.at(-1)!;
    const { worse } = this.walkthrough(walkthrough);
    return worse === null || c.history.some((t) => t.step === `${walkthrough}/${worse}`)
      ? null
      : { walkthrough, step: worse };
  }

  /** The one answer of a question that the person's first words have; null where the question must be asked. */
  #reported(c: Case, step: Step): StepChoice | null {
    if (step.kind !== 'ask' || c.history.some((t) => t.step === key(c))) return null;
    // "It's urgent" tells at first what a slot's question would ask, in words that tell something else later.
    const values = step.slot === null ? [] : (this.slot(c, step.slot)?.values ?? []);
    const requests = values.flatMap(({ id, requests: says }) => (says.length > 0 ? [{ id, says }] : []));
    const sayable = step.reported ? step.choices : requests;
    const [said, ...others] = sayable.length === 0 ? [] : saidIn(c.report, step, sayable, this.#words);
    return others.length === 0 ? (step.choices.find((choice) => choice.id === said) ?? null) : null;
  }

  /** The thing in the person's words that answers a question for words, and the step after it; null where it is asked. */
  #found(c: Case, step: Step): { slot: string; value: string; next: Target } | null {
    if (step.kind !== 'ask' || step.found === null || step.slot === null || step.typed === null) return null;
    if (c.history.some((t) => t.step === key(c))) return null;
    const taken = Object.entries(c.slots).flatMap(([id, value]) =>
      this.#definition(c, id)?.kind === 'text' ? [value] : [],
    );
    const value = thingIn(c.report, step.found, taken, spokenWordsOf(this.#content).names);
    return value === null ? null : { slot: step.slot, value, next: step.typed };
  }

  /** Whether the walkthrough has asked as many questions as it may; what was known or reported was not asked. */
  #hasAskedEnough(c: Case, { when }: Step): boolean {
    // Nobody could answer a person who can't get into their account.
    if (c.slots[KNOWN_PERSON] === LOCKED_OUT && when[KNOWN_PERSON] !== undefined) return false;
    const { id, questions, steps } = this.walkthrough(c.frames.at(-1)!.walkthrough);
    if (questions === null) return false;
    const asked = c.history.filter(({ step: name }) => {
      const [walkthrough, step = ''] = name.split('/');
      return walkthrough === id && steps.get(step)?.kind === 'ask';
    });
    return asked.length >= questions;
  }

  /** Whether another step that does the same was told already. */
  #isDone(step: Step, c: Case): boolean {
    if (step.kind !== 'tell' || step.once === null) return false;
    return c.history.some(({ step: name, how, answer }) => {
      const [walkthrough = '', id = ''] = name.split('/');
      const told = this.#content.walkthroughs.get(walkthrough)?.steps.get(id);
      if (told?.kind !== 'tell' || told.once !== step.once || told === step) return false;
      return how !== 'skipped' && !told.choices.some((choice) => choice.title === answer && choice.undone);
    });
  }

  /** Whether a step leads into a walkthrough of a pack that is switched off. */
  #isOff(step: Step): boolean {
    return step.kind === 'visit' && !this.#content.walkthroughs.has(step.visit.walkthrough);
  }

  /** A slot of the pack that the case is in, or else of any pack. */
  #definition(c: Pick<Case, 'frames'>, id: string) {
    return (
      this.#slots(c).find((s) => s.id === id) ??
      [...this.#content.packs.values()].flatMap(({ slots }) => slots).find((s) => s.id === id)
    );
  }

  #slots(c: Pick<Case, 'frames'>) {
    const frame = c.frames.at(-1);
    const pack = frame && this.#content.walkthroughs.get(frame.walkthrough)?.pack;
    return (pack && this.#content.packs.get(pack)?.slots) || [...this.#content.packs.values()].flatMap((p) => p.slots);
  }

  /**
   * Whether an answer is a value of the slot. Answers beside those ("I forgot my password") lead somewhere, but fill
   * nothing.
   */
  #fills(slot: string | null, value: string, c: Case): boolean {
    if (slot === null) return false;
    return value === 'unknown' || (this.slot(c, slot)?.values.some((v) => v.id === value) ?? false);
  }

  #canAsk(c: Case, slot: string): boolean {
    const definition = this.slot(c, slot);
    return definition?.kind === 'choice' && definition.question !== null;
  }

  /** The case after the answer by which its walkthrough leads to a problem, from whichever step; null where none does. */
  onward(c: Case, intent: string | null): Case | null {
    if (c.frames.length === 0 || intent === c.intent) return null;
    const { steps } = this.walkthrough(c.frames.at(-1)!.walkthrough);
    const choices = [...steps.values()].flatMap((step) =>
      step.kind === 'ask' || step.kind === 'tell' ? step.choices : [],
    );
    const choice = choices.find(({ means }) => means !== null && means === intent);
    return choice ? this.#choose(this.#note(c, choice.title, 'answered'), choice) : null;
  }

  #choose(c: Case, choice: StepChoice): Case {
    const slots = this.implied({ ...c.slots, ...choice.set }, c);
    return this.#to({ ...c, slots, intent: choice.means ?? c.intent }, choice.go);
  }

  #to(c: Case, target: Target): Case {
    return { ...c, frames: [...c.frames.slice(0, -1), this.frame(target)] };
  }

  #note(c: Case, answer: string, how: How): Case {
    const step = this.step(c);
    const entry: Answered = {
      step: `${this.place(c).walkthrough}/${step.id}`,
      asked: plain(this.text(c, step)).slice(0, 300),
      answer,
      how,
      before: { frames: c.frames, slots: c.slots, intent: c.intent, workOrder: c.workOrder },
    };
    return { ...c, history: [...c.history, entry] };
  }

  /** An administrator's step as a line of the work order; what may still be asked stays a placeholder in it. */
  #asWork(step: Step, c: Case): string[] {
    if (step.kind !== 'tell') return [];
    const isToCome = (slot: string): boolean =>
      (c.slots[slot] ?? 'unknown') === 'unknown' && this.slot(c, slot)?.setting === false;
    return [plain(this.text(c, step, isToCome))];
  }
}

/** The places that a step can lead to. */
function nextOf(step: Step): readonly Target[] {
  const beyond = step.kind === 'visit' ? [step.after] : step.kind === 'ask' && step.typed ? [step.typed] : [];
  const choices = step.kind === 'ask' || step.kind === 'tell' ? step.choices : [];
  return [step.otherwise, ...beyond, ...choices.map(({ go }) => go)];
}

/** Whether every slot named holds one of its values. */
export function holds(condition: Condition, slots: Slots): boolean {
  return Object.entries(condition).every(([slot, values]) => values.includes(slots[slot] ?? 'unknown'));
}

function key(c: Case): string {
  const frame = c.frames.at(-1)!;
  return `${frame.walkthrough}/${frame.step}`;
}

function mention(c: Case, step: Step): readonly string[] {
  return step.kind === 'ask' && step.slot !== null ? [...c.mentioned, step.slot] : c.mentioned;
}
