/** Services in Slack that are killed at the worst moments: what was acknowledged is answered once, and a ticket is posted once. */
import assert from 'node:assert/strict';
import { Service } from '../fakes/service.ts';
import { eventOf, overHttp, postEvent, SECRET, SlackPerson } from '../fakes/slack/person.ts';
import { BOT, BOT_TOKEN, type Call, type Fate, SlackPlatform } from '../fakes/slack/platform.ts';
import { until } from '../fakes/until.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

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

describe('A service in Slack that is killed (-9)', function () {
  // A service that starts six times takes its time on a busy machine.
  this.timeout(240_000);
  let slack: SlackPlatform;
  const service = new Service();

  before(async () => {
    slack = await SlackPlatform.start();
  });
  after(async () => {
    await service.remove();
    await slack.close();
  });

  const env = () => ({
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    LOG_LEVEL: 'warn',
  });

  it('answers an acknowledged message exactly once: killed before it posted, while it posted, and after Slack took it', async () => {
    const people = ['kim', 'bob', 'eve'];
    const fates: (Fate | 'before')[] = ['before', 'hang', { status: 200, body: { ok: true }, done: true }];
    for (const [i, fate] of fates.entries()) {
      const user = slack.users.get(people[i]!)!;
      const channel = slack.channels.get(`@${people[i]}`)!;
      slack.calls.length = 0;
      let reached: () => void = () => undefined;
      const posting = new Promise<void>((resolve) => (reached = resolve));
      let killed = false;
      slack.fate = async ({ method }) => {
        if (killed || method !== 'chat.postMessage') return null;
        reached();
        if (fate !== 'before' && fate !== 'hang') return { ...(fate as object), ...{} } as Fate;
        return 'hang';
      };
      const address = await service.start(env());
      const said = (text: string, part: number): Record<string, unknown> => {
        const ts = `${Math.floor(Date.now() / 1000)}.${String(part).padStart(6, '0')}`;
        return eventOf('message.im', { user, channel, ts, client_msg_id: crypto.randomUUID(), text });
      };
      const envelope = said(STALE, 1);
      assert.equal((await postEvent(address, envelope)).status, 200);
      if (fate !== 'before') await posting;
      await service.stop('SIGKILL');
      killed = true;
      const count = async () => (await slack.messages(channel)).filter((m) => m.user === BOT).length;
      const before = await count();
      await service.start(env());
      // Slack delivers again what it may have lost.
      await postEvent(service.address, envelope, {
        headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' },
      });
      const what = `${JSON.stringify(fate)}, ${before} before`;
      await until(async () => (await count()) > 0, `the answer: ${what}`);
      // Replies of a conversation go out in order: what were to come twice would have come before this one.
      assert.equal((await postEvent(service.address, said('hello', 2))).status, 200);
      await until(async () => (await count()) > 1, `the answer to what was said later: ${what}`);
      await service.stop();
      assert.equal(await count(), 2, what);
    }
  });
});
