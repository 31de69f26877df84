/** Uploads the files of a reply to Slack, before a message shows them. */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Image } from '../../../core/job.ts';
import { failureOf } from '../workspace/api.ts';
import { Recent } from '../workspace/recent.ts';
import { TOKEN_REFUSED } from './token-trouble.ts';

/** The time one attempt at sending waits for its files, in milliseconds; the next attempt goes on waiting. */
const PATIENCE_MS = 5000;
const UPLOAD_MS = 60_000;
/** The number of failures after which a file is only named. */
const MOST_FAILURES = 3;
const MOST_KEPT = 500;
/** The time an upload is remembered, in milliseconds: Slack forgets a file that was uploaded and shown nowhere. */
const KEPT_MS = 10 * 60_000;
const LONGEST_NAME = 100;
const SLACK_FILES = 'https://files.slack.com';

/** The state of a file: uploaded, no longer kept by the store, or not to be shown. */
export type Put =
  | { readonly kind: 'up'; readonly id: string; readonly name: string }
  | { readonly kind: 'not-kept' | 'not-shown'; readonly name: string };

/** The parts the uploads are made of. */
export interface UploadsParts {
  readonly client: WebClient;
  /** Reads the bytes of a picture that is kept for a conversation; null once it is no longer kept. */
  readonly picture: (conversation: string, ref: string) => Promise<Uint8Array | null>;
  /** Another origin to which files may go besides Slack's file host, when `SLACK_API_URL` names another server. */
  readonly testOrigin: string | null;
  readonly patienceMs?: number;
}

const Ticketed = z.object({ upload_url: z.string(), file_id: z.string() });

/**
 * Uploads files where nobody sees them yet: a message shows them later, in one call. So an upload that is cut off costs
 * only another one, and a slow one outlasts the attempt that began it.
 */
export class SlackUploads {
  readonly #parts: UploadsParts;
  readonly #put = new Recent<Promise<Put | null>>(MOST_KEPT, KEPT_MS);
  readonly #failures = new Recent<number>(MOST_KEPT, KEPT_MS);

  constructor(parts: UploadsParts) {
    this.#parts = parts;
  }

  /** Answers the files of a conversation, each uploaded or given up; null while some of them are still under way. */
  async of(conversation: string, images: readonly Image[]): Promise<readonly Put[] | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), this.#parts.patienceMs ?? PATIENCE_MS);
    });
    const all = Promise.all(images.map((image) => this.#one(conversation, image)));
    const puts = await Promise.race([all, late]);
    clearTimeout(timer);
    return puts === null || puts.includes(null) ? null : (puts as Put[]);
  }

  /** Forgets uploads that were shown or can't be: another attempt begins with new ones. */
  forget(conversation: string, images: readonly Image[]): void {
    for (const { ref } of images) this.#put.delete(`${conversation}|${ref}`);
  }

  #one(conversation: string, image: Image): Promise<Put | null> {
    const key = `${conversation}|${image.ref}`;
    const known = this.#put.get(key);
    if (known) return known;
    const putting = this.#putUp(conversation, image, key);
    this.#put.set(key, putting);
    return putting;
  }

  async #putUp(conversation: string, image: Image, key: string): Promise<Put | null> {
    const name = nameOf(image);
    try {
      const bytes = await this.#parts.picture(conversation, image.ref);
      if (bytes === null) return { kind: 'not-kept', name };
      // Slack takes no empty file.
      if (bytes.length === 0) return { kind: 'not-shown', name };
      const begun = await this.#parts.client.apiCall('files.getUploadURLExternal', {
        filename: name,
        length: bytes.length,
      });
      const { upload_url, file_id } = Ticketed.parse(begun);
      const response = await fetch(this.#trusted(upload_url), {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: Buffer.from(bytes),
        redirect: 'error',
        signal: AbortSignal.timeout(UPLOAD_MS),
      });
      if (!response.ok) throw new Error(`upload answered ${response.status}`);
      return { kind: 'up', id: file_id, name };
    } catch (error) {
      // Nobody saw anything of it: it is tried again with the next attempt, unless Slack said no (a missing scope).
      const failure = failureOf(error);
      const isPassing = failure.kind === 'later' || (failure.kind === 'refused' && TOKEN_REFUSED.includes(failure.why));
      const failures = (this.#failures.get(key) ?? 0) + (isPassing ? 0 : 1);
      if ((failure.kind === 'refused' && !isPassing) || failures >= MOST_FAILURES) return { kind: 'not-shown', name };
      this.#failures.set(key, failures);
      this.#put.delete(key);
      return null;
    }
  }

  #trusted(address: string): URL {
    const url = new URL(address);
    if (url.origin !== SLACK_FILES && url.origin !== this.#parts.testOrigin)
      throw new Error('upload to an unknown host');
    return url;
  }
}

/** Makes a name for the file, on one line. */
function nameOf({ name }: Image): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name is one line of visible letters
  const plain = (name ?? '').replace(/[\u0000-\u001f/\\]/g, ' ').trim();
  return plain === '' ? 'file' : plain.slice(-LONGEST_NAME).toWellFormed();
}
