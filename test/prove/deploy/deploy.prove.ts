/**
 * The files of deploy/, started as they are started there: the container's command and systemd's, in a root that can't be written to,
 * behind a real nginx with the shipped configuration; and the alert rules. There is no container engine and no systemd in it: what
 * they would do is done by namespaces, by hand.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { parse } from 'yaml';
import { environmentOf, listIn, type Stage } from '../../deploy/dockerfile.ts';
import { ROOT } from '../../fakes/content.ts';
import { freshFolder } from '../../fakes/folder.ts';
import { freePort } from '../../fakes/free-port.ts';
import { PagePerson } from '../../fakes/page-person.ts';
import { png } from '../../fakes/pictures.ts';
import { freshDatabase } from '../../fakes/postgres.ts';
import { SECRET } from '../../fakes/slack/person.ts';
import { BOT_TOKEN, SlackPlatform } from '../../fakes/slack/platform.ts';
import { until } from '../../fakes/until.ts';
import { RunningUnit, type Unit } from './clean-root.ts';
import { missing } from './debian.ts';
import { buildImage, megabytes, NODE_FOLDER, shell } from './image.ts';
import { Nginx } from './nginx.ts';

/** The most that the installed tree and the Node binary may take, in MB. */
const MOST_MB = 430;
const ERROR = 'Cannot sign in to Lync because your computer clock is not set correctly.';
const PROMETHEUS = join(ROOT, 'deploy', 'prometheus');

describe('what deploy/ ships', function () {
  this.timeout(240_000);
  const app = join(freshFolder(), 'app');
  const units: RunningUnit[] = [];
  const people: PagePerson[] = [];
  let image: Stage;
  let nginx: Nginx;

  before(async function () {
    // A checkout without a model of this content has it trained first.
    this.timeout(600_000);
    const why = missing();
    if (why !== null) {
      process.stdout.write(`npm run prove:deploy: not run: ${why}\n`);
      this.skip();
    }
    image = await buildImage(app);
  });
  after(async () => {
    for (const person of people) person.close();
    await nginx?.stop();
    for (const unit of units) await unit.stop();
  });

  /** The image's container, as compose.yaml starts it; all of them share one network here, so each gets ports of its own. */
  async function container(given: Record<string, string>): Promise<RunningUnit> {
    const { environment } = (
      parse(readFileSync(join(ROOT, 'deploy', 'container', 'compose.yaml'), 'utf8'), { merge: true }) as {
        services: { 'firstline-a': { environment: Record<string, string> } };
      }
    ).services['firstline-a'];
    const unit: Unit = {
      command: listIn(image, 'CMD'),
      cwd: image.instructions.find(({ name }) => name === 'WORKDIR')!.rest,
      env: { PATH: '/image:/usr/bin:/bin', ...environmentOf(image), ...environment, HOST: '127.0.0.1', ...given },
      mounts: { '/app': app, '/image': NODE_FOLDER },
      data: '/data',
    };
    const running = await RunningUnit.start(unit);
    units.push(running);
    return running;
  }

  async function person(url: string, options: object = {}): Promise<PagePerson> {
    const one = await new PagePerson(url, options).open();
    people.push(one);
    return one;
  }

  it(`takes ${MOST_MB} MB at the most, with its Node`, () => {
    const size = megabytes(app) + statSync(join(NODE_FOLDER, 'node')).size / 2 ** 20;
    process.stdout.write(`    the image's tree and its Node: ${size.toFixed(0)} MB\n`);
    assert.ok(size <= MOST_MB, `${size.toFixed(0)} MB`);
  });

  it('still reads pictures, has all that Slack and Teams load, and believes no proxy but the one that is named', async () => {
    const shot = join(freshFolder(), 'shot.png');
    const words = ['Cannot sign in because the server', 'is temporarily unavailable.'];
    const lines = words.map(
      (text, i) => `<text x="30" y="${60 + i * 40}" font-size="26" font-family="sans-serif">${text}</text>`,
    );
    const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="620" height="160"><rect width="100%" height="100%" fill="#fff"/>${lines.join('')}</svg>`;
    writeFileSync(shot, await sharp(Buffer.from(drawn)).png().toBuffer());
    const said = await shell(`echo '{"image":"${shot}"}' | node deploy/command/firstline.cjs classify --json`, app);
    assert.match(said, /"decision":"answer"/, said);
    const slack = await SlackPlatform.start();
    try {
      const unit = await container({
        DATABASE_URL: 'sqlite:/data/firstline.db',
        PORT: '0',
        METRICS: 'off',
        SLACK_BOT_TOKEN: BOT_TOKEN,
        SLACK_SIGNING_SECRET: SECRET,
        SLACK_API_URL: slack.apiUrl,
        MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
        MicrosoftAppPassword: 'secret',
        MicrosoftAppTenantId: 'aaaaaaaa-0000-0000-0000-000000000001',
      });
      // Compose's proxy has another address: whoever comes from this one is not believed, whatever the headers say.
      const claims = { headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '8.8.8.8' } };
      await assert.rejects(person(unit.address, claims), /WEB_CHAT_PLAIN/);
      assert.equal(await unit.stop(), 0, unit.log);
    } finally {
      await slack.close();
    }
  });

  describe('the container, two of them behind nginx', () => {
    let a: RunningUnit;
    let b: RunningUnit;
    let metrics: number;
    /** The people with an open page. */
    const here: PagePerson[] = [];

    before(async () => {
      const database = { DATABASE_URL: await freshDatabase(), TRUSTED_PROXY: '127.0.0.1' };
      metrics = await freePort();
      const start = (more: Record<string, string>): Promise<RunningUnit> =>
        container({ ...database, PORT: '0', ...more });
      [a, b] = [await start({ METRICS: `127.0.0.1:${metrics}` }), await start({ METRICS: 'off' })];
      const place = ({ address }: RunningUnit): string => new URL(address).host;
      nginx = await new Nginx().start('deploy/container/upstream.conf', {
        'firstline-a:3978': place(a),
        'firstline-b:3978': place(b),
      });
    });

    it('run as an ordinary user without rights, and can’t write to their files', () => {
      for (const unit of [a, b]) {
        assert.match(unit.status('Uid'), /^1000\b/);
        assert.match(unit.status('CapEff'), /^0+$/);
        assert.equal(unit.status('NoNewPrivs'), '1');
        assert.ok(unit.isReadOnly);
      }
    });

    it('are healthy, says the image’s own check, and are not when nothing listens', async () => {
      const check = listIn(image, 'HEALTHCHECK').join(' ');
      await shell(check, app, { PORT: new URL(a.address).port });
      await assert.rejects(shell(check, app, { PORT: '1' }));
    });

    it('give the page by TLS, answer, and let each line through at once while the stream stays open', async () => {
      const redirect = await fetch(`http://127.0.0.1:${nginx.plain}/`, {
        redirect: 'manual',
        headers: { host: 'help.example.com' },
      });
      assert.equal(redirect.headers.get('location'), 'https://127.0.0.1/');
      for (let i = 0; i < 4; i++) {
        const one = await person(nginx.url, nginx.options);
        here.push(one);
        assert.equal(await one.say(ERROR), 202);
        await one.hear('"who":"firstline"');
        assert.ok(!one.isCutOff);
      }
      const page = await here.at(-1)!.ask('GET', '/');
      assert.match(page.body, /<html/);
    });

    it('take screenshots up to the limit, and no more', async () => {
      const [one] = here as [PagePerson];
      const sent = await one.ask('POST', '/web/images', png({ width: 1500, height: 1500 }), 'image/png');
      assert.equal(sent.status, 201, sent.body);
      assert.equal((await one.ask('POST', '/web/images', Buffer.alloc(12 * 2 ** 20), 'image/png')).status, 413);
    });

    it('keep health and metrics inside, and give metrics that promtool finds no fault with', async () => {
      const [one] = here as [PagePerson];
      for (const path of ['/metrics', '/healthz', '/readyz'])
        assert.equal((await one.ask('GET', path)).status, 404, path);
      const text = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
      assert.match(text, /^firstline_ready 1$/m);
      assert.match(text, /^firstline_oldest_unsent_seconds\{channel="web"\} 0$/m);
      const own = text.replace(/^.*\b(?:nodejs|process)_.*\n/gm, '');
      const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: own, encoding: 'utf8' });
      assert.equal(status, 0, stdout + stderr);
    });

    it('finish what was accepted when one is told to stop, and nobody’s message is refused meanwhile', async () => {
      const talking: PagePerson[] = [];
      for (let i = 0; i < 8; i++) talking.push(await person(nginx.url, nginx.options));
      const statuses: number[] = [];
      let isOver = false;
      const talk = async (one: PagePerson, i: number): Promise<void> => {
        // Fewer than the page takes of one conversation in a minute.
        for (let n = 0; n < 25 && !isOver; n++) statuses.push(await one.say(`message ${n} of ${i}: ${ERROR}`));
      };
      const all = Promise.all(talking.map(talk));
      await until(() => statuses.length > 16, 'some messages');
      assert.equal(await a.stop(), 0, a.log);
      isOver = true;
      await all;
      assert.match(a.log, /"msg":"stopped"/);
      assert.deepEqual(
        statuses.filter((status) => status !== 202),
        [],
      );
      // The pages come back to the other instance, and find an answer to everything there.
      for (const one of talking) {
        const again = await one.ask('GET', '/');
        assert.equal(again.status, 200);
      }
      await until(
        async () => {
          const said = await Promise.all(talking.map((one) => one.answered()));
          return said.every(({ own, answers }) => own > 0 && answers >= own);
        },
        'an answer to every message',
        60_000,
      );
    });
  });

  describe('the unit of systemd', () => {
    const path = join(ROOT, 'deploy', 'systemd', 'firstline.service');
    const text = readFileSync(path, 'utf8');
    const all = (name: string): string[] =>
      [...text.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value!);

    it('runs its command as its own user, writes to its own folder alone, and stops on SIGTERM', async () => {
      const env = all('Environment')
        .flatMap((line) => line.split(' '))
        .map((pair) => pair.split(/=(.*)/s).slice(0, 2));
      mkdirSync(join(app, 'node_modules', 'node', 'bin'), { recursive: true });
      const unit = await RunningUnit.start({
        command: all('ExecStart')[0]!.split(' '),
        cwd: all('WorkingDirectory')[0]!,
        env: { PATH: '/usr/bin:/bin', ...Object.fromEntries(env), PORT: '0' },
        // `npm ci` brings the Node that the unit starts; the image's tree is without it.
        mounts: { '/opt/firstline': app, '/opt/firstline/node_modules/node/bin': NODE_FOLDER },
        data: '/var/lib/firstline',
      });
      units.push(unit);
      const one = await person(unit.address);
      assert.equal(await one.say(ERROR), 202);
      await one.hear('"who":"firstline"');
      assert.match(unit.status('Uid'), /^1000\b/);
      assert.equal(await unit.stop(), 0, unit.log);
    });

    it('is valid, and hardened, says systemd-analyze', function () {
      if (spawnSync('systemd-analyze', ['--version']).status !== 0) {
        process.stdout.write('    systemd-analyze: not run: it is not here\n');
        return this.skip();
      }
      const here = join(freshFolder(), 'firstline.service');
      writeFileSync(here, text.replace('/opt/firstline/node_modules/node/bin/node', join(NODE_FOLDER, 'node')));
      const verified = spawnSync('systemd-analyze', ['verify', here], { encoding: 'utf8' });
      assert.deepEqual([verified.status, verified.stderr], [0, '']);
      // A tenth of the scale: 2.0 of 10 at the most.
      const rated = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', here], {
        encoding: 'utf8',
      });
      assert.equal(rated.status, 0, rated.stdout);
    });
  });

  it('has alert rules that promtool accepts, and that fire when they should', () => {
    execFileSync('promtool', ['check', 'rules', join(PROMETHEUS, 'alerts.yaml')], { stdio: 'pipe' });
    const tested = spawnSync('promtool', ['test', 'rules', 'alerts.test.yaml'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    });
    assert.equal(tested.status, 0, tested.stdout + tested.stderr);
  });
});
