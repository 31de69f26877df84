/** A ticket as the console shows it. */
import assert from 'node:assert/strict';
import { ticketConversation } from '../../src/core/desk.ts';
import type { TicketState } from '../../src/desk/ticket-state.ts';
import { ticketView } from '../../src/desk/ticket-view.ts';
import { DeskWorld, desks, FRONT } from '../fakes/desk-world.ts';
import { knowledge } from '../fakes/knowledge.ts';

describe('a ticket in the console', () => {
  it('tells the times in its lines apart, so that each reader sees them by their own clock', async () => {
    const world = await DeskWorld.open(desks({ name: FRONT, hours: null, answer: 30, remind: 15 }));
    const jo = world.person();
    await jo.say('Roomie cannot book this room because the schedule on this panel is out of date.');
    await jo.handOver();
    const promised = new Date(world.now + 30 * 60_000);
    await world.pass(16);
    const conversation = ticketConversation((await world.store.tickets())[0]!.id);
    const [state, lines] = await Promise.all([
      world.store.state(conversation),
      world.store.lines(conversation, { turn: 0, part: 0 }),
    ]);
    const { lines: thread } = ticketView(knowledge().content, state as TicketState, lines, {
      id: 'console:a',
      name: 'Ana',
    });
    const reminder = thread.find(({ text }) => text.includes('still waits'))!;
    assert.equal(reminder.times.length, 1);
    const [{ words, at }] = reminder.times as [{ words: string; at: string }];
    assert.match(words, /UTC/);
    assert.ok(reminder.text.includes(words));
    assert.ok(Math.abs(Date.parse(at) - promised.getTime()) < 60_000, at);
    await world.close();
  });
});
