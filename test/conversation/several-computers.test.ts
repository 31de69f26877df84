import assert from 'node:assert/strict';
import { namesSeveralComputers } from '../../src/conversation/several-computers.ts';
import { shipped } from '../fakes/knowledge.ts';

const { content } = await shipped();

describe('several computers', () => {
  it('are named side by side, or counted', () => {
    for (const text of [
      "my own pc and the one in the nurses' room",
      'both computers, mine and the one at reception',
      'it happens on my laptop and on the desktop in room 4',
      'two pcs have it, nb123 and nb124',
    ])
      assert.ok(namesSeveralComputers(content, text), text);
  });

  it('are not one that works and one that fails, or one of which two things are told', () => {
    for (const text of [
      'it works on my laptop and not on the pc',
      "it's a dell laptop and it's slow",
      'the one in the corridor',
    ])
      assert.ok(!namesSeveralComputers(content, text), text);
  });
});
