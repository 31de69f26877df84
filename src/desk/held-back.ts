/**
 * Agents' actions that are held back for some seconds, so that they can be undone: what reached the person can't be. They
 * wait in the ticket's state with a timer, so that a restart neither loses nor repeats one.
 */
import type { Message } from '../core/message.ts';
import type { Person } from '../core/person.ts';
import type { HeldBack } from './ticket-state.ts';
import type { TicketTurn } from './ticket-turn.ts';

/** The name of the timer begins with it; the id of the agent's message follows. */
const TIMER = 'held:';
const HOLD = /^hold:(\d{1,3}):(.+)$/;

/** The choice of an action that is to be held back for so many seconds. */
export function holdChoice(choice: string, seconds: number): string {
  return `hold:${seconds}:${choice}`;
}

/** Reads how long a press is to be held back, in seconds, and the action in it; null for every other message. */
export function holdOf({ kind, choice }: Pick<Message, 'kind' | 'choice'>): {
  readonly seconds: number;
  readonly choice: string;
} | null {
  const found = kind === 'pressed' ? HOLD.exec(choice ?? '') : null;
  return found && { seconds: Number(found[1]), choice: found[2]! };
}

/** The id of the action whose time came, by the name of the timer; null for other timers. */
export function heldIdOf(timer: string): string | null {
  return timer.startsWith(TIMER) ? timer.slice(TIMER.length) : null;
}

/** The id of an agent's message, by what their browser calls it. */
export function messageIdOf(by: Person, id: string): string {
  return `${by.id}:${id}`;
}

/** The time at which an action that came with a message is done (ISO 8601). */
export function heldUntil({ at }: Pick<Message, 'at'>, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}

/** Holds an action back; its words are found by no search as long as it can be undone. */
export function holdBack(t: TicketTurn, by: Person, choice: string, seconds: number): TicketTurn {
  const { id, text, images, shortened } = t.message;
  const until = heldUntil(t.message, seconds);
  t.state = { ...t.state, heldBack: [...(t.state.heldBack ?? []), { id, choice, text, images, shortened, by, until }] };
  t.message = { ...t.message, text: '' };
  return t.ringAt(TIMER + id, until);
}

/** Takes an action out of those that wait; null where it is not there any more, or is another agent's. */
export function letGo(t: TicketTurn, id: string, by: Person | null): HeldBack | null {
  const all = t.state.heldBack ?? [];
  const held = all.find((one) => one.id === id && (by === null || one.by.id === by.id)) ?? null;
  if (!held) return null;
  const { heldBack: _, ...rest } = t.state;
  const others = all.filter((one) => one !== held);
  t.state = others.length === 0 ? rest : { ...rest, heldBack: others };
  t.ringAt(TIMER + id, null);
  return held;
}

/** The message of an action as it would have come now. */
export function messageOf(held: HeldBack, now: Message): Message {
  const { id, choice, text, images, shortened, by } = held;
  const person = { kind: 'pressed', event: null, result: null, person: by, masked: false } as const;
  return { ...now, ...person, id, choice, text, images, shortened };
}
