import assert from 'node:assert/strict';
import { isProven, type Puzzle, puzzleOf } from '../../../src/channels/web/proof.ts';

/** The page's own script. */
const SCRIPT = '../../../src/channels/web/page/proof.js';

const NOW = new Date('2026-06-01T23:59:30Z');
const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

describe('the proof of work', function () {
  this.timeout(20_000);
  let answer = '';

  before(async () => {
    const { solve } = (await import(SCRIPT)) as { solve(puzzle: Puzzle): Promise<number> };
    answer = String(await solve(puzzleOf('web:one', NOW)));
  });

  it('is what the page finds', () => assert.ok(isProven('web:one', answer, NOW)));

  it('holds over midnight, and not for days', () => {
    assert.ok(isProven('web:one', answer, later(1)));
    assert.ok(!isProven('web:one', answer, later(25)));
  });

  it('opens no other conversation, and is no guess', () => {
    assert.ok(!isProven('web:two', answer, NOW));
    for (const wrong of [undefined, '', '-1', '1e3', `${answer} `, 'x', '9'.repeat(16), String(Number(answer) + 1)])
      assert.ok(!isProven('web:one', wrong, NOW), String(wrong));
  });
});
