/** Lists the keys that a shape allows at a place, for suggestions when something else stands there. */
import type { z } from 'zod';
import type { Path } from '../content-fault.ts';
import { shapeOfStep } from '../shapes.ts';

interface Def {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly options?: readonly z.ZodType[];
}

/** The keys of the map at `path` of a value of this shape; none if the shape has no keys of its own there. */
export function keysAt(schema: z.ZodType, value: unknown, path: Path): string[] {
  const def = (schema as unknown as { _zod: { def: Def } })._zod.def;
  const { innerType, in: from, element, valueType, shape, options } = def;
  if (innerType) return keysAt(innerType, value, path);
  // Steps alone choose their shape by their own value.
  if (from) return isUnknown(from) ? keysAt(shapeOfStep(value), value, path) : keysAt(from, value, path);
  if (options) return [...new Set(options.flatMap((option) => keysAt(option, value, path)))];
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(shape ?? {});
  const inside = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  const next = typeof key === 'number' ? element : (shape?.[String(key)] ?? valueType);
  return next ? keysAt(next, inside, rest) : [];
}

function isUnknown(schema: z.ZodType): boolean {
  return (schema as unknown as { _zod: { def: Def } })._zod.def.type === 'unknown';
}
