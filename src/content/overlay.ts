/**
 * Lays a company's files over shipped ones: maps are merged by key, lists of plain words are added to, and everything
 * else is replaced. A step, a slot's value or a sentence replaces the shipped one of the same name; `without` takes
 * words off a list; an empty value (`title:` with nothing behind it) takes the shipped one away.
 */
import { createHash } from 'node:crypto';
import { SECRET_ROLES } from '../core/secrets.ts';
import { label } from './check/labels.ts';
import { hintsOf, type Override, type Replaced } from './check/overrides.ts';
import type { ContentFault, Path } from './content-fault.ts';
import type { Layer } from './layer.ts';

/** Keys of lists that are added to; all other lists are replaced. */
const ADDED = new Set([
  'examples',
  'says',
  'names',
  'parts',
  'does',
  'fails',
  'programs',
  'beside',
  'frames',
  'hosts',
  'things',
  'back',
  'runs',
  'since',
  'troubles',
  'gone',
  'around',
  'spoils',
  'open',
  'source',
  'writer',
  'refuser',
  'recipient',
  'time',
  ...SECRET_ROLES,
]);
/** Keys of maps of named things, each of which is replaced whole. */
const NAMED = new Set(['steps', 'values', 'sources', 'categories', 'rows']);

type YamlMap = Record<string, unknown>;
type Origins = Map<string, { layer: Layer; path: Path }>;

interface Overlaid {
  /** Undefined if nothing could be read. */
  readonly value: unknown;
  readonly overrides: readonly Override[];
  /** Hints for the author: the original changed, or is gone. */
  readonly hints: readonly ContentFault[];
  /** The layer that a value of the result comes from, and its path there. */
  readonly origin: (path: Path) => { layer: Layer; path: Path };
  /** Whether this is a single file, written to be laid over another one that is not there. */
  readonly isAlone: boolean;
}

/** All layers as one value; later ones win. A layer that could not be read is left out. */
export function overlaid(layers: readonly Layer[]): Overlaid {
  const [first] = layers as [Layer, ...Layer[]];
  const from: Origins = new Map();
  const origin = (path: Path): { layer: Layer; path: Path } => {
    for (let length = path.length; length > 0; length--) {
      const known = from.get(key(path.slice(0, length)));
      if (known) return { layer: known.layer, path: [...known.path, ...path.slice(length)] };
    }
    return { layer: first, path };
  };
  if (layers.length === 1) return { ...alone(first), overrides: [], origin };
  let value = first.value;
  const overrides: Override[] = [];
  const hints: ContentFault[] = [];
  for (const layer of layers.slice(1)) {
    if (!isMap(value) || !isMap(layer.value)) continue;
    const { original: note, without, ...over } = layer.value as YamlMap;
    const replaced: Replaced[] = [];
    const gone: Path[] = [];
    const rest = isMap(without) ? less(value, without, { replaced, gone, from, origin }) : value;
    value = merge(rest, over, [], { layer, from, replaced, gone });
    const original = shortHash(replaced.map(({ path, before }) => [path, before]));
    const noted = note === undefined ? null : layer.written(['original']).replace(/^["']|["']$/g, '');
    for (const { path } of replaced) {
      const what = path[0] === 'without' ? `${label(path.slice(1))} (some taken out)` : label(path);
      overrides.push({ file: layer.file, line: layer.line(path), what, of: first.file, original, noted });
    }
    hints.push(
      ...hintsOf(layer, first.file, { replaced, gone, original, noted, added: addedBy(rest as YamlMap, over) }),
    );
  }
  return { value, overrides, hints, origin, isAlone: false };
}

/** One file alone; the keys `original` and `without` of an override mean nothing in it. */
function alone(layer: Layer): Pick<Overlaid, 'value' | 'hints' | 'isAlone'> {
  const { value } = layer;
  if (!isMap(value) || !('original' in value || 'without' in value)) return { value, hints: [], isAlone: false };
  const { original: _, without, ...rest } = value;
  const line = layer.line([without === undefined ? 'original' : 'without']);
  const what = 'this file overrides nothing: no file of its name is shipped, or not any more';
  const meant = 'delete it, or take out "original" and "without"';
  return { value: rest, hints: [{ file: layer.file, line, what, meant }], isAlone: true };
}

/** The paths of steps, values, sentences and the like that stand in the override alone. */
function addedBy(below: YamlMap, over: YamlMap): Path[] {
  return Object.entries(over).flatMap(([name, value]): Path[] => {
    if (!(name in below)) return [[name]];
    const here = below[name];
    if (!NAMED.has(name) || !isMap(here) || !isMap(value)) return [];
    return Object.keys(value).flatMap((inner) => (inner in here ? [] : [[name, inner]]));
  });
}

/** The findings that a merge collects on its way. */
interface Merging {
  readonly layer: Layer;
  readonly from: Origins;
  readonly replaced: Replaced[];
  readonly gone: Path[];
}

function merge(below: unknown, over: unknown, path: Path, merging: Merging): unknown {
  const { layer, from, replaced, gone } = merging;
  const whole = NAMED.has(String(path.at(-2)));
  if (isMap(below) && isMap(over) && !whole) {
    const out: YamlMap = { ...below };
    for (const [name, value] of Object.entries(over)) {
      const at = [...path, name];
      if (value === null) {
        if (name in out) replaced.push({ path: at, before: out[name] });
        else gone.push(at);
        delete out[name];
      } else if (name in out) out[name] = merge(out[name], value, at, merging);
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

/** A file's values, with the entries that `without` names taken off its lists. */
function less(
  value: YamlMap,
  without: YamlMap,
  taking: Pick<Merging, 'replaced' | 'gone' | 'from'> & Pick<Overlaid, 'origin'>,
  path: Path = [],
): YamlMap {
  const out = { ...value };
  for (const [name, gone] of Object.entries(without)) {
    const at = [...path, name];
    const here = out[name];
    if (isMap(here) && isMap(gone)) out[name] = less(here, gone, taking, at);
    else if (Array.isArray(here) && Array.isArray(gone)) {
      const kept = here.flatMap((entry, i) => (gone.includes(entry) ? [] : [i]));
      out[name] = kept.map((i) => here[i]);
      // The entries behind a removed one move up.
      for (const [i, before] of kept.entries()) taking.from.set(key([...at, i]), taking.origin([...at, before]));
      if (kept.length < here.length)
        taking.replaced.push({ path: ['without', ...at], before: here.filter((entry) => gone.includes(entry)) });
      for (const [i, entry] of gone.entries()) if (!here.includes(entry)) taking.gone.push(['without', ...at, i]);
    } else taking.gone.push(['without', ...at]);
  }
  return out;
}

function isMap(value: unknown): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function key(path: Path): string {
  return JSON.stringify(path.map(String));
}

function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
}
