/** The interpretation of a message: its meaning as an answer to the open question. */
import type { Asked, Asks } from '../core/asked.ts';
import type { Content, SlotDefinition, Slots } from '../core/content.ts';
import type { Question } from '../core/conversation.ts';
import type { Message } from '../core/message.ts';
import type { Read, Reading } from '../core/reading.ts';
import type { Choice } from '../core/reply.ts';
import {
  AGREED,
  ANSWERS,
  BEGINS_NO,
  BEGINS_YES,
  CONTROL_INTENTS,
  type Control,
  FAILED,
  NO,
  SMALLTALK,
  YES,
} from '../core/steering.ts';
import { byName, closestChoice, type Ordinals, ordinalsOf, type Sayable, saidIn } from './choices.ts';

/** The meaning of a message for the open question. */
export type Interpretation =
  | { readonly kind: 'choice'; readonly id: string }
  | { readonly kind: 'control'; readonly id: Control }
  | { readonly kind: 'typed'; readonly value: string }
  /** A problem that is certain, or nearly; it may be another one than the case's. */
  | { readonly kind: 'problem'; readonly reading: Reading }
  | { readonly kind: 'smalltalk'; readonly intent: string }
  /** A question back. */
  | { readonly kind: 'question'; readonly asked: Asked; readonly reading: Reading }
  /** Facts that were not asked for; `corrects` where they take an earlier answer back. */
  | { readonly kind: 'facts'; readonly slots: Slots; readonly corrects: boolean; readonly reading: Reading }
  /** It works now, said where that was not asked; done, without a result; not done yet. */
  | { readonly kind: 'worked' | 'did' | 'waiting'; readonly reading: Reading }
  | { readonly kind: 'words'; readonly reading: Reading }
  | { readonly kind: 'stale' | 'empty' | 'wordless' | 'opened' };

/** Everything that the meaning of a message depends on, besides its words. */
export interface Light {
  readonly question: Question | null;
  /** The intent of the open case. */
  readonly current: string | null;
  /** The known facts of the case. */
  readonly known: Slots;
  /** The choices of the open step as the content has them, with the words that people say for them. */
  readonly choices: readonly Sayable[];
  /** Whether the person sees numbers beside the choices. */
  readonly numbered: boolean;
  /** Whether a step of a walkthrough is open, and not a question about the walkthrough. */
  readonly walking: boolean;
}

/** The light of a conversation in which nothing is open. */
export const DARK: Light = { question: null, current: null, known: {}, choices: [], numbered: false, walking: false };

/** Controls that end something: the bot follows them only when it is sure of them. */
const ENDING: readonly Control[] = ['human', 'stop', 'start-over'];
/** The number of words up to which a message announces no other problem. */
const A_WORD_OR_TWO = 2;
/** The number of words up to which a message is an answer and nothing else. */
const AN_ANSWER = 5;
/** The mood (-1 furious, 1 delighted) from which down nothing is called fixed. */
const AWFUL = -0.3;
/** The number of words of the longest plain "no", and of the longest wish to stop or to start over. */
const A_PLAIN_NO = 3;
const LONGEST_ENDING = 8;
/** The number of words of the longest control; a longer text is a report that happens to contain one. */
const LONGEST_STEERING = 12;
/** The smallest number of words of an error that is shown somewhere; fewer may stand in any question. */
const AN_ERROR = 4;
/** The number of words up to which a text with facts is about them. */
const LONGEST_FACTS = 20;
/** Longer texts, in characters, are reports and no answers to a question for words. */
const LONGEST_TYPED = 200;

/** The largest number of words of a text whose clauses are looked at one by one. */
const LONGEST_CLAUSES = 25;
/** The first word of a text that is more than a sound. */
const LEADING = /^\W*(?:(?:hm+|oh|ah|um+|uh|well|ok|okay|so)\W+)*([\p{L}']+)(?: +([\p{L}']+))?/iu;
/** Words that may follow a yes or a no at once. */
const GOES_ON =
  /^(?:i|it|its|it's|we|you|they|that|that's|thats|this|he|she|there|but|not|nothing|none|still|never|sorry|thanks|thank|please|go|let's|lets|all|everything|same|do|don't|dont|send|of|and|because|only|just|the|my|everyone|everybody|sir|no|yes|way|more|most|always|of|ich|das|es|si|oui|ja|nein)$/i;
/** Answers that mean something only as a whole message. */
const PLAIN: readonly string[] = [ANSWERS.yes, ANSWERS.no, ANSWERS.unknown];
/** The number of clauses that are looked at, the last ones: each is read anew. */
const MOST_CLAUSES = 3;
/** The meanings of a clause that answer the open step, and the controls among them. */
const ANSWERING: readonly string[] = ['choice', 'did', 'waiting'];
const NOTED: readonly Control[] = ['cannot', 'tried'];
/** Words for somebody else's things: the facts beside them are not the person's own. */
const OTHERS = /\b(?:his|her|hers|their|theirs)\b/i;
/** Answers that mean nothing where nothing was asked. */
const UNASKED: readonly string[] = [ANSWERS.unknown, ANSWERS.yes, ANSWERS.no, ANSWERS.did, ANSWERS.failed];

/** The words of the content that every message is looked at with. */
interface SpokenWords {
  readonly ordinals: Ordinals;
  /** Words for the bot's own choices, by the choice's id. */
  readonly own: ReadonlyMap<string, readonly Sayable[]>;
  readonly yes: ReadonlySet<string>;
  readonly no: ReadonlySet<string>;
  readonly slots: ReadonlyMap<string, SlotDefinition>;
  /** The slots with a closed list of values: any text may hold an address or a code. */
  readonly facts: ReadonlySet<string>;
}

const NOTHING_SAID: readonly string[] = [];
const spokenWords = new WeakMap<Content, SpokenWords>();

/** The words of some content, worked out once for as long as the content is used. */
function spokenWordsOf(content: Content): SpokenWords {
  const before = spokenWords.get(content);
  if (before) return before;
  const packs = [...content.packs.values()];
  const slots = new Map(packs.flatMap((p) => p.slots.map((slot) => [slot.id, slot] as const)));
  const own = packs.flatMap(({ talk }) => Object.entries(talk.choices).map(([id, says]) => ({ id, says })));
  const fresh: SpokenWords = {
    ordinals: ordinalsOf(content),
    own: Map.groupBy(own, ({ id }) => id),
    yes: new Set(content.intents.get(ANSWERS.yes)?.says),
    no: new Set(content.intents.get(ANSWERS.no)?.says),
    slots,
    facts: new Set([...slots.values()].flatMap((slot) => (slot.kind === 'choice' ? [slot.id] : []))),
  };
  spokenWords.set(content, fresh);
  return fresh;
}

/** Interprets messages in the light of the open question. */
export class Interpreter {
  readonly #content: Content;
  readonly #spoken: SpokenWords;
  readonly #read: Read;

  constructor(content: Content, read: Read) {
    this.#content = content;
    this.#spoken = spokenWordsOf(content);
    this.#read = read;
  }

  interpret(message: Message, light: Light): Interpretation {
    const { question } = light;
    if (message.kind === 'opened') return { kind: 'opened' };
    if (message.kind === 'pressed') return pressed(message, question);
    const text = message.text;
    if (text === '') return { kind: 'empty' };
    if (/^\p{Extended_Pictographic}?[👍✅👌]/u.test(text)) return assent(question, YES) ?? { kind: 'wordless' };
    if (/^\p{Extended_Pictographic}?[👎❌]/u.test(text)) return assent(question, NO) ?? { kind: 'wordless' };
    if (!/[\p{L}\p{N}]/u.test(text)) return { kind: 'wordless' };
    const named = question && byName(text, question, light.numbered, this.#spoken.ordinals);
    if (named) return known(named, question) ?? { kind: 'stale' };
    const reading = this.#told(text, light);
    // A number that counts nothing here says nothing.
    if (/^\W*\d{1,2}\W*$/.test(text) && question) return { kind: 'words', reading };
    // A secret was told: what is left of the text is likened to no answer.
    if (message.masked) return this.#words(reading, text, light, true);
    return this.#inClauses(this.#words(reading, text, light), text, light);
  }

  /**
   * The interpretation of a text that says several things, where it was not understood as a whole: that of its last
   * clause that answers the open step. "Deleted it, typed the password, same message" says that it did not help.
   */
  #inClauses(whole: Interpretation, text: string, light: Light): Interpretation {
    const isOpen =
      whole.kind === 'words' ||
      (whole.kind === 'facts' && !whole.corrects) ||
      (whole.kind === 'problem' && whole.reading.decision !== 'answer');
    if ('reading' in whole && whole.reading.mood <= AWFUL) return whole;
    if (!isOpen || !light.walking || text.split(/\s+/).length > LONGEST_CLAUSES) return whole;
    const clauses = text.split(/[,.;!\n]+\s+|\s+(?:and|und|y|et|e|en)\s+/u).filter((clause) => /\p{L}/u.test(clause));
    if (clauses.length < 2) return whole;
    for (const clause of clauses.slice(-MOST_CLAUSES).toReversed()) {
      const reading = this.#read(clause);
      // A yes or a no in the middle may belong to anything: "It asked yes or no, I pressed no".
      if (reading.decision === 'answer' && PLAIN.includes(reading.intent ?? '')) continue;
      const named = byName(clause, light.question!, light.numbered, this.#spoken.ordinals);
      const meant: Interpretation =
        (named === null ? null : known(named, light.question!)) ?? this.#words(reading, clause, light, true);
      // Whether it is fixed is too much to take from a part: it is asked.
      if (meant.kind === 'worked' || (meant.kind === 'choice' && meant.id === 'fixed')) return { kind: 'did', reading };
      if (ANSWERING.includes(meant.kind) || (meant.kind === 'control' && NOTED.includes(meant.id))) return meant;
    }
    return whole;
  }

  /** The reading of a text; of what follows its first clause, where that answers a question that nobody asked. */
  #told(text: string, { current }: Light): Reading {
    const reading = this.#read(text);
    const rest = /^[^,.!?;\n]{1,40}[,.!?;\n]+\s*(\S+\s+\S.*)$/s.exec(text)?.[1];
    if (current !== null || rest === undefined || !UNASKED.includes(reading.intent ?? '')) return reading;
    const told = this.#read(rest);
    return this.#content.intents.get(told.intent ?? '')?.kind === 'problem' ? told : reading;
  }

  /** The interpretation of words; `isPart`: they are a clause of a text, too little to be likened to a title. */
  #words(reading: Reading, text: string, light: Light, isPart = false): Interpretation {
    const { question, current } = light;
    const intent = reading.intent === null ? null : this.#content.intents.get(reading.intent)!;
    const count = text.split(/\s+/).length;
    const sure = reading.decision === 'answer' || (reading.decision === 'ask' && count <= 6);
    const steering = intent?.kind === 'control' && sure && (count <= LONGEST_STEERING || reading.decision === 'answer');
    const control = steering ? CONTROL_INTENTS[intent.id] : undefined;
    const isProblem = intent?.kind === 'problem';
    const another = isProblem && intent.id !== current;

    // A question is never an answer, whatever words it uses; "can you go back?" is a wish.
    const asked = reading.asked;
    const pasted = another && (reading.evidence?.split(/\s+/).length ?? 0) >= AN_ERROR;
    const isReport = current === null && isProblem && reading.decision === 'answer';
    if (
      asked &&
      !isReport &&
      !(steering && isWish(reading, text, control, question)) &&
      (asked.answers.length > 0 || !pasted)
    )
      if (current !== null || asked.answers.length > 0 || (steering && asked.for !== 'wish'))
        return { kind: 'question', asked, reading };

    // An answer to the open question comes first: "just me" says who can't sign in, whatever else it resembles.
    const answer = question?.slot ? reading.slots[question.slot] : undefined;
    const isChoice = answer !== undefined && question!.choices.some((c) => c.id === answer);
    if (answer !== undefined && question!.choices.every((c) => c.id === 'human'))
      return { kind: 'typed', value: answer };
    // A problem that is offered here is chosen, however unsure it would be alone.
    const isOffer = question?.choices.some((c) => c.id === 'none-of-these');
    if (isProblem && isOffer && question!.choices.some((c) => c.id === intent.id))
      return { kind: 'choice', id: intent.id };
    const hits =
      question && count <= LONGEST_FACTS && !pasted
        ? saidIn(text, question, [...light.choices, ...this.#own(question)])
        : NOTHING_SAID;
    const said = hits.length === 1 ? hits[0]! : null;
    const torn = hits.length > 1;
    if (said) return { kind: 'choice', id: said };
    if (isChoice && count <= AN_ANSWER && !torn) return { kind: 'choice', id: answer };
    if (another && reading.evidence !== null) return { kind: 'problem', reading };
    const facts = this.#facts(reading, text, light);
    if (facts?.audience === 'admin') return { kind: 'facts', slots: facts, corrects: false, reading };
    if (reading.corrects && facts && count <= LONGEST_FACTS)
      return { kind: 'facts', slots: facts, corrects: true, reading };
    const inPassing = count <= LONGEST_FACTS ? passingIn(reading) : null;
    // A sentence that is annoyed may still say something: "it is still not working, this is ridiculous".
    const isSure = reading.passing === 'upset' && steering && reading.decision === 'answer';
    if (inPassing && !isSure && !pasted) return inPassing;
    // "No, let's go on" is a no, whatever follows.
    const isNo = steering && intent.id === ANSWERS.yes && question !== null;
    const denied = isNo ? this.#led(text, question) : null;
    if (denied) return denied;
    if (steering) {
      const meant = this.#steered(reading, control, light, text, count);
      if (meant) return meant;
    }
    const led = question && count <= LONGEST_FACTS ? this.#led(text, question) : null;
    if (led) return led;
    // Without a case yet, a report is a report, however much it resembles the button next to it.
    if (isProblem && current === null && reading.decision === 'answer') return { kind: 'problem', reading };
    if (question) {
      if (isChoice && !torn) return { kind: 'choice', id: answer };
      const isLong = text.length > LONGEST_TYPED || (isProblem && count > AN_ANSWER);
      if (!isLong && this.#takesWords(question)) return { kind: 'typed', value: text };
      const close = isPart ? null : closestChoice(text, question.choices, current === null);
      if (close) return { kind: 'choice', id: close };
    }
    if (facts && count <= LONGEST_FACTS && !(another && reading.decision === 'answer')) {
      const fresh = Object.fromEntries(Object.entries(facts).filter(([id]) => light.known[id] === undefined));
      const corrects = count <= AN_ANSWER && Object.keys(fresh).length === 0;
      if (corrects || Object.keys(fresh).length > 0)
        return { kind: 'facts', slots: corrects ? facts : fresh, corrects, reading };
    }
    if (isProblem) {
      if (current !== null && question && count <= A_WORD_OR_TWO) return { kind: 'words', reading };
      if (intent.id !== current || !question) return { kind: 'problem', reading };
      // People who paste the same error again mean that it didn't help, or that they heard nothing.
      return assent(question, NO) ?? (light.walking ? { kind: 'control', id: 'repeat' } : { kind: 'words', reading });
    }
    return { kind: 'words', reading };
  }

  /** The meaning of an intent that steers; null where it means nothing to the open question. */
  #steered(
    reading: Reading,
    control: Control | undefined,
    { question, current }: Light,
    text: string,
    count: number,
  ): Interpretation | null {
    const intent = reading.intent!;
    const isUnsure = reading.decision !== 'answer' || (count > LONGEST_ENDING && control !== 'human');
    if (control && ENDING.includes(control) && isUnsure) return { kind: 'words', reading };
    if (control && isAside(reading, control, text, question)) return { kind: 'words', reading };
    if (control) return { kind: 'control', id: control };
    const isSoft = intent === ANSWERS.did || SMALLTALK.includes(intent);
    if (isSoft && reading.decision !== 'answer') return null;
    if (SMALLTALK.includes(intent)) return { kind: 'smalltalk', intent };
    const has = (id: string): boolean => question?.choices.some((c) => c.id === id) ?? false;
    switch (intent) {
      case ANSWERS.unknown:
        return assent(question, ['unknown']) ?? { kind: 'control', id: 'skip' };
      case ANSWERS.worked:
        if (reading.mood <= AWFUL) return { kind: 'words', reading };
        // "It worked, but …" is not fixed.
        if (has('fixed') && reading.turned && has('not')) return { kind: 'choice', id: 'not' };
        // A case ends on a plain success alone; any other is asked about.
        if (has('fixed')) return reading.doubtful ? { kind: 'did', reading } : { kind: 'choice', id: 'fixed' };
        if (has('works') && !reading.over) return assent(question, YES);
        if (reading.turned || reading.doubtful) return { kind: 'words', reading };
        return current === null ? assent(question, YES) : { kind: 'worked', reading };
      case ANSWERS.did:
        return assent(question, AGREED) ?? { kind: 'did', reading };
      case ANSWERS.failed:
        return (
          assent(question, count <= A_PLAIN_NO ? FAILED : ['not']) ??
          (has('next') ? { kind: 'control', id: 'cannot' } : null)
        );
      case ANSWERS.no:
        // A "no" at a step that looks at something or prepares it means that it could not be done.
        // And where no answer begins with "no", it is one that nobody has: "Have you tried another one?" — "No".
        return (
          assent(question, NO) ??
          (has('next')
            ? { kind: 'control', id: 'cannot' }
            : has('unknown') && count <= A_PLAIN_NO
              ? assent(question, ['unknown'])
              : null)
        );
      default:
        return assent(question, YES);
    }
  }

  /** The words for the bot's own choices in a question. */
  #own({ choices }: Question): readonly Sayable[] {
    return choices.flatMap(({ id }) => this.#spoken.own.get(id) ?? []);
  }

  /** The answer of a text that begins with a plain yes or no and goes on. */
  #led(text: string, question: Question): Interpretation | null {
    const [, word = '', next = ''] = LEADING.exec(text) ?? [];
    const first = word.toLowerCase();
    // "No browser here" is no "no".
    if (next !== '' && !GOES_ON.test(next)) return null;
    const { yes, no } = this.#spoken;
    // After "that fixed it" and "still not working" a yes with more words says nothing by itself.
    if (question.choices.some((c) => c.id === 'fixed')) return null;
    return yes.has(first) ? assent(question, YES) : no.has(first) ? assent(question, NO) : null;
  }

  /**
   * The facts of a text that are not known yet, or known otherwise; null if there are none. What takes an answer back
   * may use the words of answers: "actually it's the online one".
   */
  #facts({ slots: found, corrects }: Reading, text: string, { known: before, question, walking }: Light): Slots | null {
    if (!walking || OTHERS.test(text)) return null;
    const slots = corrects ? { ...this.#answeredOtherwise(text, before), ...found } : found;
    const fresh = Object.entries(slots).filter(
      ([id, value]) => before[id] !== value && id !== question?.slot && this.#spoken.facts.has(id),
    );
    return fresh.length === 0 ? null : Object.fromEntries(fresh);
  }

  /** The answers that a text gives anew to what was answered before. */
  #answeredOtherwise(text: string, before: Slots): Record<string, string> {
    const { slots } = this.#spoken;
    return Object.fromEntries(
      Object.keys(before).flatMap((id) => {
        const choices = (slots.get(id)?.values ?? []).map((v) => ({ id: v.id, title: v.title, says: v.answers }));
        const said = saidIn(text, { choices }, choices);
        return said.length === 1 ? [[id, said[0]!]] : [];
      }),
    );
  }

  /** Whether any words answer a question: its slot is of the kind `text`, and there is no answer to choose. */
  #takesWords({ slot: id, choices }: Question): boolean {
    const slots = [...this.#content.packs.values()].flatMap(({ slots: ofPack }) => ofPack);
    return choices.every((c) => c.id === 'human') && slots.some((slot) => slot.id === id && slot.kind === 'text');
  }
}

/** Controls that a question may mean without being a wish: "how do I go back", "where were we". */
/** Words of a question about the bot itself. */
const ABOUT_BOT = /\b(?:you|u|bot|robot|human|machine|person|real)\b/i;
const WISHES: readonly string[] = [ANSWERS.did, 'who-are-you', 'greeting', 'thanks'];
const ASKED_FOR: Readonly<Partial<Record<Control, readonly Asks[]>>> = {
  back: ['how'],
  repeat: ['how', 'meaning', 'other'],
};

/** Words that begin a sentence about something, not a wish: "it won't stop". */
const ABOUT = /^(?:and |but |then |so |now )*(?:it|its|it's|my|she|he|they|the|his|her|their)\b/i;
/** Words that deny a wish for a person. */
const UNWANTED =
  /\b(?:don't|dont|do not|no|not|without|never)\b(?: +[\p{L}']+){0,3} +(?:person|human|people|agent|somebody|someone|anybody|anyone|talk|hand|support|helpdesk|call)\b/iu;

/** Whether a text that sounds like a control tells something instead. */
function isAside(reading: Reading, control: Control, text: string, question: Question | null): boolean {
  if (control === 'human') return UNWANTED.test(text);
  if (ENDING.includes(control) || control === 'back' || control === 'skip') return ABOUT.test(text);
  // A question is not answered by something that was tried, or can't be done, unless that is said in so many words.
  const isAsked = question?.choices.every((c) => c.id !== 'fixed' && c.id !== 'next') ?? false;
  return isAsked && (control === 'tried' || control === 'cannot') && reading.evidence === null;
}

/**
 * Whether a question is a wish ("can I talk to somebody?", "what now?"): the control it means is sure, and the content
 * has no answer to it. "How would I know?" says that they don't, where that can be said.
 */
function isWish(
  { asked, decision, evidence, intent }: Reading,
  text: string,
  control: Control | undefined,
  question: Question | null,
): boolean {
  if (decision !== 'answer' || asked!.answers.length > 0) return false;
  // "Has anybody got my ticket? Talk to a person": the wish stands beside the question.
  if (control === 'human' && evidence !== null && evidence.length < text.trim().length - 1) return true;
  if (intent === ANSWERS.unknown) return question?.choices.some((c) => c.id === 'unknown') ?? false;
  if (asked!.for === 'wish') return true;
  if (intent === 'who-are-you') return ABOUT_BOT.test(text);
  return control === undefined ? WISHES.includes(intent!) : (ASKED_FOR[control] ?? []).includes(asked!.for);
}

/** The meaning of what is said in passing; null where nothing is. */
function passingIn(reading: Reading): Interpretation | null {
  if (reading.passing === null) return null;
  return reading.passing === 'waiting' ? { kind: 'waiting', reading } : { kind: 'smalltalk', intent: reading.passing };
}

/** The choice that a text names whole, of a question that others have asked; null where it names none. */
export function namedChoice(content: Content, text: string, question: Question, numbered = false): string | null {
  const named = byName(text, question, numbered, spokenWordsOf(content).ordinals);
  return question.choices.some((c) => c.id === named) ? named : null;
}

/** Whether a message says that it is not fixed after all: still, or only in part. */
export function isNotFixed(meant: Interpretation): boolean {
  if (meant.kind !== 'words') return false;
  const { intent, turned, doubtful } = meant.reading;
  return intent === ANSWERS.failed || (intent === ANSWERS.worked && (turned || doubtful));
}

/** The choice that one of these ids stands for, or the one that begins with a yes (or a no). */
function assent(question: Question | null, ids: readonly string[]): Interpretation | null {
  const choice =
    question?.choices.find((c) => ids.includes(c.id)) ??
    only(question?.choices ?? [], ids === YES ? BEGINS_YES : ids === NO ? BEGINS_NO : null);
  return choice && question ? known(choice.id, question) : null;
}

/** The one choice whose title begins with a yes (or a no); none if there are several. */
function only(choices: readonly Choice[], begins: RegExp | null): Choice | undefined {
  const fit = begins === null ? [] : choices.filter((c) => begins.test(c.title));
  return fit.length === 1 ? fit[0] : undefined;
}

function pressed(message: Message, question: Question | null): Interpretation {
  const id = message.choice ?? '';
  // Asking for an agent is never too old to be taken.
  if (id === 'human') return { kind: 'control', id };
  if (!question || (message.asked !== null && message.asked !== question.asked)) return { kind: 'stale' };
  return known(id, question) ?? { kind: 'stale' };
}

function known(id: string, question: Question): Interpretation | null {
  if (id === 'human') return { kind: 'control', id };
  if (question.choices.some((c) => c.id === id)) return { kind: 'choice', id };
  const control = question.controls.find((c) => c.id === id);
  return control ? { kind: 'control', id: control.id as Control } : null;
}
