/** The person's messages while agents have the case. */
import type { ConversationState, TurnResult } from '../../core/conversation.ts';
import { type OutgoingEvent, type PersonAnswer, ticketConversation } from '../../core/desk.ts';
import type { Message } from '../../core/message.ts';
import { isBareMention, unreadParts } from '../../core/message-part.ts';
import { partNames } from '../../core/part-words.ts';
import { alarmIn } from '../alarm.ts';
import { graveIn } from '../grave.ts';
import { namedChoice } from '../interpretation/spoken-words.ts';
import { personSideOf } from '../session.ts';
import { type AgentTurn, PERSON_ACTIONS, type PersonAction, type Resumed } from './agent-turn.ts';
import { makeCode } from './codes.ts';

/** Passes a person's message on to the ticket; the bot stays silent between person and agents. */
export function toTicket(a: AgentTurn): TurnResult | Resumed {
  const { message } = a;
  switch (message.kind) {
    case 'said':
      return said(a);
    case 'pressed':
      return pressed(a, message.choice ?? '');
    case 'opened':
      if (!a.isKnownNow) return chosen(a, 'where');
      a.tell({ kind: 'signed-in', personSide: a.personSide });
      return a.say('signed-in-told');
    case 'edited':
    case 'deleted': {
      const { state, outgoing } = changed(a.state, message);
      a.state = state;
      a.effects.emit(...outgoing);
      return a.close();
    }
    default:
      return a.close();
  }
}

/** Passes an edited or deleted message on to the desk, even when the ticket is closed or the bot has the word again. */
export function changed(
  state: ConversationState,
  message: Message,
): { state: ConversationState; outgoing: readonly OutgoingEvent[] } {
  const { kind, about, text, parts = [] } = message;
  const { desk, case: c } = state;
  if (!desk || about === null || (kind !== 'edited' && kind !== 'deleted')) return { state, outgoing: [] };
  const began = desk.kept?.id === about;
  // Later findings are sent with the words as they are now.
  const now = (of: typeof c): typeof c =>
    of && (began && of.id === about ? { ...of, report: text, evidence: null } : of);
  const event =
    kind === 'edited'
      ? { kind, message: about, text, parts: unreadParts(parts), began }
      : { kind, message: about, began };
  const to = ticketConversation(desk.ticket);
  return {
    state: { ...state, case: now(c), desk: { ...desk, kept: now(desk.kept) } },
    outgoing: [{ to, id: `${message.id}:${kind}`, event, route: personSideOf(message, state.helped) }],
  };
}

function said(a: AgentTurn): TurnResult | Resumed {
  const { id, text, images, masked, shortened } = a.message;
  const { question } = a.state;
  const desk = a.state.desk!;
  const named = question && images.length === 0 ? namedChoice(a.content, text, question, a.message.numbered) : null;
  if (named !== null) return pressed(a, named);
  const unread = unreadParts(a.message.parts);
  const bare = isBareMention(a.message);
  if (text === '' && images.length + unread.length === 0 && !bare) {
    a.builder.sayPhrase('empty');
    return a.offer();
  }
  if (masked) a.builder.sayPhrase('masked');
  if (shortened) a.builder.sayPhrase('send-shortened');
  const parts = bare ? a.message.parts : unread;
  const answer = bare ? null : answerIn(a, text);
  const grave = bare ? NOTHING_GRAVE : graver(a, text);
  const answers = [...(answer ? [answer] : []), ...grave.answers];
  const alarm = bare || grave.next !== null ? null : alarmAt(a, text);
  const more = {
    ...(alarm === null ? {} : { urgent: true as const }),
    ...(answers.length === 0 ? {} : { answers }),
    ...(grave.walks || alarm?.next ? { walks: true as const } : {}),
  };
  a.tell({ kind: 'words', message: id, text, images, parts, personSide: a.personSide, ...more }, `words:${id}`);
  for (const [key, fate] of [
    ['passed-link', 'linked'],
    ['passed-name', 'left'],
  ] as const) {
    const some = unread.filter((part) => part.became === fate);
    if (some.length > 0) a.builder.sayPhrase(key, { what: partNames(a.content.phrases, some) });
  }
  if (bare) return chosen(a, 'where');
  if (grave.next !== null) return grave.next();
  if (alarm?.next) return alarm.next();
  // The desk's queue answers how long it takes; agents read the question, too.
  const asksWhen = desk.state === 'waiting' && !bare && isAboutTheWait(a, text);
  if (asksWhen) a.tell({ kind: 'asks' });
  // Said once, so that the person knows an agent will read it; then the bot is quiet.
  else if (desk.state === 'waiting' && question !== null) a.builder.sayPhrase('passed-on');
  a.state = { ...a.state, question: null };
  return a.close();
}

/** The content's answer to the question when somebody comes. */
const WHEN_SOMEBODY_COMES = 'when-somebody-comes';

/** Whether a text asks how long the person has to wait. */
function isAboutTheWait(a: AgentTurn, text: string): boolean {
  const { asked } = a.read(text);
  return asked !== null && (asked.for === 'time' || asked.answers.some(({ id }) => id === WHEN_SOMEBODY_COMES));
}

/** The answer to an agent's question that the words hold, now recorded; null for none: the question is no longer open then. */
function answerIn(a: AgentTurn, text: string): PersonAnswer | null {
  const { slot } = a.state.desk!;
  if (!slot) return null;
  const value = a.read(text).slots[slot];
  if (value === undefined) {
    a.set({ slot: null });
    return null;
  }
  answered(a, slot, value);
  return { slot, value, title: a.slot(slot)?.values.find((v) => v.id === value)?.title ?? value };
}

/** Facts that make the case worse: the answers that tell them, whether the person walks on, and the turn's end; null for none. */
interface Grave {
  readonly answers: readonly PersonAnswer[];
  readonly walks: boolean;
  readonly next: (() => TurnResult | Resumed) | null;
}

const NOTHING_GRAVE: Grave = { answers: [], walks: false, next: null };

/**
 * Notes what makes the case worse on the ticket, which becomes urgent. While nobody has taken it yet, the person is told
 * the step that it needs.
 */
function graver(a: AgentTurn, text: string): Grave {
  const { content, state } = a;
  const { kept, state: held } = state.desk!;
  const found = kept && state.audience === 'person' ? graveIn(content, kept, text) : {};
  const ids = Object.keys(found);
  if (!kept || ids.length === 0) return NOTHING_GRAVE;
  const answers = ids.map((slot) => {
    const title = a.slot(slot)?.values.find((value) => value.id === found[slot])?.title ?? '';
    return { slot, value: found[slot]!, title, urgent: true };
  });
  const late = [...new Set([...(kept.late ?? []), ...ids])];
  a.set({ kept: { ...kept, slots: { ...kept.slots, ...found }, urgent: true, late } });
  if (held !== 'waiting') return { answers, walks: false, next: null };
  const values = { facts: ids.map((id) => a.slot(id)?.title ?? id).join('; ') };
  const c = a.walkable();
  if (!c) return { answers, walks: false, next: () => a.say('graver', values) };
  a.set({ walks: true });
  a.state = { ...a.state, case: c, dialogs: [], question: null };
  return { answers, walks: true, next: () => a.again([{ key: 'graver', values }], 'play') };
}

/**
 * An alarm in the person's words, which makes the ticket urgent, and the turn's end: while nobody has taken the ticket, the
 * first steps are told. Null for no alarm.
 */
function alarmAt(a: AgentTurn, text: string): { readonly next: (() => Resumed) | null } | null {
  const { content, state } = a;
  const { kept, state: held } = state.desk!;
  if (state.audience === 'admin') return null;
  const alarm = alarmIn(content, a.read, text, null);
  if (!alarm?.sure || alarm.intent === kept?.intent || content.intents.get(kept?.intent ?? '')?.atOnce) return null;
  a.set({ kept: kept && { ...kept, urgent: true } });
  if (held !== 'waiting') return { next: null };
  a.set({ walks: true });
  a.state = { ...a.state, case: null, dialogs: [], question: null };
  return { next: () => a.again([{ key: 'at-once', values: {} }], 'alarm', { alarm, report: text }) };
}

/** Records the answer to an agent's question: the walkthrough does not ask it again, and it is no longer left out. */
function answered(a: AgentTurn, slot: string, value: string): void {
  const { kept, leftOut = [] } = a.state.desk!;
  a.set({
    slot: null,
    kept: kept && { ...kept, slots: { ...kept.slots, [slot]: value } },
    leftOut: leftOut.filter((id) => id !== slot),
  });
}

function pressed(a: AgentTurn, id: string): TurnResult | Resumed {
  const desk = a.state.desk!;
  // These actions are never too old to be taken.
  if (id in PERSON_ACTIONS) return chosen(a, id as PersonAction);
  if (id === 'human') return chosen(a, 'where');
  const choice = a.state.question?.choices.find((c) => c.id === id);
  if (desk.slot && choice) {
    a.tell({ kind: 'answered', slot: desk.slot, value: id, title: choice.title });
    answered(a, desk.slot, id);
    a.state = { ...a.state, question: null };
    return a.say('answer-passed');
  }
  a.builder.sayPhrase('stale');
  return chosen(a, 'where');
}

function chosen(a: AgentTurn, id: PersonAction): TurnResult | Resumed {
  switch (id) {
    case 'case-code':
      return makeCode(a);
    case 'where':
      a.tell({ kind: 'asks' });
      return a.close();
    case 'leave-queue':
      a.tell({ kind: 'left' });
      a.set({ state: 'closed', closedAt: a.message.at });
      a.state = { ...a.state, question: null };
      return a.say('queue-left');
    case 'walk-on': {
      const c = a.walkable();
      if (!c) return a.say('nothing-to-walk');
      a.tell({ kind: 'walks' });
      a.set({ walks: true });
      a.state = { ...a.state, case: c, dialogs: [], question: null };
      return a.again([{ key: 'walking-on', values: {} }], 'play');
    }
  }
}
