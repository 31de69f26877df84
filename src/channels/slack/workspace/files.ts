/** Fetches files that people posted in Slack. */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Image, Trouble } from '../../../core/job.ts';
import { readStored } from '../../../core/stored.ts';
import { type FileRef, refOf } from '../receive/files.ts';
import { FileSchema } from '../receive/payloads.ts';
import { failureOf } from './api.ts';

/** The largest file that is fetched, in bytes. */
const LONGEST_FILE = 10 * 1024 * 1024;
const TIMEOUT_MS = 20_000;
const SLACK_FILES = 'https://files.slack.com';

const Ref = z.object({ id: z.string(), url: z.string().nullable(), hosted: z.boolean(), size: z.number() });
const Info = z.object({ file: FileSchema });

/** The error of a file that could not be fetched, with the reason. */
export class NotFetched extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble, options?: ErrorOptions) {
    super(`file not fetched: ${trouble}`, options);
    this.name = 'NotFetched';
    this.trouble = trouble;
  }
}

/** The parts the fetcher is made of. */
export interface SlackFilesParts {
  readonly token: string;
  readonly client: WebClient;
  /** Another origin from which files may come besides Slack's file host, when `SLACK_API_URL` names another server. */
  readonly testOrigin: string | null;
}

/**
 * Fetches files that people posted. The token goes to Slack's file host and nowhere else, whatever address a file
 * claims to have, and no redirect takes it further.
 */
export class SlackFiles {
  readonly #parts: SlackFilesParts;

  constructor(parts: SlackFilesParts) {
    this.#parts = parts;
  }

  /**
   * Fetches a file's bytes.
   * @throws NotFetched when the file is gone, too big, not allowed or can't be had now.
   */
  async fetch(image: Image): Promise<Uint8Array> {
    const known = Ref.safeParse(readStored(image.ref));
    if (!known.success) throw new NotFetched('failed', { cause: known.error });
    const ref = await this.#complete(known.data);
    if (!ref.hosted || ref.url === null) throw new NotFetched('not-allowed');
    if (ref.size > LONGEST_FILE) throw new NotFetched('too-big');
    const url = URL.parse(ref.url);
    if (!url || !this.#isTrusted(url)) throw new NotFetched('not-allowed');
    const response = await this.#get(url);
    if (response.status === 404 || response.status === 410) throw new NotFetched('not-there');
    if (response.status === 429) throw new NotFetched('busy');
    // Without the scope, Slack answers with its sign-in page or a redirect to it.
    if (!response.ok || response.headers.get('content-type')?.startsWith('text/html'))
      throw new NotFetched('not-allowed');
    return bounded(response);
  }

  /** Completes a file's address: in channels shared with other organisations, Slack tells it only on request. */
  async #complete(ref: FileRef): Promise<FileRef> {
    if (ref.url !== null) return ref;
    try {
      const { file } = Info.parse(await this.#parts.client.apiCall('files.info', { file: ref.id }));
      return refOf(file);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'refused')
        throw new NotFetched(failure.why.startsWith('file_') ? 'not-there' : 'not-allowed', { cause: error });
      throw new NotFetched(failure.kind === 'later' ? 'busy' : 'failed', { cause: error });
    }
  }

  #isTrusted(url: URL): boolean {
    return url.origin === SLACK_FILES || url.origin === this.#parts.testOrigin;
  }

  async #get(url: URL): Promise<Response> {
    try {
      return await fetch(url, {
        headers: { authorization: `Bearer ${this.#parts.token}` },
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new NotFetched((error as Error).name === 'TimeoutError' ? 'too-slow' : 'failed', { cause: error });
    }
  }
}

/** Reads a body up to the limit, whatever length it claims. */
async function bounded(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > LONGEST_FILE) throw new NotFetched('too-big');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof NotFetched) throw error;
    throw new NotFetched((error as Error).name === 'TimeoutError' ? 'too-slow' : 'failed', { cause: error });
  }
  return Buffer.concat(chunks);
}
