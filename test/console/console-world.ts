/** The console and the chat page on a real server, with the real journal and store, as a service with `DESK=web` has them. */
import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { WebChannel } from '../../src/channels/web/web.ts';
import { addPages, createConsole, watched } from '../../src/commands/console.ts';
import type { ConsoleSettings } from '../../src/console/settings.ts';
import { oneDesk } from '../../src/content/desks.ts';
import type { Sources } from '../../src/content/folders.ts';
import { createTurn } from '../../src/conversation/turn.ts';
import type { Saved } from '../../src/core/conversation.ts';
import { isDesks } from '../../src/core/desk.ts';
import { Erasures } from '../../src/core/erasures.ts';
import type { RunJob } from '../../src/core/job.ts';
import type { Log } from '../../src/core/log.ts';
import type { Incoming } from '../../src/core/message.ts';
import type { Store } from '../../src/core/store.ts';
import { createDeskTurn } from '../../src/desk/turn.ts';
import { createCarryJob, makeCode } from '../../src/journal/carry-over.ts';
import { createForgetJob } from '../../src/journal/forget.ts';
import { Journal } from '../../src/journal/journal.ts';
import { createTranscriptJob } from '../../src/journal/transcript.ts';
import { FirstlineServer } from '../../src/server/server.ts';
import { openStore } from '../../src/store/open.ts';
import { fixtureSources } from '../fakes/content.ts';
import { hostOf } from '../fakes/host.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { redact } from '../fakes/redact.ts';

/** A service with a desk in the browser. */
export class ConsoleWorld {
  readonly store: Store;
  readonly address: string;
  readonly accept: (message: Incoming) => Promise<boolean>;
  /** Everything that was logged. */
  readonly log: () => string;
  readonly close: () => Promise<void>;

  private constructor(parts: Pick<ConsoleWorld, 'store' | 'address' | 'accept' | 'log' | 'close'>) {
    this.store = parts.store;
    this.address = parts.address;
    this.accept = parts.accept;
    this.log = parts.log;
    this.close = parts.close;
  }

  static async open(
    settings: ConsoleSettings = { oidc: null, webhook: null, mail: null, address: null },
    {
      port = 0,
      database = 'sqlite::memory:',
      sources = fixtureSources(),
      holdS = 1,
      clock = Date.now,
      answer = null,
    }: {
      port?: number;
      database?: string;
      sources?: Sources;
      holdS?: number;
      clock?: () => number;
      /** The minutes within which somebody is promised; null for no promise. */
      answer?: number | null;
    } = {},
  ): Promise<ConsoleWorld> {
    let logged = '';
    const line = (fields: object, text: string): void => {
      logged += `${JSON.stringify(fields)} ${text}\n`;
    };
    const log: Log = { debug: line, info: line, warn: line, error: line };
    const now = (): Date => new Date();
    const made = await createConsole(settings, log, clock);
    const { frame, desk } = made;
    const erasures = new Erasures();
    const store = watched(await openStore(database), frame, erasures);
    const { content, read } = knowledge();
    const web = oneDesk('web', []);
    const desks = { ...web, desks: new Map([...web.desks].map(([name, desk]) => [name, { ...desk, answer }])) };
    const turns = { person: createTurn(content, read, true), desk: createDeskTurn(content, desks) };
    const accept = (message: Incoming): Promise<boolean> => journal.accept(message);
    const page = new WebChannel(
      { for: 'loopback', plainHttp: false, proxies: [] },
      hostOf('web', store, { log, accept, erasures, named: true, accounts: made.accountsIn(store) }),
    );
    const runs: Partial<Record<string, RunJob>> = {
      carry: createCarryJob((row, image) => (row.channel === 'console' ? desk : page).image(row, image), store, now),
      transcript: createTranscriptJob(store),
      code: makeCode,
      forget: createForgetJob(store),
    };
    const journal = new Journal({
      ...{ redact, store, now, log },
      turn: (state: Saved | null, message) =>
        isDesks(message.conversation) ? turns.desk(state, message) : turns.person(state as never, message),
      apology: () => assert.fail('a turn failed'),
      channels: [page, ...made.channels],
      run: (row) => runs[row.job.kind]!(row),
      // As in a service that nobody killed.
      aheadAfterMs: 0,
    });
    erasures.listen((forgotten) => journal.forgotten(forgotten));
    const server = new FirstlineServer({ log });
    const address = await server.listen(port, '127.0.0.1');
    const channels = new Map([
      ['web', 'Chat page'],
      ['slack', 'Slack'],
    ]);
    await addPages(made, {
      ...{ store, accept, desks, channels, settings, now, holdS, here: address },
      ...{ content: () => content, sources },
    });
    await journal.start();
    server.open({ mounts: [page, frame], raw: [...page.raw, ...frame.raw], ping: () => store.ping() });
    return new ConsoleWorld({
      ...{ store, address, accept },
      log: () => logged,
      close: async () => {
        await Promise.all([page.stop(), frame.stop(), server.close()]);
        await journal.stop();
        await store.close();
      },
    });
  }

  /** The cookie of an agent of this name. */
  async cookie(name: string): Promise<string> {
    const response = await this.post('/console/api/me', { name });
    assert.equal(response.status, 201);
    return response.headers.getSetCookie()[0]!.split(';')[0]!;
  }

  /** Posts as the console's own page does; `headers` replace what it sends. */
  post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(new URL(path, this.address), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: this.address,
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
      body: JSON.stringify(body),
    });
  }

  /** Asks as the console's own page does. */
  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(new URL(path, this.address), {
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
    });
  }
}

/** The console of an agent in a browser; errors and refusals of its policy go to `errors`. */
export async function openConsole(
  context: BrowserContext,
  { address }: { readonly address: string },
  name: string,
  errors: string[],
): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) errors.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) errors.push(request.url());
  });
  await page.goto(`${address}/console`);
  await page.getByLabel('Your name').fill(name);
  await page.keyboard.press('Enter');
  await page.getByText('Live').waitFor();
  return page;
}
