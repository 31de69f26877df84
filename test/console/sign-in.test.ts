/** Signing in to the console at a real OpenID Connect provider (npm's oidc-provider), step by step as a browser does. */
import assert from 'node:assert/strict';
import { rolesIn } from '../../src/console/roles.ts';
import { hashOf } from '../../src/console/sealed.ts';
import { type Renewal, Sessions } from '../../src/console/sessions.ts';
import { consoleSettings } from '../../src/console/settings.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/open.ts';
import { freePort } from '../fakes/free-port.ts';
import { CLIENT, IdentityProvider } from '../fakes/identity-provider.ts';
import { Visitor } from '../fakes/visitor.ts';
import { ConsoleWorld } from './console-world.ts';

describe('signing in to the console', () => {
  const provider = new IdentityProvider();
  let world: ConsoleWorld;
  let visitor: Visitor;
  /** The console's clock, which can be put forward. */
  const clock = {
    ahead: 0,
    later(ms: number): void {
      this.ahead += ms;
    },
  };
  const desk = (): string => `${world.address}/console/desk`;
  const tickets = (who = visitor): Promise<Response> => who.open(`${world.address}/console/api/desk/tickets`);
  const refusal = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code;

  before(async () => {
    const port = await freePort();
    await provider.start(() => `http://127.0.0.1:${port}`);
    world = await ConsoleWorld.open(
      {
        oidc: {
          issuer: new URL(provider.issuer),
          ...{ clientId: CLIENT.id, clientSecret: CLIENT.secret, rolesClaim: 'roles', scopes: 'openid profile' },
          address: new URL(`http://127.0.0.1:${port}`),
          isOfferedToPeople: true,
        },
        ...{ webhook: null, mail: null, address: null },
      },
      { port, clock: () => Date.now() + clock.ahead },
    );
  });
  after(async () => {
    await world.close();
    await provider.stop();
  });
  beforeEach(() => {
    visitor = new Visitor();
    provider.claims = { sub: 'ana', name: 'Ana Ferreira', roles: ['agent'] };
    provider.forge = null;
    provider.isForeign = false;
    clock.ahead = 0;
  });

  it('leads there and back to the page that was asked for, with name and roles', async () => {
    assert.equal(await refusal(await tickets()), 'CONSOLE_NO_USER');
    const { at, response } = await visitor.follow(`${desk()}/F-1234-5678`);
    assert.deepEqual([at, response.status], [`${desk()}/F-1234-5678`, 200]);
    assert.match(await response.text(), /"name":"Ana Ferreira","roles":\["agent"\]/);
    assert.equal((await tickets()).status, 200);
  });

  it('asks with PKCE, state and nonce, and keeps the session from scripts', async () => {
    const { at } = await visitor.follow(desk(), (next) => next.startsWith(provider.issuer));
    const asked = new URL(at).searchParams;
    assert.deepEqual([asked.get('code_challenge_method'), asked.get('response_type')], ['S256', 'code']);
    for (const name of ['state', 'nonce', 'code_challenge']) assert.ok((asked.get(name) ?? '').length > 20, name);
    const { at: back } = await visitor.follow(at, (next) => next.includes('/signed-in'));
    const [, session = ''] = (await visitor.open(back)).headers.getSetCookie();
    assert.match(session, /^firstline-console=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('takes each answer of the provider once, only in the browser that asked, and only with its state', async () => {
    const { at } = await visitor.follow(desk(), (next) => next.includes('/signed-in'));
    const stranger = new Visitor();
    assert.equal(await refusal(await stranger.open(at)), 'CONSOLE_SIGN_IN');
    const other = new URL(at);
    other.searchParams.set('state', 'x'.repeat(43));
    assert.equal(await refusal(await visitor.open(other.href)), 'CONSOLE_SIGN_IN');
    assert.equal(await refusal(await visitor.open(at)), 'CONSOLE_SIGN_IN', 'a failed one is used up');
    assert.equal((await tickets()).status, 401);
  });

  const NOW = (): number => Math.floor(Date.now() / 1000);
  for (const [what, forge, isForeign] of [
    ['for somebody else', (c) => ({ ...c, aud: 'another-client' }), false],
    ['that is over', (c) => ({ ...c, iat: NOW() - 900, exp: NOW() - 300 }), false],
    ['of another provider', (c) => ({ ...c, iss: 'https://evil.example' }), false],
    ['with another nonce', (c) => ({ ...c, nonce: 'replayed' }), false],
    ['that somebody else signed', (c) => c, true],
  ] as readonly [string, NonNullable<IdentityProvider['forge']>, boolean][])
    it(`refuses an ID token ${what}`, async () => {
      Object.assign(provider, { forge, isForeign });
      const { response } = await visitor.follow(desk());
      assert.deepEqual([response.status, await refusal(response)], [400, 'CONSOLE_SIGN_IN']);
      assert.equal((await tickets()).status, 401);
      assert.match(world.log(), /"code":"CONSOLE_SIGN_IN","why":"\w+ OAUTH_\w+/);
      assert.doesNotMatch(world.log(), /eyJ/, 'no token stands in the log');
    });

  it('puts up with a clock that is off by half a minute', async () => {
    provider.forge = (c) => ({ ...c, iat: NOW() + 30, exp: NOW() + 60 });
    assert.equal((await visitor.follow(desk())).response.status, 200);
  });

  it('refuses whoever has no role, and shows each role its own pages', async () => {
    provider.claims = { sub: 'eve', name: 'Eve', roles: ['reader'] };
    const { response } = await visitor.follow(desk());
    assert.deepEqual([response.status, await refusal(response)], [403, 'CONSOLE_ROLE']);
    assert.equal((await tickets()).status, 401);
    provider.claims = { sub: 'olga', name: 'Olga', roles: ['operator'] };
    const operator = new Visitor();
    assert.equal(
      await refusal((await operator.follow(desk())).response),
      'NOT_FOUND',
      'there is no such page for them',
    );
    assert.equal((await operator.open(`${world.address}/console/api/audit`)).status, 200);
    provider.claims = { sub: 'ana', roles: ['agent'] };
    const agent = new Visitor();
    await agent.follow(desk());
    assert.equal((await agent.open(`${world.address}/console/api/audit`)).status, 403);
    assert.equal((await tickets(operator)).status, 403);
    provider.claims = { sub: 'ida', roles: ['author'] };
    const author = new Visitor();
    await author.follow(`${world.address}/console/learning`);
    for (const path of ['groups', 'draft', 'steps', 'patch']) {
      const address = `${world.address}/console/api/learning/${path}`;
      assert.equal((await author.open(address)).status, 200, path);
      for (const other of [agent, operator]) assert.equal((await other.open(address)).status, 403, path);
    }
    assert.equal((await tickets(author)).status, 403);
  });

  it('begins a new session at each sign-in, whatever cookie the browser was given before', async () => {
    await visitor.follow(desk());
    const first = visitor.cookie(world.address);
    await visitor.follow(`${world.address}/console/sign-in`);
    assert.notEqual(visitor.cookie(world.address), first);
    const answer = await world.get('/console/api/desk/tickets', { cookie: first });
    assert.equal(answer.status, 401, 'the one before is over');
  });

  it('comes back to pages of the console alone', async () => {
    for (const to of ['//evil.example', 'https://evil.example', '/console/../web', '/console/a/b/c']) {
      const { at } = await new Visitor().follow(`${world.address}/console/sign-in?to=${encodeURIComponent(to)}`);
      assert.equal(at, desk(), to);
    }
  });

  it('signs out, here and at the provider', async () => {
    await visitor.follow(desk());
    const cookie = visitor.cookie(world.address);
    const foreign = await world.post('/console/api/leave', {}, { cookie, 'sec-fetch-site': 'cross-site' });
    assert.equal(foreign.status, 403);
    const left = await world.post('/console/api/leave', {}, { cookie });
    const { next } = (await left.json()) as { next: string };
    assert.ok(next.startsWith(`${provider.issuer}/session/end`) && next.includes('id_token_hint='));
    assert.equal((await world.get('/console/api/desk/tickets', { cookie })).status, 401);
    assert.match(await (await visitor.open(`${world.address}/console/left`)).text(), /You are signed out/);
  });

  it('takes a role away during a session, and shuts out whoever has none any more', async () => {
    provider.claims = { sub: 'ana', name: 'Ana Ferreira', roles: ['agent', 'operator'] };
    await visitor.follow(desk());
    assert.equal((await visitor.open(`${world.address}/console/api/audit`)).status, 200);
    provider.claims = { sub: 'ana', name: 'Ana Ferreira', roles: ['agent'] };
    clock.later(6 * 60_000);
    assert.equal((await visitor.open(`${world.address}/console/api/audit`)).status, 403);
    assert.equal((await tickets()).status, 200);
    provider.claims = { sub: 'ana', name: 'Ana Ferreira', roles: [] };
    clock.later(6 * 60_000);
    assert.equal((await tickets()).status, 401);
    assert.equal(await refusal(await tickets()), 'CONSOLE_NO_USER');
  });

  it('is shut under any other address than its own', async () => {
    const { port } = new URL(world.address);
    assert.equal((await fetch(`http://localhost:${port}/console`)).status, 403);
  });
});

describe('sessions of the console', () => {
  const minute = 60_000;
  const ana = { user: { person: { id: 'console:a', name: 'Ana' }, roles: ['agent'] }, idToken: 't' } as const;
  const alone = { ...ana, refreshToken: null };
  let store: Store;
  let now = 0;
  const sessions = (renew: ConstructorParameters<typeof Sessions>[2] = () => assert.fail('nobody is to be asked')) =>
    new Sessions(store, () => now, renew);

  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    now = Date.parse('2026-03-02T09:00:00.000Z');
  });
  afterEach(() => store.close());

  it('end an hour after their last use, and ten hours after their beginning; a page left open is no use', async () => {
    const all = sessions();
    const idle = await all.begin(alone);
    now += 59 * minute;
    assert.equal((await all.userOf(idle, false))?.person.name, 'Ana');
    now += 2 * minute;
    assert.equal(await all.userOf(idle, true), null);
    const busy = await all.begin(alone);
    for (let i = 0; i < 19; i += 1) {
      now += 30 * minute;
      assert.ok(await all.userOf(busy, true), `after ${i} half hours`);
    }
    now += 59 * minute;
    assert.equal(await all.userOf(busy, true), null);
    assert.equal(await all.userOf('x', true), null);
  });

  it('count in every instance, and what is stored is of no use without the key', async () => {
    const key = await sessions().begin(alone);
    assert.equal((await sessions().userOf(key, true))?.person.name, 'Ana', 'another instance');
    const kept = (await store.session(hashOf(key)))!;
    assert.doesNotMatch(JSON.stringify(kept), /Ana|console:a|agent/);
    assert.ok(!JSON.stringify(kept).includes(key));
    assert.equal(await sessions().userOf(kept.hash, true), null, 'the hash is no key');
    assert.equal(await sessions().end(key), 't');
    assert.equal(await sessions().userOf(key, true), null, 'ended there, ended everywhere');
  });

  it('give a sign-in under way out once, and never as a session', async () => {
    const key = await sessions().beginSignIn({ state: 's' });
    assert.equal(await sessions().userOf(key, true), null);
    const [one, two] = await Promise.all([sessions().endSignIn(key), sessions().endSignIn(key)]);
    assert.deepEqual([one, two].filter(Boolean), [{ state: 's' }]);
    const late = await sessions().beginSignIn({ state: 's' });
    now += 11 * minute;
    assert.equal(await sessions().endSignIn(late), null);
    assert.equal(await sessions().endSignIn(await sessions().begin(alone)), null);
  });

  it('ask the provider every five minutes, once however many requests there are, and end when it says so', async () => {
    let asked = 0;
    let answer: Renewal = { ...ana, user: { ...ana.user, roles: ['lead'] }, refreshToken: 'r2' };
    const all = sessions(async ({ refreshToken }) => {
      asked += 1;
      assert.equal(refreshToken, `r${asked}`);
      return answer;
    });
    const key = await all.begin({ ...ana, refreshToken: 'r1' });
    now += 4 * minute;
    assert.deepEqual((await all.userOf(key, true))?.roles, ['agent']);
    now += 2 * minute;
    const roles = await Promise.all([1, 2, 3].map(async () => (await all.userOf(key, true))?.roles.join()));
    assert.equal(asked, 1);
    assert.ok(roles.includes('lead'));
    assert.deepEqual((await all.userOf(key, true))?.roles, ['lead']);
    now += 6 * minute;
    answer = 'over';
    assert.equal(await all.userOf(key, false), null);
    assert.equal(await all.userOf(key, true), null);
  });

  it('go on while the provider can not be reached, and are nobody else’s after it could', async () => {
    let answer: Renewal = 'unknown';
    const all = sessions(async () => answer);
    const key = await all.begin({ ...ana, refreshToken: 'r' });
    now += 6 * minute;
    assert.equal((await all.userOf(key, true))?.person.name, 'Ana');
    answer = { ...ana, user: { person: { id: 'console:b', name: 'Ben' }, roles: ['agent'] }, refreshToken: 'r' };
    now += minute;
    assert.equal(await all.userOf(key, true), null);
  });
});

describe('roles of the console', () => {
  it('are read from a list or from words, at any depth, with the product’s name before them or not', () => {
    assert.deepEqual(rolesIn({ roles: ['Firstline.Agent', 'other', 'firstline-lead'] }, 'roles'), ['agent', 'lead']);
    assert.deepEqual(rolesIn({ realm_access: { roles: ['operator'] } }, 'realm_access.roles'), ['operator']);
    assert.deepEqual(rolesIn({ 'https://example.com/roles': 'agent author' }, 'https://example.com/roles'), [
      'agent',
      'author',
    ]);
    for (const claims of [{}, { roles: null }, { roles: { agent: true } }, { roles: 'agents' }])
      assert.deepEqual(rolesIn(claims, 'roles'), [], JSON.stringify(claims));
  });
});

describe('the settings of the console', () => {
  const ALL = {
    OIDC_ISSUER: 'https://login.example.com',
    OIDC_CLIENT_ID: 'firstline',
    OIDC_CLIENT_SECRET: 's',
    CONSOLE_URL: 'https://help.example.com',
  };
  it('are all there or none', () => {
    assert.deepEqual(consoleSettings({}), { settings: { address: null, oidc: null, webhook: null, mail: null } });
    const read = consoleSettings(ALL);
    assert.ok('settings' in read && read.settings?.oidc?.rolesClaim === 'roles');
    for (const name of Object.keys(ALL)) {
      const one = consoleSettings({ ...ALL, [name]: undefined });
      assert.match(JSON.stringify(one), new RegExp(`${name} is missing`));
    }
  });

  it('offer the same sign-in on the chat page, unless that is off', () => {
    const offered = (settings: object): unknown => {
      const read = consoleSettings({ ...ALL, ...settings });
      return 'settings' in read ? read.settings?.oidc?.isOfferedToPeople : read.wrong.map(({ what }) => what);
    };
    assert.deepEqual([offered({}), offered({ WEB_SIGN_IN: 'off' })], [true, false]);
    assert.match(String(offered({ WEB_SIGN_IN: 'no' })), /WEB_SIGN_IN/);
  });

  it('are refused where anybody on the way could read along', () => {
    for (const name of ['OIDC_ISSUER', 'CONSOLE_URL'])
      assert.match(JSON.stringify(consoleSettings({ ...ALL, [name]: 'http://help.example.com' })), /is not https/);
    assert.match(JSON.stringify(consoleSettings({ ...ALL, CONSOLE_URL: 'help' })), /CONSOLE_URL must be/);
  });
});
