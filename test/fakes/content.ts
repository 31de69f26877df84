/** Which content tests are about: most read the fixture's, a product that nobody ships; a few read what is shipped. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { contentSources } from '../../src/commands/sources.ts';
import { contentIn, type Root, type Sources } from '../../src/content/folders.ts';
import { freshFolder } from './folder.ts';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** The fixture pack's name, and the folder it is read from. */
export const FIXTURE_PACK = 'roomie';
export const FIXTURE = join(ROOT, 'test', 'fixtures', 'content');
/** What makes the shipped common pack quick to train: most of its examples of other things are away. */
export const QUICK = ['no-others', 'few-others'].map((name) => join(ROOT, 'test', 'fixtures', name));

/** A second product that nobody ships, for tests of several packs. */
export const SECOND = join(ROOT, 'test', 'fixtures', 'second');

/** The settings with which a process of its own (`firstline start`, `chat` …) knows the fixture, and nothing else. */
export const FIXTURE_SETTINGS = { CONTENT: [...QUICK, FIXTURE].join(), PACKS: FIXTURE_PACK } as const;

/** The settings with which it knows what is shipped. */
export const SHIPPED_SETTINGS = { CONTENT: '', PACKS: '' } as const;

/** The shipped common pack and the fixture's, as a process with `FIXTURE_SETTINGS` reads them. */
export function fixtureSources(): Sources {
  return contentSources({ packs: [FIXTURE_PACK], folders: [...QUICK, FIXTURE] });
}

/** Everything that is shipped. */
export function shippedSources(): Sources {
  return contentIn(ROOT);
}

/** The fixture pack in a folder of its own under another pack name, which sorts first or last among others. */
export function fixtureAs(name: string): Root {
  const path = freshFolder();
  for (const kind of ['intents', 'dialogs'])
    cpSync(join(FIXTURE, kind, FIXTURE_PACK), join(path, kind, name), { recursive: true });
  return { path, shown: 'renamed/' };
}

/** Texts of the fixture's product by somebody who saw none of its examples; none where nobody has written any yet. */
export function unseenTexts(): readonly { readonly text: string; readonly label: string }[] {
  const path = join(FIXTURE, 'unseen.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => UnseenText.parse(JSON.parse(line)));
}

const UnseenText = z.strictObject({ text: z.string(), label: z.string() });
