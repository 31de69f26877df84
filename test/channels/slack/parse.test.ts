import assert from 'node:assert/strict';
import { readCommand } from '../../../src/channels/slack/receive/commands.ts';
import { type ParsedMessage, parseMention, parseMessage } from '../../../src/channels/slack/receive/parse.ts';
import { BlockActions, MessageEvent, MessageShortcut } from '../../../src/channels/slack/receive/payloads.ts';
import { readPressed, readShortcut } from '../../../src/channels/slack/receive/presses.ts';
import { Watch } from '../../../src/channels/slack/receive/watch.ts';
import { escapeText, typedText } from '../../../src/channels/slack/send/mrkdwn.ts';
import { readPress, writePress } from '../../../src/channels/slack/send/render.ts';
import { readAddress } from '../../../src/channels/slack/workspace/places.ts';
import { payload } from '../../fakes/slack/person.ts';

const US = { team: 'T000000001', user: 'U0FIRST' };
const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const OFF = new Watch(new Map());

function heard(name: string, watch = OFF): ParsedMessage | null {
  const event = MessageEvent.parse((payload(name) as { event: object }).event);
  return name.startsWith('app_mention') ? parseMention(event, US) : parseMessage(event, US, watch);
}

/** The parts of what was heard that differ from fixture to fixture. */
function told(name: string, watch = OFF) {
  const h = heard(name, watch);
  assert.ok(h, name);
  const { kind, conversation, text, earlier, shared, images, about, address } = h.message;
  const { channel, thread } = readAddress(address)!;
  return {
    kind,
    conversation,
    text,
    earlier,
    shared,
    images: images.length,
    about,
    at: [channel, thread],
    unasked: h.unasked,
  };
}

const plain = { kind: 'said', text: STALE, earlier: false, shared: false, images: 0, about: null, unasked: false };
const dm = { conversation: 'slack:T000000001:U0KIM', at: ['D0KIM', null] };

describe('Parsing Slack’s payloads', () => {
  it('reads direct messages: plain, with a screenshot, with a pasted file, forwarded', () => {
    assert.deepEqual(told('message.im'), { ...plain, ...dm });
    assert.deepEqual(told('message.file_share'), { ...plain, ...dm, text: 'this is what I see', images: 1 });
    assert.deepEqual(told('message.snippet'), { ...plain, ...dm, images: 1 }, 'the whole is fetched');
    assert.deepEqual(told('message.forwarded'), { ...plain, ...dm, text: `a colleague gets this\n${STALE}` });
  });

  it('reads mentions, alone and in a thread that others began', () => {
    const thread = 'slack:T000000001:C0HELP:1767603800.000300';
    assert.deepEqual(told('app_mention'), {
      ...plain,
      shared: true,
      conversation: thread,
      at: ['C0HELP', '1767603800.000300'],
    });
    assert.deepEqual(told('app_mention.thread'), {
      ...plain,
      text: 'can you help here?',
      shared: true,
      earlier: true,
      conversation: 'slack:T000000001:C0HELP:1767603600.000050',
      at: ['C0HELP', '1767603600.000050'],
    });
    assert.equal(heard('message.mention'), null, 'heard as a mention, not twice');
    const { event } = payload('message.file_share') as { event: object };
    const shot = MessageEvent.parse({ ...event, channel: 'C0HELP', text: '<@U0FIRST> this is what I see' });
    const mention = parseMessage(shot, US, OFF)!;
    assert.deepEqual([mention.unasked, mention.message.images.length], [false, 1]);
    assert.equal(mention.message.id, parseMention({ ...shot, subtype: null }, US)!.message.id);
    const bare = MessageEvent.parse({ ...(payload('app_mention') as { event: object }).event, text: '<@U0FIRST>' });
    assert.equal(parseMention(bare, US)!.message.kind, 'opened');
  });

  it('marks messages to others as unasked, and notices them only where an operator wants it', () => {
    assert.equal(told('message.channel').unasked, true);
    assert.equal(told('message.thread').unasked, true);
    assert.equal(told('message.thread_broadcast').unasked, true);
    for (const mode of ['offer', 'thread'] as const) {
      const noticed = heard('message.channel', new Watch(new Map([['C0HELP', mode]])))!;
      assert.deepEqual([noticed.message.kind, noticed.unasked], ['noticed', false]);
      assert.equal(readAddress(noticed.message.address)!.openly, mode === 'thread');
      assert.equal(
        told('message.thread', new Watch(new Map([['C0HELP', mode]]))).kind,
        'said',
        'threads are others’ own',
      );
    }
    assert.equal(told('message.channel', new Watch(new Map([['C0OTHER', 'offer']]))).kind, 'said');
  });

  it('reads edits and deletions with the message they are about', () => {
    const about = '6f1b1a4e-5f0c-4d1e-9a53-0f5a3c8e2b11';
    const edited = told('message_changed');
    assert.deepEqual(
      [edited.kind, edited.about, edited.text],
      ['edited', about, 'Roomie: the schedule is not current'],
    );
    assert.deepEqual([told('message_deleted').kind, told('message_deleted').about], ['deleted', about]);
    const gone = told('message_changed.tombstone');
    assert.deepEqual(
      [gone.kind, gone.about, gone.conversation],
      ['deleted', about, 'slack:T000000001:C0HELP:1767603600.000100'],
    );
    assert.equal(heard('message_changed.unfurl'), null, 'a link that was unfurled is no edit');
  });

  it('drops messages of bots, of joins and of its own', () => {
    for (const name of ['message.bot', 'message.own', 'message.channel_join']) assert.equal(heard(name), null, name);
  });

  it('reads the workspace a person belongs to', () => {
    assert.equal(heard('app_mention.stranger')!.home, 'T0OTHER');
    assert.equal(heard('message.im')!.home, 'T000000001');
  });

  it('reads buttons, menus, overflow menus, ephemeral messages and the shortcut', () => {
    const pressed = (name: string) => readPressed(BlockActions.parse(payload(name)), US)!;
    const { message, title } = pressed('block_actions');
    assert.deepEqual(
      [message.kind, message.choice, message.asked, message.conversation],
      ['pressed', 'fixed', 2, dm.conversation],
    );
    assert.equal(title, 'That fixed it');
    assert.equal(pressed('block_actions.overflow').message.choice, 'back');
    assert.equal(pressed('block_actions.menu').message.choice, 'third-generation');
    const hidden = pressed('block_actions.ephemeral').message;
    assert.equal(hidden.conversation, 'slack:T000000001:C0HELP:1767603600.000050');
    assert.equal(hidden.shared, true);
    const shortcut = readShortcut(MessageShortcut.parse(payload('message_action')), US);
    assert.deepEqual(
      [shortcut.text, shortcut.conversation, shortcut.person?.id],
      [STALE, dm.conversation, 'slack:T000000001:U0KIM'],
    );
  });

  it('reads the words of /firstline', () => {
    assert.deepEqual(readCommand(''), { kind: 'start', text: '' });
    assert.deepEqual(readCommand(' start '), { kind: 'start', text: '' });
    assert.deepEqual(readCommand('start my screen is black'), { kind: 'start', text: 'my screen is black' });
    assert.deepEqual(readCommand('my screen is black'), { kind: 'start', text: 'my screen is black' });
    assert.deepEqual(readCommand('STATUS'), { kind: 'status' });
    assert.deepEqual(readCommand('human'), { kind: 'human' });
    assert.deepEqual(readCommand('Forget me'), { kind: 'forget' });
    assert.deepEqual(readCommand('stop the schedule error'), { kind: 'start', text: 'stop the schedule error' });
  });

  it('turns Slack’s markup back into the typed text', () => {
    const typed: [string, string][] = [
      ['<@U0FIRST> help', 'help'],
      ['ask <@U0BOB> or <@U0BOB|bob>', 'ask @someone or @bob'],
      ['see <#C0HELP|it-help> and <!here> and <!subteam^S1|@desk>', 'see #it-help and @here and @desk'],
      [
        '<http://contoso.com|contoso.com> <https://x.example/a?b=1&amp;c=2> <mailto:a@b.example|a@b.example>',
        'contoso.com https://x.example/a?b=1&c=2 a@b.example',
      ],
      ['&lt;@U0BOB&gt; &amp;lt; a &lt; b', '<@U0BOB> &lt; a < b'],
      ['```0x80070035\nline two```', '0x80070035\nline two'],
      [':+1::skin-tone-3:', '👍'],
      [':thumbsup: :white_check_mark:', '👍 ✅'],
    ];
    for (const [slack, words] of typed) assert.equal(typedText(slack, 'U0FIRST'), words);
    for (const text of ['<!channel>', '&lt;!here&gt;', '<https://evil|bank.com>', '& < >'])
      assert.equal(typedText(escapeText(text), null), text, 'there and back');
  });

  it('reads the value of a button, and nothing that only looks like one', () => {
    for (const thread of [null, '1767603600.000050'])
      assert.deepEqual(readPress(writePress(7, thread, 'risk-go')), { asked: 7, thread, choice: 'risk-go' });
    for (const bad of ['', 'x', '1|2', '-1||x', '1|abc|x', '1||']) assert.equal(readPress(bad), null, bad);
  });
});
