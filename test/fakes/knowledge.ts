/**
 * Provides content with its reader and its turn, trained once and kept in a file: the fixture's for most tests, the
 * shipped content for a few.
 */
import { join } from 'node:path';
import type { Sources } from '../../src/content/folders.ts';
import { loadContent } from '../../src/content/load.ts';
import { createTurn } from '../../src/conversation/turn.ts';
import type { Content } from '../../src/core/content.ts';
import type { Turn } from '../../src/core/conversation.ts';
import type { Read } from '../../src/core/reading.ts';
import { createLexicon } from '../../src/understanding/lexicon.ts';
import { ModelFile } from '../../src/understanding/model-file.ts';
import { createReader } from '../../src/understanding/reader.ts';
import { trainModel } from '../../src/understanding/training.ts';
import { fixtureSources, ROOT, shippedSources } from './content.ts';

/** Content, the reader that belongs to it, and the turn of its conversations. */
export interface Knowledge {
  readonly content: Content;
  readonly read: Read;
  readonly turn: Turn;
}

/** Knowledge of some sources, trained anew and kept nowhere. */
export async function taught(sources: Sources): Promise<Knowledge> {
  const content = loadContent(sources);
  const read = createReader(content, await trainModel(content));
  return { content, read, turn: createTurn(content, read) };
}

/** Knowledge of some sources; its model is taken from the cache, or trained and kept there. */
async function learn(sources: Sources): Promise<Knowledge> {
  const content = loadContent(sources);
  const file = new ModelFile(join(ROOT, 'node_modules', '.cache', 'firstline'), content.hash);
  let model = file.read();
  if (!model) {
    model = await trainModel(content);
    file.write(model);
  }
  const read = createReader(content, model);
  return { content, read, turn: createTurn(content, read) };
}

const fixture = await learn(fixtureSources());
let ours: Promise<Knowledge> | null = null;

/** The fixture pack's lexicon: the words and excerpts of texts. */
export const lexicon = createLexicon(fixture.content.packs.values());

/** The fixture content with its reader and its turn: made once for all tests of a run, in a second. */
export function knowledge(): Knowledge {
  return fixture;
}

/**
 * The shipped content. Training it takes many seconds after an edit of `src/understanding/`: only tests about that
 * content should ask for it.
 */
export function shipped(): Promise<Knowledge> {
  ours ??= learn(shippedSources());
  return ours;
}
