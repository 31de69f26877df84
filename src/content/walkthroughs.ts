/** `dialogs/<pack>/`: walkthroughs as checked values, every answer's way spelled out. */
import { createHash } from 'node:crypto';
import {
  COMMON,
  type Content,
  type Intent,
  type Pack,
  type Phrases,
  type Step,
  type StepChoice,
  type Target,
  type Walkthrough,
} from '../core/content.ts';
import { plain } from '../core/text.ts';
import { markup } from './markup.ts';
import { type ChoiceShape, type StepShape, WalkthroughShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';

/** Everything a walkthrough file may refer to. */
export interface Surroundings {
  readonly pack: Pack;
  readonly intents: ReadonlyMap<string, Intent>;
  readonly phrases: Phrases;
  readonly off: Content['off'];
}

/** One walkthrough file as values, every answer's way spelled out; null when its shape is wrong (the faults are in the file). */
export function readWalkthrough(source: SourceFile, around: Surroundings): Walkthrough | null {
  const data = source.parse(WalkthroughShape);
  if (!data) return null;
  const start = data.start ?? Object.keys(data.steps)[0]!;
  const reader = new StepReader(source, around, data.audience);
  const steps = new Map(Object.entries(data.steps).map(([id, shape]) => [id, reader.step(id, shape)]));
  if (!steps.has(start)) source.fault(['start'], `start: there is no step "${start}"`);
  return {
    id: source.id,
    pack: around.pack.id,
    title: data.title,
    audience: data.audience,
    start,
    steps,
    hash: createHash('sha256').update(source.text).digest('hex').slice(0, 12),
    review: data.review ?? null,
    source: data.source,
  };
}

class StepReader {
  readonly #source: SourceFile;
  readonly #around: Surroundings;
  readonly #audience: 'person' | 'admin';

  constructor(source: SourceFile, around: Surroundings, audience: 'person' | 'admin') {
    this.#source = source;
    this.#around = around;
    this.#audience = audience;
  }

  step(id: string, shape: StepShape): Step {
    const path = ['steps', id];
    const base = {
      id,
      who: shape.who ?? null,
      for: shape.for,
      ...(shape.kind === 'end' ? periodOf({}) : periodOf(shape)),
    };
    switch (shape.kind) {
      case 'end':
        return { ...base, kind: 'end', end: shape.end, text: rich(shape.text), otherwise: this.#here(id) };
      case 'visit': {
        const after = this.#target(shape.then);
        const away = shape.otherwise ?? shape.skip;
        const otherwise = away === undefined ? after : this.#target(away);
        return { ...base, kind: 'visit', visit: this.#target(shape.visit), after, otherwise };
      }
      case 'tell': {
        const choices = this.#tellChoices(path, shape);
        const away = shape.skip ?? shape.not ?? shape.go;
        if (away === undefined)
          this.#source.fault(path, `${id}: nowhere to go when the step is skipped (not, go or skip)`);
        if (shape.tell.length > 0 && !isForEverybody(shape.tell.at(-1)!))
          this.#source.fault(
            [...path, 'tell'],
            `${id}: the last variant must fit everybody at any time (no "when", "from" or "until")`,
          );
        return {
          ...base,
          kind: 'tell',
          variants: shape.tell.map((v) => ({ when: v.when, ...periodOf(v), text: markup(v.text) })),
          expect: rich(shape.expect),
          cost: rich(shape.cost),
          risk: rich(shape.risk),
          choices,
          otherwise: this.#target(away ?? id),
        };
      }
      case 'ask': {
        const slot = shape.slot === undefined ? undefined : this.#around.pack.slots.find((s) => s.id === shape.slot);
        const text = shape.ask === undefined ? slot?.question : markup(shape.ask);
        if (!text)
          this.#source.fault(path, `${id}: nothing is asked, and slot "${shape.slot}" has no question of its own`);
        const choices = this.#askChoices(path, shape, slot);
        const typed = slot && slot.kind !== 'choice' ? shape.go : undefined;
        const away = shape.skip ?? choices.find((c) => c.id === 'unknown')?.go ?? shape.go;
        if (away === undefined)
          this.#source.fault(path, `${id}: nowhere to go when the question is skipped (skip, or a choice "unknown")`);
        if (choices.length === 0 && typed === undefined)
          this.#source.fault(path, `${id}: no choices and nothing to type`);
        return {
          ...base,
          kind: 'ask',
          text: text ?? [],
          slot: shape.slot ?? null,
          choices,
          typed: typed === undefined ? null : this.#target(typed),
          otherwise: typeof away === 'object' ? away : this.#target(away ?? id),
        };
      }
    }
  }

  #tellChoices(path: string[], shape: Extract<StepShape, { kind: 'tell' }>): StepChoice[] {
    const usual: [string, string | undefined][] = [
      ['fixed', shape.fixed],
      ['next', shape.go],
      ['not', shape.not],
    ];
    const named = Object.entries(shape.choices).map(([id, c]) =>
      this.#choice([...path, 'choices', id], id, c, undefined),
    );
    return [...usual.flatMap(([id, go]) => (go === undefined ? [] : [this.#plainChoice(id, go)])), ...named];
  }

  #askChoices(
    path: string[],
    shape: Extract<StepShape, { kind: 'ask' }>,
    slot: Pack['slots'][number] | undefined,
  ): StepChoice[] {
    const named = new Map(Object.entries(shape.choices));
    const ids =
      slot?.kind === 'choice'
        ? [
            ...new Set([
              ...slot.values.map((v) => v.id).filter((v) => named.has(v) || shape.go !== undefined),
              ...named.keys(),
            ]),
          ]
        : [...named.keys()];
    return ids.map((id) => {
      const title = slot?.values.find((v) => v.id === id)?.title;
      const given = named.get(id) ?? { go: shape.go, title: undefined, set: {}, means: undefined };
      return this.#choice([...path, 'choices', id], id, given, title);
    });
  }

  #choice(path: string[], id: string, shape: ChoiceShape, slotTitle: string | undefined): StepChoice {
    const title = shape.title ?? slotTitle ?? this.#usualTitle(id);
    if (title === null) this.#source.fault(path, `${path[1]}: choice "${id}" has no title`);
    const foreign = this.#isForeign(shape.means);
    const means = shape.means !== undefined && !this.#around.off.intents.has(shape.means) ? shape.means : null;
    // Another pack's problem has its own walkthrough; `go` is for when that pack is switched off.
    const go = foreign ? (this.#walkthroughOf(means) ?? shape.go) : (shape.go ?? this.#walkthroughOf(means));
    if (foreign && shape.go === undefined)
      this.#source.fault(
        path,
        `${path[1]}: choice "${id}" means a problem of another pack`,
        'say with "go" where it leads when that pack is switched off',
      );
    else if (go === undefined) this.#source.fault(path, `${path[1]}: choice "${id}" leads nowhere (go, or means)`);
    return { id, title: title ?? id, go: this.#target(go ?? path[1]!), set: shape.set, means };
  }

  #plainChoice(id: string, go: string): StepChoice {
    return { id, title: this.#usualTitle(id) ?? id, go: this.#target(go), set: {}, means: null };
  }

  #usualTitle(id: string): string | null {
    const phrase = this.#around.pack.phrases[`choice-${id}`] ?? this.#around.phrases[`choice-${id}`];
    return phrase ? plain(phrase) : null;
  }

  /** Whether an intent is another pack's. */
  #isForeign(intent: string | undefined): boolean {
    if (intent === undefined) return false;
    const pack = this.#around.intents.get(intent)?.pack ?? this.#around.off.intents.get(intent);
    return pack !== undefined && pack !== this.#around.pack.id && pack !== COMMON;
  }

  #walkthroughOf(intent: string | null): string | undefined {
    const id = intent === null ? undefined : this.#around.intents.get(intent)?.walkthrough[this.#audience];
    return id ? `${id}/` : undefined;
  }

  #target(text: string): Target {
    const [walkthrough, step] = text.includes('/') ? (text.split('/') as [string, string]) : [this.#source.id, text];
    return { walkthrough, step };
  }

  #here(step: string): Target {
    return { walkthrough: this.#source.id, step };
  }
}

function rich(text: string | undefined) {
  return text === undefined ? [] : markup(text);
}

function periodOf({ from, until }: { from?: string | undefined; until?: string | undefined }) {
  return { from: from ?? null, until: until ?? null };
}

function isForEverybody(variant: { when: object; from?: string | undefined; until?: string | undefined }): boolean {
  return Object.keys(variant.when).length === 0 && variant.from === undefined && variant.until === undefined;
}
