/** The console's frame on restify: the shell around the pages, their files and handlers, and one stream of events. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Request, Response, Server } from 'restify';
import { type ConsoleEvent, type ConsolePage, type ConsoleUser, Download, type PageRoute } from '../core/console.ts';
import { Fault } from '../core/fault.ts';
import { Uploads } from './body.ts';
import { consoleFiles, SHELL } from './files.ts';
import { checkOrigin } from './origin.ts';
import type { Presence } from './presence.ts';
import type { SessionStore } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import { ConsoleStreams } from './streams.ts';

/** Headers of everything the console sends: nothing inline, nothing from elsewhere, in no frame, in no cache. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** The browser application for agents and leads. Its pages are registered with it, in the order of the navigation. */
export class Console {
  #pages: readonly ConsolePage[] = [];
  readonly #signIn: SignIn;
  readonly #streams = new ConsoleStreams();
  readonly #uploads = new Uploads();
  #parts: ConsoleParts | null = null;

  constructor(signIn: SignIn) {
    this.#signIn = signIn;
  }

  /** Gets what is made after it; before it is mounted. */
  equip(parts: ConsoleParts): void {
    this.#parts = parts;
    this.#signIn.keepIn(parts.sessions);
  }

  /** Registers a page, before the console is mounted. */
  add(...pages: readonly ConsolePage[]): void {
    this.#pages = [...this.#pages, ...pages];
  }

  /** Puts the console's routes on a server. */
  mount(server: Server): void {
    this.#signIn.mount(server);
    for (const { path, type, body } of consoleFiles(this.#pages))
      server.get(path, async (request: Request, response: Response) => {
        this.#signIn.admit(request);
        response.writeHead(200, { ...HEADERS, 'cache-control': 'no-cache', 'content-type': type });
        response.end(body);
      });
    server.get('/console/stream', async (request: Request, response: Response) => this.#stream(request, response));
    for (const page of this.#pages)
      for (const route of page.routes)
        server[route.method](`/console/api/${page.name}${route.path}`, async (request: Request, response: Response) =>
          this.#call(page, route, request, response),
        );
    const shell = async (request: Request, response: Response) => this.#shell(request, response);
    for (const path of ['/console', '/console/:page', '/console/:page/:rest']) server.get(path, shell);
  }

  /** Tells the open consoles that something happened on a page. */
  tell(event: ConsoleEvent): void {
    this.#streams.tell(event);
  }

  /** Paths whose bodies the console reads itself: files. */
  get raw(): readonly string[] {
    return this.#pages.flatMap(({ name, routes }) =>
      routes.filter(({ takes }) => takes === 'bytes').map(({ path }) => `/console/api/${name}${path}`),
    );
  }

  /** Whether somebody who may see a page has the console open, in this process. */
  isOpen(page: string): boolean {
    return this.#streams.isOpen(page);
  }

  get #equipped(): ConsoleParts {
    if (!this.#parts) throw new Error('the console was mounted before it was equipped');
    return this.#parts;
  }

  /** Ends all streams, so that the server can close. */
  async stop(): Promise<void> {
    this.#streams.end();
  }

  /** The user of a request from the console's own page. */
  async #user(request: Request, takes: PageRoute['takes'] = undefined): Promise<ConsoleUser> {
    this.#signIn.admit(request);
    const type = takes === 'bytes' ? 'application/octet-stream' : 'application/json';
    checkOrigin(request, this.#signIn.origin(request), type);
    const user = await this.#signIn.userOf(request);
    if (!user) throw new Fault('CONSOLE_NO_USER', 'Nobody is signed in here.', 'Reload the page.');
    return user;
  }

  #pagesOf({ roles }: ConsoleUser): ConsolePage[] {
    return this.#pages.filter((page) => page.roles.some((role) => roles.includes(role)));
  }

  async #call(page: ConsolePage, route: PageRoute, request: Request, response: Response): Promise<void> {
    const user = await this.#user(request, route.takes);
    if (!this.#pagesOf(user).includes(page))
      throw new Fault(
        'CONSOLE_ROLE',
        `Your sign-in does not let you use “${this.#titleOf(page)}”.`,
        'Ask whoever gives out roles.',
      );
    const body = route.takes === 'bytes' ? await this.#uploads.take(request) : request.body;
    const answer = await route.handle({
      user,
      tab: tabIn(request),
      params: request.params as Record<string, string>,
      query: new URL(request.url ?? '/', 'http://console').searchParams,
      body: route.method === 'post' ? body : undefined,
    });
    const sent = answer instanceof Download ? answer.body : JSON.stringify(answer);
    response.writeHead(200, {
      ...HEADERS,
      'content-type': answer instanceof Download ? answer.type : 'application/json; charset=utf-8',
      ...(answer instanceof Download ? { 'content-disposition': attachment(answer.name) } : {}),
    });
    response.end(sent);
  }

  async #stream(request: Request, response: Response): Promise<void> {
    const user = await this.#user(request);
    const { presence } = this.#equipped;
    const pages = this.#pagesOf(user).map(({ name }) => name);
    // A page that doesn't say which tab it is in is one for itself.
    const tab = { id: tabIn(request) ?? randomUUID(), user, pages };
    await this.#streams.hold(response as unknown as ServerResponse, tab, {
      isIn: async () => {
        const now = await this.#signIn.userOf(request);
        return now?.person.id === user.person.id && now.roles.join() === user.roles.join();
      },
      renew: () => presence.renew(tab),
      left: async () => {
        const ticket = await presence.leave(tab.id);
        if (ticket !== null) this.#parts?.looked([ticket]);
      },
    });
  }

  #titleOf({ name, title }: ConsolePage): string {
    return this.#equipped.words()[`page-${name}`] ?? title;
  }

  /** The shell around a page; the page itself is drawn in the browser. */
  async #shell(request: Request, response: Response): Promise<void> {
    this.#signIn.admit(request);
    const user = await this.#signIn.userOf(request);
    const go = (to: string): void => {
      response.writeHead(302, { ...HEADERS, location: to });
      response.end();
    };
    if (!user && this.#signIn.begin !== null)
      return go(`${this.#signIn.begin}?to=${encodeURIComponent(request.getPath())}`);
    const pages = user ? this.#pagesOf(user) : this.#pages;
    if (user && pages.length === 0)
      throw new Fault('CONSOLE_ROLE', 'Your sign-in has no role in the console.', 'Ask whoever gives out roles.');
    const name = (request.params as Record<string, string>).page;
    if (name === undefined) return go(`/console/${pages[0]!.name}`);
    const page = pages.find((each) => each.name === name);
    if (!page) throw new Fault('NOT_FOUND', 'There is no such page in the console.', 'Open the console at /console.');
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/html; charset=utf-8' });
    const titled = (one: ConsolePage): ConsolePage => ({ ...one, title: this.#titleOf(one) });
    response.end(shellOf(titled(page), pages.map(titled), user, this.#equipped.words()));
  }
}

/** The id of the browser's tab that a request comes from; null where it does not say. */
function tabIn(request: Request): string | null {
  const tab = new URL(request.url ?? '/', 'http://console').searchParams.get('tab') ?? '';
  return TAB.test(tab) ? tab : null;
}

const TAB = /^[\w-]{8,64}$/;

/** The parts of the service that the console needs, and that are made later than it. */
export interface ConsoleParts {
  readonly sessions: SessionStore;
  readonly presence: Presence;
  /** Called when other people look at these tickets than before. */
  readonly looked: (tickets: readonly string[]) => void;
  /** The words of the console, by key; asked each time, because content may change while the service runs. */
  readonly words: () => Readonly<Record<string, string>>;
}

/** The shell as HTML; nothing in it comes from people but the user's own name, as JSON. */
function shellOf(
  page: ConsolePage,
  pages: readonly ConsolePage[],
  user: ConsoleUser | null,
  words: Readonly<Record<string, string>>,
): string {
  const facts = {
    words,
    page: page.name,
    module: `/console/files/${page.name}/${page.module}`,
    me: user && { id: user.person.id, name: user.person.name, roles: user.roles },
  };
  const links = pages.map(({ name, title }) => {
    const current = name === page.name ? ' aria-current="page"' : '';
    return `<a href="/console/${name}"${current}>${escapeHtml(title)}</a>`;
  });
  const styles =
    page.styles === null ? '' : `<link rel="stylesheet" href="/console/files/${page.name}/${page.styles}">`;
  const values: Readonly<Record<string, string>> = {
    title: escapeHtml((words['frame-title'] ?? '{page}').replace('{page}', () => page.title)),
    navigation: links.join(''),
    styles,
  };
  const wordOf = (name: string): string => values[name] ?? escapeHtml(words[name] ?? '');
  return SHELL.replace(/\{\{([a-z-]+)\}\}/g, (_, name: string) => wordOf(name)).replace(
    'id="console">{}',
    () => `id="console">${JSON.stringify(facts).replaceAll('<', '\\u003c')}`,
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The header that makes the browser save a file under a name. */
function attachment(name: string): string {
  return `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
