/** The explanation of a reading: what was cut away, which words weighed, which rule changed it. */
import assert from 'node:assert/strict';
import type { Explanation } from '../../src/core/reading.ts';
import { createExplainer } from '../../src/understanding/explain.ts';
import { createReader } from '../../src/understanding/reader.ts';
import { trainModel } from '../../src/understanding/training.ts';
import { knowledge } from '../fakes/knowledge.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

describe('the explanation of a reading', () => {
  const { content } = knowledge();
  let explain: (text: string) => Explanation;
  let read: ReturnType<typeof createReader>;

  before(async () => {
    const model = await trainModel(content);
    [explain, read] = [createExplainer(content, model), createReader(content, model)];
  });

  it('has the very reading that it explains', () => {
    for (const text of [STALE, 'the door panel shows an old schedule', 'lunch at twelve?'])
      assert.deepEqual(explain(text).reading, read(text));
  });

  it('names the parts that were cut away, and keeps the rest', () => {
    const { cut } = explain(`Hope you are all well. ${STALE} Kind regards, Maria`);
    assert.ok(cut.length > 0, 'something is cut');
    assert.ok(
      cut.every((words) => !words.includes('schedule')),
      cut.join('|'),
    );
  });

  it('names the shown text that was found, with how much of it is there', () => {
    const { signatures, reading } = explain(STALE);
    const [first] = signatures;
    assert.equal(first?.intent, reading.intent);
    assert.ok(first!.share > 0.9);
    assert.match(first!.words, /schedule/);
  });

  it('tells the words for the best guess, the strongest first', () => {
    const [best] = explain('the panel shows an old schedule, roomie').words;
    const weights = best!.for.map(({ weight }) => weight);
    assert.ok(weights.length > 0);
    assert.deepEqual(
      weights,
      weights.toSorted((a, b) => b - a),
    );
    assert.ok(
      best!.for.some(({ word }) => word === 'schedule'),
      JSON.stringify(best!.for),
    );
  });

  it('tells how likely other things are, and by which words', () => {
    const { other, reading } = explain('lunch at twelve?');
    assert.equal(reading.decision, 'none');
    assert.equal(other.chance, reading.confidence);
    assert.ok(explain(STALE).other.chance < 0.1);
  });

  it('tells agents the same words, unless the program said it itself', () => {
    const { words, reading } = explain('The panel shows an OLD schedule, roomie');
    const strong = words[0]!.for.map(({ word }) => word);
    assert.ok(reading.telling.length > 0 && reading.telling.length <= strong.length);
    assert.equal(reading.telling[0], 'schedule');
    for (const word of reading.telling) assert.ok('The panel shows an OLD schedule, roomie'.includes(word), word);
    assert.deepEqual(read(STALE).telling, []);
    assert.deepEqual(read('lunch at twelve?').telling, []);
  });

  it('tells the rule that took a problem of another program away', () => {
    const { rules } = explain('roomie works fine, but the coffee machine refuses to book a room');
    assert.ok(
      rules.every(({ before, after }) => before.intent !== after.intent || before.confidence !== after.confidence),
    );
  });
});
