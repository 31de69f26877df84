import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { TeamsSettings } from '../../../src/channels/teams/settings.ts';
import { readConfig } from '../../../src/config.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { Camera } from '../../fakes/screenshots.ts';
import { Service } from '../../fakes/service.ts';
import { FakeTeams } from '../../fakes/teams.ts';
import { recorded, shown } from '../../fakes/teams-world.ts';
import { until } from '../../fakes/until.ts';

const APP = {
  MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
  MicrosoftAppTenantId: 'aaaaaaaa-0000-0000-0000-000000000001',
};

describe('Teams: settings', () => {
  const read = (env: Record<string, string>) =>
    (readConfig(env).channels.get('teams') as TeamsSettings | undefined) ?? null;

  it('leave Teams off without an app id, whatever else is set', () => {
    assert.equal(read({}), null);
    assert.equal(read({ MicrosoftAppId: '', MicrosoftAppPassword: 'x' }), null);
  });

  it('make a single-tenant bot unless told otherwise', () => {
    assert.deepEqual(read({ ...APP, MicrosoftAppPassword: 'secret' }), {
      identity: {
        appId: APP.MicrosoftAppId,
        password: 'secret',
        tenantId: APP.MicrosoftAppTenantId,
        type: 'SingleTenant',
      },
      cardKey: null,
      readThreads: false,
    });
    const key = 'k'.repeat(32);
    const managed = read({
      ...APP,
      MicrosoftAppType: 'UserAssignedMSI',
      TEAMS_CARD_KEY: key,
      TEAMS_READ_THREADS: 'on',
    });
    assert.deepEqual([managed?.identity?.type, managed?.cardKey, managed?.readThreads], ['UserAssignedMSI', key, true]);
  });

  it('tell which of them is wrong, and what to do about it', () => {
    const wrong: [Record<string, string>, RegExp][] = [
      [APP, /MicrosoftAppPassword is missing/],
      [{ MicrosoftAppId: APP.MicrosoftAppId, MicrosoftAppPassword: 'x' }, /MicrosoftAppTenantId is missing/],
      [{ ...APP, MicrosoftAppId: 'my bot', MicrosoftAppPassword: 'x' }, /MicrosoftAppId must be the Application/],
      [{ ...APP, MicrosoftAppPassword: 'x', MicrosoftAppType: 'MultiTenant' }, /July 2025/],
      [
        { ...APP, MicrosoftAppPassword: 'x', MicrosoftAppType: 'UserAssignedMSI', TEAMS_CARD_KEY: 'k'.repeat(32) },
        /has no MicrosoftAppPassword/,
      ],
      [{ ...APP, MicrosoftAppType: 'UserAssignedMSI' }, /TEAMS_CARD_KEY is missing/],
      [{ TEAMS: 'local', HOST: '0.0.0.0' }, /can't listen on 0\.0\.0\.0/],
      [{ TEAMS: 'local', ...APP, MicrosoftAppPassword: 'x' }, /MicrosoftAppId is set/],
      [{ TEAMS: 'on' }, /TEAMS must be local/],
    ];
    for (const [env, what] of wrong)
      assert.throws(
        () => read(env),
        (error: Error & { cure: string }) => what.test(error.message) && error.cure.length > 10,
        JSON.stringify(env),
      );
  });
});

describe('Teams: on this machine, without an account', function () {
  this.timeout(120_000);
  const service = new Service();
  const teams = new FakeTeams();
  const LOCAL = { TEAMS: 'local', WEB_CHAT: 'off' };
  before(() => teams.open());
  after(async () => {
    await service.remove();
    await teams.close();
  });
  afterEach(() => service.stop());

  const post = (activity: unknown, headers: Record<string, string> = {}): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(
        `${service.address}/api/messages`,
        { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
        (answer) => {
          answer.resume();
          answer.once('end', () => resolve(answer.statusCode!));
        },
      );
      sent.on('error', reject);
      sent.end(JSON.stringify(activity));
    });

  it('answers without a token, and refuses everybody from elsewhere', async () => {
    await service.start(LOCAL);
    assert.equal(await post(recorded('personal', teams)), 200);
    await until(() => teams.cards('a:kim').length === 1, 'the answer');
    assert.match(shown(teams.cards('a:kim')[0]), /schedule is out of date/);
    assert.equal(teams.posts[0]!.authorization, undefined);
    const elsewhere: [unknown, Record<string, string>][] = [
      [recorded('personal-plain', teams), { 'x-forwarded-for': '203.0.113.9' }],
      [recorded('personal-plain', teams), { forwarded: 'for=203.0.113.9' }],
      [recorded('personal-plain', teams), { via: '1.1 tunnel' }],
      [recorded('personal-plain', teams), { 'x-real-ip': '127.0.0.1' }],
      [recorded('personal-plain', teams), { 'cf-connecting-ip': '203.0.113.9' }],
      [recorded('personal-plain', teams), { host: 'firstline.example.com' }],
      [recorded('personal-plain', teams, { serviceUrl: 'https://smba.trafficmanager.net/emea/' }), {}],
      [recorded('personal-plain', teams, { serviceUrl: undefined }), {}],
    ];
    for (const [activity, headers] of elsewhere)
      assert.equal(await post(activity, headers), 403, JSON.stringify(headers));
    assert.equal(teams.posts.length, 1);
  });

  it('reads the error in a screenshot that comes with a message', async () => {
    await service.start(LOCAL);
    const browser = await openBrowser();
    const camera = new Camera(browser);
    const shot = await camera.take({
      message: 'Roomie cannot book this room because the schedule on this panel is out of date.',
      title: 'Roomie',
      font: 'open-sans',
      theme: 'light',
      scale: 1.5,
      scene: 'box',
    });
    await browser.close();
    teams.files.set('/v3/attachments/0-weu-d1/views/original', { body: shot });
    assert.equal(
      await post(recorded('inline-image', teams, { conversation: { conversationType: 'personal', id: 'a:shot' } })),
      200,
    );
    // On a busy machine a word may come before the answer.
    const words = (): string => shown(teams.cards('a:shot').at(-1) ?? {});
    await until(() => /schedule is out of date/.test(words()), 'what stands in the picture');
  });

  it('refuses to listen beyond this machine, and has no route where Teams is off', async () => {
    await assert.rejects(service.start({ ...LOCAL, HOST: '0.0.0.0' }), /TEAMS_NOT_LOCAL|authenticates nobody/);
    await service.start({ WEB_CHAT: 'off' });
    assert.equal(await post(recorded('personal', teams)), 404);
  });

  it('answers a chat once after a restart, from what is stored', async () => {
    await service.start(LOCAL);
    const seen = teams.posts.length;
    teams.fate = () => ({ status: 429, headers: { 'retry-after': '2' } });
    assert.equal(await post(recorded('group-mention', teams)), 200);
    await until(() => teams.posts.length > seen, 'the first attempt');
    // Taken down before the answer could be given, and after what Teams said to the first attempt is stored.
    await service.told('teams');
    await service.stop('SIGKILL');
    teams.fate = () => ({ status: 201 });
    await service.start(LOCAL);
    const group = '19:group0123456789@thread.v2';
    await until(() => teams.cards(group).length > 0, 'the answer');
    assert.match(shown(teams.cards(group)[0]), /schedule is out of date/);
    // Replies of a conversation go out in order: a second one would come before the answer to this.
    assert.equal(await post(recorded('group-mention', teams, { id: 'later' })), 200);
    await until(() => teams.cards(group).length > 1, 'the answer to what was said later');
    await service.stop();
    assert.equal(teams.cards(group).length, 2);
  });
});
