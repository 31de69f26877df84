/**
 * Wraps training texts in what people write around their problem (greetings, stories, signatures, bare facts), so that it
 * weighs nothing for any intent.
 */
import { hashOf } from './features.ts';

/** The class of such texts in the model: no intent, since nothing follows from it. */
export const CHATTER = 'chatter';

/** Words between which a clause says two things, each of its own. */
const JOINS = new Set(
  'and but so because since while und aber weil denn da y pero porque et mais car e ma en maar omdat i ale bo'.split(
    ' ',
  ),
);
/** The smallest number of words of a part that is looked at by itself. */
const A_PART = 3;

/** The parts of a clause's words, cut before words that join two sentences; a part of a word or two stays with its neighbour. */
export function partsOf(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const [i, word] of words.entries()) {
    if (JOINS.has(word) && parts.at(-1)!.length >= A_PART && words.length - i > A_PART) parts.push([]);
    parts.at(-1)!.push(word);
  }
  return parts;
}

/** The share of the examples of every class that are learned once more with chatter around them. */
const WRAPPED = 0.4;
/** The ways to put a text beside its chatter. */
const JOINTS = ['. ', ', ', ' ', '\n', ' - ', '! ', ' and ', '\n\n', '; '];

/**
 * The examples with some of them once more, wrapped in chatter. What becomes of a text depends on that text alone, so that
 * an example more or less changes nothing for the others.
 */
export function withWrapped<E extends { readonly text: string }>(
  examples: readonly E[],
  chatter: readonly string[],
): readonly E[] {
  if (chatter.length === 0) return examples;
  const wrapped = examples.flatMap((example) => {
    const random = sequence(hashOf(example.text));
    const any = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
    if (random() >= WRAPPED) return [];
    const before = random() < 0.7 ? any(chatter) + any(JOINTS) : '';
    const after = before === '' || random() < 0.6 ? any(JOINTS) + any(chatter) : '';
    const more = random() < 0.4 ? any(JOINTS) + any(chatter) : '';
    return [{ ...example, text: `${before}${example.text}${after}${more}` }];
  });
  return [...examples, ...wrapped];
}

/** Numbers from 0 to 1, always the same ones for a seed, so that the same content always trains the same model. */
function sequence(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  const next = (): number => {
    // Exact: the product has fewer than 53 bits.
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  // Seeds that are near to each other begin alike.
  for (let i = 0; i < 3; i++) next();
  return next;
}
