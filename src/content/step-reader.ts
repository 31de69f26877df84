/** Turns the steps of a walkthrough file into values, with the target of every answer spelled out. */
import {
  COMMON,
  type Content,
  type Intent,
  type Pack,
  type Phrases,
  type Step,
  type StepChoice,
  type Target,
} from '../core/content.ts';
import { plain } from '../core/text.ts';
import { about } from './check/labels.ts';
import type { Path } from './content-fault.ts';
import { markup } from './markup.ts';
import type { ChoiceShape, StepShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';

/** The content that a walkthrough file may refer to. */
export interface Surroundings {
  readonly pack: Pack;
  readonly intents: ReadonlyMap<string, Intent>;
  readonly phrases: Phrases;
  readonly off: Content['off'];
  /** All files of intents, whether or not they could be read, each with its pack. */
  readonly named: ReadonlyMap<string, string>;
  /** Words for the answers of this walkthrough's steps, by step and answer, besides those in the file. */
  readonly said: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Whether all slots of the pack and all sentences could be read. */
  readonly isSure: boolean;
}

/** A link of a step, as its author wrote it. */
export interface Link {
  readonly target: Target;
  readonly path: Path;
  readonly isVisit: boolean;
  /** Whether a visit says where to go if the other walkthrough is switched off. */
  readonly hasWayRound: boolean;
}

/** Reads the steps of one walkthrough, and notes in its file what is missing in them. */
export class StepReader {
  /** The links of all steps read so far. */
  readonly links: Link[] = [];
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
      when: shape.kind === 'end' ? {} : shape.when,
      ...(shape.kind === 'end' ? periodOf({}) : periodOf(shape)),
    };
    switch (shape.kind) {
      case 'end':
        return {
          ...base,
          kind: 'end',
          end: shape.end,
          urgent: shape.urgent,
          alone: shape.alone && shape.text !== undefined,
          text: rich(shape.text),
          otherwise: this.#here(id),
        };
      case 'visit': {
        const visit = this.target(shape.visit);
        const hasWayRound = shape.otherwise !== undefined;
        this.links.push({ target: visit, path: [...path, 'visit'], isVisit: true, hasWayRound });
        const after = this.#link(shape.then, [...path, 'then']);
        const skip = this.#optional(shape.skip, [...path, 'skip']);
        const otherwise = this.#optional(shape.otherwise, [...path, 'otherwise']) ?? skip ?? after;
        return { ...base, kind: 'visit', visit, after, otherwise };
      }
      case 'tell':
        return { ...base, ...this.#tell(path, id, shape) };
      case 'ask':
        return { ...base, ...this.#ask(path, id, shape) };
    }
  }

  #tell(path: string[], id: string, shape: Extract<StepShape, { kind: 'tell' }>) {
    const skip = this.#optional(shape.skip, [...path, 'skip']);
    const choices = this.#tellChoices(path, shape);
    const otherwise = skip ?? this.#way(shape.not ?? shape.go);
    if (otherwise === undefined)
      this.#absent(
        path,
        'it does not say which step comes when this one did not help or is skipped',
        'write "not: …" or "go: …", or "skip: …"',
      );
    if (shape.tell.length > 0 && !isForEverybody(shape.tell.at(-1)!))
      this.#absent(
        [...path, 'tell'],
        'the last text must fit everybody at any time',
        'add one without "when", "from" and "until" at the end',
      );
    return {
      kind: 'tell' as const,
      variants: shape.tell.map((v) => ({ when: v.when, ...periodOf(v), text: markup(v.text) })),
      expect: rich(shape.expect),
      cost: rich(shape.cost),
      risk: rich(shape.risk),
      once: shape.once ?? null,
      minutes: shape.minutes,
      choices,
      otherwise: otherwise ?? this.#here(id),
    };
  }

  #ask(path: string[], id: string, shape: Extract<StepShape, { kind: 'ask' }>) {
    const slot = shape.slot === undefined ? undefined : this.#around.pack.slots.find((s) => s.id === shape.slot);
    const text = shape.ask === undefined ? slot?.question : markup(shape.ask);
    if (!text && slot)
      this.#absent(path, `nothing is asked, and the slot "${slot.id}" has no question of its own`, 'write "ask: …"');
    const skip = this.#optional(shape.skip, [...path, 'skip']);
    const go = this.#optional(shape.go, [...path, 'go']);
    const choices = this.#askChoices(path, shape, slot);
    const typed = slot && slot.kind !== 'choice' ? go : undefined;
    const otherwise = skip ?? choices.find((c) => c.id === 'unknown')?.go ?? go;
    const isSlotKnown = shape.slot === undefined || slot !== undefined;
    if (otherwise === undefined)
      this.#absent(
        path,
        'it does not say which step comes when the question is skipped',
        'write "skip: …", or a choice "unknown"',
      );
    if (choices.length === 0 && typed === undefined && isSlotKnown)
      this.#absent(path, 'there is no answer to choose', 'write "choices:" and below it each answer with its step');
    return {
      kind: 'ask' as const,
      text: text ?? [],
      why: shape.why === undefined ? (slot?.why ?? []) : markup(shape.why),
      slot: shape.slot ?? null,
      choices,
      typed: typed ?? null,
      reported: shape.reported,
      found: shape.found ?? null,
      otherwise: otherwise ?? this.#here(id),
    };
  }

  #tellChoices(path: string[], shape: Extract<StepShape, { kind: 'tell' }>): StepChoice[] {
    const usual: [string, string, string | undefined][] = [
      ['fixed', 'fixed', shape.fixed],
      ['next', 'go', shape.go],
      ['not', 'not', shape.not],
    ];
    const named = Object.entries(shape.choices).map(([id, c]) =>
      this.#choice([...path, 'choices', id], id, c, undefined),
    );
    return [
      ...usual.flatMap(([id, key, go]) => (go === undefined ? [] : [this.#plainChoice(id, go, [...path, key])])),
      ...named,
    ];
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
      const value = slot?.values.find((v) => v.id === id);
      const title = value?.title;
      const answers = value?.answers ?? [];
      const given = named.get(id);
      return given
        ? this.#choice([...path, 'choices', id], id, { ...given, says: [...given.says, ...answers] }, title)
        : { id, title: title ?? id, says: answers, go: this.target(shape.go!), set: {}, means: null, undone: false };
    });
  }

  #choice(path: string[], id: string, shape: ChoiceShape, slotTitle: string | undefined): StepChoice {
    const title = shape.title ?? slotTitle ?? this.#usualTitle(id);
    if (title === null) this.#absent(path, 'it has no title', 'write "title: …": what stands on the button');
    // The short way to write a choice is the name of the step alone.
    const link = this.#optional(shape.go, this.#source.has([...path, 'go']) ? [...path, 'go'] : path);
    const foreign = this.#isForeign(shape.means);
    const means = shape.means !== undefined && !this.#around.off.intents.has(shape.means) ? shape.means : null;
    const own = this.#walkthroughOf(means);
    // A choice that means another pack's problem leads to that problem's walkthrough; `go` is for when that pack is
    // switched off.
    const go = foreign ? (own ?? link) : (link ?? own);
    if (foreign && link === undefined)
      this.#absent(
        path,
        `"${shape.means}" is a problem of another pack, which may be switched off`,
        'say with "go" which step comes then',
      );
    else if (go === undefined && !this.#isUnread(means))
      this.#absent(
        path,
        'it leads nowhere',
        'write "go: …" and a step, or "means: …" and a problem with a walkthrough',
      );
    return {
      id,
      title: title ?? id,
      says: [...shape.says, ...this.#said(path, id)],
      go: go ?? this.#here(path[1]!),
      set: shape.set,
      means,
      undone: shape.undone,
    };
  }

  #plainChoice(id: string, go: string, path: Path): StepChoice {
    return {
      id,
      title: this.#usualTitle(id) ?? id,
      says: this.#said(path, id),
      go: this.#link(go, path),
      set: {},
      means: null,
      undone: false,
    };
  }

  #said([, step = '']: Path, answer: string): readonly string[] {
    return this.#around.said[String(step)]?.[answer] ?? [];
  }

  #usualTitle(id: string): string | null {
    const phrase = this.#around.pack.phrases[`choice-${id}`] ?? this.#around.phrases[`choice-${id}`];
    return phrase ? plain(phrase) : null;
  }

  /** Whether an intent belongs to another pack. */
  #isForeign(intent: string | undefined): boolean {
    if (intent === undefined) return false;
    const pack = this.#around.named.get(intent) ?? this.#around.off.intents.get(intent);
    return pack !== undefined && pack !== this.#around.pack.id && pack !== COMMON;
  }

  /**
   * Whether the intent of a choice is reported elsewhere: there is none of this name, or it could not be read whole.
   */
  #isUnread(means: string | null): boolean {
    return means !== null && !this.#around.intents.has(means);
  }

  #walkthroughOf(intent: string | null): Target | undefined {
    const id = intent === null ? undefined : this.#around.intents.get(intent)?.walkthrough[this.#audience];
    return id ? { walkthrough: id, step: '' } : undefined;
  }

  /** Notes a missing part, unless the step, or the thing the part would be taken from, could not be read whole. */
  #absent(path: Path, what: string, meant: string): void {
    if (this.#around.isSure && this.#source.isSound(path.slice(0, 2)))
      this.#source.fault(path, about(path, what), meant);
  }

  #link(text: string, path: Path): Target {
    const target = this.target(text);
    this.links.push({ target, path, isVisit: false, hasWayRound: false });
    return target;
  }

  #optional(text: string | undefined, path: Path): Target | undefined {
    return text === undefined ? undefined : this.#link(text, path);
  }

  /** The target that a text names, without noting it as one more link. */
  #way(text: string | undefined): Target | undefined {
    return text === undefined ? undefined : this.target(text);
  }

  /** The step that a text names: of this walkthrough, or `other/step`. */
  target(text: string): Target {
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
