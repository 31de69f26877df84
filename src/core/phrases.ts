/** The sentences of the content, filled in. */
import type { Phrases } from './content.ts';
import type { PhraseKey } from './phrase-keys.ts';
import { fill, plain, type Rich, type TextSpan } from './text.ts';

/** The values of a sentence's placeholders: words, or a time. */
export type PhraseValues = Readonly<Record<string, string | TextSpan>>;

/** One of the sentences, with its placeholders filled in. */
export function phrase(phrases: Phrases, key: PhraseKey, values: PhraseValues = {}): Rich {
  const rich = phrases[key] ?? [{ kind: 'text' as const, spans: [{ text: key }] }];
  return fill(rich, (name) => values[name] ?? null);
}

/**
 * Says a sentence in plain words, with its placeholders filled in. The words may be of any script, and the values in
 * them come from people: whoever shows them escapes them.
 */
export type Say = (key: PhraseKey, values?: Readonly<Record<string, string>>) => string;

/** Makes a `Say`; `phrases` is asked for every sentence, because content may change while the service runs. */
export function createSay(phrases: () => Phrases): Say {
  return (key, values) => plain(phrase(phrases(), key, values));
}
