/**
 * Names the content that tests read: mostly the fixture's, a product that nobody ships; for a few tests, the shipped
 * content.
 */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { contentSources } from '../../src/commands/sources.ts';
import { contentIn, type Root, type Sources } from '../../src/content/folders.ts';
import { freshFolder } from './folder.ts';

/** The folder of the checkout. */
export const ROOT = join(import.meta.dirname, '..', '..');
/** The command `firstline`, as Node runs it. */
export const COMMAND = join(ROOT, 'deploy', 'command', 'firstline.cjs');

/** The fixture pack's name, and below it the folder it is read from. */
export const FIXTURE_PACK = 'roomie';
export const FIXTURE = join(ROOT, 'test', 'fixtures', 'content');
/** Folders that make the shipped common pack quick to train: they take away most of its examples of other things. */
export const QUICK = ['no-others', 'few-others'].map((name) => join(ROOT, 'test', 'fixtures', name));

/** A second product that nobody ships, for tests of several packs. */
export const SECOND = join(ROOT, 'test', 'fixtures', 'second');

/** The settings of a process (`firstline start`, `chat` …) that reads the fixture content and no other. */
export const FIXTURE_SETTINGS = { CONTENT: [...QUICK, FIXTURE].join(), PACKS: FIXTURE_PACK } as const;

/** The settings of a process that reads the shipped content. */
export const SHIPPED_SETTINGS = { CONTENT: '', PACKS: '' } as const;

/** The sources of the shipped common pack and the fixture pack, as a process with `FIXTURE_SETTINGS` reads them. */
export function fixtureSources(): Sources {
  return contentSources({ packs: [FIXTURE_PACK], folders: [...QUICK, FIXTURE], organisation: null });
}

/** The sources of everything that is shipped. */
export function shippedSources(): Sources {
  return contentIn(ROOT);
}

/** A folder with the fixture pack under another pack name, to sort first or last among others. */
export function fixtureAs(name: string): Root {
  const path = freshFolder();
  for (const kind of ['intents', 'dialogs'])
    cpSync(join(FIXTURE, kind, FIXTURE_PACK), join(path, kind, name), { recursive: true });
  return { path, shown: 'renamed/' };
}

/** Texts about the fixture's product by a writer who saw none of its examples; none if there is no such file. */
export function unseenTexts(): readonly { readonly text: string; readonly label: string }[] {
  const path = join(FIXTURE, 'unseen.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => UnseenText.parse(JSON.parse(line)));
}

const UnseenText = z.strictObject({ text: z.string(), label: z.string() });
