import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reading } from '../../src/core/reading.ts';
import { bins, confusions, figuresOf, type Judged } from '../../src/evaluation/figures.ts';
import { engineFor, judge } from '../../src/evaluation/judge.ts';
import { readLabelled } from '../../src/evaluation/labelled.ts';
import { firstline } from '../fakes/cli.ts';

function judged(label: string, intent: string | null, confidence: number, also: string[] = []): Judged {
  const decision = intent === null ? 'none' : confidence >= 0.6 ? 'answer' : 'ask';
  const guesses = intent === null ? [] : [{ intent, confidence }];
  const reading: Reading = { decision, intent, confidence, guesses, slots: {}, mood: 0, evidence: null };
  return { row: { text: 'x', label, also, tier: null }, reading, ms: 1 };
}

describe('evaluation', () => {
  const some = [
    judged('a', 'a', 0.9),
    judged('a', 'b', 0.8),
    judged('b', 'b', 0.5),
    judged('b', 'a', 0.7, ['a']),
    judged('none', null, 0.9),
    judged('none', 'a', 0.65),
    judged('a', null, 0.5),
  ];

  it('counts what is right, named and refused', () => {
    const f = figuresOf(some, 'none');
    assert.equal(f.n, 7);
    assert.equal(f.accuracy, 4 / 7);
    assert.equal(f.accuracyInScope, 3 / 5);
    assert.equal(f.answeredRate, 4 / 7);
    assert.equal(f.answeredRight, 2 / 4);
    assert.equal(f.noneRecall, 1 / 2);
    assert.equal(f.nonePrecision, 1 / 2);
  });

  it('shows how sure it was and how right', () => {
    const nines = bins(some, 'none')[9]!;
    assert.deepEqual([nines.n, nines.right, nines.confidence], [2, 1, 0.9]);
  });

  it('counts what was taken for what', () => {
    assert.deepEqual(confusions(some, 'none')[0], { label: 'a', taken: 'b', n: 1 });
  });

  it('reads JSON lines and CSV, and says which line is wrong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstline-labelled-'));
    try {
      writeFileSync(
        join(folder, 'a.jsonl'),
        '{"text":"hi","label":"x","also":["y"],"tier":"A"}\n\n{"text":"ho","label":"z"}\n',
      );
      writeFileSync(join(folder, 'b.csv'), 'text,category\n"one, ""two""\nthree",x\nfour,y\n');
      writeFileSync(join(folder, 'c.jsonl'), '{"text":"hi","label":"x"}\n{"text":1}\n');
      assert.deepEqual(readLabelled(join(folder, 'a.jsonl')), [
        { text: 'hi', label: 'x', also: ['y'], tier: 'A' },
        { text: 'ho', label: 'z', also: [], tier: null },
      ]);
      assert.deepEqual(
        readLabelled(join(folder, 'b.csv')).map((r) => [r.text, r.label]),
        [
          ['one, "two"\nthree', 'x'],
          ['four', 'y'],
        ],
      );
      assert.throws(() => readLabelled(join(folder, 'c.jsonl')), /c\.jsonl:2/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('trains an engine on somebody else’s labels', async () => {
    const say = (label: string, text: string) => ({ text, label, also: [], tier: null });
    const rows = ['red apples', 'green apples', 'sour apples', 'fresh apples'].map((t) => say('fruit', t));
    const others = ['fast cars', 'red cars', 'old cars', 'small cars'].map((t) => say('vehicle', t));
    const { read } = await engineFor([...rows, ...others], 'none');
    const [first, second] = judge(read, [say('fruit', 'old apples'), say('vehicle', 'green cars')]);
    assert.deepEqual([first!.reading.guesses[0]!.intent, second!.reading.guesses[0]!.intent], ['fruit', 'vehicle']);
  });

  it('says on the command line which file it can’t read', async () => {
    const ran = await firstline(['evaluate', '--on', 'no-such-file.jsonl']);
    assert.equal(ran.code, 1);
    assert.match(ran.err, /FILE_UNREADABLE/);
  });
});
