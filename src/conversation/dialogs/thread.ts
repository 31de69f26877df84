import { type Result, type Step, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** Several errors stand in the thread: whose is it about? */
export async function askThread(step: Step): Result {
  const s = session(step);
  const reports = step.options.reports ?? [];
  s.mouth.sayPhrase('thread-several');
  const choices = reports.map(({ intent, by }, i) => ({
    id: `report-${i + 1}`,
    title: [by?.name, s.intent(intent)?.title ?? intent].filter(Boolean).join(': '),
  }));
  s.mouth.ask([...choices, s.mouth.choice('none-of-these')], ['human']);
  return WAIT;
}

export async function followThread(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  if (heard.kind === 'choice' && heard.id.startsWith('report-')) {
    const { report, by, intent } = step.options.reports![Number(heard.id.slice(7)) - 1]!;
    s.helped = by ?? s.helped;
    s.hearInstead(report);
    return begin(step, intent, s.reading, report);
  }
  return step.replaceDialog(heard.kind === 'choice' ? 'lost' : 'triage', {});
}
