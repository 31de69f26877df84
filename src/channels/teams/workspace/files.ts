/** Fetches pictures that came with messages in Teams. */
import { z } from 'zod';
import type { Image, Trouble } from '../../../core/job.ts';
import type { Log } from '../../../core/log.ts';
import { isLoopbackName } from '../../../core/loopback.ts';
import { LARGEST_PICTURE } from '../../../core/picture.ts';
import { readStored } from '../../../core/stored.ts';
import { isHosted, type Reference } from '../receive/parts.ts';
import { troubleOf } from '../receive/thread.ts';
import { CLOUDS } from './clouds.ts';
import type { TokenSource } from './credentials.ts';
import type { TeamsAddress } from './places.ts';

const PATIENCE_MS = 20_000;
/**
 * The hosts where Teams puts people's files. These are fetched with what the address itself allows, never with the
 * bot's token.
 */
const FILE_HOSTS = /(^|\.)(sharepoint\.com|sharepoint\.us|sharepoint\.cn|sharepoint-mil\.us|svc\.ms)$/;

const Ref: z.ZodType<Reference> = z.object({ from: z.enum(['message', 'file', 'graph']), url: z.string() });

/** The parts the fetcher is made of. */
export interface TeamsFilesParts {
  readonly connector: TokenSource;
  /** The tokens for Graph; null where nobody consented to reading through Graph. */
  readonly graph: TokenSource | null;
  /** The address of Graph; the public cloud's by default. */
  readonly graphUrl?: string;
  /** Whether nobody is authenticated: then everything is on this machine. */
  readonly local: boolean;
  readonly log: Log;
}

/**
 * Fetches pictures that came with messages: only from where Teams keeps them, and each token goes only to the service
 * it is for.
 */
export class TeamsFiles {
  readonly #parts: TeamsFilesParts;

  constructor(parts: TeamsFilesParts) {
    this.#parts = parts;
  }

  /** Fetches a picture's bytes, or answers the trouble; the log says more. */
  async fetch(address: TeamsAddress, image: Image): Promise<Uint8Array | Trouble> {
    const { data } = Ref.safeParse(readStored(image.ref));
    if (!data) return 'failed';
    const { from, url } = data;
    const token = this.#tokenFor({ from, url }, address);
    if (token === null) {
      this.#parts.log.warn(
        { host: hostOf(url), code: 'IMAGE_REFUSED' },
        'a picture from an unknown place is not fetched',
      );
      return 'not-allowed';
    }
    try {
      const bearer = token === 'none' ? '' : await token.get();
      const headers: Record<string, string> = bearer === '' ? {} : { authorization: `Bearer ${bearer}` };
      const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!response.ok) {
        await response.body?.cancel();
        return troubleOf(response.status);
      }
      return await readBounded(response);
    } catch (error) {
      this.#parts.log.warn(
        { err: (error as Error).message, code: 'IMAGE_UNFETCHED' },
        'a picture could not be fetched',
      );
      return (error as Error).name === 'TimeoutError' ? 'too-slow' : 'failed';
    }
  }

  /** Finds the token a picture is fetched with; `none` where it needs none, null where it is not to be fetched. */
  #tokenFor({ from, url }: Reference, { serviceUrl }: TeamsAddress): TokenSource | 'none' | null {
    const { connector, graph, local } = this.#parts;
    if (!URL.canParse(url)) return null;
    const { protocol, hostname, origin, username } = new URL(url);
    if (username !== '') return null;
    if (local) return isLoopbackName(hostname) ? 'none' : null;
    if (protocol !== 'https:') return null;
    switch (from) {
      case 'message':
        return origin === URL.parse(serviceUrl)?.origin ? connector : null;
      case 'file':
        return FILE_HOSTS.test(hostname) ? 'none' : null;
      case 'graph':
        return url.startsWith(this.#parts.graphUrl ?? CLOUDS.public.graph) && isHosted(url) ? graph : null;
    }
  }
}

/** Reads the body, and gives up once it is too long: its announced length may be a lie. */
async function readBounded(response: Response): Promise<Uint8Array | Trouble> {
  if (Number(response.headers.get('content-length') ?? 0) > LARGEST_PICTURE) {
    await response.body?.cancel();
    return 'too-big';
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > LARGEST_PICTURE) return 'too-big';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}
