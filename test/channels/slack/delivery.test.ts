import assert from 'node:assert/strict';
import { SlackRates } from '../../../src/channels/slack/send/rates.ts';
import { freshDatabase } from '../../fakes/postgres.ts';
import { type Firstline, startFirstline } from '../../fakes/slack/firstline.ts';
import { overHttp, postEvent, postPayload, SlackPerson, type Way } from '../../fakes/slack/person.ts';
import { BOT, type Call, type Fate, SlackPlatform } from '../../fakes/slack/platform.ts';
import { until } from '../../fakes/until.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

describe('Sending to Slack', () => {
  let slack: SlackPlatform;
  let firstline: Firstline;
  let kim: SlackPerson;

  before(async () => {
    slack = await SlackPlatform.start();
  });
  after(() => slack.close());
  beforeEach(async () => {
    slack.calls.length = 0;
    slack.fate = () => null;
    firstline = await startFirstline(slack);
    kim = new SlackPerson('kim', slack, overHttp(firstline.address));
  });
  afterEach(() => firstline.stop());

  const posts = () => slack.made('chat.postMessage').length;
  /** Our messages in a channel since a time. */
  async function arrived(channel: string, after: string): Promise<string[]> {
    const messages = await slack.messages(channel);
    return messages.filter((m) => m.user === BOT && String(m.ts) > after).map((m) => String(m.text));
  }
  /** Goes wrong once, then no more. */
  function once(method: string, fate: Fate): void {
    let left = 1;
    slack.fate = (call) => (call.method === method && left-- > 0 ? fate : null);
  }

  it('looks before it posts again, and the SDK never repeats by itself, whatever Slack answers', async () => {
    for (const fate of [
      'cut-before',
      { status: 500 },
      { status: 503 },
      { status: 200, body: { ok: false, error: 'internal_error' } },
    ] as Fate[]) {
      once('chat.postMessage', fate);
      const ts = await kim.says('hello');
      await firstline.idle();
      assert.equal((await arrived(kim.dm, ts)).length, 1, JSON.stringify(fate));
    }
    assert.equal(posts(), 8, 'each one attempt, a look, one more attempt');
    assert.equal(slack.made('conversations.history').length, 4);
  });

  it('finds a post that Slack took without saying so, and does not repeat it', async () => {
    for (const fate of [
      'cut-after',
      { status: 500, done: true },
      { status: 200, body: { ok: false, error: 'fatal_error' }, done: true },
    ] as Fate[]) {
      slack.calls.length = 0;
      once('chat.postMessage', fate);
      const ts = await kim.says('hello');
      await firstline.idle();
      assert.equal((await arrived(kim.dm, ts)).length, 1, JSON.stringify(fate));
      assert.equal(posts(), 1);
    }
  });

  it('finds such a post in a thread too', async () => {
    const channel = slack.channels.get('it-help')!;
    once('chat.postMessage', 'cut-after');
    const ts = await kim.says(`<@${BOT}> ${STALE}`, { channel });
    await firstline.idle();
    assert.equal((await slack.messages(channel, ts)).filter((m) => m.user === BOT).length, 1);
    assert.equal(posts(), 1);
  });

  it('holds back only the channel that Slack asks to wait', async () => {
    const bob = new SlackPerson('bob', slack, overHttp(firstline.address));
    let blocked = true;
    const isKims = ({ method, body }: Call): boolean => method === 'chat.postMessage' && body.channel === kim.dm;
    slack.fate = (call) => (blocked && isKims(call) ? { status: 429, headers: { 'retry-after': '1' } } : null);
    const ts = await kim.says('hello');
    await until(() => slack.calls.some(isKims), 'the refusal');
    const other = await bob.says('hello');
    await until(async () => (await arrived(bob.dm, other)).length === 1, 'the answer to somebody else');
    assert.equal((await arrived(kim.dm, ts)).length, 0);
    blocked = false;
    await firstline.idle();
    assert.equal((await arrived(kim.dm, ts)).length, 1);
    const times = slack.calls.filter(isKims).map((c) => c.at);
    assert.ok(times.length > 1, 'a refusal, and a post');
    for (const [i, at] of times.slice(1).entries()) assert.ok(at - times[i]! >= 990, `${at - times[i]!} ms`);
  });

  it('lets the others through while one post hangs', async () => {
    const bob = new SlackPerson('bob', slack, overHttp(firstline.address));
    let release: (fate: Fate) => void = () => undefined;
    slack.fate = ({ method, body }) =>
      method === 'chat.postMessage' && body.channel === kim.dm && posts() === 1
        ? new Promise<Fate>((resolve) => (release = resolve))
        : null;
    const ts = await kim.says('hello');
    await until(() => posts() === 1, 'the post that hangs');
    const other = await bob.says('hello');
    await until(async () => (await arrived(bob.dm, other)).length === 1, 'the answer to somebody else');
    release('cut-before');
    await firstline.idle();
    assert.equal((await arrived(kim.dm, ts)).length, 1);
  });

  it('gives a reply up at once that Slack refuses for good, and goes on', async () => {
    for (const error of ['channel_not_found', 'is_archived', 'restricted_action']) {
      slack.calls.length = 0;
      once('chat.postMessage', { status: 200, body: { ok: false, error } });
      const ts = await kim.says('hello');
      await firstline.idle();
      assert.equal(posts(), 1, error);
      await kim.says('hello?');
      await firstline.idle();
      assert.equal((await arrived(kim.dm, ts)).length, 1);
    }
  });

  it('lets replies wait while Slack refuses the token, and loses none', async () => {
    for (const error of ['token_revoked', 'invalid_auth']) {
      let left = 3;
      slack.fate = ({ method }) =>
        method === 'chat.postMessage' && left-- > 0 ? { status: 200, body: { ok: false, error } } : null;
      const ts = await kim.says('hello');
      await firstline.idle();
      assert.equal((await arrived(kim.dm, ts)).length, 1, error);
    }
  });

  it('posts once more, as shorter words alone, what Slack can’t show or finds too long', async () => {
    for (const error of ['invalid_blocks', 'msg_too_long', 'msg_blocks_too_long']) {
      slack.calls.length = 0;
      once('chat.postMessage', { status: 200, body: { ok: false, error } });
      const ts = await kim.says(STALE);
      await firstline.idle();
      const [said, ...more] = await arrived(kim.dm, ts);
      assert.match(said!, /schedule is out of date[\s\S]*1\. Our own hub/, error);
      assert.deepEqual(more, []);
      assert.deepEqual(
        slack.made('chat.postMessage').map((m) => 'blocks' in m),
        [true, false],
      );
      await kim.says('stop');
      await firstline.idle();
    }
  });

  it('gives up what Slack refuses as words alone too', async () => {
    slack.fate = ({ method }) =>
      method === 'chat.postMessage' ? { status: 200, body: { ok: false, error: 'msg_too_long' } } : null;
    await kim.says('hello');
    await firstline.idle();
    assert.equal(posts(), 2);
  });

  it('posts no faster than a message a second in a channel, after a first few', async () => {
    // When each got its place, by the clock that gives them: on the way to Slack they may lose some of their distance.
    const times: number[] = [];
    let now = 0;
    class Noting extends SlackRates {
      override wait(channel: string, reply: string): number {
        const ms = super.wait(channel, reply);
        if (ms === 0) times.push(now);
        return ms;
      }
    }
    const brisk = await startFirstline(slack, { rates: new Noting(() => (now = Date.now()), 200) });
    const person = new SlackPerson('bob', slack, overHttp(brisk.address));
    for (let i = 0; i < 6; i++) await person.says(`hello ${i}`);
    await brisk.idle();
    assert.deepEqual([posts(), times.length], [6, 6]);
    for (let i = 3; i < times.length; i++) assert.ok(times[i]! - times[0]! >= 200 * (i - 2), String(i));
    await brisk.stop();
  });

  it('starts without Slack, and takes up the work when Slack is back', async () => {
    slack.fate = ({ method }) => (method === 'auth.test' ? 'cut-before' : null);
    const alone = await startFirstline(slack);
    assert.equal((await fetch(`${alone.address}/readyz`)).status, 200);
    slack.fate = () => null;
    const person = new SlackPerson('bob', slack, overHttp(alone.address));
    const ts = await person.says('hello');
    await alone.idle();
    assert.equal((await arrived(person.dm, ts)).length, 1, 'the event waited for the answer to “who am I”');
    await alone.stop();
  });
});

describe('Two instances behind one Slack app', () => {
  it('answer once what both of them hear, whichever is faster, and go on with a walkthrough at either', async () => {
    const slack = await SlackPlatform.start();
    const databaseUrl = await freshDatabase();
    const two = [await startFirstline(slack, { databaseUrl }), await startFirstline(slack, { databaseUrl })] as const;
    const idle = () => Promise.all(two.map((f) => f.idle()));
    const both: Way = {
      event: async (envelope) =>
        void (await Promise.all(
          two.flatMap((f) => [
            postEvent(f.address, envelope),
            postEvent(f.address, envelope, { headers: { 'x-slack-retry-num': '1' } }),
          ]),
        )),
      interactive: async (body) => void (await Promise.all(two.map((f) => postPayload(f.address, body)))),
    };
    const people = ['kim', 'bob', 'eve'].map((name) => new SlackPerson(name, slack, both));
    await Promise.all(people.map((p) => p.says(STALE)));
    await idle();
    await Promise.all(people.map((p) => p.presses('Our own hub')));
    await idle();
    for (const { dm } of people) {
      const mine = (await slack.messages(dm)).filter((m) => m.user === BOT).map((m) => String(m.text));
      assert.equal(mine.length, 2, mine.join('\n---\n'));
      assert.match(mine[1]!, /compare the panel's schedule/);
    }
    assert.equal(slack.made('chat.postMessage').length, 6);
    for (const f of two) await f.stop();
    await slack.close();
  });
});
