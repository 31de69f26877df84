import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { channelContract, type Shown } from '../../contracts/channel.contract.ts';
import { FILE_DROP, FileDrop } from '../../fakes/file-drop.ts';
import { freshFolder } from '../../fakes/folder.ts';
import { until } from '../../fakes/until.ts';

/** Often enough that no test waits. */
const EVERY_MS = 5;

channelContract({
  name: 'filedrop',
  registration: {
    registration: FILE_DROP,
    unset: 'off',
    names: ['FILEDROP_FOLDER'],
    right: { FILEDROP_FOLDER: '/srv/filedrop' },
    wrong: [
      [{ FILEDROP_FOLDER: 'here' }, 'FILEDROP_FOLDER'],
      [{ FILEDROP_FOLDER: '/a\0b' }, 'FILEDROP_FOLDER'],
    ],
  },
  async open(host) {
    const folder = freshFolder();
    const out = join(folder, 'out', 'kim');
    const channel = new FileDrop({ folder, everyMs: EVERY_MS }, host);
    let stopped = false;
    channel.mount();
    await channel.start();

    async function drop(fields: object, key: string): Promise<boolean> {
      const path = join(folder, 'in', `${key}.json`);
      const ended = host.ended();
      writeFileSync(`${path}.part`, JSON.stringify({ from: 'kim', ...fields }));
      renameSync(`${path}.part`, path);
      if (stopped) {
        await wait(EVERY_MS * 10);
        return !existsSync(path);
      }
      await until(() => !existsSync(path) || host.ended() > ended, 'the file to be looked at');
      // A file that was accepted goes a moment later.
      for (let looks = 0; looks < 5 && existsSync(path); looks++) await wait(EVERY_MS);
      return !existsSync(path);
    }
    const blocked = (): void => {
      rmSync(out, { recursive: true, force: true });
      writeFileSync(out, 'in the way');
    };
    const free = (): void => {
      if (existsSync(out) && statSync(out).isFile()) rmSync(out);
    };
    const written = (): string[] => (existsSync(out) && statSync(out).isDirectory() ? readdirSync(out) : []);
    return {
      channel,
      server: { without: 'it is reached by its folder alone' },
      connections: { without: 'it looks into its folder' },
      ways: {
        say: (text, key) => drop({ text }, key),
        press: ({ id }, asked) => drop({ choice: id, asked }, `press-${asked}`),
        again: true,
      },
      called: null,
      shown: () =>
        written()
          .sort((a, b) => Number.parseFloat(a) - Number.parseFloat(b))
          .map((file): Shown => {
            const { by, title, text, choices, controls, files } = JSON.parse(readFileSync(join(out, file), 'utf8'));
            const titles = [...choices, ...controls].map((c: { title: string }) => c.title);
            return { words: [by, title, text, ...titles, ...files].join('\n'), works: [], calls: [] };
          }),
      // There are no requests to count, but what they would leave behind.
      attempts: () => written().length,
      failures: { 'has something else in its place': { begin: blocked, outcomes: ['later'] } },
      cut: { before: blocked, after: free },
      gone: { rows: [{ conversation: 'filedrop:nobody' }], images: ['../../etc/passwd', 'gone.png'] },
      async stop() {
        stopped = true;
        await channel.stop();
      },
      close: () => channel.stop(),
    };
  },
});
