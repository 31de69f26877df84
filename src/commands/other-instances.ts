/**
 * Follows what happens in other instances of the service, for the consoles that are open here: tickets that change, agents
 * who look at them, and the trial of a draft.
 */
import type { Console, Presence } from '../console/index.ts';
import type { Store } from '../core/store.ts';
import { tellLookers } from './console.ts';

/** The pause between two looks, in milliseconds. */
const LOOK_EVERY_MS = 1000;
/** How far back each look reaches, in milliseconds: clocks of instances differ, and commits take a moment. */
const REACH_MS = 10_000;

/**
 * Tells open consoles of changed tickets, of who looks at them, and of how much of a trial is done, about once a second while
 * there are any; answers the way to stop.
 */
export function followOthers(
  store: Pick<Store, 'ticketsChanged' | 'trialRun'>,
  frame: Pick<Console, 'tell' | 'isOpen'>,
  presence: Presence,
  everyMs = LOOK_EVERY_MS,
): () => void {
  let told = new Set<string>();
  let seen = new Map<string, string>();
  let trial: string | null = null;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      if (frame.isOpen('desk')) await lookAtTickets();
      if (frame.isOpen('learning')) await lookAtTrial();
    } catch {
      // A database that is away for a moment: the next look reaches back to it.
    } finally {
      isLooking = false;
    }
  };
  const lookAtTrial = async (): Promise<void> => {
    const run = await store.trialRun();
    const now = JSON.stringify(run && [run.run, run.done]);
    if (trial !== null && now !== trial) {
      // The page reads the result of a trial that ended.
      const data = run && run.done !== null ? trialData(run.draft, run.done) : { kind: 'changed' };
      frame.tell({ page: 'learning', data, to: null });
    }
    trial = now;
  };
  const lookAtTickets = async (): Promise<void> => {
    const changed = await store.ticketsChanged(new Date(Date.now() - REACH_MS).toISOString());
    const fresh = changed.filter(({ ticket, at }) => !told.has(`${ticket}|${at}`)).map(({ ticket }) => ticket);
    told = new Set(changed.map(({ ticket, at }) => `${ticket}|${at}`));
    if (fresh.length > 0) frame.tell({ page: 'desk', data: { kind: 'changed', tickets: fresh }, to: null });
    const now = new Map([...(await presence.lookers())].map(([ticket, who]) => [ticket, JSON.stringify(who)]));
    const others = [...new Set([...now.keys(), ...seen.keys()])].filter((t) => now.get(t) !== seen.get(t));
    seen = now;
    if (others.length > 0) await tellLookers(frame, presence, others);
  };
  const timer = setInterval(() => void look(), everyMs);
  return () => clearInterval(timer);
}

/** The event of a trial under way, as its own instance tells it. */
function trialData(draft: string, done: number): object {
  return { kind: 'trial', draft, done, result: null, failed: false };
}
