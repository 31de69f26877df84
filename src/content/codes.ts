/** Reads `codes.yaml`: the codes of delivery reports. */
import type { CodeTable } from '../core/content.ts';
import { CodesShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';

/** The table of a file, whatever could be read of it; null if nothing could. */
export function readCodes(file: SourceFile, pack: string): CodeTable | null {
  const data = file.parse(CodesShape);
  if (!data) return null;
  return {
    pack,
    frames: data.frames,
    beside: data.beside,
    labels: data.labels,
    fills: data.fills,
    disowned: data.disowned ?? null,
    review: data.review ?? null,
    source: data.source,
    rows: Object.entries(data.rows).map(([id, { codes, texts, wraps, means, says, work }]) => ({
      id,
      codes,
      texts,
      wraps,
      means,
      says,
      work: work ?? null,
    })),
  };
}
