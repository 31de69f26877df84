/** Tells files in an older format of packs, so that `check` says how to rewrite them instead of listing every key that changed. */
import type { Path } from './content-fault.ts';
import { FORMAT } from './shapes.ts';

/** What is older in a file: where it stands, and what to say about it. */
export interface Older {
  readonly path: Path;
  readonly what: string;
}

const CURE = 'npx firstline check --upgrade rewrites it';

/** Whether the values of a `pack.yaml` are in an older format; null where they are not. */
export function olderPack(value: unknown): Older | null {
  const { about, format } = mapOf(value);
  const isList = Array.isArray(about) && about.every((group) => Array.isArray(group));
  const path = isList ? ['about'] : typeof format === 'number' && format < FORMAT ? ['format'] : null;
  return path && { path, what: `this pack is written in an older format: ${CURE}` };
}

/** Whether the values of an intent are in an older format; null where they are not. */
export function olderIntent(value: unknown): Older | null {
  return 'product' in mapOf(value)
    ? { path: ['product'], what: `"product" is of an older format, nobody reads it any more: ${CURE}` }
    : null;
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
