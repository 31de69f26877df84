import type { Content, Intent } from '../../core/content.ts';
import { Neighbours } from './neighbours.ts';

/** An example that stands too near to another intent's. */
export interface TooNear {
  readonly intent: Intent;
  /** Where it stands in the intent's list. */
  readonly index: number;
  /** `same`: nearly the same words; `nearer`: the examples most like it are all of the other one. */
  readonly kind: 'same' | 'nearer';
  readonly other: Intent;
  readonly example: string;
}

interface PlacedExample {
  readonly text: string;
  readonly intent: Intent;
  readonly index: number;
}

/** From here on, nothing but a word nobody notices tells two texts apart. */
const SAME = 0.85;
/** So many nearest must agree, and so alike must the last of them be: less is chance among short texts. */
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
      // Said once, where it stands second.
      const second = examples.indexOf(twin.item) < examples.indexOf(example);
      return second ? [{ intent, index, kind: 'same', other: twin.item.intent, example: twin.item.text }] : [];
    }
    const [first] = nearest;
    const all = nearest.length === AGREEING && nearest.every((near) => near.item.intent === first!.item.intent);
    if (!all || first!.item.intent === intent || nearest.at(-1)!.likeness < NEAR) return [];
    return [{ intent, index, kind: 'nearer', other: first!.item.intent, example: first!.item.text }];
  });
}
