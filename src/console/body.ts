/** Reads files that the console's page posts: bounded, a few at a time. */
import type { Request } from 'restify';
import { Fault } from '../core/fault.ts';

/** The largest file, in bytes: what is carried over to a person may be no larger. */
const LARGEST = 10 * 1024 * 1024;
/** The number of files that come in at the same time; each is in memory as a whole. */
const MOST_AT_ONCE = 4;

/** Takes in files. */
export class Uploads {
  #underWay = 0;

  /**
   * The bytes of a request's body.
   * @throws {Fault} FILE_TOO_BIG, TOO_MANY_FILES
   */
  async take(request: Request): Promise<Uint8Array> {
    if (this.#underWay >= MOST_AT_ONCE)
      throw new Fault('TOO_MANY_FILES', 'Too many files are coming in at once.', 'Try again in a moment.');
    this.#underWay += 1;
    try {
      const chunks: Buffer[] = [];
      let length = 0;
      if (Number(request.headers['content-length'] ?? 0) > LARGEST) throw tooBig();
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > LARGEST) throw tooBig();
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } finally {
      this.#underWay -= 1;
    }
  }
}

function tooBig(): Fault {
  return new Fault('FILE_TOO_BIG', 'The file is larger than 10 MB.', 'Send a smaller one, or a link to it.');
}
