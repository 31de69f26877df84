/** All content, read and checked: every fault at once. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { COMMON, type Content, type Intent, type Pack, type Phrases, type Walkthrough } from '../core/content.ts';
import { Fault } from '../core/fault.ts';
import type { ContentFault } from './content-fault.ts';
import { filesOf, packsIn, type Sources, switchedOn, unreadFilesOf } from './folders.ts';
import { hintsOf } from './hints.ts';
import { readIntent, readPack } from './intents.ts';
import { markup } from './markup.ts';
import type { Override } from './overlay.ts';
import { checkRules } from './rules.ts';
import { PhrasesShape } from './shapes.ts';
import { SourceFile } from './source-file.ts';
import { readWalkthrough } from './walkthroughs.ts';

/** Everything that was read, with every fault of it: the content is only fit for use when there are none. */
export interface Loaded {
  readonly content: Content;
  readonly faults: readonly ContentFault[];
  /** Probable mistakes; worked out when asked for, a start need not wait for it. `today` is a day, such as 2026-12-31. */
  readonly hints: (today: string) => readonly ContentFault[];
  /** What a company's files say otherwise than shipped ones. */
  readonly overrides: readonly Override[];
}

/** Reads the packs that are switched on, telling every fault at once. */
export function readContent(sources: Sources): Loaded {
  const files: SourceFile[] = [];
  const missing: ContentFault[] = [];
  const origin = new Map<object, SourceFile>();
  const packs = new Map<string, Pack>();
  const intents = new Map<string, Intent>();
  const walkthroughs = new Map<string, Walkthrough>();
  const pages: [SourceFile, string][] = [];
  let phrases: Phrases = {};

  const on = switchedOn(sources);
  const all = packsIn(sources);
  for (const id of sources.packs ?? [])
    if (!all.includes(id))
      missing.push({ file: `intents/${id}`, line: 1, what: `there is no pack "${id}" to switch on` });
  for (const id of on) {
    for (const kind of ['intents', 'dialogs'] as const)
      for (const { shown, why } of unreadFilesOf(sources, kind, id))
        missing.push({ file: shown, line: 1, what: 'nobody reads this file', meant: why });
    const [inIntents, inDialogs] = (['intents', 'dialogs'] as const).map((kind) =>
      [...filesOf(sources, kind, id).values()].map(([first, ...over]) => {
        const file = new SourceFile(first, over);
        files.push(file);
        return file;
      }),
    ) as [SourceFile[], SourceFile[]];
    const own: Record<string, Phrases[string]> = {};
    for (const file of inDialogs)
      if (file.id === 'phrases') {
        for (const [key, text] of Object.entries(file.parse(PhrasesShape) ?? {})) own[key] = markup(text);
        origin.set(own, file);
      } else pages.push([file, id]);
    if (id === COMMON) phrases = own;
    const packFile = inIntents.find((file) => file.id === 'pack');
    if (!packFile) missing.push({ file: `intents/${id}/pack.yaml`, line: 1, what: 'is missing: every pack has one' });
    else {
      const shared = packs.get(COMMON)?.slots ?? [];
      const pack = readPack(packFile, id, { shared, phrases: id === COMMON ? {} : own });
      if (pack) note(packs, packFile, pack);
    }
    for (const file of inIntents)
      if (file !== packFile) {
        const intent = readIntent(file, id);
        if (intent) note(intents, file, intent);
      }
  }
  const off = {
    walkthroughs: idsOff(sources, 'dialogs', all, on),
    intents: idsOff(sources, 'intents', all, on),
  };
  for (const [file, id] of pages) {
    const pack = packs.get(id);
    if (!pack) continue;
    const walkthrough = readWalkthrough(file, { pack, intents, phrases, off });
    if (walkthrough) note(walkthroughs, file, walkthrough);
  }

  const hash = createHash('sha256');
  for (const file of files) if (/(^|\/)intents\//.test(file.file)) hash.update(`${file.file}\n${file.text}\n`);
  const content: Content = { packs, intents, walkthroughs, phrases, off, hash: hash.digest('hex').slice(0, 16) };
  // Rules reach across files: while a file can't be read they would only repeat its faults in other words.
  const readable = missing.length === 0 && files.every((file) => file.faults.length === 0);
  if (readable) checkRules(content, (of) => origin.get(of)!);
  const faults = [...missing, ...files.flatMap((file) => file.faults)];
  return {
    content,
    faults: faults.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line),
    hints: (today) => (readable ? hintsOf(content, (of) => origin.get(of)!, today) : []),
    overrides: files.flatMap((file) => file.overrides),
  };

  function note<T extends { readonly id: string }>(into: Map<string, T>, file: SourceFile, value: T): void {
    if (into.has(value.id))
      file.fault([], `"${value.id}" is the id of another file too (${origin.get(into.get(value.id)!)?.file})`);
    into.set(value.id, value);
    origin.set(value, file);
  }
}

/** The content, or a `Fault` naming the first of its faults. */
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

/** The ids of files in packs that are switched off, each with its pack. */
function idsOff(
  sources: Sources,
  kind: 'intents' | 'dialogs',
  all: readonly string[],
  on: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    all
      .filter((pack) => !on.includes(pack))
      .flatMap((pack) =>
        [...filesOf(sources, kind, pack).keys()].map((name) => [basename(name, '.yaml'), pack] as const),
      ),
  );
}
