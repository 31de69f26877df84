/** The chat page: its routes, its messages in, and the stream of lines out. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Request, Response, Server } from 'restify';
import { type Channel, noThread, type Reconciled, type SendOutcome } from '../../core/channel.ts';
import { Fault } from '../../core/fault.ts';
import type { Host } from '../../core/host.ts';
import type { Image, JobResult, JobRow, Trouble } from '../../core/job.ts';
import { LINES_A_PAGE, pagesOf } from '../../core/line-pages.ts';
import type { Incoming } from '../../core/message.ts';
import { release } from '../../core/picture.ts';
import type { Reply } from '../../core/reply.ts';
import type { Line, OutboxRow } from '../../core/store.ts';
import { ticks } from '../../core/ticks.ts';
import { Access } from './access.ts';
import { Amendments, pictureOf } from './amendments.ts';
import type { Caller } from './caller.ts';
import { conversationOf, cookieOf, newKey, setCookie } from './identity.ts';
import type { Limits } from './limits.ts';
import { LinkRoutes } from './link-routes.ts';
import { type AccountFacts, NO_ACCOUNTS, PAGE_PATHS, PageFiles, type PagePath } from './page-files.ts';
import { amendmentsOf, lineAt } from './pages.ts';
import { parseMessage } from './parse.ts';
import { sendPicture } from './pictures.ts';
import type { WebSettings } from './settings.ts';
import { SignInRoutes } from './sign-in-routes.ts';
import { type Stream, Streams } from './streams.ts';
import { isAboutOthers, lineId, type PageLine, placeAfter, saidLine } from './transcript.ts';
import { WebUploads } from './upload.ts';
import { isPersons, noConversation, type Visit, visitOf } from './visits.ts';

/**
 * The time between two signs of life of a stream, in milliseconds; at each it also looks for what another instance has
 * sent meanwhile.
 */
const HEARTBEAT_MS = 10_000;
/**
 * The time between two looks for replies that another instance has sent to the conversations of open pages, in
 * milliseconds: one query for all of them.
 */
const LOOK_MS = 500;
/**
 * The number of turns that a returning page gets once more: a reply is stored after messages that came while it was
 * worked out.
 */
const OVERLAP = 20;
const IMAGES = '/web/images';

/** The chat page on restify: one page, its messages in, and a stream of everything said out. */
export class WebChannel implements Channel {
  readonly name = 'web';
  /** Paths whose bodies the channel reads itself: pictures are larger than what the server takes elsewhere. */
  readonly raw = [IMAGES];
  readonly #settings: WebSettings;
  readonly #host: Host;
  readonly #access: Access;
  readonly #streams: Streams;
  readonly #page: PageFiles;
  readonly #uploads: WebUploads;
  readonly #links: LinkRoutes;
  readonly #signIn: SignInRoutes;
  #looking: NodeJS.Timeout | null = null;

  constructor(settings: WebSettings, host: Host, limits: Limits | null = null) {
    this.#settings = settings;
    this.#host = host;
    this.#streams = new Streams((open) => host.meter.streams(open));
    this.#access = new Access(settings, host, limits);
    this.#page = new PageFiles(host);
    this.#uploads = new WebUploads(ticks, host.say);
    this.#links = new LinkRoutes(host, this.#access);
    this.#signIn = new SignInRoutes(host, this.#access, this.#page);
    host.whenErased((conversations) => {
      for (const conversation of conversations) for (const stream of this.#streams.of(conversation)) stream.gone();
    });
  }

  /** Puts the page's routes on a server. */
  mount(server: Server): void {
    if (this.#settings.for === 'off') return;
    for (const path of PAGE_PATHS) server.get(path, this.#guarded(this.#file));
    server.get('/web/stream', this.#inConversation(this.#stream));
    server.post('/web/messages', this.#inConversation(this.#message));
    server.post(IMAGES, this.#inConversation(this.#image));
    server.get(`${IMAGES}/:ref`, this.#inConversation(this.#picture));
    server.head(`${IMAGES}/:ref`, this.#inConversation(this.#picture));
    server.post('/web/conversation', this.#guarded(this.#fresh));
    server.post('/web/link', this.#inConversation(this.#links.show.bind(this.#links)));
    server.post('/web/link/open', this.#guarded(this.#links.open.bind(this.#links)));
    server.post('/web/link/leave', this.#guarded(this.#links.leave.bind(this.#links)));
    const signIn = this.#signIn;
    server.get(signIn.begin, this.#guarded(signIn.start.bind(signIn)));
    server.get(signIn.back, this.#guarded(signIn.return.bind(signIn)));
    server.post('/web/sign-in/guest', this.#inConversation(signIn.take.bind(signIn)));
    server.post('/web/sign-out', this.#guarded(signIn.leave.bind(signIn)));
  }

  async start(): Promise<void> {
    if (this.#host.lastTurns !== null) this.#lookIn(LOOK_MS);
    const { for: who, plainHttp, proxies } = this.#settings;
    if (who !== 'public') return;
    const { log } = this.#host;
    if (plainHttp) log.warn({ code: 'WEB_CHAT_OPEN' }, 'WEB_CHAT=open gives the chat page out without TLS');
    else if (proxies.length === 0)
      log.warn(
        { code: 'WEB_CHAT_PLAIN' },
        'without TRUSTED_PROXY nobody can be seen to come by TLS, so nobody gets in',
      );
  }

  /** Ends all streams: the pages come back by themselves, to the next process. */
  async stop(): Promise<void> {
    if (this.#looking) clearTimeout(this.#looking);
    this.#looking = null;
    this.#streams.end();
  }

  close(): void {}

  check(): void {}

  async idle(): Promise<void> {}

  earlier(row: JobRow): Promise<JobResult> {
    return noThread(row);
  }

  async image({ conversation }: JobRow, { ref }: Image): Promise<Uint8Array | Trouble> {
    return (await this.#host.picture(conversation, ref)) ?? 'not-there';
  }

  /** Sends a reply to the pages that are open. All others find it in the store. */
  async send(conversation: string, reply: Reply, row: OutboxRow): Promise<SendOutcome> {
    const streams = this.#streams.of(conversation);
    if (streams.length > 0) {
      const lines = isAboutOthers(reply)
        ? this.#about(conversation, row)
        : [saidLine(lineId(row), new Date().toISOString(), reply)];
      // Pages catch up in a moment if the lines can't be read now.
      const known = await Promise.resolve(lines).catch(() => []);
      for (const stream of streams) {
        // A page that reads slowly holds up nobody else.
        if (await this.#mayRead(stream)) void stream.lines(known);
        else stream.over();
      }
    }
    return { kind: 'sent', ref: null };
  }

  /** The line of a reply that is shown with the rest of its conversation at hand. */
  async #about(conversation: string, row: OutboxRow): Promise<readonly PageLine[]> {
    const [line, amendments] = await Promise.all([
      lineAt(this.#host, conversation, row),
      amendmentsOf(this.#host, conversation),
    ]);
    if (!line) return [];
    amendments.note(line);
    const shown = amendments.shown(line);
    return shown ? [shown] : [];
  }

  /**
   * Answers that a reply has arrived: every page shows the store's transcript, each line once, so a stored reply is
   * there.
   */
  async find(): Promise<Reconciled> {
    return { kind: 'arrived', ref: null };
  }

  /** Guards a route: whoever may not use the page is refused. */
  #guarded(handler: (request: Request, response: Response, caller: Caller) => Promise<void>) {
    return async (request: Request, response: Response): Promise<void> =>
      handler.call(this, request, response, this.#access.enter(request));
  }

  /** Guards a route of a conversation, which the request must belong to. */
  #inConversation(
    handler: (request: Request, response: Response, caller: Caller, visit: Visit) => void | Promise<void>,
  ) {
    return this.#guarded(async (request, response, caller) => {
      await handler.call(this, request, response, caller, await visitOf(request, caller, this.#host));
    });
  }

  async #file(request: Request, response: Response, caller: Caller): Promise<void> {
    const path = request.getPath() as PagePath;
    const facts = path === '/' ? await this.#accountFacts(request, caller) : NO_ACCOUNTS;
    const file = this.#page.at(path, facts);
    const own = conversationOf(cookieOf(request, caller, 'key'), caller);
    const isKnown = own !== null && !(path === '/' && (await isPersons(own, this.#host)));
    const cookies = [
      ...(isKnown ? [] : [setCookie('key', newKey(), caller)]),
      ...(facts.isOver ? [setCookie('session', null, caller)] : []),
    ];
    response.writeHead(200, {
      'content-type': file.type,
      'content-length': file.body.length,
      'cache-control': 'no-cache',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }),
    });
    response.end(file.body);
  }

  /** The part of the page about signing in. */
  async #accountFacts(request: Request, caller: Caller): Promise<AccountFacts> {
    // A private link opens its conversation for guests, whoever they are.
    if (cookieOf(request, caller, 'link') !== null) return NO_ACCOUNTS;
    const key = cookieOf(request, caller, 'session');
    const session = key === null ? null : ((await this.#host.accounts?.session(key)) ?? null);
    return {
      isOffered: session === null && this.#signIn.offered(caller) !== null,
      person: session && { name: session.person.name, mail: session.person.account?.mail ?? null },
      asksForGuest: session !== null && session.guest !== null,
      isOver: key !== null && session === null,
    };
  }

  async #message(request: Request, response: Response, caller: Caller, visit: Visit): Promise<void> {
    const { conversation } = visit;
    const message = await this.#known(parseMessage(request.body, conversation), visit);
    await this.#access.limit(response, 'message', caller, conversation);
    if (!(await this.#access.mayBegin(request, response, caller, conversation))) return;
    const fresh = await this.#access.take(message);
    response.send(202, { accepted: true, fresh });
    if (fresh && message.kind !== 'opened') this.#echo(conversation);
  }

  /** A message with the person who signed in, and their open case in another conversation. */
  async #known(message: Incoming, { conversation, session }: Visit): Promise<Incoming> {
    if (!session) return message;
    const cases = message.kind === 'pressed' ? [] : await this.#host.openCases(session.person.id);
    const elsewhere = cases.find((open) => open.conversation !== conversation)?.title ?? null;
    return { ...message, person: session.person, elsewhere };
  }

  /** Takes in a picture; the next message names it. */
  async #image(request: Request, response: Response, caller: Caller, { conversation }: Visit): Promise<void> {
    if (!(await this.#access.mayKeep(conversation))) throw noConversation(this.#host.say);
    await this.#access.limit(response, 'picture', caller, conversation);
    const bytes = await this.#uploads.take(request, conversation);
    await this.#access.limit(response, 'bytes', caller, conversation, bytes.length);
    const ref = randomUUID();
    await this.#host.keepPicture(conversation, ref, bytes);
    release(bytes);
    response.send(201, { ref });
  }

  /** Sends a picture or file of an agent's, as long as it stands in the person's own conversation. */
  async #picture(request: Request, response: Response, caller: Caller, { conversation }: Visit): Promise<void> {
    await this.#access.limit(response, 'fetch', caller, conversation);
    const image = await this.#imageAt(conversation, String(request.params.ref));
    const bytes = image && (await this.#host.picture(conversation, image.ref));
    if (!bytes)
      throw new Fault('PICTURE_GONE', this.#host.say('page-picture-gone'), this.#host.say('page-picture-gone-cure'));
    sendPicture(request, response, bytes, image.name);
  }

  /** The picture of an agent's line, as long as that is shown. */
  async #imageAt(conversation: string, ref: string): Promise<Image | null> {
    const named = pictureOf(ref);
    const line = named && (await lineAt(this.#host, conversation, named.place));
    return line?.reply ? (await amendmentsOf(this.#host, conversation)).picture(line, ref) : null;
  }

  /** Shows a person's own message in every other page of the conversation. */
  #echo(conversation: string): void {
    const streams = this.#streams.of(conversation);
    if (streams.length > 1) for (const stream of streams) stream.event('refresh');
  }

  async #fresh(request: Request, response: Response, caller: Caller): Promise<void> {
    const key = cookieOf(request, caller, 'session');
    const session = key === null ? null : await this.#host.accounts?.session(key);
    if (key !== null && session) {
      const conversation = conversationOf(newKey(), caller)!;
      await this.#host.accounts!.change(key, { ...session, conversation, guest: null });
    }
    // The conversation of a private link is left as well.
    response.header('set-cookie', [setCookie('key', newKey(), caller), setCookie('link', null, caller)] as never);
    response.send(201, { created: true });
  }

  async #stream(request: Request, response: Response, caller: Caller, visit: Visit): Promise<void> {
    const { conversation } = visit;
    await this.#access.limit(response, 'stream', caller, conversation);
    const after = placeAfter(
      (request.headers['last-event-id'] as string | undefined) ??
        new URL(request.url ?? '/', 'http://page').searchParams.get('after'),
    );
    // The stream is opened first, and then what was there is read: a line that arrives in between is written once,
    // whichever comes first.
    const stream = this.#streams.add(conversation, response as unknown as ServerResponse, {
      network: caller.network,
      lasts: visit.lasts,
      newest: after.turn,
    });
    const beat = setInterval(() => {
      stream.beat();
      // A store that can't be read now can be in a moment.
      this.#beat(conversation, stream).catch(() => undefined);
    }, HEARTBEAT_MS);
    try {
      await this.#catchUp(conversation, stream);
      stream.event('ready');
      await stream.closed;
    } finally {
      clearInterval(beat);
      this.#streams.remove(conversation, stream);
    }
  }

  /** Looks again and again for what other instances have sent; a look that fails is made up for by the next. */
  #lookIn(ms: number): void {
    this.#looking = setTimeout(() => {
      void this.#look()
        .catch(() => undefined)
        .finally(() => {
          if (this.#looking !== null) this.#lookIn(LOOK_MS);
        });
    }, ms);
    this.#looking.unref();
  }

  async #look(): Promise<void> {
    const open = this.#streams.conversations();
    if (open.length === 0) return;
    const turns = await this.#host.lastTurns!(open);
    // A page that reads slowly holds up nobody else.
    for (const [conversation, turn] of turns)
      for (const stream of this.#streams.of(conversation))
        if (turn > stream.looked) void this.#beat(conversation, stream).catch(() => undefined);
  }

  async #beat(conversation: string, stream: Stream): Promise<void> {
    if (!(await this.#mayRead(stream))) stream.over();
    // While lines wait for a page that reads slowly, more of them would only take up memory.
    else if (!stream.busy) await this.#catchUp(conversation, stream);
  }

  /** Tells whether the page of a stream may still read. */
  #mayRead(stream: Stream): Promise<boolean> {
    // Lines that can't be looked up now are not shown now: the page comes back for them.
    return stream.lasts().catch(() => false);
  }

  /** Sends a page what it has not got yet, as fast as it reads. */
  #catchUp(conversation: string, stream: Stream): Promise<void> {
    return stream.pages(this.#missing(conversation, stream));
  }

  async *#missing(conversation: string, stream: Stream): AsyncGenerator<readonly PageLine[]> {
    const since = { turn: Math.max(0, stream.newest - OVERLAP), part: 0 };
    let amendments: Amendments | null = null;
    for await (const lines of pagesOf(this.#host, conversation, since)) {
      stream.looked = Math.max(stream.looked, lines.findLast(({ reply }) => reply !== null)?.turn ?? 0);
      // Its newest line is gone: what was here is deleted, and what comes may begin with the first place again.
      if (lines.length === 0 && amendments === null && stream.newest > 0) {
        stream.newest = 0;
        stream.event('gone');
      }
      amendments ??= await this.#amendmentsFor(conversation, since, lines);
      // Those that came since it was read.
      for (const line of lines) amendments.note(line);
      yield lines.flatMap((line) => (line.turn > since.turn && amendments!.shown(line)) || []);
    }
  }

  /** The changes of the lines from a place on, of which these are the first page: the rest is read only where it matters. */
  async #amendmentsFor(
    conversation: string,
    since: { readonly turn: number },
    lines: readonly Line[],
  ): Promise<Amendments> {
    const isAll = lines.length < LINES_A_PAGE;
    const isPlain = !lines.some(({ reply }) => reply !== null && isAboutOthers(reply));
    return isAll && (isPlain || since.turn === 0) ? new Amendments() : amendmentsOf(this.#host, conversation);
  }
}
