/** `intents/<pack>/`: a pack and its intents, as checked values. */
import { z } from 'zod';
import type { Intent, Pack, Phrases, SlotDefinition, SlotValue } from '../core/content.ts';
import { markup } from './markup.ts';
import { type Older, olderIntent, olderPack } from './older-format.ts';
import { IntentShape, PackShape, type SlotShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';

/** The values of `pack.yaml`; null when its shape is wrong. `shared` are the common pack's slots, `phrases` the pack's own. */
export function readPack(
  source: SourceFile,
  id: string,
  { shared, phrases }: { readonly shared: readonly SlotDefinition[]; readonly phrases: Phrases },
): Pack | null {
  const data = parsed(source, PackShape, olderPack);
  if (!data) return null;
  const own = Object.entries(data.slots).map(([slot, shape]) =>
    readSlot(source, slot, shape, shared.find((s) => s.id === slot) ?? null),
  );
  return {
    id,
    title: data.title,
    generic: data.generic ?? null,
    thresholds: data.thresholds,
    about: data.about,
    others: data.others,
    hosts: data.hosts,
    categories: data.categories,
    slots: [...own, ...shared.filter((s) => !(s.id in data.slots))],
    guards: data.guards,
    sources: Object.fromEntries(
      Object.entries(data.sources).map(([key, s]) => [key, { title: s.title, resource: s.resource ?? null }]),
    ),
    review: data.review ?? null,
    phrases,
  };
}

/** The values of a file; where it is in an older format that is its one fault, rather than every key that changed. */
function parsed<T extends z.ZodType>(
  source: SourceFile,
  shape: T,
  olderIn: (value: unknown) => Older | null,
): z.output<T> | null {
  const older = olderIn(source.parse(z.unknown()));
  if (!older) return source.parse(shape);
  source.fault(older.path, older.what);
  return null;
}

/** A slot, or the common pack's slot of that name with what this pack says otherwise and adds. */
function readSlot(source: SourceFile, id: string, shape: SlotShape, shared: SlotDefinition | null): SlotDefinition {
  const title = shape.title ?? shared?.title;
  if (title === undefined) source.fault(['slots', id], `slots.${id}: it needs a title`);
  if (shared && shape.kind !== undefined && shape.kind !== shared.kind)
    source.fault(['slots', id, 'kind'], `slots.${id}.kind: the common slot "${id}" is of the kind "${shared.kind}"`);
  const values = new Map<string, SlotValue>((shared?.values ?? []).map((value) => [value.id, value]));
  for (const [value, { title: name, says, implies }] of Object.entries(shape.values)) {
    const known = values.get(value);
    values.set(value, {
      id: value,
      title: name,
      says: [...new Set([...(known?.says ?? []), ...says])],
      implies: { ...known?.implies, ...implies },
    });
  }
  return {
    id,
    title: title ?? id,
    kind: shape.kind ?? shared?.kind ?? 'choice',
    question: shape.question === undefined ? (shared?.question ?? null) : markup(shape.question),
    unknown: shape.unknown ?? shared?.unknown ?? `the ${(title ?? id).toLowerCase()}`,
    deniable: shape.deniable ?? shared?.deniable ?? false,
    values: [...values.values()],
  };
}

/** One intent file as values; null when its shape is wrong. */
export function readIntent(source: SourceFile, pack: string): Intent | null {
  const data = parsed(source, IntentShape, olderIntent);
  if (!data) return null;
  if (data.kind === 'problem')
    for (const key of ['cause', 'resolution'] as const)
      if (data[key] === undefined) source.fault([], `a problem needs "${key}"`);
  if (data.says.length + data.examples.length === 0) source.fault([], 'nothing to recognise it by (says, examples)');
  return {
    id: source.id,
    pack,
    kind: data.kind,
    title: data.title,
    from: data.from ?? null,
    until: data.until ?? null,
    type: data.type ?? null,
    says: data.says,
    examples: data.examples,
    cause: markup(data.cause ?? ''),
    resolution: {
      person: markup(data.resolution?.person ?? ''),
      admin: (data.resolution?.admin ?? []).map(markup),
    },
    lookalikes: data.lookalikes,
    walkthrough: { person: data.walkthrough.person ?? null, admin: data.walkthrough.admin ?? null },
    review: data.review ?? null,
    source: data.source,
  };
}
