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
/** The same, where a text tells only that a product doesn't work: of one with several problems hardly any is so sure. */
const BARELY = 0.985;
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
  const { content, topics, others, numbers, knownTo } = parts;
  const packs = [...content.packs.values()];
  const topicOfPack = new Map(topics.map((topic) => [topic.pack, topic]));
  const little = packs.flatMap(({ about, talk }) => [...about.fails, ...Object.values(talk.languages).flat()]);
  const failing = new Set(
    [...little, ...packs.flatMap(({ talk }) => talk.told['only-fails'] ?? [])].flatMap((said) => lexicon.tokens(said)),
  );
  const vague = new Map(
    packs.map(({ id, about }) => [id, new Set([...about.does, ...little].flatMap((said) => lexicon.tokens(said)))]),
  );
  const marks = new Set(packs.flatMap(({ id }) => [lexicon.names.word(id), lexicon.names.partWord(id)]));
  const products = new Map(
    packs.map(({ id, about }) => {
      const names = [...about.names, ...about.parts].map((name) => lexicon.tokens(name).filter((w) => !marks.has(w)));
      // "Print job" and "booking screen" tell more than that it is about a printer, or a room.
      return [id, new Set(names.flatMap((name) => (name.length === 1 ? name : [])))];
    }),
  );
  const isProduct = (pack: string, word: string): boolean => marks.has(word) || products.get(pack)!.has(word);
  /** Whether words tell only that a pack's product fails: "OneDrive does not work" may be any of its problems. */
  const isBare = (pack: string, words: readonly string[]): boolean =>
    words.every((word) => isProduct(pack, word) || failing.has(word) || word.length < 3) &&
    words.some((word) => !isProduct(pack, word));
  /** Whether words tell only that something one does with a pack's product fails, and not of which product. */
  const isVague = (pack: string, words: readonly string[]): boolean =>
    words.every((word) => vague.get(pack)!.has(word) || word.length < 3);

  return (intent, words, found) => {
    const topic = topicOfPack.get(content.intents.get(intent)!.pack);
    if (!topic) return 0;
    const isShown = found.some((f) => f.intent === intent);
    if (topic.generic !== intent && !isShown && isBare(topic.pack, words)) return BARELY;
    if (topic.isNamed(words)) return 0;
    const { anyProgram } = content.intents.get(intent)!;
    const isOwn = (word: string): boolean =>
      knownTo[intent]!.includes(word) || numbers.isProductBeside(topic.pack, word, words);
    if (!anyProgram && words.some((word) => others.isProgram([word]) && !isOwn(word))) return NEVER;
    if (isShown) return 0;
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
