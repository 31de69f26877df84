/** Sends pictures and files of agents to the page. */
import type { ServerResponse } from 'node:http';
import type { Request, Response } from 'restify';
import { pictureFormat } from '../../core/picture.ts';
import { shownName } from './transcript.ts';

/** Answers with a picture to look at, or with a file to save, which no browser opens under this page's address. */
export function sendPicture(request: Request, response: Response, bytes: Uint8Array, name: string | null): void {
  const format = pictureFormat(bytes);
  const raw = response as unknown as ServerResponse;
  raw.writeHead(200, {
    'content-type': format ? `image/${format}` : 'application/octet-stream',
    'content-length': bytes.length,
    'content-disposition': `${format ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded(name ?? 'file')}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    // Not for the next person at the same browser; and an agent may take it back.
    'cache-control': 'private, no-store',
  });
  raw.end(request.method === 'HEAD' ? undefined : bytes);
}

/** Encodes a name as RFC 5987 has it: letters, digits and percent signs, so that nothing in it works in the header. */
function encoded(name: string): string {
  return encodeURIComponent(shownName(name.toWellFormed())).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
