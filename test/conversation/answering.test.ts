/** Answers from the open step, where the shipped content has none of the kind. */
import assert from 'node:assert/strict';
import { createTurn } from '../../src/conversation/turn.ts';
import { Walk } from '../../src/conversation/walk.ts';
import type { Content, Step } from '../../src/core/content.ts';
import { plain } from '../../src/core/text.ts';
import { shipped } from '../fakes/knowledge.ts';
import { message, words } from '../fakes/samples.ts';

const { content, read } = await shipped();

/** The reply to a question at the step where the clock of a Windows computer is set, with changes to that step. */
async function asked(text: string, given: Partial<Extract<Step, { kind: 'tell' }>> = {}): Promise<string> {
  const clock = content.walkthroughs.get('clock')!;
  const step = { ...clock.steps.get('clock-windows')!, ...given } as Step;
  const walkthrough = { ...clock, steps: new Map([...clock.steps, [step.id, step]]) };
  const changed: Content = { ...content, walkthroughs: new Map([...content.walkthroughs, ['clock', walkthrough]]) };
  const turn = createTurn(changed, read);
  let state = (await turn(null, message('Lync says that the clock of my Windows computer is not set correctly'))).state;
  const press = message('', { kind: 'pressed', choice: 'wrong', asked: state.asked });
  state = (await turn(state, press)).state;
  return words((await turn(state, message(text))).replies[0]!);
}

describe('the time of a step', () => {
  for (const [minutes, told] of [
    [1, 'About a minute'],
    [20, 'About 20 minutes'],
    [180, 'About 3 hours'],
    [4320, 'Up to 3 days'],
  ] as const)
    it(`of ${minutes} minutes is told as people would: ${told}`, async () =>
      assert.match(await asked('how long does this take?', { minutes }), new RegExp(told)));
});

describe('what a step costs', () => {
  it('is told with what can go wrong', async () => {
    const risk = [{ kind: 'text' as const, spans: [{ text: 'The disk may break.' }] }];
    const cost = [{ kind: 'text' as const, spans: [{ text: 'A restart.' }] }];
    assert.match(await asked('do I have to restart?', { cost }), /A restart/);
    assert.match(await asked('does this delete the toolbar?', { risk, cost }), /disk may break.*A restart/s);
  });

  it('is nothing where the step says nothing of it', async () =>
    assert.match(await asked('do I have to restart?', { cost: [], risk: [] }), /nothing that this would cost/));
});

describe('an answer to a question back', () => {
  it('has the settings of the organisation filled in, with a case and without one', async () => {
    const genuine = /go to your support team/;
    const turn = createTurn(content, read);
    const { state } = await turn(null, message('Microsoft wants me to make a passkey, must I'));
    for (const before of [state, null]) {
      const told = words((await turn(before, message('is the passkey prompt genuine?'))).replies[0]!);
      assert.doesNotMatch(told, /\{[a-z-]+\}/);
    }
    const told = words((await turn(state, message('is it genuine?'))).replies[0]!);
    assert.match(told, genuine);
  });

  it('has no placeholder that nothing fills', () => {
    const walk = new Walk(content, 'person', '2026-11-28T12:00:00.000Z');
    const blank = [...content.packs.values()].flatMap(({ id: pack, answers }) =>
      answers.flatMap(({ id, variants }) =>
        variants
          .map(({ text }) => plain(walk.filled({ slots: {}, frames: [] }, text)))
          .filter((text) => /\{[a-z]+(?:-[a-z]+)*\}/.test(text))
          .map((text) => `${pack}/${id}: ${text}`),
      ),
    );
    assert.deepEqual(blank, []);
  });
});
