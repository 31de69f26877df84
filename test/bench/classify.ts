import type { Content } from '../../src/core/content.ts';
import type { Read } from '../../src/core/reading.ts';
import { type Figures, figuresOf } from './figures.ts';
import { errorTexts, logOfLength, logWith, ordinaryTexts } from './texts.ts';

/** How fast texts are understood: ordinary ones, and what people paste. */
export interface ClassifyFigures {
  readonly ordinary: Figures;
  readonly log200: Figures;
  readonly chars8000: Figures;
}

export function measureClassify(content: Content, read: Read, seconds: number): ClassifyFigures {
  const errors = errorTexts(content).slice(0, 5);
  const logs = errors.map((error) => logWith(error, 200));
  const long = errors.map((error) => logOfLength(error, 8000));
  return {
    ordinary: timed(ordinaryTexts(content), read, seconds * 0.6),
    log200: timed(logs, read, seconds * 0.2),
    chars8000: timed(long, read, seconds * 0.2),
  };
}

/** Reads the texts over and over; the first fifth of the time is for the compiler to warm up. */
function timed(texts: readonly string[], read: Read, seconds: number): Figures {
  const began = performance.now();
  const counted = began + seconds * 200;
  const end = began + seconds * 1000;
  const times: number[] = [];
  for (let i = 0, before = began; before < end; i++) {
    read(texts[i % texts.length]!);
    const after = performance.now();
    if (before >= counted) times.push(after - before);
    before = after;
  }
  return figuresOf(times, times.reduce((sum, t) => sum + t, 0) / 1000);
}
