/** The connection to PostgreSQL. */
import type { Socket } from 'node:net';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import { preparedAs } from './statement.ts';
import type { Tables } from './tables.ts';

/**
 * The longest wait for a lock that somebody else holds, in milliseconds. Without an end, messages would wait unanswered
 * behind a `VACUUM FULL` or a forgotten transaction, and nobody would hear of it.
 */
const LOCK_MS = 3000;
/** The time after which the server ends a transaction in which nothing happens, in milliseconds. */
const IDLE_IN_TRANSACTION_MS = 15_000;
/**
 * The limits of a new connection. They are no parameters of its start: a pooler between would refuse those it does not
 * know, or drop them.
 */
const LIMITS = `select set_config('lock_timeout', '${LOCK_MS}', false), set_config('idle_in_transaction_session_timeout', '${IDLE_IN_TRANSACTION_MS}', false)`;

/**
 * The time after which a connection that answers nothing is given up, in milliseconds: a firewall may have forgotten it,
 * and the system itself goes on trying for a quarter of an hour. Statements of the tables' own take longer.
 */
const SILENT_MS = 15_000;
const TAKES_LONG = /^\s*(?:vacuum|create|alter|drop|with recursive)\b/i;
/** The time after which an idle connection is tried, in milliseconds. */
const IDLE_MS = 10_000;

/**
 * Opens a pool of connections to a PostgreSQL database.
 * @throws {Fault} STORE_ADDRESS
 */
export function openPostgres(address: string, silentMs = SILENT_MS): Kysely<Tables> {
  if (isMisread(address)) throw new Fault('STORE_ADDRESS', FAULTS.STORE_ADDRESS.cause, FAULTS.STORE_ADDRESS.cure);
  const pool = new pg.Pool({
    connectionString: address,
    max: 8,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    keepAliveInitialDelayMillis: IDLE_MS,
    onConnect: (client) => limit(client as pg.PoolClient, silentMs),
  });
  const readOnly = new WeakSet<pg.ClientBase>();
  // A connection that breaks, idle or in use, is replaced by the pool, and the statement under way fails; without a
  // listener the error would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => overQueries(client, readOnly, silentMs));
  // A server that became a standby may keep its connections: only a new one finds the server that took its place.
  pool.on('release', (_error, client) => {
    if (readOnly.delete(client)) void client.end().catch(() => undefined);
  });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/**
 * Whether an address would be read in another way than it was meant, or not at all: the host ends at the first `/`, `?` or
 * `#`, and an `@` behind it shows that this one stands in a password. The reader of pg would take a part of the password for
 * the host, and tell it.
 */
export function isMisread(address: string): boolean {
  const [, host = '', rest = ''] = /^\w+:\/\/([^/?#]*)(.*)$/s.exec(address) ?? [];
  const [beforeQuery = '', ...query] = rest.split('?');
  // A query may have an `@` of its own, where the host before it is whole.
  if (/[@#]/.test(beforeQuery) || /#/.test(query.join('?'))) return true;
  if (query.join('?').includes('@') && /^[^[:]*:(?!\d*$)/.test(host) && !host.includes('@')) return true;
  try {
    return new pg.Client(address) === null;
  } catch (error) {
    // A file of the address that can't be read, such as a certificate, is told where it is used.
    return (error as { code?: unknown }).code === 'ERR_INVALID_URL' || error instanceof URIError;
  }
}

/** Sets the limits of a connection, before anything else is asked; one that stays silent is given up. */
async function limit(client: pg.PoolClient, silentMs: number): Promise<void> {
  client.on('error', () => undefined);
  const ends = setTimeout(broken, silentMs, client);
  await client.query(LIMITS).finally(() => clearTimeout(ends));
}

/** Encodings that take every text; the second one takes any bytes. */
const ENCODINGS: readonly (string | undefined)[] = ['UTF8', 'SQL_ASCII'];

/**
 * Looks whether the database takes every text: in another encoding it would refuse single messages, and look well.
 * @throws {Fault} STORE_ENCODING
 */
export async function checkEncoding(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(db);
  const encoding = rows[0]?.server_encoding;
  const { cause, cure } = FAULTS.STORE_ENCODING;
  if (!ENCODINGS.includes(encoding)) throw new Fault('STORE_ENCODING', `${cause} (${encoding})`, cure);
}

/** The code of PostgreSQL for a write where only reading is allowed. */
const READ_ONLY = '25006';

/**
 * Lets the server keep the plans of the statements of a message's usual way: reading and planning one takes it longer than
 * running it. Notes a connection that takes no writes in `readOnly`, and ends one that stays silent.
 */
function overQueries(client: pg.PoolClient, readOnly: WeakSet<pg.ClientBase>, silentMs: number): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const asked = (text: unknown, values: unknown, ...rest: unknown[]): unknown => {
    const name = typeof text === 'string' && Array.isArray(values) ? preparedAs(text) : undefined;
    const answer = name === undefined ? query(text, values, ...rest) : query({ name, text, values }, ...rest);
    if (answer instanceof Promise) {
      const ends = typeof text === 'string' && TAKES_LONG.test(text) ? null : setTimeout(broken, silentMs, client);
      answer
        .catch((error: { code?: unknown }) => {
          if (error.code === READ_ONLY) readOnly.add(client);
        })
        .finally(() => ends && clearTimeout(ends));
    }
    return answer;
  };
  Object.defineProperty(client, 'query', { value: asked });
}

/** Ends a connection at once, so that what waits for it fails as it does when the server goes away. */
function broken(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection;
  stream.destroy();
}
