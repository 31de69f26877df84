/** Yes and no as answers: finds the choice of a question that a yes, a no or a known id stands for. */
import type { Question } from '../../core/conversation.ts';
import type { Message } from '../../core/message.ts';
import type { Choice } from '../../core/reply.ts';
import { BEGINS_NO, BEGINS_YES, type Control, FAILED, NO, YES } from '../../core/steering.ts';
import type { Interpretation } from './interpretation.ts';
import type { ToldWords } from './results.ts';
import type { SpokenWords } from './spoken-words.ts';

/** The most words of a no by which all problems that are offered are turned down. */
const LONGEST_DISMISSAL = 4;

/** The first words of a text. */
const LEADING = /^[^\p{L}\p{N}]*([\p{L}'’]+)(?: +([\p{L}'’]+))?/u;

/** The choice or control of a question with this id; null where it has none. */
export function known(id: string, question: Question): Interpretation | null {
  if (id === 'human') return { kind: 'control', id };
  if (question.choices.some((c) => c.id === id)) return { kind: 'choice', id };
  const control = question.controls.find((c) => c.id === id);
  return control ? { kind: 'control', id: control.id as Control } : null;
}

/** The interpretation of a pressed button: stale where it belongs to an older question. */
export function pressed(message: Message, question: Question | null): Interpretation {
  const id = message.choice ?? '';
  // Asking for an agent is never too old to be taken.
  if (id === 'human') return { kind: 'control', id };
  if (!question || (message.asked !== null && message.asked !== question.asked)) return { kind: 'stale' };
  return known(id, question) ?? { kind: 'stale' };
}

/** The choice that one of these ids stands for, or the one that begins with a yes (or a no). */
export function assent(question: Question | null, ids: readonly string[]): Interpretation | null {
  const choice =
    question?.choices.find((c) => ids.includes(c.id)) ??
    only(question?.choices ?? [], ids === YES ? BEGINS_YES : ids === NO ? BEGINS_NO : null);
  return choice && question ? known(choice.id, question) : null;
}

/**
 * The answer that it still fails: also the no to a question whether something works, "Yes, it opens" or "No, not there
 * either".
 */
export function failedAt(question: Question | null, told: ToldWords): Interpretation | null {
  const failed = assent(question, FAILED);
  if (failed !== null || question === null) return failed;
  const yes = only(question.choices, BEGINS_YES);
  return yes !== undefined && told['works-titled'].isIn(yes.title) ? assent(question, NO) : null;
}

/** The one choice whose title begins with a yes (or a no); none if there are several. */
function only(choices: readonly Choice[], begins: RegExp | null): Choice | undefined {
  const fit = begins === null ? [] : choices.filter((c) => begins.test(c.title));
  return fit.length === 1 ? fit[0] : undefined;
}

/** The answer of a text that begins with a plain yes or no and goes on. */
export function led(text: string, question: Question, { yes, no, told }: SpokenWords): Interpretation | null {
  const [, word = '', next = ''] = LEADING.exec(told.sounds.afterAll(text)) ?? [];
  const first = word.toLowerCase();
  // "No browser here" is no "no".
  if (next !== '' && told['goes-on'].behind(next) !== '') return null;
  // After "that fixed it" and "still not working" a yes with more words says nothing by itself.
  if (question.choices.some((c) => c.id === 'fixed')) return null;
  const meant = yes.has(first) ? assent(question, YES) : no.has(first) ? assent(question, NO) : null;
  // "No, I didn't call anyone" tells more of what was reported, and does not say that none of the offered problems is it.
  const isDismissal = meant?.kind === 'choice' && meant.id === 'none-of-these';
  return isDismissal && text.split(/\s+/).length > LONGEST_DISMISSAL ? null : meant;
}
