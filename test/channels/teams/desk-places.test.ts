import assert from 'node:assert/strict';
import { TeamsDeskPlaces } from '../../../src/channels/teams/desk/places.ts';
import { type TeamsAddress, writeAddress } from '../../../src/channels/teams/workspace/places.ts';
import type { Line } from '../../../src/core/store.ts';
import { message } from '../../fakes/samples.ts';
import { CHANNEL } from '../../fakes/teams-desk.ts';

const STORED = JSON.stringify({ desk: `team/${CHANNEL}` });
const heard = (serviceUrl: string, place = `${CHANNEL};messageid=1`): TeamsAddress => ({
  serviceUrl,
  place,
  kind: 'channel',
  tenant: 't',
  bot: { id: '28:bot', name: 'Bot' },
  user: { id: '29:ada', name: 'Ada', person: 'teams:t:ada' },
  team: null,
  activity: '2',
});

describe('Teams: the address of a desk', () => {
  const places = (said: Line[] = []) => {
    const lines = async () => said;
    return new TeamsDeskPlaces({
      desks: new Map([[`team/${CHANNEL}`, 'front']]),
      tenant: 'tenant',
      bot: '28:app',
      serviceUrl: 'https://microsoft/',
      lines,
    });
  };
  const url = async (p: TeamsDeskPlaces) => (await p.read(STORED, 'ticket:F-1'))?.serviceUrl;
  const line = (address: TeamsAddress): Line => ({
    turn: 1,
    part: 0,
    at: '',
    reply: null,
    message: message('x', { channel: 'teams', address: writeAddress(address) }),
  });

  it('is recognised by its channel, in every thread', () => {
    const p = places();
    assert.equal(p.nameOf(heard('')), 'front');
    assert.equal(p.nameOf(heard('', '19:other@thread.tacv2;messageid=1')), null);
    assert.equal(p.nameOf({ ...heard('', CHANNEL), kind: 'group' }), null);
  });

  it('is the last one heard in its channel, else the last one heard anywhere', async () => {
    const p = places();
    p.learn(heard('https://elsewhere/', '19:other@thread.tacv2;messageid=1'));
    assert.equal(await url(p), 'https://elsewhere/');
    p.learn(heard('https://desk/'));
    p.learn(heard('https://elsewhere/', '19:other@thread.tacv2;messageid=1'));
    assert.equal(await url(p), 'https://desk/');
  });

  it('is the one stored in the ticket’s thread after a restart, and Microsoft’s common one before anybody wrote', async () => {
    assert.equal(await url(places([line(heard('https://stored/'))])), 'https://stored/');
    const p = places();
    assert.deepEqual(await p.read(STORED, 'ticket:F-1'), {
      serviceUrl: 'https://microsoft/',
      tenant: 'tenant',
      bot: { id: '28:app', name: null },
      team: null,
      place: CHANNEL,
      kind: 'channel',
      user: { id: '', name: null, person: '' },
      activity: null,
    });
    assert.equal(await p.read(writeAddress(heard('')), 'ticket:F-1'), null);
    assert.equal(await p.read(null, 'ticket:F-1'), null);
  });
});
