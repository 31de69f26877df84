/** Keeps other sites out: a request that changes something, or reads what people wrote, must come from the console's own page. */
import type { IncomingMessage } from 'node:http';
import { Fault } from '../core/fault.ts';

/**
 * Checks that the console's own page made a request, by what the browser says of it.
 * @throws {Fault} FOREIGN_PAGE
 */
export function checkOrigin(
  { headers, method }: IncomingMessage,
  own: string,
  type: 'application/json' | 'application/octet-stream' = 'application/json',
): void {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const isOwn = site === 'same-origin' && (origin === undefined || origin === own);
  // Browsers of before 2023 don't send the first header, and always send the second with a post.
  const isOld = site === undefined && origin === own;
  const isRead = method === 'GET' && (site === undefined || site === 'none') && origin === undefined;
  if (!isOwn && !isOld && !isRead)
    throw new Fault('FOREIGN_PAGE', 'The request comes from another site.', 'Open the console itself, at /console.');
  // Neither type can be posted by a form of another site, nor by a script there without being asked for first.
  if (method === 'POST' && (headers['content-type'] ?? '').split(';')[0]!.trim() !== type)
    throw new Fault('MALFORMED', `What is posted must be ${type}.`, 'Reload the page and try again.');
}
