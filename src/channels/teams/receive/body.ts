/** Reads a message as Microsoft Graph and message extensions tell it: a body, and what is attached to it. */
import { z } from 'zod';
import { Attachment, listOf } from './activity.ts';
import { plainWords, readHtml } from './html.ts';
import type { TeamsWords } from './parse.ts';
import { distinct, imageAt, isHosted, readAttachment } from './parts.ts';

/** The shape of a body and its attachments, as far as they are read. */
export const Body = z.object({
  body: z.object({ contentType: z.string().nullish(), content: z.string().nullish() }).nullish(),
  attachments: listOf(Attachment),
});

/**
 * Reads all parts of a message of somebody. The words of cards and of messages that it forwards belong to it; those that it quotes
 * only where `quotes` says so: in a thread they stand above.
 */
export function readBody({ body, attachments }: z.output<typeof Body>, withQuotes: boolean): TeamsWords {
  const content = body?.content ?? '';
  const written = body?.contentType === 'text' ? plainWords(content) : readHtml(content, () => false);
  const beside = attachments.map(readAttachment);
  const quotes = distinct([...written.quotes, ...beside.flatMap((read) => read.quotes)]).filter(
    ({ kind }) => withQuotes || kind !== 'quote',
  );
  const inline = written.images.filter(isHosted).map((url) => imageAt({ from: 'graph', url }, null));
  return {
    text: [written.text, ...quotes.map((quote) => quote.text)].filter((text) => text !== '').join('\n\n'),
    images: [...inline, ...beside.flatMap((read) => read.images)],
    parts: [...written.parts, ...beside.flatMap((read) => read.parts)],
  };
}
