import { type Result, type Step, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** "Did you mean …?" */
export async function askWhich(step: Step): Result {
  const s = session(step);
  s.mouth.sayPhrase(step.options.several ? 'several-errors' : 'did-you-mean');
  s.remember(step.options.report ?? '');
  const guesses = (step.options.guesses ?? []).map((g) => ({
    id: g.intent,
    title: s.intent(g.intent)?.title ?? g.intent,
  }));
  const { generic } = s;
  const rest =
    generic && !guesses.some((g) => g.id === generic) ? [{ id: generic, title: s.mouth.choice('generic').title }] : [];
  s.mouth.ask([...guesses, ...rest, s.mouth.choice('none-of-these')], ['human']);
  return WAIT;
}

export async function followWhich(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  if (heard.kind === 'choice' && heard.id === 'none-of-these') return step.replaceDialog('lost');
  if (heard.kind === 'words' && s.intent(heard.reading.intent)?.kind === 'control')
    return step.replaceDialog('which', step.options);
  if (heard.kind === 'choice') return begin(step, heard.id, step.options.reading ?? null, step.options.report);
  return step.replaceDialog('triage');
}
