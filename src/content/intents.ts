import type { Intent, Pack } from '../core/content.ts';
import { markup } from './markup.ts';
import { IntentShape, PackShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';

/** `intents/<pack>/pack.yaml` as values; null when its shape is wrong. */
export function readPack(source: SourceFile, id: string): Pack | null {
  const data = source.parse(PackShape);
  if (!data) return null;
  return {
    id,
    title: data.title,
    generic: data.generic ?? null,
    thresholds: data.thresholds,
    about: data.about,
    others: data.others,
    slots: Object.entries(data.slots).map(([slot, s]) => ({
      id: slot,
      title: s.title,
      kind: s.kind,
      question: s.question === undefined ? null : markup(s.question),
      unknown: s.unknown,
      deniable: s.deniable,
      values: Object.entries(s.values).map(([value, v]) => ({ id: value, ...v })),
    })),
    guards: data.guards,
    sources: Object.fromEntries(
      Object.entries(data.sources).map(([key, s]) => [key, { title: s.title, resource: s.resource ?? null }]),
    ),
  };
}

/** One intent file as values; null when its shape is wrong. */
export function readIntent(source: SourceFile, pack: string): Intent | null {
  const data = source.parse(IntentShape);
  if (!data) return null;
  if (data.kind === 'problem')
    for (const key of ['type', 'cause', 'resolution'] as const)
      if (data[key] === undefined) source.fault([], `a problem needs "${key}"`);
  if (data.says.length + data.examples.length === 0) source.fault([], 'nothing to recognise it by (says, examples)');
  return {
    id: source.id,
    pack,
    kind: data.kind,
    title: data.title,
    product: data.product ?? null,
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
    source: data.source,
  };
}
