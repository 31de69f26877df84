import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Desks, ticketConversation } from '../../../src/core/desk.ts';
import { desks } from '../../fakes/desk-world.ts';
import { freshFolder } from '../../fakes/folder.ts';
import { CodeLog } from '../../fakes/journals.ts';
import { type Firstline, startFirstline } from '../../fakes/slack/firstline.ts';
import { eventOf, overHttp, payload, postEvent, SlackPerson } from '../../fakes/slack/person.ts';
import { ALL_SCOPES, BOT, type Fate, SlackPlatform, TEAM } from '../../fakes/slack/platform.ts';

import { until } from '../../fakes/until.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

type Message = Record<string, unknown> & { text?: string; ts?: string; blocks?: { type: string }[] };

describe('a desk in Slack', () => {
  let slack: SlackPlatform;
  let firstline: Firstline;
  let log: CodeLog;
  let kim: SlackPerson;
  let bob: SlackPerson;
  let eve: SlackPerson;
  let front: string;
  let back: string;
  /** Messages that stood there before belong to another test. */
  let since: string;

  before(async () => {
    slack = await SlackPlatform.start();
    front = slack.channels.get('front-desk')!;
    back = slack.channels.get('back-desk')!;
  });
  after(() => slack.close());

  beforeEach(async () => {
    slack.calls.length = 0;
    slack.responses.length = 0;
    slack.uploads.length = 0;
    slack.uploadStatus = null;
    slack.fate = () => null;
    slack.scopes = ALL_SCOPES;
    await open(at({ front }));
    const mark = await slack.as('kim', 'chat.postMessage', { channel: kim.dm, text: 'a new test' });
    since = String(mark.ts);
  });
  afterEach(() => firstline.stop());

  function at(places: Record<string, string>): Desks {
    const given = Object.entries(places).map(([name, desk]) => ({
      name,
      route: { channel: 'slack', address: JSON.stringify({ desk }) },
    }));
    return desks(...given);
  }

  async function open(where: Desks): Promise<void> {
    await firstline?.stop();
    log = new CodeLog();
    firstline = await startFirstline(slack, { desks: where, log });
    [kim, bob, eve] = ['kim', 'bob', 'eve'].map((n) => new SlackPerson(n, slack, overHttp(firstline.address))) as [
      SlackPerson,
      SlackPerson,
      SlackPerson,
    ];
  }

  const idle = () => firstline.idle();
  const refused = (error: string): Fate => ({ status: 200, body: { ok: false, error } });
  /** Goes wrong once, then no more. */
  function once(method: string, fate: Fate): void {
    let left = 1;
    slack.fate = (call) => (call.method === method && left-- > 0 ? fate : null);
  }

  /** Kim asks for a person; answers when the head stands at the desk. */
  async function ticket(desk = front, where: { channel?: string; thread?: string } = {}): Promise<string> {
    await kim.says('talk to a person', where);
    await idle();
    await kim.presses('Send it to support', where);
    await idle();
    return String((await head(desk)).ts);
  }

  async function head(desk = front): Promise<Message> {
    const found = (await slack.messages(desk)).findLast(
      (m) => m.user === BOT && String(m.ts) > since && !m.thread_ts && (m as Message).blocks?.[0]?.type === 'header',
    );
    assert.ok(found, 'no head stands there');
    return found as Message;
  }

  async function seen(channel: string, thread?: string): Promise<string[]> {
    await idle();
    return (await slack.messages(channel, thread)).filter((m) => String(m.ts) > since).map((m) => String(m.text));
  }

  const last = async (channel: string, thread?: string) => (await seen(channel, thread)).at(-1)!;

  async function sign(ts: string): Promise<string | undefined> {
    const message = (await slack.messages(front)).concat(await slack.messages(front, ts)).find((m) => m.ts === ts);
    return (message?.reactions as { name: string }[] | undefined)?.[0]?.name;
  }

  it('carries words both ways, keeps private lines private, and puts a sign beside a line that arrived', async () => {
    await kim.says(STALE);
    await idle();
    const thread = await ticket();
    const { blocks, text } = await head();
    assert.match(String(text), /F-[\w-]+ · The panel's schedule is out of date.*kim, in Slack.*In their words/s);
    assert.equal(blocks![0]!.type, 'header');
    await bob.presses('I take it', { channel: front });
    await idle();
    assert.match(await last(kim.dm), /bob from your support team is here/);
    assert.match(String((await head()).text), /bob has it/);
    const line = await bob.says('&gt; What does the schedule say?', { channel: front, thread });
    await bob.says('looks like the battery to me', { channel: front, thread });
    assert.match(await last(kim.dm), /^bob: What does the schedule say\?$/);
    assert.equal(await sign(line), 'white_check_mark');
    await kim.says('half past two');
    assert.match(await last(front, thread), /^kim: &gt; half past two$/);
    assert.doesNotMatch((await seen(kim.dm)).join(), /battery/);
    const [, name] = JSON.stringify((await slack.messages(kim.dm)).at(-2)!.blocks).match(/"text":"bob"(.*?)What does/)!;
    assert.match(name!, /"bold":true.* · support/);
  });

  it('puts the place in the queue into the message that says it was sent, or below it where that is gone', async () => {
    await ticket();
    const said = (await seen(kim.dm)).filter((text) => /Sent\.|number 1/.test(text));
    assert.equal(said.length, 1, said.join());
    assert.match(said[0]!, /Sent\.[\s\S]+number 1/);
    assert.ok(JSON.stringify((await slack.messages(kim.dm)).at(-1)).includes('leave-queue'));
    await kim.presses('Where do I stand?');
    await idle();
    await kim.presses("I don't need a person any more");
    await idle();
    await kim.says('talk to a person');
    await idle();
    slack.calls.length = 0;
    slack.fate = ({ method }) => (method === 'chat.update' ? refused('edit_window_closed') : null);
    await kim.presses('Send it to support');
    const below = () => slack.made('chat.postMessage').some(({ text }) => /^You're number/.test(String(text)));
    await until(below, 'the place below');
    assert.match((await seen(kim.dm)).at(-2)!, /^Sent\./);
  });

  it('gives a ticket to one of two who take it at once, and tells the other', async () => {
    const thread = await ticket();
    await Promise.all([bob, eve].map((who) => who.presses('I take it', { channel: front })));
    await idle();
    const taken = (await seen(front, thread)).filter((t) => /takes it\./.test(t));
    assert.equal(taken.length, 1);
    const [note] = slack.made('chat.postEphemeral');
    assert.match(String(note?.text), /has it already/);
    assert.equal(note?.thread_ts, thread);
    assert.notEqual(note?.user, /bob/.test(taken[0]!) ? bob.id : eve.id);
  });

  it('follows edits and deletions, on both sides', async () => {
    const thread = await ticket();
    const line = await bob.says('&gt; turn it of', { channel: front, thread });
    assert.match(await last(kim.dm), /turn it of\n\nbob from your support team has your ticket now/);
    const before = (await seen(kim.dm)).length;
    await bob.edits(line, `&gt; turn it off, <@${eve.id}> knows how`);
    const now = await seen(kim.dm);
    assert.equal(now.length, before);
    assert.match(now.at(-1)!, /^bob: turn it off, @eve knows how$/);
    await bob.deletes(line);
    assert.equal((await seen(kim.dm)).length, before - 1);
    const words = await kim.says('it is of');
    await idle();
    await kim.edits(words, 'it is off');
    assert.match(await last(front, thread), /^kim: &gt; it is off$/);
    await kim.deletes(words);
    assert.match(await last(front, thread), /^kim: \(taken back by the person\)$/);
  });

  it('takes a line back from the person when an agent edits its > away', async () => {
    const thread = await ticket();
    const line = await bob.says('&gt; he is rather slow', { channel: front, thread });
    assert.match((await seen(kim.dm)).join(), /slow/);
    await bob.edits(line, 'he is rather slow');
    assert.doesNotMatch((await seen(kim.dm)).join(), /slow/);
  });

  it('links the head to the person and to their thread, where everybody at the desk can open it, and calls nobody', async () => {
    const help = slack.channels.get('it-help')!;
    const links = (message: { blocks?: unknown }): string[] =>
      [...JSON.stringify(message.blocks).matchAll(/"type":"link","url":"([^"]+)"/g)].map(([, url]) => url!);
    const [ticketThread] = [await ticket()];
    assert.deepEqual(links(await head()), [`https://contoso.slack.com/team/${kim.id}`], 'a direct message has no link');
    assert.ok(ticketThread);
    const asked = await kim.says(`<@${BOT}> ${STALE}`, { channel: help });
    await idle();
    for (const title of ['Talk to a person', 'Send it to support']) {
      await kim.presses(title, { channel: help, thread: asked });
      await idle();
    }
    const second = (await slack.messages(front)).at(-1)!;
    assert.deepEqual(links(second), [
      `https://contoso.slack.com/team/${kim.id}`,
      `https://contoso.slack.com/archives/${help}/p${asked.replace('.', '')}`,
    ]);
    assert.doesNotMatch(JSON.stringify(second.blocks), /user_id/);
  });

  for (const [what, fate] of [
    ['a private channel', { status: 200, body: { ok: true, channel: { is_private: true } } }],
    ['a channel of which Slack tells nothing', { status: 200, body: { ok: false, error: 'missing_scope' } }],
  ] as const)
    it(`links no thread in ${what}`, async () => {
      const help = slack.channels.get('it-help')!;
      slack.fate = ({ method }) => (method === 'conversations.info' ? fate : null);
      const asked = await kim.says(`<@${BOT}> ${STALE}`, { channel: help });
      await idle();
      for (const title of ['Talk to a person', 'Send it to support']) {
        await kim.presses(title, { channel: help, thread: asked });
        await idle();
      }
      assert.doesNotMatch(JSON.stringify((await slack.messages(front)).at(-1)!.blocks), /archives/);
    });

  it('mentions the agent to whom a ticket is handed, and nobody else, whatever people write', async () => {
    const thread = await ticket();
    await bob.says(`hand to <@${eve.id}>`, { channel: front, thread });
    await idle();
    assert.match(String((await head()).text), /eve has it/);
    const handed = (await slack.messages(front, thread)).at(-1)!;
    assert.match(JSON.stringify(handed.blocks), new RegExp(`"user_id":"${eve.id}"`));
    await kim.says(`&lt;!channel&gt; <@${bob.id}> *bold* <https://evil.example|bank.com>`);
    await idle();
    await eve.says(`&gt; &lt;!here&gt; <@${kim.id}> _x_`, { channel: front, thread });
    await idle();
    const relayed = [(await slack.messages(front, thread)).at(-2)!, (await slack.messages(kim.dm)).at(-1)!];
    for (const { blocks, text } of relayed) {
      assert.doesNotMatch(JSON.stringify(blocks), /user_id|"link"|broadcast|mrkdwn/);
      assert.doesNotMatch(String(text), /<[!@h]/);
    }
  });

  it('hands a ticket to nobody outside the desk, and mentions nobody', async () => {
    const thread = await ticket();
    await bob.says(`hand to <@${kim.id}>`, { channel: front, thread });
    await idle();
    assert.match(String((await head()).text), /Waiting since/);
    const ours = (await slack.messages(front, thread)).filter((m) => m.user === BOT);
    assert.doesNotMatch(JSON.stringify(ours), /user_id/);
    assert.match(String(slack.made('chat.postEphemeral').at(-1)?.text), /only hand it to somebody who belongs/);
  });

  describe('pictures', () => {
    const [file] = (payload('message.file_share') as { event: { files: Record<string, unknown>[] } }).event.files;
    const picture = (name: string) => ({ ...file, name, url_private_download: `${slack.origin}/files/${name}` });

    beforeEach(() => {
      slack.files.set('/files/a.png', { type: 'image/png', bytes: Buffer.from('the bytes of a') });
    });

    it('go both ways, each shown by one call, below the sender’s name', async () => {
      const thread = await ticket();
      await kim.says('look', { files: [picture('a.png')] });
      await idle();
      const shown = (await slack.messages(front, thread)).at(-1)!;
      assert.equal((shown.files as { name: string }[])[0]!.name, 'a.png');
      assert.match(JSON.stringify(shown.blocks), /kim.* sent a file: /);
      assert.equal(slack.uploads[0]!.toString(), 'the bytes of a');
      await bob.says('&gt; here', { channel: front, thread, files: [picture('a.png')] });
      await idle();
      const there = (await slack.messages(kim.dm)).at(-1)!;
      assert.equal((there.files as { name: string }[])[0]!.name, 'a.png');
      assert.equal(slack.made('files.completeUploadExternal').length, 2);
      assert.equal(slack.uploads.length, 2);
    });

    it('are named where Slack refuses to show them, or where they don’t get through', async () => {
      const thread = await ticket();
      slack.fate = ({ method }) => (method === 'files.getUploadURLExternal' ? refused('missing_scope') : null);
      await kim.says('look', { files: [picture('a.png')] });
      assert.match(await last(front, thread), /sent a file: a\.png.*couldn’t put this up here: a\.png/s);
      slack.fate = ({ method }) => (method === 'files.completeUploadExternal' ? refused('file_not_found') : null);
      await kim.says('and this', { files: [picture('a.png')] });
      assert.match(await last(front, thread), /couldn’t put this up here: a\.png/);
      slack.fate = () => null;
      slack.uploadStatus = 500;
      await kim.says('look again', { files: [picture('a.png')] });
      assert.match(await last(front, thread), /couldn’t put this up here: a\.png/);
    });

    it('are not shown twice when Slack’s answer is lost', async () => {
      const thread = await ticket();
      once('files.completeUploadExternal', 'cut-after');
      await kim.says('look', { files: [picture('a.png')] });
      await idle();
      assert.equal((await slack.messages(front, thread)).filter((m) => m.files).length, 1);
      assert.ok(log.codes.includes('SEND_UNCONFIRMED'));
    });
  });

  describe('the form', () => {
    it('opens at once, and its words go to the person, are shown to the agents, and get a sign', async () => {
      const thread = await ticket();
      await bob.presses('Answer the person', { channel: front });
      const [{ view, trigger_id } = {}] = slack.made('views.open') as { view?: Message; trigger_id?: string }[];
      assert.ok(trigger_id);
      assert.match(JSON.stringify(view), /"Answer the person".*"What the person will read"/);
      assert.equal(await bob.fills('Please restart it.', '1'), '');
      await bob.fills('Please restart it.', '1');
      await idle();
      assert.equal((await seen(kim.dm)).filter((t) => t.startsWith('bob: Please restart it.')).length, 1);
      const mine = (await slack.messages(front, thread)).find((m) => /^bob: &gt; Please restart/.test(String(m.text)))!;
      assert.equal((mine.reactions as { name: string }[])[0]!.name, 'white_check_mark');
      assert.match(String((await head()).text), /bob has it/);
    });

    it('stays open and says what is wrong when it can’t be taken', async () => {
      await ticket();
      await bob.presses('Answer the person', { channel: front });
      assert.match(await bob.fills('  '), /"response_action":"errors".*Write something/);
      const view = slack.made('views.open').at(-1)!;
      slack.calls.push({ method: 'views.open', body: view, token: '', at: 0 });
      assert.match(await kim.fills('let me'), /Only members of this desk/);
      await idle();
      assert.equal((await seen(kim.dm)).filter((t) => /let me/.test(t)).length, 0);
    });

    it('says so when Slack does not open it', async () => {
      await ticket();
      slack.fate = ({ method }) => (method === 'views.open' ? refused('expired_trigger_id') : null);
      await bob.presses('Answer the person', { channel: front });
      await idle();
      assert.match(JSON.stringify(slack.responses), /didn’t open/);
    });
  });

  it('counts the same button as another press once the head has changed, and a double click as one', async () => {
    const thread = await ticket();
    for (const button of ['I take it', 'Give it back', 'I take it']) {
      const stands = await head();
      await Promise.all([bob.pressesOn(stands, button, front), bob.pressesOn(stands, button, front)]);
      await idle();
    }
    const below = await seen(front, thread);
    assert.equal(below.filter((t) => /takes it\./.test(t)).length, 2);
    assert.match(String((await head()).text), /bob has it/);
  });

  it('asks the person and closes from the menus', async () => {
    await kim.says(STALE);
    await idle();
    const thread = await ticket();
    await bob.presses('Booked on', { channel: front });
    assert.match(await last(kim.dm), /bob would like to know/);
    await bob.presses('Solved', { channel: front });
    assert.match(await last(kim.dm), /closed your ticket|How was it/);
    assert.match((await seen(front, thread)).join('\n'), /Asked the person.*bob closed it: Solved/s);
    const { blocks } = await head();
    assert.match(JSON.stringify(blocks), /Open again/);
    assert.doesNotMatch(JSON.stringify(blocks), /I take it/);
  });

  it('tells everybody in the channel when a ticket waits again', async () => {
    const thread = await ticket();
    await bob.says('claim', { channel: front, thread });
    await idle();
    await bob.says('release', { channel: front, thread });
    await idle();
    const loud = slack.made('chat.postMessage').filter((m) => String(m.reply_broadcast) === 'true');
    assert.equal(loud.length, 1);
    assert.match(String(loud[0]!.text), /gave it back/);
  });

  describe('hears members of its channel only', () => {
    it('and refuses others politely', async () => {
      await ticket();
      const before = JSON.stringify(await head());
      await kim.presses('I take it', { channel: front });
      await idle();
      assert.match(JSON.stringify(slack.responses), /Only members of this desk’s channel/);
      assert.equal(slack.responses.at(-1)!.replace_original, false);
      assert.equal(JSON.stringify(await head()), before);
    });

    it('and nobody while Slack does not say who they are, so that Slack sends a line again', async () => {
      const thread = await ticket();
      slack.fate = ({ method }) => (method === 'conversations.members' ? { status: 500 } : null);
      await bob.presses('I take it', { channel: front });
      await idle();
      assert.match(JSON.stringify(slack.responses), /can’t see right now who belongs/);
      const said = eventOf('message.im', {
        channel: front,
        channel_type: 'channel',
        user: bob.id,
        thread_ts: thread,
        ts: '1767603999.000100',
        client_msg_id: 'once',
        text: '&gt; hello',
      });
      assert.equal((await postEvent(firstline.address, said)).status, 503);
      slack.fate = () => null;
      for (let i = 0; i < 2; i++) assert.equal((await postEvent(firstline.address, said)).status, 200);
      assert.equal((await seen(kim.dm)).filter((t) => t.startsWith('bob: hello')).length, 1, 'repeated, it acts once');
    });

    it('and says so once where it lacks the scope to ask', async () => {
      const thread = await ticket();
      slack.fate = ({ method }) => (method === 'conversations.members' ? refused('missing_scope') : null);
      await bob.says('&gt; hello', { channel: front, thread });
      await bob.says('&gt; hello?', { channel: front, thread });
      await idle();
      const notes = slack.made('chat.postEphemeral');
      assert.equal(notes.length, 1);
      assert.match(String(notes[0]!.text), /doctor slack/);
      assert.doesNotMatch((await seen(kim.dm)).join(), /hello/);
    });

    it('and never strangers of another workspace', async () => {
      const thread = await ticket();
      const said = eventOf('message.im', {
        channel: front,
        user: eve.id,
        user_team: 'T0OTHER',
        thread_ts: thread,
        ts: '1767603999.000200',
        client_msg_id: 'stranger',
        text: '&gt; hello',
      });
      await postEvent(firstline.address, said);
      assert.doesNotMatch((await seen(kim.dm)).join(), /hello/);
      assert.match(String(slack.made('chat.postEphemeral')[0]!.text), /only help people of Contoso/);
    });
  });

  it('lists the queue when asked, and leaves all other talk in the channel alone', async () => {
    const thread = await ticket();
    const question = await bob.says(`<@${BOT}> what is open?`, { channel: front });
    assert.match(await last(front, question), /1 waiting, 0 in hand/);
    const posts = slack.made('chat.postMessage').length;
    const lunch = await bob.says('lunch?', { channel: front });
    await eve.says('yes, canary', { channel: front, thread: lunch });
    await eve.says(`<@${BOT}> canary`, { channel: front, thread: lunch });
    for (const name of ['message.bot', 'message.own'])
      await postEvent(firstline.address, eventOf(name, { channel: front, thread_ts: thread, text: '&gt; canary' }));
    await idle();
    assert.equal(slack.made('chat.postMessage').length, posts);
    const stored = await Promise.all(
      ['desk:front', `slack:${TEAM}:${front}:${lunch}`].map((c) => firstline.store.lines(c, { turn: 0, part: 0 })),
    );
    assert.doesNotMatch(JSON.stringify(stored), /canary|lunch/);
    assert.doesNotMatch((await seen(kim.dm)).join(), /canary/);
  });

  it('does not count as gone because a note to one agent is refused', async () => {
    const thread = await ticket();
    slack.fate = ({ method }) => (method === 'chat.postEphemeral' ? refused('user_not_in_channel') : null);
    await bob.says('help', { channel: front, thread });
    await idle();
    assert.ok(!log.codes.includes('DESK_UNREACHABLE'));
  });

  it('says in words that a line arrived where it may add no sign', async () => {
    const thread = await ticket();
    slack.fate = ({ method }) => (method === 'reactions.add' ? refused('missing_scope') : null);
    await bob.says('&gt; hello', { channel: front, thread });
    assert.match(await last(front, thread), /Went out to the person: “hello”/);
    slack.fate = ({ method }) => (method === 'reactions.add' ? refused('already_reacted') : null);
    await bob.says('&gt; there', { channel: front, thread });
    assert.doesNotMatch((await seen(front, thread)).join(), /“there”/);
  });

  it('marks a line that did not reach the person', async () => {
    const thread = await ticket();
    slack.fate = ({ method, body }) =>
      method === 'chat.postMessage' && body.channel === kim.dm ? refused('channel_not_found') : null;
    const line = await bob.says('&gt; hello', { channel: front, thread });
    await idle();
    assert.equal(await sign(line), 'x');
  });

  for (const why of ['is_archived', 'channel_not_found', 'not_in_channel'])
    it(`passes a ticket on to the next desk when Slack says ${why}`, async () => {
      await open(at({ front, back }));
      slack.fate = ({ method, body }) =>
        method === 'chat.postMessage' && body.channel === front ? refused(why) : null;
      await ticket(back);
      assert.ok(log.codes.includes('DESK_UNREACHABLE'));
      assert.match(String((await head(back)).text), /could not be reached: front/);
      assert.match((await seen(kim.dm)).join('\n'), /passing F-[\w-]+ to the next one/);
      await eve.presses('I take it', { channel: back });
      assert.match(await last(kim.dm), /eve from your support team/);
    });

  it('posts a head once, and knows its thread, when Slack’s answer is lost', async () => {
    let left = 1;
    slack.fate = ({ method, body }) =>
      method === 'chat.postMessage' && body.channel === front && left-- > 0 ? 'cut-after' : null;
    const thread = await ticket();
    const name = String((await head()).text).slice(0, 11);
    const heads = (await slack.messages(front)).filter((m) => String(m.text).startsWith(name));
    assert.equal(heads.length, 1);
    await bob.says('&gt; hello', { channel: front, thread });
    assert.match(await last(kim.dm), /hello/);
  });

  it('repeats a change and a deletion whose answers are lost', async () => {
    const thread = await ticket();
    const line = await bob.says('&gt; one', { channel: front, thread });
    await idle();
    once('chat.update', 'cut-after');
    await bob.edits(line, '&gt; two');
    assert.match(await last(kim.dm), /^bob: two$/);
    once('chat.delete', 'cut-after');
    await bob.deletes(line);
    assert.doesNotMatch((await seen(kim.dm)).join(), /bob: /);
    assert.deepEqual(
      log.codes.filter((c) => /SEND/.test(c)),
      [],
    );
  });

  it('shows all buttons of a ticket whose summary Slack finds too long', async () => {
    let left = 1;
    slack.fate = ({ method, body }) =>
      method === 'chat.postMessage' && body.channel === front && left-- > 0 ? refused('msg_blocks_too_long') : null;
    await kim.says(STALE);
    await idle();
    await ticket();
    const drawn = JSON.stringify((await head()).blocks);
    for (const button of ['I take it', 'Answer the person', 'Resolve …', 'Case code'])
      assert.ok(drawn.includes(button));
  });

  it('gives a case code from behind the dots of a ticket', async () => {
    const thread = await ticket();
    await eve.presses('Case code', { channel: front, thread });
    await idle();
    assert.match(JSON.stringify(slack.made('chat.postEphemeral').at(-1)), /The code is \w{5}-\w{5}/);
  });

  it('answers a button in a channel that is no desk any more', async () => {
    await ticket();
    const old = await head();
    await open(at({ back }));
    await bob.pressesOn(old, 'I take it', front);
    await idle();
    assert.match(JSON.stringify(slack.responses), /no desk of mine any more/);
  });

  it('hears the person it helps in a thread of others without being mentioned, and nobody else there', async () => {
    const help = slack.channels.get('it-help')!;
    const thread = await kim.says(`<@${BOT}> ${STALE}`, { channel: help });
    await idle();
    const where = { channel: help, thread };
    const head = await ticket(front, where);
    await bob.says('&gt; what do you see?', { channel: front, thread: head });
    await idle();
    assert.match(await last(help, thread), /bob: what do you see/);
    await eve.says('I had that too', where);
    await kim.says('a schedule', where);
    const below = (await seen(front, head)).join('\n');
    assert.match(below, /kim: &gt; a schedule/);
    assert.doesNotMatch(below, /I had that too/);
  });

  it('remembers threads over a restart', async () => {
    const databaseUrl = `sqlite:${join(freshFolder(), 'firstline.db')}`;
    await firstline.stop();
    firstline = await startFirstline(slack, { desks: at({ front }), databaseUrl });
    kim = new SlackPerson('kim', slack, overHttp(firstline.address));
    const thread = await ticket();
    await firstline.stop();
    firstline = await startFirstline(slack, { desks: at({ front }), databaseUrl });
    bob = new SlackPerson('bob', slack, overHttp(firstline.address));
    await bob.says('&gt; back again', { channel: front, thread });
    assert.match(await last(kim.dm), /back again/);
    const [ticketOf] = await firstline.store.tickets(`slack:${TEAM}:${kim.id}`);
    assert.equal(await firstline.store.whose('slack', `${front}|${thread}`), ticketConversation(ticketOf!.id));
  });
});
