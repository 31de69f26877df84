/** Tells why the database refused something, in the words of the registry of faults. */
import { Fault } from '../core/fault.ts';
import { FAULTS, type FaultCode } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import { CERTIFICATE_CODES } from '../core/tls-trouble.ts';

/**
 * Codes of SQLite (https://sqlite.org/rescode.html), PostgreSQL (appendix A of its manual), the system and the network; with
 * them, where a code has several causes, the words of the message.
 */
const CAUSES: readonly (readonly [code: RegExp, fault: FaultCode, message?: RegExp])[] = [
  // The file of memory that SQLite shares is made as large as it has to be at once: no other error comes of a full disk there.
  [/^(?:SQLITE_FULL|SQLITE_IOERR_SHMSIZE|53100|ENOSPC|EDQUOT)$/, 'STORE_FULL'],
  [/^(?:SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|25006$|EROFS$)/, 'STORE_READ_ONLY'],
  // A server of this machine whose socket is not there, or not for this user.
  [/^(?:ENOENT|EACCES|EPERM)$/, 'STORE_LOST', /^connect /],
  [/^(?:EACCES|EPERM)$/, 'STORE_BARRED'],
  [/^(?:EMFILE|ENFILE)$/, 'FILES_FEW'],
  // PostgreSQL's: no lock in time, a statement that was ended, a deadlock, a conflict of two transactions.
  [/^(?:SQLITE_(?:BUSY|LOCKED)|55P03$|57014$|40P01$|40001$)/, 'STORE_BUSY'],
  [/^(?:SQLITE_IOERR|58030$|EIO$)/, 'STORE_DISK'],
  [/^(?:SQLITE_(?:CORRUPT|NOTADB)|XX00[12]$)/, 'STORE_DAMAGED'],
  [/^(?:42P01|42703|3F000)$/, 'STORE_TABLES'],
  [/^3D000$/, 'STORE_NO_DATABASE'],
  [/^08P01$/, 'STORE_NO_DATABASE', /^(?:database .* does not exist|no such database)/],
  [/^53300$/, 'STORE_CONNECTIONS'],
  // A pooler that gives the next transaction another connection: statements that were prepared are there twice, or not.
  [/^(?:42P05|26000)$/, 'STORE_POOLER'],
  [/^08P01$/, 'STORE_POOLER', /unsupported startup parameter/],
  [/^08P01$/, 'STORE_CONNECTIONS', /no more connections allowed/],
  [/^42501$/, 'STORE_SCHEMA', /permission denied for schema/],
  [/^(?:28|42501$)/, 'STORE_DENIED'],
  [new RegExp(`^(?:${CERTIFICATE_CODES.join('|')})$`), 'STORE_CERTIFICATE'],
  [/^(?:57P0|08|ECONN|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE)/, 'STORE_LOST'],
];
/** The words of pg, for errors without a code. */
const WORDS: readonly (readonly [message: RegExp, fault: FaultCode])[] = [
  // A connection ended under a statement, or none can be had.
  [/terminat|timeout exceeded when trying to connect|not queryable|Connection ended/i, 'STORE_LOST'],
  [/client password must be a/, 'STORE_PASSWORD'],
];

/** The fault behind an error of the database; null for any other error. */
export function storeFault(error: unknown): Fault | null {
  if (error instanceof Fault) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const cause = CAUSES.find(([codes, , words]) => codes.test(String(code)) && (words?.test(message) ?? true));
  const found = cause?.[1] ?? WORDS.find(([words]) => words.test(message))?.[1] ?? null;
  if (found === null) return null;
  return new Fault(found, `${FAULTS[found].cause} (${message})`, FAULTS[found].cure, { cause: error });
}

/** The time for which a statement waits for a lock of another process, and the pause between its tries, in milliseconds. */
const LONGEST_LOCK_MS = 5000;
const TRY_AGAIN_MS = 25;

/**
 * The time for which a message that was not stored counts against the database's health, in milliseconds: there may be
 * room for the small row that the look at its health writes and none for messages, or a lock on their table alone.
 */
const REFUSED_MS = 10_000;

/** A cause for which a server may answer nothing: looked for before a statement, and behind a fault. */
interface Silence {
  check(): Promise<void>;
  behind(fault: Fault | null): Promise<Fault | null>;
}

/** The methods without which no message is taken. */
const TAKING: ReadonlySet<string> = new Set(['accept', 'acceptHandled', 'before']);

/**
 * A store whose errors have their cause and cure; any error that is none of the database's is left as it is, but for those
 * of the look at its health. A statement that meets a lock is tried again, while everything else goes on; only that look is
 * not. `silence` knows a cause of statements that are not answered.
 */
export function withCauses(store: Store, silence: Silence | null = null): Store {
  let refused: { readonly fault: Fault; readonly at: number } | null = null;
  const health = (): void => {
    if (refused !== null && performance.now() - refused.at < REFUSED_MS) throw refused.fault;
  };
  const explained = Object.entries(store).map(([name, method]) => [
    name,
    async (...given: unknown[]) => {
      const patience = name === 'ping' ? 0 : LONGEST_LOCK_MS;
      if (name === 'ping') health();
      for (const since = performance.now(); ; ) {
        try {
          if (silence && name !== 'close') await silence.check();
          const answer = await (method as (...given: unknown[]) => unknown)(...given);
          if (name.startsWith('accept')) refused = null;
          return answer;
        } catch (error) {
          const found = storeFault(error);
          const fault = silence ? await silence.behind(found) : found;
          if (fault?.code !== 'STORE_BUSY' || performance.now() - since >= patience) {
            if (TAKING.has(name) && fault !== null) refused = { fault, at: performance.now() };
            throw fault ?? (name === 'ping' ? unexplained(error) : error);
          }
          await new Promise((resume) => setTimeout(resume, TRY_AGAIN_MS));
        }
      }
    },
  ]);
  return Object.fromEntries(explained) as unknown as Store;
}

/** The fault of a database whose health can't be told, for a reason that is not known here. */
function unexplained(error: unknown): Fault {
  const { cause, cure } = FAULTS.STORE_UNWELL;
  return new Fault('STORE_UNWELL', `${cause} (${(error as Error).message})`, cure, { cause: error });
}
