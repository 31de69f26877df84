/** Makes equal parts of content one and the same. */

/** A part of a value, with a key that only equal parts have. */
interface Shared {
  readonly key: string;
  readonly part: unknown;
}

/**
 * A copy of a value of plain objects, lists and maps, in which equal ones are the same object: the same answers, texts and
 * ways on stand in thousands of steps, and take memory once.
 */
export function shared<T>(value: T): T {
  const known = new Map<string, Shared>();
  const once = (signature: string, make: () => unknown): Shared => {
    const before = known.get(signature);
    if (before) return before;
    const fresh = { key: `#${known.size}`, part: make() };
    known.set(signature, fresh);
    return fresh;
  };
  const visit = (of: unknown): Shared => {
    if (typeof of !== 'object' || of === null) return { key: JSON.stringify(of) ?? '', part: of };
    if (Array.isArray(of)) {
      const parts = of.map(visit);
      return once(`[${parts.map(({ key }) => key)}]`, () => parts.map(({ part }) => part));
    }
    const isMap = of instanceof Map;
    const entries = [...(isMap ? of : Object.entries(of))].map(([name, one]) => [name, visit(one)] as const);
    const plain = entries.map(([name, { part }]) => [name, part] as const);
    return once(`${isMap ? 'map' : ''}{${entries.map(([name, { key }]) => `${JSON.stringify(name)}:${key}`)}}`, () =>
      isMap ? new Map(plain) : Object.fromEntries(plain),
    );
  };
  return visit(value).part as T;
}
