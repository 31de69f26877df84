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
  const isWorse = data.worse !== undefined && ids.includes(data.worse);
  if (data.worse !== undefined && !isWorse)
    source.fault(['worse'], `worse: there is no step "${data.worse}"`, meant(data.worse, ids));
  const start = (isStart || data.start === undefined ? data.start : nearest(data.start, ids)) ?? ids[0] ?? '';
  const reader = new StepReader(source, around, data.audience);
  const steps = new Map(Object.entries(data.steps).map(([id, shape]) => [id, reader.step(id, shape)]));
  const walkthrough: Walkthrough = {
    id: source.id,
    pack: around.pack.id,
    title: data.title,
    audience: data.audience,
    start,
    worse: isWorse ? data.worse! : null,
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
