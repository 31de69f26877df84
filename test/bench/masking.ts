/** How much longer masking secrets takes for a text made to slow it down. */
import { redact } from '../fakes/redact.ts';
import { filled, SLOW_TEXTS } from '../fakes/slow-texts.ts';

/** Times in milliseconds for texts as long as a message can be. */
export interface MaskingFigures {
  readonly ordinary: number;
  readonly slowest: number;
  /** How the slowest text begins. */
  readonly text: string;
}

const ROUNDS = 5;

/** Masks an ordinary text and every text made to be slow, each several times: the best of them counts. */
export function measureMasking(): MaskingFigures {
  const ordinary = best(filled('I can not sign in, it says the server is not there. '));
  const times = SLOW_TEXTS.map((text) => ({ text: text.slice(0, 24), ms: best(text) }));
  const { text, ms } = times.reduce((worst, one) => (one.ms > worst.ms ? one : worst));
  return { ordinary, slowest: ms, text };
}

function best(text: string): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    redact(text);
    return performance.now() - began;
  });
  return Math.min(...times);
}
