import assert from 'node:assert/strict';
import type { WatchMode } from '../../../src/channels/slack/receive/watch.ts';
import { type Firstline, startFirstline } from '../../fakes/slack/firstline.ts';
import { eventOf, overHttp, payload, postEvent, postPayload, SlackPerson } from '../../fakes/slack/person.ts';
import { BOT, BOT_TOKEN, SlackPlatform, TEAM } from '../../fakes/slack/platform.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const PASS =
  'There was a problem fetching a door pass required to book. If the problem continues, please contact your office team.';

type Message = Record<string, unknown>;

describe('The bot in Slack', () => {
  let slack: SlackPlatform;
  let firstline: Firstline;
  let kim: SlackPerson;
  let bob: SlackPerson;
  let eve: SlackPerson;
  let help: string;

  before(async () => {
    slack = await SlackPlatform.start();
  });
  after(() => slack.close());

  beforeEach(async () => {
    slack.calls.length = 0;
    slack.responses.length = 0;
    slack.fate = () => null;
    help = slack.channels.get('it-help')!;
    const watch = new Map<string, WatchMode>([[slack.channels.get('quiet')!, 'offer']]);
    watch.set(slack.channels.get('random')!, 'thread');
    firstline = await startFirstline(slack, { settings: { watch } });
    [kim, bob, eve] = ['kim', 'bob', 'eve'].map(
      (name) => new SlackPerson(name, slack, overHttp(firstline.address)),
    ) as [SlackPerson, SlackPerson, SlackPerson];
  });
  afterEach(() => firstline.stop());

  /** The newest message of ours. */
  async function answer(channel: string, thread?: string): Promise<Message> {
    await firstline.idle();
    const mine = (await slack.messages(channel, thread)).findLast((m) => m.user === BOT);
    assert.ok(mine, 'no answer');
    return mine;
  }

  async function answerText(channel: string, thread?: string): Promise<string> {
    return String((await answer(channel, thread)).text);
  }

  function posts(): number {
    return slack.made('chat.postMessage').length;
  }

  it('walks somebody in a direct message from a pasted error to a booking that works', async () => {
    await kim.says(STALE);
    assert.match(await answerText(kim.dm), /panel's schedule is out of date/);
    await kim.presses('Our own hub');
    assert.match(await answerText(kim.dm), /compare the panel's schedule/);
    await kim.presses('No, something is off');
    await firstline.idle();
    await kim.says("it's a second-generation panel");
    await firstline.idle();
    assert.match(await answerText(kim.dm), /Load again/);
    await kim.presses('That fixed it');
    await firstline.idle();
    // The walkthrough asks whether it happens again and again.
    if (!/How was it/.test(await answerText(kim.dm))) await kim.says('no');
    assert.match(await answerText(kim.dm), /Great, you can book again/);
    await kim.presses('It went well');
    assert.match(await answerText(kim.dm), /Thank you for telling me/);
    const [end] = await firstline.store.ends(`slack:${TEAM}:${kim.id}`);
    assert.deepEqual([end?.outcome, end?.rating], ['fixed', 'good']);
  });

  it('shows header, text, progress and buttons, and lists the answers in the plain text', async () => {
    await kim.says(STALE);
    const { blocks, text } = (await answer(kim.dm)) as { blocks: { type: string }[]; text: string };
    // The first reply names the problem in its first sentence; a header would say it twice.
    assert.deepEqual(
      blocks.map((b) => b.type),
      ['rich_text', 'context', 'actions'],
    );
    assert.match(text, /1\. Our own hub/);
    assert.match(JSON.stringify(blocks), /Step 1 of about \d+ · Panel or app/);
    await kim.presses('Our own hub');
    await firstline.idle();
    const next = (await answer(kim.dm)) as { blocks: { type: string }[] };
    assert.deepEqual(
      next.blocks.map((b) => b.type),
      ['header', 'rich_text', 'context', 'actions'],
    );
  });

  it('answers a mention in a thread under it, and hears its writer there without another mention', async () => {
    const ts = await bob.says(`<@${BOT}> ${STALE}`, { channel: help });
    const first = await answer(help, ts);
    assert.equal(first.thread_ts, ts);
    assert.match(String(first.text), /schedule is out of date/);
    assert.match(JSON.stringify(first.blocks), new RegExp(`"user_id":"${bob.id}"`));
    await bob.says('our own hub', { channel: help, thread: ts });
    assert.match(await answerText(help, ts), /compare the panel's schedule/);
    assert.equal(posts(), 2, 'the mention and the message are one gesture');
  });

  it('reads the thread above a mention, and helps whoever pasted the error, by name', async () => {
    const ts = await bob.says(`hi all, I get this since today: ${PASS}`, { channel: help });
    await eve.says('I had that last week', { channel: help, thread: ts });
    await kim.says(`<@${BOT}> can you help here?`, { channel: help, thread: ts });
    const said = await answer(help, ts);
    assert.match(String(said.text), /I found this in what bob wrote/);
    assert.match(String(said.text), /door pass/i);
    assert.match(JSON.stringify(said.blocks), new RegExp(`"user_id":"${bob.id}"`), 'it speaks to Bob');
    const before = posts();
    await bob.presses('Our own hub', { channel: help, thread: ts });
    await firstline.idle();
    assert.equal(posts(), before + 1, 'Bob’s answers count');
  });

  it('asks which problem is meant where a thread tells of several', async () => {
    const ts = await bob.says(PASS, { channel: help });
    await eve.says(STALE, { channel: help, thread: ts });
    await kim.says(`<@${BOT}> help please`, { channel: help, thread: ts });
    assert.match(await answerText(help, ts), /more than one problem in this thread/);
  });

  it('says exactly that it may not read the thread, and asks for the text', async () => {
    slack.fate = ({ method }) =>
      method === 'conversations.replies'
        ? { status: 200, body: { ok: false, error: 'missing_scope', needed: 'channels:history' } }
        : null;
    const ts = await bob.says(PASS, { channel: help });
    await kim.says(`<@${BOT}> help please`, { channel: help, thread: ts });
    await firstline.idle();
    slack.fate = () => null;
    assert.match(await answerText(help, ts), /not allowed to read the earlier messages here.*paste the error/s);
  });

  it('says that it can’t read the thread right now when Slack asks it to wait', async () => {
    slack.fate = ({ method }) =>
      method === 'conversations.replies' ? { status: 429, headers: { 'retry-after': '60' } } : null;
    const ts = await bob.says(PASS, { channel: help });
    await kim.says(`<@${BOT}> help please`, { channel: help, thread: ts });
    await firstline.idle();
    slack.fate = () => null;
    assert.match(await answerText(help, ts), /can't read the earlier messages right now/);
  });

  it('never answers people who did not speak to it, bots or itself, and stores nothing of theirs', async () => {
    await bob.says(STALE, { channel: help });
    for (const name of ['message.bot', 'message.own', 'message.channel_join', 'message.channel', 'reaction_added'])
      assert.equal((await postEvent(firstline.address, payload(name))).status, 200, name);
    await firstline.idle();
    assert.equal(posts(), 0);
    assert.deepEqual(await firstline.store.waiting(), []);
    assert.equal(
      (await firstline.store.lines(`slack:${TEAM}:C0HELP:1767603600.000100`, { turn: 0, part: 0 })).length,
      0,
    );
  });

  it('does not listen to others in a thread where it helps somebody', async () => {
    const ts = await bob.says(`<@${BOT}> ${STALE}`, { channel: help });
    await firstline.idle();
    const before = posts();
    await eve.says('our own hub, I think?', { channel: help, thread: ts });
    await firstline.idle();
    assert.equal(posts(), before);
    assert.doesNotMatch(
      JSON.stringify(await firstline.store.lines(`slack:${TEAM}:${help}:${ts}`, { turn: 0, part: 0 })),
      /I think/,
    );
  });

  it('tells another person who presses a button, and nobody else, whom it helps here', async () => {
    const ts = await bob.says(`<@${BOT}> ${STALE}`, { channel: help });
    const asked = await answer(help, ts);
    const before = posts();
    await eve.pressesOn(asked, 'Our own hub', help);
    await firstline.idle();
    const [note] = slack.made('chat.postEphemeral');
    assert.equal(note?.user, eve.id);
    assert.match(String(note?.text), /helping bob here/);
    assert.equal(posts(), before);
    assert.equal(slack.responses.length, 0, 'the message keeps its buttons for Bob');
  });

  it('shows the answer given where the buttons were', async () => {
    await kim.says(STALE);
    await firstline.idle();
    await kim.presses('Our own hub');
    await firstline.idle();
    const [update] = slack.responses as { replace_original: boolean; blocks: { type: string }[] }[];
    assert.equal(update?.replace_original, true);
    assert.ok(update?.blocks.every((b) => b.type !== 'actions'));
    assert.match(JSON.stringify(update?.blocks.at(-1)), /✓ Our own hub/);
  });

  it('takes the buttons away from a question that was answered in words', async () => {
    await kim.says(STALE);
    await firstline.idle();
    await kim.says('our own hub');
    await firstline.idle();
    const [update] = slack.made('chat.update');
    assert.ok(update);
    assert.doesNotMatch(JSON.stringify(update.blocks), /"actions"/);
  });

  it('counts a double click once, and answers an old button with a kind note and the current step', async () => {
    await kim.says(STALE);
    const old = await answer(kim.dm);
    await Promise.all([kim.pressesOn(old, 'Our own hub'), kim.pressesOn(old, 'Our own hub')]);
    await firstline.idle();
    assert.equal(posts(), 2);
    await kim.pressesOn(old, "Roomie's cloud hub");
    assert.match(await answerText(kim.dm), /belongs to an earlier question.*compare the panel's schedule/s);
  });

  describe('shows on a pressed message the answer that counts', () => {
    const shown = () => slack.responses.map((r) => JSON.stringify((r as { blocks: object[] }).blocks.at(-1)));

    it('when two buttons are pressed at once, and when one is pressed again later', async () => {
      await kim.says(STALE);
      const old = await answer(kim.dm);
      await Promise.all([kim.pressesOn(old, 'Our own hub'), kim.pressesOn(old, "Roomie's cloud hub")]);
      await firstline.idle();
      const [first, ...others] = shown().map((block) => /✓ ([^"]+)/.exec(block)?.[1]);
      assert.ok(first);
      assert.deepEqual(new Set([first, ...others]).size, 1, 'one answer counts');
      await kim.pressesOn(old, "Roomie's cloud hub");
      await firstline.idle();
      assert.match(shown().at(-1)!, new RegExp(`✓ ${first}`));
    });

    it('and none where the question was answered in words, or passed', async () => {
      await kim.says(STALE);
      const old = await answer(kim.dm);
      await kim.says('our own hub');
      await firstline.idle();
      await kim.pressesOn(old, "Roomie's cloud hub");
      assert.match(await answerText(kim.dm), /belongs to an earlier question/);
      await firstline.idle();
      assert.match(shown().at(-1)!, /We’ve moved on from this question/);
      await kim.presses('Talk to a person');
      await firstline.idle();
      assert.match(shown().at(-1)!, /✓ Talk to a person/);
    });
  });

  it('understands a correction within a minute, and stops when the message is taken back', async () => {
    const { event } = payload('message.im') as { event: { ts: string } };
    await postEvent(firstline.address, eventOf('message.im', { text: PASS, user: kim.id, channel: kim.dm }));
    assert.match(await answerText(kim.dm), /door pass/i);
    const edit = payload('message_changed') as { event: { message: object; previous_message: object } };
    const message = { ...edit.event.message, user: kim.id, text: STALE };
    const before = { ...edit.event.previous_message, user: kim.id, text: PASS };
    await postEvent(
      firstline.address,
      eventOf('message_changed', { channel: kim.dm, message, previous_message: before }),
    );
    assert.match(await answerText(kim.dm), /schedule is out of date/);
    const previous = { ...edit.event.previous_message, user: kim.id };
    await postEvent(
      firstline.address,
      eventOf('message_deleted', { channel: kim.dm, previous_message: previous, deleted_ts: event.ts }),
    );
    assert.match(await answerText(kim.dm), /took that message back/);
  });

  it('reads the correction of an answer that it did not understand', async () => {
    await kim.says(STALE);
    await firstline.idle();
    const ts = await kim.says('uor ovn hbu');
    assert.match(await answerText(kim.dm), /I'm not sure how that answers this/);
    await kim.edits(ts, 'our own hub');
    assert.match(await answerText(kim.dm), /compare the panel's schedule with the room's page/);
  });

  it('mentions the case in another conversation to a person who begins a second one, where nobody else reads it', async () => {
    const ts = await bob.says(`<@${BOT}> ${STALE}`, { channel: help });
    await firstline.idle();
    await bob.says(PASS);
    assert.match(await answerText(bob.dm), /also in the middle of .* in another conversation/);
    const second = await bob.says(`<@${BOT}> ${PASS}`, { channel: help });
    assert.doesNotMatch(await answerText(help, second), /another conversation/);
    assert.notEqual(ts, second);
  });

  it('greets a person who opens the direct message for the first time, once', async () => {
    const opened = (): object => eventOf('app_home_opened.messages', { user: kim.id, channel: kim.dm });
    await postEvent(firstline.address, opened());
    assert.match(await answerText(kim.dm), /Hello! I'm Firstline/);
    await postEvent(firstline.address, opened());
    await firstline.idle();
    assert.equal(posts(), 1);
  });

  it('greets in the Assistant pane with suggested starts, shows a status while it looks, and answers there', async () => {
    const thread = await kim.says('New chat');
    await firstline.idle();
    const pane = { user_id: kim.id, channel_id: kim.dm, thread_ts: thread, context: {} };
    await postEvent(firstline.address, eventOf('assistant_thread_started', { assistant_thread: pane }));
    assert.match(await answerText(kim.dm, thread), /Hello! I'm Firstline/);
    const [starts] = slack.made('assistant.threads.setSuggestedPrompts');
    assert.equal(starts?.thread_ts, thread);
    await kim.says(STALE, { thread });
    assert.match(await answerText(kim.dm, thread), /schedule is out of date/);
    assert.match(String(slack.made('assistant.threads.setStatus')[0]?.status), /looking at your error/);
  });

  it('goes on with the direct message’s own case when somebody answers in a thread of it', async () => {
    await kim.says(STALE);
    const asked = await answer(kim.dm);
    await kim.says('our own hub', { thread: String(asked.ts) });
    assert.match(await answerText(kim.dm, String(asked.ts)), /compare the panel's schedule/);
  });

  it('takes up a message through its shortcut, in a direct message to the person who used it', async () => {
    const body = { ...payload('message_action'), user: { id: eve.id, name: 'eve', team_id: TEAM } };
    assert.equal((await postPayload(firstline.address, body)).status, 200);
    assert.match(await answerText(eve.dm), /schedule is out of date/);
    assert.equal(slack.made('chat.postMessage').length, 1);
  });

  it('follows the words of /firstline', async () => {
    const { address } = firstline;
    assert.match(await kim.commands(address, 'help'), /start.*status.*human.*stop.*forget me/);
    assert.match(await kim.commands(address, 'status'), /no open case/);
    assert.match(await kim.commands(address, `start ${STALE}`), /direct messages/);
    assert.match(await answerText(kim.dm), /schedule is out of date/);
    assert.match(await kim.commands(address, 'status'), /The panel's schedule is out of date/);
    await kim.commands(address, 'human');
    assert.match(await answerText(kim.dm), /I've written everything down/);
    await kim.commands(address, 'stop');
    assert.match(await answerText(kim.dm), /we stop here/);
    assert.match(await kim.commands(address, 'forget me'), /deleted what we said/);
    assert.deepEqual(await firstline.store.openCases(`slack:${TEAM}:${kim.id}`), []);
    assert.match(await kim.commands(address, 'forget me'), /nothing stored/);
  });

  it('forgets a person who writes so, in the direct message as well', async () => {
    await kim.says(STALE);
    assert.match(await answerText(kim.dm), /schedule is out of date/);
    await kim.says('Forget me');
    assert.match(await answerText(kim.dm), /I’ve deleted everything/);
    assert.deepEqual(await firstline.store.openCases(`slack:${TEAM}:${kim.id}`), []);
  });

  it('shows a person’s open cases in App Home, and hands one over from there', async () => {
    await kim.says(STALE);
    const ts = await kim.says(`<@${BOT}> ${PASS}`, { channel: help });
    await firstline.idle();
    await postEvent(firstline.address, eventOf('app_home_opened.home', { user: kim.id, channel: kim.dm }));
    await firstline.idle();
    const [home] = slack.made('views.publish');
    const shown = JSON.stringify(home?.view);
    assert.match(shown, /schedule is out of date/);
    assert.match(shown, new RegExp(`archives/${help}/p${ts.replace('.', '')}`));
    const value = `slack:${TEAM}:${kim.id}`;
    const [action] = (payload('block_actions.home') as { actions: object[] }).actions;
    const body = { ...payload('block_actions.home'), user: { id: kim.id }, actions: [{ ...action, value }] };
    await postPayload(firstline.address, body);
    assert.match(await answerText(kim.dm), /I've written everything down/);
    await postPayload(firstline.address, { ...body, user: { id: eve.id } });
    await firstline.idle();
    assert.equal((await firstline.store.tickets(value)).length, 1, 'nobody else’s case');
  });

  it('offers help in a watched channel to the writer alone, when it is sure, and takes a yes', async () => {
    const quiet = slack.channels.get('quiet')!;
    await bob.says('lunch anyone?', { channel: quiet });
    const ts = await bob.says(STALE, { channel: quiet });
    await firstline.idle();
    const [offer] = slack.made('chat.postEphemeral');
    assert.equal(offer?.user, bob.id);
    assert.match(String(offer?.text), /Shall I take you through the fix/);
    assert.equal(offer?.thread_ts, undefined, 'there is no thread yet to see it in');
    assert.equal(posts(), 0);
    await bob.pressesOn({ ts: '1767603700.001300', ...offer }, 'Yes', quiet, true);
    assert.match(await answerText(quiet, ts), /compare the panel's schedule|which hub does your Roomie/);
    assert.match(JSON.stringify(slack.responses.at(-1)), /✓ .*Yes/);
  });

  it('offers help in a thread, for all to see, where an operator wants that', async () => {
    const channel = slack.channels.get('random')!;
    await slack.as('bob', 'conversations.join', { channel });
    const ts = await bob.says(STALE, { channel });
    const offer = await answer(channel, ts);
    assert.match(String(offer.text), /Shall I take you through the fix/);
    assert.match(JSON.stringify(offer.blocks), new RegExp(bob.id));
    assert.equal(slack.made('chat.postEphemeral').length, 0);
    await bob.presses('No', { channel, thread: ts });
    await firstline.idle();
    assert.equal(posts(), 1, 'a no is a no');
  });

  it('fetches a screenshot with the token from the file host, and reads it', async () => {
    const [file] = (payload('message.file_share') as { event: { files: object[] } }).event.files;
    slack.files.set('/files/error.png', { type: 'image/png', bytes: Buffer.from(STALE) });
    await kim.says('this is what I see', {
      files: [{ ...file, url_private_download: `${slack.origin}/files/error.png` }],
    });
    await firstline.idle();
    const said = (await slack.messages(kim.dm)).filter((m) => m.user === BOT).map((m) => String(m.text));
    assert.ok(!said.some((t) => /reading your screenshot/.test(t)), 'no word before a quick answer');
    assert.match(said.at(-1)!, /schedule is out of date/);
    assert.deepEqual(slack.fileRequests.splice(0), [`Bearer ${BOT_TOKEN}`]);
  });

  it('reads Slack’s copy of a HEIC photo, and says at once what it can’t read', async () => {
    const [file] = (payload('message.file_share') as { event: { files: object[] } }).event.files;
    const heic = { ...file, name: 'IMG_1.HEIC', mimetype: 'image/heic', thumb_720: `${slack.origin}/files/small.jpg` };
    const photo = { ...heic, thumb_1024: `${slack.origin}/files/copy.jpg`, size: 20_000_000 };
    slack.files.set('/files/copy.jpg', { type: 'image/jpeg', bytes: Buffer.from(STALE) });
    await kim.says('this is what I see', { files: [photo] });
    assert.match(await answerText(kim.dm), /schedule is out of date/);
    assert.deepEqual(slack.fileRequests.splice(0), [`Bearer ${BOT_TOKEN}`]);
    const kinds = { heic: /HEIC photo/, 'application/pdf': /PDF/, 'video/mp4': /video/ };
    for (const [mimetype, words] of Object.entries(kinds)) {
      const bare = { ...file, name: 'upload', mimetype: mimetype === 'heic' ? 'image/heic' : mimetype };
      await kim.says('look', { files: [bare] });
      assert.match(await answerText(kim.dm), words);
    }
    assert.deepEqual(slack.fileRequests, []);
  });

  it('refuses a picture that is not on Slack’s own file host, and never sends the token there', async () => {
    const [file] = (payload('message.file_share') as { event: { files: object[] } }).event.files;
    const elsewhere = [
      { url_private_download: `${slack.origin.replace('127.0.0.1', 'localhost')}/files/error.png` },
      { url_private_download: 'https://files.slack.com.evil.example/x.png' },
      { url_private_download: `${slack.origin}/files/error.png`, mode: 'external' },
      { url_private_download: `${slack.origin}/files/error.png`, size: 20_000_000 },
    ];
    for (const fields of elsewhere) {
      await kim.says('this is what I see', { files: [{ ...file, ...fields }] });
      assert.match(await answerText(kim.dm), /I'm not allowed to open that picture|too big for me/);
    }
    assert.deepEqual(slack.fileRequests, []);
  });

  it('refuses people of other workspaces politely, once, and stores nothing of theirs', async () => {
    const mention = eventOf('app_mention.stranger', { channel: help, user: eve.id });
    await postEvent(firstline.address, mention);
    await postEvent(firstline.address, eventOf('app_mention.stranger', { channel: help, user: eve.id }));
    await firstline.idle();
    const notes = slack.made('chat.postEphemeral');
    assert.equal(notes.length, 1);
    assert.match(String(notes[0]?.text), /only help people of Contoso/);
    assert.equal(posts(), 0);
    assert.deepEqual(await firstline.store.lines(`slack:${TEAM}:${help}:1767603800.000300`, { turn: 0, part: 0 }), []);
  });

  it('shows pasted text literally: it pings, links and formats nothing', async () => {
    const hostile = [
      '<!channel> <!here> <!everyone>',
      `<@${eve.id}>`,
      '<https://evil.example|bank.com>',
      '&lt;!here&gt;',
      '*bold* _x_ ~y~ `z`',
      '@channel @here',
      '{"type":"actions"}',
    ].join(' ');
    const name = '<!channel> <@U0EVE> &lt;!here&gt; *x* <https://evil.example|bank.com>';
    slack.fate = ({ method }) =>
      method === 'users.info' ? { status: 200, body: { ok: true, user: { name, real_name: name } } } : null;
    const ts = await bob.says(`${STALE} ${hostile}`, { channel: help });
    await kim.says(`<@${BOT}> please help`, { channel: help, thread: ts });
    const said = await answer(help, ts);
    assert.ok(JSON.stringify(said.blocks).includes(name), 'the name stands there as it is');
    const pinged = JSON.stringify(said.blocks).match(/"user_id":"[^"]+"/g);
    assert.deepEqual(pinged, [`"user_id":"${bob.id}"`], 'nobody but Bob');
    for (const call of [...slack.made('chat.postMessage'), ...slack.made('chat.postEphemeral')]) {
      assert.doesNotMatch(String(call.text), /<[!@#]|<https/);
      assert.doesNotMatch(JSON.stringify(call.blocks), /mrkdwn|"broadcast"|evil\.example"/);
      assert.equal(String(call.parse), 'none');
      assert.equal(String(call.link_names), 'false');
    }
  });
});
