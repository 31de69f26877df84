/** Tells why the database refused something, in the words of the registry of faults. */
import { Fault } from '../core/fault.ts';
import { FAULTS, type FaultCode } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import { CERTIFICATE_CODES } from '../core/tls-trouble.ts';

/** Codes of SQLite (https://sqlite.org/rescode.html) and PostgreSQL (appendix A of its manual), and of the network. */
const CAUSES: readonly (readonly [code: RegExp, fault: FaultCode])[] = [
  [/^(?:SQLITE_FULL|53100|ENOSPC)$/, 'STORE_FULL'],
  [/^(?:SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|25006$)/, 'STORE_READ_ONLY'],
  // PostgreSQL's: no lock in time, a statement that was ended, a deadlock, a conflict of two transactions.
  [/^(?:SQLITE_(?:BUSY|LOCKED)|55P03$|57014$|40P01$|40001$)/, 'STORE_BUSY'],
  [/^(?:SQLITE_IOERR|58030$)/, 'STORE_DISK'],
  [/^(?:SQLITE_(?:CORRUPT|NOTADB)|XX00[12]$)/, 'STORE_DAMAGED'],
  [/^(?:42P01|42703|3F000)$/, 'STORE_TABLES'],
  [/^53300$/, 'STORE_CONNECTIONS'],
  [/^(?:28|42501$)/, 'STORE_DENIED'],
  [new RegExp(`^(?:${CERTIFICATE_CODES.join('|')})$`), 'STORE_CERTIFICATE'],
  [/^(?:57P0|08|ECONN|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE)/, 'STORE_LOST'],
];
/** The words of pg, without a code, when a connection ends under a statement, or none can be had. */
const LOST = /terminat|timeout exceeded when trying to connect|Client was closed|Connection ended/i;

/** The fault behind an error of the database; null for any other error. */
export function storeFault(error: unknown): Fault | null {
  if (error instanceof Fault) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const found = CAUSES.find(([codes]) => codes.test(String(code)))?.[1] ?? (LOST.test(message) ? 'STORE_LOST' : null);
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

/** The methods without which no message is taken. */
const TAKING: ReadonlySet<string> = new Set(['accept', 'before']);

/**
 * A store whose errors have their cause and cure; any error that is none of the database's is left as it is. A statement
 * that meets a lock is tried again, while everything else goes on; only the look at the database's health is not.
 */
export function withCauses(store: Store): Store {
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
          const answer = await (method as (...given: unknown[]) => unknown)(...given);
          if (name === 'accept') refused = null;
          return answer;
        } catch (error) {
          const fault = storeFault(error);
          if (fault?.code !== 'STORE_BUSY' || performance.now() - since >= patience) {
            if (TAKING.has(name) && fault !== null) refused = { fault, at: performance.now() };
            throw fault ?? error;
          }
          await new Promise((resume) => setTimeout(resume, TRY_AGAIN_MS));
        }
      }
    },
  ]);
  return Object.fromEntries(explained) as unknown as Store;
}
