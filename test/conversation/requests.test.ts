/** Requests ("give me access", "a new starter"): one shape for all of them, held over whatever is shipped. */
import assert from 'node:assert/strict';
import { loadContent } from '../../src/content/load.ts';
import type { Step, Walkthrough } from '../../src/core/content.ts';
import { plain } from '../../src/core/text.ts';
import { shippedSources } from '../fakes/content.ts';

/** The largest number of questions whose answers the first words can't tell. */
const MOST_ASKED = 3;
/** The beginning of an administrator's first work: who is asking, before anything is given. */
const IDENTITY = /^(?:Lost or stolen device: )?make sure (?:who is|that it is)/i;

const { walkthroughs } = loadContent(shippedSources());
const requests = [...walkthroughs.values()].filter(({ id }) => id.startsWith('request-'));

/** The steps that a step leads to, in the same walkthrough. */
function after(walkthrough: Walkthrough, step: Step): Step[] {
  const choices = step.kind === 'ask' || step.kind === 'tell' ? step.choices.map(({ go }) => go) : [];
  const beyond = step.kind === 'visit' ? [step.after] : step.kind === 'ask' && step.typed ? [step.typed] : [];
  // Administrators' steps are passed over.
  const targets = step.who === 'admin' ? [step.otherwise] : [step.otherwise, ...choices, ...beyond];
  return targets.flatMap((target) =>
    target.walkthrough === walkthrough.id ? (walkthrough.steps.get(target.step) ?? []) : [],
  );
}

/** Every way through a walkthrough that comes by no step twice. */
function* ways(walkthrough: Walkthrough, way: readonly Step[]): Generator<readonly Step[]> {
  const next = after(walkthrough, way.at(-1)!).filter((step) => !way.includes(step));
  if (next.length === 0) yield way;
  for (const step of new Set(next)) yield* ways(walkthrough, [...way, step]);
}

describe('a request', () => {
  for (const walkthrough of requests) {
    const all = [...ways(walkthrough, [walkthrough.steps.get(walkthrough.start)!])];

    it(`asks at most three things that it was not told: ${walkthrough.id}`, () => {
      for (const way of all) {
        const asked = way.filter((step) => step.kind === 'ask' && !step.reported).map(({ id }) => id);
        assert.ok(asked.length <= MOST_ASKED, `${asked.join(', ')} in ${way.map(({ id }) => id).join(' > ')}`);
      }
    });

    it(`stops asking after three questions, whatever was told: ${walkthrough.id}`, () => {
      assert.ok(walkthrough.questions !== null && walkthrough.questions <= MOST_ASKED, `${walkthrough.questions}`);
    });

    it(`has somebody make sure who is asking before anything is done: ${walkthrough.id}`, () => {
      for (const way of all.filter((steps) =>
        steps.some((step) => step.kind === 'end' && step.end === 'handed-over'),
      )) {
        const work = way.find((step) => step.who === 'admin');
        const text = work?.kind === 'tell' ? plain(work.variants[0]!.text) : '';
        assert.match(text, IDENTITY, way.map(({ id }) => id).join(' > '));
      }
    });
  }

  it('is one of several', () => assert.ok(requests.length > 5));
});
