/** Runs Firstline with its Teams channel against a fake Microsoft. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { TeamsDeskPlaces } from '../../src/channels/teams/desk/places.ts';
import { createAuthenticate } from '../../src/channels/teams/receive/authenticate.ts';
import { KeyDocument } from '../../src/channels/teams/receive/keys.ts';
import { Graph } from '../../src/channels/teams/receive/thread.ts';
import { ButtonTokens } from '../../src/channels/teams/receive/tokens.ts';
import { Connector } from '../../src/channels/teams/send/connector.ts';
import { TeamsRates } from '../../src/channels/teams/send/rates.ts';
import { TeamsChannel, type TeamsParts } from '../../src/channels/teams/teams.ts';
import type { TokenSource } from '../../src/channels/teams/workspace/credentials.ts';
import { TeamsFiles } from '../../src/channels/teams/workspace/files.ts';
import { desksIn } from '../../src/commands/wiring.ts';
import { createTurn } from '../../src/conversation/turn.ts';
import type { ConversationState, Saved } from '../../src/core/conversation.ts';
import { type Desks, isDesks } from '../../src/core/desk.ts';
import type { FetchImage, Job, RunJob } from '../../src/core/job.ts';
import type { Line, Store } from '../../src/core/store.ts';
import { createDeskTurn } from '../../src/desk/turn.ts';
import { createCarryJob, makeCode } from '../../src/journal/carry-over.ts';
import { createForgetJob } from '../../src/journal/forget.ts';
import { Journal } from '../../src/journal/journal.ts';
import { createTranscriptJob } from '../../src/journal/transcript.ts';
import { FirstlineServer } from '../../src/server/server.ts';
import { openStore } from '../../src/store/open.ts';
import { ROOT } from './content.ts';
import { Platform } from './desk-world.ts';
import { hostOf } from './host.ts';
import { CodeLog } from './journals.ts';
import { type Knowledge, knowledge } from './knowledge.ts';
import { redact } from './redact.ts';
import { reply } from './samples.ts';
import { cardIn, FakeTeams } from './teams.ts';

/** The app id of the bot. */
export const APP = '11111111-2222-3333-4444-555555555555';
/** The id of the organisation. */
export const TENANT = 'aaaaaaaa-0000-0000-0000-000000000001';
/** The person in most tests. */
export const KIM = { id: '29:kim', name: 'Kim', aadObjectId: 'aad-kim' };
/** Another person. */
export const LEE = { id: '29:lee', name: 'Lee', aadObjectId: 'aad-lee' };

/** Firstline's answer to a request. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever a test expects of it
  readonly body: any;
}

/** A payload or a card, as JSON. */
export type Sent = Record<string, unknown>;

/** The address of the Bot Connector in the recorded payloads. */
const SERVICE = 'https://smba.trafficmanager.net/emea/';

/** A recorded payload, as Teams would send it, with the fake's address in place of the connector's. */
export function recorded(name: string, teams: FakeTeams, given: Sent = {}): Sent {
  const text = readFileSync(join(ROOT, 'test', 'fixtures', 'teams', `${name}.json`), 'utf8');
  const payload = JSON.parse(
    text.replaceAll(`${SERVICE}v3/`, `${teams.url}/v3/`).replaceAll(SERVICE, teams.url),
  ) as Sent;
  return { ...payload, ...given };
}

/** The parts that differ from a world with one bot and no desk. */
type Given = Partial<TeamsParts> & {
  readonly readThreads?: boolean;
  readonly timeoutMs?: number;
  readonly desks?: Desks | null;
  /** Its knowledge: the fixture's content by default. */
  readonly knows?: Knowledge;
};

/** Firstline with its Teams channel between a fake Microsoft and a real database, everything over real HTTP. */
export class TeamsWorld {
  readonly teams: FakeTeams;
  readonly store: Store;
  readonly journal: Journal;
  readonly channel: TeamsChannel;
  readonly log: CodeLog;
  /** The chat page, for people who are not in Teams. */
  readonly web = new Platform('web');
  address = '';
  /** The shift of the channel's time, in milliseconds. */
  readonly clock: { shift: number };
  readonly #server: FirstlineServer;
  #stopping: Promise<unknown> | null = null;

  private constructor(teams: FakeTeams, store: Store, given: Given) {
    this.teams = teams;
    this.store = store;
    this.log = new CodeLog();
    this.clock = { shift: 0 };
    const { log } = this;
    const { readThreads: _, timeoutMs: __, desks = null, knows = knowledge(), ...parts } = given;
    const now = (): number => Date.now() + this.clock.shift;
    const tokens: TokenSource = { get: async () => 'bot-token', drop: () => undefined };
    const graphTokens: TokenSource = { get: async () => 'graph-token', drop: () => undefined };
    const connector = new Connector({ tokens, log, timeoutMs: given.timeoutMs });
    const keys = new KeyDocument({ url: teams.keysUrl, now, log });
    const host = hostOf('teams', store, {
      accept: (message) => this.journal.accept(message),
      now: () => new Date(now()),
      log,
    });
    this.channel = new TeamsChannel({
      appId: APP,
      host,
      authenticate: createAuthenticate({ appId: APP, tenantId: TENANT, keys, now, log }),
      connector,
      tokens: new ButtonTokens('a secret of the tests'),
      rates: new TeamsRates(),
      files: new TeamsFiles({ connector: tokens, graph: graphTokens, local: true, log }),
      graph: given.readThreads
        ? new Graph({
            tokens: graphTokens,
            groupOf: (a) => connector.groupOf(a),
            appId: APP,
            log,
            baseUrl: `${teams.url}/graph/`,
          })
        : null,
      places: new TeamsDeskPlaces({
        desks: desksIn(given.desks ?? null, 'teams'),
        tenant: TENANT,
        bot: `28:${APP}`,
        serviceUrl: teams.url,
        lines: host.lines,
      }),
      ...parts,
    });
    const { content, read, turn } = knows;
    const person = desks ? createTurn(content, read, true) : turn;
    const desk = desks && createDeskTurn(content, desks);
    const fetch: FetchImage = (row, image) => this.channel.image(row, image);
    const does: Readonly<Record<Job['kind'], RunJob>> = {
      thread: (row) => this.channel.earlier(row),
      images: async ({ job }) => ({ job: job.id, kind: 'images', found: [], trouble: 'not-allowed' }),
      carry: createCarryJob(fetch, store, () => new Date()),
      transcript: createTranscriptJob(store),
      code: makeCode,
      forget: createForgetJob(store),
    };
    this.journal = new Journal({
      redact,
      store,
      turn: (state: Saved | null, message) =>
        desk && isDesks(message.conversation)
          ? desk(state, message)
          : person(state as ConversationState | null, message),
      apology: () => reply('sorry'),
      channels: [this.channel, this.web],
      run: (row) => does[row.job.kind](row),
      now: () => new Date(),
      log,
    });
    this.#server = new FirstlineServer({ mounts: [this.channel], ping: () => store.ping(), log });
  }

  static async open({
    database = 'sqlite::memory:',
    store,
    teams,
    ...given
  }: Given & { database?: string; store?: Store; teams?: FakeTeams } = {}): Promise<TeamsWorld> {
    const fake = teams ?? (await new FakeTeams().open());
    const world = new TeamsWorld(fake, store ?? (await openStore(database)), given);
    world.address = await world.#server.listen(0, '127.0.0.1');
    await world.journal.start();
    return world;
  }

  /** Takes nothing more in. */
  async stop(): Promise<void> {
    this.#stopping ??= Promise.all([this.#server.close(), this.channel.stop()]);
    await this.#stopping;
  }

  async close({ keepTeams = false } = {}): Promise<void> {
    await this.stop();
    await this.journal.stop();
    this.channel.close();
    if (keepTeams) return;
    await this.store.close();
    await this.teams.close();
  }

  /** A token that is valid now, by the channel's time. */
  token(): string {
    return this.teams.token(APP, { exp: Math.floor((Date.now() + this.clock.shift) / 1000) + 3600 });
  }

  recorded(name: string, given: Sent = {}): Sent {
    return recorded(name, this.teams, given);
  }

  /** Sends an activity as Teams does; resolves to the answer, once everything that follows from it is done. */
  async send(activity: Sent, token: string | null = this.token()): Promise<Answer> {
    const answer = await this.post(activity, token);
    await this.journal.idle();
    return answer;
  }

  post(activity: unknown, token: string | null, headers: Record<string, string> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const body = typeof activity === 'string' ? activity : JSON.stringify(activity);
      const sent = request(
        `${this.address}/api/messages`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'content-length': Buffer.byteLength(body),
            ...(token === null ? {} : { authorization: `Bearer ${token}` }),
            ...headers,
          },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk) => {
            text += chunk;
          });
          answer.once('end', () =>
            resolve({ status: answer.statusCode!, text, body: text.startsWith('{') ? JSON.parse(text) : null }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** The lines of a conversation, as they were stored. */
  lines(conversation: string): Promise<readonly Line[]> {
    return this.store.lines(conversation, { turn: 0, part: 0 });
  }

  /** The newest card of a conversation in Teams. */
  card(conversation: string): Sent {
    const card = this.teams.cards(conversation).at(-1);
    if (!card) throw new Error(`nothing was said in ${conversation}`);
    return card;
  }

  /** Presses a button of the newest card (or of `card`) by its title. */
  press(
    conversation: string,
    title: string,
    given: Sent = {},
    card: Sent = this.card(conversation),
    words?: string,
  ): Promise<Answer> {
    const action = buttons(card).find((b) => b.title === title);
    if (!action) throw new Error(`no button "${title}" among ${buttons(card).map((b) => b.title)}`);
    const message = this.teams.delivered.get(conversation)?.findLast(({ activity }) => cardIn(activity) === card);
    const data = { ...(action.data as object), ...(words === undefined ? {} : { words }) };
    return this.send(
      this.recorded('execute', {
        id: `f:${Math.random()}`,
        replyToId: message?.id ?? 'unknown',
        value: { action: { type: 'Action.Execute', verb: 'firstline', data }, trigger: 'manual' },
        ...given,
      }),
    );
  }
}

/** Every button of a card, however deep it stands. */
export function buttons(card: unknown): Sent[] {
  if (Array.isArray(card)) return card.flatMap(buttons);
  if (typeof card !== 'object' || card === null) return [];
  const { fallback, ...rest } = card as Sent;
  const own = String(rest.type).startsWith('Action.') ? [card as Sent] : [];
  return [...own, ...Object.values(rest).flatMap(buttons)];
}

/** Every word a card shows, as a person reads it. */
export function shown(card: unknown): string {
  if (Array.isArray(card)) return card.map(shown).filter(Boolean).join('\n');
  if (typeof card !== 'object' || card === null) return '';
  const { type, text, inlines, items, columns, body } = card as Sent;
  if (type === 'TextRun' || type === 'TextBlock') return String(text);
  if (type === 'RichTextBlock') return (inlines as Sent[]).map(shown).join('');
  return [body, items, columns].map(shown).filter(Boolean).join('\n');
}
