import assert from 'node:assert/strict';
import { excerptOf, LONGEST_EXCERPT } from '../../src/understanding/excerpt.ts';
import { passagesOf } from '../../src/understanding/passages.ts';
import { knowledge, lexicon } from '../fakes/knowledge.ts';

const ERROR = 'Roomie cannot book this room because the schedule on this panel is out of date.';
/** Every line of it looks as if it told something. */
const noisy = Array.from(
  { length: 400 },
  (_, i) => `12:0${i % 10}:11 INFO server ${i} accepted a login, error count ${i}`,
);
const log = [...noisy.slice(0, 200), ERROR, ...noisy.slice(200)].join('\n');

const { excerpt } = lexicon;
const whole = (text: string): string => excerptOf(text, excerpt);

describe('the excerpt of a text', () => {
  it('is all of a short one', () => {
    assert.deepEqual(excerpt('I can’t sign in'), [{ from: 0, to: 15 }]);
    assert.equal(whole('a\nb'), 'a\nb');
  });

  it('is bounded, in the order of the text, and never overlaps', () => {
    for (const text of [log, 'x'.repeat(1_000_000), '\n'.repeat(20_000), 'cannot sign in\n'.repeat(3000)]) {
      assert.ok(whole(text).length <= LONGEST_EXCERPT + 2, `${whole(text).length}`);
      let before = 0;
      for (const { from, to } of excerpt(text)) {
        assert.ok(from >= before && to >= from && to <= text.length);
        before = to;
      }
    }
  });

  it('has the one line that is unlike all the others of a log', () => {
    assert.ok(log.length > 2 * LONGEST_EXCERPT);
    assert.ok(whole(log).includes(ERROR));
  });

  it('is cut into passages that have their right places', () => {
    for (const { words, from, to } of passagesOf(log, lexicon))
      assert.ok(lexicon.tokens(log.slice(from, to)).join(' ').includes(words.join(' ')));
    const { intent, span } = knowledge().read(log);
    assert.equal(intent, 'stale-schedule');
    assert.ok(log.slice(span!.from, span!.to).includes('the schedule on this panel is out of date'));
  });
});
