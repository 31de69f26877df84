/** Compares texts by the reader's own vectors: words, stems, pairs of words, and pieces, so that a slip of a key counts little. */
import type { AlikeTexts } from '../core/alike.ts';
import { Vocabulary } from '../understanding/features.ts';

/** An index of texts, each as its words; beside `background` it is known which words tell little. */
export function alikeBy(
  texts: readonly (readonly string[])[],
  background: readonly (readonly string[])[] = [],
): AlikeTexts {
  const vocabulary = Vocabulary.learn([...texts, ...background]);
  const vectors = texts.map((words) => vocabulary.vector(words));
  /** The texts that have a feature, each with its weight there. */
  const holders = new Map<number, { at: number; weight: number }[]>();
  for (const [at, { index, value }] of vectors.entries())
    for (const [i, feature] of index.entries()) {
      const some = holders.get(feature) ?? [];
      some.push({ at, weight: value[i]! });
      holders.set(feature, some);
    }
  return {
    nearest(text, most) {
      const { index, value } = vectors[text]!;
      const likeness = new Float64Array(texts.length);
      const touched: number[] = [];
      for (const [i, feature] of index.entries())
        for (const { at, weight } of holders.get(feature)!) {
          if (at === text) continue;
          if (likeness[at] === 0) touched.push(at);
          likeness[at]! += value[i]! * weight;
        }
      return touched
        .map((at) => ({ at, likeness: Math.min(1, likeness[at]!) }))
        .sort((a, b) => b.likeness - a.likeness || a.at - b.at)
        .slice(0, most);
    },
  };
}
