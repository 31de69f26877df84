/** Checks out another commit, ready to start. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkout, checkoutAt, HERE } from '../checkout.ts';
import { atEnd, withFolder } from '../ends.ts';
import { runNpm } from '../npm.ts';

/** A commit as people know it. */
export interface Commit {
  readonly id: string;
  readonly subject: string;
}

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: HERE.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/**
 * Finds a commit by any name that git understands.
 *
 * @throws if there is none
 */
export function commitOf(name: string): Commit {
  try {
    const id = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
    return { id, subject: git('log', '-1', '--format=%s', id) };
  } catch {
    throw new Error(`There is no commit "${name}" in this repository. Name one that \`git log\` shows.`);
  }
}

/** Whether this tree holds something that its last commit does not. */
export function changedSince(): boolean {
  return git('status', '--porcelain') !== '';
}

/** Lends a checkout of a commit, ready to start; it is gone afterwards, however the process ends. */
export function withCheckout<T>(
  { id }: Commit,
  next: (what: string) => void,
  use: (checkout: Checkout) => Promise<T>,
): Promise<T> {
  return withFolder(async (folder) => {
    const root = join(folder, 'checkout');
    const remove = (): void => void git('worktree', 'remove', '--force', '--force', root);
    const callOff = atEnd(remove);
    try {
      git('worktree', 'add', '--detach', root, id);
      await addPackages(root, next);
      return await use(checkoutAt(root));
    } finally {
      remove();
      callOff();
    }
  });
}

/**
 * Gives a checkout the packages of this tree if they are the same; otherwise its own are installed. Models and caches
 * are always its own.
 */
async function addPackages(root: string, next: (what: string) => void): Promise<void> {
  const lock = (of: string): string => readFileSync(join(of, 'package-lock.json'), 'utf8');
  if (lock(root) !== lock(HERE.root)) {
    next('npm ci for that commit: its packages are others');
    return runNpm(['ci'], root);
  }
  const [ours, theirs] = [join(HERE.root, 'node_modules'), join(root, 'node_modules')];
  mkdirSync(theirs);
  for (const name of readdirSync(ours))
    if (name !== '.cache') symlinkSync(join(ours, name), join(theirs, name), 'junction');
}
