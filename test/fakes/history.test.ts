/** Tests of the history checker. */
import assert from 'node:assert/strict';
import { type Answer, type Event, flaws } from './history.ts';

const sent = (id: string): Event => ({ kind: 'sent', id, conversation: id[0]! });
const acked = (id: string, fresh = true, by = 1): Event => ({ kind: 'acked', id, by, fresh });
const answer = (id: string, count: number | null): Answer => ({ conversation: id[0]!, id, count });
const kinds = (events: Event[], answers: Answer[]) => flaws(events, answers).map((f) => `${f.kind} ${f.id}`);
/** Messages one after the other, each acknowledged before the next is sent. */
const calm = (...ids: string[]): Event[] => ids.flatMap((id) => [sent(id), acked(id)]);

describe('The history checker', () => {
  it('finds nothing wrong with a history where all went well', () => {
    assert.deepEqual(kinds(calm('a1', 'b1', 'a2'), [answer('b1', 1), answer('a1', 1), answer('a2', 2)]), []);
  });

  it('sees that an acknowledged message was lost', () => {
    assert.deepEqual(kinds(calm('a1', 'a2'), [answer('a1', 1)]), ['lost a2']);
  });

  it('does not miss an answer to a message that was never acknowledged', () => {
    assert.deepEqual(kinds([...calm('a1'), sent('a2')], [answer('a1', 1)]), []);
    assert.deepEqual(kinds([...calm('a1'), sent('a2')], [answer('a1', 1), answer('a2', 2)]), []);
  });

  it('sees that a message was answered twice', () => {
    assert.deepEqual(kinds(calm('a1'), [answer('a1', 1), answer('a1', 1)]), ['doubled a1']);
    assert.deepEqual(kinds(calm('a1'), [answer('a1', 1), answer('a1', 2)]), ['doubled a1']);
  });

  it('sees an answer to something never said, or in another conversation', () => {
    assert.deepEqual(kinds(calm('a1'), [answer('a1', 1), answer('a9', 2)]), ['invented a9']);
    assert.deepEqual(kinds(calm('a1'), [{ ...answer('a1', 1), conversation: 'b' }]), ['invented a1', 'lost a1']);
  });

  it('sees answers in another order than the messages were acknowledged', () => {
    const found = kinds(calm('a1', 'a2', 'a3'), [answer('a2', 1), answer('a1', 2), answer('a3', 3)]);
    assert.deepEqual(found, ['reordered a2']);
    assert.deepEqual(kinds(calm('a1', 'b1'), [answer('b1', 1), answer('a1', 1)]), [], 'only within a conversation');
  });

  it('sees another order of messages under way at the same time too, if both were new when acknowledged', () => {
    const together = [sent('a1'), sent('a2'), acked('a2'), acked('a1')];
    assert.deepEqual(kinds(together, [answer('a2', 1), answer('a1', 2)]), []);
    assert.deepEqual(kinds(together, [answer('a1', 1), answer('a2', 2)]), ['reordered a1']);
  });

  it('allows either order where two instances acknowledged at the same time', () => {
    const together = [sent('a1'), sent('a2'), acked('a2', true, 1), acked('a1', true, 2)];
    assert.deepEqual(kinds(together, [answer('a1', 1), answer('a2', 2)]), []);
  });

  it('allows either order where the first acknowledgement got lost', () => {
    const again = [sent('a1'), sent('a2'), sent('a2'), sent('a1'), acked('a2', false), acked('a1', false)];
    assert.deepEqual(kinds(again, [answer('a1', 1), answer('a2', 2)]), []);
    assert.deepEqual(kinds(again, [answer('a2', 1), answer('a1', 2)]), []);
    assert.deepEqual(kinds([...again, ...calm('a3')], [answer('a1', 1), answer('a3', 2), answer('a2', 3)]), [
      'reordered a3',
    ]);
  });

  it('sees that the state forgot a message, or counted one twice', () => {
    assert.deepEqual(kinds(calm('a1', 'a2'), [answer('a1', 1), answer('a2', 1)]), ['miscounted a2']);
    assert.deepEqual(kinds(calm('a1', 'a2'), [answer('a1', 1), answer('a2', 3)]), ['miscounted a2']);
  });

  it('does not count apologies', () => {
    assert.deepEqual(kinds(calm('a1', 'a2', 'a3'), [answer('a1', 1), answer('a2', null), answer('a3', 2)]), []);
  });
});
