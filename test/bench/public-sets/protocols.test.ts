/** Tests of how engines are judged over public sets. */
import assert from 'node:assert/strict';
import type { Answers } from '../peers/child.ts';
import type { Row, Task } from '../peers/engine.ts';
import { auroc, thresholdOf } from '../peers/quality.ts';
import { drawn, leftOut, WITHOUT_NONE } from './protocols.ts';
import { LEFT_OUT, NONE, type PublicSet } from './set.ts';
import { INTENTS, MORE, rowsOf } from './tiny.ts';

/** An engine that answers as told, and keeps what it was asked. */
function engine(answer: (row: Row, at: number, task: Task) => { label: string; ours: number }): {
  readonly tasks: Task[];
  readonly ask: (task: Task) => Promise<Answers>;
} {
  const tasks: Task[] = [];
  const ask = async (task: Task): Promise<Answers> => {
    tasks.push(task);
    const taken = task.test.map((row, at) => ({ row, ...answer(row, at, task) }));
    return { taken, trainMs: 1, p50Ms: 1, memory: null };
  };
  return { tasks, ask };
}

const inOrder = (rows: readonly Row[]): string[] => rows.map(({ text }) => text).sort();

describe('the threshold of an engine', () => {
  it('is the score that a twentieth of its texts is below', () => {
    const scores = Array.from({ length: 40 }, (_, i) => (39 - i) / 10);
    assert.equal(thresholdOf(scores), 0.2);
  });

  it('is set beside a figure that needs none: how often ours score higher than others, equal scores as half', () => {
    assert.equal(auroc([0.9, 0.5], [0.5, -0.3]), 3.5 / 4);
    assert.equal(auroc([-2, -1], [-4, -3]), 1);
  });

  it('comes from the training texts alone, and decides what counts as right', async () => {
    const train = Array.from({ length: 200 }, (_, i): Row => ({ text: `learned ${i}`, label: i % 2 ? 'a' : 'b' }));
    // The score of a text, and the label it is taken for: one right text is below the threshold, one above it is wrong.
    const test: Row[] = ['0.04 a', '0.05 a', '0.5 a', '0.6 b'].map((text) => ({ text, label: 'a' }));
    const others: Row[] = ['0.01 a', '0.049 b', '0.3 a'].map((text) => ({ text, label: NONE }));
    const { tasks, ask } = engine(({ text }, at, { test: asked }) => {
      const [score, label] = text.split(' ');
      return text.startsWith('learned')
        ? { label: 'a', ours: at / asked.length }
        : { label: label!, ours: Number(score) };
    });
    const { right, rightAndKept, noneFound, auroc } = await WITHOUT_NONE.measure({ train, test, others }, ask);

    const [aside, all] = tasks as [Task, Task];
    assert.equal(aside.test.length, 40);
    assert.deepEqual(inOrder([...aside.train, ...aside.test]), inOrder(train));
    assert.deepEqual(inOrder(all.train), inOrder(train));
    assert.deepEqual(inOrder(all.test), inOrder([...test, ...others]));
    // The scores of the 40 texts go from 0 to 39 fortieths: two of them are below the threshold, 0.05.
    assert.deepEqual(
      { right, rightAndKept, noneFound, auroc },
      { right: 3 / 4, rightAndKept: 2 / 4, noneFound: 2 / 3, auroc: 9 / 12 },
    );
  });
});

describe('intents that are left out', () => {
  const all = [...INTENTS, ...MORE];
  const set: PublicSet = { train: rowsOf(all), test: rowsOf(all), others: [] };

  it('are another draw for every seed, and the same one for the same', () => {
    assert.equal(drawn(set, 1).size, LEFT_OUT);
    assert.deepEqual(drawn(set, 1), drawn(set, 1));
    assert.notDeepEqual(drawn(set, 1), drawn(set, 2));
  });

  it('are never learned in their draw, and count as none of the intents; the draws are taken together', async () => {
    const { tasks, ask } = engine(({ label }, _, { train }) => {
      const known = new Set(train.map((row) => row.label)).size === all.length;
      // In the first draw every text of another intent is told, in the second none.
      const told = tasks.length === 2;
      return { label: known ? label : 'amber', ours: label === NONE && told ? 0 : 1 };
    });
    const { right, noneFound, auroc, draws } = await leftOut(2).measure(set, ask);
    assert.deepEqual({ right, noneFound, auroc }, { right: 1, noneFound: 0.5, auroc: 0.75 });
    assert.deepEqual(
      draws.map((draw) => [draw.seed, draw.noneFound, draw.auroc]),
      [
        [1, 1, 1],
        [2, 0, 0.5],
      ],
    );
    for (const [seed, { train, test }] of tasks.entries()) {
      if (seed === 0) continue;
      const left = drawn(set, seed);
      assert.ok(train.every(({ label }) => !left.has(label)));
      assert.deepEqual(inOrder(test.filter(({ label }) => label === NONE)), inOrder(rowsOf([...left])));
    }
  });
});
