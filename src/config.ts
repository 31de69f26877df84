/** The settings; this is the only file that reads the environment. */
import { z } from 'zod';
import { CHANNELS } from './channels/index.ts';
import { type ConsoleSettings, consoleSettings } from './console/settings.ts';
import type { Env, Settings as Read, Registration, WrongSetting } from './core/channel.ts';
import { Fault } from './core/fault.ts';
import { type ProxySettings, proxySettings } from './core/proxy.ts';
import { DEFAULT_RETENTION, type Retention, readRetention } from './core/retention.ts';
import { CORRECT_IT, given } from './core/settings.ts';

/** The settings of the service. Every setting has a default that works on one machine. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** The ages at which what people wrote is deleted. */
  readonly retention: Retention;
  /** The readers of the metrics: those on this machine, nobody, or whoever reaches a port of its own. */
  readonly metrics: 'loopback' | 'off' | { readonly host: string; readonly port: number };
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Whether colours are welcome in a terminal (https://no-color.org). */
  readonly colour: boolean;
  /** The content to load. */
  readonly content: ContentConfig;
  /** The place of tickets: one desk (`slack:C0123`), a file of desks, or null for none. */
  readonly desk: { readonly place: string } | { readonly file: string } | null;
  /** The proxy by which requests go out; null for none. */
  readonly proxy: ProxySettings | null;
  /** The console: where people sign in, and who is told of tickets while it is closed. */
  readonly console: ConsoleSettings;
  /** The settings of the connected channels, by the channel's name. */
  readonly channels: ReadonlyMap<string, unknown>;
}

/** The packs that are switched on, and a company's own content. */
export interface ContentConfig {
  /** Packs by folder name, in the order they are offered; null for all of them. */
  readonly packs: readonly string[] | null;
  /** Folders with `intents/` and `dialogs/`, laid over the shipped content in this order. */
  readonly folders: readonly string[];
  /** The path of the organisation's own settings; null where there is none. */
  readonly organisation: string | null;
}

const METRICS_MEANT = 'loopback, off, or an address and a port such as 0.0.0.0:9464';

const Settings = z.object({
  PORT: z.coerce
    .number({ error: 'a number' })
    .int('a whole number')
    .min(0, '0 to 65535')
    .max(65535, '0 to 65535')
    .default(3978),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)/, 'sqlite:<path>, or postgres://<user>:<password>@<host>/<database>')
    .default('sqlite:./data/firstline.db'),
  RETENTION: z
    .string()
    .transform((text, context) => {
      const read = readRetention(text);
      if ('ages' in read) return read.ages;
      context.addIssue({ code: 'custom', message: read.wrong });
      return z.NEVER;
    })
    .optional(),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'], { error: 'silent, error, warn, info or debug' })
    .default('info'),
  METRICS: z
    .union(
      [
        z.enum(['loopback', 'off']),
        z
          .string()
          .regex(/^(?:\[[0-9a-f:.]+\]|[^\s:[\]]+):\d{1,5}$/i)
          .transform(placeOf)
          .refine(({ port }) => port <= 65_535, { error: METRICS_MEANT }),
      ],
      { error: METRICS_MEANT },
    )
    .default('loopback'),
  NO_COLOR: z.string().default(''),
  PACKS: z
    .string()
    .regex(/^[a-z0-9-]+(\s*,\s*[a-z0-9-]+)*$/, 'names of packs, such as mail,printers')
    .refine((text) => new Set(listOf(text)).size === listOf(text).length, 'names of packs, each once')
    .optional(),
  CONTENT: z.string().min(1).optional(),
  ORGANISATION: z.string().min(1).optional(),
  DESK: z.string().min(1).optional(),
  DESKS: z.string().min(1).optional(),
});

/**
 * Reads the settings from the environment.
 * @throws {Fault} SETTING_WRONG, naming every setting that has a wrong value
 */
export function readConfig(env: Env = process.env, registrations: readonly Registration[] = CHANNELS): Config {
  const s = parsed(Settings, env);
  if (typeof s.METRICS === 'object' && s.METRICS.port === s.PORT)
    throw new Fault(
      'SETTING_WRONG',
      `METRICS and PORT are the same port, ${s.PORT}`,
      'Give METRICS a port of its own, or loopback: the service then has /metrics on its port, for this machine.',
    );
  return {
    port: s.PORT,
    host: s.HOST,
    databaseUrl: s.DATABASE_URL,
    retention: s.RETENTION ?? DEFAULT_RETENTION,
    metrics: s.METRICS,
    logLevel: s.LOG_LEVEL,
    colour: s.NO_COLOR === '',
    content: contentOf(s),
    desk: deskOf(s),
    proxy: settingsOf(proxySettings(env)),
    console: settingsOf(consoleSettings(env))!,
    channels: channelsOf(env, registrations),
  };
}

/** The surroundings of the service, as its environment tells of them. */
export interface ServiceSurroundings {
  /** Whether a supervisor waits for word that the service is up, or still well. */
  readonly isNotified: boolean;
  /** The file of certificates that Node is to trust besides its own; null for none. */
  readonly certificates: string | null;
}

/** Reads the surroundings: none of them is a setting of Firstline, and all concern it. */
export function readSurroundings(env: Env = process.env): ServiceSurroundings {
  return { isNotified: Boolean(env.NOTIFY_SOCKET), certificates: env.NODE_EXTRA_CA_CERTS || null };
}

/** The beginnings of names that nobody but Firstline reads. */
const OURS = /^(SLACK_|TEAMS_|MICROSOFT_?APP|DESK|OIDC_|SMTP_|WEB_|CONSOLE_|TRUSTED_)/i;
/** Variables that a cluster sets for its services, whatever they are called. */
const OF_CLUSTER = /_(SERVICE_(HOST|PORT)|PORT)(_|$)/;

/**
 * An environment to read settings from, and the names in it that look like settings and were never read, such as a
 * misspelt one: they have no effect.
 */
export function watchedEnv(env: Env = process.env): { readonly env: Env; readonly unread: () => readonly string[] } {
  const read = new Set<string>();
  const watched: Env = new Proxy(env, {
    get(target, name) {
      read.add(String(name));
      return target[String(name)];
    },
  });
  const isUnread = (name: string): boolean => OURS.test(name) && !OF_CLUSTER.test(name) && !read.has(name);
  return { env: watched, unread: () => Object.keys(env).filter(isUnread) };
}

/** Sets `NO_PROXY` for libraries that read it by themselves; answers how to set it back. */
export function setBypass(hosts: string, env: Record<string, string | undefined> = process.env): () => void {
  const before = env.NO_PROXY;
  env.NO_PROXY = hosts;
  return () => {
    if (before === undefined) delete env.NO_PROXY;
    else env.NO_PROXY = before;
  };
}

/**
 * Reads only the settings of the content, for commands that need nothing else.
 * @throws {Fault} SETTING_WRONG
 */
export function readContentConfig(env: Env = process.env): ContentConfig {
  return contentOf(parsed(Settings.pick({ PACKS: true, CONTENT: true, ORGANISATION: true }), env));
}

/** Whether the settings ask for every detail; it never throws, since it is asked when something went wrong. */
export function wantsDetails(env: Env = process.env): boolean {
  return env.LOG_LEVEL === 'debug';
}

function parsed<T extends z.ZodObject>(settings: T, env: Env): z.output<T> {
  const result = settings.safeParse(given(env, Object.keys(settings.shape)));
  if (result.success) return result.data;
  const wrong = result.error.issues.map((i) => `${String(i.path[0])} must be ${i.message}`);
  throw new Fault('SETTING_WRONG', wrong.join('; '), CORRECT_IT);
}

function contentOf({
  PACKS: packs,
  CONTENT: folders,
  ORGANISATION: organisation,
}: Pick<z.output<typeof Settings>, 'PACKS' | 'CONTENT' | 'ORGANISATION'>): ContentConfig {
  return {
    organisation: organisation ?? null,
    packs: packs === undefined ? null : listOf(packs),
    folders: listOf(folders),
  };
}

/** Splits `0.0.0.0:9464` or `[::]:9464` at its last colon. */
function placeOf(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(colon + 1)) };
}

/** Splits a setting at its commas; empty where it is not set. */
function listOf(text: string | undefined): string[] {
  return (
    text
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '') ?? []
  );
}

function deskOf({ DESK: place, DESKS: file }: z.output<typeof Settings>): Config['desk'] {
  if (place !== undefined && file !== undefined)
    throw new Fault(
      'SETTING_WRONG',
      'DESK and DESKS are both set',
      'Set DESK for one desk, or DESKS for a file of several.',
    );
  return place !== undefined ? { place } : file !== undefined ? { file } : null;
}

/** @throws {Fault} naming what is wrong or missing */
function settingsOf<T>(read: Read<T>): T | null {
  if (!('wrong' in read)) return read.settings;
  const [first] = read.wrong;
  throw new Fault(first!.code, read.wrong.map(({ what }) => what).join('; '), first!.cure);
}

/**
 * The settings of every connected channel.
 * @throws {Fault} naming every wrong setting at once
 */
function channelsOf(env: Env, registrations: readonly Registration[]): Config['channels'] {
  const connected = new Map<string, unknown>();
  const faults: WrongSetting[] = [];
  for (const { name, settings } of registrations) {
    const read = settings(env);
    if ('wrong' in read) faults.push(...read.wrong);
    else if (read.settings !== null) connected.set(name, read.settings);
  }
  if (faults.length === 0) return connected;
  // Several channels read the same setting of the server, so faults and cures may come twice.
  const cures = [...new Set(faults.map(({ cure }) => cure))];
  throw new Fault(faults[0]!.code, [...new Set(faults.map(({ what }) => what))].join('; '), cures.join(' '));
}
