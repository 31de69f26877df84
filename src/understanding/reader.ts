import type { Content, Intent } from '../core/content.ts';
import type { Guess, Read } from '../core/reading.ts';
import { chancesOf, type Example, Model } from './model.ts';
import { learnFeelings, moodOf } from './mood.ts';
import { SignatureIndex } from './signatures.ts';
import { SlotFinder } from './slots.ts';
import { tokens } from './tokens.ts';

/** Trains the statistical half on everything the intents say. */
export async function trainModel(content: Content): Promise<Model> {
  const intents = [...content.intents.values()];
  const examples: Example[] = intents.flatMap((i) => i.examples.map((text) => ({ text, intent: i.id })));
  const always = intents.flatMap((i) => [
    ...(i.kind === 'none' ? [] : [{ text: i.title, intent: i.id }]),
    ...i.says.map((text) => ({ text: text.replace(/\{[a-z-]+\}/g, ' '), intent: i.id })),
  ]);
  return Model.train(examples, always, noneOf(intents), await learnFeelings());
}

/** The intents' own class for what is not ours; empty when the content has none. */
function noneOf(intents: readonly Intent[]): string {
  return intents.find((i) => i.kind === 'none')?.id ?? '';
}

/** How strongly a signature found whole speaks for its intent, on the scale of the softmax. */
const SIGNATURE_STRENGTH = 9;

/** Puts the two halves together: the clients' own words, and how people talk. */
export function createReader(content: Content, model: Model): Read {
  const intents = [...content.intents.values()];
  const signatures = new SignatureIndex(intents);
  const slots = new SlotFinder(content.packs.values());
  const none = noneOf(intents);
  const number = new Map(model.classes.map((c, i) => [c, i]));
  const problems = new Set(intents.filter((i) => i.kind === 'problem').map((i) => i.id));
  const longest = new Map(intents.filter((i) => i.kind === 'control').map((i) => [i.id, longestOf(i)]));
  const thresholds = new Map(intents.map((i) => [i.id, content.packs.get(i.pack)!.thresholds]));

  return (text) => {
    const words = tokens(text);
    const found = signatures.find(words);
    const boost = new Float64Array(model.classes.length);
    for (const f of found) {
      const length = f.to - f.from;
      // A client's words count wherever they stand; "no" and "cannot" only where they are the message.
      const telling = longest.has(f.intent) ? (length / words.length) ** 2 : Math.min(1, length / 4);
      boost[number.get(f.intent)!] = SIGNATURE_STRENGTH * ((f.share - 0.5) / 0.5) * telling;
    }
    // Steering words are short: in a long report they only happen to stand there.
    for (const [id, most] of longest) if (words.length > most) boost[number.get(id)!] = Number.NEGATIVE_INFINITY;
    const { chances, rejected } =
      words.length === 0 ? { chances: boost, rejected: 1 } : chancesOf(model.margins(words), model.calibration, boost);

    const guesses: Guess[] = model.classes
      .map((intent, i) => ({ intent, confidence: round(chances[i]!) }))
      .filter((g) => g.intent !== none && g.confidence >= 0.01)
      .sort((a, b) => b.confidence - a.confidence || a.intent.localeCompare(b.intent))
      .slice(0, 5);
    const best = guesses[0];
    const away = rejected + (chances[number.get(none) ?? -1] ?? 0);
    const limits = best ? thresholds.get(best.intent)! : { answer: 1, ask: 1 };
    // Many small suspicions of ours together are worth a question too.
    const ours = guesses.reduce((sum, g) => sum + (problems.has(g.intent) ? g.confidence : 0), 0);
    const worthAsking = best !== undefined && away <= 0.5 && (best.confidence >= limits.ask || ours >= 0.5);
    const decision = !worthAsking ? 'none' : best.confidence >= limits.answer ? 'answer' : 'ask';
    const evidence = found.find((f) => f.intent === best?.intent);
    return {
      decision,
      intent: decision === 'none' ? null : best!.intent,
      confidence: decision === 'none' ? round(away) : best!.confidence,
      guesses,
      slots: slots.find(text),
      mood: round(moodOf(words, model.feelings)),
      evidence: evidence ? words.slice(evidence.from, evidence.to).join(' ') : null,
    };
  };
}

/** So many words a text may have and still be what this control intent's examples are. */
function longestOf(intent: Intent): number {
  return 1.2 * Math.max(...[...intent.says, ...intent.examples].map((text) => tokens(text).length));
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
