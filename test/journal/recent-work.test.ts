import assert from 'node:assert/strict';
import { RecentWork } from '../../src/journal/recent-work.ts';
import { answered, message, moment } from '../fakes/samples.ts';

describe('recent work', () => {
  it('keeps a state for ten minutes: a conversation deleted for its age must not meet it again', () => {
    let now = new Date(moment());
    const recent = new RecentWork(() => now);
    const row = { seq: 1, message: message('one'), attempts: 0 };
    recent.stored(answered({ conversation: 'fake:one', version: 0, state: null, rows: [row] }, []));
    recent.accepted(message('two'), 2);
    assert.equal(recent.take('fake:one')?.version, 1);
    now = new Date(moment(10 * 60_000));
    recent.accepted(message('two'), 2);
    assert.equal(recent.take('fake:one'), null, 'it is read from the database');
    recent.accepted(message('one'), 1);
    assert.deepEqual([recent.take('fake:one')?.version, recent.take('fake:one')], [0, null]);
  });

  it('forgets the state of who was erased, and states that are kept no longer', () => {
    let now = new Date(moment());
    const recent = new RecentWork(() => now);
    const keep = (conversation: string): void => {
      const row = { seq: 1, message: message('one', { conversation }), attempts: 0 };
      recent.stored(answered({ conversation, version: 0, state: null, rows: [row] }, []));
    };
    const isKept = (conversation: string): boolean => {
      recent.accepted(message('two', { conversation }), 2);
      return recent.take(conversation) !== null;
    };
    for (const conversation of ['fake:old', 'fake:kim', 'fake:jo']) keep(conversation);
    recent.forgetStates(['fake:kim', 'fake:nobody']);
    assert.deepEqual([isKept('fake:kim'), isKept('fake:jo')], [false, true]);
    now = new Date(moment(10 * 60_000));
    keep('fake:new');
    recent.forgetStates([]);
    now = new Date(moment(1));
    assert.equal(isKept('fake:old'), false, 'it is not in memory, whatever the clock says');
  });
});
