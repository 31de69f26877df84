/** Measures the speed of reading texts. */
import type { Content } from '../../src/core/content.ts';
import type { Read } from '../../src/core/reading.ts';
import { type Figures, figuresOf } from './figures.ts';
import { WARM_UP_MESSAGES } from './loop.ts';
import { errorTexts, logOfLength, logWith, ordinaryTexts } from './texts.ts';

/** The speed of reading ordinary texts, and texts that people paste: logs of 200 lines, and of 8,000 characters. */
export interface ClassifyFigures {
  readonly ordinary: Figures;
  readonly log200: Figures;
  readonly chars8000: Figures;
}

/** Reads `texts` ordinary texts, and a twentieth as many long ones. */
export function measureClassify(content: Content, read: Read, texts: number): ClassifyFigures {
  const errors = errorTexts(content).slice(0, 5);
  const logs = errors.map((error) => logWith(error, 200));
  const long = errors.map((error) => logOfLength(error, 8000));
  return {
    ordinary: timed(ordinaryTexts(content), read, WARM_UP_MESSAGES, texts),
    log200: timed(logs, read, WARM_UP_MESSAGES / 20, texts / 20),
    chars8000: timed(long, read, WARM_UP_MESSAGES / 20, texts / 20),
  };
}

/** Reads the texts over and over; the first ones only warm the compiler up. */
function timed(texts: readonly string[], read: Read, warmUp: number, count: number): Figures {
  const times: number[] = [];
  for (let i = 0; i < warmUp + count; i++) {
    const before = performance.now();
    read(texts[i % texts.length]!);
    if (i >= warmUp) times.push(performance.now() - before);
  }
  return figuresOf(times, times.reduce((sum, t) => sum + t, 0) / 1000);
}
