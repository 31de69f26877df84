/**
 * Lays a company's files over shipped ones: maps are merged by key, lists of plain words are added to, and everything else is
 * replaced. A step, a slot's value or a sentence of the same name takes the place of the shipped one; `without` takes words off a list;
 * an empty value (`title:` with nothing behind it) takes the shipped one away.
 */
import { createHash } from 'node:crypto';
import type { Path } from './content-fault.ts';
import type { Layer } from './layer.ts';

/** Something shipped that a company's file says otherwise. */
export interface Override {
  readonly file: string;
  readonly line: number;
  /** What is overridden: `steps.restart`, `title`, `examples`. */
  readonly what: string;
  /** The file that is overridden. */
  readonly of: string;
  /** A short hash of all originals this file overrides, as they are now. */
  readonly original: string;
  /** The hash its author noted (`original:`) when they last looked at them; null where none is noted. */
  readonly noted: string | null;
}

/** Lists under these keys are added to; all others are replaced. */
const ADDED = new Set(['examples', 'says', 'names', 'parts', 'does', 'fails', 'programs', 'beside', 'hosts', 'source']);
/** Maps under these keys hold things with a name, which are replaced whole. */
const NAMED = new Set(['steps', 'values', 'sources', 'categories']);
/** Keys of an override that are no content of their own. */
const NOTES = ['original', 'without'];

type Map_ = Record<string, unknown>;
interface Overlaid {
  readonly value: unknown;
  readonly overrides: readonly Override[];
  /** Which layer a value of the result comes from, and where it stands there. */
  readonly origin: (path: Path) => { layer: Layer; path: Path };
}

/** All layers as one value; the later ones win. */
export function overlaid(layers: readonly Layer[]): Overlaid {
  const [first, ...rest] = layers as [Layer, ...Layer[]];
  const from = new Map<string, { layer: Layer; path: Path }>();
  const origin = (path: Path): { layer: Layer; path: Path } => {
    for (let length = path.length; length > 0; length--) {
      const known = from.get(key(path.slice(0, length)));
      if (known) return { layer: known.layer, path: [...known.path, ...path.slice(length)] };
    }
    return { layer: first, path };
  };
  let value = first.value;
  const overrides: Override[] = [];
  for (const layer of rest) {
    if (!isMap(value) || !isMap(layer.value)) continue;
    const { original: noted, without, ...over } = layer.value as Map_;
    const replaced: { path: Path; before: unknown }[] = [];
    value = merge(isMap(without) ? less(value as Map_, without, replaced) : value, over, [], layer, from, replaced);
    if (replaced.length === 0) continue;
    const original = shortHash(replaced.map(({ path, before }) => [path, before]));
    for (const { path } of replaced)
      overrides.push({
        file: layer.file,
        line: layer.line(path),
        what: path.join('.'),
        of: first.file,
        original,
        noted: typeof noted === 'string' ? noted : noted === undefined ? null : String(noted),
      });
  }
  return { value, overrides, origin };
}

/** Whether the keys of a file are those of an override (they mean nothing in a file that overrides nothing). */
export function isNote(name: string): boolean {
  return NOTES.includes(name);
}

function merge(
  below: unknown,
  over: unknown,
  path: Path,
  layer: Layer,
  from: Map<string, { layer: Layer; path: Path }>,
  replaced: { path: Path; before: unknown }[],
): unknown {
  const whole = NAMED.has(String(path.at(-2)));
  if (isMap(below) && isMap(over) && !whole) {
    const out: Map_ = { ...below };
    for (const [name, value] of Object.entries(over)) {
      const at = [...path, name];
      if (value === null) {
        if (name in out) replaced.push({ path: at, before: out[name] });
        delete out[name];
      } else if (name in out) out[name] = merge(out[name], value, at, layer, from, replaced);
      else {
        out[name] = value;
        from.set(key(at), { layer, path: at });
      }
    }
    return out;
  }
  if (Array.isArray(below) && Array.isArray(over) && ADDED.has(String(path.at(-1)))) {
    const out = [...below];
    for (const [i, value] of over.entries()) {
      if (out.includes(value)) continue;
      from.set(key([...path, out.length]), { layer, path: [...path, i] });
      out.push(value);
    }
    return out;
  }
  if (JSON.stringify(below) !== JSON.stringify(over)) replaced.push({ path, before: below });
  from.set(key(path), { layer, path });
  return over;
}

/** A file's lists without what an override takes off them. */
function less(value: Map_, without: Map_, replaced: { path: Path; before: unknown }[], path: Path = []): Map_ {
  const out = { ...value };
  for (const [name, gone] of Object.entries(without)) {
    const at = [...path, name];
    const here = out[name];
    if (isMap(here) && isMap(gone)) out[name] = less(here, gone, replaced, at);
    else if (Array.isArray(here) && Array.isArray(gone)) {
      out[name] = here.filter((entry) => !gone.includes(entry));
      replaced.push({ path: ['without', ...at], before: here.filter((entry) => gone.includes(entry)) });
    }
  }
  return out;
}

function isMap(value: unknown): value is Map_ {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function key(path: Path): string {
  return JSON.stringify(path.map(String));
}

function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
}
