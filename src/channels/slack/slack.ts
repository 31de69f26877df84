/** The Slack channel: its parts, made and wired together. */
import bolt, { type App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Server } from 'restify';
import type { Channel, Reconciled, SendOutcome } from '../../core/channel.ts';
import type { Host } from '../../core/host.ts';
import type { Image, JobResult, JobRow, Trouble } from '../../core/job.ts';
import type { Reply } from '../../core/reply.ts';
import type { OutboxRow } from '../../core/store.ts';
import { ticks } from '../../core/ticks.ts';
import { AboutLinks } from './desk/about.ts';
import { SlackDesk } from './desk/at-desk.ts';
import { SlackMembers } from './desk/members.ts';
import { missing, SCOPE_CURE } from './doctor/scopes.ts';
import { HttpReceiver, PATH } from './receive/http.ts';
import { SlackIntake } from './receive/intake.ts';
import { listen } from './receive/listen.ts';
import { SocketReceiver } from './receive/socket.ts';
import { Strangers } from './receive/strangers.ts';
import { readThread } from './receive/thread.ts';
import { Watch } from './receive/watch.ts';
import { BestEffort } from './send/best-effort.ts';
import { SlackRates } from './send/rates.ts';
import { Poster } from './send/send.ts';
import { TokenTrouble } from './send/token-trouble.ts';
import type { SlackSettings } from './settings.ts';
import { clientOptions, createClient, quiet, SLACK_API } from './workspace/api.ts';
import { NotFetched, SlackFiles } from './workspace/files.ts';
import { Homes } from './workspace/homes.ts';
import { Names } from './workspace/names.ts';
import { Self } from './workspace/self.ts';

/** The parts the channel is made of. */
export interface SlackParts {
  readonly settings: SlackSettings;
  readonly host: Host;
  /** The time a message may take to show up in Slack's history, in milliseconds. */
  readonly appearMs?: number;
  /** The pace of posts; tests can't wait as long as Slack wants. */
  readonly rates?: SlackRates;
  /** The time after which a status without an answer is cleared, in milliseconds. */
  readonly lookingMs?: number;
  /** The first pause while Slack refuses the token, in milliseconds. */
  readonly tokenPauseMs?: number;
}

/** Slack, with Bolt behind Firstline's own receivers, which acknowledge only what is committed. */
export class SlackChannel implements Channel {
  readonly name = 'slack';
  /** Paths whose requests are signed to the byte: the server must leave their bodies unread. */
  readonly raw: readonly string[];
  readonly #parts: SlackParts;
  readonly #client: WebClient;
  readonly #self: Self;
  readonly #poster: Poster;
  readonly #names: Names;
  readonly #files: SlackFiles;
  readonly #bestEffort: BestEffort;
  readonly #http: HttpReceiver | null;
  readonly #socket: SocketReceiver | null;

  constructor(parts: SlackParts) {
    const { settings, host } = parts;
    const { log, say } = host;
    const apiUrl = settings.apiUrl ?? SLACK_API;
    const testOrigin = settings.apiUrl === null ? null : new URL(settings.apiUrl).origin;
    this.#parts = parts;
    this.#client = createClient(settings.botToken, apiUrl, log);
    // Best-effort calls have a client of their own: they never stand in a reply's way.
    const quietClient = createClient(settings.botToken, apiUrl, log);
    this.#self = new Self(this.#client, log);
    this.#names = new Names(quietClient, say);
    this.#files = new SlackFiles({ token: settings.botToken, client: this.#client, testOrigin });
    const looking = parts.lookingMs === undefined ? {} : { lookingMs: parts.lookingMs };
    this.#bestEffort = new BestEffort({ client: quietClient, log, say, testOrigin, ...looking });
    const about = new AboutLinks(quietClient, this.#self, say);
    this.#poster = new Poster({
      client: this.#client,
      rates: parts.rates ?? new SlackRates(),
      say,
      token: new TokenTrouble(log, ticks, parts.tokenPauseMs),
      posted: (what) => this.#bestEffort.posted(what),
      whispered: (place, thread) => this.#bestEffort.unlook(place, thread),
      linked: (reply, channel) => about.with(reply, channel),
      refOfAnswer: host.posted,
      picture: host.picture,
      testOrigin,
      ...(parts.appearMs === undefined ? {} : { appearMs: parts.appearMs }),
    });
    const { signingSecret, appToken } = settings;
    this.#http =
      signingSecret === null
        ? null
        : new HttpReceiver({ signingSecret, now: host.now, log, meter: host.meter, came: host.came });
    this.#socket =
      appToken === null
        ? null
        : new SocketReceiver({
            appToken,
            apiUrl,
            log,
            meter: host.meter,
            came: host.came,
            isProxied: settings.proxy !== undefined,
          });
    this.raw = this.#http ? [PATH] : [];
    const app = this.#app(apiUrl);
    this.#http?.init(app);
    this.#socket?.init(app);
    const self = this.#self;
    const intake = new SlackIntake({ ...host, names: this.#names });
    const strangers = new Strangers(settings.allow, new Homes(quietClient), this.#bestEffort, say);
    const bestEffort = this.#bestEffort;
    const names = this.#names;
    const { desks, whose } = host;
    listen(app, {
      self,
      watch: new Watch(settings.watch),
      intake,
      strangers,
      bestEffort,
      names,
      desk: new SlackDesk({
        desks,
        whose,
        self,
        members: new SlackMembers(quietClient),
        intake,
        strangers,
        names,
        bestEffort,
        say,
      }),
      helped: host.helped,
      withAgents: host.withAgents,
      openCases: host.openCases,
      posted: host.posted,
      forget: host.forget,
      say,
    });
  }

  /** Puts the route on the server, if events come over HTTP. */
  mount(server: Server): void {
    this.#http?.mount(server);
  }

  /**
   * Asks Slack for the bot's identity and scopes, and opens the sockets.
   * @throws Fault SLACK_TOKEN_REFUSED, the one failure that no waiting mends.
   */
  async start(): Promise<void> {
    const { log } = this.#parts.host;
    const us = await this.#self.first();
    for (const { scope, without, needed } of missing(us?.scopes ?? null))
      log[needed ? 'error' : 'warn'](
        { code: 'SLACK_SCOPE_MISSING', scope, cure: SCOPE_CURE },
        `without ${scope}, ${without}`,
      );
    await this.#socket?.start();
    // Over Socket Mode it is connected once Slack said hello; until then `socket.ts` says what is wrong.
    const ways = [...(this.#http ? ['HTTP'] : []), ...((this.#socket?.open ?? 0) > 0 ? ['Socket Mode'] : [])];
    if (us && ways.length > 0)
      log.info({ team: us.team, bot: us.user }, `Slack is connected over ${ways.join(' and ')}`);
  }

  async stop(): Promise<void> {
    this.#self.stop();
    await this.#socket?.stop();
  }

  /**
   * Checks that Slack can reach the bot.
   * @throws Fault SLACK_SOCKET_DOWN when no Socket Mode connection is open for long.
   */
  check(): void {
    this.#socket?.check();
  }

  close(): void {}

  send(conversation: string, reply: Reply, row: OutboxRow, placement: string | null): Promise<SendOutcome> {
    return this.#poster.send(conversation, reply, row, placement);
  }

  find(row: OutboxRow): Promise<Reconciled> {
    return this.#poster.find(row);
  }

  /** Reads what others wrote in a thread before the bot was asked. */
  async earlier(row: JobRow): Promise<JobResult> {
    return readThread(row, this.#client, this.#names, await this.#self.told());
  }

  /** Fetches a posted picture; answers the trouble when that fails. */
  async image(_row: JobRow, image: Image): Promise<Uint8Array | Trouble> {
    try {
      return await this.#files.fetch(image);
    } catch (error) {
      if (error instanceof NotFetched) return error.trouble;
      throw error;
    }
  }

  /** Resolves when no best-effort call is under way: for tests and for stopping. */
  idle(): Promise<void> {
    return this.#bestEffort.idle();
  }

  #app(apiUrl: string): App {
    const { settings, host } = this.#parts;
    const { log } = host;
    return new bolt.App({
      receiver: this.#http ?? this.#socket!,
      authorize: async () => {
        const us = await this.#self.told();
        return { botToken: settings.botToken, botId: us.bot, botUserId: us.user, teamId: us.team };
      },
      clientOptions: clientOptions(apiUrl, log),
      logger: quiet(log),
      // No error handler is ever set on this app: an error must reach the receiver, so that the event is not
      // acknowledged.
      convoStore: false,
    });
  }
}
