/** A simulated person: has one hidden cause, and answers what somebody with it would, each in a manner of their own. */
import type { Cause, Content, Intent, SlotDefinition, Slots, Step, Target, Walkthrough } from '../core/content.ts';
import type { ConversationState } from '../core/conversation.ts';
import type { Choice } from '../core/reply.ts';

/** The manners in which people answer. */
export const MANNERS = ['buttons', 'words', 'impatient', 'all-at-once', 'wrong-once', 'asks-back'] as const;
export type Manner = (typeof MANNERS)[number];

/** The next action of a simulated person: a button pressed, or something written. */
export type Doing =
  | { readonly kind: 'press'; readonly choice: Choice }
  | { readonly kind: 'say'; readonly text: string };

/** The values of a slot or placeholder that a person types. */
const TYPED: Readonly<Record<string, string>> = {
  domain: 'contoso.com',
  address: 'kim@contoso.com',
  code: '0x80004005',
  text: 'since this morning',
};

/** Plays one person through one conversation; `act` answers each reply. */
export class Simulated {
  readonly #content: Content;
  readonly #walkthrough: Walkthrough;
  readonly #cause: Cause;
  readonly #manner: Manner;
  readonly #facts: Slots;
  #intent: string | null = null;
  #hasErred = false;
  #hasWithheld = false;
  #goesBack = false;
  readonly #asked = new Set<string>();

  constructor(content: Content, walkthrough: Walkthrough, cause: Cause, manner: Manner) {
    this.#content = content;
    this.#walkthrough = walkthrough;
    this.#cause = cause;
    this.#manner = manner;
    const pack = content.packs.get(walkthrough.pack)!;
    const slots = new Set(pack.slots.map(({ id }) => id));
    const own = Object.fromEntries(Object.entries(cause.shows).filter(([id]) => slots.has(id)));
    // A program that runs on one system only tells the system.
    const implied = Object.entries(own).flatMap(([id, value]) =>
      Object.entries(pack.slots.find((s) => s.id === id)?.values.find((v) => v.id === value)?.implies ?? {}),
    );
    const facts = { ...pack.ordinary, ...Object.fromEntries(implied), ...own };
    const fitting = Object.entries(facts).filter(
      ([id, value]) => id in own || this.#fits(pack.slots, id, value, facts),
    );
    this.#facts = Object.fromEntries(fitting);
  }

  /** The first message: the error that the person sees, or how they put it; with all they know, in one manner. */
  begins(intent: Intent): string {
    this.#intent = intent.id;
    const others = new Set(
      intent.lookalikes.flatMap(({ intent: id }) => this.#content.intents.get(id)?.says.map(bare) ?? []),
    );
    const texts = [
      // A text that another problem shows as well would tell of that one, too.
      ...intent.says
        .filter((text) => !others.has(bare(text)))
        .map((text) => text.replace(/\{([a-z-]+)\}/g, (_, name: string) => TYPED[name] ?? 'contoso.com')),
      ...intent.examples,
    ];
    const first = texts.find((text) => this.#isTrue(text)) ?? texts[0] ?? intent.title;
    if (this.#manner !== 'all-at-once') return first;
    const pack = this.#content.packs.get(this.#walkthrough.pack)!;
    const facts = Object.entries(this.#facts).flatMap(([id, value]) => {
      const said = pack.slots.find((s) => s.id === id)?.values.find((v) => v.id === value);
      return said ? [said.says[0] ?? said.title] : [];
    });
    return `${first} ${facts.join(', ')}`;
  }

  /** Whether a first message answers no question of the walkthrough, and tells no fact, otherwise than the cause would. */
  #isTrue(text: string): boolean {
    const { shows } = this.#cause;
    const slots = this.#content.packs.get(this.#walkthrough.pack)!.slots.filter(({ id }) => id in shows);
    for (const { id, values } of slots) {
      const told = values.filter(({ says }) =>
        says.some((phrase) => text.toLowerCase().includes(phrase.toLowerCase())),
      );
      if (told.length > 0 && !told.some((value) => value.id === shows[id])) return false;
    }
    return [...this.#walkthrough.steps.values()].every((step) => {
      if (step.kind !== 'ask' || !step.reported) return true;
      const lower = text.toLowerCase();
      const told = step.choices.filter(({ says }) => says.some((phrase) => lower.includes(phrase.toLowerCase())));
      return told.every(({ id }) => id === this.#cause.shows[step.id]);
    });
  }

  /** Whether the person skipped a question whose answer would have told of the cause. */
  get hasWithheld(): boolean {
    return this.#hasWithheld;
  }

  /** The answer to the open question; null where there is nothing to answer. */
  act(state: ConversationState): Doing | null {
    const { question } = state;
    if (!question) return null;
    const at = this.#stepOf(state);
    const known = `${at?.place.walkthrough}/${at?.place.step} ${question.slot ?? ''}`;
    const isFirst = !this.#asked.has(known);
    this.#asked.add(known);
    if (this.#goesBack) {
      this.#goesBack = false;
      const back = question.controls.find((c) => c.id === 'back');
      if (back) return { kind: 'press', choice: back };
    }
    if (this.#manner === 'asks-back' && isFirst && at)
      return { kind: 'say', text: at.step.kind === 'tell' ? 'is it safe?' : 'why do you ask?' };
    const isAsk = question.slot !== null || at?.step.kind === 'ask';
    if (this.#manner === 'impatient' && isAsk && question.controls.some((c) => c.id === 'skip')) {
      const skip = question.controls.find((c) => c.id === 'skip')!;
      this.#hasWithheld ||= this.#knows(question.slot, at);
      return { kind: 'press', choice: skip };
    }
    if (question.choices.every((c) => c.id === 'human') && question.slot !== null)
      return { kind: 'say', text: this.#typed(question.slot) };
    const right = this.#choice(question.choices, question.slot, at);
    if (!right) return null;
    if (this.#manner === 'wrong-once' && !this.#hasErred && isAsk) {
      const wrong = question.choices.find((c) => c.id !== right.id && c.id !== 'unknown' && c.id !== 'human');
      this.#hasErred = wrong !== undefined;
      this.#goesBack = this.#hasErred;
      if (wrong) return { kind: 'press', choice: wrong };
    }
    return this.#manner === 'words' ? this.#inWords(right, question.slot, at?.step) : { kind: 'press', choice: right };
  }

  /** Whether the cause says how a question is answered. */
  #knows(slot: string | null, at: At | null): boolean {
    const { shows } = this.#cause;
    const keys = [slot, at?.place.step, at && `${at.place.walkthrough}/${at.place.step}`];
    return keys.some((key) => key && key in shows);
  }

  #typed(slot: string): string {
    const kind = this.#content.packs.get(this.#walkthrough.pack)!.slots.find((s) => s.id === slot)?.kind ?? 'text';
    return TYPED[kind] ?? TYPED.text!;
  }

  /** The choice that somebody with this cause takes. */
  #choice(choices: readonly Choice[], slot: string | null, at: At | null): Choice | undefined {
    const of = (id: string | undefined): Choice | undefined => choices.find((c) => c.id === id);
    const { shows, cured } = this.#cause;
    const risk = of('risk-go');
    if (risk) return risk;
    // Before a walkthrough runs the bot may offer several problems or products: theirs is taken where it is offered.
    const own = at === null ? (of(this.#intent ?? undefined) ?? of(this.#walkthrough.pack)) : undefined;
    if (own) return own;
    const shown = at ? (shows[`${at.place.walkthrough}/${at.place.step}`] ?? shows[at.place.step]) : undefined;
    const fact = slot === null ? undefined : this.#facts[slot];
    const told = of(shown) ?? of(fact);
    if (told) return told;
    if (at?.step.kind === 'tell') {
      const isCured = cured.some((t) => isAt(t, at.place, this.#content));
      return isCured
        ? (of('fixed') ?? of('next') ?? choices[0])
        : (of('not') ?? of('next') ?? of('fixed') ?? choices[0]);
    }
    return of('unknown') ?? of('none-of-these') ?? choices.find((c) => c.id !== 'human');
  }

  #inWords(right: Choice, slot: string | null, step: Step | undefined): Doing {
    const pack = this.#content.packs.get(this.#walkthrough.pack)!;
    const value = pack.slots.find((s) => s.id === slot)?.values.find((v) => v.id === right.id);
    const choice =
      step?.kind === 'ask' || step?.kind === 'tell' ? step.choices.find((c) => c.id === right.id) : undefined;
    return { kind: 'say', text: choice?.says[0] ?? value?.says[0] ?? right.title };
  }

  #stepOf(state: ConversationState): At | null {
    const frame =
      (state.dialogs.at(-1) as { id?: string } | undefined)?.id === 'play' ? state.case?.frames.at(-1) : null;
    const step = frame && this.#content.walkthroughs.get(frame.walkthrough)?.steps.get(frame.step);
    return step ? { step, place: { walkthrough: frame.walkthrough, step: step.id } } : null;
  }

  /** Whether an ordinary fact fits what the cause says: a Mac has no Windows version. */
  #fits(slots: readonly SlotDefinition[], id: string, value: string, facts: Slots): boolean {
    const implies = slots.find((s) => s.id === id)?.values.find((v) => v.id === value)?.implies ?? {};
    return Object.entries(implies).every(([other, needed]) => facts[other] === undefined || facts[other] === needed);
  }
}

/** The words of a text alone: programs differ in the signs between them. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A step, and its place. */
interface At {
  readonly step: Step;
  readonly place: Target;
}

/** Whether a target names a place; a target without a step is the start of its walkthrough. */
export function isAt(target: Target, place: Target, { walkthroughs }: Content): boolean {
  const step = target.step || (walkthroughs.get(target.walkthrough)?.start ?? '');
  return target.walkthrough === place.walkthrough && step === place.step;
}
