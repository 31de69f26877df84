/** Finds examples that stand too near to those of another intent. */
import type { Content, Intent } from '../../core/content.ts';
import { Neighbours } from './neighbours.ts';

/** An example that stands too near to another intent's examples. */
export interface TooNear {
  readonly intent: Intent;
  /** Its position in the intent's list of examples. */
  readonly index: number;
  /** `same`: nearly the same words as one of the other's; `nearer`: the examples most like it are all the other's. */
  readonly kind: 'same' | 'nearer';
  readonly other: Intent;
  readonly example: string;
}

interface PlacedExample {
  readonly text: string;
  readonly intent: Intent;
  readonly index: number;
}

/** The likeness from which on two texts differ only by a word nobody notices. */
const SAME = 0.85;
/**
 * The number of nearest examples that must agree, and the likeness that the last of them must have: less is chance
 * among short texts.
 */
const AGREEING = 3;
const NEAR = 0.4;

/** Examples that are nearly the same as another intent's, or nearer to those of another than to any of their own. */
export function tooNear(content: Content): TooNear[] {
  const examples = [...content.intents.values()].flatMap((intent) =>
    intent.examples.map((text, index): PlacedExample => ({ text, intent, index })),
  );
  const neighbours = new Neighbours(examples);
  return examples.flatMap((example): TooNear[] => {
    const { intent, index } = example;
    const nearest = neighbours.nearest(example, AGREEING);
    const twin = nearest.find((near) => near.item.intent !== intent && near.likeness >= SAME);
    if (twin) {
      // A pair is reported once, at the example that stands second.
      const second = examples.indexOf(twin.item) < examples.indexOf(example);
      return second ? [{ intent, index, kind: 'same', other: twin.item.intent, example: twin.item.text }] : [];
    }
    const [first] = nearest;
    const all = nearest.length === AGREEING && nearest.every((near) => near.item.intent === first!.item.intent);
    if (!all || first!.item.intent === intent || nearest.at(-1)!.likeness < NEAR) return [];
    return [{ intent, index, kind: 'nearer', other: first!.item.intent, example: first!.item.text }];
  });
}
