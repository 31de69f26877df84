/** Refusals of the system are told with a code and a cure, whichever command meets them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND, FIXTURE_SETTINGS } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';

const OTHER = 65_534;

/** Runs a command as another user, or in another folder. */
function ran(args: readonly string[], env: Record<string, string>, options: { uid?: number; cwd?: string } = {}) {
  const { status, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    env: {
      ...process.env,
      ...FIXTURE_SETTINGS,
      LOG_LEVEL: 'error',
      PORT: '0',
      DATABASE_URL: 'sqlite::memory:',
      ...env,
    },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  return { status, err: String(stderr) };
}

/** The lines of a fault: its cause, and the cure with the code. */
function assertTold(run: { status: number | null; err: string }, code: string, words: RegExp): void {
  assert.equal(run.status, 1, run.err);
  assert.match(run.err, new RegExp(`^firstline: [^\\n]+\\n  [^\\n]+ \\[${code}\\]\\n$`));
  assert.match(run.err, words);
}

describe('a mistake of Firstline itself', () => {
  for (const [where, broken] of [
    ['in a command', "process.stdout.write = () => { throw new TypeError('made up') }"],
    ['that nothing caught', "setTimeout(() => { throw new TypeError('made up') }, 100); setTimeout(() => 0, 5000)"],
    ['in a promise', "setTimeout(() => void Promise.reject(new TypeError('made up')), 100); setTimeout(() => 0, 5000)"],
  ] as const)
    it(`${where} is told in a sentence, and its stack only to those who ask`, () => {
      const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(broken)}` };
      assertTold(ran(['explain'], env), 'COMMAND_FAILED', /\(TypeError: made up\)\n/);
      assert.match(
        ran(['explain'], { ...env, LOG_LEVEL: 'debug' }).err,
        /\[COMMAND_FAILED\]\nTypeError: made up\n +at /,
      );
    });
});

describe('what the system refuses', function () {
  this.timeout(60_000);

  it('is told of content that this user may not read', function () {
    if (process.getuid?.() !== 0) return this.skip();
    const folder = freshFolder();
    chmodSync(folder, 0o755);
    for (const kind of ['intents', 'dialogs']) mkdirSync(join(folder, kind));
    chmodSync(join(folder, 'intents'), 0o700);
    for (const command of ['start', 'check'])
      assertTold(
        ran([command], { CONTENT: folder }, { uid: OTHER }),
        'CONTENT_UNREADABLE',
        /intents: this user may not/,
      );
    chmodSync(folder, 0o700);
    assertTold(ran(['check'], { CONTENT: folder }, { uid: OTHER }), 'CONTENT_UNREADABLE', /this user may not, EACCES/);
  });

  it('is told of a working folder that was deleted', () => {
    for (const [command, database] of [
      ['start', 'sqlite::memory:'],
      ['tickets', 'sqlite:./firstline.db'],
    ] as const) {
      const folder = join(freshFolder(), 'gone');
      mkdirSync(folder);
      // The shell stands in the folder while it goes.
      const script = 'rmdir "$0" && exec "$@"';
      const { status, stderr } = spawnSync('sh', ['-c', script, folder, process.execPath, COMMAND, command], {
        env: { ...process.env, ...FIXTURE_SETTINGS, PORT: '0', LOG_LEVEL: 'error', DATABASE_URL: database },
        cwd: folder,
      });
      assertTold({ status, err: String(stderr) }, 'FOLDER_GONE', /was deleted/);
    }
  });

  it('is told of the folder of a demo before its month is played', () => {
    const began = performance.now();
    for (const folder of ['/proc/demo', '/dev/null/demo'])
      assertTold(ran(['demo', '--data', folder], {}), 'DEMO_UNWRITTEN', /--data/);
    assert.ok(performance.now() - began < 20_000);
    const folder = freshFolder();
    writeFileSync(join(folder, 'file'), '');
    assertTold(ran(['demo', '--data', join(folder, 'file')], {}), 'DEMO_UNWRITTEN', /is a file, and no folder/);
  });

  it('is told of output that a full disk does not take, which must not look whole', function () {
    if (!existsSync('/dev/full')) return this.skip();
    for (const args of [['explain'], ['poster', '--url', 'https://help.example.com']]) {
      const full = openSync('/dev/full', 'w');
      const { status, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
        env: { ...process.env, ...FIXTURE_SETTINGS, LOG_LEVEL: 'error' },
        stdio: ['ignore', full, 'pipe'],
      });
      closeSync(full);
      assertTold({ status, err: String(stderr) }, 'SYSTEM_REFUSED', /standard output: the disk is full, ENOSPC/);
    }
  });

  it('is told of a folder for content that can not be made, instead of trying for ever', () => {
    for (const args of [
      ['schema', '/proc/none/content'],
      ['new', 'pack', 'printers', '--in', '/proc/none/content'],
    ])
      assertTold(ran(args, {}), 'SYSTEM_REFUSED', /\/proc\/none: it is not there, ENOENT/);
  });

  it('is told of any other file, by the last resort', () => {
    const file = join(freshFolder(), 'file');
    writeFileSync(file, '');
    assertTold(ran(['schema', file], {}), 'SYSTEM_REFUSED', /a part of the path is no folder, ENOTDIR/);
  });
});
