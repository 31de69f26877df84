/** A command's side of the socket: hands its writes to the service that runs on an SQLite file, if one does. */
import { request } from 'node:http';
import type { Eraser } from '../core/erasures.ts';
import { Fault } from '../core/fault.ts';
import { fileName, foreignBy, reachOf, socketOf, standsAt } from './place.ts';
import { type ControlAnswer, type ControlPath, faultOf, LONGEST_ANSWER, readAnswer } from './protocol.ts';

/** The times that a command waits, in milliseconds. */
export interface Patience {
  /** For the next sign of life: a service gives one every second, unless something long holds it up. */
  readonly silenceMs: number;
  /** For an answer in all: a large database is looked through and tidied in minutes. */
  readonly longestMs: number;
}

const PATIENCE: Patience = { silenceMs: 30_000, longestMs: 30 * 60_000 };

/** The writes that a running service does for commands. */
export interface RunningService extends Eraser {
  /** Counts what became of the cases up to now. */
  count(): Promise<void>;
}

/** Nobody listens: there is no socket, or its service was killed. */
class NobodyThere extends Error {}

/**
 * The service that runs on a database file, as far as it takes the writes of commands; null where none does, so that the
 * file is to be opened. Its methods throw SERVICE_ENDED, SERVICE_SILENT, or the service's own fault.
 * @throws {Fault} SOCKET_FOREIGN, SERVICE_ENDED or SERVICE_SILENT
 */
export async function runningService(database: string, patience: Patience = PATIENCE): Promise<RunningService | null> {
  if (database === ':memory:' || process.platform === 'win32') return null;
  const place = socketOf(database);
  const socket = standsAt(place);
  if (!socket?.isSocket()) return null;
  const foreign = foreignBy(socket, database);
  if (foreign !== null) throw faultOf('SOCKET_FOREIGN', `${place}: ${foreign}`);
  const reach = reachOf(place);
  if (reach === null) return null;
  const ask = <Path extends ControlPath>(method: string, path: Path, body?: object): Promise<ControlAnswer<Path>> =>
    asked({ socketPath: reach.path, method, path }, body, patience);
  try {
    // A service on another file of the folder may have the same name for its socket.
    if ((await ask('GET', '/file')).file !== fileName(database)) return null;
  } catch (error) {
    if (error instanceof NobodyThere) return null;
    throw error;
  }
  const told = async <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((error: unknown) => {
      throw error instanceof NobodyThere ? faultOf('SERVICE_ENDED') : error;
    });
  return {
    forget: async (who, at) => (await told(ask('POST', '/erase', { who, at }))).conversations,
    tidy: async () => void (await told(ask('POST', '/tidy', {}))),
    count: async () => void (await told(ask('POST', '/count', {}))),
  };
}

/** Sends one request; answers what the service answers. */
async function asked<Path extends ControlPath>(
  where: { readonly socketPath: string; readonly method: string; readonly path: Path },
  body: object | undefined,
  { silenceMs, longestMs }: Patience,
): Promise<ControlAnswer<Path>> {
  const text = await new Promise<string>((resolve, reject) => {
    const sent = request({ ...where, agent: false, headers: { 'content-type': 'application/json' } }, (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        // Signs of life come before it.
        answer += answer === '' ? part.trimStart() : part;
        if (answer.length > LONGEST_ANSWER) give(faultOf('SOCKET_FOREIGN', 'it answers too much'));
      });
      response.on('error', reject);
      response.on('end', () => resolve(answer));
    });
    const give = (up: Fault): void => {
      reject(up);
      sent.destroy();
    };
    const late = setTimeout(() => give(faultOf('SERVICE_SILENT')), longestMs);
    sent.setTimeout(silenceMs, () => give(faultOf('SERVICE_SILENT')));
    sent.on('error', reject);
    sent.on('close', () => clearTimeout(late));
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  }).catch((error: unknown) => {
    throw troubleOf(error);
  });
  const answer = readAnswer(where.path, text);
  if (answer === null) throw faultOf('SOCKET_FOREIGN', 'what it answers is not understood');
  if ('fault' in answer) throw new Fault(answer.fault.code, answer.fault.cause, answer.fault.cure);
  return answer;
}

/** The trouble of a request, as its command tells it. */
function troubleOf(error: unknown): Error {
  if (error instanceof Fault) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return new NobodyThere(message);
  if (code === 'EACCES' || code === 'EPERM') return faultOf('SOCKET_FOREIGN', message);
  return faultOf(code === 'EAGAIN' ? 'SERVICE_SILENT' : 'SERVICE_ENDED');
}
