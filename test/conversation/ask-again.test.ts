import assert from 'node:assert/strict';
import type { SendOutcome } from '../../src/core/channel.ts';
import { DeskWorld } from '../fakes/desk-world.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

describe('a question of which nobody can say whether it arrived', () => {
  let world: DeskWorld;
  beforeEach(async () => {
    world = await DeskWorld.open();
  });
  afterEach(() => world.close());

  /** Loses the next replies, as a platform that answers 502 does: it may have taken them or not. */
  const loses = (count: number): void => {
    let left = count;
    world.web.fate = (): Exclude<SendOutcome, { kind: 'sent' }> | null => {
      left -= 1;
      return left >= 0 ? { kind: 'unknown', why: 'the platform answered 502' } : null;
    };
  };

  it('is asked again after a while, with its step, and once only', async () => {
    const jo = world.person();
    await jo.say(STALE);
    loses(1);
    await jo.press('own');
    const before = jo.sees.length;
    await world.pass(4);
    assert.equal(jo.sees.length, before);
    await world.pass(2);
    assert.equal(jo.sees.length, before + 1);
    assert.match(jo.last, /Did you get my last message\?[\s\S]*Is everything right/);
    await world.pass(600);
    assert.equal(jo.sees.length, before + 1);
    await jo.press('wrong');
    assert.doesNotMatch(jo.last, /earlier question/);
  });

  it('is not asked a third time where that is lost as well', async () => {
    const jo = world.person();
    await jo.say(STALE);
    loses(2);
    await jo.press('own');
    const before = jo.sees.length;
    await world.pass(600);
    assert.equal(jo.sees.length, before);
    await jo.say('hello?');
    assert.ok(jo.sees.length > before);
  });

  it('is left alone where the person answers meanwhile', async () => {
    const jo = world.person();
    await jo.say(STALE);
    loses(1);
    await jo.press('own');
    await jo.press('wrong');
    const before = jo.sees.length;
    await world.pass(600);
    assert.equal(jo.sees.length, before);
  });

  it('is said once more where it was no question, but the number of a ticket', async () => {
    const jo = world.person();
    await jo.say(STALE);
    await jo.press('human');
    loses(1);
    await jo.press('send');
    const said = (): string[] => jo.sees.filter((line) => /Did you get my last message/.test(line));
    assert.deepEqual(said(), []);
    await world.pass(6);
    assert.match(said().join(), /Sent\. Your ticket is F-\w{4}-\w{4}/);
    await world.pass(20);
    assert.equal(said().length, 1);
  });

  it('is asked again too where nothing is known yet', async () => {
    const jo = world.person();
    loses(1);
    await jo.say('hello');
    await world.pass(6);
    assert.match(jo.last, /^Did you get my last message\?/);
  });
});
