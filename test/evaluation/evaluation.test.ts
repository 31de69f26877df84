import assert from 'node:assert/strict';
import { bins, timeBins, tradeOff } from '../../src/evaluation/curves.ts';
import { figuresOf } from '../../src/evaluation/figures.ts';
import { engineFor, judge } from '../../src/evaluation/judge.ts';
import { isRight, type Judged } from '../../src/evaluation/judged.ts';
import { confusions, labelFigures, matrixOf } from '../../src/evaluation/labels.ts';
import { reasons } from '../../src/evaluation/reasons.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { judged, row } from './samples.ts';

const STRICT = { noneLabel: 'none', also: false };
const KIND = { noneLabel: 'none', also: true };
const right = (j: Judged): boolean => isRight(j, STRICT);

describe('evaluation', () => {
  const some = [
    judged('a', 'a', 0.9),
    judged('a', 'b', 0.8),
    judged('b', 'b', 0.5),
    judged('b', 'a', 0.7, { also: ['a'] }),
    judged('none', null, 0.9),
    judged('none', 'a', 0.65),
    judged('a', null, 0.5),
  ];

  it('counts texts that are right, named and refused, by the label alone', () => {
    const f = figuresOf(some, STRICT);
    assert.equal(f.n, 7);
    assert.equal(f.accuracy, 3 / 7);
    assert.equal(f.accuracyInScope, 2 / 5);
    assert.equal(f.answeredRate, 4 / 7);
    assert.equal(f.answeredRight, 1 / 4);
    assert.equal(f.noneRecall, 1 / 2);
    assert.equal(f.nonePrecision, 1 / 2);
  });

  it('counts the labels that would be right too, when asked to', () => {
    const f = figuresOf(some, KIND);
    assert.deepEqual([f.accuracy, f.accuracyInScope, f.answeredRight], [4 / 7, 3 / 5, 2 / 4]);
  });

  it('groups texts by confidence, with the share that is right', () => {
    const nines = bins(some, right)[9]!;
    assert.deepEqual([nines.n, nines.right, nines.confidence], [2, 1, 0.9]);
  });

  it('tells what another threshold would come to', () => {
    const curve = tradeOff(some, right);
    assert.deepEqual(curve[75], { threshold: 0.75, named: 2 / 7, right: 1 / 2 });
    assert.deepEqual(curve[95], { threshold: 0.95, named: 0, right: null });
    for (const [i, { named }] of curve.entries()) assert.ok(named <= (curve[i - 1]?.named ?? 1));
  });

  it('counts times in growing steps, and every text once', () => {
    const timed = [0.01, 0.05, 0.05, 3].map((ms) => ({ ...judged('a', 'a', 1), ms }));
    const steps = timeBins(timed);
    assert.equal(
      steps.reduce((sum, s) => sum + s.n, 0),
      4,
    );
    assert.ok(steps[0]!.upTo >= 0.01 && steps.at(-1)!.upTo >= 3 && steps.at(-1)!.upTo < 6);
  });

  it('counts which label was taken for which', () => {
    assert.deepEqual(confusions(some, KIND), [
      { label: 'a', taken: 'b', n: 1 },
      { label: 'a', taken: 'none', n: 1 },
      { label: 'none', taken: 'a', n: 1 },
    ]);
    const matrix = matrixOf([...some, judged('c', 'a', 1)], KIND);
    assert.deepEqual(matrix.rows, ['none', 'a', 'b', 'c']);
    assert.deepEqual(matrix.columns, ['none', 'a', 'b'], 'nothing was taken for c');
    assert.deepEqual([matrix.count('a', 'a'), matrix.count('b', 'b'), matrix.count('c', 'a')], [1, 2, 1]);
  });

  it('knows of every label how often it is found, and how often it is claimed wrongly', () => {
    const [a] = labelFigures(some, KIND).filter((l) => l.label === 'a');
    assert.deepEqual(a, { label: 'a', n: 3, right: 1 / 3, top2: 1 / 3, named: 1 / 3, precision: 2 / 3 });
  });

  it('trains an engine on somebody else’s labels', async () => {
    const rows = ['red apples', 'green apples', 'sour apples', 'fresh apples'].map((t) => row('fruit', t));
    const others = ['fast cars', 'red cars', 'old cars', 'small cars'].map((t) => row('vehicle', t));
    const { read } = await engineFor([...rows, ...others], 'none');
    const [first, second] = await judge(read, [row('fruit', 'old apples'), row('vehicle', 'green cars')]);
    assert.deepEqual([first!.reading.guesses[0]!.intent, second!.reading.guesses[0]!.intent], ['fruit', 'vehicle']);
  });

  it('says of a mistake which signature decided, and which examples stand nearest', async () => {
    const { content, read } = knowledge();
    const text =
      'At work: There was a problem fetching a door pass required to book. If the problem continues, please contact your office team.';
    const [mistake] = await judge(read, [row('stale-schedule', text)]);
    const reason = reasons(content, STRICT)(mistake!);
    assert.match(reason.signature!, /^There was a problem fetching a door pass/);
    assert.match(reason.why, /^Named with \d+%, because the client's own words stand in it; stale-schedule/);
    assert.match(reason.pulledBy!, /door pass/i);
    assert.ok(content.intents.get('stale-schedule')!.examples.includes(reason.heldBy!));
    const [refused] = await judge(read, [row('stale-schedule', 'the coffee machine is broken again')]);
    assert.match(reasons(content, STRICT)(refused!).why, /"None of ours" got \d+%|No intent came|Not sure enough/);
  });
});
