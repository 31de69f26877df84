/** Keeps content that was read and found without a fault in a file: reading hundreds of YAML files takes seconds. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Content, Intent } from '../core/content.ts';
import type { Sources } from './folders.ts';
import { shared } from './shared.ts';
import { reading } from './unreadable.ts';

/** A seventh smaller than usual, for a quarter of a second more: it is written once, and read as quickly. */
const SMALL = { params: { [constants.ZSTD_c_compressionLevel]: 9 } };
/** The number of files that are kept: several contents are in use in turn while packs are written or tested. */
const KEPT = 4;

/**
 * The content of some sources, from its file in `folder` where none of them changed since it was kept, nor the code that
 * reads them.
 * @throws {Fault} CONTENT_FAULTY, as `loadContent` does; faulty content is never kept. CONTENT_UNREADABLE, where the system does not let a file be read
 */
export async function keptContent(folder: string, sources: Sources): Promise<Content> {
  const hash = reading(() => hashOf(sources));
  const path = join(folder, `content-${hash}.bin`);
  const kept = readKept(path);
  if (kept) return kept;
  const { loadContent } = await import('./load.ts');
  const content = loadContent(sources);
  // A file that was changed meanwhile may have been read before or after.
  if (reading(() => hashOf(sources)) === hash) keep(folder, path, content);
  return readKept(path) ?? content;
}

/** Content as it is kept: the examples, which are most of its text and hardly ever read, by themselves. */
interface Kept {
  readonly content: Content;
  /** The examples of every intent, in the order of the intents, compressed. */
  readonly examples: Uint8Array;
}

function readKept(path: string): Content | null {
  try {
    return existsSync(path) ? unpacked(deserialize(zstdDecompressSync(readFileSync(path))) as Kept) : null;
  } catch {
    // Damaged, or kept by another version of Node: it is written anew.
    return null;
  }
}

function packed(content: Content): Kept {
  const intents = [...content.intents.values()];
  const examples = zstdCompressSync(serialize(intents.map((intent) => intent.examples)), SMALL);
  const plain = { ...content, intents: new Map(intents.map((intent) => [intent.id, { ...intent, examples: [] }])) };
  return { content: shared(plain), examples };
}

/** Content whose examples are unpacked when they are asked for, and let go when the memory is tidied: tens of thousands of strings. */
function unpacked({ content, examples: inFile }: Kept): Content {
  // A copy: what is deserialized is a view of the whole file.
  const examples = Uint8Array.from(inFile);
  let open = new WeakRef<readonly (readonly string[])[]>([]);
  const all = (): readonly (readonly string[])[] => {
    const still = open.deref();
    if (still && still.length > 0) return still;
    const fresh = deserialize(zstdDecompressSync(examples)) as readonly (readonly string[])[];
    open = new WeakRef(fresh);
    return fresh;
  };
  const intents = [...content.intents.values()].map((intent, at) =>
    Object.defineProperty(intent as Intent, 'examples', { get: () => all()[at], enumerable: true, configurable: true }),
  );
  return { ...content, intents: new Map(intents.map((intent) => [intent.id, intent])) };
}

/** Keeps content, and drops all but the newest few; a folder that can't be written to only makes the next start slower. */
function keep(folder: string, path: string, content: Content): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, zstdCompressSync(serialize(packed(content)), SMALL));
    renameSync(`${path}.${process.pid}`, path);
    const kept = readdirSync(folder)
      .filter((name) => /^content-\w+\.bin$/.test(name))
      .map((name) => join(folder, name))
      .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
    for (const old of kept.slice(KEPT)) rmSync(old, { force: true });
  } catch {
    // A read-only installation reads the files at every start.
  }
}

/** The hash of everything that content is made from: the files of its folders, and the code that reads them. */
function hashOf({ roots, packs, organisation }: Sources): string {
  const hash = createHash('sha256').update(JSON.stringify([roots, packs, organisation]));
  const folders = [
    ...roots.flatMap(({ path }) => [join(path, 'intents'), join(path, 'dialogs')]),
    import.meta.dirname,
    join(import.meta.dirname, '..', 'core'),
  ];
  const files = folders.filter((folder) => existsSync(folder)).flatMap(filesIn);
  if (organisation && statSync(organisation.path, { throwIfNoEntry: false })?.isFile()) files.push(organisation.path);
  for (const file of files) hash.update(`\n${file}\n`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}
