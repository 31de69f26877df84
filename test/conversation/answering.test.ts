/** Answers from the open step, where the shipped content has none of the kind. */
import assert from 'node:assert/strict';
import { createTurn } from '../../src/conversation/turn.ts';
import type { Content, Step } from '../../src/core/content.ts';
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
