/** Reads and checks all content, and reports every fault at once. */
import { createHash } from 'node:crypto';
import type { Content } from '../core/content.ts';
import { Fault } from '../core/fault.ts';
import { hintsOf } from './check/hints.ts';
import type { Override } from './check/overrides.ts';
import { checkRules } from './check/rules.ts';
import { isFile, unreadIn } from './check/unread.ts';
import type { ContentFault } from './content-fault.ts';
import { type Sources, switchedOn } from './folders.ts';
import { readOrganisation } from './organisation.ts';
import { openPack, ReadFiles } from './reading.ts';
import { SourceFile } from './source-file.ts';
import { reading } from './unreadable.ts';

/** The files that a pack may have besides its intents and walkthroughs. */
const NAMED_FILES = ['phrases', 'answers', 'said', 'replies', 'console', 'codes', 'secrets'] as const;

/** Everything that was read, with all its faults: the content may only be used if there are none. */
export interface Loaded {
  readonly content: Content;
  readonly faults: readonly ContentFault[];
  /**
   * Probable mistakes, worked out on demand, so that a start need not wait for them. `today` is a day, such as
   * 2026-12-31.
   */
  readonly hints: (today: string) => readonly ContentFault[];
  /** The parts of shipped files that a company's files replace. */
  readonly overrides: readonly Override[];
}

/**
 * Reads the packs that are switched on, and reports every fault at once: whatever could be read of any file is checked.
 * @throws {Fault} CONTENT_UNREADABLE, where the system does not let a file or folder be read
 */
export function readContent(sources: Sources): Loaded {
  return reading(() => readAll(sources));
}

function readAll(sources: Sources): Loaded {
  const missing = unreadIn(sources);
  const packFiles = switchedOn(sources).map((id) => openPack(sources, id, missing));
  const files = packFiles.flatMap(({ pack, intents, walkthroughs, ...more }) => [
    pack,
    ...NAMED_FILES.flatMap((name) => more[name] ?? []),
    ...intents,
    ...walkthroughs,
  ]);
  const checked = new ReadFiles(sources, packFiles);
  const read = checked.content(hashOf(files));
  const own = sources.organisation && isFile(sources.organisation.path) ? new SourceFile(sources.organisation) : null;
  const settings = new Map([...read.packs.values()].flatMap((p) => p.settings.map((s) => [s.id, s] as const)));
  const content = { ...read, organisation: own ? readOrganisation(own, settings, sources.packs === null) : {} };
  checkRules(checked.ground(content, files), checked.phraseFiles);
  const faults = [...missing, ...(own?.faults ?? []), ...files.flatMap((file) => file.faults)].sort(inOrder);
  const about = files.flatMap((file) => file.hints);
  return {
    content,
    faults,
    // Probable mistakes in content with faults may only follow from those, so just the hints about overrides are given.
    hints: (today) => [...about, ...(faults.length === 0 ? hintsOf(content, checked.fileOf, today) : [])].sort(inOrder),
    overrides: files.flatMap((file) => file.overrides),
  };
}

/**
 * The content, ready for use.
 * @throws {Fault} CONTENT_FAULTY, naming the first of its faults.
 */
export function loadContent(sources: Sources): Content {
  const { content, faults } = readContent(sources);
  const first = faults[0];
  if (first)
    throw new Fault(
      'CONTENT_FAULTY',
      `${first.file}:${first.line}  ${first.what} (${faults.length} in all)`,
      'Run "npx firstline check" to see them all.',
    );
  return content;
}

function hashOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  for (const file of files) if (/(^|\/)intents\//.test(file.file)) hash.update(`${file.file}\n${file.text}\n`);
  return hash.digest('hex').slice(0, 16);
}

function inOrder(a: ContentFault, b: ContentFault): number {
  return a.file.localeCompare(b.file) || a.line - b.line;
}
