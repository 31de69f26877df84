/** Hears in what people write that it works again: surely, perhaps, or only as it sounds. */
import { COMMON, type Content } from '../../core/content.ts';
import type { Read, Reading } from '../../core/reading.ts';
import { ANSWERS, CONTROL_INTENTS, YES } from '../../core/steering.ts';
import { assent } from './assent.ts';
import { closestChoice } from './choices.ts';
import type { Interpretation, Light } from './interpretation.ts';
import { clausesOf, isUnsteady, isWithoutFault } from './results.ts';
import { type SpokenWords, spokenWordsOf } from './spoken-words.ts';
import { AWFUL, shortClausesOf } from './steering.ts';
import { WordList } from './word-list.ts';

/** Tells successes from what resembles them. */
export class Endings {
  readonly #content: Content;
  readonly #spoken: SpokenWords;
  readonly #read: Read;

  constructor(content: Content, read: Read) {
    this.#content = content;
    this.#spoken = spokenWordsOf(content);
    this.#read = read;
  }

  /**
   * The meaning of a text that surely tells of something that works again, and of nothing else: the case is over where
   * that is about its subject, and else it is asked. Null for other texts.
   */
  recovered(reading: Reading, text: string, { question, current }: Light): Interpretation | null {
    const { works, mood } = reading;
    if (!works?.sure || (current === null && question === null) || mood <= AWFUL) return null;
    const choices = question?.choices ?? [];
    const told: Interpretation = { kind: 'worked', reading: { ...reading, intent: ANSWERS.worked } };
    if (choices.some(({ id }) => id === 'fixed')) {
      const own = this.#content.intents.get(current ?? '')?.pack;
      const isOurs = works.packs.some((pack) => pack === COMMON || pack === own);
      return isOurs ? { kind: 'choice', id: 'fixed' } : told;
    }
    if (choices.some(({ id }) => id === 'works')) return assent(question, YES);
    return closestChoice(text, choices, false, this.#spoken.bare) === null ? told : null;
  }

  /** The meaning of a text that may tell of something that works again: whether it does is asked. Null for other texts. */
  perhapsRecovered(reading: Reading, text: string, { question, current }: Light): Interpretation | null {
    const { works, mood, turned } = reading;
    const { told } = this.#spoken;
    if (!works || current === null || mood <= AWFUL) return null;
    // "My printer prints blank pages" tells of another problem, and not of the open step.
    const isProblem = this.#content.intents.get(reading.intent ?? '')?.kind === 'problem';
    if (isProblem && reading.intent !== current && reading.decision === 'answer' && !works.all) return null;
    // "It prints, but only blank pages" and "it connects and drops again" did not help.
    if (!works.all && (turned || works.isSpoilt || !isWithoutFault(told.returns.without(text), told)))
      return assent(question, ['not']);
    // "Works!!! You are a star" leaves nothing to ask; "the page opens" does.
    const isWhole = works.all && told.well.behind(told.whole.afterAll(text)) !== null;
    if (question?.choices.some(({ id }) => id === 'fixed'))
      return (isWhole && !reading.doubtful) || this.saysSoAtLast(text)
        ? { kind: 'choice', id: 'fixed' }
        : { kind: 'did', reading };
    const isAnswer = question !== null && closestChoice(text, question.choices, false, this.#spoken.bare) !== null;
    return isAnswer ? null : { kind: 'worked', reading: { ...reading, intent: ANSWERS.worked } };
  }

  /** Whether the last words of a text say alone that it works, here, and nothing before them says anything else: "it was muted. Works now". */
  saysSoAtLast(text: string): boolean {
    const { told } = this.#spoken;
    // "Works now, thanks" ends with thanks.
    const last = clausesOf(text, told).findLast((clause) => !told.thanks.isIn(clause) || told.well.isIn(clause));
    if (last === undefined || !isWithoutFault(text, told) || told.elsewhere.isIn(text)) return false;
    // "Now it drops again" resembles a success.
    if (isUnsteady(last, told)) return false;
    const { decision, intent, turned, doubtful } = this.#read(last);
    return decision === 'answer' && intent === ANSWERS.worked && !turned && !doubtful;
  }

  /** Whether the last of several clauses says in so many words that all is well now. */
  isOverAtLast(text: string): boolean {
    const last = clausesOf(text, this.#spoken.told).at(-1) ?? '';
    return last.trim() !== text.trim() && this.#read(last).evidence !== null && this.saysSoAtLast(text);
  }

  /** Whether a text says what the step has people look for, and of nothing amiss. */
  isExpected(text: string, { expected }: Light): boolean {
    const shows = new WordList(expected);
    return shows.isIn(text) && isWithoutFault(shows.without(text), this.#spoken.told);
  }

  /** Whether a text that sounds like a success says that something has gone which is missed in the open case. */
  isMissed(meant: Interpretation, { works }: Reading, text: string, { current }: Light): boolean {
    const { told } = this.#spoken;
    const isSuccess = meant.kind === 'worked' || (meant.kind === 'choice' && meant.id === 'fixed');
    if (!isSuccess || works !== null || !told.vanished.isIn(text)) return false;
    return told.misses.isIn(this.#content.intents.get(current ?? '')?.title ?? '');
  }

  /** Whether a text says that help is not needed any more, and plainly that it works: "forget it, it's back". */
  dismissesAsWorking(text: string): boolean {
    const readings = shortClausesOf(text)
      .map((clause) => this.#read(clause))
      .filter(({ decision }) => decision === 'answer');
    return (
      readings.some(({ intent }) => CONTROL_INTENTS[intent ?? ''] === 'stop') &&
      readings.some(({ intent, turned, doubtful }) => intent === ANSWERS.worked && !turned && !doubtful)
    );
  }
}
