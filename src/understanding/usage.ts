/**
 * Learns how the examples speak of products, by name or not. It is learned in training and kept with the model: a start
 * has no time to take tens of thousands of examples into words.
 */
import type { Content, Intent } from '../core/content.ts';
import { countMeant, type MeantPacks } from './beside.ts';
import type { Lexicon } from './lexicon.ts';
import { type MentionWeights, mentionWeights } from './mention.ts';
import { otherProgramsOf } from './other-programs.ts';
import type { Tokens } from './tokens.ts';
import { topicsOf } from './topics.ts';

/** The way the examples speak of products, in plain values that a file can hold. */
export interface Usage {
  /** The words that each intent knows. */
  readonly knownTo: Readonly<Record<string, readonly string[]>>;
  /** The weights of each pack's problems, by how a text mentions the packs. */
  readonly mentioned: Readonly<Record<string, MentionWeights>>;
  /** The packs that the examples mean. */
  readonly meant: MeantPacks;
}

/** The usage of no examples. */
export const NO_USAGE: Usage = { knownTo: {}, mentioned: {}, meant: { intents: {}, packs: {} } };

/** Learns the usage from all examples, whose words are taken apart once for all of it. */
export function learnUsage(content: Content, lexicon: Lexicon): Usage {
  const known = new Map<string, string[]>();
  const tokens: Tokens = (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const fresh = lexicon.tokens(text);
    known.set(text, fresh);
    return fresh;
  };
  const topics = topicsOf(content, otherProgramsOf([...content.packs.values()], lexicon), lexicon);
  return {
    knownTo: Object.fromEntries([...content.intents.values()].map((i) => [i.id, frequentIn(i, tokens)])),
    mentioned: mentionWeights(content, topics, { ...lexicon, tokens }),
    meant: countMeant(content, topics, tokens),
  };
}

/** The number of examples that a word stands in from which on the intent knows it: "reset my SAP password". */
const FREQUENT = 3;

/** The words that a program shows for an intent, or several of its examples have: a program among them is no other program to it. */
function frequentIn({ says, examples }: Intent, tokens: Tokens): readonly string[] {
  const count = new Map<string, number>();
  for (const text of examples) for (const word of new Set(tokens(text))) count.set(word, (count.get(word) ?? 0) + 1);
  const shown = says.flatMap((text) => tokens(text));
  return [...new Set([...shown, ...[...count].flatMap(([word, n]) => (n >= FREQUENT ? [word] : []))])];
}
