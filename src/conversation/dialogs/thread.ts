/** The dialog about a thread with several problems. */
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** Asks which of the problems in the thread is meant. */
export async function askThread(step: DialogStep): Result {
  const s = session(step);
  const reports = step.options.reports ?? [];
  s.builder.sayPhrase('thread-several');
  const choices = reports.map(({ intent, by }, i) => ({
    id: `report-${i + 1}`,
    title: [by?.name, s.intent(intent)?.title ?? intent].filter(Boolean).join(': '),
  }));
  s.builder.ask([...choices, s.builder.choice('none-of-these')], ['human']);
  return WAIT;
}

/** Follows the answer: begins the chosen problem, for the person who wrote of it. */
export async function followThread(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  if (interpretation.kind === 'choice' && interpretation.id.startsWith('report-')) {
    const { report, by, intent } = step.options.reports![Number(interpretation.id.slice(7)) - 1]!;
    s.helped = by ?? s.helped;
    s.hearInstead(report);
    return begin(step, intent, s.reading, report);
  }
  return step.replaceDialog(interpretation.kind === 'choice' ? 'lost' : 'triage', {});
}
