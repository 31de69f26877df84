/** Explains to an author why a text was read as it was. */
import { Neighbours, wordsOf } from '../content/check/neighbours.ts';
import type { Content, Intent } from '../core/content.ts';
import { isRight, type Judged, type Rule, takenFor } from './judged.ts';

/** The reason for a reading, as far as an author can do something about it. */
export interface Reason {
  /** One sentence, without markup. */
  readonly why: string;
  /** The client's own words in the text that decided, and the signature that found them. */
  readonly evidence: string | null;
  readonly signature: string | null;
  /** The most similar example of the intent it was taken for, and of the intent it belongs to. */
  readonly pulledBy: string | null;
  readonly heldBy: string | null;
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** A function that tells the reason for any reading; the examples are indexed once. */
export function reasons(content: Content, rule: Rule): (j: Judged) => Reason {
  const intents = [...content.intents.values()];
  const none = intents.find((i) => i.kind === 'none')?.id ?? rule.noneLabel;
  const examples = new Neighbours(intents.flatMap((i) => i.examples.map((text) => ({ text, intent: i.id }))));
  const nearest = (text: string, label: string): string | null => {
    const id = label === rule.noneLabel ? none : label;
    return examples.nearest(text, 1, (e) => e.intent === id && e.text !== text)[0]?.item.text ?? null;
  };
  return (j) => {
    const taken = takenFor(j, rule.noneLabel);
    const { evidence } = j.reading;
    const owner = content.intents.get(j.reading.guesses[0]?.intent ?? '');
    return {
      why: why(j, content, rule),
      evidence,
      signature: evidence === null || !owner ? null : signatureOf(evidence, owner),
      pulledBy: isRight(j, rule) ? null : nearest(j.row.text, taken),
      heldBy: nearest(j.row.text, j.row.label),
    };
  };
}

function why(j: Judged, content: Content, { noneLabel }: Rule): string {
  const { decision, guesses, confidence, evidence } = j.reading;
  const [first, second] = guesses;
  const own = guesses.find((g) => g.intent === j.row.label);
  if (decision === 'none') {
    if (!first) return 'No intent came to even 1%.';
    const limits = content.packs.get(content.intents.get(first.intent)?.pack ?? '')?.thresholds;
    const best = own && own !== first ? `${first.intent} came first with ${percent(first.confidence)}, ` : '';
    const had = own
      ? `${best}${own.intent} had ${percent(own.confidence)}`
      : `${first.intent} came first with ${percent(first.confidence)}`;
    return confidence > 0.5 || !limits
      ? `"None of ours" got ${percent(confidence)}; ${had}.`
      : `Not sure enough to ask (from ${percent(limits.ask)}): ${had}.`;
  }
  const shown = decision === 'answer' ? 'Named' : 'Asked about';
  const because = evidence === null ? 'by how its examples talk' : "because the client's own words stand in it";
  const rest =
    j.row.label === noneLabel
      ? second
        ? `; ${second.intent} came next with ${percent(second.confidence)}`
        : ''
      : own && own !== first
        ? `; ${own.intent} had ${percent(own.confidence)}`
        : own
          ? ''
          : `; ${j.row.label} was not among its guesses`;
  return `${shown} with ${percent(first!.confidence)}, ${because}${rest}.`;
}

/** The signature of an intent that shares the most words with the words found. */
function signatureOf(evidence: string, intent: Intent): string | null {
  const found = new Set(wordsOf(evidence));
  let best: string | null = null;
  let most = 0;
  for (const says of intent.says) {
    const words = new Set(wordsOf(says));
    const both = [...words].filter((w) => found.has(w)).length;
    // Measured as a share of both, so that of two signatures that begin alike the one that was really there wins.
    const alike = both / (words.size + found.size - both);
    if (alike > most) [best, most] = [says, alike];
  }
  return best;
}
