/** Case codes: a person gets a code in one place, and goes on with the case where the code is entered. */
import type { ConversationState, TurnResult } from '../../core/conversation.ts';
import { CODE_MINUTES, type PersonSide, readCode } from '../../core/desk.ts';
import { plain } from '../../core/text.ts';
import { FRESH } from '../session.ts';
import type { AgentTurn, Resumed } from './agent-turn.ts';

/** The number of wrong codes in a row after which the conversation takes none for an hour. */
const MOST_WRONG = 5;
const PAUSE_MS = 60 * 60 * 1000;
/** The time after which a moved case that was fixed only for now is asked about again. */
const A_DAY_MS = 24 * PAUSE_MS;

/** Answers "give me a code": starts the job that makes one, since a turn can't make anything unguessable. */
export function makeCode(a: AgentTurn): TurnResult {
  if (a.message.shared) return notHere(a);
  const id = `${a.message.conversation}|${a.message.id}|code`;
  a.effects.jobs.push({ id, kind: 'code', images: [], from: null });
  a.state = { ...a.state, code: id };
  return a.close();
}

/** Shows the code that the job made. It opens this case once, within `CODE_MINUTES`. */
export function codeMade(a: AgentTurn): TurnResult {
  const { message, personSide } = a;
  a.state = { ...a.state, code: null };
  const text = message.result?.found[0]?.text ?? '';
  const code = readCode(text);
  if (!code) return a.say('failed');
  const until = new Date(Date.parse(message.at) + CODE_MINUTES * 60_000).toISOString();
  a.effects.emit({
    to: code.conversation,
    id: message.id,
    event: { kind: 'issued', secret: code.secret, personSide, until },
    route: personSide,
  });
  return a.say('code-shown', { code: text, minutes: String(CODE_MINUTES) });
}

/** Handles a code that the person entered: asks the code's conversation whether it opens a case. */
export function giveCode(a: AgentTurn, { conversation, secret }: NonNullable<ReturnType<typeof readCode>>): TurnResult {
  const { message, personSide } = a;
  if (message.shared) return notHere(a);
  // The case that arrives would replace the ticket open here.
  if (a.atDesk) return a.say('code-busy', { ticket: a.state.desk!.ticket });
  const { lastAt, wrongCodes = 0 } = a.state;
  const rested = lastAt !== null && Date.parse(message.at) - Date.parse(lastAt) > PAUSE_MS;
  if (wrongCodes >= MOST_WRONG && !rested) return a.say('code-too-many');
  if (rested) a.state = { ...a.state, wrongCodes: 0 };
  a.effects.emit({
    to: conversation,
    id: message.id,
    event: { kind: 'wanted', secret, personSide },
    route: personSide,
  });
  return a.close();
}

/** Tells the person that the code was wrong, and counts it. */
export function codeRefused(a: AgentTurn): TurnResult {
  a.state = { ...a.state, wrongCodes: (a.state.wrongCodes ?? 0) + 1 };
  return a.say('code-wrong');
}

/** Sends this conversation's case to the place where its code was entered; nothing stays here. */
export function moveTo(a: AgentTurn, personSide: PersonSide): TurnResult {
  const { asked, helped, case: c, desk, checkBack } = a.state;
  // The case was moved with another code already, or there never was one.
  if (!c && !desk && !checkBack) {
    a.effects.emit({
      to: personSide.conversation,
      id: `${a.message.id}:refused`,
      event: { kind: 'refused' },
      route: personSide,
    });
    return a.close();
  }
  a.effects.emit({
    to: personSide.conversation,
    id: `${a.message.id}:moved`,
    event: { kind: 'arrived', state: a.state },
    route: personSide,
  });
  a.state = { ...FRESH, asked, helped };
  return a.say('code-used');
}

/** Takes in a case from another place and goes on with it. */
export function arrived(a: AgentTurn, from: ConversationState): TurnResult | Resumed {
  const { asked, helped, lastAt, shared } = a.state;
  const anew = { dialogs: [], question: null, awaited: null, code: null, wrongCodes: 0 };
  a.state = { ...FRESH, ...from, ...anew, asked, helped, lastAt, shared };
  const { desk, case: c, checkBack } = a.state;
  const problem = c?.title || desk?.title || desk?.ticket || plain(a.builder.phrase('desk-unknown'));
  if (checkBack) a.effects.ring('check-back', new Date(Date.parse(a.message.at) + A_DAY_MS).toISOString());
  if (a.atDesk) a.tell({ kind: 'moved', personSide: a.personSide });
  if (c && c.frames.length > 0) return a.again([{ key: 'code-arrived', values: { problem } }], 'play');
  a.builder.sayPhrase('code-arrived', { problem });
  if (a.atDesk) a.tell({ kind: 'asks' });
  return a.close();
}

/** Refuses codes in a place where others read along: a code shown there would be everybody's. */
function notHere(a: AgentTurn): TurnResult {
  a.builder.discreetly();
  return a.say('code-private');
}
