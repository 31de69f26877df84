/** Threads that others began, people and apps, and what is said of what could not be read. */
import assert from 'node:assert/strict';
import { type Firstline, startFirstline } from '../../fakes/slack/firstline.ts';
import { eventOf, overHttp, payload, postEvent, SlackPerson } from '../../fakes/slack/person.ts';
import { BOT, type Fate, SlackPlatform, TEAM } from '../../fakes/slack/platform.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const recorded = (name: string) => (payload(`parts/${name}`) as { event: Record<string, unknown> }).event;

describe('Slack: a thread that others began', () => {
  let slack: SlackPlatform;
  let firstline: Firstline;
  let kim: SlackPerson;
  let bob: SlackPerson;
  let help: string;
  /** The messages of the thread besides the mention, as Slack's history tells them. */
  let thread: Record<string, unknown>[];

  before(async () => {
    slack = await SlackPlatform.start();
    help = slack.channels.get('it-help')!;
  });
  after(() => slack.close());
  beforeEach(async () => {
    slack.calls.length = 0;
    slack.fate = reads;
    firstline = await startFirstline(slack);
    [kim, bob] = ['kim', 'bob'].map((name) => new SlackPerson(name, slack, overHttp(firstline.address))) as [
      SlackPerson,
      SlackPerson,
    ];
  });
  afterEach(() => firstline.stop());

  function reads({ method }: { method: string }): Fate {
    return method === 'conversations.replies' ? { status: 200, body: { ok: true, messages: thread } } : null;
  }

  /** Kim mentions the bot below what stands there; answers what it said. */
  async function asked(): Promise<string> {
    const { ts } = await slack.as('eve', 'chat.postMessage', { channel: help, text: 'the first' });
    await kim.says(`<@${BOT}> can you help here?`, { channel: help, thread: String(ts) });
    await firstline.idle();
    return slack
      .made('chat.postMessage')
      .map((call) => String(call.text))
      .join('\n');
  }

  for (const name of ['app-monitor', 'app-attachment-blocks', 'app-fallback-only'])
    it(`is read where an app began it: ${name}`, async () => {
      thread = [recorded(name)];
      const said = await asked();
      assert.match(said, /I found this above: “[^”]*schedule on this panel is out of date/);
      assert.match(said, /schedule is out of date/);
    });

  for (const name of ['app-workflow-form', 'app-workflow-blocks'])
    it(`is answered to the person who sent the form: ${name}`, async () => {
      slack.fate = (call) =>
        call.method === 'users.info'
          ? { status: 200, body: { ok: true, user: { name: 'bob', real_name: 'Bob' } } }
          : reads(call);
      thread = [recorded(name)];
      assert.match(await asked(), /I found this in what Bob wrote/);
    });

  it('is never called empty of errors where parts of it were not read', async () => {
    thread = [recorded('pdf'), recorded('canvas'), recorded('voice')];
    const said = await asked();
    assert.match(said, /Above I can't read .*report\.pdf.*Panel notes|Above I can't read .*Panel notes/s);
    assert.doesNotMatch(said, /found no error that I know in it/);
  });

  for (const [error, words] of [
    ['thread_not_found', /can't find the earlier messages/],
    ['fatal_error', /couldn't read the earlier messages this time/],
    ['not_in_channel', /not allowed to read the earlier messages/],
  ] as const)
    it(`is never called empty of errors after ${error}`, async () => {
      slack.fate = ({ method }) =>
        method === 'conversations.replies' ? { status: 200, body: { ok: false, error } } : null;
      const said = await asked();
      assert.match(said, words);
      assert.doesNotMatch(said, /found no error that I know in it/);
    });

  for (const [first, words] of [
    [STALE, /schedule is out of date/],
    ['good morning', /read only some of the earlier messages/],
  ] as const)
    it(`counts its first page when Slack refuses the second: ${first}`, async () => {
      slack.fate = ({ method, body }) => {
        if (method !== 'conversations.replies') return null;
        if (body.cursor) return { status: 429, headers: { 'retry-after': '60' } };
        const messages = [{ ...recorded('text-and-blocks'), text: first, blocks: [] }];
        return { status: 200, body: { ok: true, messages, response_metadata: { next_cursor: 'more' } } };
      };
      assert.match(await asked(), words);
    });

  it('is begun by a workflow that mentions the bot: it answers there, once', async () => {
    const mention = {
      ...recorded('app-workflow-form'),
      text: `<@${BOT}> <@${bob.id}> says: ${STALE}`,
      blocks: [],
      type: 'app_mention',
      channel: help,
    };
    const { ts } = await slack.as('eve', 'chat.postMessage', { channel: help, text: 'the form' });
    const event = () => eventOf('app_mention', { client_msg_id: undefined, user: undefined, ...mention, ts });
    await postEvent(firstline.address, event());
    await firstline.idle();
    const [said, ...more] = slack.made('chat.postMessage');
    assert.equal(said?.thread_ts, ts);
    assert.match(String(said?.text), /schedule is out of date/);
    assert.deepEqual(more, []);
    slack.fate = () => null;
    await bob.says('our own hub', { channel: help, thread: String(ts) });
    await firstline.idle();
    assert.match(String(slack.made('chat.postMessage').at(-1)?.text), /compare the panel's schedule/);
    const before = slack.made('chat.postMessage').length;
    await postEvent(
      firstline.address,
      eventOf('app_mention', { ...mention, client_msg_id: undefined, user: undefined, ts: `${ts}1`, thread_ts: ts }),
    );
    await firstline.idle();
    assert.equal(slack.made('chat.postMessage').length, before, 'no talk between programs');
  });

  it('is begun by a bot that names nobody: whoever presses first is helped', async () => {
    const { ts } = await slack.as('eve', 'chat.postMessage', { channel: help, text: 'the alarm' });
    const text = `<@${BOT}> ${STALE}`;
    const fields = { client_msg_id: undefined, user: undefined, bot_id: 'B0MON', subtype: 'bot_message' };
    await postEvent(firstline.address, eventOf('app_mention', { ...fields, text, blocks: [], channel: help, ts }));
    await firstline.idle();
    await bob.presses('Our own hub', { channel: help, thread: String(ts) });
    await firstline.idle();
    assert.match(String(slack.made('chat.postMessage').at(-1)?.text), /compare the panel's schedule/);
    assert.equal((await firstline.store.helped(`slack:${TEAM}:${help}:${String(ts)}`))?.id, `slack:${TEAM}:${bob.id}`);
  });

  it('ends in the whole of a snippet, not in its preview', async () => {
    const [file] = (recorded('snippet-cut') as { files: Record<string, unknown>[] }).files;
    slack.files.set('/files/log.txt', { type: 'text/plain', bytes: Buffer.from(`start of the log\n${STALE}`) });
    await kim.says('here it is', { files: [{ ...file, url_private_download: `${slack.origin}/files/log.txt` }] });
    await firstline.idle();
    const said = slack.made('chat.postMessage').map((call) => String(call.text));
    assert.equal(said.length, 1);
    assert.match(said[0]!, /schedule is out of date/);
  });

  it('says so where only the beginning of a snippet could be read', async () => {
    const [file] = (recorded('snippet-cut') as { files: Record<string, unknown>[] }).files;
    await kim.says('here it is', { files: [{ ...file, url_private_download: `${slack.origin}/files/gone.txt` }] });
    await firstline.idle();
    assert.match(String(slack.made('chat.postMessage').at(-1)?.text), /only the beginning of that file/);
  });
});
