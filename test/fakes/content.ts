/** Which content tests are about: most read the fixture's, a product that nobody ships; a few read what is shipped. */
import { join } from 'node:path';
import { contentSources } from '../../src/commands/sources.ts';
import { contentIn, type Sources } from '../../src/content/folders.ts';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** The fixture pack's name, and the folders it is read from; the first one makes the common pack quick to train. */
export const FIXTURE_PACK = 'roomie';
export const FIXTURE = join(ROOT, 'test', 'fixtures', 'content');
export const QUICK = join(ROOT, 'test', 'fixtures', 'quick');

/** The settings with which a process of its own (`firstline start`, `chat` …) knows the fixture, and nothing else. */
export const FIXTURE_SETTINGS = { CONTENT: `${QUICK},${FIXTURE}`, PACKS: FIXTURE_PACK } as const;

/** The settings with which it knows what is shipped. */
export const SHIPPED_SETTINGS = { CONTENT: '', PACKS: '' } as const;

/** The shipped common pack and the fixture's, as a process with `FIXTURE_SETTINGS` reads them. */
export function fixtureSources(): Sources {
  return contentSources({ packs: [FIXTURE_PACK], folders: [QUICK, FIXTURE] });
}

/** Everything that is shipped. */
export function shippedSources(): Sources {
  return contentIn(ROOT);
}
