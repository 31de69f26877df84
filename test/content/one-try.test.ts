/** Steps for people are one thing to do: a second try, for when the first one fails, is a step of its own. */
import assert from 'node:assert/strict';
import { loadContent } from '../../src/content/load.ts';
import { plain } from '../../src/core/text.ts';
import { shippedSources } from '../fakes/content.ts';

/** Words that tell of a second try. */
const SECOND_TRY =
  /\b(?:if|when) (?:that|it|this) (?:doesn't|does not|didn't) (?:help|work)\b|\bif (?:that's|it's|that is) not enough\b|\bno better\?|\bif it still fails\b|\bif that(?:'s| is) refused\b|\bif (?:it isn't there|you don't see (?:it|that)), (?:remove|delete)\b|\bor install it again if\b/i;

describe('a step for people', () => {
  const { walkthroughs } = loadContent(shippedSources());

  it('tells of one try, and leaves the next one to the next step', () => {
    const found = [...walkthroughs.values()]
      .filter(({ audience }) => audience === 'person')
      .flatMap(({ id, steps }) =>
        [...steps.values()].flatMap((step) =>
          step.kind === 'tell' && step.who !== 'admin'
            ? step.variants
                .map(({ text }) => plain(text))
                .filter((text) => SECOND_TRY.test(text))
                .map((text) => `${id}/${step.id}: ${text}`)
            : [],
        ),
      );
    assert.deepEqual(found, []);
  });

  it('is found by these words where it tells of two', () => {
    assert.match("Sign out. If that doesn't help, delete the app.", SECOND_TRY);
    assert.match("Tap Clear. If it isn't there, delete the app and install it again.", SECOND_TRY);
    assert.match('Type the address. If that is refused, use the other name.', SECOND_TRY);
    assert.doesNotMatch('If it does nothing, press F9.', SECOND_TRY);
  });
});
