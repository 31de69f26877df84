import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** One fault of the content: where it stands, what is wrong, and what was probably meant. */
export interface ContentFault {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly meant?: string;
}

type Path = readonly PropertyKey[];

/** A YAML file with its values and the line each of them stands on. */
export class SourceFile {
  readonly file: string;
  readonly id: string;
  readonly text: string;
  readonly faults: ContentFault[] = [];
  readonly #lines = new LineCounter();
  readonly #document;

  constructor(path: string, shown: string) {
    this.file = shown;
    this.id = shown.replace(/^.*\//, '').replace(/\.yaml$/, '');
    this.text = readFileSync(path, 'utf8');
    this.#document = parseDocument(this.text, { lineCounter: this.#lines, uniqueKeys: true });
    for (const error of this.#document.errors)
      this.faults.push({ file: shown, line: error.linePos?.[0].line ?? 1, what: error.message.split('\n')[0]! });
  }

  /** The line of the value at `path`, or of the nearest thing around it. */
  line(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true) as { range?: [number] } | undefined;
      if (node?.range) return this.#lines.linePos(node.range[0]).line;
    }
    return 1;
  }

  fault(path: Path, what: string, meant?: string): void {
    this.faults.push({ file: this.file, line: this.line(path), what, meant });
  }

  /** The checked values, or null with every fault noted. */
  parse<T extends z.ZodType>(schema: T): z.output<T> | null {
    if (this.faults.length > 0) return null;
    const result = schema.safeParse(this.#document.toJS());
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const where = issue.path.join('.') || 'the file';
      if (issue.code === 'unrecognized_keys')
        for (const key of issue.keys) this.fault([...issue.path, key], `${where}: nobody reads "${key}"`);
      else this.fault(issue.path, `${where}: ${issue.message}`);
    }
    return null;
  }
}
