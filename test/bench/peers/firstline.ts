/** Firstline's understanding as an engine: its statistical half alone, and all of it. */
import { join } from 'node:path';
import { contentIn } from '../../../src/content/folders.ts';
import { loadContent } from '../../../src/content/load.ts';
import type { Content } from '../../../src/core/content.ts';
import type { Read } from '../../../src/core/reading.ts';
import { engineFor } from '../../../src/evaluation/judge.ts';
import { createReader } from '../../../src/understanding/reader.ts';
import { trainModel } from '../../../src/understanding/training.ts';
import type { Classify, Task, Train } from './engine.ts';

/** The statistical half alone: the same rows as its peers get, no signatures, nothing of the content. */
export const statisticalHalf: Train = async ({ train, none }) => {
  const rows = train.map((row) => ({ ...row, also: [], tier: null, source: null, line: null }));
  return classifying((await engineFor(rows, none)).read, none);
};

/** The whole engine as in service, signatures and titles included, without the examples it is judged by. */
export const whole: Train = async ({ train, none }: Task) => {
  const content = loadContent(contentIn(join(import.meta.dirname, '..', '..', '..')));
  const examples = Map.groupBy(train, (row) => row.label);
  const intents = new Map(
    [...content.intents].map(([id, intent]) => [
      id,
      { ...intent, examples: (examples.get(id) ?? []).map((row) => row.text) },
    ]),
  );
  const part: Content = { ...content, intents };
  return classifying(createReader(part, await trainModel(part)), none);
};

/** An engine made of a reader: the part of the chance that is left over is "none of ours". */
function classifying(read: Read, none: string): Classify {
  return (text) => {
    const { guesses } = read(text);
    const scores = new Map(guesses.map((g) => [g.intent, g.confidence]));
    return scores.set(none, Math.max(0, 1 - guesses.reduce((sum, g) => sum + g.confidence, 0)));
  };
}
