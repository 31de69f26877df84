import type { Content, Intent } from '../core/content.ts';
import type { Read } from '../core/reading.ts';
import { createReader, trainModel } from '../understanding/reader.ts';
import type { Judged } from './figures.ts';
import type { Labelled } from './labelled.ts';

/** Told how far it is, 0 to 1. */
export type Progress = (done: number) => void;

const FOLDS = 5;

/**
 * Cross-validates the shipped examples: each is read by an engine that has never seen it. Every intent's examples are dealt
 * evenly over the folds; signatures and titles are always known, as they are in service.
 */
export async function crossValidate(
  content: Content,
  progress: Progress,
): Promise<{ judged: Judged[]; trainMs: number; noneLabel: string }> {
  const noneLabel = [...content.intents.values()].find((i) => i.kind === 'none')?.id ?? 'none';
  const judged: Judged[] = [];
  let trainMs = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const held: Labelled[] = [];
    const intents = new Map<string, Intent>();
    for (const intent of content.intents.values()) {
      const mine = (_: string, i: number): boolean => i % FOLDS === fold;
      held.push(...intent.examples.filter(mine).map((text) => ({ text, label: intent.id, also: [], tier: null })));
      intents.set(intent.id, { ...intent, examples: intent.examples.filter((t, i) => !mine(t, i)) });
    }
    const part: Content = { ...content, intents };
    const began = performance.now();
    const model = await trainModel(part);
    trainMs += (performance.now() - began) / FOLDS;
    judged.push(...judge(createReader(part, model), held));
    progress((fold + 1) / FOLDS);
    await new Promise(setImmediate);
  }
  return { judged, trainMs, noneLabel };
}

/** Reads every text with an engine as it is. */
export function judge(read: Read, rows: readonly Labelled[]): Judged[] {
  return rows.map((row) => {
    const began = performance.now();
    const reading = read(row.text);
    return { row, reading, ms: performance.now() - began };
  });
}

/** An engine for somebody else's labels, trained on a file of them: nothing of the shipped content is in it. */
export async function engineFor(
  rows: readonly Labelled[],
  noneLabel: string,
): Promise<{ read: Read; trainMs: number }> {
  const intents = new Map<string, Intent>();
  for (const [id, group] of Map.groupBy(rows, (r) => r.label))
    intents.set(id, {
      ...EMPTY,
      id,
      kind: id === noneLabel ? 'none' : 'problem',
      title: id.replaceAll(/[_-]+/g, ' '),
      examples: group.map((r) => r.text),
    });
  const pack = {
    id: EMPTY.pack,
    title: '',
    generic: null,
    thresholds: { answer: 0.6, ask: 0.25 },
    slots: [],
    guards: [],
    sources: {},
  };
  const content: Content = {
    packs: new Map([[pack.id, pack]]),
    intents,
    walkthroughs: new Map(),
    phrases: {},
    hash: '',
  };
  const began = performance.now();
  const model = await trainModel(content);
  return { read: createReader(content, model), trainMs: performance.now() - began };
}

const EMPTY: Intent = {
  id: '',
  pack: 'file',
  kind: 'problem',
  title: '',
  product: null,
  type: null,
  says: [],
  examples: [],
  cause: [],
  resolution: { person: [], admin: [] },
  lookalikes: [],
  walkthrough: { person: null, admin: null },
  source: [],
};
