/** Ordinary texts without a secret: the shipped examples, and texts that no content has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Content, Intent } from '../../src/core/content.ts';
import type { Redact } from '../../src/core/secrets.ts';
import { redactOf } from '../../src/journal/redact.ts';
import { shipped } from './knowledge.ts';

const FOLDER = join(import.meta.dirname, '..', 'understanding');

/** The examples in two halves, each with a masking that knows the words of the other half alone. */
export async function exampleFolds(): Promise<
  readonly (readonly [name: string, texts: readonly string[], redact: Redact])[]
> {
  const { content } = await shipped();
  return [0, 1].map((fold) => {
    const half = (texts: readonly string[], which: number): readonly string[] =>
      texts.filter((_, i) => i % 2 === which);
    const kept = new Map(
      [...content.intents].map(([id, intent]): [string, Intent] => [
        id,
        { ...intent, says: half(intent.says, fold), examples: half(intent.examples, fold) },
      ]),
    );
    const known: Content = { ...content, intents: kept };
    const texts = [...content.intents.values()].flatMap(({ says, examples }) => [
      ...half(says, 1 - fold),
      ...half(examples, 1 - fold),
    ]);
    return [`examples, half ${fold + 1}`, texts, redactOf(() => known)] as const;
  });
}

/** Texts of the tests of the understanding; nothing is trained on them. */
export function heldOut(): readonly string[] {
  const lines = ['ordinary.txt', 'nearly.txt'].flatMap((file) => readFileSync(join(FOLDER, file), 'utf8').split('\n'));
  const messages = parse(readFileSync(join(FOLDER, 'messages.yaml'), 'utf8')) as readonly { readonly text?: string }[];
  return [
    ...lines.filter((line) => line !== '' && !line.startsWith('#')),
    ...messages.flatMap(({ text }) => (text ? [text] : [])),
  ];
}
