/** The figures, from counts written by hand. */
import assert from 'node:assert/strict';
import { readPath, writePath } from '../../src/core/case-path.ts';
import type { CaseCount, CaseCounts, PathCount } from '../../src/core/case-record.ts';
import type { Fault } from '../../src/core/fault.ts';
import { namesOf, outcomeFigures, queryOf, tableCsv, tablesOf, tablesText } from '../../src/outcomes/index.ts';
import { knowledge } from '../fakes/knowledge.ts';

const { content } = knowledge();
const NAMES = namesOf(content, (id) => id);
const WEEK = { from: '2026-03-02', to: '2026-03-08', channel: null, pack: null, intent: null };
const NO_TIMES = { answer: new Float64Array(), fix: new Float64Array(), person: new Float64Array() };

function cases(n: number, given: Partial<CaseCount> = {}): CaseCount {
  return {
    ...{ channel: 'web', pack: 'roomie', category: null, intent: 'hub-unavailable', walked: true, outcome: null },
    ...{ agents: null, reopened: false, checked: null, rating: null, cases: n, days: [[0, n]] },
    ...given,
  };
}

const figures = (given: Partial<CaseCounts>) =>
  outcomeFigures(WEEK, { cases: [], paths: [], times: NO_TIMES, ...given }, content, NAMES);

describe('the figures of outcomes', () => {
  it('count silence as unknown, and every case in one of three', () => {
    const { funnel } = figures({
      cases: [
        cases(7, { outcome: 'fixed' }),
        cases(4, { outcome: 'fixed-for-now', checked: 'stays' }),
        cases(2, { outcome: 'fixed-for-now', checked: 'silent' }),
        cases(3, { outcome: 'unknown' }),
        cases(5),
        cases(6, { outcome: 'handed-over', agents: 'fixed' }),
        cases(1, { outcome: 'handed-over', agents: 'fixed-for-now', checked: 'silent', reopened: true }),
        cases(1, { outcome: 'handed-over', agents: 'unknown' }),
        cases(2, { outcome: 'fixed', agents: 'solved' }),
        cases(3, { intent: null, walked: false }),
      ],
    });
    const { begun, recognised, walked, fixed, stayed, handed, resolved, reopened, unknown } = funnel;
    assert.deepEqual([begun, recognised, walked], [34, 31, 31]);
    assert.deepEqual([fixed, stayed, handed, resolved, reopened, unknown], [11, 4, 10, 7, 1, 13]);
    assert.equal(fixed + handed + unknown, begun);
    assert.deepEqual(funnel.checkBack, { stays: 4, silent: 2, due: 0 });
    assert.deepEqual([funnel.desk.resolved, funnel.desk.elsewhere, funnel.desk.solved], [7, 1, 2]);
  });

  it('are none of a period without cases, with every day of it', () => {
    const empty = figures({});
    assert.equal(empty.funnel.begun, 0);
    assert.equal(empty.days.length, 7);
    assert.deepEqual(
      empty.times.map((t) => t.median),
      [null, null, null],
    );
    assert.match(tablesText(tablesOf(empty, NAMES)), /Begun +0 +–/);
  });

  it('count cases per day by what they are about', () => {
    const { perDay } = figures({
      cases: [
        cases(3, {
          days: [
            [0, 1],
            [6, 2],
          ],
        }),
        cases(1, { intent: null, pack: null, days: [[6, 1]] }),
      ],
    });
    assert.deepEqual(
      perDay.problem.map(({ counts }) => counts),
      [
        [1, 0, 0, 0, 0, 0, 2],
        [0, 0, 0, 0, 0, 0, 1],
      ],
    );
    assert.equal(perDay.problem[1]!.title, 'Not recognised');
    assert.equal(perDay.standing.find(({ id }) => id === 'unknown')!.counts[6], 3);
  });

  it('take the median and the ninetieth of a hundred by the nearest rank', () => {
    const times = { ...NO_TIMES, fix: Float64Array.from({ length: 100 }, (_, i) => i + 1) };
    const { median, ninetieth, cases: n } = figures({ times }).times.find(({ time }) => time === 'fix')!;
    assert.deepEqual([median, ninetieth, n], [50, 90, 100]);
  });

  describe('of steps', () => {
    // A walkthrough of the fixture content, with a question and something to do that asks whether it helped.
    const walkthrough = [...content.walkthroughs.values()].find(
      (w) =>
        [...w.steps.values()].some((s) => s.kind === 'ask' && s.choices.length > 1) &&
        [...w.steps.values()].some((s) => s.kind === 'tell' && s.choices.some((c) => c.id === 'fixed')),
    )!;
    const steps = [...walkthrough.steps.values()];
    const ask = steps.find((s) => s.kind === 'ask' && s.choices.length > 1) as Extract<
      (typeof steps)[0],
      { kind: 'ask' }
    >;
    const tell = steps.find((s) => s.kind === 'tell' && s.choices.some((c) => c.id === 'fixed'))!;
    const [question, doing] = [`${walkthrough.id}/${ask.id}`, `${walkthrough.id}/${tell.id}`];
    const answer = ask.choices[0]!.id;
    const way = (path: string, n: number, handed = false): PathCount => ({ path, cases: n, handed });

    it('count each case once, as what happened there last', () => {
      const { steps: all } = figures({
        paths: [
          way(`${question}=${answer} ${doing}=fixed+`, 3),
          way(`${question}=${answer} ${doing}.`, 2),
          way(`${question}~ ${doing}.`, 1, true),
          way(`${question}. ${doing}=not ${question}=${answer}`, 4),
        ],
      });
      const of = (id: string) => {
        const { reached, cured, on, skipped, handed, left } = all.find(({ step }) => step === id)!;
        return { reached, cured, on, skipped, handed, left };
      };
      assert.deepEqual(of(ask.id), { reached: 10, cured: 0, on: 9, skipped: 1, handed: 0, left: 0 });
      assert.deepEqual(of(tell.id), { reached: 10, cured: 3, on: 4, skipped: 0, handed: 1, left: 2 });
    });

    it('list what cures nobody and what is always answered the same, from twenty cases on', () => {
      const always = way(`${question}=${answer} ${doing}=not`, 20);
      const found = figures({ paths: [always] });
      assert.deepEqual(
        found.uncuring.map(({ step, reached }) => [step, reached]),
        [[tell.id, 20]],
      );
      assert.deepEqual(
        found.sameAnswers.map(({ step, times }) => [step, times]),
        [[ask.id, 20]],
      );
      assert.equal(found.sameAnswers[0]!.answer, ask.choices[0]!.title);
      const fewer = figures({ paths: [{ ...always, cases: 19 }] });
      assert.deepEqual([fewer.uncuring, fewer.sameAnswers], [[], []]);
      const other = figures({ paths: [always, way(`${question}=${ask.choices[1]!.id} ${doing}=fixed+`, 1)] });
      assert.deepEqual([other.uncuring, other.sameAnswers], [[], []]);
      assert.deepEqual(figures({ paths: [way(`${question}*`, 30)] }).sameAnswers, [], 'typed answers may differ');
    });

    it('survive content that no longer has them, and ways of another version', () => {
      const { steps: all, uncuring } = figures({ paths: [way('gone/step=not', 30), way('nonsense ?? a/', 1)] });
      assert.deepEqual(
        all.map(({ title, kind }) => [title, kind]),
        [['step', null]],
      );
      assert.deepEqual(uncuring, []);
    });
  });

  it('read every way as it was written', () => {
    const path = 'a-b/c-d=yes a/b=fixed+ a/c~ a/d! a/e^ a/f* a/g.+ a/h.';
    assert.equal(writePath(readPath(path)), path);
    assert.equal(readPath(path).length, 8);
  });

  it('become CSV with quotes where they are needed, and no formulas', () => {
    const table = {
      ...{ name: 't', title: 'T', about: '' },
      columns: [{ id: 'a', title: 'A', kind: 'words' } as const, { id: 'b', title: 'B', kind: 'count' } as const],
      rows: [
        ['=1+1', 1],
        ['"Mail", they say', null],
        ['two\nlines', -2],
      ],
    };
    assert.equal(tableCsv(table), 'a,b\r\n\'=1+1,1\r\n"""Mail"", they say",\r\n"two\nlines",-2\r\n');
  });
});

describe('the period of figures', () => {
  const NOW = new Date('2026-03-08T22:00:00Z');

  it('is the last four weeks, or what is asked for', () => {
    assert.deepEqual(queryOf({}, NOW), { ...WEEK, from: '2026-02-09' });
    assert.deepEqual(queryOf({ from: '2026-03-02', channel: 'web', problem: 'p', pack: '' }, NOW), {
      ...WEEK,
      channel: 'web',
      intent: 'p',
    });
  });

  it('is refused where a day is none, or the first comes after the last', () => {
    for (const asked of [{ from: '2026-02-30' }, { to: 'today' }, { from: '2026-03-09' }, { from: '1999-01-01' }])
      assert.throws(
        () => queryOf(asked, NOW),
        (error: Fault) => error.code === 'PERIOD_WRONG',
        JSON.stringify(asked),
      );
  });
});
