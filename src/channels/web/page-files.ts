/** The files of the page, with the sentences of the content in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_KINDS, UNREADABLE } from '../../core/file-kind.ts';
import type { Host } from '../../core/host.ts';
import { CHANNEL_KEYS, type PhraseKey } from '../../core/phrase-keys.ts';
import type { Age } from '../../core/retention.ts';

const HTML = 'text/html; charset=utf-8';
const CSS = 'text/css; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

/** The page's files: the path each is served at, its name in `page/`, and its type. */
const FILES = [
  ['/', 'index.html', HTML],
  ['/page.js', 'page.js', JAVASCRIPT],
  ['/pictures.js', 'pictures.js', JAVASCRIPT],
  ['/agents.js', 'agents.js', JAVASCRIPT],
  ['/copyable.js', 'copyable.js', JAVASCRIPT],
  ['/link.js', 'link.js', JAVASCRIPT],
  ['/post.js', 'post.js', JAVASCRIPT],
  ['/proof.js', 'proof.js', JAVASCRIPT],
  ['/sign-in.js', 'sign-in.js', JAVASCRIPT],
  ['/signed-in.js', 'signed-in.js', JAVASCRIPT],
  ['/words.js', 'words.js', JAVASCRIPT],
  ['/elements.js', 'elements.js', JAVASCRIPT],
  ['/page.css', 'page.css', CSS],
  ['/colours.css', '../../../browser/colours.css', CSS],
  ['/parts.css', '../../../browser/parts.css', CSS],
] as const;

/** The path of one of the page's files. */
export type PagePath = (typeof FILES)[number][0];

/** The paths that the page's files are served at. */
export const PAGE_PATHS: readonly PagePath[] = FILES.map(([path]) => path);

/** A file as it is sent. */
export interface ServedFile {
  readonly type: string;
  readonly body: Buffer;
}

/** The place of a sentence in a page. */
export const PLACE = /\{\{([a-z-]+)\}\}/g;

/** The part of the page about signing in. */
export interface AccountFacts {
  /** Whether a sign-in is offered. */
  readonly isOffered: boolean;
  /** The person who signed in; null for a guest. */
  readonly person: { readonly name: string; readonly mail: string | null } | null;
  /** Whether the person is asked what becomes of the guest's conversation. */
  readonly asksForGuest: boolean;
  /** Whether a sign-in ended that this browser had. */
  readonly isOver: boolean;
}

/** The facts where nobody can sign in. */
export const NO_ACCOUNTS: AccountFacts = { isOffered: false, person: null, asksForGuest: false, isOver: false };

/** The end of a sign-in in a window of its own: the name of what the page is told. */
export type SignInEnd = 'signed-in' | 'not-signed-in' | 'sign-in-unreachable';
const END_WORDS = {
  'signed-in': 'page-sign-in-done',
  'not-signed-in': 'page-sign-in-refused',
  'sign-in-unreachable': 'page-sign-in-unreachable',
} as const satisfies Record<SignInEnd, PhraseKey>;

/** The part of a host that the page's files need. */
type PageHost = Pick<Host, 'say' | 'organisation' | 'retention'>;

/** The page's files in memory. What people read in them is put in each time, because content may change meanwhile. */
export class PageFiles {
  readonly #files: ReadonlyMap<PagePath, ServedFile>;
  readonly #html: string;
  readonly #window: string;
  /** The keys of the sentences that the scripts name, and of those for kinds of files. */
  readonly #keys: readonly PhraseKey[];
  readonly #host: PageHost;

  constructor(host: PageHost) {
    this.#host = host;
    this.#files = new Map(
      FILES.map(([path, name, type]) => [path, { type, body: readFileSync(join(import.meta.dirname, 'page', name)) }]),
    );
    this.#html = this.#files.get('/')!.body.toString();
    this.#window = readFileSync(join(import.meta.dirname, 'page', 'signed-in.html'), 'utf8');
    const scripts = [...this.#files.values()]
      .flatMap(({ type, body }) => (type === JAVASCRIPT ? [body.toString()] : []))
      .join('');
    const named = CHANNEL_KEYS.filter((key) => scripts.includes(`'${key}'`));
    this.#keys = [...named, ...UNREADABLE.map((kind) => `file-${kind}` as const)];
  }

  /** The file of a path, as it is to be sent now. */
  at(path: PagePath, facts: AccountFacts): ServedFile {
    const file = this.#files.get(path)!;
    return path === '/' ? { ...file, body: Buffer.from(this.#inWords(facts)) } : file;
  }

  /** The page in the window in which somebody signed in, or did not. */
  after(end: SignInEnd): ServedFile {
    const { say } = this.#host;
    const html = this.#window
      .replace(PLACE, (_, key: string) => escapeHtml(say(key as PhraseKey)))
      .replace('data-end=""', `data-end="${end}"`)
      .replace('id="end">', () => `id="end">${escapeHtml(say(END_WORDS[end]))}`)
      .replace('<html lang="en">', () => `<html lang="${escapeHtml(say('page-language'))}">`);
    return { type: HTML, body: Buffer.from(html) };
  }

  #inWords(facts: AccountFacts): string {
    const { say } = this.#host;
    // The only values that sentences of the page itself can name.
    const who = this.#host.organisation() ?? say('page-your-company');
    const { conversations, tickets } = this.#host.retention;
    const isKept = conversations === null || tickets === null;
    const ages: Record<string, string> = isKept
      ? {}
      : { age: this.#age(conversations), 'ticket-age': this.#age(tickets) };
    const values = { who, ...ages };
    const sentence = (key: string): PhraseKey =>
      key === 'page-who-reads' && isKept ? 'page-who-reads-kept' : (key as PhraseKey);
    return this.#html
      .replace(PLACE, (_, key: string) => escapeHtml(say(sentence(key), values)))
      .replace('<html lang="en">', () => `<html lang="${escapeHtml(say('page-language'))}">`)
      .replace('id="words">{}', () => `id="words">${this.#words()}`)
      .replace('id="kinds">{}', () => `id="kinds">${inert(FILE_KINDS)}`)
      .replace('id="account">{}', () => `id="account">${inert(facts)}`);
  }

  /** An age in the language of the page: "90 days". */
  #age({ count, unit }: Age): string {
    return new Intl.NumberFormat(languageOf(this.#host.say('page-language')), {
      style: 'unit',
      unit,
      unitDisplay: 'long',
    }).format(count);
  }

  /** The sentences that the scripts say. */
  #words(): string {
    const words = Object.fromEntries(this.#keys.map((key) => [key, this.#host.say(key)]));
    return inert(words);
  }
}

/** JSON in which nothing ends the element it stands in. */
function inert(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Escapes a text for the inside of an element, and of an attribute in double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A language as the page names it; English where that is no language. */
function languageOf(said: string): string {
  try {
    return Intl.getCanonicalLocales(said)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
