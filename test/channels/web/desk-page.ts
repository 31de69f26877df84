import assert from 'node:assert/strict';
import { Limits } from '../../../src/channels/web/limits.ts';
import type { WebSettings } from '../../../src/channels/web/settings.ts';
import { WebChannel } from '../../../src/channels/web/web.ts';
import { createTurn } from '../../../src/conversation/turn.ts';
import type { Saved } from '../../../src/core/conversation.ts';
import { isDesks } from '../../../src/core/desk.ts';
import type { RunJob } from '../../../src/core/job.ts';
import type { Log } from '../../../src/core/log.ts';
import { type Incoming, PLAIN } from '../../../src/core/message.ts';
import type { Store } from '../../../src/core/store.ts';
import { createDeskTurn } from '../../../src/desk/turn.ts';
import { createCarryJob, makeCode } from '../../../src/journal/carry-over.ts';
import { createForgetJob } from '../../../src/journal/forget.ts';
import { Journal } from '../../../src/journal/journal.ts';
import { createTranscriptJob } from '../../../src/journal/transcript.ts';
import { FirstlineServer } from '../../../src/server/server.ts';
import { openStore } from '../../../src/store/open.ts';
import { FRONT, lineOf, ONE_DESK, Platform } from '../../fakes/desk-world.ts';
import { hostOf } from '../../fakes/host.ts';
import { knowledge } from '../../fakes/knowledge.ts';
import { redact } from '../../fakes/redact.ts';

/** The settings of a page that only this machine may open. */
export const LOOPBACK: WebSettings = { for: 'loopback', plainHttp: false, proxies: [] };

/** The chat page on a real server, with the real journal and store, and a desk on a platform that only shows. */
export class DeskPage {
  readonly desk = new Platform('slack');
  /** The files that agents attach, by their refs; other files can't be fetched. */
  readonly files = new Map<string, Uint8Array>();
  /** Everything that was logged, as JSON lines. */
  log = '';
  readonly store: Store;
  readonly web: WebChannel;
  address = '';
  readonly #journal: Journal;
  readonly #server: FirstlineServer;
  #count = 0;

  private constructor(store: Store, settings: WebSettings) {
    this.store = store;
    const note = (fields: object, text: string): void => {
      this.log += `${JSON.stringify(fields)} ${text}\n`;
    };
    const log: Log = { debug: note, info: note, warn: note, error: note };
    const { content, read } = knowledge();
    const [person, desk] = [createTurn(content, read, true), createDeskTurn(content, ONE_DESK)];
    const host = hostOf('web', store, { log, accept: (message) => this.#journal.accept(message) });
    this.web = new WebChannel(settings, host, settings.for === 'public' ? new Limits() : null);
    const carry = createCarryJob(
      async ({ conversation, channel }, { ref }) =>
        (channel === 'web' ? await store.image(conversation, ref) : this.files.get(ref)) ?? 'not-there',
      store,
      () => new Date(),
    );
    const runs: Partial<Record<string, RunJob>> = {
      carry,
      transcript: createTranscriptJob(store),
      code: makeCode,
      forget: createForgetJob(store),
    };
    this.#journal = new Journal({
      redact,
      store,
      turn: (state: Saved | null, message) =>
        isDesks(message.conversation) ? desk(state, message) : person(state as never, message),
      apology: () => assert.fail('a turn failed'),
      channels: [this.web, this.desk],
      run: (row) => runs[row.job.kind]!(row),
      now: () => new Date(),
      log,
    });
    this.#server = new FirstlineServer({
      mounts: [this.web],
      raw: this.web.raw,
      ping: () => store.ping(),
      log,
    });
  }

  static async open(settings: WebSettings = LOOPBACK, database = 'sqlite::memory:'): Promise<DeskPage> {
    const page = new DeskPage(await openStore(database), settings);
    await page.#journal.start();
    page.address = await page.#server.listen(0, '127.0.0.1');
    return page;
  }

  async close(): Promise<void> {
    await Promise.all([this.web.stop(), this.#server.close()]);
    await this.#journal.stop();
    await this.store.close();
  }

  /** An agent in the thread of the newest ticket. */
  async agent(name: string): Promise<Agent> {
    const head = this.desk.shown.findLast((s) => s.thread === null && s.reply.title !== null);
    assert.ok(head, 'a ticket stands at the desk');
    const conversation = await this.store.whose('slack', head.ref);
    const take = async (given: Partial<Incoming>): Promise<string> => {
      this.#count += 1;
      const where = { conversation: conversation!, channel: 'slack', address: `#${FRONT}`, shared: true };
      const person = { id: `slack:T:${name}`, name };
      const audience = 'person' as const;
      const message = { ...PLAIN, id: `a${this.#count}`, audience, text: '', person, ...where, kind: 'said' as const };
      await this.#journal.accept({ ...message, ...given });
      await this.#journal.idle();
      return message.id;
    };
    return new Agent(take);
  }

  /** The text of the whole desk, as words. */
  async atDesk(): Promise<string[]> {
    await this.#journal.idle();
    return this.desk.in(`#${FRONT}`);
  }

  /** The last of what stands there, as it was sent. */
  async lastAtDesk(): Promise<string> {
    await this.#journal.idle();
    return lineOf(this.desk.shown.at(-1)!.reply);
  }
}

/** Somebody at the desk; what they write answers its id. */
export class Agent {
  readonly #take: (given: Partial<Incoming>) => Promise<string>;

  constructor(take: (given: Partial<Incoming>) => Promise<string>) {
    this.#take = take;
  }

  say(text: string, given: Partial<Incoming> = {}): Promise<string> {
    return this.#take({ text, ...given });
  }

  edit(about: string, text: string): Promise<string> {
    return this.#take({ kind: 'edited', about, text });
  }

  remove(about: string): Promise<string> {
    return this.#take({ kind: 'deleted', about });
  }

  press(choice: string, text = ''): Promise<string> {
    return this.#take({ kind: 'pressed', choice, text });
  }
}
