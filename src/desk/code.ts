/** The conversation of a case code: checks the codes that people enter. */
import { NOTHING_ELSE, type Saved, type Turn } from '../core/conversation.ts';
import type { ConversationEvent, PersonSide } from '../core/desk.ts';

/** The number of wrong secrets after which the code is used up. */
const MOST_WRONG = 3;

/** A code that opens a case in another place, until its time is over. */
export interface CodeState extends Saved {
  readonly secret: string;
  readonly personSide: PersonSide;
  readonly until: string;
  readonly wrong: number;
  readonly used: boolean;
}

/**
 * Handles events about a code. It opens its case once, for the person who gives both halves in time, and says nothing
 * to anybody else.
 */
export const codeTurn: Turn<CodeState | Saved> = async (saved, message) => {
  const state = saved as CodeState | null;
  const event = message.event as ConversationEvent | null;
  if (event?.kind === 'issued') {
    // Two live codes of one name: the second never opens anything, and its owner asks for another.
    if (state && !state.used && message.at < state.until) return { ...NOTHING_ELSE, state };
    const { secret, personSide, until } = event;
    return {
      ...NOTHING_ELSE,
      state: { asked: 0, helped: null, case: null, secret, personSide, until, wrong: 0, used: false },
    };
  }
  if (event?.kind !== 'wanted') return { ...NOTHING_ELSE, state: state ?? NEVER };
  const { personSide, secret } = event;
  const live = state !== null && !state.used && message.at < state.until;
  if (live && secret === state.secret && state.personSide.conversation !== personSide.conversation) {
    const redeemed = {
      to: state.personSide.conversation,
      id: message.id,
      event: { kind: 'redeemed', personSide } as const,
      route: state.personSide,
    };
    return { ...NOTHING_ELSE, state: { ...state, used: true }, outgoing: [redeemed] };
  }
  const refused = {
    to: personSide.conversation,
    id: message.id,
    event: { kind: 'refused' } as const,
    route: personSide,
  };
  // The code entered in its own conversation is right, and no guess.
  const wrong = (state?.wrong ?? 0) + (secret === state?.secret ? 0 : 1);
  const next = live ? { ...state, wrong, used: wrong >= MOST_WRONG } : (state ?? NEVER);
  return { ...NOTHING_ELSE, state: next, outgoing: [refused] };
};

const NEVER: Saved = { asked: 0, helped: null, case: null };
