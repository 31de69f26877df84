/** Plays conversations in a closed loop, and times their replies. */
import { type Figures, figuresOf } from './figures.ts';

/**
 * The size of a load: the number of messages under way at once, and either the number of messages in all or the length
 * in seconds.
 */
export type Load = { readonly atOnce: number } & ({ readonly messages: number } | { readonly seconds: number });

/** The figures of a load. */
export interface Carried extends Figures {
  readonly messages: number;
}

/** One conversation: sends its next message and resolves once the reply is there. */
export type Talk = () => Promise<void>;

/** The number of messages that are sent before anything is counted: the compiler is done with the code by then. */
export const WARM_UP_MESSAGES = 5000;

const PATIENCE_MS = 10_000;

/**
 * Plays conversations in a closed loop: on every reply, the conversation that waited longest sends its next message.
 * `talks` is that queue, and the next call continues with it as it was left.
 *
 * @throws if no reply comes for ten seconds
 */
export async function closedLoop(talks: Talk[], load: Load): Promise<Carried> {
  const times: number[] = [];
  const began = performance.now();
  let sent = 0;
  const goesOn =
    'messages' in load
      ? (): boolean => sent < load.messages
      : (): boolean => performance.now() - began < load.seconds * 1000;
  const lane = async (): Promise<void> => {
    while (goesOn()) {
      sent += 1;
      const talk = talks.shift()!;
      const before = performance.now();
      await talk();
      times.push(performance.now() - before);
      talks.push(talk);
    }
  };
  const silence = watchFor(() => times.length);
  try {
    await Promise.race([
      Promise.all(Array.from({ length: Math.min(load.atOnce, talks.length) }, lane)),
      silence.rejects,
    ]);
  } finally {
    silence.stop();
  }
  return { ...figuresOf(times, (performance.now() - began) / 1000), messages: sent };
}

/** Rejects once a count has stood still for too long. */
function watchFor(count: () => number): { rejects: Promise<never>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const rejects = new Promise<never>((_, reject) => {
    let before = -1;
    timer = setInterval(() => {
      if (count() === before) reject(new Error('a reply did not come'));
      before = count();
    }, PATIENCE_MS);
  });
  return { rejects, stop: () => clearInterval(timer) };
}

/** The size of an open load: messages a second, whatever becomes of those before, for so many seconds. */
export interface OpenLoad {
  readonly perSecond: number;
  readonly seconds: number;
}

/**
 * Plays conversations in an open loop: at an even pace the conversation that waited longest sends its next message, and its
 * reply is timed from when it was due. Where all of them still wait for a reply, the message waits too, and that counts.
 *
 * @throws if no reply comes for ten seconds
 */
export async function openLoop(talks: Talk[], { perSecond, seconds }: OpenLoad): Promise<Carried> {
  const times: number[] = [];
  const began = performance.now();
  const under: Promise<void>[] = [];
  let free = Promise.withResolvers<void>();
  const play = async (talk: Talk, due: number): Promise<void> => {
    await talk();
    times.push(performance.now() - due);
    talks.push(talk);
    free.resolve();
  };
  const pace = async (): Promise<void> => {
    for (let sent = 0; sent < perSecond * seconds; sent++) {
      const due = began + (sent * 1000) / perSecond;
      const early = due - performance.now();
      if (early > 0) await new Promise((resume) => setTimeout(resume, early));
      while (talks.length === 0) {
        free = Promise.withResolvers();
        await free.promise;
      }
      under.push(play(talks.shift()!, due));
    }
    await Promise.all(under);
  };
  const silence = watchFor(() => times.length);
  try {
    await Promise.race([pace(), silence.rejects]);
  } finally {
    silence.stop();
  }
  return { ...figuresOf(times, (performance.now() - began) / 1000), messages: times.length };
}
