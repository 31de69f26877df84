/** Takes in the pictures that the page uploads. */
import type { IncomingMessage } from 'node:http';
import { Fault } from '../../core/fault.ts';
import type { Say } from '../../core/phrases.ts';
import { LARGEST_PICTURE, pictureFormat, release } from '../../core/picture.ts';

/**
 * The largest numbers of pictures: taken in at the same time from one conversation, and from all (each is in memory as a
 * whole); in a minute from one conversation; in a minute from all.
 */
const MOST_AT_ONCE_OF_ONE = 2;
const MOST_AT_ONCE = 6;
const MOST_OF_ONE = 10;
const MOST_OF_ALL = 40;
const MINUTE_MS = 60_000;
/** The room for a body of unknown length at first, in bytes; it grows. */
const FIRST_ROOM = 64 * 1024;

/** Takes in uploaded pictures: as many and as large as can be read, and nothing but pictures. */
export class WebUploads {
  readonly #now: () => number;
  readonly #say: Say;
  #recent: { readonly conversation: string; readonly at: number }[] = [];
  /** The conversations of the pictures that come in right now. */
  readonly #underWay: string[] = [];

  constructor(now: () => number, say: Say) {
    this.#now = now;
    this.#say = say;
  }

  /**
   * Reads the picture in a request's body.
   * @throws Fault PICTURE_TOO_BIG, TOO_MANY_PICTURES, PICTURE_BROKEN_OFF or NOT_A_PICTURE.
   */
  async take(request: IncomingMessage, conversation: string): Promise<Uint8Array> {
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_PICTURE) throw tooBig(this.#say);
    this.#count(conversation);
    this.#underWay.push(conversation);
    try {
      const bytes = await readBody(request, this.#say);
      if (pictureFormat(bytes)) return bytes;
    } finally {
      this.#underWay.splice(this.#underWay.indexOf(conversation), 1);
    }
    throw new Fault('NOT_A_PICTURE', this.#say('page-picture-refused'), this.#say('page-picture-refused-cure'));
  }

  #count(conversation: string): void {
    const at = this.#now();
    this.#recent = this.#recent.filter((r) => at - r.at < MINUTE_MS);
    const own = this.#recent.filter((r) => r.conversation === conversation);
    const ownNow = this.#underWay.filter((other) => other === conversation);
    const isTooMuch = ownNow.length >= MOST_AT_ONCE_OF_ONE || own.length >= MOST_OF_ONE;
    if (isTooMuch || this.#underWay.length >= MOST_AT_ONCE || this.#recent.length >= MOST_OF_ALL)
      throw new Fault(
        'TOO_MANY_PICTURES',
        this.#say('page-pictures-too-many'),
        this.#say('page-pictures-too-many-cure'),
      );
    this.#recent.push({ conversation, at });
  }
}

/**
 * Reads a body, and stops at the limit, whatever length the request claims. With a claimed length, the bytes are read
 * straight to where they stay.
 */
async function readBody(request: IncomingMessage, say: Say): Promise<Uint8Array> {
  const claimed = Number(request.headers['content-length'] ?? 0);
  let body = Buffer.allocUnsafeSlow(claimed || FIRST_ROOM);
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const next = length + chunk.length;
      if (next > LARGEST_PICTURE) throw tooBig(say);
      if (next > body.length) {
        const larger = Buffer.allocUnsafeSlow(Math.min(2 * next, LARGEST_PICTURE));
        body.copy(larger, 0, 0, length);
        release(body);
        body = larger;
      }
      chunk.copy(body, length);
      length = next;
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('PICTURE_BROKEN_OFF', say('page-picture-broken-off'), say('page-picture-broken-off-cure'), {
      cause,
    });
  }
  return body.subarray(0, length);
}

function tooBig(say: Say): Fault {
  return new Fault('PICTURE_TOO_BIG', say('page-picture-too-big'), say('page-picture-too-big-cure'));
}
