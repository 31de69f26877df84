import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import sinon from 'sinon';
import { APP, TENANT, TeamsWorld } from '../../fakes/teams-world.ts';
import { until } from '../../fakes/until.ts';

/** Teams waits so long for an answer. */
const TEAMS_GIVES_UP_MS = 15_000;
const DAY = 24 * 3_600_000;
const REFUSED = {
  code: 'TOKEN_REFUSED',
  cause: 'The request is not signed for this bot.',
  cure: 'Nothing can be done about it.',
};

describe('Teams: authentication', () => {
  let world: TeamsWorld;
  beforeEach(async () => {
    world = await TeamsWorld.open();
  });
  afterEach(() => {
    sinon.restore();
    return world.close();
  });

  const personal = () => world.recorded('personal');
  /** Nothing was stored, and nothing was said. */
  const nothingHappened = async () => {
    await world.journal.idle();
    assert.deepEqual(await world.lines(`teams:${TENANT}:a:kim`), []);
    assert.equal(world.teams.requests.length, 0);
  };
  const at = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

  it('accepts a message that is signed for this bot', async () => {
    assert.equal((await world.send(personal())).status, 200);
    assert.equal((await world.lines(`teams:${TENANT}:a:kim`)).length, 2);
  });

  it('refuses everything else with the same few words, and handles nothing of it', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const t = world.teams;
    const bad: Record<string, string | null> = {
      'no token': null,
      'not a token': 'junk',
      'three parts of nothing': 'a.b.c',
      'no signature': t.token(APP, {}, { alg: 'none' }),
      'forged with a known key id': t.token(APP, {}, { key: privateKey }),
      'an unknown key': t.token(APP, {}, { key: privateKey, kid: 'mine' }),
      'another algorithm': t.token(APP, {}, { alg: 'HS256' }),
      'another audience': t.token('99999999-2222-3333-4444-555555555555'),
      'another issuer': t.token(APP, { iss: 'https://sts.windows.net/x/' }),
      'expired six minutes ago': t.token(APP, { exp: at(-360), nbf: at(-4000) }),
      'not valid before in six minutes': t.token(APP, { nbf: at(360) }),
      'without an end': t.token(APP, { exp: undefined }),
      'the serviceUrl of somebody else': t.token(APP, { serviceurl: 'https://evil.example/' }),
      'no serviceUrl claimed': t.token(APP, { serviceurl: undefined }),
      'ten thousand letters': `${'a'.repeat(10_000)}.b.c`,
    };
    for (const [what, token] of Object.entries(bad)) {
      const answer = await world.post(personal(), token);
      assert.equal(answer.status, 401, what);
      assert.deepEqual(answer.body, REFUSED, what);
    }
    await nothingHappened();
    assert.equal(world.log.codes.filter((c) => c === 'TOKEN_REFUSED').length, Object.keys(bad).length);
  });

  it('refuses an activity whose serviceUrl is missing or is not the signed one', async () => {
    for (const serviceUrl of [undefined, null, '', 'https://evil.example/', `${world.teams.url}/`]) {
      const answer = await world.post({ ...personal(), serviceUrl }, world.token());
      assert.equal(answer.status, 401, String(serviceUrl));
    }
    assert.equal(
      (await world.post({ ...personal(), serviceUrl: '' }, world.teams.token(APP, { serviceurl: '' }))).status,
      401,
    );
    for (const serviceurl of ['http://smba.trafficmanager.net/', 'ftp://127.0.0.1/', 'smba'])
      assert.equal(
        (await world.post({ ...personal(), serviceUrl: serviceurl }, world.teams.token(APP, { serviceurl }))).status,
        401,
      );
    await nothingHappened();
  });

  it('refuses other channels, and keys that may not sign for Teams', async () => {
    assert.equal((await world.post({ ...personal(), channelId: 'webchat' }, world.token())).status, 401);
    await nothingHappened();
    await world.close();
    world = await TeamsWorld.open();
    world.teams.endorsements = ['webchat', 'skype'];
    assert.equal((await world.post(personal(), world.token())).status, 401);
    await nothingHappened();
  });

  it('refuses people of another organisation', async () => {
    const there = { tenant: { id: 'bbbbbbbb-0000-0000-0000-000000000002' } };
    const answer = await world.post({ ...personal(), channelData: there }, world.token());
    assert.equal(answer.status, 403);
    assert.equal(answer.body.code, 'TENANT_FOREIGN');
    await nothingHappened();
  });

  it('forgives clocks that differ by five minutes', async () => {
    assert.equal((await world.post(personal(), world.teams.token(APP, { exp: at(-240), nbf: at(-4000) }))).status, 200);
  });

  it('answers a replayed request once', async () => {
    const [activity, token] = [personal(), world.token()];
    for (let i = 0; i < 3; i++) assert.equal((await world.send(activity, token)).status, 200);
    assert.equal(world.teams.posts.length, 1);
  });

  it('answers 503, not 401, while the keys can’t be fetched, and recovers by itself', async () => {
    world.teams.keyService = 503;
    const answer = await world.post(personal(), world.token());
    assert.equal(answer.status, 503);
    assert.equal(answer.body.code, 'KEYS_UNREACHABLE');
    await nothingHappened();
    world.teams.keyService = 200;
    world.clock.shift = 10_000;
    assert.equal((await world.send(personal())).status, 200);
    assert.equal(world.teams.posts.length, 1);
  });

  it('does not ask a key service in trouble for every message', async () => {
    world.teams.keyService = 500;
    for (let i = 0; i < 20; i++) assert.equal((await world.post(personal(), world.token())).status, 503);
    assert.equal(world.teams.keyRequests, 1);
  });

  it('tells of a key service in trouble ever more rarely', async () => {
    world.teams.keyService = 500;
    for (let minutes = 0; minutes < 30; minutes += 0.5) {
      world.clock.shift = minutes * 60_000;
      assert.equal((await world.post(personal(), world.teams.token(APP, { exp: at(3600) }))).status, 503);
    }
    const told = world.log.codes.filter((code) => code === 'KEYS_UNREACHABLE');
    assert.ok(told.length > 0 && told.length < 8, `${told.length} lines`);
  });

  it('gives up on a key service that hangs, in time for Teams', async () => {
    world.teams.keyService = 'hang';
    const patience: number[] = [];
    // Every wait is over at once, and tells how long it would have been.
    sinon.stub(AbortSignal, 'timeout').callsFake((ms) => {
      patience.push(ms);
      return AbortSignal.abort(new DOMException('over', 'TimeoutError'));
    });
    assert.equal((await world.post(personal(), world.token())).status, 503);
    const sum = patience.reduce((total, ms) => total + ms, 0);
    assert.ok(sum > 0 && sum < TEAMS_GIVES_UP_MS, `${patience}`);
  });

  it('goes on with the keys it has for days while the key service is down', async () => {
    await world.send(personal());
    world.teams.keyService = 503;
    for (const days of [1.5, 3, 6]) {
      world.clock.shift = days * DAY;
      const answer = await world.send(world.recorded('personal-plain', { id: `day-${days}` }));
      assert.equal(answer.status, 200, `after ${days} days`);
    }
    world.clock.shift = 8 * DAY;
    assert.equal((await world.post(personal(), world.token())).status, 503, 'a key nobody vouched for in a week');
    world.teams.keyService = 200;
    world.clock.shift += 10_000;
    assert.equal((await world.post(personal(), world.token())).status, 200);
  });

  it('asks for the keys anew once a day, without making anybody wait', async () => {
    await world.send(personal());
    assert.equal(world.teams.keyRequests, 2);
    world.clock.shift = 1.1 * DAY;
    await world.send(world.recorded('personal-plain'));
    await until(() => world.teams.keyRequests === 4, 'the keys to be asked for');
  });

  it('takes a new key when Microsoft changes it, and limits how often strangers make it ask', async () => {
    await world.send(personal());
    world.teams.rotate();
    world.clock.shift = 5 * 60_000;
    assert.equal((await world.send(world.recorded('personal-plain'))).status, 200);
    const { keyRequests } = world.teams;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (let i = 0; i < 20; i++)
      assert.equal(
        (await world.post(personal(), world.teams.token(APP, {}, { key: privateKey, kid: `k${i}` }))).status,
        401,
      );
    assert.equal(world.teams.keyRequests, keyRequests);
  });

  it('answers 503 to an unknown key while it can’t ask for new ones', async () => {
    await world.send(personal());
    world.teams.rotate();
    world.teams.keyService = 503;
    world.clock.shift = 5 * 60_000;
    assert.equal((await world.post(personal(), world.token())).status, 503);
  });

  it('asks for the keys once for all messages that wait for them', async () => {
    const token = world.token();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => world.post(world.recorded('personal-plain', { id: `m${i}` }), token)),
    );
    assert.ok(answers.every((a) => a.status === 200));
    assert.equal(world.teams.keyRequests, 2);
  });

  it('answers bad bodies with 400 or 413, and stays up', async () => {
    const bad: [string, number][] = [
      ['{broken', 400],
      ['[]', 400],
      ['null', 400],
      ['{}', 400],
      [JSON.stringify({ type: 'message' }), 400],
      [JSON.stringify({ ...personal(), text: 'a'.repeat(1_000_000) }), 413],
      [JSON.stringify({ ...personal(), conversation: { id: 'x'.repeat(5000) } }), 400],
    ];
    for (const [body, status] of bad) {
      const answer = await world.post(body, world.token());
      assert.equal(answer.status, status, body.slice(0, 40));
      assert.doesNotMatch(answer.text, /\bat \S+:\d+|node_modules|ZodError/);
    }
    await nothingHappened();
    assert.equal((await world.send(personal())).status, 200);
  });

  it('answers unknown activities and other bots, and does nothing about them', async () => {
    for (const [given, status] of [
      [{ type: 'typing' }, 200],
      [{ type: 'event', name: 'x' }, 200],
      [{ type: 'somethingNew' }, 200],
    ] as const)
      assert.equal((await world.send({ ...personal(), ...given })).status, status);
    assert.equal((await world.send({ ...personal(), type: 'invoke', name: 'x/y' })).status, 501);
    const bot = { id: '28:another', name: 'Bot' };
    assert.equal((await world.send({ ...personal(), from: bot })).status, 200);
    await nothingHappened();
  });
});
