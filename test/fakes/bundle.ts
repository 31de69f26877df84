/** Puts a program and what it loads into one file: it starts in a third of the time, which counts where hundreds are killed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './content.ts';

/** The folder of bundles and of compiled code; both are kept from run to run. */
export const CODE_CACHE = join(ROOT, 'node_modules', '.cache', 'firstline', 'code');
/** Packages with parts in C, which only load from their own place. */
const APART = ['better-sqlite3', 'pg'];

const made = new Map<string, Promise<string>>();

/** The path of the bundle of a program, made once by each process; the same program has the same path. */
export function bundleOf(program: string): Promise<string> {
  const known = made.get(program) ?? make(program);
  made.set(program, known);
  return known;
}

async function make(program: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [program],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: APART,
    logLevel: 'error',
  });
  const code = outputFiles[0]!.contents;
  const path = join(
    CODE_CACHE,
    `${basename(program, '.ts')}-${createHash('sha256').update(code).digest('hex').slice(0, 16)}.mjs`,
  );
  if (existsSync(path)) return path;
  mkdirSync(CODE_CACHE, { recursive: true });
  // Another process may be making it just now: neither sees half of the other's.
  writeFileSync(`${path}.${process.pid}`, code);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}
