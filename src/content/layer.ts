/** One YAML file: its values, and where in it each of them stands. */
import { LineCounter, parseDocument } from 'yaml';
import type { ContentFault, Path } from './content-fault.ts';

/** A parsed YAML file; what is no YAML is told as faults, not thrown. */
export class Layer {
  readonly file: string;
  readonly text: string;
  readonly faults: readonly ContentFault[];
  /** Plain values; undefined where the file is no YAML. */
  readonly value: unknown;
  readonly #lines = new LineCounter();
  readonly #document;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#document = parseDocument(text, { lineCounter: this.#lines, uniqueKeys: true });
    this.faults = this.#document.errors.map((error) => ({
      file,
      line: error.linePos?.[0].line ?? 1,
      what: error.message.split('\n')[0]!,
    }));
    this.value = this.faults.length > 0 ? undefined : this.#document.toJS();
  }

  /** The line of the value at `path`, or of the nearest thing around it. */
  line(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true) as { range?: [number] } | undefined;
      if (node?.range) return this.#lines.linePos(node.range[0]).line;
    }
    return 1;
  }
}
