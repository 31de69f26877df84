import type { ConversationState, TurnResult } from '../../core/conversation.ts';
import { CODE_MINUTES, type PersonSide, readCode } from '../../core/desk.ts';
import { plain } from '../../core/text.ts';
import { FRESH } from '../session.ts';
import type { AgentTurn, Resumed } from './agent-turn.ts';

/** So many wrong codes in a row, and no more are taken here for an hour. */
const MOST_WRONG = 5;
const PAUSE_MS = 60 * 60 * 1000;
/** What was only fixed for now is asked about again a day after it moved. */
const A_DAY_MS = 24 * PAUSE_MS;

/** "Give me a code": something nobody can guess has to be made first. */
export function makeCode(a: AgentTurn): TurnResult {
  if (a.message.shared) return notHere(a);
  const id = `${a.message.conversation}|${a.message.id}|code`;
  a.jobs.push({ id, kind: 'code', images: [], from: null });
  a.state = { ...a.state, code: id };
  return a.close();
}

/** It is made: it opens this case, once, and for a while. */
export function codeMade(a: AgentTurn): TurnResult {
  const { message, personSide } = a;
  a.state = { ...a.state, code: null };
  const text = message.result?.found[0]?.text ?? '';
  const code = readCode(text);
  if (!code) return a.say('failed');
  const until = new Date(Date.parse(message.at) + CODE_MINUTES * 60_000).toISOString();
  a.emit({
    to: code.conversation,
    id: message.id,
    event: { kind: 'issued', secret: code.secret, personSide, until },
    route: personSide,
  });
  return a.say('code-shown', { code: text, minutes: String(CODE_MINUTES) });
}

/** Somebody gives a code: its own conversation says whether it opens anything. */
export function giveCode(a: AgentTurn, { conversation, secret }: NonNullable<ReturnType<typeof readCode>>): TurnResult {
  const { message, personSide } = a;
  if (message.shared) return notHere(a);
  // What is open here would be open nowhere.
  if (a.atDesk) return a.say('code-busy', { ticket: a.state.desk!.ticket });
  const { lastAt, wrongCodes = 0 } = a.state;
  const rested = lastAt !== null && Date.parse(message.at) - Date.parse(lastAt) > PAUSE_MS;
  if (wrongCodes >= MOST_WRONG && !rested) return a.say('code-too-many');
  if (rested) a.state = { ...a.state, wrongCodes: 0 };
  a.emit({ to: conversation, id: message.id, event: { kind: 'wanted', secret, personSide }, route: personSide });
  return a.close();
}

export function codeRefused(a: AgentTurn): TurnResult {
  a.state = { ...a.state, wrongCodes: (a.state.wrongCodes ?? 0) + 1 };
  return a.say('code-wrong');
}

/** The code was given elsewhere: all of it goes there, and nothing stays here. */
export function moveTo(a: AgentTurn, personSide: PersonSide): TurnResult {
  const { asked, helped, case: c, desk, checkBack } = a.state;
  // Taken along with another code already, or there never was anything.
  if (!c && !desk && !checkBack) {
    a.emit({
      to: personSide.conversation,
      id: `${a.message.id}:refused`,
      event: { kind: 'refused' },
      route: personSide,
    });
    return a.close();
  }
  a.emit({
    to: personSide.conversation,
    id: `${a.message.id}:moved`,
    event: { kind: 'arrived', state: a.state },
    route: personSide,
  });
  a.state = { ...FRESH, asked, helped };
  return a.say('code-used');
}

/** A case from another place goes on here. */
export function arrived(a: AgentTurn, from: ConversationState): TurnResult | Resumed {
  const { asked, helped, lastAt, shared } = a.state;
  const anew = { dialogs: [], question: null, awaited: null, code: null, wrongCodes: 0 };
  a.state = { ...FRESH, ...from, ...anew, asked, helped, lastAt, shared };
  const { desk, case: c, checkBack } = a.state;
  const problem = c?.title || desk?.title || desk?.ticket || plain(a.builder.phrase('desk-unknown'));
  if (checkBack) a.timers.push({ name: 'check-back', at: new Date(Date.parse(a.message.at) + A_DAY_MS).toISOString() });
  if (a.atDesk) a.tell({ kind: 'moved', personSide: a.personSide });
  if (c && c.frames.length > 0) return a.again([{ key: 'code-arrived', values: { problem } }], 'play');
  a.builder.sayPhrase('code-arrived', { problem });
  if (a.atDesk) a.tell({ kind: 'asks' });
  return a.close();
}

/** Where others read along, a code would be everybody's. */
function notHere(a: AgentTurn): TurnResult {
  a.builder.discreetly();
  return a.say('code-private');
}
