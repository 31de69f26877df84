/** Judges the understanding: reads labelled texts, and records how each was read. */
import { type Content, type Intent, NO_SCREENS, NO_TALK, noneOf, type Pack } from '../core/content.ts';
import type { Explanation, Read } from '../core/reading.ts';
import { NO_SECRETS } from '../core/secrets.ts';
import { createExplainer } from '../understanding/explain.ts';
import { createReader } from '../understanding/reader.ts';
import { trainModel } from '../understanding/training.ts';
import type { Judged } from './judged.ts';
import type { Labelled } from './labelled.ts';

/** Tells why a text is read as it is. */
export type Explain = (text: string) => Explanation;

/** Receives the progress, 0 to 1. */
export type Progress = (done: number) => void;

/**
 * The judged readings, the content they were judged with, and the time of the training (0 if it was trained before).
 */
export interface Evaluation {
  readonly title: string;
  readonly judged: readonly Judged[];
  readonly content: Content;
  readonly noneLabel: string;
  readonly trainMs: number;
}

const FOLDS = 5;

/**
 * Cross-validates the shipped examples: each is read by an engine that has never seen it. Every intent's examples are
 * dealt evenly over five folds, of which the first `folds` are read; signatures and titles are always known, as in service.
 */
export async function crossValidate(content: Content, progress: Progress, folds = FOLDS): Promise<Evaluation> {
  const judged: Judged[] = [];
  const none = noneOf(content);
  let trainMs = 0;
  for (let fold = 0; fold < folds; fold++) {
    const held: Labelled[] = [];
    const intents = new Map<string, Intent>();
    for (const intent of content.intents.values()) {
      const mine = (_: string, i: number): boolean => i % FOLDS === fold;
      const source = `intents/${intent.pack}/${intent.id}.yaml`;
      // Chatter is learned, and no text to be understood.
      if (intent.kind === 'chatter') {
        intents.set(intent.id, intent);
        continue;
      }
      const label = intent.kind === 'none' ? none : intent.id;
      held.push(
        ...intent.examples.filter(mine).map((text) => ({ text, label, also: [], tier: null, source, line: null })),
      );
      intents.set(intent.id, { ...intent, examples: intent.examples.filter((t, i) => !mine(t, i)) });
    }
    const part: Content = { ...content, intents };
    const began = performance.now();
    const model = await trainModel(part);
    trainMs += (performance.now() - began) / folds;
    const explain = createExplainer(part, model);
    judged.push(...(await judge(createReader(part, model), held, (done) => progress((fold + done) / folds), explain)));
  }
  return { title: 'Shipped examples, cross-validated', judged, content, noneLabel: none || 'none', trainMs };
}

const AT_ONCE_MS = 100;

/** Reads every text with an engine as it is, and lets the progress be drawn now and then. */
export async function judge(
  read: Read,
  rows: readonly Labelled[],
  progress: Progress = () => undefined,
  explain: Explain | null = null,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  let told = performance.now();
  for (const row of rows) {
    const began = performance.now();
    const reading = read(row.text);
    const now = performance.now();
    judged.push({ row, reading, ms: now - began, explain: explain && (() => explain(row.text)) });
    if (now - told < AT_ONCE_MS) continue;
    progress(judged.length / rows.length);
    await new Promise(setImmediate);
    told = performance.now();
  }
  progress(1);
  return judged;
}

/** An engine for other people's labels, trained on a file of them: it holds nothing of the shipped content. */
export async function engineFor(
  rows: readonly Labelled[],
  noneLabel: string,
): Promise<{ content: Content; read: Read; explain: Explain; trainMs: number }> {
  const content = engineContent(rows, noneLabel);
  const began = performance.now();
  const model = await trainModel(content);
  const trainMs = performance.now() - began;
  return { content, read: createReader(content, model), explain: createExplainer(content, model), trainMs };
}

/** Content that has other people's labels for intents, and nothing else. */
export function engineContent(rows: readonly Pick<Labelled, 'text' | 'label'>[], noneLabel: string): Content {
  const intents = new Map<string, Intent>();
  for (const [id, group] of Map.groupBy(rows, (r) => r.label))
    intents.set(id, {
      ...EMPTY,
      id,
      kind: id === noneLabel ? 'none' : 'problem',
      title: id.replaceAll(/[_-]+/g, ' '),
      examples: group.map((r) => r.text),
    });
  const pack: Pack = {
    id: EMPTY.pack,
    title: '',
    generic: null,
    thresholds: { answer: 0.6, ask: 0.25 },
    about: { names: [], parts: [], does: [], fails: [], everyday: false },
    codeFamilies: [],
    others: { programs: [], beside: [] },
    screens: NO_SCREENS,
    talk: NO_TALK,
    hosts: [],
    categories: {},
    slots: [],
    settings: [],
    ordinary: {},
    guards: [],
    sources: {},
    phrases: {},
    answers: [],
    codes: null,
    review: null,
  };
  return {
    packs: new Map([[pack.id, pack]]),
    intents,
    walkthroughs: new Map(),
    phrases: {},
    consoleWords: {},
    savedReplies: [],
    organisation: {},
    off: { walkthroughs: new Map(), intents: new Map() },
    secrets: NO_SECRETS,
    hash: '',
  };
}

const EMPTY: Intent = {
  id: '',
  pack: 'file',
  kind: 'problem',
  title: '',
  from: null,
  until: null,
  review: null,
  type: null,
  says: [],
  examples: [],
  cause: [],
  resolution: { person: [], admin: [] },
  lookalikes: [],
  walkthrough: { person: null, admin: null },
  atOnce: false,
  alarms: [],
  anyProgram: false,
  source: [],
};
