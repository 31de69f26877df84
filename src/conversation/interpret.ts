/** The interpretation of a message: its meaning as an answer to the open question. */
import type { Content } from '../core/content.ts';
import type { Question } from '../core/conversation.ts';
import type { Message } from '../core/message.ts';
import type { Read, Reading } from '../core/reading.ts';
import type { Choice } from '../core/reply.ts';
import { ANSWERS, BEGINS_NO, BEGINS_YES, CONTROL_INTENTS, type Control, NO, SMALLTALK, YES } from '../core/steering.ts';

/** The meaning of a message for the open question. */
export type Interpretation =
  | { readonly kind: 'choice'; readonly id: string }
  | { readonly kind: 'control'; readonly id: Control }
  | { readonly kind: 'typed'; readonly value: string }
  /** A problem that is certain, or nearly; it may be another one than the case's. */
  | { readonly kind: 'problem'; readonly reading: Reading }
  | { readonly kind: 'smalltalk'; readonly intent: string }
  | { readonly kind: 'words'; readonly reading: Reading }
  | { readonly kind: 'stale' | 'empty' | 'wordless' | 'opened' };

/** Controls that end something: the bot follows them only when it is sure of them. */
const ENDING: readonly Control[] = ['human', 'stop', 'start-over'];
/** The number of words up to which a message announces no other problem. */
const A_WORD_OR_TWO = 2;
/** The number of words up to which a message is an answer and nothing else. */
const AN_ANSWER = 5;
/** The number of words of the longest control; a longer text is a report that happens to contain one. */
const LONGEST_STEERING = 12;
/** Longer texts, in characters, are reports and no answers to a question for words. */
const LONGEST_TYPED = 200;

/** Interprets messages in the light of the open question. */
export class Interpreter {
  readonly #content: Content;
  readonly #read: Read;

  constructor(content: Content, read: Read) {
    this.#content = content;
    this.#read = read;
  }

  /** Interprets a message; `current` is the intent of the open case. */
  interpret(message: Message, question: Question | null, current: string | null): Interpretation {
    if (message.kind === 'opened') return { kind: 'opened' };
    if (message.kind === 'pressed') return pressed(message, question);
    const text = message.text;
    if (text === '') return { kind: 'empty' };
    if (/^\p{Extended_Pictographic}?[👍✅]/u.test(text)) return this.#assent(question, YES) ?? { kind: 'wordless' };
    if (!/[\p{L}\p{N}]/u.test(text)) return { kind: 'wordless' };
    const named = question && byName(text, question);
    if (named) return named;
    return this.#words(this.#read(text), text, question, current);
  }

  #words(reading: Reading, text: string, question: Question | null, current: string | null): Interpretation {
    const intent = reading.intent === null ? null : this.#content.intents.get(reading.intent)!;
    const count = text.split(/\s+/).length;
    // An answer to the open question comes first: "just me" says who can't sign in, whatever else it resembles.
    const asked = question?.slot ? reading.slots[question.slot] : undefined;
    if (asked !== undefined && count <= AN_ANSWER && question!.choices.some((c) => c.id === asked))
      return { kind: 'choice', id: asked };
    if (intent?.kind === 'problem' && reading.evidence !== null && intent.id !== current)
      return { kind: 'problem', reading };
    const sure = reading.decision === 'answer' || (reading.decision === 'ask' && count <= 6);
    if (intent?.kind === 'control' && sure && (count <= LONGEST_STEERING || reading.decision === 'answer')) {
      const control = CONTROL_INTENTS[intent.id];
      if (control && ENDING.includes(control) && reading.decision !== 'answer') return { kind: 'words', reading };
      if (control) return { kind: 'control', id: control };
      if (intent.id === ANSWERS.unknown) return this.#assent(question, ['unknown']) ?? { kind: 'control', id: 'skip' };
      if (SMALLTALK.includes(intent.id)) return { kind: 'smalltalk', intent: intent.id };
      const assent = this.#assent(question, intent.id === ANSWERS.yes ? YES : NO);
      if (assent) return assent;
      // A "no" at a step that looks at something or prepares it means that it could not be done.
      if (intent.id === ANSWERS.no && question?.choices.some((c) => c.id === 'next'))
        return { kind: 'control', id: 'cannot' };
    }
    // Without a case yet, a report is a report, however much it resembles the button next to it.
    if (intent?.kind === 'problem' && current === null && reading.decision === 'answer')
      return { kind: 'problem', reading };
    if (question) {
      if (asked !== undefined && question.choices.some((c) => c.id === asked)) return { kind: 'choice', id: asked };
      if (asked !== undefined && question.choices.every((c) => c.id === 'human'))
        return { kind: 'typed', value: asked };
      const isReport = text.length > LONGEST_TYPED || (intent?.kind === 'problem' && count > AN_ANSWER);
      if (!isReport && this.#takesWords(question)) return { kind: 'typed', value: text };
      const close = closestChoice(text, question.choices);
      if (close) return { kind: 'choice', id: close.id };
    }
    if (intent?.kind === 'problem') {
      if (current !== null && question && count <= A_WORD_OR_TWO) return { kind: 'words', reading };
      if (intent.id !== current || !question) return { kind: 'problem', reading };
      // People who paste the same error again mean that it didn't help.
      return this.#assent(question, NO) ?? { kind: 'words', reading };
    }
    return { kind: 'words', reading };
  }

  /** Whether any words answer a question: its slot is of the kind `text`, and there is no answer to choose. */
  #takesWords({ slot: id, choices }: Question): boolean {
    const slots = [...this.#content.packs.values()].flatMap(({ slots: ofPack }) => ofPack);
    return choices.every((c) => c.id === 'human') && slots.some((slot) => slot.id === id && slot.kind === 'text');
  }

  #assent(question: Question | null, ids: readonly string[]): Interpretation | null {
    const choice =
      question?.choices.find((c) => ids.includes(c.id)) ??
      only(question?.choices ?? [], ids === YES ? BEGINS_YES : ids === NO ? BEGINS_NO : null);
    return choice && question ? known(choice.id, question) : null;
  }
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

/** Finds the choice or control that a text names by its number, its id or its title. */
export function byName(text: string, question: Question): Interpretation | null {
  const all = [...question.choices, ...question.controls];
  const number = /^\s*#?(\d{1,2})[.)]?\s*$/.exec(text)?.[1];
  if (number !== undefined) {
    const choice = all[Number(number) - 1];
    return choice ? known(choice.id, question) : null;
  }
  const said = bare(text);
  const hit = all.find((c) => bare(c.id) === said || bare(c.title) === said);
  return hit ? known(hit.id, question) : null;
}

function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u2018\u2019']s\b/g, '')
    .replace(/[\u2018\u2019']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const FILLERS = new Set(
  'a an the it is its im i am on my we our to of and or that this with in have has yes no'.split(' '),
);

/** The one choice whose title shares most of its telling words with the text, if one stands out. */
function closestChoice(text: string, choices: readonly Choice[]): Choice | null {
  const said = new Set(
    bare(text)
      .split(' ')
      .filter((w) => !FILLERS.has(w)),
  );
  if (said.size === 0 || said.size > 12) return null;
  const scored = choices
    .map((choice) => {
      const words = bare(choice.title)
        .split(' ')
        .filter((w) => !FILLERS.has(w));
      const shared = words.filter((w) => said.has(w)).length;
      return { choice, score: words.length === 0 ? 0 : shared / Math.min(words.length, said.size) };
    })
    .sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  return first && first.score >= 0.5 && first.score > (second?.score ?? 0) ? first.choice : null;
}
