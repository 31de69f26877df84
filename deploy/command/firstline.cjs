#!/usr/bin/env node
/**
 * The command `firstline`: runs src/main.ts with a Node that understands TypeScript. The machine's own Node may be the
 * first to read this file, and any older one can; it then starts the Node that `npm ci` brought.
 */
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { constants } = require('node:os');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

// Two folders up from here, and also from node_modules/firstline-command, where npm may copy this folder instead of
// linking it.
const root = join(__dirname, '..', '..');
const main = join(root, 'src', 'main.ts');
/** The name that the Node of "npm ci" runs under: where it is told to strip no types either, it is not started once more. */
const BROUGHT = 'firstline';
const brought = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/**
 * The flag that keeps a service's memory for young objects small, as every start in this folder has it: V8 would take far
 * more of them under load, most of it garbage. A service takes some 80 MB less with it (`npm run bench -- --only http`).
 */
const YOUNG = '--max-semi-space-size=16';

if (process.features.typescript) {
  // Compiled modules are kept between starts: half a second less until it is ready. This comes before the first file of
  // TypeScript: a start that finds every file compiled never loads Node's stripper of types, which takes some 14 MB.
  enableCompileCache(join(root, 'node_modules', '.cache', 'firstline', 'code'));
  import(pathToFileURL(main).href);
} else if (existsSync(brought) && process.argv0 !== BROUGHT) runWith(brought);
else {
  process.stderr.write(
    `firstline: Node 22.18 or newer is needed, and this is ${process.version}.\n` +
      `  Run "npm ci" in ${root}: it brings one. [NODE_TOO_OLD]\n`,
  );
  process.exitCode = 1;
}

/** Runs another Node in the place of this one: the same terminal, the same signals, the same exit code. */
function runWith(node) {
  const args = process.argv.slice(2);
  const flags = args[0] === 'start' ? [YOUNG] : [];
  const child = spawn(node, [...flags, __filename, ...args], { argv0: BROUGHT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code === null ? 128 + constants.signals[signal] : code;
  });
}
