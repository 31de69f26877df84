/** Trials over several instances: two of them on one database, each with its own runs. */
import assert from 'node:assert/strict';
import type { TrialResult } from '../../src/core/trial.ts';
import { type TrialState, Trials } from '../../src/learning/trials.ts';
import { openStore } from '../../src/store/open.ts';
import { until } from '../fakes/until.ts';

const ORDER = { files: [], draft: [], open: [] };
const RESULT = { faults: [] } as unknown as TrialResult;

/** An instance whose trials are run by the test. */
class Instance {
  readonly trials: Trials;
  readonly told: TrialState[] = [];
  /** The means of the test to tell how the last run goes on. */
  done: (part: number) => void = () => assert.fail('nothing runs');
  ends: (result: TrialResult) => void = () => assert.fail('nothing runs');
  fails: (error: Error) => void = () => assert.fail('nothing runs');
  stopped = 0;

  constructor(store: ConstructorParameters<typeof Trials>[0], now: () => Date) {
    this.trials = new Trials(
      store,
      (_, told) => {
        const { promise, resolve, reject } = Promise.withResolvers<TrialResult>();
        Object.assign(this, { done: told, ends: resolve, fails: reject });
        const stop = (): void => {
          this.stopped += 1;
          reject(new Error('stopped'));
        };
        return { result: promise, stop };
      },
      { told: (state) => this.told.push(state), now, noteMs: 2 },
    );
  }
}

describe('trials of several instances', () => {
  let store: Awaited<ReturnType<typeof openStore>>;
  let clock = Date.now();
  let [one, other]: [Instance, Instance] = [] as never;
  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    clock = Date.parse('2026-03-02T09:00:00Z');
    [one, other] = [new Instance(store, () => new Date(clock)), new Instance(store, () => new Date(clock))];
  });
  afterEach(() => store.close());

  it('show in every instance how much is done, and then the result', async () => {
    assert.equal(await other.trials.state(), null);
    await one.trials.begin('d', ORDER);
    one.done(0.5);
    await until(async () => (await other.trials.state())?.done === 0.5, 'the progress');
    one.ends(RESULT);
    await until(() => one.told.at(-1)?.result !== null && one.told.length > 0, 'the end');
    const ended = { draft: 'd', done: null, result: RESULT, failed: false };
    assert.deepEqual([await one.trials.state(), await other.trials.state()], [ended, ended]);
  });

  it('can be stopped by another instance, and one begun there takes their place', async () => {
    await one.trials.begin('d', ORDER);
    await other.trials.stop();
    await until(() => one.stopped === 1, 'the stop');
    assert.equal(await one.trials.state(), null);
    await one.trials.begin('d', ORDER);
    await other.trials.begin('e', ORDER);
    await until(() => one.stopped === 2, 'the end of the first');
    other.ends(RESULT);
    await until(() => other.told.some(({ result }) => result !== null), 'the end');
    assert.equal((await one.trials.state())?.draft, 'e');
    assert.ok(!one.told.some(({ failed }) => failed), 'a stop is no failure');
  });

  it('that end without a result, or with their instance, say so everywhere until another is begun', async () => {
    await one.trials.begin('d', ORDER);
    one.fails(new Error('no memory'));
    await until(() => one.told.at(-1)?.failed === true, 'the failure');
    assert.deepEqual(await other.trials.state(), { draft: 'd', done: null, result: null, failed: true });
    // An instance that is gone notes nothing any more.
    await store.beginTrial({ run: 'r', draft: 'e', done: 0.2, at: new Date(clock).toISOString() });
    assert.equal((await other.trials.state())?.done, 0.2);
    clock += 60_000;
    assert.equal((await other.trials.state())?.failed, true);
    await other.trials.begin('f', ORDER);
    assert.equal((await one.trials.state())?.done, 0);
    other.ends(RESULT);
    await until(async () => (await one.trials.state())?.result !== null, 'the end');
  });
});
