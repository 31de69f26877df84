/** The work order of a ticket: nothing twice, and what this case needs before what its problem needs. */
import assert from 'node:assert/strict';
import { createTurn } from '../../src/conversation/turn.ts';
import { workOrderOf } from '../../src/conversation/work-order.ts';
import { plain } from '../../src/core/text.ts';
import { shipped } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

const { content, read } = await shipped();

describe('a work order', () => {
  it('begins with what the walkthrough noted', () =>
    assert.deepEqual(workOrderOf(['Make sure who is asking.'], ['Open Users, the user, Reset.']), [
      'Make sure who is asking.',
      'Open Users, the user, Reset.',
    ]));

  it('leaves out what is said already in other words', () =>
    assert.deepEqual(
      workOrderOf(
        ['Application log, event 1000: the faulting module names the add-in or driver.'],
        ['Event 1000 names the module: an add-in, a driver.', 'Online Repair where people may not.'],
      ),
      [
        'Application log, event 1000: the faulting module names the add-in or driver.',
        'Online Repair where people may not.',
      ],
    ));

  it('keeps a line whose code nobody has named', () =>
    assert.deepEqual(workOrderOf(['Look at the code.'], ['0x80070005: the policy.']), [
      'Look at the code.',
      '0x80070005: the policy.',
    ]));

  it('is the general one where the walkthrough has noted nothing', () =>
    assert.deepEqual(workOrderOf([], ['One.', 'Two.']), ['One.', 'Two.']));
});

describe('the work order of a ticket about an account', () => {
  const turn = createTurn(content, read);
  const first = async (...presses: string[]): Promise<string> => {
    const talk = await new Talk(turn).say('please unlock my account, it says locked');
    for (const id of presses) await talk.press(id);
    await talk.press('human');
    return talk.tickets[0]!.summary.workOrder[0]!;
  };

  it('begins with the identity check, however early it is handed over', async () => {
    assert.match(await first(), /^Make sure who is asking/);
  });

  it('comes before everything about an account, wherever the walkthrough has such a check', () => {
    const late = [...content.intents.values()].filter((intent) => {
      const walkthrough = content.walkthroughs.get(intent.walkthrough.person ?? '');
      const checks = [...(walkthrough?.steps.values() ?? [])].some(
        (step) => step.kind === 'tell' && step.who === 'admin' && /^Make sure who/.test(plain(step.variants[0]!.text)),
      );
      // Blocking an account that is being stolen waits for nobody's proof.
      return checks && !intent.atOnce && !/^Make sure who/.test(plain(intent.resolution.admin[0] ?? []));
    });
    assert.deepEqual(
      late.map(({ id }) => id),
      [],
    );
  });
});
