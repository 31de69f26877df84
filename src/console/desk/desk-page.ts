/** The console's page “Desk”: agents work on tickets here. */
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditLine } from '../../core/audit.ts';
import { type ConsolePage, type ConsoleUser, Download, type PageRequest, type PageRoute } from '../../core/console.ts';
import { Fault } from '../../core/fault.ts';
import { searchWords } from '../../core/ticket-entry.ts';
import type { DeskBook } from '../../core/ticket-view.ts';
import type { Presence } from '../presence.ts';
import { Openings } from './openings.ts';
import { SharedAnswers } from './shared-answers.ts';

/** The number of tickets in one page of a list. */
const MOST = 50;
/** The number of files with one answer. */
const MOST_FILES = 5;
/** The number of words that a search looks for. */
const MOST_WORDS = 6;

/** The parts of the service that the page needs. */
export interface DeskPageParts {
  readonly book: DeskBook;
  /** Whether tickets come to a desk at all. */
  readonly isDesk: boolean;
  readonly note: (line: AuditLine) => Promise<void>;
  readonly presence: Presence;
  /** Called when other people look at these tickets than before. */
  readonly looked: (tickets: readonly string[]) => Promise<void>;
  readonly now: () => Date;
}

const Query = z.object({
  list: z.enum(['waiting', 'mine', 'all']).catch('waiting'),
  find: z.string().max(300).catch(''),
  after: z.string().max(300).nullable().catch(null),
});
const Action = z.strictObject({
  id: z.string().regex(/^[\w-]{8,64}$/),
  choice: z
    .string()
    .regex(
      /^(claim|release|reopen|wrong|code|revoke|say|note|(ask|step):[\w-]{1,80}|(undo|now):[\w-]{8,64}|(done|undone):\d{1,3}|close:(fixed|fixed-for-now|unknown)|hand:[\w:.@|-]{1,200})$/,
    ),
  text: z.string().max(50_000).default(''),
  files: z
    .array(z.strictObject({ ref: z.string().max(200), name: z.string().min(1).max(200) }))
    .max(MOST_FILES)
    .default([]),
});
const Looking = z.strictObject({ ticket: z.string().max(40).nullable(), isWriting: z.boolean() });
const Upload = z.object({
  ticket: z.string().max(40),
  id: z.string().regex(/^[\w-]{8,64}$/),
});

/** Makes the page on which agents work on tickets. */
export function deskPage(parts: DeskPageParts): ConsolePage {
  const routes = new DeskRoutes(parts);
  return {
    name: 'desk',
    title: 'Desk',
    roles: ['agent', 'lead'],
    folder: join(import.meta.dirname, '..', 'page', 'desk'),
    module: 'desk.js',
    styles: 'desk.css',
    routes: routes.all,
  };
}

/** The page's handlers. */
class DeskRoutes {
  readonly #parts: DeskPageParts;
  readonly #openings: Openings;
  readonly #pages = new SharedAnswers<Awaited<ReturnType<DeskBook['page']>>>();

  constructor(parts: DeskPageParts) {
    this.#parts = parts;
    this.#openings = new Openings(parts.now);
  }

  get all(): readonly PageRoute[] {
    return [
      { method: 'get', path: '/tickets', handle: (request) => this.#list(request) },
      { method: 'post', path: '/sample', handle: (request) => this.#sample(request) },
      { method: 'get', path: '/agents', handle: async () => ({ agents: await this.#agents() }) },
      { method: 'post', path: '/looking', handle: (request) => this.#looking(request) },
      { method: 'post', path: '/upload', takes: 'bytes', handle: (request) => this.#upload(request) },
      { method: 'get', path: '/tickets/:ticket', handle: (request) => this.#ticket(request) },
      { method: 'post', path: '/tickets/:ticket/act', handle: (request) => this.#act(request) },
      // By query: restify takes no parameter of a path that is as long as these.
      { method: 'get', path: '/tickets/:ticket/file', handle: (request) => this.#file(request) },
    ];
  }

  async #list({ query, user }: PageRequest): Promise<object> {
    const { book, isDesk } = this.#parts;
    const { list, find, after } = Query.parse(Object.fromEntries(query));
    const words = searchWords(find).slice(0, MOST_WORDS);
    const holder = user.person.id;
    const [page, counts] = await Promise.all([
      // Only one's own list depends on who asks.
      this.#pages.get(JSON.stringify([list, list === 'mine' ? holder : null, words, after]), () =>
        book.page({ list, holder, words, after, most: MOST }),
      ),
      book.counts(holder),
    ]);
    return { ...page, counts, isDesk };
  }

  async #ticket({ params, user }: PageRequest): Promise<object> {
    const ticket = params.ticket ?? '';
    const view = await this.#parts.book.view(ticket, user.person);
    if (!view) throw unknownTicket(ticket);
    // A page that follows a ticket reads it again and again; that is one opening.
    if (this.#openings.isNew(user.person.id, ticket)) await this.#note(user, 'opened', ticket);
    const looking = (await this.#parts.presence.lookers()).get(ticket) ?? [];
    return { ...view, looking };
  }

  /** Notes which ticket a tab shows, for the others at the desk. */
  async #looking({ user, tab, body }: PageRequest): Promise<object> {
    const said = Looking.safeParse(body).data;
    if (!said || tab === null) throw new Fault('MALFORMED', 'That says no ticket.', 'Reload the page and try again.');
    const pages = ['desk'];
    const before = await this.#parts.presence.look({ id: tab, user, pages }, said.ticket, said.isWriting);
    const tickets = new Set([before, said.ticket].filter((ticket) => ticket !== null));
    await this.#parts.looked([...tickets]);
    return { noted: true };
  }

  async #upload({ user, query, body }: PageRequest): Promise<object> {
    const asked = Upload.safeParse(Object.fromEntries(query)).data;
    if (!asked) throw new Fault('MALFORMED', 'That is no file for a ticket.', 'Reload the page and try again.');
    await this.#note(user, 'upload', asked.ticket);
    const ref = await this.#parts.book.keepFile(asked.ticket, user.person, asked.id, body as Uint8Array);
    if (ref === null) throw unknownTicket(asked.ticket);
    return { ref };
  }

  async #act({ params, user, body }: PageRequest): Promise<object> {
    const ticket = params.ticket ?? '';
    const action = Action.safeParse(body).data;
    if (!action)
      throw new Fault('MALFORMED', 'That is no action on a ticket, or too long.', 'Reload the page and try again.');
    const to = action.choice.startsWith('hand:') ? await this.#agent(action.choice.slice('hand:'.length)) : null;
    // Before it is done: what nobody could write down is not done either.
    await this.#note(user, action.choice.split(':')[0]!, ticket);
    const done = await this.#parts.book.act(ticket, user.person, to === null ? action : { ...action, text: to });
    if (!done) throw unknownTicket(ticket);
    return { accepted: true };
  }

  async #file({ params, query, user }: PageRequest): Promise<Download> {
    const [ticket, ref] = [params.ticket ?? '', query.get('ref') ?? ''];
    const view = await this.#parts.book.view(ticket, user.person);
    const all = view === null ? [] : [...view.lines, ...view.held].flatMap(({ files }) => files);
    const file = all.find((each) => each.ref === ref);
    const bytes = file && (await this.#parts.book.file(ticket, ref));
    if (!bytes) throw new Fault('PICTURE_GONE', 'This file is no longer kept.', 'Ask the person to send it again.');
    await this.#note(user, 'file', ticket);
    // As bytes to be saved, whatever it is: nothing that people send is ever run or drawn here.
    return new Download(file.name ?? 'file', 'application/octet-stream', bytes);
  }

  async #sample({ user }: PageRequest): Promise<object> {
    await this.#note(user, 'sample', null);
    await this.#parts.book.sample();
    return { made: true };
  }

  #agents(): Promise<readonly { readonly id: string; readonly name: string }[]> {
    return this.#parts.presence.present('desk');
  }

  /** The name of an agent who has the console open. */
  async #agent(id: string): Promise<string> {
    const found = (await this.#agents()).find((agent) => agent.id === id);
    if (!found)
      throw new Fault('NOT_FOUND', 'This agent does not have the console open.', 'Ask them to open it, and try again.');
    return found.name;
  }

  #note({ person }: ConsoleUser, what: string, ticket: string | null): Promise<void> {
    return this.#parts.note({ at: this.#parts.now().toISOString(), who: person.id, name: person.name, what, ticket });
  }
}

function unknownTicket(ticket: string): Fault {
  return new Fault(
    'NOT_FOUND',
    `There is no ticket ${ticket.slice(0, 40)} at a desk.`,
    'Look for it by a word of the problem; it may have been deleted at its age.',
  );
}
