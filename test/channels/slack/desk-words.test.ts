/** The words that agents and people get in Slack instead of none, or of the wrong ones. */
import assert from 'node:assert/strict';
import { STARTS } from '../../../src/channels/slack/send/best-effort.ts';
import { render } from '../../../src/channels/slack/send/render.ts';
import type { Choice } from '../../../src/core/reply.ts';
import { desks } from '../../fakes/desk-world.ts';
import { reply } from '../../fakes/samples.ts';
import { say } from '../../fakes/say.ts';
import { type Firstline, startFirstline } from '../../fakes/slack/firstline.ts';
import { overHttp, SlackPerson } from '../../fakes/slack/person.ts';
import { BOT, SlackPlatform } from '../../fakes/slack/platform.ts';

describe('Slack: words at the desk and in the pane', () => {
  let slack: SlackPlatform;
  let firstline: Firstline;
  let front: string;
  let kim: SlackPerson;
  let bob: SlackPerson;

  before(async () => {
    slack = await SlackPlatform.start();
    front = slack.channels.get('front-desk')!;
  });
  after(() => slack.close());
  beforeEach(open);
  afterEach(() => firstline.stop());

  async function open(): Promise<void> {
    slack.calls.length = 0;
    const route = { channel: 'slack', address: JSON.stringify({ desk: front }) };
    firstline = await startFirstline(slack, { desks: desks({ name: 'front', route }) });
    [kim, bob] = ['kim', 'bob'].map((name) => new SlackPerson(name, slack, overHttp(firstline.address))) as [
      SlackPerson,
      SlackPerson,
    ];
  }

  async function ticket(): Promise<string> {
    await kim.says('talk to a person');
    await firstline.idle();
    await kim.presses('Send it to support');
    await firstline.idle();
    const head = (await slack.messages(front)).findLast((m) => m.user === BOT && !m.thread_ts);
    return String(head?.ts);
  }
  const whispered = () => slack.made('chat.postEphemeral').map(({ text }) => String(text));

  it('a button of a ticket that the database no longer has says so', async () => {
    await ticket();
    await firstline.stop();
    await open();
    await bob.presses('I take it', { channel: front });
    await firstline.idle();
    assert.match(whispered().join(), /I don't know this ticket any more/);
    assert.deepEqual(slack.made('chat.postMessage'), []);
  });

  it('bare resolve asks how it ended, and closes nothing', async () => {
    const thread = await ticket();
    for (const words of ['resolve', 'close', 'Resolve: all good']) {
      slack.calls.length = 0;
      await bob.says(words, { channel: front, thread });
      await firstline.idle();
      assert.match(whispered().join(), /How did it end\? Write resolve fixed/, words);
    }
    await bob.says('resolve fixed', { channel: front, thread });
    await firstline.idle();
    const said = (await slack.messages(front, thread)).map(({ text }) => String(text)).join('\n');
    assert.match(said, /bob closed it|closed/i);
  });

  for (const { message } of STARTS)
    it(`a starter is of use: ${say(message)}`, async () => {
      await kim.says(say(message));
      await firstline.idle();
      const said = String(slack.made('chat.postMessage').at(-1)?.text);
      assert.match(said, /Paste the error you see/);
      assert.doesNotMatch(said, /can't answer|don't recognise/);
      await kim.says('/forget');
    });
});

describe('Slack: the buttons of a reply', () => {
  const some = (count: number): Choice[] =>
    Array.from({ length: count }, (_, i) => ({ id: `c${i}`, title: `Answer ${i}` }));
  const all = ['tried', 'cannot', 'back', 'skip', 'start-over', 'repeat', 'stop', 'human'].map((id) => ({
    id,
    title: id,
  }));

  for (let choices = 0; choices <= 12; choices++)
    for (let controls = 0; controls <= all.length; controls++)
      it(`are six at most, with the way to a person: ${choices} answers, ${controls} controls`, () => {
        const given = all.slice(all.length - controls);
        const { blocks } = render(reply('?', { choices: some(choices), controls: given }), null, say);
        const seen = blocks.filter((b) => b.type === 'actions').flatMap((b) => b.elements as Record<string, unknown>[]);
        assert.ok(seen.length <= 6, JSON.stringify(seen));
        const text = JSON.stringify(seen);
        for (const { title } of [...some(choices), ...given]) assert.ok(text.includes(`"${title}"`), title);
        if (controls > 0)
          assert.ok(seen.some((b) => b.type === 'button' && JSON.stringify(b.text).includes('"human"')));
        for (const { type, options } of seen as { type: string; options?: unknown[] }[])
          if (type === 'overflow') assert.ok(options!.length <= 5);
      });
});
