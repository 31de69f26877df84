/** Turns `dialogs/<pack>/answers.yaml` into checked values. */
import type { KnownAnswer } from '../core/content.ts';
import { markup } from './markup.ts';
import { AnswersShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';

/** The keys of the file, each with the kind of its answers. */
const KINDS = { words: 'word', 'how-to': 'how-to', questions: 'question' } as const;

/** The answers of a file; none if its shape is wrong. */
export function readAnswers(source: SourceFile): readonly KnownAnswer[] {
  const data = source.parse(AnswersShape);
  if (!data) return [];
  return Object.entries(KINDS).flatMap(([key, kind]) =>
    Object.entries(data[key as keyof typeof KINDS]).map(([id, shape]): KnownAnswer => {
      if (Object.keys(shape.text.at(-1)!.when).length > 0 && source.isSound([key, id]))
        source.fault(
          [key, id, 'text'],
          `"${id}": the last text must fit everybody`,
          'add one without "when" at the end',
        );
      return {
        id,
        kind,
        says: shape.says,
        everywhere: kind !== 'question' || data.questions[id]!.everywhere,
        variants: shape.text.map(({ when, text }) => ({ when, text: markup(text) })),
      };
    }),
  );
}
