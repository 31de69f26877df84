import { plain } from '../../core/text.ts';
import { cut, namesOf, partsOf, WRITTEN, withChanges } from '../parts.ts';
import { type Result, type Step, session, WAIT } from './dialog.ts';
import { send } from './hand-over.ts';

/** As many words as a yes has at the most. */
const A_YES = 4;
/** So many lines can be added. */
const MOST_ADDED = 10;
const LEAVE = 'part:';
/** A button holds so much. */
const LONGEST_CHOICE = 70;

/** "This is what they will see: shall I send it?" */
export async function askSend(step: Step): Result {
  const s = session(step);
  const { added = [], leftOut = [] } = step.options;
  s.mouth.sayPhrase('send-intro');
  const shown = partsOf(s, withChanges(s, added, leftOut)).filter((part) => !leftOut.includes(part.id));
  const lines = [
    ...shown.map((part) => part.shown),
    ...added.map((text) => s.mouth.phrase('send-added', { text: cut(text) })),
    ...(leftOut.length === 0 ? [] : [s.mouth.phrase('send-left-out', { what: namesOf(s, leftOut).join(', ') })]),
  ];
  s.mouth.say(lines.map((line) => ({ kind: 'item', mark: '•', spans: line.flatMap((p) => p.spans) })));
  s.mouth.sayPhrase('send-outro');
  s.mouth.place(s.intent(s.case!.intent)?.title ?? null, null, null);
  const leave = shown.length > 0 ? [s.mouth.choice('leave-out')] : [];
  s.mouth.ask([s.mouth.choice('send'), ...leave], [...(s.case!.frames.length > 0 ? (['back'] as const) : []), 'stop']);
  return WAIT;
}

export async function followSend(step: Step): Result {
  const s = session(step);
  const { heard, message } = s;
  const { added = [], leftOut = [] } = step.options;
  // "Yes, and please be quick, I have a call at three" is more than a yes.
  const more = message.kind === 'said' && message.text.split(/\s+/).length > A_YES ? [message.text] : [];
  const yes = heard.kind === 'choice' && (heard.id === 'send' || heard.id === 'yes') && more.length === 0;
  // Whoever asks for a person once more has seen enough.
  if (yes || (heard.kind === 'control' && heard.id === 'human')) {
    send(s, [...added, ...more], leftOut);
    return step.endDialog();
  }
  if (heard.kind === 'choice' && heard.id === 'leave-out') return step.replaceDialog('leave-out', { added, leftOut });
  if (heard.kind === 'control' && heard.id === 'back' && s.case!.frames.length > 0) return step.replaceDialog('play');
  if (message.kind === 'said' && message.text !== '' && added.length < MOST_ADDED && !added.includes(message.text)) {
    s.mouth.sayPhrase('send-noted');
    return step.replaceDialog('send', { added: [...added, message.text], leftOut });
  }
  return step.replaceDialog('send', { added, leftOut });
}

/** "What shall I leave out?" */
export async function askLeaveOut(step: Step): Result {
  const s = session(step);
  const { added = [], leftOut = [] } = step.options;
  s.mouth.sayPhrase('leave-out-question');
  const parts = partsOf(s, withChanges(s, added, leftOut)).filter((part) => !leftOut.includes(part.id));
  const choices = parts.map(({ id, shown }) => ({ id: `${LEAVE}${id}`, title: cut(plain(shown), LONGEST_CHOICE) }));
  s.mouth.ask([...choices, s.mouth.choice('keep-all')], ['stop']);
  return WAIT;
}

export async function followLeaveOut(step: Step): Result {
  const { heard } = session(step);
  const { added = [], leftOut = [] } = step.options;
  const part = heard.kind === 'choice' && heard.id.startsWith(LEAVE) ? heard.id.slice(LEAVE.length) : null;
  // It stands in what was written as well, so that goes too.
  const out = part === null ? leftOut : [...new Set([...leftOut, part, WRITTEN])];
  return step.replaceDialog('send', { added, leftOut: out });
}
