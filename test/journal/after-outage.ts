/** A journal after its database was away: it takes messages again, and nothing acknowledged is lost, doubled or parked. */
import assert from 'node:assert/strict';
import type { Store } from '../../src/core/store.ts';
import type { Journal } from '../../src/journal/journal.ts';
import type { CodeLog, FakeChannel } from '../fakes/journals.ts';
import { until } from '../fakes/until.ts';

/** Says "three" in the conversation fake:one until it is taken, and waits for the reply. */
export async function takesAgain(say: (text: string) => Promise<unknown>, channel: FakeChannel): Promise<void> {
  const isTaken = (): Promise<boolean> =>
    say('three').then(
      () => true,
      () => false,
    );
  await until(isTaken, 'a message that is taken');
  await until(() => channel.in('fake:one').some((text) => text.endsWith('three')), 'the reply after it');
}

/** Checks that "one" and "two", said before, were answered in order, and everything once. */
export async function losesNothing(journal: Journal, store: Store, channel: FakeChannel, log: CodeLog): Promise<void> {
  await journal.idle();
  const texts = channel.in('fake:one').map((text) => text.split(': ')[1]);
  assert.deepEqual(texts.slice(0, 2), ['one', 'two']);
  assert.equal(new Set(texts).size, texts.length, 'nothing twice');
  assert.ok(!log.codes.includes('MESSAGE_PARKED'));
  assert.deepEqual(await store.waiting(), []);
}
