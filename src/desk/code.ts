import { NOTHING_ELSE, type Saved, type Turn } from '../core/conversation.ts';
import type { News, Party } from '../core/desk.ts';

/** So many wrong halves, and the code is spent. */
const MOST_WRONG = 3;

/** A code that opens a case in another place, while it lasts. */
export interface CodeState extends Saved {
  readonly secret: string;
  readonly party: Party;
  readonly until: string;
  readonly wrong: number;
  readonly used: boolean;
}

/** A code's conversation: it opens its case once, to whoever gives both halves in time, and tells nobody else anything. */
export const codeTurn: Turn<CodeState | Saved> = async (saved, message) => {
  const state = saved as CodeState | null;
  const news = message.news as News | null;
  if (news?.kind === 'issued') {
    // Two live codes of one name: the second never opens anything, and its owner asks for another.
    if (state && !state.used && message.at < state.until) return { ...NOTHING_ELSE, state };
    const { secret, party, until } = news;
    return {
      ...NOTHING_ELSE,
      state: { asked: 0, helped: null, case: null, secret, party, until, wrong: 0, used: false },
    };
  }
  if (news?.kind !== 'wanted') return { ...NOTHING_ELSE, state: state ?? NEVER };
  const { party, secret } = news;
  const live = state !== null && !state.used && message.at < state.until;
  if (live && secret === state.secret && state.party.conversation !== party.conversation) {
    const redeemed = {
      to: state.party.conversation,
      id: message.id,
      news: { kind: 'redeemed', party } as const,
      via: state.party,
    };
    return { ...NOTHING_ELSE, state: { ...state, used: true }, passes: [redeemed] };
  }
  const refused = { to: party.conversation, id: message.id, news: { kind: 'refused' } as const, via: party };
  // Their own, where they are already, is no guess.
  const wrong = (state?.wrong ?? 0) + (secret === state?.secret ? 0 : 1);
  const next = live ? { ...state, wrong, used: wrong >= MOST_WRONG } : (state ?? NEVER);
  return { ...NOTHING_ELSE, state: next, passes: [refused] };
};

const NEVER: Saved = { asked: 0, helped: null, case: null };
