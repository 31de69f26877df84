/** A content file as its author wrote it: the values, the line each stands on, and the faults found in it. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { ContentFault, Path } from './content-fault.ts';
import { explainIssues } from './explain.ts';
import { Layer } from './layer.ts';
import { type Override, overlaid } from './overlay.ts';

/** A file to read: where it is, and how faults name it. */
export interface Place {
  readonly path: string;
  readonly shown: string;
}

/** A YAML file, with the files of later folders that override parts of it laid over it. */
export class SourceFile {
  /** How faults name the file that everything else is laid over. */
  readonly file: string;
  /** Its name without the ending: the id of the intent or walkthrough. */
  readonly id: string;
  /** All that decides the values, for hashes. */
  readonly text: string;
  readonly faults: ContentFault[] = [];
  /** What later files override, and what was there before. */
  readonly overrides: readonly Override[];
  readonly #layers: readonly Layer[];
  readonly #value: unknown;
  readonly #origin: (path: Path) => { layer: Layer; path: Path };

  constructor(first: Place, over: readonly Place[] = []) {
    this.file = first.shown;
    this.id = first.shown.replace(/^.*\//, '').replace(/\.yaml$/, '');
    this.#layers = [first, ...over].map(({ path, shown }) => new Layer(shown, readFileSync(path, 'utf8')));
    this.text = this.#layers.map((layer) => layer.text).join('\n');
    for (const layer of this.#layers) this.faults.push(...layer.faults);
    const { value, overrides, origin } = overlaid(this.#layers);
    this.#value = value;
    this.overrides = overrides;
    this.#origin = origin;
  }

  /** The file and line of the value at `path`, or of the nearest thing around it. */
  place(path: Path): { file: string; line: number } {
    const { layer, path: inLayer } = this.#origin(path);
    return { file: layer.file, line: layer.line(inLayer) };
  }

  /** Notes a fault at `path`; the same one is noted once. */
  fault(path: Path, what: string, meant?: string): void {
    const { file, line } = this.place(path);
    if (!this.faults.some((f) => f.file === file && f.line === line && f.what === what))
      this.faults.push({ file, line, what, meant });
  }

  /** The checked values, or null with every fault noted. */
  parse<T extends z.ZodType>(schema: T): z.output<T> | null {
    if (this.#layers.some((layer) => layer.faults.length > 0)) return null;
    const result = schema.safeParse(this.#value);
    if (result.success) return result.data;
    for (const { path, what, meant } of explainIssues(result.error.issues, schema, this.#value))
      this.fault(path, what, meant);
    return null;
  }
}
