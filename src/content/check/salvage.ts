/** Takes the wrong parts out of a value, so that the rest of it can still be read and checked. */
import type { Path, ShapeFault } from '../content-fault.ts';
import { valueAt } from './explain.ts';

/** A value that shrinks, and remembers where its parts stood before. */
export class Salvage {
  #value: unknown;
  readonly #standIns: Readonly<Record<string, unknown>>;
  /** The former last part of each path that changed, by the path now: names put right, entries that moved up. */
  readonly #before = new Map<string, PropertyKey>();

  /** `standIns` are values for required keys at the top, used when those are missing or wrong. */
  constructor(value: unknown, standIns: Readonly<Record<string, unknown>>) {
    this.#value = structuredClone(value);
    this.#standIns = standIns;
  }

  get value(): unknown {
    return this.#value;
  }

  /** The path in the file of a part that is left. */
  original(path: Path): Path {
    return path.map((step, i) => this.#before.get(JSON.stringify(path.slice(0, i + 1))) ?? step);
  }

  /** The name that a name in the file is read as. */
  readAs(path: Path): string {
    const name = path.at(-1)!;
    if (this.#before.size === 0) return String(name);
    const around = JSON.stringify(path.slice(0, -1)).slice(0, -1);
    for (const [now, before] of this.#before)
      if (before === name && typeof name === 'string' && now.startsWith(around))
        return String((JSON.parse(now) as Path).at(-1));
    return String(name);
  }

  /**
   * Takes out the parts that the faults are about, and everything that can't be without them; false if nothing is left.
   */
  drop(faults: readonly ShapeFault[]): boolean {
    const entries = new Map<string, { list: Path; gone: Set<number> }>();
    for (const { path, name } of faults) {
      const gone = this.#dropOne(path, name);
      if (gone === null) return false;
      const at = gone.at(-1);
      if (typeof at !== 'number') continue;
      const list = gone.slice(0, -1);
      const known = entries.get(JSON.stringify(list)) ?? { list, gone: new Set() };
      known.gone.add(at);
      entries.set(JSON.stringify(list), known);
    }
    for (const { list, gone } of entries.values()) this.#shorten(list, gone);
    return true;
  }

  /**
   * The path of a list entry that is still to be taken out, `[]` if the part is out already, null if nothing is left.
   */
  #dropOne(path: Path, name: string | undefined): Path | null {
    const key = path.at(-1);
    if (key === undefined) return null;
    const around = valueAt(this.#value, path.slice(0, -1)) as Record<PropertyKey, unknown> | undefined;
    if (around === undefined || around === null) return [];
    if (name !== undefined) {
      this.#rename(around, path, name);
      return [];
    }
    if (Array.isArray(around)) return path;
    if (key in around) {
      delete around[key];
      return [];
    }
    if (path.length > 1) return this.#dropOne(path.slice(0, -1), undefined);
    if (!(key in this.#standIns)) return null;
    around[key] = this.#standIns[String(key)];
    return [];
  }

  #rename(around: Record<PropertyKey, unknown>, path: Path, name: string): void {
    const key = path.at(-1)!;
    if (name !== '' && !(name in around)) {
      around[name] = around[key];
      this.#before.set(JSON.stringify([...path.slice(0, -1), name]), key);
    }
    delete around[key];
  }

  #shorten(list: Path, gone: ReadonlySet<number>): void {
    const entries = valueAt(this.#value, list) as unknown[];
    const kept = entries.flatMap((entry, i) =>
      gone.has(i) ? [] : [{ entry, before: this.original([...list, i]).at(-1)! }],
    );
    entries.splice(0, entries.length, ...kept.map(({ entry }) => entry));
    for (const [i, { before }] of kept.entries()) this.#before.set(JSON.stringify([...list, i]), before);
  }
}
