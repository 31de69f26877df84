/** Learns from the examples how much it tells that a text names a pack's product, tells of what is done with it, or neither. */
import type { Content } from '../core/content.ts';
import type { Lexicon } from './lexicon.ts';
import { noneExamples } from './none-examples.ts';
import type { Topic } from './topics.ts';

/** How a text mentions the packs: one by name, or by what is done with its product, or none of them. */
export type Mention = 'named' | 'told' | 'neither';

/** The weights of a pack's problems, by how a text mentions the packs: 1, or less where other people's texts are mostly like that. */
export type MentionWeights = Readonly<Record<Mention, number>>;

/** The number of texts at which a pack's own share counts as much as an even one. */
const FEW = 30;

/** How some words mention any of the packs. */
export function mentionIn(words: readonly string[], topics: readonly Topic[]): Mention {
  if (topics.some((topic) => topic.isNamed(words))) return 'named';
  return topics.some((topic) => topic.isDone(words)) ? 'told' : 'neither';
}

/**
 * The weights of every pack's problems: how often its own examples mention the packs in that way, beside how often texts
 * that are about nothing of ours do. So a pack that everybody names is hardly meant by a text without a name, and one
 * that nobody names may well be.
 */
export function mentionWeights(
  content: Content,
  topics: readonly Topic[],
  lexicon: Pick<Lexicon, 'names' | 'tokens'>,
): Readonly<Record<string, MentionWeights>> {
  const isNone = noneExamples(content, lexicon);
  const counts = new Map<string, Record<Mention, number>>();
  const count = (of: string, text: string): void => {
    const row = counts.get(of) ?? { named: 0, told: 0, neither: 0 };
    row[mentionIn(lexicon.tokens(text), topics)]++;
    counts.set(of, row);
  };
  for (const { pack, kind, examples } of content.intents.values()) {
    if (kind === 'problem') for (const text of examples) count(pack, text);
    // Texts that name a product, and are none of its problems, stand in packs: they tell nothing of texts in general.
    if (kind === 'none' && content.packs.get(pack)?.about.names.length === 0)
      for (const text of examples) if (isNone(pack, text)) count('', text);
  }
  const share = (of: string, mention: Mention): number => {
    const row = counts.get(of) ?? { named: 0, told: 0, neither: 0 };
    return (row[mention] + FEW / 3) / (row.named + row.told + row.neither + FEW);
  };
  const weight = (of: string, mention: Mention): number => Math.min(1, share(of, mention) / share('', mention));
  return Object.fromEntries(
    [...counts.keys()].map((of) => [of, { named: 1, told: weight(of, 'told'), neither: weight(of, 'neither') }]),
  );
}
