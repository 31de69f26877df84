import { type Figures, figuresOf } from './figures.ts';

/** How long to load something: what happens during the warm-up does not count. */
export interface Span {
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** One conversation: sends its next message and resolves once the reply is there. */
export type Talk = () => Promise<void>;

const PATIENCE_MS = 10_000;

/** Plays all conversations at once, each sending its next message when it has the reply to the one before (a closed loop). */
export async function closedLoop(talks: readonly Talk[], { warmUpSeconds, seconds }: Span): Promise<Figures> {
  const from = performance.now() + warmUpSeconds * 1000;
  const end = from + seconds * 1000;
  const times: number[] = [];
  const play = async (talk: Talk): Promise<void> => {
    for (let before = performance.now(); before < end; ) {
      await talk();
      const after = performance.now();
      if (after >= from && after < end) times.push(after - before);
      before = after;
    }
  };
  let late: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error('a reply did not come')), end - performance.now() + PATIENCE_MS);
  });
  try {
    await Promise.race([Promise.all(talks.map(play)), silence]);
  } finally {
    clearTimeout(late);
  }
  return figuresOf(times, seconds);
}
