import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Content, Intent, Pack, Phrases, Walkthrough } from '../core/content.ts';
import { Fault } from '../core/fault.ts';
import { hintsOf } from './hints.ts';
import { readIntent, readPack } from './intents.ts';
import { markup } from './markup.ts';
import { checkRules } from './rules.ts';
import { PhrasesShape } from './shapes.ts';
import { type ContentFault, SourceFile } from './source-file.ts';
import { readWalkthrough } from './walkthroughs.ts';

/** What was read, with every fault of it: the content is only fit for use when there are none. */
export interface Loaded {
  readonly content: Content;
  readonly faults: readonly ContentFault[];
  /** What is probably a mistake; worked out when asked for, a start need not wait for it. */
  readonly hints: () => readonly ContentFault[];
}

/** Reads `intents/` and `dialogs/` below `root`, telling every fault at once. */
export function readContent(root: string): Loaded {
  const files: SourceFile[] = [];
  const missing: ContentFault[] = [];
  const open = (kind: string, pack: string): SourceFile[] => {
    const folder = join(root, kind, pack);
    if (!existsSync(folder)) return [];
    const names = readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort();
    return names.map((name) => {
      const file = new SourceFile(join(folder, name), `${kind}/${pack}/${name}`);
      files.push(file);
      return file;
    });
  };

  const packs = new Map<string, Pack>();
  const intents = new Map<string, Intent>();
  const walkthroughs = new Map<string, Walkthrough>();
  const origin = new Map<object, SourceFile>();
  const phrases: Record<string, Phrases[string]> = {};
  const pages: [SourceFile, string][] = [];

  for (const id of folders(join(root, 'intents'))) {
    for (const file of open('intents', id)) {
      if (file.id === 'pack') {
        const pack = readPack(file, id);
        if (pack) note(packs, file, pack);
      } else {
        const intent = readIntent(file, id);
        if (intent) note(intents, file, intent);
      }
    }
    const pack = `intents/${id}/pack.yaml`;
    if (!files.some((file) => file.file === pack))
      missing.push({ file: pack, line: 1, what: 'is missing: every pack has one' });
  }
  for (const id of folders(join(root, 'dialogs')))
    for (const file of open('dialogs', id))
      if (file.id === 'phrases') {
        for (const [key, text] of Object.entries(file.parse(PhrasesShape) ?? {})) phrases[key] = markup(text);
      } else pages.push([file, id]);
  for (const [file, id] of pages) {
    const pack = packs.get(id);
    if (!pack) {
      if (!existsSync(join(root, 'intents', id))) file.fault([], `there is no pack "${id}" (intents/${id}/pack.yaml)`);
      continue;
    }
    const walkthrough = readWalkthrough(file, { pack, intents, phrases });
    if (walkthrough) note(walkthroughs, file, walkthrough);
  }

  const hash = createHash('sha256');
  for (const file of files) if (file.file.startsWith('intents/')) hash.update(`${file.file}\n${file.text}\n`);
  const content: Content = { packs, intents, walkthroughs, phrases, hash: hash.digest('hex').slice(0, 16) };
  // Rules reach across files: while a file can't be read they would only repeat its faults in other words.
  const readable = missing.length === 0 && files.every((file) => file.faults.length === 0);
  if (readable) checkRules(content, (of) => origin.get(of)!);
  const faults = [...missing, ...files.flatMap((file) => file.faults)];
  return {
    content,
    faults: faults.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line),
    hints: () => (readable ? hintsOf(content, (of) => origin.get(of)!) : []),
  };

  function note<T extends { readonly id: string }>(into: Map<string, T>, file: SourceFile, value: T): void {
    if (into.has(value.id))
      file.fault([], `"${value.id}" is the id of another file too (${origin.get(into.get(value.id)!)?.file})`);
    into.set(value.id, value);
    origin.set(value, file);
  }
}

/** The content, or a `Fault` naming the first of its faults. */
export function loadContent(root: string): Content {
  const { content, faults } = readContent(root);
  const first = faults[0];
  if (first)
    throw new Fault(
      'CONTENT_FAULTY',
      `${first.file}:${first.line}  ${first.what} (${faults.length} in all)`,
      'Run "npx firstline check" to see them all.',
    );
  return content;
}

function folders(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
