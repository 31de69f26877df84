/** Compares a company's files with the shipped ones they override, and hints at overrides to look at again. */
import type { ContentFault, Path } from '../content-fault.ts';
import type { Layer } from '../layer.ts';
import { label } from './labels.ts';
import { list } from './meant.ts';

/** A part of a shipped file that a company's file replaces. */
export interface Override {
  readonly file: string;
  readonly line: number;
  /** The part that is overridden: `step "restart"`, `title`, `examples`. */
  readonly what: string;
  /** The file that is overridden. */
  readonly of: string;
  /** A short hash of all originals this file overrides, as they are now. */
  readonly original: string;
  /** The hash that the author noted (`original:`) at the last look; null if none is noted. */
  readonly noted: string | null;
}

/** A value that an override replaces: its path in the override, and its value before. */
export interface Replaced {
  readonly path: Path;
  readonly before: unknown;
}

/** The findings of laying an override over a file. */
export interface Looked {
  readonly replaced: readonly Replaced[];
  /** Entries that the override takes away, but that are not there. */
  readonly gone: readonly Path[];
  readonly original: string;
  readonly noted: string | null;
  /** Named things that only the override has: the ones they once overrode are gone. */
  readonly added: readonly Path[];
}

/** Hints for the author of an override: the original changed, or is gone. */
export function hintsOf(layer: Layer, of: string, { replaced, gone, original, noted, added }: Looked): ContentFault[] {
  const { file } = layer;
  const hints = gone.map((path): ContentFault => {
    const what = `${quotedEnd(layer, path)} is taken away, but it does not stand in ${of}, or not any more`;
    return { file, line: layer.line(path), what, meant: 'take this line out' };
  });
  if (noted === null || noted === original) return hints;
  const line = layer.line(['original']);
  const only = added.length === 0 ? '' : `; only this file has ${list(added.map(label))} now`;
  if (replaced.length === 0)
    hints.push({
      file,
      line,
      what: `nothing in it overrides ${of} any more: the original is gone`,
      meant: `see whether the file is still needed${only}; then take out "original"`,
    });
  else
    hints.push({
      file,
      line,
      what: `the original changed: ${of} is not what it was when this was written`,
      meant: `look at it, then write "original: ${original}"${only}`,
    });
  return hints;
}

/** The end of a path into an override, in words. */
function quotedEnd(layer: Layer, path: Path): string {
  return typeof path.at(-1) === 'number' ? `"${layer.written(path)}"` : `"${label(path)}"`;
}
