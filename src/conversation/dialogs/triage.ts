/** The first question of all: what is this about? */
import { isGeneric } from '../../core/content.ts';
import type { Reading } from '../../core/reading.ts';
import { couldBe, meantHere } from '../products.ts';
import { type Result, type Step, session } from './dialog.ts';
import { addToTicket } from './hand-over.ts';

/** What is this about? Sure enough: its walkthrough; nearly: "did you mean"; not at all: it says so. */
export async function triage(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  if (heard.kind === 'problem' || heard.kind === 'words') {
    const products = couldBe(s, heard.reading);
    if (products.length > 1)
      return step.replaceDialog('product', { products, reading: heard.reading, report: s.message.text });
    const reading = meantHere(s, heard.reading);
    const intent = s.intent(reading.intent);
    const several = [...new Set(reading.found.map((f) => f.intent))];
    if (several.length > 1 && heard.kind === 'problem') {
      const guesses = several.slice(0, 3).map((id) => ({ intent: id, confidence: reading.confidence }));
      return step.replaceDialog('which', { guesses, reading, report: s.message.text, several: true });
    }
    if (reading.decision === 'answer' && intent?.kind === 'problem') return begin(step, intent.id, reading);
    const guesses = reading.guesses.filter((g) => s.intent(g.intent)?.kind === 'problem');
    if (reading.decision !== 'none' && intent?.kind === 'problem')
      return step.replaceDialog('which', { guesses: guesses.slice(0, 3), reading, report: s.message.text });
    if (s.case && s.case.frames.length > 0) return step.replaceDialog('resume');
    const steering = intent?.kind === 'control' && reading.decision === 'answer';
    if (steering && !addToTicket(s)) s.mouth.sayPhrase('nothing-open');
    return step.replaceDialog('lost', steering ? { report: '' } : {});
  }
  if (s.case && s.case.frames.length > 0) return step.replaceDialog('resume');
  s.mouth.sayPhrase('nothing-open');
  return step.replaceDialog('lost', { report: '' });
}

/** Names the problem and starts its walkthrough. `report` is what was said when it came up, if not just now. */
export function begin(step: Step, intentId: string, reading: Reading | null, report?: string): Result {
  const s = session(step);
  const intent = s.intent(intentId)!;
  const walks = s.take(intent, reading, report);
  s.mouth.place(intent.title, null, null);
  if (!isGeneric(s.content, intentId)) s.mouth.sayPhrase('named', { problem: intent.title });
  s.mouth.say(intent.cause);
  if (s.message.elsewhere !== null) s.mouth.sayPhrase('elsewhere', { problem: s.message.elsewhere });
  if (walks) return step.replaceDialog('play');
  s.mouth.sayPhrase('no-walkthrough');
  s.mouth.say(intent.resolution.person);
  return step.replaceDialog('lost', { report: '' });
}
