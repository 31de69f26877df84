import assert from 'node:assert/strict';
import { CONSIDERED, considered, consideredOf } from '../../src/understanding/considered.ts';
import { passagesOf } from '../../src/understanding/passages.ts';
import { tokens } from '../../src/understanding/tokens.ts';
import { knowledge } from '../fakes/knowledge.ts';

const ERROR = 'Cannot sign in to Lync because your computer clock is not set correctly.';
/** Every line of it looks as if it told something. */
const noisy = Array.from(
  { length: 400 },
  (_, i) => `12:0${i % 10}:11 INFO server ${i} accepted a login, error count ${i}`,
);
const log = [...noisy.slice(0, 200), ERROR, ...noisy.slice(200)].join('\n');

describe('what is considered of a text', () => {
  it('is all of a short one', () => {
    assert.deepEqual(consideredOf('I can’t sign in'), [{ from: 0, to: 15 }]);
    assert.equal(considered('a\nb'), 'a\nb');
  });

  it('is bounded, in the order of the text, and never overlaps', () => {
    for (const text of [log, 'x'.repeat(1_000_000), '\n'.repeat(20_000), 'cannot sign in\n'.repeat(3000)]) {
      assert.ok(considered(text).length <= CONSIDERED + 2, `${considered(text).length}`);
      let before = 0;
      for (const { from, to } of consideredOf(text)) {
        assert.ok(from >= before && to >= from && to <= text.length);
        before = to;
      }
    }
  });

  it('has the one line that is unlike all the others of a log', () => {
    assert.ok(log.length > 2 * CONSIDERED);
    assert.ok(considered(log).includes(ERROR));
  });

  it('is cut into passages that stand where they say', () => {
    for (const { words, from, to } of passagesOf(log))
      assert.ok(tokens(log.slice(from, to)).join(' ').includes(words.join(' ')));
    const { intent, span } = knowledge().read(log);
    assert.equal(intent, 'clock-skew');
    assert.ok(log.slice(span!.from, span!.to).includes('clock is not set correctly'));
  });
});
