/** The words for a message's parts, as people and agents read them. */
import type { Phrases } from './content.ts';
import type { Trouble } from './job.ts';
import type { MessagePart } from './message-part.ts';
import { phrase } from './phrases.ts';
import { plain } from './text.ts';

/** Names parts: "a voice message, a file “plan.docx”". */
export function partNames(phrases: Phrases, parts: readonly Pick<MessagePart, 'kind' | 'name'>[]): string {
  return parts
    .map(({ kind, name }) => {
      const what = plain(phrase(phrases, `sent-${kind}`));
      return name === null ? what : plain(phrase(phrases, 'sent-named', { what, name }));
    })
    .join(', ');
}

/** Writes where parts are found, one a line: their addresses are text, as everything that people send. */
export function partLinks(phrases: Phrases, parts: readonly Pick<MessagePart, 'kind' | 'name' | 'link'>[]): string {
  return parts
    .filter(({ link }) => link !== null)
    .map(({ kind, name, link }) => `${name ?? plain(phrase(phrases, `sent-${kind}`))}: ${link}`)
    .join('\n');
}

/** Says in a few words why a part could not be fetched. */
export function troubleWords(phrases: Phrases, why: Trouble): string {
  return plain(phrase(phrases, `trouble-${why}`));
}
