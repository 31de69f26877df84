/** Microsoft's clouds: each takes its own signer, and nothing of another. */
import assert from 'node:assert/strict';
import { createAuthenticate } from '../../../src/channels/teams/receive/authenticate.ts';
import { KeyDocument } from '../../../src/channels/teams/receive/keys.ts';
import { teamsSettings } from '../../../src/channels/teams/settings.ts';
import { CLOUD_NAMES } from '../../../src/channels/teams/workspace/cloud-names.ts';
import { CLOUDS } from '../../../src/channels/teams/workspace/clouds.ts';
import { CodeLog } from '../../fakes/journals.ts';
import { FakeTeams } from '../../fakes/teams.ts';
import { APP, recorded, type Sent, TENANT, TeamsWorld } from '../../fakes/teams-world.ts';

const ISSUERS = [...new Set(CLOUD_NAMES.map((name) => CLOUDS[name].issuer))];

describe('Teams: Microsoft’s clouds', () => {
  it('have a signer, keys, a sign-in and a scope of their own', () => {
    const facts = (name: 'gcch' | 'dod' | 'china'): unknown[] => {
      const { issuer, keys, login, scope, graph, connector } = CLOUDS[name];
      return [issuer, keys, login, scope, graph, connector];
    };
    const government = [
      'https://api.botframework.us',
      'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
      'https://login.microsoftonline.us/',
      'https://api.botframework.us',
    ];
    assert.deepEqual(facts('gcch'), [
      ...government,
      'https://graph.microsoft.us/',
      'https://smba.infra.gov.teams.microsoft.us/teams/',
    ]);
    assert.deepEqual(facts('dod'), [
      ...government,
      'https://dod-graph.microsoft.us/',
      'https://smba.infra.dod.teams.microsoft.us/teams/',
    ]);
    assert.deepEqual(facts('china'), [
      'https://api.botframework.azure.cn',
      'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
      'https://login.partner.microsoftonline.cn/',
      'https://api.botframework.azure.cn',
      'https://microsoftgraph.chinacloudapi.cn/',
      null,
    ]);
  });

  for (const name of CLOUD_NAMES)
    it(`take only what is signed for them: ${name}`, async () => {
      const teams = await new FakeTeams().open();
      const log = new CodeLog();
      const world = await TeamsWorld.open({
        teams,
        authenticate: createAuthenticate({
          appId: APP,
          tenantId: TENANT,
          keys: new KeyDocument({ url: teams.keysUrl, log }),
          issuer: CLOUDS[name].issuer,
          now: Date.now,
          log,
        }),
      });
      for (const iss of ISSUERS) {
        const answer = await world.send(world.recorded('personal', { id: iss }), teams.token(APP, { iss }));
        assert.equal(answer.status, iss === CLOUDS[name].issuer ? 200 : 401, iss);
      }
      await world.close();
    });

  it('refuse a key that is endorsed for no channel, or for another', async () => {
    const world = await TeamsWorld.open();
    for (const endorsements of [[], ['webchat']]) {
      world.teams.rotate();
      world.teams.endorsements = endorsements;
      world.clock.shift += 120_000;
      assert.equal((await world.send(recorded('personal', world.teams) as Sent)).status, 401);
    }
    await world.close();
  });

  it('are chosen by TEAMS_CLOUD', () => {
    const env = { MicrosoftAppId: APP, MicrosoftAppPassword: 'x', MicrosoftAppTenantId: TENANT };
    const of = (TEAMS_CLOUD?: string): unknown => {
      const read = teamsSettings({ ...env, ...(TEAMS_CLOUD === undefined ? {} : { TEAMS_CLOUD }) });
      return 'wrong' in read ? read.wrong.map((w) => w.what).join() : (read.settings?.cloud ?? 'public');
    };
    for (const name of CLOUD_NAMES) assert.equal(of(name), name);
    assert.equal(of(), 'public');
    assert.equal(of(''), 'public');
    assert.match(String(of('usgov')), /gcch, dod or china/);
  });
});
