import { join } from 'node:path';
import { loadContent } from '../../src/content/load.ts';
import type { Content } from '../../src/core/content.ts';
import type { Read } from '../../src/core/reading.ts';
import { ModelFile } from '../../src/understanding/model-file.ts';
import { createReader, trainModel } from '../../src/understanding/reader.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

/** The shipped content, and what reads by it: the model `firstline start` keeps, or the same one trained here. */
export function knowledge(): { content: Content; read: Read } {
  const content = loadContent(ROOT);
  const model =
    new ModelFile(join(ROOT, 'node_modules', '.cache', 'firstline'), content.hash).read() ?? trainModel(content);
  return { content, read: createReader(content, model) };
}
