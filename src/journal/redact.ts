/** Masks secrets in texts before anything is stored. */
import type { Content } from '../core/content.ts';
import type { Redact, SecretWords } from '../core/secrets.ts';
import { createAnnounced } from './masking/announced.ts';
import { maskAssignments } from './masking/assignments.ts';
import type { Hide } from './masking/hide.ts';
import { KEYS } from './masking/key-shapes.ts';
import { knownWords } from './masking/known-words.ts';
import { maskNumbers } from './masking/numbers.ts';
import { createPhrasings, type FoundSecret } from './masking/phrasings.ts';
import { createVocabulary } from './masking/vocabulary.ts';

/**
 * Makes the function that masks passwords as people write them, tokens, keys and numbers of people. Best effort, on
 * purpose a little too eager. `known` are words that people use when they tell of a problem. From a `screen`, the dots
 * of a password field may have been read as letters.
 */
export function createRedact(words: SecretWords, known: ReadonlySet<string>): Redact {
  const vocabulary = createVocabulary(words, known);
  const phrasings = createPhrasings(vocabulary);
  const announced = createAnnounced(vocabulary, (text) => phrasings(text, 'person'));
  return (text, from = 'person', before) => {
    let masked = false;
    const hide: Hide = (kind) => {
      masked = true;
      return `[${kind} masked]`;
    };
    const keys = maskAssignments(text, hide).replace(KEYS, () => hide('token'));
    const found = phrasings(keys, from);
    const told = cut(keys, before ? [...found, ...announced(keys, before)] : found, hide);
    const out = maskNumbers(told, hide);
    return { text: out, masked };
  };
}

/** The function for the content in use, made anew when the content changes. */
export function redactOf(content: () => Content): Redact {
  let made: { readonly of: Content; readonly redact: Redact } | null = null;
  return (...given) => {
    const of = content();
    if (made?.of !== of) made = { of, redact: createRedact(of.secrets, knownWords(of)) };
    return made.redact(...given);
  };
}

/** A text with the stretches that were found taken out; where two overlap, the first and longer one counts. */
function cut(text: string, found: readonly FoundSecret[], hide: Hide): string {
  let out = '';
  let at = 0;
  for (const { from, to, kind } of [...found].sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (from < at) continue;
    out += `${text.slice(at, from)}${hide(kind)}`;
    at = to;
  }
  return out + text.slice(at);
}
