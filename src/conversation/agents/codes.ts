import type { ConversationState, TurnResult } from '../../core/conversation.ts';
import { CODE_MINUTES, type Party, readCode } from '../../core/desk.ts';
import { plain } from '../../core/text.ts';
import { FRESH } from '../session.ts';
import type { Aside, HeardAgain } from './aside.ts';

/** So many wrong codes in a row, and no more are taken here for an hour. */
const MOST_WRONG = 5;
const PAUSE_MS = 60 * 60 * 1000;
/** What was only fixed for now is asked about again a day after it moved. */
const A_DAY_MS = 24 * PAUSE_MS;

/** "Give me a code": something nobody can guess has to be made first. */
export function makeCode(a: Aside): TurnResult {
  if (a.message.shared) return notHere(a);
  const id = `${a.message.conversation}|${a.message.id}|code`;
  a.jobs.push({ id, kind: 'code', images: [], from: null });
  a.state = { ...a.state, code: id };
  return a.close();
}

/** It is made: it opens this case, once, and for a while. */
export function codeMade(a: Aside): TurnResult {
  const { message, party } = a;
  a.state = { ...a.state, code: null };
  const text = message.result?.found[0]?.text ?? '';
  const code = readCode(text);
  if (!code) return a.say('failed');
  const until = new Date(Date.parse(message.at) + CODE_MINUTES * 60_000).toISOString();
  a.pass({
    to: code.conversation,
    id: message.id,
    news: { kind: 'issued', secret: code.secret, party, until },
    via: party,
  });
  return a.say('code-shown', { code: text, minutes: String(CODE_MINUTES) });
}

/** Somebody gives a code: its own conversation says whether it opens anything. */
export function giveCode(a: Aside, { conversation, secret }: NonNullable<ReturnType<typeof readCode>>): TurnResult {
  const { message, party } = a;
  if (message.shared) return notHere(a);
  // What is open here would be open nowhere.
  if (a.atDesk) return a.say('code-busy', { ticket: a.state.desk!.ticket });
  const { lastAt, wrongCodes = 0 } = a.state;
  const rested = lastAt !== null && Date.parse(message.at) - Date.parse(lastAt) > PAUSE_MS;
  if (wrongCodes >= MOST_WRONG && !rested) return a.say('code-too-many');
  if (rested) a.state = { ...a.state, wrongCodes: 0 };
  a.pass({ to: conversation, id: message.id, news: { kind: 'wanted', secret, party }, via: party });
  return a.close();
}

export function codeRefused(a: Aside): TurnResult {
  a.state = { ...a.state, wrongCodes: (a.state.wrongCodes ?? 0) + 1 };
  return a.say('code-wrong');
}

/** The code was given elsewhere: all of it goes there, and nothing stays here. */
export function moveTo(a: Aside, party: Party): TurnResult {
  const { asked, helped, case: c, desk, checkBack } = a.state;
  // Taken along with another code already, or there never was anything.
  if (!c && !desk && !checkBack) {
    a.pass({ to: party.conversation, id: `${a.message.id}:refused`, news: { kind: 'refused' }, via: party });
    return a.close();
  }
  a.pass({
    to: party.conversation,
    id: `${a.message.id}:moved`,
    news: { kind: 'arrived', state: a.state },
    via: party,
  });
  a.state = { ...FRESH, asked, helped };
  return a.say('code-used');
}

/** A case from another place goes on here. */
export function arrived(a: Aside, from: ConversationState): TurnResult | HeardAgain {
  const { asked, helped, lastAt, shared } = a.state;
  const anew = { dialogs: [], question: null, awaited: null, code: null, wrongCodes: 0 };
  a.state = { ...FRESH, ...from, ...anew, asked, helped, lastAt, shared };
  const { desk, case: c, checkBack } = a.state;
  const problem = c?.title || desk?.title || desk?.ticket || plain(a.mouth.phrase('desk-unknown'));
  if (checkBack) a.timers.push({ name: 'check-back', at: new Date(Date.parse(a.message.at) + A_DAY_MS).toISOString() });
  if (a.atDesk) a.tell({ kind: 'moved', party: a.party });
  if (c && c.frames.length > 0) return a.again([{ key: 'code-arrived', values: { problem } }], 'play');
  a.mouth.sayPhrase('code-arrived', { problem });
  if (a.atDesk) a.tell({ kind: 'asks' });
  return a.close();
}

/** Where others read along, a code would be everybody's. */
function notHere(a: Aside): TurnResult {
  a.mouth.discreetly();
  return a.say('code-private');
}
