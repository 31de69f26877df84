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
const WRAPPED = 0.7;
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
  // Each has a place on a circle, by its own words alone: one more takes its share from a neighbour, and from nobody else.
  const circle = chatter.map((text) => ({ text, at: hashOf(text) })).sort((a, b) => a.at - b.at);
  const wrapped = examples.flatMap((example) => {
    const random = sequence(hashOf(example.text));
    const joint = (): string => JOINTS[Math.floor(random() * JOINTS.length)]!;
    const any = (): string => nextOn(circle, random() * HASHES);
    if (random() >= WRAPPED) return [];
    const before = random() < 0.7 ? any() + joint() : '';
    const after = before === '' || random() < 0.6 ? joint() + any() : '';
    const more = random() < 0.4 ? joint() + any() : '';
    return [{ ...example, text: `${before}${example.text}${after}${more}` }];
  });
  return [...examples, ...wrapped];
}

/** The number of different hashes. */
const HASHES = 2 ** 30;

/** The text at or after a place on a circle. */
function nextOn(circle: readonly { readonly text: string; readonly at: number }[], place: number): string {
  let [from, to] = [0, circle.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (circle[middle]!.at < place) from = middle + 1;
    else to = middle;
  }
  return circle[from % circle.length]!.text;
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
