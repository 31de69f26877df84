/** The dialog that lets the person choose among likely problems. */
import { bareNumber } from '../../core/bare-number.ts';
import type { Intent } from '../../core/content.ts';
import type { Session } from '../session.ts';
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** Asks "Did you mean …?", or which of several errors in one text comes first. */
export async function askWhich(step: DialogStep): Result {
  const s = session(step);
  const report = step.options.report ?? '';
  s.builder.sayPhrase(
    step.options.several ? 'several-errors' : bareNumber(report) === null ? 'did-you-mean' : 'which-program',
  );
  s.remember(report);
  // Asked again, it is about other words; several errors and bare numbers are understood as far as they can be.
  if (!step.options.several && bareNumber(report) === null && s.message.text === report) s.learn('ask');
  const intents = (step.options.guesses ?? []).map((g) => s.intent(g.intent)).filter((intent) => intent !== null);
  const packs = [...new Set(intents.map((intent) => intent.pack))].map((id) => s.content.packs.get(id)!);
  // Each title names its product where problems of several products are offered.
  const of = (intent: Intent): string => (packs.length > 1 ? ` (${s.content.packs.get(intent.pack)!.title})` : '');
  const guesses = intents.map((intent) => ({ id: intent.id, title: `${intent.title}${of(intent)}` }));
  const [pack] = packs;
  const rest = pack?.generic && !guesses.some((g) => g.id === pack.generic) ? [s.builder.starter(pack)] : [];
  s.builder.ask([...guesses, ...rest, s.builder.choice('none-of-these')], ['human']);
  return WAIT;
}

/** Follows the answer: begins the chosen problem, or reads the words anew. */
export async function followWhich(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  if (interpretation.kind === 'choice' && interpretation.id === 'none-of-these') return step.replaceDialog('lost');
  if (interpretation.kind === 'words' && s.intent(interpretation.reading.intent)?.kind === 'control')
    return step.replaceDialog('which', step.options);
  if (interpretation.kind === 'choice')
    return begin(step, interpretation.id, step.options.reading ?? null, withMore(s, step.options.report ?? ''));
  return step.replaceDialog('triage');
}

/** The report, and what the answer adds to it: a code that is pasted as an answer says more than which problem it is. */
function withMore({ message }: Session, report: string): string {
  return message.kind === 'said' && /\d/.test(message.text) ? `${report}\n\n${message.text}` : report;
}
