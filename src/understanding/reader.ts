/** Reads a text: combines the clients' own words with the way people talk, into guesses and a decision. */
import { COMMON, type Content, type Intent, noneOf } from '../core/content.ts';
import type { Guess, Read, Reading, Span } from '../core/reading.ts';
import { ForeignFinder } from './foreign.ts';
import { alternativesIn, isVague } from './hedges.ts';
import { languageOf } from './language.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { chancesOf, type Example, Model } from './model.ts';
import { learnFeelings, moodOf } from './mood.ts';
import { otherProgramsOf } from './other-programs.ts';
import { marginsOf, type Passage, passagesOf, placeOf } from './passages.ts';
import { type Found, SignatureIndex } from './signatures.ts';
import { SlotFinder } from './slots.ts';
import { Spelling } from './spelling.ts';
import { TalkFinder } from './talk.ts';
import type { Tokens } from './tokens.ts';
import { type Topic, topicOf } from './topics.ts';

/** Trains the statistical half on all texts of the intents. */
export async function trainModel(content: Content): Promise<Model> {
  const intents = [...content.intents.values()];
  const lexicon = createLexicon(content.packs.values());
  const none = noneOf(content);
  const examples: Example[] = intents.flatMap((i) =>
    i.kind === 'none'
      ? i.examples.filter(isForeign(i, content, lexicon)).map((text) => ({ text, intent: none }))
      : i.examples.map((text) => ({ text, intent: i.id })),
  );
  const always = intents.flatMap((i) => [
    ...(i.kind === 'none' ? [] : [{ text: i.title, intent: i.id }]),
    ...i.says.map((text) => ({ text: text.replace(/\{[a-z-]+\}/g, ' '), intent: i.kind === 'none' ? none : i.id })),
  ]);
  const problems = new Set(intents.filter((i) => i.kind === 'problem').map((i) => i.id));
  return Model.train(examples, always, { none, problems }, await learnFeelings(), lexicon);
}

/**
 * A test for texts of a `none` intent that are about nothing installed: one pack's "none of ours" may be another pack's
 * subject, and would teach the wrong thing.
 */
function isForeign({ pack }: Intent, { packs }: Content, { names, tokens }: Lexicon): (text: string) => boolean {
  const others = new Set(
    [...packs.keys()]
      .flatMap((id) => (id === pack ? [] : [names.word(id), names.partWord(id)]))
      .filter((w) => w !== null),
  );
  return (text) => others.size === 0 || !tokens(text).some((word) => others.has(word));
}

/** The strength of a signature that was found whole, on the scale of the softmax. */
const SIGNATURE_STRENGTH = 9;
/** The part of the chance of "none of ours" that is left to a text with a sentence about a pack. */
const STILL_STRANGE = 0.02;
/**
 * The confidence that names a problem unasked in a text without a program's name or a client's words: only so many of
 * those texts are ours.
 */
const UNNAMED = 0.98;
const NEVER = 2;
/** The power that vague words raise every chance to. */
const VAGUENESS = 0.5;
/** The part of a problem's chance that is left in a text that says our product works and another program doesn't. */
const STILL_OURS = 0.1;
/**
 * The parts of a problem's chance that are left in a text that names another product, and in one that only tells of
 * what is done with another.
 */
const NOT_NAMED = 0.05;
const NOT_TOLD = 0.2;
/** The chance that a pack's generic intent is given to start from when freed chances are shared out. */
const GENERIC_START = 0.15;
/** The smallest share of a signature that counts as an error of its own among others. */
const SURELY_THERE = 0.85;

/** The chances of every class, and of none of them. */
interface Weights {
  readonly chances: Float64Array;
  rejected: number;
}

/** Makes the reader of some content, from the clients' own words and the trained model of how people talk. */
export function createReader(content: Content, model: Model): Read {
  const intents = [...content.intents.values()];
  const lexicon = createLexicon(content.packs.values());
  const signatures = new SignatureIndex(intents, lexicon.tokens);
  const spelling = new Spelling(model.vocabulary.words(), lexicon.names.words());
  const slots = new SlotFinder(content.packs.values(), lexicon.excerpt);
  const talk = new TalkFinder(content.packs.values());
  const foreign = new ForeignFinder(content.packs.values());
  const none = noneOf(content);
  const number = new Map(model.classes.map((c, i) => [c, i]));
  const problems = new Set(intents.filter((i) => i.kind === 'problem').map((i) => i.id));
  const longest = new Map(intents.filter((i) => i.kind === 'control').map((i) => [i.id, longestOf(i, lexicon.tokens)]));
  const thresholds = new Map(intents.map((i) => [i.id, content.packs.get(i.pack)!.thresholds]));
  const problemClasses = model.classes.flatMap((c, i) => (problems.has(c) ? [i] : []));
  const packs = [...content.packs.values()];
  const others = otherProgramsOf(packs, lexicon);
  const failing = content.packs.get(COMMON)?.about.fails ?? [];
  const topics = packs.map((pack) => topicOf(pack, failing, others, lexicon)).filter((topic) => topic !== null);
  const topicOfPack = new Map(topics.map((topic) => [topic.pack, topic]));
  const classesOf = new Map(
    packs.map(({ id }) => [id, problemClasses.filter((c) => content.intents.get(model.classes[c]!)!.pack === id)]),
  );

  /**
   * The confidence a problem must have to be named, beyond its pack's threshold, in a text that does not say that it is
   * about that pack: a clock, a keychain, a proxy are other people's trouble, too. A text can't name a pack without a
   * name, so for that one its threshold is enough.
   */
  const enoughFor = (intent: string, words: readonly string[], found: readonly Found[]): number => {
    const topic = topicOfPack.get(content.intents.get(intent)!.pack);
    if (!topic || topic.isNamed(words)) return 0;
    if (others.isProgram(words)) return NEVER;
    if (found.some((f) => f.intent === intent)) return 0;
    if (topics.some((other) => other.isNamed(words))) return NEVER;
    return topic.isDone(words) ? UNNAMED : NEVER;
  };

  return (text) => {
    const passages = passagesOf(text, lexicon, (word) => spelling.right(word));
    const words = passages.flatMap((passage) => passage.words);
    const found = signatures.find(words);
    const boost = new Float64Array(model.classes.length);
    for (const f of found) {
      const length = f.to - f.from;
      // A client's words count anywhere; "no" and "cannot" only if they are most of the message.
      const telling = longest.has(f.intent) ? (length / words.length) ** 2 : Math.min(1, length / 4);
      boost[number.get(f.intent)!] = SIGNATURE_STRENGTH * ((f.share - 0.5) / 0.5) * telling;
    }
    // Steering words are short: in a long report they stand there by chance.
    for (const [id, most] of longest) if (words.length > most) boost[number.get(id)!] = Number.NEGATIVE_INFINITY;
    const margins = remembering((some: readonly string[]) => model.margins(some));
    const weighed = marginsOf(passages, margins, problemClasses);
    const weights = words.length === 0 ? { chances: boost, rejected: 1 } : chancesOf(weighed, model.calibration, boost);
    const surely = found.some((f) => f.share >= SURELY_THERE);
    if (!found.some((f) => problems.has(f.intent)))
      doubt(weights, words, (some) => chancesOf(margins(some), model.calibration, null));
    if (!surely) preferPacks(weights, packsIn(topics, words), topics, classesOf);
    for (const topic of topics) {
      const problems = classesOf.get(topic.pack)!;
      if (topic.isWell(passages) && !surely) keepAway(weights, problems);
      else if (problems.length > 0 && passages.some((passage) => topic.isIn(passage)))
        keepForUs(weights, { problems, none: number.get(none), generic: number.get(topic.generic ?? '') });
    }
    const { chances, rejected } = weights;

    const guesses: Guess[] = model.classes
      .map((intent, i) => ({ intent, confidence: round(chances[i]!) }))
      .filter((g) => g.intent !== none && g.confidence >= 0.01)
      .sort((a, b) => b.confidence - a.confidence || a.intent.localeCompare(b.intent))
      .slice(0, 5);
    const best = guesses[0];
    const away = rejected + (chances[number.get(none) ?? -1] ?? 0);
    const limits = best ? thresholds.get(best.intent)! : { answer: 1, ask: 1 };
    // Many small suspicions of ours are together worth a question too.
    const ours = guesses.reduce((sum, g) => sum + (problems.has(g.intent) ? g.confidence : 0), 0);
    const worthAsking = best !== undefined && away <= 0.5 && (best.confidence >= limits.ask || ours >= 0.5);
    const enough = best && problems.has(best.intent) ? enoughFor(best.intent, words, found) : 0;
    const decision = !worthAsking ? 'none' : best.confidence >= Math.max(limits.answer, enough) ? 'answer' : 'ask';
    const evidence = found.find((f) => f.intent === best?.intent);
    const place = (f: Found): Span => placeOf(passages, f.from, f.to);
    const shown = evidence && place(evidence);
    const span =
      decision === 'none'
        ? null
        : shown
          ? shown
          : spanOf(passages, (passage) => margins(passage.words)[number.get(best!.intent)!]!);
    return {
      decision,
      intent: decision === 'none' ? null : best!.intent,
      confidence: decision === 'none' ? round(away) : best!.confidence,
      guesses,
      slots: slots.find(text),
      mood: round(moodOf(words, model.feelings)),
      // As it stands in the text: agents and people compare it with what they see.
      evidence: shown ? text.slice(shown.from, shown.to).trim() : null,
      span,
      found: apart(found.filter((f) => problems.has(f.intent) && f.share >= SURELY_THERE)).map((f) => ({
        intent: f.intent,
        span: place(f),
      })),
      language: languageOf(text),
      foreign: foreign.find(text),
      ...talk.find(text),
      packs: packsIn(topics, words),
    };
  };
}

/**
 * Gives a text with a sentence about a pack to that pack, however much else it tells: the chance that it is none of
 * ours goes to the pack's problems, each in the measure of its own, with something for the generic one.
 */
function keepForUs(
  weights: Weights,
  { problems, none, generic }: { problems: readonly number[]; none: number | undefined; generic: number | undefined },
): void {
  const { chances } = weights;
  const freed = (weights.rejected + (none === undefined ? 0 : chances[none]!)) * (1 - STILL_STRANGE);
  const sum = problems.reduce((total, c) => total + chances[c]!, GENERIC_START);
  for (const c of problems) chances[c]! += (freed * (chances[c]! + (c === generic ? GENERIC_START : 0))) / sum;
  weights.rejected *= STILL_STRANGE;
  if (none !== undefined) chances[none]! *= STILL_STRANGE;
}

/**
 * Moves chances to the packs that a text names, or whose actions it tells of: it hardly means the problems of another
 * product. They go to the problems of the meant packs, each in the measure of its own.
 */
function preferPacks(
  { chances }: Weights,
  { named, told }: Reading['packs'],
  topics: readonly Topic[],
  classesOf: ReadonlyMap<string, readonly number[]>,
): void {
  const meant = named.length > 0 ? named : told;
  const others = topics.filter(({ pack }) => !meant.includes(pack));
  if (meant.length === 0 || others.length === 0) return;
  const left = named.length > 0 ? NOT_NAMED : NOT_TOLD;
  const ours = meant.flatMap((pack) => classesOf.get(pack)!);
  const sum = ours.reduce((total, c) => total + chances[c]!, 0);
  if (sum === 0) return;
  let freed = 0;
  for (const c of others.flatMap(({ pack }) => classesOf.get(pack)!)) {
    freed += chances[c]! * (1 - left);
    chances[c]! *= left;
  }
  for (const c of ours) chances[c]! += (freed * chances[c]!) / sum;
}

/**
 * Lowers the chances of a product's problems: "A is fine, B won't let me in" is hardly about A, whatever its words are.
 */
function keepAway(weights: { readonly chances: Float64Array; rejected: number }, problems: readonly number[]): void {
  for (const c of problems) {
    weights.rejected += weights.chances[c]! * (1 - STILL_OURS);
    weights.chances[c]! *= STILL_OURS;
  }
}

/**
 * Lowers the certainty of a text whose person is not sure: the alternatives count as much as the whole, and vague words
 * less.
 */
function doubt(weights: Weights, words: readonly string[], read: (words: readonly string[]) => Weights): void {
  const others = alternativesIn(words).map(read);
  const n = 1 + others.length;
  const { chances } = weights;
  for (let c = 0; c < chances.length; c++) chances[c] = others.reduce((sum, o) => sum + o.chances[c]!, chances[c]!) / n;
  weights.rejected = others.reduce((sum, o) => sum + o.rejected, weights.rejected) / n;
  if (!isVague(words)) return;
  const flatter = (chance: number): number => chance ** VAGUENESS;
  const sum = chances.reduce((total, chance) => total + flatter(chance), flatter(weights.rejected));
  for (let c = 0; c < chances.length; c++) chances[c] = flatter(chances[c]!) / sum;
  weights.rejected = flatter(weights.rejected) / sum;
}

/**
 * The signatures that stand apart, in the order of the text: of several in one place only the best, because they say
 * the same.
 */
function apart(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const f of found) if (kept.every((k) => f.to <= k.from || f.from >= k.to)) kept.push(f);
  return kept.sort((a, b) => a.from - b.from);
}

/** The span of the passage that speaks most for the decision. */
function spanOf(passages: readonly Passage[], strength: (passage: Passage) => number): Span | null {
  const [first, ...rest] = passages.filter((passage) => passage.words.length > 0);
  if (!first || rest.length === 0) return first ? { from: first.from, to: first.to } : null;
  const best = [first, ...rest]
    .map((passage) => ({ passage, by: strength(passage) }))
    .reduce((a, b) => (b.by > a.by ? b : a));
  return { from: best.passage.from, to: best.passage.to };
}

/** A function that computes the value of each key once: the same words are weighed several times. */
function remembering<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const fresh = compute(key);
    known.set(key, fresh);
    return fresh;
  };
}

/** The packs that a text names, and those whose actions it tells of. */
function packsIn(topics: readonly Topic[], words: readonly string[]): Reading['packs'] {
  const ids = (some: readonly Topic[]): string[] => some.map((topic) => topic.pack);
  return {
    named: ids(topics.filter((topic) => topic.isNamed(words))),
    told: ids(topics.filter((topic) => topic.isDone(words))),
  };
}

/** The largest number of words of a text that can still be like this control intent's examples. */
function longestOf(intent: Intent, tokens: Tokens): number {
  return 1.2 * Math.max(...[...intent.says, ...intent.examples].map((text) => tokens(text).length));
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
