import assert from 'node:assert/strict';
import { Service } from '../../fakes/service.ts';
import { overHttp, SECRET, SlackPerson } from '../../fakes/slack/person.ts';
import { BOT, BOT_TOKEN, type Call, type Fate, SlackPlatform } from '../../fakes/slack/platform.ts';
import { until } from '../../fakes/until.ts';

describe('A service with a desk in Slack that is killed (-9)', function () {
  this.timeout(240_000);
  let slack: SlackPlatform;
  let front: string;
  const service = new Service();

  before(async () => {
    slack = await SlackPlatform.start();
    front = slack.channels.get('front-desk')!;
  });
  after(async () => {
    await service.remove();
    await slack.close();
  });

  const start = () =>
    service.start({
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
      DESK: `slack:${front}`,
      LOG_LEVEL: 'warn',
    });
  const named = async (name: string) => new SlackPerson(name, slack, overHttp(service.address));

  /** Resolves once a call that fits is made; until the service is killed, they all end so. */
  function meet(fits: (call: Call) => boolean, fate: Fate): { met: Promise<void>; over: () => void } {
    let reached: () => void = () => undefined;
    const met = new Promise<void>((resolve) => (reached = resolve));
    slack.fate = async (call) => {
      if (!fits(call)) return null;
      reached();
      return fate;
    };
    return { met, over: () => (slack.fate = () => null) };
  }

  async function count(channel: string, words: RegExp, thread?: string): Promise<number> {
    return (await slack.messages(channel, thread)).filter((m) => m.user === BOT && words.test(String(m.text))).length;
  }

  it('posts a ticket once, and carries a line once, even if it is killed while it posts them', async () => {
    await start();
    const kim = await named('kim');
    await kim.says('talk to a person');
    await come(async () => (await count(kim.dm, /Shall I send it/)) === 1, 'the summary shown');
    const head = meet(({ method, body }) => method === 'chat.postMessage' && body.channel === front, 'cut-after');
    await kim.presses('Send it to support');
    await head.met;
    await service.stop('SIGKILL');
    head.over();
    await start();
    await come(async () => (await count(front, /What was said so far/, await thread())) === 1, 'the thread');
    assert.equal(await count(front, /^F-/), 1);

    const bob = await named('bob');
    const line = meet(({ method, body }) => method === 'chat.postMessage' && /hello/.test(String(body.text)), 'hang');
    const ts = await bob.says('&gt; hello', { channel: front, thread: await thread() });
    await line.met;
    await service.stop('SIGKILL');
    line.over();
    await start();
    const sign = async () => (await slack.messages(front, await thread())).find((m) => m.ts === ts)?.reactions;
    await come(async () => JSON.stringify((await sign()) ?? '').includes('white_check_mark'), 'the sign');
    assert.equal(await count(slack.channels.get('@kim')!, /^bob: hello\n\nbob from/), 1);
  });

  /** The service looks for what it may have posted only after Slack had time to show it. */
  const LONG_MS = 40_000;
  const come = (so: () => Promise<boolean>, what: string): Promise<void> =>
    until(so, () => `${what}: ${service.log}`, LONG_MS);

  async function thread(): Promise<string> {
    return String((await slack.messages(front)).find((m) => m.user === BOT && /^F-/.test(String(m.text)))?.ts);
  }
});
