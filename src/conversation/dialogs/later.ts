/** The dialog about a second problem, which was told with the one that is solved now. */
import { secondProblem } from '../second-problem.ts';
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** Asks whether to go on with the second problem. */
export async function askLater(step: DialogStep): Result {
  const s = session(step);
  const { later, laterSaid } = step.options.again ?? {};
  if (laterSaid !== undefined) s.builder.sayPhrase('later-said-question', { words: laterSaid });
  else s.builder.sayPhrase('later-question', { problem: s.intent(later ?? null)?.title ?? '' });
  s.builder.ask([s.builder.choice('yes'), s.builder.choice('no')], ['human']);
  return WAIT;
}

/** Follows the answer: begins the second problem, or asks how the first one went. */
export async function followLater(step: DialogStep): Result {
  const s = session(step);
  const { interpretation: meant } = s;
  const { again } = step.options;
  const { later, laterSaid, ...first } = again!;
  if (meant.kind === 'problem') return step.replaceDialog('triage');
  const isYes =
    (meant.kind === 'choice' && meant.id === 'yes') || (meant.kind === 'words' && meant.reading.intent === later);
  if (!isYes || later === undefined || s.intent(later) === null)
    return step.replaceDialog('rating', { ...step.options, again: first });
  // It is not sure which problem the words tell: that is found out, or asked.
  if (laterSaid !== undefined) {
    s.hearInstead(laterSaid);
    return step.replaceDialog('triage');
  }
  const told = secondProblem(s, first.report, first.intent ?? '');
  return begin(step, later, told?.reading ?? null, told?.said ?? first.report);
}
