/** A ticket in the console by HTTP alone: what a person hands over, what agents do with it, and what the person reads. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Looker } from '../../src/console/index.ts';
import { PLAIN } from '../../src/core/message.ts';
import type { TicketView } from '../../src/core/ticket-view.ts';
import { until } from '../fakes/until.ts';
import type { ConsoleWorld } from './console-world.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

/** A ticket as a handler answers it. */
export type AnsweredView = TicketView & { readonly looking: readonly Looker[] };

/** One person, whose ticket two agents may work on. */
export class DeskTalk {
  /** The service; a test that restarts it puts another one here. */
  world: ConsoleWorld;
  readonly ticket: string;
  readonly ana: string;
  readonly ben: string;
  readonly #conversation: string;

  private constructor(
    world: ConsoleWorld,
    conversation: string,
    ticket: string,
    [ana, ben]: readonly [string, string],
  ) {
    this.world = world;
    this.ticket = ticket;
    this.ana = ana;
    this.ben = ben;
    this.#conversation = conversation;
  }

  /** A person who asks for an agent, and waits. */
  static async open(world: ConsoleWorld, name = 'jo'): Promise<DeskTalk> {
    const conversation = `web:${name}`;
    const person = { ...PLAIN, conversation, channel: 'web', audience: 'person' } as const;
    await world.accept({ ...person, id: `${name}1`, kind: 'said', text: STALE });
    await world.accept({ ...person, id: `${name}2`, kind: 'pressed', choice: 'human', text: '' });
    await world.accept({ ...person, id: `${name}3`, kind: 'pressed', choice: 'send', text: '' });
    let ticket: string | undefined;
    await until(async () => {
      [ticket] = (await world.store.tickets(conversation)).map(({ id }) => id);
      return ticket !== undefined && (await world.store.state(`ticket:${ticket}`)) !== null;
    }, 'the ticket');
    return new DeskTalk(world, conversation, ticket!, [await world.cookie('Ana'), await world.cookie('Ben')]);
  }

  /** The ticket as an agent sees it. */
  async view(cookie = this.ana): Promise<AnsweredView> {
    const answer = await this.world.get(`/console/api/desk/tickets/${this.ticket}`, { cookie });
    assert.equal(answer.status, 200);
    return (await answer.json()) as AnsweredView;
  }

  /** Does something; answers its id. */
  async act(choice: string, text = '', cookie = this.ana, files: readonly object[] = []): Promise<string> {
    const id = randomUUID();
    const body = { id, choice, text, files };
    const answer = await this.world.post(`/console/api/desk/tickets/${this.ticket}/act`, body, { cookie });
    assert.equal(answer.status, 200, await answer.text());
    return id;
  }

  /** Waits until the ticket is so. */
  until(so: (view: AnsweredView) => boolean, what: string): Promise<void> {
    let last: AnsweredView | null = null;
    return until(
      async () => {
        last = await this.view();
        return so(last);
      },
      () => `${what}: ${JSON.stringify(last?.lines)}`,
    );
  }

  /** The person's words in the conversation. */
  async say(text: string): Promise<void> {
    const person = { ...PLAIN, conversation: this.#conversation, channel: 'web', audience: 'person' } as const;
    await this.world.accept({ ...person, id: randomUUID(), kind: 'said', text });
  }

  /** Everything that the person was told, as JSON. */
  async told(): Promise<string> {
    const lines = await this.world.store.lines(this.#conversation, { turn: 0, part: 0 });
    return JSON.stringify(lines.map(({ reply }) => reply));
  }

  /** Waits until the person was told something. */
  hears(words: string): Promise<void> {
    return until(async () => (await this.told()).includes(words), `“${words}” at the person`);
  }
}
