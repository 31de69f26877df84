import assert from 'node:assert/strict';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Service } from '../../fakes/service.ts';
import { FakeTeams } from '../../fakes/teams.ts';
import { ADA, CHANNEL } from '../../fakes/teams-desk.ts';
import { buttons, recorded, type Sent, shown } from '../../fakes/teams-world.ts';

const ENV = { TEAMS: 'local', WEB_CHAT: 'off', DESK: `teams:team/${CHANNEL}` };
const CHAT = 'a:kim';

describe('Teams: a desk, and a service that is killed', function () {
  this.timeout(60_000);
  const service = new Service();
  const teams = new FakeTeams();
  before(async () => {
    await teams.open();
    teams.roster.set(ADA.id, ADA);
    await service.start(ENV);
  });
  after(async () => {
    await service.remove();
    await teams.close();
  });

  /** A restart and Teams' own pause take their time. */
  const until = async (so: () => boolean, what: string): Promise<void> => {
    for (let left = 1500; !so(); left--) {
      assert.ok(left > 0, `waited in vain for ${what}: ${service.log.slice(-500)}`);
      await wait(10);
    }
  };
  const post = (activity: Sent): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(
        `${service.address}/api/messages`,
        { method: 'POST', headers: { 'content-type': 'application/json' } },
        (answer) => {
          answer.resume();
          answer.once('end', () => resolve(answer.statusCode!));
        },
      );
      sent.on('error', reject);
      sent.end(JSON.stringify(activity));
    });
  const press = async (title: string): Promise<void> => {
    const found = () => buttons(teams.cards(CHAT)).findLast((b) => b.title === title);
    await until(() => found() !== undefined, `the button ${title}`);
    const value = { action: { type: 'Action.Execute', verb: 'firstline', data: found()!.data }, trigger: 'manual' };
    assert.equal(await post(recorded('execute', teams, { id: `f:${title}`, value })), 200);
  };
  const threads = () => [...teams.delivered.keys()].filter((place) => place.startsWith(CHANNEL));
  const killed = async () => {
    // What Teams answered to the first attempt is stored by now.
    await wait(500);
    await service.stop('SIGKILL');
    teams.fate = () => ({ status: 201 });
    await service.start(ENV);
  };
  const busy = { status: 429, headers: { 'retry-after': '2' } };

  it('puts the ticket before the desk once, though nobody wrote since the restart', async () => {
    teams.fate = ({ path, body }) => (path === '/v3/conversations' && body.isGroup ? busy : { status: 201 });
    const tried = () => teams.requests.some((r) => r.path === '/v3/conversations' && r.body.isGroup);
    assert.equal(await post(recorded('personal', teams)), 200);
    await press('Talk to a person');
    await press('Send it to support');
    await until(tried, 'the first attempt');
    await killed();
    await until(() => threads().length > 0, 'the head');
    await wait(500);
    assert.equal(threads().length, 1);
    assert.match(shown(teams.cards(threads()[0]!)[0]), /^F\\-/);
  });

  it('passes an agent’s line on once, whoever repeats it, and marks it once', async () => {
    const [thread = ''] = threads();
    teams.fate = ({ path }) => (path.includes(CHAT) ? busy : { status: 201 });
    const conversation = { isGroup: true, conversationType: 'channel', id: thread };
    const channelData = { channel: { id: CHANNEL }, team: { id: '19:team@thread.tacv2' } };
    const mention = { type: 'mention', mentioned: { id: `28:11111111-2222-3333-4444-555555555555` } };
    const text = '<at>Firstline</at> > once and for all';
    const line = { id: '1', from: ADA, text, attachments: [], entities: [mention], conversation, channelData };
    const activity = recorded('channel-reply', teams, line);
    assert.equal(await post(activity), 200);
    await killed();
    assert.equal(await post(activity), 200);
    const mark = /^✓ Went out to the person: “once and for all”/;
    const marks = () => teams.cards(thread).filter((card) => mark.test(shown(card))).length;
    await until(() => marks() > 0, 'the mark');
    await wait(500);
    assert.equal(marks(), 1);
    assert.equal(teams.cards(CHAT).filter((card) => /once and for all$/.test(shown(card))).length, 1);
  });
});
