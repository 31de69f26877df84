/** Reads `dialogs/common/console.yaml`: the words of the console. A company's file of the same name puts some of them otherwise. */
import { PLACEHOLDER } from '../core/text.ts';
import { list, meantOf } from './check/meant.ts';
import { ConsoleShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';

/** The words by key. What a company's file adds must be there already, and fill in no more than the shipped words do. */
export function readConsoleWords(source: SourceFile): Readonly<Record<string, string>> {
  const read = source.parse(ConsoleShape) ?? {};
  const known = Object.keys((source.shipped([]) ?? {}) as object);
  const words: Record<string, string> = {};
  for (const [key, text] of Object.entries(read)) {
    const shipped = source.shipped([key]);
    if (!known.includes(key) || typeof shipped !== 'string') {
      source.fault([key], `the console does not say "${key}"`, meantOf(key, known) ?? 'take it out');
      continue;
    }
    const filled = placeholders(shipped);
    for (const name of placeholders(text))
      if (!filled.includes(name))
        source.fault(
          [key],
          `${key}: nobody fills in {${name}}, so it is shown as it stands`,
          filled.length === 0 ? 'take it out' : `it can have ${list(filled.map((one) => `{${one}}`))}`,
        );
    words[key] = text.trim();
  }
  return words;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name!);
}
