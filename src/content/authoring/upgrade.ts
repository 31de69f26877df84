/** Rewrites packs of an older format: the files that change, and their new text. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { COMMON } from '../../core/content.ts';
import { filesOf, packsIn, type Sources } from '../folders.ts';
import { olderIntent, olderPack } from '../older-format.ts';
import { FORMAT } from '../shapes.ts';
import type { FilePlace } from '../source-file.ts';
import { type Change, Edits } from './edits.ts';
import { nameGroups } from './upgrade-about.ts';

/** A file that changes, with its new text and the changes in words. */
export interface Upgraded {
  readonly place: FilePlace;
  readonly text: string;
  readonly changes: readonly Change[];
}

/** The four types that problems had before packs had categories of their own, in words. */
const OLD_TYPES: Readonly<Record<string, string>> = {
  client: 'Computer or app',
  authentication: 'Account',
  network: 'Network',
  service: 'Service',
};

/**
 * All files of an older format, rewritten in memory; nothing is written to disk. Files that are no YAML are left to
 * `check`.
 */
export function upgrade(sources: Sources): Upgraded[] {
  const files = packsIn(sources).map((pack) => {
    const places = [...filesOf(sources, 'intents', pack)].flatMap(([name, layers]) =>
      layers.map((place) => ({ isPack: name === 'pack.yaml', place, text: readFileSync(place.path, 'utf8') })),
    );
    return { pack, files: places.map((file) => ({ ...file, value: valuesOf(file.text) })) };
  });
  const common = files.find(({ pack }) => pack === COMMON)?.files.filter(({ isPack }) => isPack) ?? [];
  const fails = new Set(common.flatMap(({ value }) => listOf(mapOf(value.about).fails)));
  return files.flatMap(({ files: ofPack }) => {
    const known = [...common, ...ofPack.filter(({ isPack }) => isPack)].flatMap(({ value }) =>
      Object.keys(mapOf(value.categories)),
    );
    const used = new Set(ofPack.filter(({ isPack }) => !isPack).map(({ value }) => String(value.type)));
    const missing = Object.keys(OLD_TYPES).filter((type) => used.has(type) && !known.includes(type));
    const first = ofPack.find(({ isPack }) => isPack);
    return ofPack.flatMap(({ place, text, value, isPack }) => {
      const edits = Edits.of(text);
      if (!edits) return [];
      if (isPack) upgradePack(edits, value, fails, place === first?.place ? missing : []);
      else if (olderIntent(value)) dropProduct(edits);
      const changes = [...edits.changes].sort((a, b) => a.line - b.line);
      return changes.length === 0 ? [] : [{ place, text: edits.done(), changes }];
    });
  });
}

function upgradePack(edits: Edits, value: Values, fails: ReadonlySet<string>, missing: readonly string[]): void {
  const older = olderPack(value) !== null;
  // A pack that names the newest format, or has categories of its own, lacks none.
  const lacks = missing.length > 0 && !('categories' in value) && (older || !('format' in value));
  if ((!older && !lacks) || !nameGroups(edits, fails)) return;
  const format = edits.pair('format');
  const first = edits.startOf(edits.pairs[0]!);
  if (format) edits.replace(edits.startOf(format), edits.lastOf(format) + 1, `format: ${FORMAT}`);
  else edits.replace(first, first, `format: ${FORMAT}${edits.newline}`);
  edits.note(format ? edits.startOf(format) : first, `format: it is ${FORMAT} now`);
  if (lacks) addCategories(edits, missing);
}

function addCategories(edits: Edits, types: readonly string[]): void {
  const before = ['about', 'thresholds', 'generic', 'title'].map((key) => edits.pair(key)).find((pair) => pair);
  const at = before ? edits.lineEnd(edits.lastOf(before)) : edits.text.length;
  const lines = [
    ...(at > 0 && edits.text[at - 1] !== '\n' ? [''] : []),
    '',
    "# Where the cause of a problem can lie: an intent's `type`.",
    'categories:',
    ...types.map((type) => `  ${type}: ${OLD_TYPES[type]}`),
    '',
  ];
  edits.replace(at, at, lines.join(edits.newline));
  edits.note(before ? edits.startOf(before) : 0, `categories: added ${types.join(', ')}, the types of its problems`);
}

function dropProduct(edits: Edits): void {
  const product = edits.pair('product')!;
  edits.removeLines(edits.startOf(product), edits.lastOf(product));
  edits.note(edits.startOf(product), 'product: taken out, nobody reads it');
}

type Values = Readonly<Record<string, unknown>>;

function valuesOf(text: string): Values {
  try {
    return mapOf(parse(text));
  } catch {
    return {};
  }
}

function mapOf(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {};
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
