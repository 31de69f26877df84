/** Measures the size of a production install. */
import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HERE } from './checkout.ts';
import { withFolder } from './ends.ts';
import { runNpm } from './npm.ts';

/** The size of a production install, in megabytes of 1,048,576 bytes. */
export interface InstallFigures {
  /** All packages but `node`, which a machine with a Node of its own could do without. */
  readonly mb: number;
  readonly nodeMb: number;
  readonly largest: readonly { readonly name: string; readonly mb: number }[];
}

const MB = 1024 * 1024;
const LARGEST = 10;

/** Installs a copy of this tree as for production, and weighs its packages. */
export function measureInstall(): Promise<InstallFigures> {
  return withFolder(async (folder) => {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: HERE.root,
      encoding: 'utf8',
    });
    for (const file of listed.split('\0'))
      if (file !== '') cpSync(join(HERE.root, file), join(folder, file), { recursive: true, verbatimSymlinks: true });
    await runNpm(['ci', '--omit=dev'], folder);
    return weighed(sizesOf(join(folder, 'node_modules')));
  });
}

/** The figures of packages: `node` apart from the rest, and the largest of the rest. */
export function weighed(sizes: ReadonlyMap<string, number>): InstallFigures {
  const others = [...sizes].filter(([name]) => name !== 'node').sort(([, a], [, b]) => b - a);
  return {
    mb: others.reduce((sum, [, bytes]) => sum + bytes, 0) / MB,
    nodeMb: (sizes.get('node') ?? 0) / MB,
    largest: others.slice(0, LARGEST).map(([name, bytes]) => ({ name, mb: bytes / MB })),
  };
}

/** The bytes of every package (with those inside it) in a folder of packages; a file of several names counts once. */
export function sizesOf(packages: string): Map<string, number> {
  const seen = new Set<number>();
  const bytes = (path: string): number => {
    const stat = lstatSync(path);
    if (stat.isDirectory()) return readdirSync(path).reduce((sum, name) => sum + bytes(join(path, name)), 0);
    if (stat.nlink > 1 && seen.size === seen.add(stat.ino).size) return 0;
    return stat.size;
  };
  const names = readdirSync(packages).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(packages, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  return new Map(names.map((name) => [name, bytes(join(packages, name))]));
}
