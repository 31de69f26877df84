/** Tells how sure a problem must be to be named unasked, in a text that does not say which product it is about. */
import type { Content } from '../core/content.ts';
import type { ErrorNumbers } from './error-numbers.ts';
import type { Lexicon } from './lexicon.ts';
import type { OtherPrograms } from './other-programs.ts';
import type { Found } from './signatures.ts';
import type { Topic } from './topics.ts';

/**
 * The confidence that names a problem unasked in a text without a program's name or a client's words: only so many of
 * those texts are ours. Packs that people write of without a name need less, and more where what is done isn't theirs
 * either.
 */
const UNNAMED = 0.975;
const EVERYDAY = { told: 0.95, neither: 0.97 };
/** A confidence that nothing has. */
export const NEVER = 2;

/** The knowledge by which a text is judged. */
interface NamingParts {
  readonly content: Content;
  readonly topics: readonly Topic[];
  readonly others: OtherPrograms;
  readonly numbers: ErrorNumbers;
  /** The words that each intent knows. */
  readonly knownTo: Readonly<Record<string, readonly string[]>>;
}

/**
 * Makes the judge of texts. It answers the confidence a problem must have to be named, beyond its pack's threshold: a clock, a
 * keychain, a proxy are other people's trouble, too. A text can't name a pack without a name, so for that one its threshold is
 * enough.
 */
export function createNaming(
  parts: NamingParts,
  lexicon: Lexicon,
): (intent: string, words: readonly string[], found: readonly Found[]) => number {
  const { content, topics, others, numbers } = parts;
  const packs = [...content.packs.values()];
  const knownTo = new Map(Object.entries(parts.knownTo).map(([id, words]) => [id, new Set(words)]));
  const topicOfPack = new Map(topics.map((topic) => [topic.pack, topic]));
  const little = packs.flatMap(({ about, talk }) => [...about.fails, ...Object.values(talk.languages).flat()]);
  const vague = new Map(
    packs.map(({ id, about }) => [id, new Set([...about.does, ...little].flatMap((said) => lexicon.tokens(said)))]),
  );
  /** Whether words tell only that something one does with a pack's product fails, and not of which product. */
  const isVague = (pack: string, words: readonly string[]): boolean =>
    words.every((word) => vague.get(pack)!.has(word) || word.length < 3);

  return (intent, words, found) => {
    const topic = topicOfPack.get(content.intents.get(intent)!.pack);
    if (!topic || topic.isNamed(words)) return 0;
    const known = knownTo.get(intent)!;
    const { anyProgram } = content.intents.get(intent)!;
    const isOwn = (word: string): boolean => known.has(word) || numbers.isProductBeside(topic.pack, word, words);
    if (!anyProgram && others.isProgram(words.filter((word) => !isOwn(word)))) return NEVER;
    if (found.some((f) => f.intent === intent)) return 0;
    // "Login issue" says nothing of what fails: it may be any product that people sign in to.
    if (
      topic.generic === intent &&
      topics.some((other) => other !== topic && other.isDone(words)) &&
      isVague(topic.pack, words)
    )
      return NEVER;
    if (topics.some((other) => other.isNamed(words))) return NEVER;
    const isDone = topic.isDone(words);
    if (topic.everyday) return isDone ? EVERYDAY.told : EVERYDAY.neither;
    return isDone ? UNNAMED : NEVER;
  };
}
