/** Follows the tickets that other instances of the service change, for the consoles that are open here. */
import type { Console } from '../console/index.ts';
import type { Store } from '../core/store.ts';

/** The pause between two looks, in milliseconds. */
const LOOK_EVERY_MS = 1000;
/** How far back each look reaches, in milliseconds: clocks of instances differ, and commits take a moment. */
const REACH_MS = 10_000;

/** Tells open consoles of changed tickets, about once a second while there are any; answers the way to stop. */
export function followOthers(
  store: Pick<Store, 'ticketsChanged'>,
  frame: Pick<Console, 'tell' | 'present'>,
  everyMs = LOOK_EVERY_MS,
): () => void {
  let told = new Set<string>();
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking || frame.present('desk').length === 0) return;
    isLooking = true;
    try {
      const changed = await store.ticketsChanged(new Date(Date.now() - REACH_MS).toISOString());
      const fresh = changed.filter(({ ticket, at }) => !told.has(`${ticket}|${at}`)).map(({ ticket }) => ticket);
      told = new Set(changed.map(({ ticket, at }) => `${ticket}|${at}`));
      if (fresh.length > 0) frame.tell({ page: 'desk', data: { kind: 'changed', tickets: fresh }, to: null });
    } catch {
      // A database that is away for a moment: the next look reaches back to it.
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  return () => clearInterval(timer);
}
