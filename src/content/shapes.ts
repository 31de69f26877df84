/** The shapes of the files under `intents/` and `dialogs/`: what an author may write, and nothing else. */
import { z } from 'zod';

const words = z.string().trim().min(1);
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is lower-case words with hyphens');
/** YAML reads an unquoted 7 as a number and yes as a string: either way it names a value. */
const valueId = z.union([z.string(), z.number()]).transform(String);
const condition = z.record(id, z.union([valueId.transform((v) => [v]), z.array(valueId).min(1)]));
const who = z.enum(['person', 'admin']);
/** A step of this walkthrough, `other/step`, or `other/` for the start of another one. */
const target = z.string().regex(/^([a-z0-9-]+\/)?[a-z0-9-]*$/, 'names a step, or walkthrough/step');

const oneWord = words.regex(/^[\p{L}\p{N}]+$/u, 'is one word, of letters and figures');

/** The newest format of packs; `check --upgrade` rewrites older ones. */
export const FORMAT = 2;

const listOfWords = z.array(words).default([]);
const day = z.iso.date('is a day, such as 2026-12-31');
/** From the first of these days to the last, both included (UTC). */
const period = { from: day.optional(), until: day.optional() };
/** When somebody should look at the facts again: a hint, once it is past. */
const review = day.optional();
const share = z.number().min(0).max(1);

/** Something that can be known; in a pack, a slot of the common pack's may be put in other words, and get more values. */
const slot = z.strictObject({
  title: words.optional(),
  kind: z.enum(['choice', 'domain', 'address', 'code', 'text']).optional(),
  question: words.optional(),
  unknown: words.optional(),
  deniable: z.boolean().optional(),
  values: z
    .record(
      z.string(),
      z.strictObject({
        title: words,
        says: z.array(words).default([]),
        implies: z.record(id, valueId).default({}),
      }),
    )
    .default({}),
});
export type SlotShape = z.output<typeof slot>;

export const PackShape = z.strictObject({
  format: z.literal(FORMAT).optional(),
  review,
  title: words,
  generic: id.optional(),
  thresholds: z.strictObject({ answer: share, ask: share }).default({ answer: 0.65, ask: 0.25 }),
  about: z
    .strictObject({ names: listOfWords, parts: listOfWords, does: listOfWords, fails: listOfWords })
    .default({ names: [], parts: [], does: [], fails: [] }),
  hosts: listOfWords,
  categories: z.record(id, words).default({}),
  others: z
    .strictObject({ programs: z.array(oneWord).default([]), beside: z.array(oneWord).default([]) })
    .default({ programs: [], beside: [] }),
  slots: z.record(id, slot).default({}),
  guards: z.array(z.strictObject({ text: words, needs: condition, because: words })).default([]),
  sources: z.record(z.string(), z.strictObject({ title: words, resource: who.optional() })).default({}),
});

export const IntentShape = z.strictObject({
  kind: z.enum(['problem', 'control', 'none']).default('problem'),
  title: words,
  ...period,
  review,
  type: id.optional(),
  says: z.array(words).default([]),
  examples: z.array(words).default([]),
  cause: words.optional(),
  resolution: z.strictObject({ person: words, admin: z.array(words).min(1) }).optional(),
  lookalikes: z.array(z.strictObject({ intent: id, tell: words })).default([]),
  walkthrough: z.strictObject({ person: id.optional(), admin: id.optional() }).default({}),
  source: z.array(words).default([]),
});

const choice = z.union([
  target.transform((go) => ({ go, title: undefined, set: {} as Record<string, string>, means: undefined })),
  z.strictObject({
    title: words.optional(),
    go: target.optional(),
    set: z.record(id, valueId).default({}),
    means: id.optional(),
  }),
]);
const choices = z.record(z.string(), choice);
const everyStep = {
  who: who.optional(),
  for: condition.default({}),
  source: z.array(words).default([]),
  note: words.optional(),
};

export const AskShape = z.strictObject({
  ...everyStep,
  ...period,
  ask: words.optional(),
  slot: id.optional(),
  choices: choices.default({}),
  go: target.optional(),
  skip: target.optional(),
});

export const TellShape = z.strictObject({
  ...everyStep,
  ...period,
  tell: z.union([
    words.transform((text) => [
      {
        when: {} as Record<string, string[]>,
        text,
        from: undefined as string | undefined,
        until: undefined as string | undefined,
      },
    ]),
    z.array(z.strictObject({ when: condition.default({}), ...period, text: words })).min(1),
  ]),
  expect: words.optional(),
  cost: words.optional(),
  risk: words.optional(),
  fixed: target.optional(),
  not: target.optional(),
  go: target.optional(),
  choices: choices.default({}),
  skip: target.optional(),
});

export const EndShape = z.strictObject({
  ...everyStep,
  end: z.enum(['fixed', 'fixed-for-now', 'handed-over', 'return']),
  text: words.optional(),
});

export const VisitShape = z.strictObject({
  ...everyStep,
  ...period,
  visit: target,
  // biome-ignore lint/suspicious/noThenProperty: what authors write; it holds a step's name, nothing can call it
  then: target,
  skip: target.optional(),
  otherwise: target.optional(),
});

/** Which shape a step has is said by the key it begins with. */
function kindOfStep(value: unknown): StepShape['kind'] {
  const keys = new Set(Object.keys((value ?? {}) as object));
  return (['tell', 'end', 'visit'] as const).find((kind) => keys.has(kind)) ?? 'ask';
}

const STEPS = { ask: AskShape, tell: TellShape, end: EndShape, visit: VisitShape } as const;

/** The shape that a step, as it is written, is meant to have. */
export function shapeOfStep(value: unknown): z.ZodType {
  return STEPS[kindOfStep(value)];
}

const step = z.unknown().transform((value, context): StepShape => {
  const kind = kindOfStep(value);
  const keys = Object.keys((value ?? {}) as object);
  if (kind === 'ask' && !keys.includes('ask') && !keys.includes('slot')) {
    context.addIssue({ code: 'custom', message: 'a step begins with ask, slot, tell, visit or end' });
    return z.NEVER;
  }
  const result = STEPS[kind].safeParse(value);
  if (!result.success) {
    for (const issue of result.error.issues) context.addIssue({ ...issue, path: issue.path } as never);
    return z.NEVER;
  }
  return { kind, ...result.data } as StepShape;
});

export type StepShape =
  | ({ kind: 'ask' } & z.output<typeof AskShape>)
  | ({ kind: 'tell' } & z.output<typeof TellShape>)
  | ({ kind: 'end' } & z.output<typeof EndShape>)
  | ({ kind: 'visit' } & z.output<typeof VisitShape>);
export type ChoiceShape = z.output<typeof choice>;

export const WalkthroughShape = z.strictObject({
  title: words,
  audience: who,
  review,
  source: z.array(words).default([]),
  start: id.optional(),
  steps: z.record(id, step).refine((steps) => Object.keys(steps).length > 0, 'a walkthrough has at least one step'),
});

export const PhrasesShape = z.record(id, words);
