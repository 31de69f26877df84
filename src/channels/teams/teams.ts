/** The Teams channel: takes activities in from the Bot Connector, and hands replies to it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Request, Response, Server } from 'restify';
import type { Channel, Reconciled, SendOutcome } from '../../core/channel.ts';
import { Fault } from '../../core/fault.ts';
import type { Host } from '../../core/host.ts';
import type { Image, JobResult, JobRow, Trouble } from '../../core/job.ts';
import type { Incoming } from '../../core/message.ts';
import type { Reply } from '../../core/reply.ts';
import type { OutboxRow } from '../../core/store.ts';
import { ticks } from '../../core/ticks.ts';
import { TeamsDesk } from './desk/at-desk.ts';
import { TeamsMembers } from './desk/members.ts';
import type { TeamsDeskPlaces } from './desk/places.ts';
import { type Activity, readActivity } from './receive/activity.ts';
import type { Answer } from './receive/answers.ts';
import type { Authenticate } from './receive/authenticate.ts';
import { Extension } from './receive/extension.ts';
import { incomingFrom, isTargeted, mentionsUs, wordsOf } from './receive/parse.ts';
import { type Answerable, Presses } from './receive/presses.ts';
import type { Graph } from './receive/thread.ts';
import { type ButtonTokens, DATA } from './receive/tokens.ts';
import type { Connector } from './send/connector.ts';
import type { TeamsRates } from './send/rates.ts';
import { type Card, noteCard } from './send/render.ts';
import { messageWith, Sending } from './send/send.ts';
import type { TeamsFiles } from './workspace/files.ts';
import {
  addressOf,
  conversationOf,
  isShared,
  privatelyIn,
  readAddress,
  type TeamsAddress,
  tenantOf,
  threadOf,
} from './workspace/places.ts';
import { Private } from './workspace/private.ts';
import { Whereabouts } from './workspace/whereabouts.ts';

/** The parts the channel is made of. */
export interface TeamsParts {
  readonly appId: string;
  readonly host: Host;
  readonly authenticate: Authenticate;
  readonly connector: Connector;
  readonly tokens: ButtonTokens;
  readonly rates: TeamsRates;
  readonly files: TeamsFiles;
  /** Null where reading threads is off. */
  readonly graph: Graph | null;
  readonly places: TeamsDeskPlaces;
  /** The address of Teams' client, for links; null for no links, the public cloud's by default. */
  readonly client?: string | null;
  /** Whether a sign beside an agent's line is a reaction; no by default. */
  readonly reactions?: boolean;
  /** Whether steps in shared places, and words for one agent, are seen by their reader alone; no by default. */
  readonly targeted?: boolean;
}

/**
 * The time a message that can't be stored is tried again, in milliseconds: Teams gives up after 15 seconds, and may not
 * come back.
 */
const KEEP_TRYING_MS = 10_000;
const TRY_AGAIN_MS = 500;
/** The beginning of Teams' ids of bots. */
const A_BOT = '28:';
/** The largest number of updates and notes under way at a time; they are for the eye, and more are left out. */
const MOST_UPDATES = 20;

/** Microsoft Teams: personal chats, channels' threads and group chats, by way of the Bot Connector. */
export class TeamsChannel implements Channel {
  readonly name = 'teams';
  readonly raw = [];
  readonly #parts: TeamsParts;
  readonly #presses: Presses;
  readonly #extension: Extension;
  readonly #whereabouts: Whereabouts;
  readonly #atDesk: TeamsDesk;
  readonly #sending: Sending;
  #updating = 0;

  constructor(parts: TeamsParts) {
    this.#parts = parts;
    const { appId, tokens, connector, places, host } = parts;
    const { lines, helped, openCases, whose, picture, say, log } = host;
    const now = (): number => host.now().getTime();
    this.#whereabouts = new Whereabouts(lines, now);
    const chat = new Private(connector, this.#whereabouts);
    const keep = (message: Incoming): Promise<boolean> => this.#keep(message);
    const replace = (address: TeamsAddress, messages: readonly string[], card: Card): void =>
      this.#replace(address, messages, card);
    const note = (address: TeamsAddress, words: string): void => this.#note(address, words);
    const members = new TeamsMembers(connector, now, log);
    this.#atDesk = new TeamsDesk({ places, members, tokens, keep, lines, whose, note, say, now, log });
    this.#sending = new Sending({ ...parts, members, picture, say, now, log, hint: parts.graph === null });
    this.#presses = new Presses({
      ...{ tokens, targeted: parts.targeted ?? false },
      keep,
      lines,
      helped,
      private: chat,
      replace,
      say,
      now,
      log,
    });
    this.#extension = new Extension({
      appId,
      keep,
      openCases,
      private: chat,
      whereabouts: this.#whereabouts,
      client: parts.client,
      say,
    });
  }

  mount(server: Server): void {
    server.post('/api/messages', async (request: Request, response: Response) => this.#receive(request, response));
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  check(): void {}

  async idle(): Promise<void> {}

  close(): void {
    this.#parts.connector.close();
  }

  async send(conversation: string, reply: Reply, row: OutboxRow, placement: string | null): Promise<SendOutcome> {
    return this.#sending.send(conversation, reply, row, placement);
  }

  /**
   * Answers that nobody can know: Teams can't be asked whether a message arrived. It is shown as unconfirmed, and never
   * sent again on a guess.
   */
  async find(): Promise<Reconciled> {
    return { kind: 'unknowable' };
  }

  /** Reads what others wrote before the bot was asked. */
  async earlier({ job, address: stored }: JobRow): Promise<JobResult> {
    const address = readAddress(stored);
    const { graph } = this.#parts;
    const read = graph && address ? await graph.earlier(address) : { found: [], trouble: 'not-allowed' as const };
    return { job: job.id, kind: 'thread', ...read };
  }

  /** Fetches a picture that came with a message; answers the trouble when that fails. */
  async image({ address: stored }: JobRow, image: Image): Promise<Uint8Array | Trouble> {
    const address = readAddress(stored);
    return address ? this.#parts.files.fetch(address, image) : 'failed';
  }

  async #receive(request: Request, response: Response): Promise<void> {
    const activity = readActivity(request.body);
    await this.#parts.authenticate(request, activity);
    this.#parts.host.came();
    const answer = await this.#take(activity);
    if (answer === null) response.send(200);
    else response.send(answer.statusCode ?? 200, answer);
  }

  /** Takes in an activity; answers null when Teams needs no more than a 200. */
  async #take(activity: Activity): Promise<Answer | null> {
    // Two bots that answer each other never stop.
    if (activity.from.id.startsWith(A_BOT)) return null;
    const tenant = tenantOf(activity) ?? 'none';
    const stands = addressOf(activity, tenant);
    const { places } = this.#parts;
    places.learn(stands);
    const desk = places.nameOf(stands);
    const address = desk === null && isTargeted(activity) ? privatelyIn(stands, activity) : stands;
    switch (activity.type) {
      case 'message': {
        const data = pressed(activity.value);
        if (data) await this.#pressed(activity, address, data, 'message');
        else if (desk !== null) await this.#atDesk.said(activity, address, desk);
        else await this.#said(activity, address);
        return null;
      }
      case 'messageUpdate':
        if (activity.channelData?.eventType === 'editMessage') await this.#changed(activity, address, 'edited');
        if (activity.channelData?.eventType === 'undeleteMessage') await this.#restored(activity, address);
        return null;
      case 'messageDelete':
        if (activity.channelData?.eventType === 'softDeleteMessage') await this.#changed(activity, address, 'deleted');
        return null;
      case 'installationUpdate':
        if (activity.action === 'add' && !isShared(address)) await this.#opened(activity, address);
        return null;
      case 'invoke':
        return this.#invoked(activity, address);
      default:
        return null;
    }
  }

  #pressed(
    activity: Activity,
    address: TeamsAddress,
    data: Readonly<Record<string, unknown>>,
    as: Answerable,
  ): Promise<Answer> {
    const where = this.#parts.places.nameOf(address) === null ? this.#presses : this.#atDesk;
    return where.pressed(activity, address, data, as);
  }

  async #invoked(activity: Activity, address: TeamsAddress): Promise<Answer> {
    const value = activity.value as { action?: { data?: unknown } } | null | undefined;
    switch (activity.name) {
      case 'adaptiveCard/action':
        return this.#pressed(activity, address, pressed(value?.action?.data) ?? {}, 'invoke');
      case 'composeExtension/fetchTask':
      case 'composeExtension/submitAction':
        return this.#extension.take(activity, address);
      default:
        return { statusCode: 501 };
    }
  }

  async #said(activity: Activity, address: TeamsAddress): Promise<void> {
    const { openCases, helped } = this.#parts.host;
    const shared = isShared(address);
    const cases = await openCases(address.user.person);
    const conversation = await this.#whereabouts.conversationFor(address, cases);
    // A message that is not addressed to the bot is dropped unread, unless the person is being helped in this very
    // place.
    if (shared && !mentionsUs(activity) && !cases.some((c) => c.conversation === conversation)) return;
    const { text, images, parts } = wordsOf(activity);
    const moved = conversation !== conversationOf(address) && !shared;
    await this.#keep(
      incomingFrom(activity, address, {
        // Ids are unique in their place only.
        ...(moved ? { id: `private:${activity.id}` } : {}),
        conversation,
        text,
        images,
        parts,
        earlier:
          shared &&
          !isTargeted(activity) &&
          isAnswer(activity, address) &&
          (await helped(conversation)) === null &&
          this.#readable,
        // Where others read along, a person's other cases are not named.
        elsewhere: shared ? null : (cases.find((c) => c.conversation !== conversation)?.title ?? null),
      }),
    );
  }

  /** Whether earlier messages can be read; where they can't, the person hears so at once. */
  get #readable(): true | 'unreadable' {
    return this.#parts.graph === null ? 'unreadable' : true;
  }

  async #changed(activity: Activity, address: TeamsAddress, kind: 'edited' | 'deleted'): Promise<void> {
    if (this.#parts.places.nameOf(address) !== null) return this.#atDesk.changed(activity, address, kind);
    const cases = await this.#parts.host.openCases(address.user.person);
    const conversation = await this.#whereabouts.conversationFor(address, cases);
    if (isShared(address) && !cases.some((c) => c.conversation === conversation)) return;
    const moved = conversation !== conversationOf(address) && !isShared(address);
    const about = moved ? `private:${activity.id}` : (activity.id ?? null);
    const { text, parts } = kind === 'edited' ? wordsOf(activity) : { text: '', parts: [] };
    const id = `${kind}:${about}:${activity.timestamp ?? ''}`;
    await this.#keep(incomingFrom(activity, address, { id, conversation, kind, about, text, parts }));
  }

  /** Takes in a message whose deletion was undone: its words come back where they stood, or it is said once more. */
  async #restored(activity: Activity, address: TeamsAddress): Promise<void> {
    const { places, host } = this.#parts;
    const id = `restored:${activity.id}:${activity.timestamp ?? ''}`;
    const desk = places.nameOf(address);
    if (desk !== null) return this.#atDesk.restored({ ...activity, id }, address, desk);
    const cases = await host.openCases(address.user.person);
    const conversation = await this.#whereabouts.conversationFor(address, cases);
    const open = cases.some((c) => c.conversation === conversation);
    if (open && wordsOf(activity).text !== '') return this.#changed(activity, address, 'edited');
    return this.#said({ ...activity, id }, address);
  }

  async #opened(activity: Activity, address: TeamsAddress): Promise<void> {
    const id = `installed:${activity.id ?? activity.timestamp ?? ''}`;
    await this.#keep(incomingFrom(activity, { ...address, welcome: true }, { id, kind: 'opened' }));
  }

  /** Commits a message, patiently: Teams has no dependable way of sending it again. Rejects when it can't be stored. */
  async #keep(message: Incoming): Promise<boolean> {
    const until = ticks() + KEEP_TRYING_MS;
    for (;;) {
      try {
        return await this.#parts.host.accept(message);
      } catch (error) {
        if (!(error instanceof Fault) || ticks() + TRY_AGAIN_MS > until) throw error;
        await wait(TRY_AGAIN_MS);
      }
    }
  }

  /**
   * Replaces a pressed card for everybody else, and after a reload: only an update does that. It is for the eye: where
   * there is more to do, it is left out. `messages` are the names it may have; the first that Teams knows counts.
   */
  #replace(address: TeamsAddress, messages: readonly string[], card: Card): void {
    if (this.#updating >= MOST_UPDATES) return;
    this.#updating += 1;
    // Teams counts messages sent to a thread, not updates.
    const one = async (): Promise<void> => {
      for (const id of messages) if (await this.#parts.connector.update(address, id, messageWith(card))) return;
    };
    void one().finally(() => {
      this.#updating -= 1;
    });
  }

  /** Says something to a person that belongs to no conversation. It may get lost. */
  #note(address: TeamsAddress, words: string): void {
    if (this.#updating >= MOST_UPDATES) return;
    this.#updating += 1;
    void this.#parts.connector.post(address, messageWith(noteCard(words)), 1).finally(() => {
      this.#updating -= 1;
    });
  }
}

/** Reads what a button of the bot's sent; null for a value from elsewhere. */
function pressed(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && DATA in value ? (value as Record<string, unknown>) : null;
}

/** Tells whether others wrote before: in a thread they began, or anywhere in a group chat. */
function isAnswer({ id }: Activity, address: TeamsAddress): boolean {
  return address.kind === 'group' || threadOf(address.place).root !== id;
}
