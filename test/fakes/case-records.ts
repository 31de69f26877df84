/** Puts records of cases into a store, as conversations would have left them. */
import type { CaseRecord } from '../../src/core/case-record.ts';
import type { Store } from '../../src/core/store.ts';
import { countAll } from '../../src/journal/counting.ts';
import { answered, message, record } from './samples.ts';

/** Stores a conversation for each record, in this channel, and counts them. */
export async function keepRecords(
  store: Store,
  records: readonly (Partial<CaseRecord> & { readonly channel?: string })[],
): Promise<void> {
  for (const [i, { channel = 'web', ...given }] of records.entries()) {
    const conversation = `${channel}:kept-${i}`;
    const at = given.beganAt ?? record().beganAt;
    await store.accept([message('hello', { conversation, channel, at })]);
    const [work] = await store.take([conversation]);
    const done = answered(work!, []);
    const whole = record({ id: `${conversation}|m`, lastAt: at, startedAt: at, ...given });
    const state = { ...done.state!, case: null, records: [whole] };
    assertStored(await store.commit([{ ...done, state }], at));
  }
  await countAll(store, new Date());
}

function assertStored(committed: object | null): void {
  if (committed === null) throw new Error('a record was not stored');
}
