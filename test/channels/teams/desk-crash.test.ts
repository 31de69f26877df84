import assert from 'node:assert/strict';
import { request } from 'node:http';
import { Service } from '../../fakes/service.ts';
import { FakeTeams } from '../../fakes/teams.ts';
import { ADA, CHANNEL } from '../../fakes/teams-desk.ts';
import { buttons, recorded, type Sent, shown } from '../../fakes/teams-world.ts';
import { until } from '../../fakes/until.ts';

const ENV = { TEAMS: 'local', WEB_CHAT: 'off', DESK: `teams:team/${CHANNEL}` };
const CHAT = 'a:kim';

describe('Teams: a service with a desk that is killed (-9)', function () {
  this.timeout(120_000);
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

  const come = (so: () => boolean, what: string): Promise<void> =>
    until(so, () => `${what}: ${service.log.slice(-500)}`);
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
    await come(() => found() !== undefined, `the button ${title}`);
    const value = { action: { type: 'Action.Execute', verb: 'firstline', data: found()!.data }, trigger: 'manual' };
    assert.equal(await post(recorded('execute', teams, { id: `f:${title}`, value })), 200);
  };
  const threads = () => [...teams.delivered.keys()].filter((place) => place.startsWith(CHANNEL));
  const killed = async () => {
    await service.told('teams');
    await service.stop('SIGKILL');
    teams.fate = () => ({ status: 201 });
    await service.start(ENV);
  };
  const busy = { status: 429, headers: { 'retry-after': '2' } };

  it('posts the ticket at the desk once, although nobody wrote since the restart', async () => {
    teams.fate = ({ path, body }) => (path === '/v3/conversations' && body.isGroup ? busy : { status: 201 });
    const tried = () => teams.requests.some((r) => r.path === '/v3/conversations' && r.body.isGroup);
    assert.equal(await post(recorded('personal', teams)), 200);
    await press('Talk to a person');
    await press('Send it to support');
    await come(tried, 'the first attempt');
    await killed();
    // It goes out after the head, so a second head would be there by then.
    const history = () =>
      threads()
        .flatMap((thread) => teams.cards(thread))
        .some((c) => /said so far/.test(shown(c)));
    await come(history, 'what was said so far');
    assert.equal(threads().length, 1);
    assert.match(shown(teams.cards(threads()[0]!)[0]), /^F-/);
  });

  it('passes an agent’s line on once, although Teams repeats it, and marks it once', async () => {
    const [thread = ''] = threads();
    teams.fate = ({ path }) => (path.includes(CHAT) ? busy : { status: 201 });
    const conversation = { isGroup: true, conversationType: 'channel', id: thread };
    const channelData = { channel: { id: CHANNEL }, team: { id: '19:team@thread.tacv2' } };
    const mention = { type: 'mention', mentioned: { id: `28:11111111-2222-3333-4444-555555555555` } };
    const text = '<at>Firstline</at> > once and for all';
    const line = { id: '1', from: ADA, text, attachments: [], entities: [mention], conversation, channelData };
    const activity = recorded('channel-reply', teams, line);
    const later = recorded('channel-reply', teams, { ...line, id: '2', text: '<at>Firstline</at> > one more thing' });
    assert.equal(await post(activity), 200);
    await killed();
    assert.equal(await post(activity), 200);
    const mark = /^✓ Went out to the person: “once and for all”/;
    const marks = () => teams.cards(thread).filter((card) => mark.test(shown(card))).length;
    await come(() => marks() > 0, 'the mark');
    // A message posted twice would come before this one, at the desk and in the chat.
    assert.equal(await post(later), 200);
    const marked = () => teams.cards(thread).some((card) => /person: “one more thing”/.test(shown(card)));
    await come(marked, 'the mark of what was said later');
    assert.equal(marks(), 1);
    assert.equal(teams.cards(CHAT).filter((card) => /once and for all\nAda from/.test(shown(card))).length, 1);
  });
});
