/** Turns the files of `dialogs/<pack>/` into checked walkthroughs. */
import { createHash } from 'node:crypto';
import type { Walkthrough } from '../core/content.ts';
import { meant, nearest } from './check/meant.ts';
import { WalkthroughShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';
import { type Link, StepReader, type Surroundings } from './step-reader.ts';

/**
 * One walkthrough, with the target of every answer spelled out and a list of all its links; null if nothing of the file
 * can be read.
 */
export function readWalkthrough(
  source: SourceFile,
  around: Surroundings,
): { walkthrough: Walkthrough; links: readonly Link[] } | null {
  const data = source.parse(WalkthroughShape, { title: source.id, audience: 'person' });
  if (!data) return null;
  const ids = source.namesAt(['steps']);
  const isStart = data.start !== undefined && ids.includes(data.start);
  if (data.start !== undefined && !isStart)
    source.fault(['start'], `start: there is no step "${data.start}"`, meant(data.start, ids));
  /** The step that a key of the file names; null where it names none. */
  const named = (key: 'worse' | 'partly'): string | null => {
    const step = data[key];
    if (step === undefined || ids.includes(step)) return step ?? null;
    source.fault([key], `${key}: there is no step "${step}"`, meant(step, ids));
    return null;
  };
  const start = (isStart || data.start === undefined ? data.start : nearest(data.start, ids)) ?? ids[0] ?? '';
  const reader = new StepReader(source, around, data.audience);
  const steps = new Map(Object.entries(data.steps).map(([id, shape]) => [id, reader.step(id, shape)]));
  const walkthrough: Walkthrough = {
    id: source.id,
    pack: around.pack.id,
    title: data.title,
    audience: data.audience,
    start,
    worse: named('worse'),
    partly: named('partly'),
    questions: data.questions ?? null,
    causes: Object.entries(data.causes).map(([id, { title, often, shows, cured }]) => ({
      id,
      title,
      often,
      shows,
      cured: cured.map((text) => reader.target(text)),
    })),
    steps,
    hash: createHash('sha256').update(source.text).digest('hex').slice(0, 12),
    review: data.review ?? null,
    source: data.source,
  };
  return { walkthrough, links: reader.links };
}
