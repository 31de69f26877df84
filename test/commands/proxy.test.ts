import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstline } from '../fakes/cli.ts';
import { ROOT } from '../fakes/content.ts';
import { MICROSOFT, Microsoft } from '../fakes/microsoft.ts';
import { AUTHORITY, CompanyProxy, SecureFront } from '../fakes/outside.ts';
import { Service } from '../fakes/service.ts';
import { SlackPerson, type Way } from '../fakes/slack/person.ts';
import { APP_TOKEN, BOT_TOKEN, SlackPlatform } from '../fakes/slack/platform.ts';
import { FakeTeams } from '../fakes/teams.ts';
import { APP, TENANT } from '../fakes/teams-world.ts';
import { until } from '../fakes/until.ts';

const PASSWORD = 'pa/ss#w@rd';
const SERVICE_URL = 'https://smba.trafficmanager.net/emea/';
const ERROR = 'Roomie cannot book this room because the schedule on this panel is out of date.';

describe('a company whose servers get out by a proxy only', function () {
  this.timeout(120_000);
  let slack: SlackPlatform;
  let teams: FakeTeams;
  let microsoft: Microsoft;
  let fronts: SecureFront[];
  let proxy: CompanyProxy;
  let service: Service;

  before(async () => {
    slack = await SlackPlatform.start();
    slack.link = 'wss://wss-primary.slack.com/link';
    teams = await new FakeTeams().open();
    microsoft = await Microsoft.before(teams);
    fronts = await Promise.all(
      [Number(new URL(slack.origin).port), microsoft.port].map((port) => SecureFront.before(port)),
    );
    const [ofSlack, ofMicrosoft] = fronts.map(({ port }) => port) as [number, number];
    proxy = await CompanyProxy.open([
      ['slack.com', ofSlack],
      ['wss-primary.slack.com', ofSlack],
      ...MICROSOFT.map((name) => [name, ofMicrosoft] as const),
    ]);
    proxy.credentials = `us@er:${PASSWORD}`;
    service = new Service();
  });
  after(async () => {
    await service.remove();
    await proxy.close();
    for (const front of fronts) await front.close();
    await microsoft.close();
    await teams.close();
    await slack.close();
  });
  beforeEach(() => {
    proxy.fate = 'through';
    proxy.asked.length = 0;
  });

  const settings = () => ({
    HTTPS_PROXY: proxy.address,
    NODE_EXTRA_CA_CERTS: AUTHORITY,
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    MicrosoftAppId: APP,
    MicrosoftAppTenantId: TENANT,
    MicrosoftAppPassword: 'a-secret-of-the-bot',
  });
  const socket: Way = {
    event: async (envelope) => void slack.socket.deliver('events_api', envelope),
    interactive: async (body) => void slack.socket.deliver('interactive', body),
  };

  /** Sends what Kim writes in Teams, as Teams does. */
  async function toTeams(id: string): Promise<void> {
    const fixture = readFileSync(join(ROOT, 'test', 'fixtures', 'teams', 'personal.json'), 'utf8');
    const answer = await fetch(`${service.address}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${teams.token(APP, { serviceurl: SERVICE_URL })}`,
      },
      body: JSON.stringify({ ...JSON.parse(fixture), id }),
    });
    assert.ok(answer.ok, `${answer.status} ${await answer.text()}`);
  }
  const answersIn = (person: SlackPerson): number =>
    slack.made('chat.postMessage').filter(({ channel }) => channel === person.dm).length;
  const inTeams = (): number => teams.posts.length;
  /** Waits until nothing is on its way. */
  const quiet = async (): Promise<void> => {
    const made = (): number => slack.calls.length + teams.requests.length;
    for (let before = -1; before !== made(); ) {
      before = made();
      await new Promise((resume) => setTimeout(resume, 500));
    }
  };

  it('are helped in Slack and in Teams, and every way out is the proxy’s', async () => {
    await service.start({ ...settings(), LOG_LEVEL: 'debug' });
    await until(() => slack.socket.open === 2, 'two connections');
    const kim = new SlackPerson('kim', slack, socket);
    await kim.says(ERROR);
    await toTeams('1');
    await until(
      () => answersIn(kim) > 0 && inTeams() > 0,
      () => `answers: ${service.log}`,
    );
    for (const name of ['slack.com', 'wss-primary.slack.com', ...MICROSOFT])
      assert.ok(proxy.times(name) > 0, `${name} was asked past the proxy: ${proxy.asked}`);
    assert.equal(proxy.times('wss-primary.slack.com'), 2);
    assert.ok(microsoft.tokens > 0);
  });

  it('make the proxy fetch pictures from where the platform keeps them, and from nowhere else', async () => {
    const eve = new SlackPerson('eve', slack, socket);
    const picture = { mode: 'hosted', mimetype: 'image/png', name: 'a.png', size: 9 };
    const addresses = [
      'https://files.slack.com.outside.example/a.png',
      'https://metadata.outside.example/a.png',
      'https://169.254.169.254/latest/meta-data',
      'http://files.slack.com/a.png',
      'https://files.slack.com@evil.outside.example/a.png',
      'https://files.slack.com/a.png',
    ];
    for (const [i, url] of addresses.entries())
      await eve.says(`see ${i}`, { files: [{ ...picture, id: `F${i}`, url_private_download: url }] });
    const jobs = (): number => service.log.split('"job":"images"').length - 1;
    await until(
      () => jobs() >= addresses.length,
      () => `pictures: ${service.log}`,
    );
    await quiet();
    assert.ok(proxy.times('files.slack.com') > 0, `${proxy.asked}`);
    const names = proxy.asked.map((asked) => asked.replace(/:443$/, ''));
    assert.deepEqual(
      [...new Set(names)].filter((name) => !proxy.names.has(name) && name !== 'files.slack.com'),
      [],
    );
  });

  for (const [what, fate, code] of [
    ['refuses', 403, 'PROXY_REFUSED'],
    ['breaks connections off', 'break', 'PROXY_UNREACHABLE'],
  ] as const)
    it(`lose and double nothing while the proxy ${what}, and the log says so`, async () => {
      const bob = new SlackPerson('bob', slack, socket);
      await quiet();
      const before = [answersIn(bob), inTeams()] as const;
      const told = service.log.length;
      proxy.fate = fate;
      // The sockets stay, so that Slack's messages come; what goes out needs a new connection.
      for (const name of ['slack.com', 'smba.trafficmanager.net']) proxy.cut(name);
      await bob.says(ERROR);
      await toTeams(`while it ${what}`);
      const log = () => service.log.slice(told);
      const lines = () =>
        log()
          .split('\n')
          .filter((line) => line.includes(`"code":"${code}"`));
      await until(
        () => lines().length > 0,
        () => `a line of the log: ${log()}`,
      );
      const asked = proxy.asked.length;
      await new Promise((resume) => setTimeout(resume, 1000));
      assert.ok(proxy.asked.length - asked < 100, `asked ${proxy.asked.length - asked} times in a second`);
      proxy.fate = 'through';
      await until(
        () => answersIn(bob) > before[0] && inTeams() > before[1],
        () => `answers: ${log()}`,
      );
      await quiet();
      assert.deepEqual([answersIn(bob), inTeams()], [before[0] + 1, before[1] + 1]);
      assert.ok(!/"code":"(SEND_UNCONFIRMED|SEND_REFUSED|SEND_GIVEN_UP)"/.test(service.log), service.log);
      // One of each way out: Slack's and Teams'.
      assert.ok(lines().length <= 2, lines().join('\n'));
      assert.match(lines()[0]!, /"cure":/);
    });

  it('have their chat page and health at once where the proxy answers nothing, and hear of Slack', async () => {
    proxy.fate = 'hang';
    const other = new Service();
    try {
      const began = performance.now();
      const address = await other.start(settings());
      const seconds = (performance.now() - began) / 1000;
      assert.ok(seconds < 12, `it took ${seconds} s`);
      assert.equal((await fetch(`${address}/readyz`)).status, 200);
      await until(
        () => other.log.includes('SLACK_UNREACHABLE'),
        () => `a line of the log: ${other.log}`,
      );
      const stopping = performance.now();
      assert.equal(await other.stop(), 0);
      assert.ok(performance.now() - stopping < 5000);
    } finally {
      await other.remove();
    }
  });

  it('find neither user nor password in the log', () => {
    assert.match(service.log, new RegExp(`"proxy":"http://127.0.0.1:${proxy.port}"`));
    for (const secret of [
      PASSWORD,
      encodeURIComponent(PASSWORD),
      'us@er',
      'us%40er',
      Buffer.from(`us@er:${PASSWORD}`).toString('base64'),
    ])
      assert.ok(!service.log.includes(secret), secret);
    assert.doesNotMatch(service.log, /Roomie cannot book/);
  });

  describe('ask the doctor, who', () => {
    const ask = (channel: 'slack' | 'teams', more: Record<string, string> = {}) =>
      firstline(['doctor', channel, '--address', service.address], '', { ...settings(), ...more });

    it('finds everything fine through the proxy, and asks the service itself past it', async () => {
      const ran = await ask('teams');
      assert.match(ran.out, /way out to login\.microsoftonline\.com is open/);
      assert.match(ran.out, /✓ Microsoft gives a token for sending/);
      assert.match(ran.out, /is Firstline, but Teams needs an https address/);
      assert.equal(proxy.times('127.0.0.1'), 0);
      const other = await ask('slack');
      assert.match(other.out, /✓ The bot token works/);
    });

    for (const [what, change, said] of [
      [
        'a wrong password',
        { HTTPS_PROXY: 'http://us%40er:wrong-one@proxy' },
        /does not take the user and the password.*\(407\)/,
      ],
      ['no password', { HTTPS_PROXY: 'http://proxy' }, /wants a user and a password.*\(407\)/],
      ['a proxy that is away', { HTTPS_PROXY: 'http://us:wrong-one@127.0.0.1:9' }, /does not answer \(ECONNREFUSED\)/],
      [
        'a proxy that nobody knows',
        { HTTPS_PROXY: 'http://us:wrong-one@proxy.invalid:3128' },
        /does not answer \((ENOTFOUND|EAI_AGAIN)\)/,
      ],
    ] as const)
      it(`names ${what}, with the cure, and keeps the password to itself`, async () => {
        const address = change.HTTPS_PROXY.replace(/proxy$/, `127.0.0.1:${proxy.port}`);
        const ran = await ask('slack', { HTTPS_PROXY: address });
        assert.equal(ran.code, 1);
        assert.match(ran.out, said);
        assert.match(ran.out, /HTTPS_PROXY.*\[PROXY_(REFUSED|UNREACHABLE)\]/);
        assert.ok(!`${ran.out}${ran.err}`.includes('wrong-one'), ran.out);
      });

    it('names a proxy that never answers, and one that lets nothing through to a host', async () => {
      proxy.fate = 'hang';
      assert.match((await ask('slack')).out, /does not answer \(no answer in time\)/);
      proxy.fate = 503;
      assert.match((await ask('teams')).out, /lets nothing through to login\.microsoftonline\.com \(HTTP 503\)/);
    });

    it('goes past the proxy to hosts of NO_PROXY', async () => {
      const ran = await ask('slack', { NO_PROXY: '.slack.com' });
      assert.deepEqual(proxy.asked, []);
      assert.equal(ran.code, 1);
    });
  });
});
