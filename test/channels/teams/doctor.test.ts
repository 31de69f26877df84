import assert from 'node:assert/strict';
import { examine, type Services, type TeamsDoctorOptions } from '../../../src/channels/teams/doctor/doctor.ts';
import { createTokens, type TokenSource } from '../../../src/channels/teams/workspace/credentials.ts';
import { ownAddress } from '../../../src/core/own-address.ts';
import { firstline } from '../../fakes/cli.ts';
import { SecureFront } from '../../fakes/outside.ts';
import { APP, TENANT, TeamsWorld } from '../../fakes/teams-world.ts';

describe('Teams: the doctor', () => {
  let world: TeamsWorld;
  before(async () => {
    world = await TeamsWorld.open();
  });
  after(() => world.close());

  const identity = { appId: APP, password: 'secret', tenantId: TENANT, type: 'SingleTenant' } as const;
  const works: TokenSource = { get: async () => 'token', drop: () => undefined };
  const fails = (message: string): TokenSource => ({
    get: async () => {
      throw new Error(message);
    },
    drop: () => undefined,
  });
  const look = async (
    given: {
      readThreads?: boolean;
      password?: string;
      tokens?: TokenSource;
      keysUrl?: string;
    } & Partial<TeamsDoctorOptions> = {},
  ): Promise<string> => {
    const services: Services = {
      tokens: () => given.tokens ?? works,
      keysUrl: given.keysUrl ?? world.teams.keysUrl,
      graphUrl: `${world.teams.url}/graph/`,
      connectorUrl: `${world.teams.url}/`,
    };
    const settings = {
      identity: { ...identity, password: given.password ?? 'secret' },
      cardKey: null,
      readThreads: given.readThreads ?? false,
    };
    const options = {
      address: given.address ?? world.address,
      thread: given.thread ?? null,
      desks: given.desks ?? new Map(),
    };
    const findings = [];
    for await (const { state, what, cure } of examine(settings, options, services))
      findings.push(`${state}: ${what} ${cure ?? ''}`);
    return findings.join('\n');
  };

  it('names the cause of every wrong set-up that Microsoft tells', async () => {
    const tls = Object.assign(new Error('fetch failed'), { cause: { code: 'SELF_SIGNED_CERT_IN_CHAIN', message: '' } });
    const cases: [object, RegExp][] = [
      [
        { tokens: fails('invalid_client: AADSTS7000229: The client application is missing service principal') },
        /no service principal[\s\S]*az ad sp create/,
      ],
      [
        { tokens: fails('unable to get local issuer certificate') },
        /proxy that inspects TLS[\s\S]*NODE_EXTRA_CA_CERTS/,
      ],
      [{ tokens: { get: async () => Promise.reject(tls), drop: () => undefined } }, /proxy that inspects TLS/],
    ];
    for (const [given, expected] of cases) assert.match(await look(given), expected);
  });

  it('names why the connector lets the bot not in', async () => {
    const answers = { BotDisabledByAdmin: 403, BotNotRegistered: 401 };
    for (const [code, status] of Object.entries(answers)) {
      world.teams.fate = () => ({ status, body: { error: { code, message: 'no' } } });
      const said = await look({ desks: new Map([['t/19:x@thread.tacv2', 'front']]) });
      assert.match(said, new RegExp(`wrong: [^\\n]*${code}`));
      assert.doesNotMatch(said, /no such channel/);
    }
    world.teams.fate = () => ({ status: 404, body: { error: { code: 'ConversationNotFound' } } });
    assert.doesNotMatch(await look(), /^wrong/m);
    world.teams.fate = () => ({ status: 201 });
  });

  it('takes an address as people write it', async () => {
    const bare = world.address.replace('http://', '');
    for (const address of [`${world.address}/api/messages`, `${world.address}/api/messages/`, `${bare}/`, ` ${bare} `])
      assert.match(await look({ address }), /is Firstline, but Teams needs an https address/, address);
    assert.equal(ownAddress('firstline.contoso.com/api/messages'), 'https://firstline.contoso.com');
    assert.equal(ownAddress('https://firstline.contoso.com/help/'), 'https://firstline.contoso.com/help');
    assert.equal(ownAddress('localhost:3978'), 'http://localhost:3978');
  });

  it('finds nothing wrong where nothing is', async () => {
    const said = await look();
    assert.doesNotMatch(said, /^wrong/m);
    assert.match(
      said,
      /fine: Microsoft gives a token[\s\S]*fine: The keys[\s\S]*is Firstline, but Teams needs an https address/,
    );
  });

  it('tells a wrong secret, an expired one, a wrong tenant and a wrong app apart', async () => {
    const cases: [string, RegExp][] = [
      ['AADSTS7000215: Invalid client secret provided.', /not a secret of this app[\s\S]*Copy the value/],
      ['invalid_client: AADSTS7000222: The provided client secret keys are expired.', /has expired/],
      ['AADSTS90002: Tenant not found.', /no tenant with this MicrosoftAppTenantId/],
      ['AADSTS700016: Application not found', /no app with this MicrosoftAppId/],
      ['AADSTS999: something new', /gives no token: AADSTS999/],
      ['getaddrinfo ENOTFOUND login.microsoftonline.com', /sign-in can’t be reached/],
    ];
    for (const [message, what] of cases) assert.match(await look({ tokens: fails(message) }), what);
    assert.match(await look({ password: '12345678-1234-1234-1234-123456789012' }), /looks like the id of a secret/);
  });

  it('names the reason for which the sign-in can’t be reached, as the log does', async () => {
    const reason = async (login: string): Promise<string> => {
      const tokens = createTokens(identity, 'https://api.botframework.com', login);
      return tokens.get().then(
        () => 'a token',
        ({ message }: Error) => message,
      );
    };
    assert.match(
      await reason('https://login.invalid/'),
      /^login\.invalid can not be reached \((ENOTFOUND|EAI_AGAIN)\)$/,
    );
    const front = await SecureFront.before(9, 'expired');
    const login = `https://localhost:${front.port}/`;
    assert.match(await reason(login), /^localhost can not be reached \(CERT_HAS_EXPIRED\)$/);
    const tokens = createTokens(identity, 'https://api.botframework.com', login);
    assert.match(await look({ tokens }), /certificate of login\.microsoftonline\.com is not valid at the time/);
    await front.close();
  });

  it('finds keys that can’t be fetched, and addresses that are not Firstline’s', async () => {
    assert.match(await look({ keysUrl: 'http://127.0.0.1:9/' }), /wrong: The keys[\s\S]*login\.botframework\.com/);
    assert.match(
      await look({ address: 'http://127.0.0.1:9' }),
      /wrong: http:\/\/127\.0\.0\.1:9\/api\/messages can’t be reached/,
    );
    assert.match(await look({ address: `${world.teams.url}/graph` }), /answers 404, and not as Firstline does/);
  });

  it('checks whether a thread may be read', async () => {
    assert.match(await look(), /open: Threads that others began are not read/);
    assert.match(await look({ readThreads: true }), /open: Whether a team consented[\s\S]*--thread/);
    const thread =
      'https://teams.microsoft.com/l/message/19%3Ax%40thread.tacv2/17?tenantId=t&groupId=g-1&parentMessageId=17';
    const path = '/v1.0/teams/g-1/channels/19:x@thread.tacv2/messages/17';
    world.teams.graph.set(path, 403);
    assert.match(
      await look({ readThreads: true, thread }),
      /wrong: That thread may not be read: its team did not consent/,
    );
    world.teams.graph.set(path, { id: '17' });
    assert.match(await look({ readThreads: true, thread }), /fine: That thread can be read/);
    assert.match(await look({ readThreads: true, thread: 'https://example.com/' }), /not the link of a message/);
  });

  it('checks that a desk is there with its members, and says how its agents are heard', async () => {
    const channel = '19:desk0123456789@thread.tacv2';
    const desks = new Map([[`7f1c2a30/${channel}`, 'front']]);
    const fate = world.teams.fate;
    assert.match(
      await look({ desks }),
      /fine: The desk “front” is there[\s\S]*open: At the desk the bot hears only what mentions it/,
    );
    assert.ok(world.teams.requests.some((r) => r.path === `/v3/conversations/${channel}/pagedmembers`));
    assert.match(await look({ desks, readThreads: true }), /open: At a desk whose team consented/);
    world.teams.fate = () => ({ status: 403, body: { error: { code: 'BotNotInConversationRoster' } } });
    assert.match(
      await look({ desks }),
      /wrong: The desk “front” can’t be reached \(403\)[\s\S]*Add the app to the team/,
    );
    world.teams.fate = () => ({ status: 503 });
    assert.match(await look({ desks }), /wrong: The desk “front” could not be looked at \(503\)/);
    world.teams.fate = fate;
    assert.doesNotMatch(await look(), /desk/);
  });

  it('says on the command line what is missing', async () => {
    const off = await firstline(['doctor', 'teams'], '', { MicrosoftAppId: '', TEAMS: '' });
    assert.equal(off.code, 1);
    assert.match(off.err, /Teams is not connected[\s\S]*TEAMS_NOT_CONNECTED/);
    const local = await firstline(['doctor', 'teams'], '', { TEAMS: 'local' });
    assert.equal(local.code, 0);
    assert.match(local.out, /– TEAMS=local: nobody is authenticated/);
  });
});
