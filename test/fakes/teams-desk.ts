/** A desk in Teams for tests: its agents, and the person who needs them. */
import assert from 'node:assert/strict';
import { TeamsRates } from '../../src/channels/teams/send/rates.ts';
import { PLAIN } from '../../src/core/message.ts';
import { desks } from './desk-world.ts';
import { type Answer, APP, buttons, type Sent, shown, TENANT, TeamsWorld } from './teams-world.ts';

/** The id of the desk's channel. */
export const CHANNEL = '19:desk0123456789@thread.tacv2';
/** An agent of the desk. */
export const ADA = { id: '29:ada', name: 'Ada', aadObjectId: 'aad-ada' };
/** Another agent of the desk. */
export const BEN = { id: '29:ben', name: 'Ben', aadObjectId: 'aad-ben' };
/** A person who is in no desk's channel. */
export const EVE = { id: '29:eve', name: 'Eve', aadObjectId: 'aad-eve' };
/** An error of the fixture's product, for a person to paste. */
export const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const BOT = { type: 'mention', mentioned: { id: `28:${APP}`, name: 'Firstline' }, text: '<at>Firstline</at>' };
const TEAM = '7f1c2a30-0000-4000-8000-000000000000';

/** One desk in a channel of Teams. */
export const IN_TEAMS = desks({
  name: 'front',
  route: { channel: 'teams', address: JSON.stringify({ desk: `${TEAM}/${CHANNEL}` }) },
});

type Account = typeof ADA;

/** A desk in a Teams channel with two agents, and a person who needs them. */
export class TeamsDesk {
  readonly world: TeamsWorld;
  #count = 0;

  constructor(world: TeamsWorld) {
    this.world = world;
    for (const agent of [ADA, BEN]) world.teams.roster.set(agent.id, { ...agent, tenantId: TENANT });
  }

  static async open(given: Parameters<typeof TeamsWorld.open>[0] = {}): Promise<TeamsDesk> {
    // Whole conversations take milliseconds here; Teams' limits have tests of their own.
    let time = 0;
    const rates = new TeamsRates(() => {
      time += 2000;
      return time;
    });
    return new TeamsDesk(await TeamsWorld.open({ desks: IN_TEAMS, rates, ...given }));
  }

  /** Lets a person in a private chat ask for an agent; answers the thread of the ticket. */
  async asks(): Promise<string> {
    await this.world.send(this.world.recorded('personal'));
    await this.world.press('a:kim', 'Talk to a person');
    await this.world.press('a:kim', 'Send it to support');
    return this.thread;
  }

  /** The newest thread at the desk. */
  get thread(): string {
    const thread = [...this.world.teams.delivered.keys()].findLast((place) =>
      place.startsWith(`${CHANNEL};messageid=`),
    );
    assert.ok(thread, 'no thread stands at the desk');
    return thread;
  }

  get head(): Sent {
    return this.world.teams.cards(this.thread)[0]!;
  }

  /** The cards in a place, as people read them. */
  in(place: string): string[] {
    return this.world.teams.cards(place).map(shown);
  }

  /** A message in a thread as Teams sends it, to the bot by default. */
  said(who: Account, text: string, given: Sent = {}, to = true): Sent {
    this.#count += 1;
    return this.world.recorded('channel-reply', {
      id: `18${this.#count}`,
      from: who,
      text: to ? `<at>Firstline</at> ${text}` : text,
      attachments: [],
      entities: to ? [BOT] : [],
      conversation: this.conversation(this.thread),
      ...given,
    });
  }

  async says(who: Account, text: string, given: Sent = {}, to = true): Promise<string> {
    const activity = this.said(who, text, given, to);
    await this.world.send(activity);
    return activity.id as string;
  }

  conversation(id: string): Sent {
    return { isGroup: true, conversationType: 'channel', tenantId: TENANT, id };
  }

  /** Presses a button of the head, or sends a form of it with what is filled in. */
  async presses(who: Account, title: string, filled?: string, given: Sent = {}): Promise<Answer> {
    return this.world.send(this.pressed(who, title, filled, given));
  }

  pressed(who: Account, title: string, filled?: string, given: Sent = {}): Sent {
    const { head } = this;
    const action = buttons(head).find((b) => b.title === title);
    assert.ok(action, `no button "${title}" among ${buttons(head).map((b) => b.title)}`);
    const form = action.card as { body: { id: string }[]; actions: Sent[] } | undefined;
    const data = form
      ? { ...(form.actions[0]!.data as object), [form.body[0]!.id]: filled ?? '' }
      : (action.data as object);
    return this.world.recorded('execute', {
      id: `f:${Math.random()}`,
      from: who,
      replyToId: 'head',
      conversation: this.conversation(this.thread),
      value: { action: { type: 'Action.Execute', verb: 'firstline', data }, trigger: 'manual' },
      ...given,
    });
  }

  /** Sends a message from a person on the chat page. */
  async onPage(text: string, given: object = {}): Promise<void> {
    this.#count += 1;
    await this.world.journal.accept({
      ...PLAIN,
      id: `w${this.#count}`,
      conversation: 'web:jo',
      channel: 'web',
      address: 'web:jo',
      audience: 'person',
      kind: 'said',
      text,
      ...given,
    });
    await this.world.journal.idle();
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
