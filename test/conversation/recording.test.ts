/** Records of cases: what a conversation notes, turn by turn, of what became of each problem. */
import assert from 'node:assert/strict';
import type { CaseRecord } from '../../src/core/case-record.ts';
import { DeskWorld, type Someone } from '../fakes/desk-world.ts';

const ERROR = 'Cannot book because the hub is temporarily unavailable.';
const OTHER = 'Roomie says its schedule is out of date';
const DAY = 24 * 60;

describe('the record of a case', () => {
  let world: DeskWorld;
  let jo: Someone;
  beforeEach(async () => {
    world = await DeskWorld.open();
    jo = world.person();
  });
  afterEach(() => world.close());

  const records = async (conversation = 'web:jo'): Promise<readonly CaseRecord[]> =>
    (await world.store.state(conversation))?.records ?? [];
  const last = async (): Promise<CaseRecord> => (await records()).at(-1)!;
  const part = async (...keys: (keyof CaseRecord)[]): Promise<unknown[]> => {
    const record = await last();
    return keys.map((key) => record[key]);
  };

  it('begins with words that tell a problem, and not with a greeting', async () => {
    await jo.say('hello');
    assert.deepEqual(await records(), []);
    await jo.say('the coffee is cold');
    assert.deepEqual(await part('intent', 'path', 'outcome'), [null, '', null]);
    world.now += 5000;
    await jo.say(ERROR);
    const [record, ...more] = await records();
    assert.deepEqual(more, [], 'it is still the same case');
    assert.equal(record!.intent, 'hub-unavailable');
    assert.equal(Date.parse(record!.lastAt) - Date.parse(record!.beganAt), 5000);
  });

  it('holds the way by the names of steps and answers, and the step that cured', async () => {
    await jo.say(ERROR);
    await jo.say('one room only');
    const open = (await last()).path;
    assert.match(open, /^[\w-]+\/[\w-]+=one [\w-]+\/[\w-]+\.$/);
    world.now += 60_000;
    await jo.press('fixed');
    const record = await last();
    assert.equal(record.path, open.replace(/\.$/, '=fixed+'));
    assert.deepEqual([record.outcome, record.agents], ['fixed', null]);
    assert.equal(Date.parse(record.fixedAt!) - Date.parse(record.beganAt), 60_000);
    await jo.press('good');
    assert.deepEqual(await part('rating'), ['good']);
  });

  it('is open again where it did not help after all', async () => {
    await jo.say(ERROR);
    await jo.say('one room only');
    await jo.press('fixed');
    await jo.say('not fixed after all');
    assert.deepEqual(await part('outcome', 'fixedAt'), [null, null]);
    assert.equal((await records()).length, 1);
  });

  it('is one for each problem, and the earlier one is left with an unknown outcome', async () => {
    await jo.say(ERROR);
    world.now += 1000;
    await jo.say(OTHER);
    await jo.press('switch');
    const [first, second] = await records();
    assert.deepEqual([first!.intent, first!.outcome], ['hub-unavailable', 'unknown']);
    assert.deepEqual([second!.intent, second!.outcome], ['stale-schedule', null]);
    assert.notEqual(first!.id, second!.id);
    world.now += 2 * 60 * 60 * 1000;
    await jo.say('one room only');
    assert.equal((await records()).length, 1, 'the earlier one is counted by now');
  });

  it('tells when an agent took it, closed it, and that it was opened again', async () => {
    await jo.say(ERROR);
    const ann = await jo.handOver();
    assert.deepEqual(await part('outcome', 'agents', 'takenAt'), ['handed-over', 'waiting', null]);
    world.now += 120_000;
    await ann.press('claim');
    assert.deepEqual(await part('agents'), ['held']);
    const { handedAt, takenAt } = await last();
    assert.equal(Date.parse(takenAt!) - Date.parse(handedAt!), 120_000);
    await ann.press('resolve:fixed');
    assert.deepEqual(await part('outcome', 'agents', 'reopened'), ['handed-over', 'fixed', false]);
    assert.notEqual((await last()).fixedAt, null);
    await jo.press('poor');
    await jo.press('reopen');
    assert.deepEqual(await part('agents', 'reopened', 'rating', 'fixedAt'), ['waiting', true, 'poor', null]);
    await jo.press('leave-queue');
    assert.deepEqual(await part('agents'), ['left']);
  });

  it('tells whether a fix for now stayed: yes, no, or nothing heard', async () => {
    const closes = async (): Promise<void> => {
      await jo.say(ERROR);
      const ann = await jo.handOver();
      await ann.press('resolve:fixed-for-now');
      await jo.press('good');
      assert.deepEqual(await part('agents', 'checked'), ['fixed-for-now', 'due']);
      await world.pass(DAY + 1);
    };
    await closes();
    await jo.press('yes');
    assert.deepEqual(await part('checked', 'agents'), ['stays', 'fixed-for-now']);
    await closes();
    await jo.press('no');
    assert.deepEqual(await part('checked', 'fixedAt'), ['again', null]);
    await jo.say('stop');
    await closes();
    await world.pass(4 * DAY);
    assert.deepEqual(await part('checked', 'agents'), ['silent', 'fixed-for-now']);
  });
});
