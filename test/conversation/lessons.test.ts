/** Lessons: what a conversation notes of words that were not understood, and what became of them. */
import assert from 'node:assert/strict';
import type { KeptLesson } from '../../src/core/lesson.ts';
import { countAll } from '../../src/journal/counting.ts';
import { DeskWorld, FRONT, type Someone } from '../fakes/desk-world.ts';

const ERROR = 'Cannot book because the hub is temporarily unavailable.';
const OTHER = 'Roomie says its schedule is out of date';

describe('the lessons of a conversation', () => {
  let world: DeskWorld;
  let jo: Someone;
  beforeEach(async () => {
    world = await DeskWorld.open();
    jo = world.person();
  });
  afterEach(() => world.close());

  const lessons = async (): Promise<readonly KeptLesson[]> => (await world.store.lessons('open', 100)).toReversed();
  const kinds = async (): Promise<unknown[]> => (await lessons()).map(({ kind, text }) => [kind, text]);
  /** The end of the last lesson's case, once cases are counted. */
  const became = async (): Promise<KeptLesson['became']> => {
    await countAll(world.store, new Date(world.now + 3_600_000));
    return (await lessons()).at(-1)!.became;
  };

  it('hold what was not recognised, with the guesses, and none of what was', async () => {
    await jo.say('hello');
    await jo.say('the front door');
    const [lesson, ...more] = await lessons();
    assert.deepEqual(more, []);
    assert.deepEqual([lesson!.kind, lesson!.text, lesson!.read.decision], ['none', 'the front door', 'none']);
    assert.equal(lesson!.read.guesses[0]!.intent, 'door-pass');
    assert.equal(lesson!.intent, 'door-pass');
    await jo.say(ERROR);
    await jo.say('one room only');
    await jo.press('fixed');
    assert.deepEqual(await kinds(), [['none', 'the front door']]);
    assert.deepEqual(await became(), { intent: 'hub-unavailable', outcome: 'fixed', agents: null });
  });

  it('hold the words that were asked about, once, and what they turned out to mean', async () => {
    await jo.say('roomie slow');
    await jo.say('hmm, good question');
    await jo.press('roomie-version');
    const [asked] = await lessons();
    assert.deepEqual([asked!.kind, asked!.text], ['ask', 'roomie slow']);
    assert.equal((await lessons()).filter(({ text }) => text === 'roomie slow').length, 1);
    assert.equal((await became())!.intent, 'roomie-version');
  });

  it('hold an answer that was not understood with its step, and a change to another problem', async () => {
    await jo.say(ERROR);
    await jo.say('purple elephants');
    assert.deepEqual(
      (await lessons()).map(({ kind, text, read }) => [kind, text, read.step?.walkthrough]),
      [['step', 'purple elephants', 'hub-unavailable']],
    );
    world.now += 1000;
    await jo.say(OTHER);
    await jo.press('switch');
    const last = (await lessons()).at(-1)!;
    assert.deepEqual([last.kind, last.text, last.intent], ['corrected', OTHER, 'hub-unavailable']);
  });

  it('hold the report of a ticket whose topic an agent called wrong, once, and how agents closed it', async () => {
    await jo.say(ERROR);
    const ann = await jo.handOver();
    await ann.press('wrong');
    await ann.press('wrong');
    await ann.press('resolve:fixed');
    const [wrong, ...more] = await lessons();
    assert.deepEqual(more, []);
    assert.deepEqual([wrong!.kind, wrong!.text, wrong!.intent], ['wrong', ERROR, 'hub-unavailable']);
    assert.deepEqual(await became(), { intent: null, outcome: null, agents: 'fixed' });
  });

  it('are masked, hold no name, and no press', async () => {
    const kim = world.slackPerson('Kim Lindqvist');
    await kim.say('Hi, Kim Lindqvist here. Lindqvist cannot xyzzy, my password is Tr0ub4dor&3xyz', {
      mentioned: [{ id: 'slack:T:Bo', name: 'Bo Ek-Larsson' }],
    });
    const [lesson] = await lessons();
    assert.match(lesson!.text, /^Hi, \[name\] here\. \[name\] cannot xyzzy, my password is \[.* masked\]$/);
    await kim.press('something-else');
    assert.equal((await lessons()).length, 1);
    const row = JSON.stringify(lesson);
    for (const word of ['Kim', 'Lindqvist', 'Tr0ub4dor', 'slack:T']) assert.ok(!lesson!.text.includes(word), row);
    assert.ok(!lesson!.id.includes('Kim'));
  });

  it('are not made of what people write to agents', async () => {
    await jo.say(ERROR);
    const ann = await jo.handOver();
    await ann.press('claim');
    await jo.say('my xyzzy is in room 4.12');
    assert.deepEqual(await kinds(), []);
  });

  it('go when the person takes the words back, and follow them when they are changed', async () => {
    const kim = world.slackPerson('Kim');
    const first = await kim.say('my xyzzy frobs');
    await kim.remove(first);
    assert.deepEqual(await kinds(), []);
    const second = await kim.say('the front door');
    await kim.edit(second, 'my blinds are stuck');
    assert.deepEqual(await kinds(), [['none', 'my blinds are stuck']]);
    await kim.remove(second);
    assert.deepEqual(await kinds(), []);
    // The words stand in a press that came later.
    await kim.say(ERROR);
    world.now += 1000;
    const other = await kim.say(OTHER);
    await kim.press('switch');
    assert.deepEqual(await kinds(), [['corrected', OTHER]]);
    await kim.remove(other);
    assert.deepEqual(await kinds(), []);
  });

  it('go from the ticket too when the person takes back what they reported', async () => {
    const kim = world.slackPerson('Kim');
    const report = await kim.say(ERROR);
    const ann = await kim.handOver();
    await ann.press('wrong');
    assert.deepEqual(await kinds(), [['wrong', ERROR]]);
    await kim.remove(report);
    assert.deepEqual(await kinds(), []);
  });

  it('are not made by an agent who undoes “wrong topic” in time', async () => {
    await jo.say(ERROR);
    await jo.handOver();
    const ann = world.consoleAgent('Ann', await world.ticketAt(FRONT));
    await ann.say('', { id: 'console:Ann:undone-1', kind: 'pressed', choice: 'hold:6:wrong' });
    await ann.press('undo:undone-1');
    await world.pass(1);
    assert.deepEqual(await kinds(), []);
  });
});
