/** App Home, the shortcut and the command: what they show at once, and where. */
import assert from 'node:assert/strict';
import { homeView } from '../../../src/channels/slack/workspace/home.ts';
import type { OpenCase } from '../../../src/core/store.ts';
import { desks } from '../../fakes/desk-world.ts';
import { say } from '../../fakes/say.ts';
import { type Firstline, startFirstline } from '../../fakes/slack/firstline.ts';
import { eventOf, overHttp, payload, postEvent, postPayload, SlackPerson } from '../../fakes/slack/person.ts';
import { SlackPlatform, TEAM } from '../../fakes/slack/platform.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

describe('Slack: App Home', () => {
  let slack: SlackPlatform;
  let firstline: Firstline;
  let kim: SlackPerson;
  let eve: SlackPerson;

  before(async () => {
    slack = await SlackPlatform.start();
  });
  after(() => slack.close());
  beforeEach(async () => {
    slack.calls.length = 0;
    slack.responses.length = 0;
    const route = { channel: 'slack', address: JSON.stringify({ desk: slack.channels.get('front-desk') }) };
    firstline = await startFirstline(slack, { desks: desks({ name: 'front', route }) });
    [kim, eve] = ['kim', 'eve'].map((name) => new SlackPerson(name, slack, overHttp(firstline.address))) as [
      SlackPerson,
      SlackPerson,
    ];
  });
  afterEach(() => firstline.stop());

  const views = () => slack.made('views.publish').map(({ view }) => JSON.stringify(view));
  async function presses(action_id: string): Promise<void> {
    const value = `slack:${TEAM}:${kim.id}`;
    const [action] = (payload('block_actions.home') as { actions: object[] }).actions;
    const actions = [{ ...action, action_id, value, action_ts: `${Date.now() / 1000}` }];
    await postPayload(firstline.address, { ...payload('block_actions.home'), user: { id: kim.id }, actions });
  }

  it('changes at once on Stop, and stays so', async () => {
    await kim.says(STALE);
    await firstline.idle();
    await presses('home:stop:0');
    await firstline.idle();
    assert.equal(views().length, 2);
    for (const view of views()) {
      assert.match(view, /Stopped; write to me to go on.*schedule is out of date/);
      assert.doesNotMatch(view, /home:stop/);
    }
  });

  it('changes at once on Talk to a person', async () => {
    await kim.says(STALE);
    await firstline.idle();
    await presses('home:human:0');
    await firstline.idle();
    for (const view of views()) {
      assert.match(view, /Before it goes to your support team.*schedule is out of date/);
      assert.doesNotMatch(view, /home:human/);
    }
    await kim.presses('Send it to support');
    await firstline.idle();
    await postEvent(firstline.address, eventOf('app_home_opened.home', { user: kim.id, channel: kim.dm }));
    await firstline.idle();
    assert.match(views().at(-1)!, /Waiting for your support team.*schedule is out of date/);
  });

  it('begins a conversation with its button', async () => {
    await presses('home:start');
    await firstline.idle();
    assert.match(String(slack.made('chat.postMessage').at(-1)?.text), /Hello! I'm Firstline/);
  });

  it('shows the button without open cases too, with the way to the chat', async () => {
    await postEvent(firstline.address, eventOf('app_home_opened.home', { user: kim.id, channel: kim.dm }));
    await firstline.idle();
    assert.match(views()[0]!, /home:start.*app_redirect\?app=A0FIRST&team=/);
    assert.match(views()[0]!, /no open case/);
  });

  it('groups cases by who has them, and tells times by the reader’s clock', () => {
    const one = (title: string, state: OpenCase['state']): OpenCase => ({
      conversation: `slack:${TEAM}:${title}`,
      title,
      at: '2026-11-28T09:15:00.000Z',
      state,
    });
    const cases = [one('<b>', 'held'), one('walked', 'walking'), one('waited', 'waiting')];
    const view = JSON.stringify(homeView(cases, () => null, say));
    assert.match(view, /In the middle of.*walked.*Waiting for.*waited.*With your support team.*<b>/);
    assert.ok(view.includes('<!date^1795857300^{date_short_pretty}, {time}|2026-11-28 09:15 UTC>'), view);
    assert.equal(view.match(/home:human/g)?.length, 1);
  });

  it('is answered in place after the shortcut, with a link to the answer, which quotes the message', async () => {
    const body = {
      ...payload('message_action'),
      user: { id: eve.id, name: 'eve', team_id: TEAM },
      response_url: `${slack.origin}/response/1`,
    };
    await postPayload(firstline.address, body);
    await firstline.idle();
    const [said] = slack.responses;
    assert.equal(said?.response_type, 'ephemeral');
    assert.match(String(said?.text), new RegExp(`direct messages[\\s\\S]*archives/${eve.dm}/p\\d+$`));
    assert.match(String(slack.made('chat.postMessage')[0]?.text), /You took this up with me: “Roomie cannot book/);
  });

  it('is answered in place after /firstline human and stop, with a link', async () => {
    await kim.says(STALE);
    await firstline.idle();
    for (const word of ['human', 'stop'])
      assert.match(await kim.commands(firstline.address, word), new RegExp(`archives/${kim.dm}/p\\d+`));
  });
});
