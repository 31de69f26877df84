/** Explains a reading: what was cut away, which words spoke for and against the first guesses, and which rule changed it. */
import type { Content } from '../core/content.ts';
import type { Explanation } from '../core/reading.ts';
import type { Model } from './model.ts';
import { createInsight, type ReadingRule } from './reader.ts';
import { tellingWords } from './telling-words.ts';

/** The number of guesses whose words are told. */
const GUESSES = 3;
/** The difference of a chance below which a rule changed nothing to speak of. */
const SLIGHT = 0.03;

/** Makes the explainer of some content and its model. */
export function createExplainer(content: Content, model: Model): (text: string) => Explanation {
  const look = createInsight(content, model);
  return (text) => {
    const stages: { rule: ReadingRule; chances: Float64Array }[] = [];
    const { reading, passages, found, enough, away } = look(text, (rule, { chances }) =>
      stages.push({ rule, chances: chances.slice() }),
    );
    const kept = passages.flatMap((passage) => passage.kept);
    const guesses = reading.guesses.slice(0, GUESSES).map(({ intent }) => intent);
    return {
      reading,
      enough,
      cut: passages
        .map((p) => p.words.filter((word) => !p.kept.includes(word)).join(' '))
        .filter((words) => words !== ''),
      signatures: found.map(({ intent, share, from, to }) => ({
        intent,
        share,
        words: passages
          .flatMap((p) => p.words)
          .slice(from, to)
          .join(' '),
      })),
      words: guesses.map((intent) => ({ intent, ...tellingWords(model, kept, model.classes.indexOf(intent)) })),
      other: {
        chance: Number(away.toFixed(4)),
        ...(model.none < 0 ? { for: [], against: [] } : tellingWords(model, kept, model.none)),
      },
      rules: stages.slice(1).flatMap(({ rule, chances }, i) => {
        const change = changeOf(model.classes, stages[i]!.chances, chances);
        return change === null ? [] : [{ rule, ...change }];
      }),
    };
  };
}

/** The change that a rule made to the best guess; null where it made none to speak of. */
function changeOf(classes: readonly string[], before: Float64Array, after: Float64Array) {
  const best = (of: Float64Array): number => of.reduce((at, chance, c) => (chance > of[at]! ? c : at), 0);
  const [was, is] = [best(before), best(after)];
  const isSlight = was === is && Math.abs(before[is]! - after[is]!) < SLIGHT;
  if (isSlight || Math.max(before[was]!, after[is]!) < SLIGHT) return null;
  const guess = (of: Float64Array, c: number) => ({ intent: classes[c]!, confidence: Number(of[c]!.toFixed(4)) });
  return { before: guess(before, was), after: guess(after, is) };
}
