/** Compares the understanding before and after a change of the content, on texts that neither side learned. */
import type { Content, Intent } from '../core/content.ts';
import type { Reading } from '../core/reading.ts';
import {
  type MovedExample,
  type MovedExamples,
  type ReadAs,
  STANDINGS,
  type TrialOrder,
  type TrialResult,
} from '../core/trial.ts';
import type { Model } from '../understanding/model.ts';
import { createReader } from '../understanding/reader.ts';
import { trainModel } from '../understanding/training.ts';
import type { Progress } from './judge.ts';

/** Every so many-th example is held back from the training, on both sides the same. */
const FOLDS = 5;
/** The number of examples of each kind that are listed. */
const MOST_LISTED = 20;
/** The share of the work that one training is. */
const TRAINING = 0.45;
const AT_ONCE_MS = 100;

/** The rank of a standing: a lower one is better. A question is better than silence, and silence better than a wrong name. */
const RANK: Readonly<Record<ReadAs, number>> = { right: 0, asked: 1, unknown: 2, wrong: 3 };

/** Trains a model of some content, or finds the one that was kept. */
export type TrainModel = (content: Content, progress: Progress) => Promise<Model>;

/**
 * Reads the held-back examples and the words of people before and after. `trained` makes the model before the change: it is the
 * same for every draft, and may be kept.
 */
export async function compare(
  before: Content,
  after: Content,
  { draft, open }: Pick<TrialOrder, 'draft' | 'open'>,
  progress: Progress = () => undefined,
  trained: TrainModel = trainModel,
): Promise<TrialResult> {
  const held = heldBack(before);
  const [old, fresh] = [without(before, held), without(after, held)];
  const readers = {
    before: createReader(old, await trained(old, (done) => progress(done * TRAINING))),
    after: createReader(fresh, await trainModel(fresh, (done) => progress(TRAINING + done * TRAINING))),
  };
  const nones = new Set([...after.intents.values()].filter(({ kind }) => kind === 'none').map(({ id }) => id));
  const rows = [...held.values()].flat();
  const all = rows.length + draft.length + open.length;
  let done = 0;
  let told = performance.now();
  const both = async (text: string): Promise<readonly [Reading, Reading]> => {
    done += 1;
    if (performance.now() - told > AT_ONCE_MS) {
      progress(2 * TRAINING + (done / all) * (1 - 2 * TRAINING));
      await new Promise(setImmediate);
      told = performance.now();
    }
    return [readers.before(text), readers.after(text)];
  };
  const tally = { before: empty(), after: empty() };
  const moved: MovedExample[] = [];
  for (const { intent, text } of rows) {
    const [was, is] = await both(text);
    const [a, b] = [standing(was, intent, nones), standing(is, intent, nones)];
    tally.before[a] += 1;
    tally.after[b] += 1;
    if (a !== b) moved.push({ intent, text, before: a, after: b, taken: takenIn(is) });
  }
  const drafted = { before: empty(), after: empty() };
  const missed: string[] = [];
  for (const { id, text, intent } of draft) {
    const [was, is] = await both(text);
    drafted.before[standing(was, intent, nones)] += 1;
    const now = standing(is, intent, nones);
    drafted.after[now] += 1;
    if (now !== 'right') missed.push(id);
  }
  const decisions = { before: { answer: 0, ask: 0, none: 0 }, after: { answer: 0, ask: 0, none: 0 } };
  const named: { id: string; intent: string }[] = [];
  for (const { id, text } of open) {
    const [was, is] = await both(text);
    decisions.before[was.decision] += 1;
    decisions.after[is.decision] += 1;
    if (is.decision === 'answer' && was.decision !== 'answer') named.push({ id, intent: is.intent! });
  }
  progress(1);
  return {
    faults: [],
    ...tally,
    hurt: listed(moved.filter((m) => RANK[m.after] > RANK[m.before])),
    helped: listed(moved.filter((m) => RANK[m.after] < RANK[m.before])),
    draft: { ...drafted, missed },
    open: { ...decisions, named },
  };
}

/** The gravest first: what is or was named wrongly, then what is or was right; of each kind a few. */
function listed(moved: readonly MovedExample[]): MovedExamples {
  const kinds = [...Map.groupBy(moved, ({ before, after }) => `${before} ${after}`)];
  const gravity = ([, [first]]: (typeof kinds)[number]): number => {
    const both = [first!.before, first!.after];
    return (both.includes('wrong') ? 0 : 10) + Math.min(...both.map((one) => RANK[one]));
  };
  kinds.sort((a, b) => gravity(a) - gravity(b));
  return {
    count: moved.length,
    kinds: Object.fromEntries(kinds.map(([kind, some]) => [kind, some.length])),
    some: kinds.flatMap(([, some]) => some.slice(0, MOST_LISTED)),
  };
}

/** The standing of a reading: `nones` are the intents of what is none of ours. */
function standing(reading: Reading, intent: string, nones: ReadonlySet<string>): ReadAs {
  const { decision } = reading;
  if (nones.has(intent)) return decision === 'none' ? 'right' : decision === 'ask' ? 'asked' : 'wrong';
  if (decision === 'answer') return reading.intent === intent ? 'right' : 'wrong';
  return decision === 'ask' ? 'asked' : 'unknown';
}

function takenIn({ decision, intent }: Reading): string | null {
  return decision === 'none' ? null : intent;
}

function empty(): Record<ReadAs, number> {
  return Object.fromEntries(STANDINGS.map((one) => [one, 0])) as Record<ReadAs, number>;
}

/** The examples that are held back, by intent. */
function heldBack({
  intents,
}: Content): ReadonlyMap<string, readonly { readonly intent: string; readonly text: string }[]> {
  return new Map(
    [...intents.values()]
      // Chatter is learned, and no text to be understood.
      .filter(({ kind }) => kind !== 'chatter')
      .map(({ id, examples }) => [
        id,
        examples.filter((_, i) => i % FOLDS === FOLDS - 1).map((text) => ({ intent: id, text })),
      ]),
  );
}

function without(content: Content, held: ReturnType<typeof heldBack>): Content {
  const intents = new Map<string, Intent>();
  for (const intent of content.intents.values()) {
    const gone = new Set((held.get(intent.id) ?? []).map(({ text }) => text));
    intents.set(intent.id, { ...intent, examples: intent.examples.filter((text) => !gone.has(text)) });
  }
  return { ...content, intents };
}
