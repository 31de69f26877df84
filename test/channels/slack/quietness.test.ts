/** The things that the bot leaves out in a channel: calls, statuses that hang, and words before a quick answer. */
import assert from 'node:assert/strict';
import { desks } from '../../fakes/desk-world.ts';
import { type Firstline, startFirstline } from '../../fakes/slack/firstline.ts';
import { overHttp, SlackPerson } from '../../fakes/slack/person.ts';
import { BOT, SlackPlatform } from '../../fakes/slack/platform.ts';
import { until } from '../../fakes/until.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

describe('Slack: in a channel', () => {
  let slack: SlackPlatform;
  let firstline: Firstline;
  let bob: SlackPerson;
  let kim: SlackPerson;
  let help: string;
  let front: string;

  before(async () => {
    slack = await SlackPlatform.start();
    help = slack.channels.get('it-help')!;
    front = slack.channels.get('front-desk')!;
  });
  after(() => slack.close());
  /** Starts Firstline; without any answer a status is cleared after so many milliseconds. */
  async function start(lookingMs = 60_000): Promise<void> {
    const route = { channel: 'slack', address: JSON.stringify({ desk: front }) };
    firstline = await startFirstline(slack, { desks: desks({ name: 'front', route }), lookingMs });
    [bob, kim] = ['bob', 'kim'].map((name) => new SlackPerson(name, slack, overHttp(firstline.address))) as [
      SlackPerson,
      SlackPerson,
    ];
  }
  beforeEach(async () => {
    slack.calls.length = 0;
    slack.fate = () => null;
    await start();
  });
  afterEach(() => firstline.stop());

  const calls = (user: string): number =>
    slack.made('chat.postMessage').filter(({ blocks }) => JSON.stringify(blocks).includes(`"user_id":"${user}"`))
      .length;
  const statuses = () => slack.made('assistant.threads.setStatus').map(({ status }) => status);

  it('the person is called once in a case, however many buttons they press', async () => {
    const thread = await bob.says(`<@${BOT}> ${STALE}`, { channel: help });
    await firstline.idle();
    for (const title of ['Our own hub', 'No, something is off', 'First generation', 'Not fixed yet', 'Back', 'Skip']) {
      await bob.presses(title, { channel: help, thread }).catch(() => bob.says('next', { channel: help, thread }));
      await firstline.idle();
    }
    assert.ok(slack.made('chat.postMessage').length >= 5);
    assert.equal(calls(bob.id), 1);
  });

  it('a status stands only where an answer follows', async () => {
    const thread = await bob.says(`<@${BOT}> ${STALE}`, { channel: help });
    await firstline.idle();
    assert.deepEqual(statuses(), ['is looking at your error…']);
    await bob.says('talk to a person', { channel: help, thread });
    await firstline.idle();
    await bob.presses('Send it to support', { channel: help, thread });
    await firstline.idle();
    slack.calls.length = 0;
    await bob.says('are you there?', { channel: help, thread });
    await firstline.idle();
    await bob.says('hello?', { channel: help, thread });
    await firstline.idle();
    assert.deepEqual(statuses(), []);
  });

  it('a status is cleared where the answer is for one person alone', async () => {
    const thread = await bob.says(`<@${BOT}> ${STALE}`, { channel: help });
    await firstline.idle();
    slack.calls.length = 0;
    await kim.says(`<@${BOT}> me too`, { channel: help, thread });
    await firstline.idle();
    assert.equal(slack.made('chat.postEphemeral').length, 1);
    assert.deepEqual(statuses(), ['is looking at your error…', '']);
  });

  it('a status without any answer is cleared after a while', async () => {
    await firstline.stop();
    await start(50);
    slack.fate = ({ method }) =>
      method === 'chat.postMessage' ? { status: 429, headers: { 'retry-after': '1' } } : null;
    await bob.says(`<@${BOT}> ${STALE}`, { channel: help });
    await until(() => statuses().length === 2, 'the clearing');
    assert.deepEqual(statuses(), ['is looking at your error…', '']);
    slack.fate = () => null;
    await firstline.idle();
  });

  it('a thread that is read in a moment is answered without a word before', async () => {
    const thread = await kim.says(STALE, { channel: help });
    await bob.says(`<@${BOT}> can you help here?`, { channel: help, thread });
    await firstline.idle();
    const said = slack.made('chat.postMessage').map(({ text }) => String(text));
    assert.equal(said.length, 1, said.join());
    assert.match(said[0]!, /I found this in what kim wrote/);
  });

  it('a thread that takes longer than three seconds gets one', async function () {
    this.timeout(15_000);
    const thread = await kim.says(STALE, { channel: help });
    let go: (fate: null) => void = () => undefined;
    const held = new Promise<null>((resolve) => (go = resolve));
    slack.fate = ({ method }) => (method === 'conversations.replies' ? held : null);
    await bob.says(`<@${BOT}> can you help here?`, { channel: help, thread });
    await until(() => slack.made('chat.postMessage').length > 0, 'a word', 8000);
    assert.match(String(slack.made('chat.postMessage')[0]?.text), /reading what was written above/);
    go(null);
    await firstline.idle();
    assert.match(String(slack.made('chat.postMessage').at(-1)?.text), /I found this in what kim wrote/);
  });
});
