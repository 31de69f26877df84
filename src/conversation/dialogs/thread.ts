import { type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** Several errors stand in the thread: whose is it about? */
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
