/** Messages in a row: what one act leads to is one message in one place. `DeskWorld` holds every other test of desks to it as well. */
import assert from 'node:assert/strict';
import { createTranscriptJob } from '../../src/journal/transcript.ts';
import { DeskWorld, desks, FRONT, type Someone } from '../fakes/desk-world.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

describe('messages in a row at and around a desk', () => {
  let world: DeskWorld;
  let jo: Someone;
  let before: number;
  afterEach(() => world.close());

  async function handedOver(...given: Parameters<typeof desks>): Promise<Someone> {
    world = await DeskWorld.open(desks(...given));
    jo = world.person();
    await jo.say(STALE);
    await jo.say('talk to a person');
    before = jo.sees.length;
    await jo.press('send');
    return world.agent('Ana', await world.ticketAt());
  }
  const since = () => jo.sees.slice(before);

  it('are one where the ticket is sent and stands at its desk, with the buttons of the queue', async () => {
    await handedOver({ name: FRONT });
    assert.equal(since().length, 1);
    assert.match(since()[0]!, /Sent\. Your ticket is F-[\s\S]+number 1 in the queue/);
    const { choices, outcome } = world.web.shown.at(-1)!.reply;
    assert.deepEqual([choices.map(({ id }) => id).includes('leave-queue'), outcome], [true, 'handed-over']);
    const row = { conversation: 'a', channel: 'web', address: null, from: { conversation: 'web:jo' } };
    const job = { id: 'j', kind: 'transcript', images: [], from: row.from };
    const { found } = await createTranscriptJob(world.store)({ ...row, job, attempts: 0 } as never);
    const said = found.map(({ text }) => text);
    assert.equal(said.filter((text) => text.includes('Sent.')).length, 1);
    assert.equal(said.filter((text) => text.includes('number 1')).length, 1);
    assert.ok(said.includes('talk to a person'), "the person's words stay theirs");
  });

  it('stay two where the place is known only later, or where the person wrote meanwhile', async () => {
    world = await DeskWorld.open(desks({ name: FRONT }));
    jo = world.person();
    await jo.say(STALE);
    await jo.say('talk to a person');
    before = jo.sees.length;
    world.slack.fate = () => ({ kind: 'later', afterMs: 60_000 });
    await jo.press('send');
    assert.equal(since().length, 1);
    world.slack.fate = () => null;
    world.now += 61_000;
    await world.restart();
    await world.settle();
    assert.match(since()[1] ?? '', /^You're number 1/);
    const kim = world.person('kim');
    await kim.say(STALE);
    await kim.say('talk to a person');
    world.slack.fate = () => ({ kind: 'later', afterMs: 5000 });
    await kim.press('send');
    await kim.say('and the lamp is red');
    world.slack.fate = () => null;
    world.now += 6000;
    await world.restart();
    await world.settle();
    assert.deepEqual(
      kim.sees.slice(-2).map((text) => /Sent\.|^You're number 2/.exec(text)?.[0]),
      ['Sent.', "You're number 2"],
    );
  });

  it('are one where an agent takes the ticket by answering, asking, or sending a step', async () => {
    const ana = await handedOver({ name: FRONT });
    before = jo.sees.length;
    await ana.say('> Hello Jo');
    assert.deepEqual(
      [since().length, since()[0]!.startsWith('Ana: Hello Jo\n\nAna from your support team')],
      [1, true],
    );
    await ana.say('release');
    before = jo.sees.length;
    await ana.say('ask booked-on');
    assert.match(since().join(' ‖ '), /^Ana from your support team is here[^‖]+Ana would like to know:[^‖]+$/);
    await ana.say('release');
    before = jo.sees.length;
    const step = world.head().forms.find(({ id }) => id === 'step')!.options[0]!;
    await ana.press(step.id);
    assert.equal(since().length, 1);
  });

  it('are one where words hold an answer, and where somebody writes to a closed ticket', async () => {
    const ana = await handedOver({ name: FRONT });
    await ana.say('ask office-domain');
    const lines = () => world.slack.in(`#${FRONT}`).filter((line) => line.startsWith('Somebody: '));
    await jo.say('it should be contoso.com');
    assert.equal(lines().length, 1);
    assert.match(lines()[0]!, /> it should be contoso\.com[\s\S]+Office domain: contoso\.com/);
    assert.equal(world.slack.shown.at(-1)!.reply.to?.name ?? 'Ana', 'Ana');
  });

  it('are one where several reminders fall together, whichever is due first', async () => {
    await handedOver({ name: FRONT, remind: 20, answer: 30 });
    const reminders = () => world.slack.in(`#${FRONT}`).filter((line) => /still waits|Nobody has taken/.test(line));
    await world.pass(20);
    assert.equal(reminders().length, 1);
    assert.match(reminders()[0]!, /somebody was promised by/);
    await world.pass(10);
    assert.equal(world.slack.in(`#${FRONT}`).filter((line) => line.startsWith('The promise was broken')).length, 1);
    await world.pass(60);
    assert.ok(reminders().length > 1, 'it is brought up again');
  });

  it('are one where a closed ticket is opened again, by the person or by the agent', async () => {
    const ana = await handedOver({ name: FRONT });
    await ana.say('claim');
    await ana.say('resolve fixed');
    before = jo.sees.length;
    await jo.say('please reopen my ticket');
    assert.match(since().join(' ‖ '), /^I've opened F-[^‖]+number 1[^‖]+$/);
    const again = world.slack.shown.findLast(({ reply }) => JSON.stringify(reply.body).includes('Open again'))!;
    assert.equal(again.reply.to?.name, 'Ana');
    await ana.say('resolve fixed');
    before = jo.sees.length;
    await ana.say('reopen');
    assert.match(since().join(' ‖ '), /^I've opened F-[^‖]+$/);
  });
});
