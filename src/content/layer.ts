/** Parses one YAML file into plain values, and tells the line of each. */
import { type Document, isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import { type Mended, parseMended } from './check/mended.ts';
import type { ContentFault, Path } from './content-fault.ts';
import { quickValue } from './quick-yaml.ts';

/** Stands for the values of a file whose parts are repeated without an end in sight. */
const TOO_MUCH = Symbol('too much');

/** A parsed YAML file; text that is no YAML is reported as faults, not thrown. */
export class Layer {
  readonly file: string;
  readonly text: string;
  readonly faults: readonly ContentFault[];
  /** Plain values; undefined if the file can't be read, not even with its broken lines mended. */
  readonly value: unknown;
  #parsed: Mended | null = null;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    const quick = quickValue(text);
    if (typeof quick === 'object' && quick !== null && !Array.isArray(quick)) {
      this.value = quick;
      this.faults = [];
      return;
    }
    const { faults, document, isRead } = this.#whole;
    const told = faults.map(({ line, what, meant }): ContentFault => ({ file, line, what, meant }));
    const value = isRead ? plainOf(document) : undefined;
    if (value === TOO_MUCH)
      told.push({ file, line: 1, what: 'it repeats its own parts (&, *) far too often', meant: 'write them out' });
    else if (isRead && told.length === 0 && !isMap(document.contents)) told.push({ file, line: 1, ...noMap(value) });
    this.value = isMap(document.contents) && value !== TOO_MUCH ? value : undefined;
    this.faults = isRead ? [...told, ...this.#twice()] : told;
  }

  /** The file with the place of every part: parsed when one is asked for, since most files have no fault. */
  get #whole(): Mended {
    this.#parsed ??= parseMended(this.text.replace(/^\uFEFF/, ''));
    return this.#parsed;
  }

  /** The line of the value at `path` (of its key, if it has one), or of the nearest value around it. */
  line(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const at = this.#at(path.slice(0, length));
      const node = at && (at.key ?? at.value);
      if (node?.range) return this.#lineOf(node);
    }
    return 1;
  }

  /** The value at `path` as its author wrote it, with the note behind an empty one; empty if nothing stands there. */
  written(path: Path): string {
    const at = this.#at(path);
    if (!at) return '';
    if (!at.value?.range || (isScalar(at.value) && at.value.value === null)) {
      const from = at.key?.range?.[1];
      return from === undefined ? '' : (/^:?\s*(#.*)?/.exec(this.#whole.text.slice(from).split('\n')[0]!)?.[1] ?? '');
    }
    return this.#whole.text.slice(at.value.range[0], at.value.range[1]);
  }

  #lineOf(node: { range?: readonly number[] | null | undefined }): number {
    return this.#whole.lines.linePos(node.range![0]!).line;
  }

  #at(path: Path): { key: Node | null; value: Node | null } | null {
    let key: Node | null = null;
    let value: Node | null = this.#whole.document.contents as Node | null;
    for (const step of path) {
      if (isMap(value)) {
        const pair: { key: unknown; value: unknown } | undefined = value.items.findLast(
          (item) => String(isScalar(item.key) ? item.key.value : item.key) === String(step),
        );
        if (!pair) return null;
        [key, value] = [pair.key as Node, pair.value as Node | null];
      } else if (isSeq(value)) {
        [key, value] = [null, (value.items[Number(step)] as Node | undefined) ?? null];
        if (value === null) return null;
      } else return null;
    }
    return { key, value };
  }

  /** The faults of keys that stand twice in one map: the second one hides the first. */
  #twice(): ContentFault[] {
    const faults: ContentFault[] = [];
    visit(this.#whole.document, {
      Map: (_, map) => {
        const seen = new Map<string, number>();
        for (const { key } of map.items) {
          if (!isScalar(key)) continue;
          const [name, line] = [String(key.value), this.#lineOf(key)];
          const first = seen.get(name);
          if (first === undefined) seen.set(name, line);
          else
            faults.push({
              file: this.file,
              line,
              what: `"${name}" stands here a second time, after line ${first}`,
              meant: 'keep one, or call them differently',
            });
        }
      },
    });
    return faults;
  }
}

function plainOf(document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch {
    return TOO_MUCH;
  }
}

/** The fault of a file that is not a map, in words. */
function noMap(value: unknown): { what: string; meant: string } {
  if (value === null || value === undefined)
    return { what: 'nothing stands in this file', meant: 'write something, or delete the file' };
  const glued = typeof value === 'string' ? /^([\w-]+):(\S.*)$/.exec(value) : null;
  if (glued) return { what: 'there is no space behind the colon', meant: `write "${glued[1]}: ${glued[2]}"` };
  return { what: 'the file is not made of "name: …" lines', meant: 'look at a file of the same kind to see its names' };
}
