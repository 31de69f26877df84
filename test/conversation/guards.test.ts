import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shipped } from '../fakes/knowledge.ts';
import { movesOver, play } from '../fakes/moves.ts';
import { Talk } from '../fakes/talk.ts';

const { content, turn } = await shipped();
const moves = movesOver(content);

describe('no sequence of messages and buttons, with the shipped content,', () => {
  it('shows an on-premises person a cloud server', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { minLength: 5, maxLength: 40 }), async (sequence) => {
        const talk = new Talk(turn);
        for (const move of sequence) {
          await play(talk, move);
          if (talk.last && talk.state?.case?.slots.hosting === 'on-premises')
            assert.doesNotMatch(talk.text, /online\.lync\.com/);
        }
      }),
      { numRuns: 120 },
    );
  });
});
