import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './fakes/content.ts';
import { freshFolder } from './fakes/folder.ts';

/** How the command `firstline` is found and started: by npx, by its path, and by a Node that can't read TypeScript. */

const LAUNCHER = join(ROOT, 'deploy', 'command', 'firstline.cjs');
const LINKED = join(ROOT, 'node_modules', '.bin', 'firstline');
/** With this, a Node is as old as one before 22.18: it reads no TypeScript. */
const OLD = '--no-experimental-strip-types';
const WINDOWS = process.platform === 'win32';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: object } = {},
): Promise<Ran> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    shell: WINDOWS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

describe('the command firstline', function () {
  this.timeout(60_000);

  it('is linked by npm to this checkout', () => {
    if (!WINDOWS) assert.equal(realpathSync(LINKED), realpathSync(LAUNCHER));
    assert.ok(existsSync(WINDOWS ? `${LINKED}.cmd` : LINKED));
  });

  it('is not a command of the root package: npx would install the checkout into its cache to find it', () => {
    const { bin, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    assert.equal(bin, undefined);
    assert.equal(dependencies['firstline-command'], 'file:deploy/command');
  });

  it('runs from any folder, by its path and by a link to it', async () => {
    assert.equal((await run(LINKED, ['--version'], { cwd: tmpdir() })).out, '0.1.0\n');
    if (WINDOWS) return;
    const link = join(freshFolder(), 'firstline');
    symlinkSync(LINKED, link);
    assert.equal((await run(link, ['--version'], { cwd: tmpdir() })).out, '0.1.0\n');
  });

  describe('by npx', () => {
    const NPX = ['--yes=false', 'firstline', '--version'];

    it('answers with an empty cache and installs nothing, even after a first call that was killed', async () => {
      const cache = freshFolder();
      const env = { npm_config_cache: cache };
      const first = spawn('npx', NPX, { cwd: ROOT, env: { ...process.env, ...env }, shell: WINDOWS, stdio: 'ignore' });
      // As soon as npx has begun to work: its log is the first thing it writes.
      while (!existsSync(join(cache, '_logs')) && first.exitCode === null)
        await new Promise((go) => setTimeout(go, 10));
      first.kill('SIGKILL');
      if (first.exitCode === null && first.signalCode === null) await once(first, 'exit');
      const second = await run('npx', NPX, { cwd: ROOT, env });
      assert.deepEqual([second.code, second.out], [0, '0.1.0\n'], second.err);
      const third = await run('npx', NPX, { cwd: join(ROOT, 'src', 'core'), env });
      assert.deepEqual([third.code, third.out], [0, '0.1.0\n'], third.err);
      assert.equal(existsSync(join(cache, '_npx')), false);
    });
  });

  describe('by a Node that reads no TypeScript', () => {
    it('runs with the Node that npm brought, and ends with its exit code', async () => {
      assert.deepEqual(await run(process.execPath, [OLD, LAUNCHER, '--version']), { code: 0, out: '0.1.0\n', err: '' });
      assert.equal((await run(process.execPath, [OLD, LAUNCHER, 'strat'])).code, 2);
    });

    it('passes signals on', async () => {
      if (WINDOWS) return;
      const env = { ...process.env, PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'info' };
      const child = spawn(process.execPath, [OLD, LAUNCHER, 'start'], { env });
      const closed = once(child, 'close');
      let err = '';
      child.stderr.on('data', (chunk) => (err += chunk));
      await new Promise<void>((ready) => child.stdout.on('data', (chunk) => /is ready/.test(String(chunk)) && ready()));
      child.kill('SIGTERM');
      assert.deepEqual((await closed)[0], 0);
      assert.match(err, /"msg":"stopped"/);
    });

    it('says how to get a newer Node where npm brought none', async () => {
      const elsewhere = freshFolder();
      mkdirSync(join(elsewhere, 'deploy'));
      cpSync(join(ROOT, 'deploy', 'command'), join(elsewhere, 'deploy', 'command'), { recursive: true });
      const ran = await run(process.execPath, [OLD, join(elsewhere, 'deploy', 'command', 'firstline.cjs'), 'start']);
      assert.equal(ran.code, 1);
      assert.match(ran.err, /Node 22\.18 or newer is needed, and this is v.*\n.*npm ci.*NODE_TOO_OLD/);
    });

    it('ends where even the Node of npm ci is told to read none', async () => {
      const env = { NODE_OPTIONS: OLD };
      const ran = await run(process.execPath, [LAUNCHER, '--version'], { env });
      assert.deepEqual([ran.code, /NODE_TOO_OLD/.test(ran.err)], [1, true]);
    });
  });
});

describe('the lockfile', () => {
  it('holds no address to download from', () => {
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { resolved?: string; link?: boolean }>;
    };
    const named = Object.entries(lock.packages).filter(([, p]) => p.resolved !== undefined);
    assert.deepEqual(
      named.map(([name, p]) => [name, p.resolved, p.link]),
      [['node_modules/firstline-command', 'deploy/command', true]],
    );
    assert.doesNotMatch(JSON.stringify(lock.packages), /"(?:resolved|version)":"(?:https?|git)/);
  });
});
