/** Reads a text: combines the clients' own words with the way people talk, into guesses and a decision. */
import { bareNumbersOf } from '../core/bare-number.ts';
import { type Content, formulasOf, type Intent, noneOf } from '../core/content.ts';
import type { Guess, Read, Reading, Span } from '../core/reading.ts';
import { ANSWERS } from '../core/steering.ts';
import { doubt, endWell, keepAway, keepForUs, preferPacks, raise, weaken } from './adjust.ts';
import { AsideFinder } from './asides.ts';
import { meantOf, packsIn, weighBeside } from './beside.ts';
import { CHATTER } from './chatter.ts';
import { CodeFamilyFinder } from './code-families.ts';
import { isEverybodys } from './code-words.ts';
import { ErrorNumbers } from './error-numbers.ts';
import { ForeignFinder } from './foreign.ts';
import { isUnsure } from './hedges.ts';
import { languageOf } from './language.ts';
import { createLexicon } from './lexicon.ts';
import { mentionIn } from './mention.ts';
import { type Chances, chancesOf, type Model } from './model.ts';
import { moodOf } from './mood.ts';
import { createNaming, NEVER } from './naming.ts';
import { otherProgramsOf } from './other-programs.ts';
import { type Passage, passagesOf, placeOf, weighedIn, withoutChatter } from './passages.ts';
import { Pieces } from './pieces.ts';
import { ReportFinder, withReport } from './report-finder.ts';
import {
  A_CODE,
  apart,
  besideOf,
  EXACTLY,
  isAll,
  isExactly,
  isSameAs,
  isWithin,
  SURELY_THERE,
  widestOf,
} from './shown.ts';
import { type Found, SignatureIndex } from './signatures.ts';
import { SlotFinder } from './slots.ts';
import { Spelling } from './spelling.ts';
import { TalkFinder } from './talk.ts';
import { asWritten, tellingWords } from './telling-words.ts';
import type { Tokens } from './tokens.ts';
import { topicsOf } from './topics.ts';

/** The strength of a signature that was found whole, on the scale of the softmax. */
const SIGNATURE_STRENGTH = 9;
/** The weight of a delivery report beside a signature found whole: a bare code is short, and tells all. */
const REPORTED = 2;
/** The part of a text, in characters, whose mood is heard, and the longest text in which an unknown code decides. */
const LONGEST_MOOD = 2000;
/** The chance of all our problems together from which on a text is asked about, though none of them stands out. */
const SUSPICIOUS = 0.8;
/** The chance of those a question offers, where the text says that our product fails: nobody should hear that this is unknown. */
const FAILING = 0.2;
/**
 * The chance below which a problem is only asked about, where nothing but a pack's name or activity in a sentence about
 * trouble made it likely: the trouble may be any.
 */
const FAINT = 0.3;
/** The confidence from which on the one sentence that tells a problem says how sure it is, whatever is told around it. */
const MORE_LIKELY = 0.5;
/** The chance from which on one passage tells its problem, where all others are about other things. */
const SURELY_TOLD = 0.9;
/** The confidence that names one of several problems that show the same words. */
const DOUBLED = 0.9;
/** The largest number of words beside what a program shows that are only said to show it. */
const FEW_BESIDE = 8;
/** The smallest number of words that tell a problem by themselves. */
const A_FEW = 3;
/** The least chance of the problems that a question offers, together: a question that hardly has the answer helps nobody. */
const WORTH_A_LOOK = 0.25;
/** The number of problems that a question offers. */
const OFFERED = 3;
const NO_GUESS: Guess[] = [];
const NO_WORDS: readonly string[] = [];
/** The confidence that is enough where a program's own words stand in the text. */
const SHOWN = 0.65;
/** The rules that change what is made of a text, in their order. */
export type ReadingRule =
  | 'signatures'
  | 'not sure'
  | 'other pack'
  | 'works'
  | 'about us'
  | 'nothing of ours'
  | 'one sentence'
  | 'works again'
  | 'facts aside';

/** Hears how the chances stand after each rule, while a text is read. */
export type Note = (rule: ReadingRule, chances: Chances) => void;

/** A text looked at: its reading, and what it was made from. */
export interface Insight {
  readonly reading: Reading;
  readonly passages: readonly Passage[];
  readonly found: readonly Found[];
  /** The confidence from which on its best guess is named. */
  readonly enough: number;
  /** The chance that it is about other things. */
  readonly away: number;
}

/** Makes the reader of some content, from the clients' own words and the trained model of how people talk. */
export function createReader(content: Content, model: Model): Read {
  const look = createInsight(content, model);
  return (text) => look(text).reading;
}

/** Makes the look at texts that reading them and explaining them share. */
export function createInsight(content: Content, model: Model): (text: string, note?: Note) => Insight {
  const intents = [...content.intents.values()];
  const lexicon = createLexicon(content.packs.values());
  // Formulas of chatter are cut away, and never shown by a program.
  const signatures = new SignatureIndex(
    intents.filter((i) => i.kind !== 'chatter'),
    lexicon.tokens,
  );
  const bareNumbers = bareNumbersOf(content);
  const pieces = new Pieces(
    intents.filter((i) => i.kind === 'problem'),
    lexicon.tokens,
    bareNumbers,
  );
  const spelling = new Spelling(model.vocabulary, lexicon.names.words());
  const slots = new SlotFinder(content.packs.values(), lexicon.excerpt, formulasOf(content));
  const reports = new ReportFinder(content.packs.values());
  const talk = new TalkFinder(content.packs.values());
  const foreign = new ForeignFinder(content.packs.values());
  const asides = new AsideFinder(content.packs.values());
  const families = new CodeFamilyFinder(content);
  const none = noneOf(content);
  const number = new Map(model.classes.map((c, i) => [c, i]));
  const chatter = number.get(CHATTER) ?? -1;
  const problems = new Set(intents.filter((i) => i.kind === 'problem').map((i) => i.id));
  const longest = new Map(intents.filter((i) => i.kind === 'control').map((i) => [i.id, longestOf(i, lexicon.tokens)]));
  const thresholds = new Map(intents.map((i) => [i.id, content.packs.get(i.pack)!.thresholds]));
  const problemClasses = model.classes.flatMap((c, i) => (problems.has(c) ? [i] : []));
  const packs = [...content.packs.values()];
  const others = otherProgramsOf(packs, lexicon);
  const topics = topicsOf(content, others, lexicon);
  const { mentioned, meant } = model.usage;
  const beside = weighBeside(content, meant, model.classes);
  const classesOf = new Map(
    packs.map(({ id }) => [id, problemClasses.filter((c) => content.intents.get(model.classes[c]!)!.pack === id)]),
  );

  const numbers = new ErrorNumbers(content, topics, lexicon);
  const enoughFor = createNaming({ content, topics, others, numbers, knownTo: model.usage.knownTo }, lexicon);
  /** Whether two problems are those of different products. */
  const isOfOtherPack = (f: Found, other: Found): boolean =>
    problems.has(f.intent) && content.intents.get(f.intent)!.pack !== content.intents.get(other.intent)!.pack;

  /** Whether the words beside what a program shows are few, and say of no product that they are about it. */
  const tellNothing = (beside: readonly string[]): boolean =>
    beside.length <= FEW_BESIDE && !topics.some((topic) => topic.isNamed(beside) || topic.isDone(beside));

  /**
   * Weighs our problems in a text less, pack by pack, where nothing in it is a pack's, by name, by what is done, or by a
   * program's own words.
   */
  const weighByMention = (weights: Chances, words: readonly string[], found: readonly Found[]): void => {
    // A person who is not sure of the words can't be expected to name the program.
    if (topics.length === 0 || found.some((f) => problems.has(f.intent)) || isUnsure(words)) return;
    const mention = mentionIn(words, topics);
    for (const [pack, by] of Object.entries(mentioned)) weaken(weights, classesOf.get(pack) ?? [], by[mention]);
  };

  return (text, note) => {
    const whole = look(text, text, note);
    if (whole.reading.decision !== 'none') return whole;
    // A fact told beside a problem must not hide it.
    const rest = asides.without(text);
    const bare = rest === text ? whole : look(text, rest);
    if (bare.reading.decision === 'none') return whole;
    if (!note) return bare;
    return look(text, rest, (rule, chances) => note(rule === 'signatures' ? 'facts aside' : rule, chances));
  };

  /** Looks at a text of which `said` is read for its problem: as long as the text, with blanks for what is left out. */
  function look(text: string, said: string, note?: Note): Insight {
    const weigh = remembering((some) => model.weigh(some));
    const all = once(() => lexicon.tokens(said));
    const right = (word: string): string => numbers.codeOf(word, all) ?? spelling.right(word);
    const passages = passagesOf(said, lexicon, right, model.chatter);
    const words = passages.flatMap((passage) => passage.words);
    const kept = passages.flatMap((passage) => passage.kept);
    const report = reports.find(text);
    const signed = withReport(reports.withoutDisowned(text, signatures.find(words)), report, passages);
    const bare = numbers.aloneIn(said, all, () => signed.some((f) => isExactly(f, words.length)));
    const found = pieces.add(
      numbers.add(signed, words, bare, (place) => tellNothing(besideOf(place, words, bareNumbers))),
      words,
    );
    const boost = new Float64Array(model.classes.length);
    for (const f of found) {
      if (isWithin(f, found)) continue;
      const length = f.to - f.from;
      // A client's words count anywhere; "no" and "cannot" only if they are most of the message.
      const whole = f.intent === report?.intent ? REPORTED : Math.min(1, length / 4);
      const isCode = words.slice(f.from, f.to).some((word) => A_CODE.test(word));
      const telling = longest.has(f.intent) ? (length / words.length) ** 2 : isCode ? 1 : whole;
      boost[number.get(f.intent)!] = SIGNATURE_STRENGTH * ((f.share - 0.5) / 0.5) * telling;
    }
    // Steering words are short: in a long report they stand there by chance.
    for (const [id, most] of longest) if (words.length > most) boost[number.get(id)!] = Number.NEGATIVE_INFINITY;
    const weighed = withoutChatter(weighedIn(passages, weigh, problemClasses), chatter);
    const weights: Chances = words.length === 0 ? { chances: boost, rejected: 1 } : chancesOf(model, weighed, boost);
    const surely = found.some((f) => problems.has(f.intent) && f.share >= SURELY_THERE);
    note?.('signatures', weights);
    if (!found.some((f) => problems.has(f.intent))) doubt(weights, kept, (some) => chancesOf(model, weigh(some), null));
    note?.('not sure', weights);
    const packs = packsIn(topics, kept);
    if (!surely) preferPacks(weights, meantOf(packs).packs, classesOf, beside(packs));
    note?.('other pack', weights);
    const unlifted = weights.chances.slice();
    for (const topic of topics) {
      const problems = classesOf.get(topic.pack)!;
      if (topic.isWell(passages) && !surely) {
        keepAway(weights, problems);
        note?.('works', weights);
      } else if (problems.length > 0 && passages.some((passage) => topic.isIn(passage))) {
        keepForUs(weights, { problems, none: number.get(none), generic: number.get(topic.generic ?? '') });
        note?.('about us', weights);
      }
    }
    weighByMention(weights, kept, found);
    note?.('nothing of ours', weights);
    /** The chances of the passages, each by itself; none where there is but one. */
    const alone = once(() => {
      const parts = passages.map((passage) => passage.kept);
      const some = parts.filter((part) => part.length >= A_FEW && part.length < kept.length);
      return some.map((part) => chancesOf(model, withoutChatter(weigh(part), chatter), null));
    });
    const likely = problemClasses.find((c) => weights.chances[c]! >= MORE_LIKELY) ?? lonelyProblem();
    if (likely !== undefined) raise(weights, likely, toldAlone(likely));
    note?.('one sentence', weights);
    const ways = talk.find(text);
    const worked = number.get(ANSWERS.worked);
    if (worked !== undefined && !surely && ways.works?.all && ways.works.sure) {
      endWell(weights, worked);
      note?.('works again', weights);
    }
    const { chances, rejected } = weights;

    // A bare number, code or sentence may be that of any problem that shows it, and of no other.
    const isShown = (f: Found): boolean =>
      bare !== null ? f.share >= SURELY_THERE : words.length === 1 ? isAll(f, 1) : isExactly(f, words.length);
    const shown = widestOf(
      found.filter((f) => problems.has(f.intent) && isShown(f)),
      bare !== null,
    );
    const sharing = shown.size > 1 ? shown : (sharedWithin() ?? withOutvoted());
    const isShared = bare !== null || sharing !== null;
    const guesses: Guess[] = model.classes
      .flatMap((intent, i): Guess[] => {
        const confidence = round(chances[i]!);
        if (confidence < 0.01 && !(isShared && (shown.has(intent) || sharing?.has(intent)))) return NO_GUESS;
        return intent === none || intent === CHATTER ? NO_GUESS : [{ intent, confidence }];
      })
      .filter((g) => (isShared && sharing ? sharing.has(g.intent) : true))
      .sort((a, b) => b.confidence - a.confidence || a.intent.localeCompare(b.intent))
      .slice(0, 5);
    const best = guesses[0];
    const away = rejected + (chances[number.get(none) ?? -1] ?? 0);
    const limits = best ? thresholds.get(best.intent)! : { answer: 1, ask: 1 };
    // Many small suspicions of ours are together worth a question too.
    const ours = problemClasses.reduce((sum, c) => sum + chances[c]!, 0);
    const offered = guesses.slice(0, OFFERED).reduce((sum, guess) => sum + guess.confidence, 0);
    const isFailing = topics.some((topic) => topic.isFailing(passages));
    const isSuspicious = isFailing ? offered >= FAILING : ours >= SUSPICIOUS && offered >= WORTH_A_LOOK;
    const isNear = away <= (isFailing ? 1 - FAILING : 0.5);
    const isLikely = isNear && ((best?.confidence ?? 0) >= limits.ask || isSuspicious);
    const worthAsking = best !== undefined && (isLikely || (isShared && problems.has(best.intent)));
    const isReported = report !== null && report.intent === best?.intent;
    const ofOurs = best !== undefined && problems.has(best.intent) && !isReported;
    const isFaint =
      ofOurs && !surely && Math.max(unlifted[number.get(best.intent)!]!, toldAlone(number.get(best.intent)!)) < FAINT;
    const enough = !ofOurs ? 0 : isShared || isFaint ? NEVER : enoughFor(best.intent, kept, found);
    const evidence = found.find((f) => f.intent === best?.intent);
    // A pack may want to be surer of how people talk; a program's own words need no more than this.
    const answer = evidence && evidence.share >= SURELY_THERE ? Math.min(SHOWN, limits.answer) : limits.answer;
    const isDoubled = found.some((f) => evidence && isOfOtherPack(f, evidence) && isSameAs(f, evidence));
    const needed = Math.max(answer, enough, isDoubled ? DOUBLED : 0);
    const decision = !worthAsking ? 'none' : best.confidence >= needed ? 'answer' : 'ask';
    const place = (f: Found): Span => placeOf(passages, f.from, f.to);
    const stands = evidence && place(evidence);
    const span =
      decision === 'none'
        ? null
        : stands
          ? stands
          : spanOf(passages, (passage) => weigh(passage.kept).margins[number.get(best!.intent)!]!);
    const reading: Reading = {
      decision,
      intent: decision === 'none' ? null : best!.intent,
      confidence: decision === 'none' ? round(away) : best!.confidence,
      guesses,
      slots: report ? { ...slots.find(report.rest), ...report.slots } : slots.find(text),
      // As it was written: a word that is put right may lose its feeling.
      mood: round(moodOf(lexicon.tokens(text.slice(0, LONGEST_MOOD)), model.feelings)),
      // As it stands in the text: agents and people compare it with what they see.
      evidence: stands ? text.slice(stands.from, stands.to).trim() : null,
      span,
      found: apart(found.filter((f) => problems.has(f.intent) && f.share >= SURELY_THERE)).map((f) => ({
        intent: f.intent,
        span: place(f),
      })),
      // A ticket alone wants the next two, and each takes as long as all the rest of a short text.
      get language() {
        return languageOf(text);
      },
      get telling() {
        if (!worthAsking || evidence) return NO_WORDS;
        const telling = tellingWords(model, kept, number.get(best.intent)!).for.map(({ word }) => word);
        return asWritten(text, telling, (some) => lexicon.tokens(some).map((word) => spelling.right(word)));
      },
      foreign: foreign.find(text),
      family: text.length <= LONGEST_MOOD ? families.find(text) : null,
      ...ways,
      packs,
    };
    return { reading, passages, found, enough: needed, away };

    /**
     * The problems of several products that show the same sentence, or of several programs that show the same code, where
     * nothing beside it tells which is meant; null where there are none.
     */
    function sharedWithin(): ReadonlySet<string> | null {
      const exactly = found.filter((f) => problems.has(f.intent) && f.share >= EXACTLY);
      const shown = widestOf(
        exactly.filter((f) => tellNothing(besideOf(f, words, bareNumbers))),
        false,
      );
      const ofPacks = new Set([...shown].map((intent) => content.intents.get(intent)!.pack));
      const isCode = exactly.some((f) => shown.has(f.intent) && f.to - f.from === 1 && A_CODE.test(words[f.from]!));
      return shown.size > 1 && (isCode || ofPacks.size > 1) ? shown : null;
    }

    /**
     * The problems whose code stands in the text, with the likeliest one by all that is told, where it has no words of a
     * program for it: neither is right for sure. Null where there is no such code, or it is the likeliest one's.
     */
    function withOutvoted(): ReadonlySet<string> | null {
      const surely = found.filter((f) => problems.has(f.intent) && f.share >= SURELY_THERE);
      const isCode = (word: string): boolean => A_CODE.test(word) && !isEverybodys(word);
      const coded = surely.filter((f) => words.slice(f.from, f.to).some(isCode));
      if (coded.length === 0) return null;
      const likeliest = model.classes[problemClasses.reduce((a, b) => (chances[b]! > chances[a]! ? b : a))]!;
      return surely.some((f) => f.intent === likeliest) ? null : new Set([...coded.map((f) => f.intent), likeliest]);
    }

    /** The best chance that a problem has in one passage by itself. */
    function toldAlone(problem: number): number {
      return alone().reduce((most, { chances }) => Math.max(most, chances[problem]!), 0);
    }

    /** The problem that one passage surely tells, where all others are about other things. */
    function lonelyProblem(): number | undefined {
      const all = alone();
      const sure = all.flatMap(({ chances }) => problemClasses.filter((c) => chances[c]! >= SURELY_TOLD));
      const others = all.filter(({ chances, rejected }) => rejected + (chances[number.get(none) ?? -1] ?? 0) >= 0.5);
      return sure.length === 1 && others.length === all.length - 1 ? sure[0] : undefined;
    }
  }
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

/** A function that computes its value once for the same words: they are weighed as a text, a passage and a clause. */
function remembering<V>(compute: (words: readonly string[]) => V): (words: readonly string[]) => V {
  const known = new Map<string, V>();
  return (words) => {
    const key = words.join(' ');
    const before = known.get(key);
    if (before !== undefined) return before;
    const fresh = compute(words);
    known.set(key, fresh);
    return fresh;
  };
}

/** A function that computes its value when it is first asked for. */
function once<T>(compute: () => T): () => T {
  let value: { readonly of: T } | null = null;
  return () => {
    value ??= { of: compute() };
    return value.of;
  };
}

/** The largest number of words of a text that can still be like this control intent's examples. */
function longestOf(intent: Intent, tokens: Tokens): number {
  return 1.2 * Math.max(...[...intent.says, ...intent.examples].map((text) => tokens(text).length));
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
