/**
 * Recognises files in an older format of packs, so that `check` says how to rewrite them instead of listing every key
 * that changed.
 */
import type { Path } from './content-fault.ts';
import { FORMAT } from './shapes.ts';

/** The older part of a file: its path, and what to say about it. */
export interface Older {
  readonly path: Path;
  readonly what: string;
}

const CURE = 'npx firstline check --upgrade rewrites it';

/** The older part of a `pack.yaml`; null if it is in the newest format. */
export function olderPack(value: unknown): Older | null {
  const { about, format } = mapOf(value);
  const isList = Array.isArray(about) && about.every((group) => Array.isArray(group));
  const path = isList ? ['about'] : typeof format === 'number' && format < FORMAT ? ['format'] : null;
  return path && { path, what: `this pack is written in an older format: ${CURE}` };
}

/** The older part of an intent file; null if it is in the newest format. */
export function olderIntent(value: unknown): Older | null {
  return 'product' in mapOf(value)
    ? { path: ['product'], what: `"product" is of an older format, nobody reads it any more: ${CURE}` }
    : null;
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
