/** Maps every way from step to step over all walkthroughs, to find unreached steps and dead ends. */
import type { Target, Walkthrough } from '../../../core/content.ts';
import { targets } from '../../graph.ts';
import type { SourceFile } from '../../source-file.ts';
import { nearest } from '../meant.ts';
import type { Ground } from './ground.ts';

/** All ways from step to step. A step is named `walkthrough/step`. */
export interface Ways {
  readonly next: ReadonlyMap<string, readonly string[]>;
  readonly before: ReadonlyMap<string, readonly string[]>;
  /** Steps with a sure end: ends themselves, and steps that could not be read and may be one. */
  readonly ends: readonly string[];
  /**
   * Steps a person may come to without another step: the beginnings of intents' walkthroughs, and steps that could not
   * be read.
   */
  readonly starts: readonly string[];
}

/** Works out the ways. For a wrong name or a file that could not be read, everything it may mean is taken for a way. */
export function waysOf(ground: Ground): Ways {
  const { content, fileOf, unread } = ground;
  const next = new Map<string, string[]>();
  const ends: string[] = [];
  const starts: string[] = [];
  for (const walkthrough of content.walkthroughs.values()) {
    const file = fileOf(walkthrough);
    const guessed = file.isSound() ? [] : named(ground, walkthrough, file);
    for (const step of walkthrough.steps.values()) {
      const here = `${walkthrough.id}/${step.id}`;
      const isSound = file.isSound(['steps', step.id]);
      const to = targets(step).flatMap((target) => places(ground, target));
      next.set(here, isSound ? to : [...to, ...guessed]);
      if (step.kind === 'end' || !isSound) ends.push(here);
    }
    // Steps that could not be read at all may lead to anything that the file names.
    for (const id of file.namesAt(['steps']))
      if (!walkthrough.steps.has(id)) {
        next.set(`${walkthrough.id}/${id}`, guessed);
        ends.push(`${walkthrough.id}/${id}`);
      }
    if (ground.isNamedElsewhere(walkthrough.id)) starts.push(startOf(walkthrough));
  }
  for (const file of unread) {
    next.set(`${file.id}/`, named(ground, null, file));
    starts.push(`${file.id}/`);
    ends.push(`${file.id}/`);
  }
  for (const intent of content.intents.values()) {
    const file = fileOf(intent);
    for (const id of [intent.walkthrough.person, intent.walkthrough.admin])
      if (id !== null) starts.push(...places(ground, { walkthrough: id, step: '' }));
    if (!file.isSound()) starts.push(...named(ground, null, file));
  }
  // Texts that people are told as soon as something is known.
  for (const { slots } of content.packs.values())
    for (const { visit } of slots.flatMap(({ values }) => values)) if (visit) starts.push(...places(ground, visit));
  const before = new Map<string, string[]>();
  for (const [from, to] of next) for (const t of to) before.set(t, [...(before.get(t) ?? []), from]);
  return { next, before, ends, starts };
}

/** The first step of a walkthrough. */
export function startOf({ id, start }: Walkthrough): string {
  return `${id}/${start}`;
}

/** The step that a target means; if there is none of that name, the one that was probably meant, or else any step. */
function places(ground: Ground, { walkthrough: id, step }: Target): string[] {
  const { content, named: files, fileOf } = ground;
  const walkthrough = content.walkthroughs.get(id);
  if (!walkthrough) {
    if (files.walkthroughs.has(id)) return [`${id}/`];
    const near = nearest(id, content.walkthroughs.keys());
    return near === undefined ? [] : [startOf(content.walkthroughs.get(near)!)];
  }
  if (step === '') return [startOf(walkthrough)];
  const steps = [...new Set([...walkthrough.steps.keys(), ...fileOf(walkthrough).namesAt(['steps'])])];
  if (steps.includes(step)) return [`${id}/${step}`];
  const near = nearest(step, steps);
  return near === undefined ? steps.map((any) => `${id}/${any}`) : [`${id}/${near}`];
}

/** All steps and walkthroughs that a file names. */
function named({ content }: Ground, own: Walkthrough | null, file: SourceFile): string[] {
  const names = file.names();
  const out: string[] = [];
  for (const walkthrough of content.walkthroughs.values()) {
    if (walkthrough !== own && (names.has(walkthrough.id) || names.has(`${walkthrough.id}/`)))
      out.push(startOf(walkthrough));
    // A file's own steps stand in it once anyway, as keys.
    for (const step of walkthrough.steps.keys())
      if (names.has(`${walkthrough.id}/${step}`) || (walkthrough === own && (names.get(step) ?? 0) > 1))
        out.push(`${walkthrough.id}/${step}`);
  }
  return out;
}

/** All steps that can be reached from some steps. */
export function spread(from: Iterable<string>, along: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set(from);
  const queue = [...seen];
  for (let here = queue.pop(); here !== undefined; here = queue.pop())
    for (const there of along.get(here) ?? [])
      if (!seen.has(there)) {
        seen.add(there);
        queue.push(there);
      }
  return seen;
}
