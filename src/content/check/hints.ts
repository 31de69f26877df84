/** Finds probable mistakes of the content, which do not stop the bot. */
import type { Content } from '../../core/content.ts';
import type { ContentFault, Path } from '../content-fault.ts';
import type { SourceFile } from '../source-file.ts';
import { tooNear } from './nearness.ts';
import { lackingParts } from './optional-parts.ts';
import { FEWEST_WORDS, shadows, tooShort } from './shadows.ts';

/** The smallest number of examples of an intent, by kind, that tells it from the others. */
const FEWEST_EXAMPLES = { problem: 30, control: 20, chatter: 100, none: 30 };

/**
 * Probable mistakes of the content, each with what was probably meant. They do not stop the bot, but make it understand
 * less. Certain mistakes are faults, see rules.ts. `today` is a day, such as 2026-12-31.
 */
export function hintsOf(content: Content, fileOf: (value: object) => SourceFile, today: string): ContentFault[] {
  const hints: ContentFault[] = [];
  const hint = (of: object, path: Path, what: string, meant: string): void => {
    hints.push({ ...fileOf(of).place(path), what, meant });
  };
  const tables = [...content.packs.values()].flatMap(({ codes }) => (codes ? [codes] : []));
  for (const some of [content.packs, content.intents, content.walkthroughs, tables])
    for (const value of some.values())
      if (value.review !== null && value.review < today)
        hint(
          value,
          ['review'],
          `review: ${value.review} is past`,
          'see whether its facts still hold, and set another day',
        );
  for (const { pack, what, meant } of lackingParts(content)) hint(pack, [], what, meant);
  for (const { intent, index, kind, other, example } of tooNear(content)) {
    const own = quoted(intent.examples[index]!);
    if (kind === 'same')
      hint(
        intent,
        ['examples', index],
        `examples: ${own} is nearly the same as ${quoted(example)} of ${other.id}`,
        'say in both what tells them apart, or keep one',
      );
    else
      hint(
        intent,
        ['examples', index],
        `examples: ${own} is nearer to those of ${other.id} (${quoted(example)}) than to its own`,
        `it belongs to ${other.id}, or needs neighbours of its own kind`,
      );
  }
  for (const { intent, index, other, where, text } of shadows(content))
    hint(
      intent,
      ['says', index],
      `says: ${quoted(intent.says[index]!)} stands in ${where === 'says' ? 'a signature' : 'an example'} of ${other.id} too: ${quoted(text)}`,
      'make it longer, or name the two lookalikes',
    );
  for (const intent of content.intents.values()) {
    if (intent.kind === 'problem')
      for (const [index, says] of intent.says.entries())
        if (tooShort(says))
          hint(
            intent,
            ['says', index],
            `says: ${quoted(says)} is found in much that is about something else`,
            `a signature is the whole text, ${FEWEST_WORDS} words or more; how people put it belongs to the examples`,
          );
    const fewest = FEWEST_EXAMPLES[intent.kind];
    if (intent.examples.length < fewest)
      hint(
        intent,
        ['examples'],
        `examples: ${intent.examples.length} are thin`,
        `${fewest} or more, put as differently as people do`,
      );
  }
  return hints.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `"${line.length > 60 ? `${line.slice(0, 59)}…` : line}"`;
}
