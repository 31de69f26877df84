/** People of several workspaces and organisations, and the places they share. */
import assert from 'node:assert/strict';
import { examine } from '../../../src/channels/slack/doctor/doctor.ts';
import type { SlackSettings } from '../../../src/channels/slack/settings.ts';
import { type Firstline, startFirstline } from '../../fakes/slack/firstline.ts';
import { eventOf, overHttp, payload, postEvent, postPayload, SlackPerson } from '../../fakes/slack/person.ts';
import { ALL_SCOPES, BOT, BOT_TOKEN, type Fate, SlackPlatform, TEAM } from '../../fakes/slack/platform.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const ORG = 'E0CONTOSO';

describe('Slack: an organisation of several workspaces', () => {
  let slack: SlackPlatform;
  let firstline: Firstline;
  let help: string;
  /** The organisation Slack names for everybody who is looked up. */
  let theirs: string | null;
  let orgWide: boolean;

  before(async () => {
    slack = await SlackPlatform.start();
    help = slack.channels.get('it-help')!;
  });
  after(() => slack.close());
  beforeEach(async () => {
    slack.calls.length = 0;
    theirs = ORG;
    orgWide = false;
    slack.fate = grid;
    firstline = await startFirstline(slack);
  });
  afterEach(() => firstline.stop());

  function grid({ method }: { method: string }): Fate {
    const is = { is_enterprise_install: orgWide, enterprise_id: ORG, team_id: orgWide ? ORG : TEAM };
    const me = { ok: true, team: 'Contoso', user_id: BOT, bot_id: 'B0FIRST', url: 'https://contoso.slack.com/' };
    if (method === 'auth.test')
      return { status: 200, headers: { 'x-oauth-scopes': ALL_SCOPES }, body: { ...me, ...is } };
    const user = { name: 'bob', enterprise_user: theirs === null ? undefined : { id: 'W1', enterprise_id: theirs } };
    return method === 'users.info' ? { status: 200, body: { ok: true, user } } : null;
  }

  async function mentioned(home: string): Promise<string> {
    const fields = { channel: help, user_team: home, source_team: home, team: home, text: `<@${BOT}> ${STALE}` };
    await postEvent(firstline.address, eventOf('app_mention.stranger', { ...fields, user: slack.users.get('bob') }));
    await firstline.idle();
    const calls = [...slack.made('chat.postMessage'), ...slack.made('chat.postEphemeral')];
    return calls.map((call) => String(call.text)).join('\n');
  }

  it('is at home with its own id', async () => {
    assert.match(await mentioned(ORG), /schedule is out of date/);
    assert.equal(slack.made('users.info').length, 1, 'for the name alone');
  });

  it('is at home in a sister workspace', async () => {
    assert.match(await mentioned('T0SISTER'), /schedule is out of date/);
  });

  it('refuses people of others, who are there through Slack Connect', async () => {
    theirs = 'E0FABRIKAM';
    assert.match(await mentioned('T0OTHER'), /only help people of Contoso/);
    theirs = null;
  });

  it('refuses people whose organisation Slack does not tell', async () => {
    slack.fate = (call) =>
      call.method === 'users.info' ? { status: 200, body: { ok: false, error: 'user_not_found' } } : grid(call);
    assert.match(await mentioned('T0OTHER'), /only help people of Contoso/);
  });

  it('takes presses and the shortcut of people in a sister workspace', async () => {
    const eve = slack.users.get('eve')!;
    const body = { ...payload('message_action'), user: { id: eve, name: 'eve', team_id: 'T0SISTER' } };
    await postPayload(firstline.address, body);
    await firstline.idle();
    assert.match(String(slack.made('chat.postMessage').at(-1)?.text), /schedule is out of date/);
  });

  for (const isOrgWide of [false, true])
    it(`is named by the doctor, ${isOrgWide ? 'installed org-wide' : 'installed in one workspace'}`, async () => {
      orgWide = isOrgWide;
      const settings: SlackSettings = {
        botToken: BOT_TOKEN,
        signingSecret: null,
        appToken: null,
        apiUrl: slack.apiUrl,
        watch: new Map(),
        allow: [],
      };
      const said: string[] = [];
      const options = { address: firstline.address, to: null, desks: new Map() };
      for await (const { what } of examine(settings, options)) said.push(what);
      assert.match(said.join('\n'), isOrgWide ? /installed for the whole organisation/ : /one workspace only/);
    });
});

describe('Slack: a group direct message', () => {
  it('is heard in its thread, once the bot was mentioned', async () => {
    const slack = await SlackPlatform.start();
    const firstline = await startFirstline(slack);
    const bob = new SlackPerson('bob', slack, overHttp(firstline.address));
    const { channel } = (await slack.as('bob', 'conversations.open', {
      users: `${slack.users.get('eve')},${BOT}`,
    })) as { channel: { id: string } };
    slack.fate = ({ method, body }) =>
      method === 'chat.postMessage' ? { status: 200, body: { ok: true, channel: body.channel, ts: '2.1' } } : null;
    const at = { channel: channel.id, channel_type: 'mpim', user: bob.id, blocks: undefined };
    const text = `<@${BOT}> ${STALE}`;
    await postEvent(firstline.address, eventOf('app_mention', { ...at, text, ts: '1767610000.000100' }));
    await firstline.idle();
    const reply = { ...at, text: 'our own hub', thread_ts: '1767610000.000100', ts: '1767610001.000100' };
    await postEvent(firstline.address, eventOf('message.thread', { ...reply, client_msg_id: 'other' }));
    await firstline.idle();
    assert.match(String(slack.made('chat.postMessage').at(-1)?.text), /compare the panel's schedule/);
    await firstline.stop();
    await slack.close();
  });
});
