/** The company's own folder of content: what was learned is written and committed there, where that can be done. */
import { execFile } from 'node:child_process';
import { access, constants, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';

/** A file to write, with the text that it is known to have; null for a new one. */
export interface WrittenFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

/** Whether changes can be committed in the folder; otherwise why they can't. */
export type FolderState = 'ready' | 'read-only' | 'no-git';

/** Where something was committed. */
export interface CommittedAt {
  readonly branch: string;
  readonly commit: string;
}

const BRANCH = 'learning/';
const PATIENCE_MS = 30_000;
const MOST_TOLD = 300;

/** A folder of `CONTENT`. */
export class OwnFolder {
  readonly #path: string;
  readonly shown: string;
  readonly #shipped: string;

  /** `shown` is how people name the folder; `shipped` is Firstline's own checkout, to which nothing is ever committed. */
  constructor(path: string, shown: string, shipped: string) {
    this.#path = path;
    this.shown = shown;
    this.#shipped = shipped;
  }

  async state(): Promise<FolderState> {
    try {
      await access(this.#path, constants.W_OK);
    } catch {
      return 'read-only';
    }
    const top = await this.#git('rev-parse', '--show-toplevel').catch(() => null);
    if (top === null) return 'no-git';
    const isShipped = (await realpath(top.trim())) === (await realpath(this.#shipped));
    return isShipped ? 'no-git' : 'ready';
  }

  /**
   * Writes files and commits them, and nothing else, on a branch of its own. If anything fails, everything is as it was.
   * @throws {Fault} LEARNED_FOLDER
   */
  async take(
    files: readonly WrittenFile[],
    { by, subject, day }: { by: string; subject: string; day: string },
  ): Promise<CommittedAt> {
    const state = await this.state();
    if (state !== 'ready') throw refused(`${this.shown} is ${state === 'no-git' ? 'not under git' : 'read-only'}.`);
    const paths = files.map(({ path }) => path);
    const changed = await this.#git('status', '--porcelain', '--untracked-files=all', '--', ...paths);
    if (changed.trim() !== '')
      throw refused(`These have changes that nobody committed yet: ${changed.trim().replace(/\s*\n\s*/g, ', ')}.`);
    for (const { path, before } of files)
      if ((await textAt(join(this.#path, path))) !== before) throw refused(`${path} was changed meanwhile.`);
    const here = (await this.#git('symbolic-ref', '--short', '-q', 'HEAD').catch(() => '')).trim();
    const head = (await this.#git('rev-parse', '--verify', '-q', 'HEAD').catch(() => '')).trim();
    const made = here.startsWith(BRANCH) ? null : await this.#freeBranch(day);
    try {
      // The new branch has the same commit, so that no file and nothing of the index changes by it.
      if (made !== null && head !== '') await this.#git('update-ref', `refs/heads/${made}`, head);
      if (made !== null) await this.#git('symbolic-ref', 'HEAD', `refs/heads/${made}`);
      for (const { path, after } of files) await this.#write(path, after);
      await this.#git('add', '--', ...paths);
      const author = `${by.replace(/[<>\p{C}\s]+/gu, ' ').trim() || 'Firstline'} <console@firstline.invalid>`;
      await this.#git(
        'commit',
        '--quiet',
        '--no-verify',
        '--no-gpg-sign',
        '--only',
        `--author=${author}`,
        '-m',
        subject,
        '--',
        ...paths,
      );
      return { branch: made ?? here, commit: (await this.#git('rev-parse', '--short', 'HEAD')).trim() };
    } catch (cause) {
      await this.#undo(files, { made, here, head });
      throw cause instanceof Fault ? cause : refused(toldBy(cause), cause);
    }
  }

  /** @throws {Fault} LEARNED_FOLDER where the file would stand outside of the folder */
  async #write(path: string, text: string): Promise<void> {
    const file = join(this.#path, path);
    await mkdir(dirname(file), { recursive: true });
    // A folder in it may be a link to somewhere else.
    const there = await realpath(dirname(file));
    if (!`${there}${sep}`.startsWith(`${await realpath(this.#path)}${sep}`))
      throw refused(`${path} leads out of ${this.shown}.`);
    await writeFile(file, text);
  }

  async #undo(
    files: readonly WrittenFile[],
    { made, here, head }: { made: string | null; here: string; head: string },
  ): Promise<void> {
    const quietly = (...args: readonly string[]): Promise<unknown> => this.#git(...args).catch(() => null);
    await quietly('reset', '--quiet', '--', ...files.map(({ path }) => path));
    for (const { path, before: text } of files) {
      const file = join(this.#path, path);
      await (text === null ? rm(file, { force: true }) : writeFile(file, text)).catch(() => undefined);
    }
    if (made === null) return;
    await (here === ''
      ? quietly('update-ref', '--no-deref', 'HEAD', head)
      : quietly('symbolic-ref', 'HEAD', `refs/heads/${here}`));
    await quietly('update-ref', '-d', `refs/heads/${made}`);
  }

  async #freeBranch(day: string): Promise<string> {
    for (let i = 1; ; i++) {
      const name = `${BRANCH}${day}${i === 1 ? '' : `-${i}`}`;
      const isTaken = await this.#git('rev-parse', '--verify', '--quiet', `refs/heads/${name}`).catch(() => null);
      if (isTaken === null) return name;
    }
  }

  #git(...args: readonly string[]): Promise<string> {
    // Nothing that stands in the folder is run, and nothing is asked of anybody.
    const quiet = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.quotePath=false'];
    // Where git knows nobody, the committer is Firstline; the author is whoever took the draft.
    const who = ['user.name=Firstline', 'user.email=console@firstline.invalid'];
    const settings = [...quiet, ...who].flatMap((setting) => ['-c', setting]);
    return new Promise((done, failed) => {
      execFile('git', ['-C', this.#path, ...settings, ...args], { timeout: PATIENCE_MS }, (error, out, told) => {
        if (error) failed(Object.assign(error, { told }));
        else done(out);
      });
    });
  }
}

async function textAt(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

function refused(what: string, cause?: unknown): Fault {
  return new Fault('LEARNED_FOLDER', `Nothing was changed: ${what}`, FAULTS.LEARNED_FOLDER.cure, { cause });
}

/** The words of git about a failure. */
function toldBy(error: unknown): string {
  const { told, message } = error as Error & { readonly told?: string };
  return `git says: ${(told || message).trim().replace(/\s+/g, ' ').slice(0, MOST_TOLD)}`;
}
