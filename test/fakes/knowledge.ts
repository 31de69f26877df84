/** Content with its reader and its turn, trained once and kept in a file: the fixture's for most tests, the shipped one where asked for. */
import { join } from 'node:path';
import type { Sources } from '../../src/content/folders.ts';
import { loadContent } from '../../src/content/load.ts';
import { createTurn } from '../../src/conversation/turn.ts';
import type { Content } from '../../src/core/content.ts';
import type { Turn } from '../../src/core/conversation.ts';
import type { Read } from '../../src/core/reading.ts';
import { createLexicon } from '../../src/understanding/lexicon.ts';
import { ModelFile } from '../../src/understanding/model-file.ts';
import { createReader, trainModel } from '../../src/understanding/reader.ts';
import { fixtureSources, ROOT, shippedSources } from './content.ts';

/** Content, what reads texts by it, and the turn of its conversations. */
export interface Knowledge {
  readonly content: Content;
  readonly read: Read;
  readonly turn: Turn;
}

/** Content from some folders, trained anew and kept nowhere. */
export async function taught(sources: Sources): Promise<Knowledge> {
  const content = loadContent(sources);
  const read = createReader(content, await trainModel(content));
  return { content, read, turn: createTurn(content, read) };
}

/** Content from some folders; its model is taken from the cache, or trained and kept there. */
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

/** What the fixture pack makes of texts: its words and excerpts. */
export const lexicon = createLexicon(fixture.content.packs.values());

/** The fixture content with its reader and its turn: made once for all tests of a run, in a second. */
export function knowledge(): Knowledge {
  return fixture;
}

/** The shipped content. Training it takes many seconds after an edit of `src/understanding/`: for tests about that content only. */
export function shipped(): Promise<Knowledge> {
  ours ??= learn(shippedSources());
  return ours;
}
