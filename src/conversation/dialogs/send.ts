/** The dialogs before a ticket goes to a desk: showing the summary, and leaving parts of it out. */
import { isUnverified } from '../../core/person.ts';
import { plain } from '../../core/text.ts';
import { cut, namesOf, partsOf, WRITTEN, withChanges } from '../consent.ts';
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { send } from './hand-over.ts';

/** The largest number of words of a plain yes. */
const A_YES = 4;
/** The largest number of lines a person can add. */
const MOST_ADDED = 10;
const LEAVE = 'part:';
/** The longest title of a button, in characters. */
const LONGEST_CHOICE = 70;

/** Asks "This is what they will see: shall I send it?" */
export async function askSend(step: DialogStep): Result {
  const s = session(step);
  const { added = [], leftOut = [] } = step.options;
  s.builder.sayPhrase('send-intro');
  const shown = partsOf(s, withChanges(s, added, leftOut)).filter((part) => !leftOut.includes(part.id));
  const lines = [
    ...shown.map((part) => part.shown),
    ...added.map((text) => s.builder.phrase('send-added', { text: cut(text) })),
    ...(leftOut.length === 0 ? [] : [s.builder.phrase('send-left-out', { what: namesOf(s, leftOut).join(', ') })]),
  ];
  s.builder.say(lines.map((line) => ({ kind: 'item', mark: '•', spans: line.flatMap((p) => p.spans) })));
  const { person } = s.personSide;
  if (isUnverified(person)) s.builder.sayPhrase('send-unverified');
  else if (person?.account)
    s.builder.sayPhrase('send-account', { account: person.account.mail ?? person.name ?? person.account.by });
  s.builder.sayPhrase('send-outro');
  s.builder.place(s.intent(s.case!.intent)?.title ?? null, null, null);
  const leave = shown.length > 0 ? [s.builder.choice('leave-out')] : [];
  s.builder.ask(
    [s.builder.choice('send'), ...leave],
    [...(s.case!.frames.length > 0 ? (['back'] as const) : []), 'stop'],
  );
  return WAIT;
}

/** Follows the answer: sends the ticket, takes words to add, or asks what to leave out. */
export async function followSend(step: DialogStep): Result {
  const s = session(step);
  const { interpretation, message } = s;
  const { added = [], leftOut = [] } = step.options;
  // "Yes, and please be quick, I have a call at three" is more than a yes.
  const more = message.kind === 'said' && message.text.split(/\s+/).length > A_YES ? [message.text] : [];
  const yes =
    interpretation.kind === 'choice' &&
    (interpretation.id === 'send' || interpretation.id === 'yes') &&
    more.length === 0;
  // A person who asks for an agent once more has seen enough.
  if (yes || (interpretation.kind === 'control' && interpretation.id === 'human')) {
    send(s, [...added, ...more], leftOut);
    return step.endDialog();
  }
  if (interpretation.kind === 'choice' && interpretation.id === 'leave-out')
    return step.replaceDialog('leave-out', { added, leftOut });
  if (interpretation.kind === 'control' && interpretation.id === 'back' && s.case!.frames.length > 0)
    return step.replaceDialog('play');
  if (message.kind === 'said' && message.text !== '' && added.length < MOST_ADDED && !added.includes(message.text)) {
    s.builder.sayPhrase('send-noted');
    return step.replaceDialog('send', { added: [...added, message.text], leftOut });
  }
  return step.replaceDialog('send', { added, leftOut });
}

/** Asks "What shall I leave out?" */
export async function askLeaveOut(step: DialogStep): Result {
  const s = session(step);
  const { added = [], leftOut = [] } = step.options;
  s.builder.sayPhrase('leave-out-question');
  const parts = partsOf(s, withChanges(s, added, leftOut)).filter((part) => !leftOut.includes(part.id));
  const choices = parts.map(({ id, shown }) => ({ id: `${LEAVE}${id}`, title: cut(plain(shown), LONGEST_CHOICE) }));
  s.builder.ask([...choices, s.builder.choice('keep-all')], ['stop']);
  return WAIT;
}

/** Follows the answer: leaves the chosen part out, and shows the summary again. */
export async function followLeaveOut(step: DialogStep): Result {
  const { interpretation } = session(step);
  const { added = [], leftOut = [] } = step.options;
  const part =
    interpretation.kind === 'choice' && interpretation.id.startsWith(LEAVE)
      ? interpretation.id.slice(LEAVE.length)
      : null;
  const isKept = interpretation.kind === 'choice' && interpretation.id === 'keep-all';
  // The part stands in the transcript as well, so that is left out too.
  const out = part !== null ? [...new Set([...leftOut, part, WRITTEN])] : isKept ? [] : leftOut;
  return step.replaceDialog('send', { added, leftOut: out });
}
