/** Holds a content file as its author wrote it: the values, the line each stands on, and the faults found in it. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { explainIssues, valueAt } from './check/explain.ts';
import type { Override } from './check/overrides.ts';
import { Salvage } from './check/salvage.ts';
import type { ContentFault, Path, ShapeFault } from './content-fault.ts';
import { contentText } from './content-text.ts';
import { Layer } from './layer.ts';
import { overlaid } from './overlay.ts';

/** A file to read: its path on disk, and its name in faults. */
export interface FilePlace {
  readonly path: string;
  readonly shown: string;
}

/** The largest number of rounds of reading. Each takes out wrong parts; those deeper inside come up in the next one. */
const MOST_ROUNDS = 20;
const NOWHERE = '';
/** Every text that can be an id, or a step of a walkthrough. */
const NAME = /[a-z0-9]+(?:-[a-z0-9]+)*(?:\/(?:[a-z0-9]+(?:-[a-z0-9]+)*)?)?/g;

/** A YAML file, with the files of later folders that override parts of it laid over it. */
export class SourceFile {
  /** The name, in faults, of the file that the others are laid over. */
  readonly file: string;
  /** The file's name without the ending: the id of the intent or walkthrough. */
  readonly id: string;
  /** Everything that decides the values, for hashes. */
  readonly text: string;
  readonly faults: ContentFault[] = [];
  /** The values that later files override, each with its value before. */
  readonly overrides: readonly Override[];
  /** Hints about the overrides: the original changed, or is gone. */
  readonly hints: readonly ContentFault[];
  readonly #layers: readonly Layer[];
  readonly #value: unknown;
  readonly #isAlone: boolean;
  readonly #origin: (path: Path) => { layer: Layer; path: Path };
  /** Paths that could not be read as they stand. */
  readonly #unsound: Path[] = [];
  #salvage: Salvage | null = null;
  #names: ReadonlyMap<string, number> | null = null;

  constructor(first: FilePlace, over: readonly FilePlace[] = []) {
    this.file = first.shown;
    this.id = idOfFile(first.shown);
    this.#layers = [first, ...over].map(({ path, shown }) => {
      const { text, faults } = contentText(path === NOWHERE ? new Uint8Array() : readFileSync(path), shown);
      this.faults.push(...faults);
      return new Layer(shown, text);
    });
    this.text = this.#layers.map((layer) => layer.text).join('\n');
    for (const layer of this.#layers) this.faults.push(...layer.faults);
    const { value, overrides, origin, hints, isAlone } = overlaid(this.#layers);
    this.#value = value;
    this.#isAlone = isAlone;
    this.overrides = overrides;
    this.hints = hints;
    this.#origin = origin;
    if (this.#layers.some((layer) => layer.value === undefined)) this.#unsound.push([]);
  }

  /** A stand-in for a missing file, with nothing in it. */
  static absent(shown: string): SourceFile {
    const file = new SourceFile({ path: NOWHERE, shown });
    file.faults.length = 0;
    return file;
  }

  /** The file and line of the value at `path`, or of the nearest value around it. */
  place(path: Path): { file: string; line: number } {
    const { layer, path: inLayer } = this.#origin(this.#salvage?.original(path) ?? path);
    return { file: layer.file, line: layer.line(inLayer) };
  }

  /** Notes a fault at `path`, once; a fault on a line that YAML itself can't read is left out. */
  fault(path: Path, what: string, meant?: string): void {
    const { file, line } = this.place(path);
    const broken = this.#layers.some((layer) => layer.faults.some((f) => f.file === file && f.line === line));
    if (broken || this.faults.some((f) => f.file === file && f.line === line && f.what === what)) return;
    this.faults.push({ file, line, what, ...(meant === undefined ? {} : { meant }) });
  }

  /** Whether the author wrote something at `path`, right or wrong. */
  has(path: Path): boolean {
    return valueAt(this.#value, path) !== undefined;
  }

  /** The keys of the map at `path`, in their order; wrong ones as they are read. */
  namesAt(path: Path): string[] {
    return Object.keys(valueAt(this.#value, path) ?? {}).map((name) => this.#salvage?.readAs([...path, name]) ?? name);
  }

  /** Whether the value at `path` was read whole, so that a missing part is really missing. */
  isSound(path: Path = []): boolean {
    return !this.#unsound.some((wrong) => {
      const shared = Math.min(wrong.length, path.length);
      return wrong.slice(0, shared).every((step, i) => String(step) === String(path[i]));
    });
  }

  /**
   * All texts in the file that can be a name, with how often each stands there: a file that could not be read may lead
   * to any of them.
   */
  names(): ReadonlyMap<string, number> {
    this.#names ??= namesIn(this.text);
    return this.#names;
  }

  /** The value at `path` in the lowest of its files, before anything was laid over it. */
  shipped(path: Path): unknown {
    return valueAt(this.#layers[0]?.value, path);
  }

  /**
   * The checked values, every fault noted: wrong parts are left out, and the rest is read. Null if nothing is left.
   * `standIns` are values for required keys at the top, used when those are missing or wrong, so that the rest can be
   * checked.
   */
  parse<T extends z.ZodType>(schema: T, standIns: Readonly<Record<string, unknown>> = {}): z.output<T> | null {
    if (this.#value === undefined) return null;
    const salvage = new Salvage(this.#value, standIns);
    this.#salvage = salvage;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const result = schema.safeParse(salvage.value);
      if (result.success) return result.data;
      if (this.#isAlone) break;
      const faults = explainIssues(result.error.issues, {
        schema,
        value: salvage.value,
        written: (path) => this.#written(salvage.original(path)),
      });
      const fresh = faults.filter((fault) => !this.#follows(fault, salvage));
      for (const { path, what, meant } of fresh) this.fault(path, what, meant);
      for (const { path, name } of faults)
        if (!name || valueAt(salvage.value, [...path.slice(0, -1), name]) !== undefined)
          this.#unsound.push(salvage.original(path));
      if (!salvage.drop(faults)) break;
    }
    if (this.#isAlone)
      this.fault(
        ['original'],
        'this file overrides one that is gone: nothing of its name is shipped any more',
        'delete it, or make it a whole file of its own and take out "original" and "without"',
      );
    this.#unsound.push([]);
    return null;
  }

  #written(path: Path): string {
    const { layer, path: inLayer } = this.#origin(path);
    return layer.written(inLayer);
  }

  /** Whether a fault only follows from a part that was left out before. */
  #follows({ path }: ShapeFault, salvage: Salvage): boolean {
    const here = salvage.original(path);
    return this.#unsound.some(
      (wrong) =>
        wrong.length > 0 && wrong.length >= here.length && here.every((step, i) => String(step) === String(wrong[i])),
    );
  }
}

/** The id of an intent or walkthrough, from its file's name. */
export function idOfFile(name: string): string {
  return name.replace(/^.*\//, '').replace(/\.yaml$/, '');
}

/** All texts that can be an id, or a step of a walkthrough, with how often each stands in the text. */
export function namesIn(text: string): Map<string, number> {
  const names = new Map<string, number>();
  for (const [name] of text.matchAll(NAME)) names.set(name, (names.get(name) ?? 0) + 1);
  return names;
}
