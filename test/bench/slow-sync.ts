/**
 * A preload that makes SQLite's waits for the disk slow: `SYNC_MS=5 node --import ./test/bench/slow-sync.ts deploy/command/firstline.cjs start`.
 * In WAL mode with synchronous=FULL, SQLite waits for the disk once a commit, and blocks the process meanwhile. So after
 * every commit, and after every writing statement outside a transaction, the process is blocked for SYNC_MS milliseconds.
 * Checkpoints, which wait twice every 1,000 pages, are left as fast as the disk is. It knows nothing of PostgreSQL.
 */
import Database from 'better-sqlite3';

const SYNC_MS = Number(process.env.SYNC_MS ?? 5);
const asleep = new Int32Array(new SharedArrayBuffer(4));
const METHODS = ['run', 'all', 'get'] as const;

const prepare = Database.prototype.prepare;
function slowly(this: Database.Database, source: string): Database.Statement {
  const statement = prepare.call(this, source);
  const isCommit = /^\s*commit\b/i.test(source);
  const writes = !statement.readonly;
  for (const method of METHODS) {
    const original = statement[method].bind(statement) as (...given: unknown[]) => unknown;
    const slowed = (...given: unknown[]): unknown => {
      const was = this.inTransaction;
      const result = original(...given);
      if (isCommit || (writes && !was && !this.inTransaction)) Atomics.wait(asleep, 0, 0, SYNC_MS);
      return result;
    };
    Object.defineProperty(statement, method, { value: slowed });
  }
  return statement;
}
Database.prototype.prepare = slowly as typeof prepare;
