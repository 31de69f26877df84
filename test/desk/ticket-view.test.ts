/** A ticket as the console shows it. */
import assert from 'node:assert/strict';
import { ticketConversation } from '../../src/core/desk.ts';
import { LINES_A_PAGE } from '../../src/core/line-pages.ts';
import type { Line } from '../../src/core/store.ts';
import { createDeskBook } from '../../src/desk/book.ts';
import { TicketThread } from '../../src/desk/thread.ts';
import type { TicketState } from '../../src/desk/ticket-state.ts';
import { ticketView } from '../../src/desk/ticket-view.ts';
import { DeskWorld, desks, FRONT, ONE_DESK } from '../fakes/desk-world.ts';
import { changed } from '../fakes/journals.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { message, moment } from '../fakes/samples.ts';

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
    const ana = { id: 'console:a', name: 'Ana' };
    const all = new TicketThread(knowledge().content, state as TicketState, ana);
    for (const line of lines) all.take(line);
    const { lines: thread } = ticketView(knowledge().content, state as TicketState, all, ana);
    const reminder = thread.find(({ text }) => text.includes('still waits'))!;
    assert.equal(reminder.times.length, 1);
    const [{ words, at }] = reminder.times as [{ words: string; at: string }];
    assert.match(words, /UTC/);
    assert.ok(reminder.text.includes(words));
    assert.ok(Math.abs(Date.parse(at) - promised.getTime()) < 60_000, at);
    await world.close();
  });

  it('is read a page of lines at a time, and shows all of them in their order', async () => {
    const world = await DeskWorld.open(ONE_DESK);
    try {
      const jo = world.person();
      await jo.say('Roomie cannot book this room because the schedule on this panel is out of date.');
      await jo.handOver();
      const id = (await world.store.tickets())[0]!.id;
      const { personSide } = (await world.store.state(ticketConversation(id))) as TicketState;
      const lines = Array.from({ length: 450 }, (_, i): Line => {
        const event = { kind: 'words', message: `m${i}`, text: `line ${i}`, personSide } as never;
        return { turn: i + 1, part: 0, at: moment(i), reply: null, message: message('', { kind: 'event', event }) };
      });
      const asked: (number | undefined)[] = [];
      const store = changed(world.store, {
        async lines(_conversation, { turn }, most) {
          asked.push(most);
          return lines.slice(turn, turn + (most ?? lines.length));
        },
      });
      const book = createDeskBook({ store, accept: async () => true, content: () => knowledge().content });
      const view = await book.view(id, { id: 'console:a', name: 'Ana' });
      assert.deepEqual(
        view!.lines.map(({ text }) => text),
        lines.map((_, i) => `line ${i}`),
      );
      assert.deepEqual(asked, [LINES_A_PAGE, LINES_A_PAGE, LINES_A_PAGE]);
    } finally {
      await world.close();
    }
  });
});
