/** Tells commits that wait for a standby of PostgreSQL which is not there: the server itself answers nothing, for ever. */
import pg from 'pg';
import { Fault } from '../core/fault.ts';
import { FAULTS, type FaultCode } from '../core/faults.ts';

/** The time from which a commit waits too long for a standby: one that is there confirms within milliseconds. */
const LONG = '1500 milliseconds';
/** The time after which a look at the health asks why it is not done, in milliseconds; a probe waits for a few seconds. */
const PATIENCE_MS = 2000;
/** The longest time for the question itself, in milliseconds: a server that is gone answers nothing. */
const ASKED_MS = 1000;
/** The time for which an answer holds, in milliseconds: everything asks at once. */
const HOLDS_MS = 1000;

/** Faults behind which such a wait may stand. */
const SILENT: ReadonlySet<FaultCode | undefined> = new Set(['STORE_LOST', 'STORE_BUSY']);

/** Looks whether a silence of the server is a wait for a standby, on a connection of its own: those of the pool may all wait. */
export class Standby {
  readonly #address: string;
  #answer: Promise<Fault | null> = Promise.resolve(null);
  #asked = Number.NEGATIVE_INFINITY;
  #isMissing = false;

  constructor(address: string) {
    this.#address = address;
  }

  /**
   * Keeps everything back once a standby was found missing, until it is there: the server keeps a connection for each
   * commit that waits, also where nobody waits for it any more, and would run out of them.
   * @throws {Fault} STORE_STANDBY
   */
  async check(): Promise<void> {
    const fault = this.#isMissing ? await this.#look() : null;
    if (fault !== null) throw fault;
  }

  /** The fault of a standby that is missing, where a silence comes of it; else the fault that was found. */
  async behind(fault: Fault | null): Promise<Fault | null> {
    return SILENT.has(fault?.code) ? ((await this.#look()) ?? fault) : fault;
  }

  /**
   * Waits for a look at the health, and gives it up where it waits for a standby.
   * @throws {Fault} STORE_STANDBY, or what the look throws
   */
  async unlessMissing(health: Promise<void>): Promise<void> {
    let isDone = false;
    const done = health.finally(() => {
      isDone = true;
    });
    // A look that is given up fails later on, when nobody waits for it any more.
    done.catch(() => undefined);
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resume) => {
      patience = setTimeout(resume, PATIENCE_MS);
    });
    await Promise.race([done, late]).finally(() => clearTimeout(patience));
    const fault = isDone ? null : await this.#look();
    if (fault !== null) throw fault;
    await done;
  }

  #look(): Promise<Fault | null> {
    if (performance.now() - this.#asked > HOLDS_MS) {
      this.#asked = performance.now();
      this.#answer = missing(this.#address).then((fault) => {
        this.#isMissing = fault !== null;
        return fault;
      });
    }
    return this.#answer;
  }
}

/** The fault of commits that wait for a standby, with the setting that names it; null where none waits, or nobody can say. */
async function missing(address: string): Promise<Fault | null> {
  const client = new pg.Client({
    connectionString: address,
    connectionTimeoutMillis: ASKED_MS,
    query_timeout: ASKED_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ names: string }>(
      `select current_setting('synchronous_standby_names') as names from pg_stat_activity
       where wait_event = 'SyncRep' and datname = current_database() and state_change < now() - $1::interval limit 1`,
      [LONG],
    );
    const { cause, cure } = FAULTS.STORE_STANDBY;
    const [waits] = rows;
    if (!waits) return null;
    return new Fault('STORE_STANDBY', `${cause} (synchronous_standby_names = '${waits.names}')`, cure);
  } catch {
    return null;
  } finally {
    void client.end().catch(() => undefined);
  }
}
