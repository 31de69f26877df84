import { join } from 'node:path';
import { contentIn } from '../../src/content/folders.ts';
import { loadContent } from '../../src/content/load.ts';
import { createTurn } from '../../src/conversation/turn.ts';
import type { Content } from '../../src/core/content.ts';
import type { Turn } from '../../src/core/conversation.ts';
import type { Read } from '../../src/core/reading.ts';
import { createLexicon } from '../../src/understanding/lexicon.ts';
import { ModelFile } from '../../src/understanding/model-file.ts';
import { createReader, trainModel } from '../../src/understanding/reader.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

async function learn(): Promise<{ content: Content; read: Read; turn: Turn }> {
  const content = loadContent(contentIn(ROOT));
  const file = new ModelFile(join(ROOT, 'node_modules', '.cache', 'firstline'), content.hash);
  let model = file.read();
  if (!model) {
    model = await trainModel(content);
    file.write(model);
  }
  const read = createReader(content, model);
  return { content, read, turn: createTurn(content, read) };
}

const known = await learn();

/** What the shipped packs make of texts: their words and excerpts. */
export const lexicon = createLexicon(known.content.packs.values());

/** The shipped content with its reader and its turn: made once for all tests of a run. */
export function knowledge(): { content: Content; read: Read; turn: Turn } {
  return known;
}
