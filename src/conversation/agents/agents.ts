/** Decides which messages of a person's conversation concern agents, and handles those. */
import type { Content } from '../../core/content.ts';
import type { ConversationState, TurnResult } from '../../core/conversation.ts';
import { type ConversationEvent, type FromTicket, readCode } from '../../core/desk.ts';
import type { Message } from '../../core/message.ts';
import type { Read } from '../../core/reading.ts';
import { STILL_READING, stillReading } from '../gate.ts';
import { AgentTurn, type Resumed } from './agent-turn.ts';
import { ASKS_AGAIN, askAgain, unconfirmed } from './ask-again.ts';
import { arrived, codeMade, codeRefused, giveCode, makeCode, moveTo } from './codes.ts';
import { forgetMe, isForgetMe } from './forget-me.ts';
import { carried, fromTicket } from './from-ticket.ts';
import { toTicket } from './to-ticket.ts';

/** The time after which a check-back is tried again, when the person is busy with another problem. */
const LATER_MS = 4 * 60 * 60 * 1000;
/** The silence after which the bot no longer waits for an answer to a check-back. */
const SILENT_MS = 3 * 24 * 60 * 60 * 1000;
const CODE_PLEASE = /^\s*(case )?code\s*[.?!]?\s*$/i;

/** The outcome of a message that may concern agents. */
export type AgentsResult =
  /** It concerned them, and this is the whole turn. */
  | { readonly kind: 'handled'; readonly result: TurnResult }
  /** A dialog of the bot goes on, or begins. */
  | Resumed
  /** It concerns no agent: the dialogue goes on as usual. */
  | { readonly kind: 'untouched' };

/**
 * Handles a message that concerns agents: the person's messages go to the ticket while agents have the case, the
 * ticket's events are said to the person, and case codes open a case in another place. Events are always handled here.
 */
export function withAgents(content: Content, read: Read, state: ConversationState, message: Message): AgentsResult {
  const handled = handle(new AgentTurn(content, read, state, message), state, message);
  if (handled === null) return { kind: 'untouched' };
  return 'replies' in handled ? { kind: 'handled', result: handled } : handled;
}

/** The turn or the dialog a message leads to; null where it concerns no agent. */
function handle(a: AgentTurn, state: ConversationState, message: Message): TurnResult | Resumed | null {
  switch (message.kind) {
    case 'event':
      return message.event ? onEvent(a, message.event) : a.close();
    case 'result':
      if (state.code && message.result?.job === state.code) return codeMade(a);
      if (message.result?.kind === 'forget')
        return a.say(message.result.trouble === null ? 'forgotten' : 'forget-failed');
      return message.result?.kind === 'carry' ? carried(a) : null;
    case 'said': {
      if (isForgetMe(message.text)) return forgetMe(a);
      if (CODE_PLEASE.test(message.text)) return makeCode(a);
      const code = readCode(message.text);
      // While a slot is asked for, ten letters may be its answer.
      if (code && (state.question?.slot ?? null) === null) return giveCode(a, code);
      break;
    }
    case 'pressed':
      if (message.choice === 'forget-me') return forgetMe(a);
      if (message.choice === 'case-code') return makeCode(a);
  }
  return a.atDesk && !state.desk!.walks ? toTicket(a) : null;
}

/** Handles an event: from the ticket, a timer or a code. */
function onEvent(a: AgentTurn, event: ConversationEvent): TurnResult | Resumed {
  switch (event.kind) {
    case 'due':
      if (event.name === STILL_READING) return reading(a);
      return event.name.startsWith(ASKS_AGAIN) ? askAgain(a, event.name) : due(a, event.name);
    case 'receipt':
      return unconfirmed(a, event.about, event.as);
    case 'redeemed':
      return moveTo(a, event.personSide);
    case 'arrived':
      return arrived(a, event.state as ConversationState);
    case 'refused':
      return codeRefused(a);
    default:
      return fromTicket(a, event as FromTicket);
  }
}

/** Says that pictures, a file or the earlier messages are still being read, unless they are read by now. */
function reading(a: AgentTurn): TurnResult {
  const key = stillReading(a.state);
  return key === null ? a.close() : a.say(key);
}

/**
 * Handles a timer: `check-back` asks whether a fix "for now" still holds, `check-back-over` ends the wait for the
 * answer.
 */
function due(a: AgentTurn, name: string): TurnResult | Resumed {
  const { checkBack: c, dialogs, lastAt } = a.state;
  const { conversation, at } = a.message;
  if (!c) return a.close();
  // In the middle of something and silent for days: the person will not answer.
  const givenUp =
    (a.state.case !== null || a.atDesk) && lastAt !== null && Date.parse(at) - Date.parse(lastAt) > SILENT_MS;
  if (name === 'check-back') {
    if (!a.state.case && !a.atDesk) return a.again([], 'check-back');
    if (!givenUp) a.effects.ring(name, new Date(Date.parse(at) + LATER_MS).toISOString());
  }
  if (name === 'check-back-over' || givenUp) {
    // No answer is no sign that the problem is solved.
    a.effects.ends.push({ conversation, caseId: c.id, intent: c.intent, outcome: 'unknown', rating: null, at });
    const open = (dialogs[0] as { id?: string } | undefined)?.id === 'check-back';
    a.state = { ...a.state, checkBack: null, ...(open ? { dialogs: [], question: null } : {}) };
  }
  return a.close();
}
