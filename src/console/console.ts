/** The console's frame on restify: the shell around the pages, their files and handlers, and one stream of events. */
import type { ServerResponse } from 'node:http';
import type { Request, Response, Server } from 'restify';
import { type ConsoleEvent, type ConsolePage, type ConsoleUser, Download, type PageRoute } from '../core/console.ts';
import { Fault } from '../core/fault.ts';
import { consoleFiles, SHELL } from './files.ts';
import { checkOrigin } from './origin.ts';
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

  constructor(signIn: SignIn) {
    this.#signIn = signIn;
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

  /** The users who may see a page and have the console open, in this process. */
  present(page: string): readonly ConsoleUser[] {
    return this.#streams.present(page);
  }

  /** Ends all streams, so that the server can close. */
  async stop(): Promise<void> {
    this.#streams.end();
  }

  /** The user of a request from the console's own page. */
  async #user(request: Request): Promise<ConsoleUser> {
    this.#signIn.admit(request);
    checkOrigin(request, this.#signIn.origin(request));
    const user = await this.#signIn.userOf(request);
    if (!user) throw new Fault('CONSOLE_NO_USER', 'Nobody is signed in here.', 'Reload the page.');
    return user;
  }

  #pagesOf({ roles }: ConsoleUser): ConsolePage[] {
    return this.#pages.filter((page) => page.roles.some((role) => roles.includes(role)));
  }

  async #call(page: ConsolePage, route: PageRoute, request: Request, response: Response): Promise<void> {
    const user = await this.#user(request);
    if (!this.#pagesOf(user).includes(page))
      throw new Fault(
        'CONSOLE_ROLE',
        `Your sign-in does not let you use “${page.title}”.`,
        'Ask whoever gives out roles.',
      );
    const answer = await route.handle({
      user,
      params: request.params as Record<string, string>,
      query: new URL(request.url ?? '/', 'http://console').searchParams,
      body: route.method === 'post' ? request.body : undefined,
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
    const pages = new Set(this.#pagesOf(user).map(({ name }) => name));
    const isIn = async (): Promise<boolean> => (await this.#signIn.userOf(request)) !== null;
    await this.#streams.hold(response as unknown as ServerResponse, user, pages, isIn);
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
    response.end(shellOf(page, pages, user));
  }
}

/** The shell as HTML; nothing in it comes from people but the user's own name, as JSON. */
function shellOf(page: ConsolePage, pages: readonly ConsolePage[], user: ConsoleUser | null): string {
  const facts = {
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
    title: escapeHtml(page.title),
    navigation: links.join(''),
    styles,
  };
  return SHELL.replace(/\{\{([a-z]+)\}\}/g, (_, name: string) => values[name] ?? '').replace(
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
