import assert from 'node:assert/strict';
import { buttons, LEE, shown, TENANT, TeamsWorld } from '../../fakes/teams-world.ts';

const CHAT = 'a:kim';
const HOUR = 3_600_000;

describe('Teams: a personal chat', () => {
  let world: TeamsWorld;
  beforeEach(async () => {
    world = await TeamsWorld.open();
  });
  afterEach(() => world.close());

  const cards = () => world.teams.cards(CHAT);
  const said = () => shown(world.card(CHAT));
  const titles = (card = world.card(CHAT)) => buttons(card).map((b) => b.title);
  const presses = async () =>
    (await world.lines(`teams:${TENANT}:${CHAT}`))
      .filter((l) => l.message?.kind === 'pressed')
      .map((l) => l.message!.text);

  it('leads from a pasted error to its end, step by step', async () => {
    assert.deepEqual(await world.send(world.recorded('personal')), { status: 200, text: '', body: null });
    assert.match(said(), /The panel's schedule is out of date/);
    assert.match(said(), /^Step 1 of about \d+ · Panel or app\n/);
    await world.press(CHAT, 'Our own hub');
    await world.press(CHAT, 'No, something is off');
    await world.press(CHAT, 'A door panel');
    await world.press(CHAT, 'That fixed it');
    assert.match(said(), /Has this schedule been out of date before/);
    await world.press(CHAT, 'No, this was the first time');
    assert.match(said(), /^Fixed\n/);
    assert.match(said(), /Great, you can book again/);
    await world.press(CHAT, 'It went well');
    assert.match(said(), /Thank you for telling me/);
  });

  it('forgets a person who writes so', async () => {
    await world.send(world.recorded('personal'));
    await world.send(world.recorded('personal', { id: 'forget-1', text: 'forget me', attachments: [] }));
    assert.match(said(), /I’ve deleted everything/);
    assert.doesNotMatch(JSON.stringify(await world.lines(`teams:${TENANT}:${CHAT}`)), /schedule/);
  });

  it('begins, once, with what the bot can do and an example when the bot is installed', async () => {
    await world.send(world.recorded('installed'));
    await world.send(world.recorded('installed'));
    await world.send(world.recorded('members-added'));
    assert.equal(cards().length, 1);
    assert.match(said(), /Hello! I'm Firstline/);
    assert.match(said(), /What I can do[\s\S]*For example\nCannot connect/);
    assert.deepEqual(titles(), ["I can't book a room", 'Talk to a person']);
  });

  it('stays quiet when the bot is added to a team, and about events that need no answer', async () => {
    for (const name of ['installed-team', 'reaction', 'members-added'])
      assert.equal((await world.send(world.recorded(name))).status, 200);
    assert.equal(world.teams.requests.length, 0);
  });

  it('says of invokes that are no concern of its that it has no answer, and writes nothing', async () => {
    const ids = [
      ...[
        'config/fetch',
        'fileConsent/invoke',
        'message/submitAction',
        'message/fetchTask',
        'composeExtension/queryLink',
      ],
      ...['composeExtension/anonymousQueryLink', 'task/submit', 'signin/verifyState', 'signin/failure', 'tab/fetch'],
      ...['actionableMessage/executeAction', 'suggestedActions/submit', 'application/search', 'handoff/action', ''],
    ];
    for (const [i, name] of ids.entries())
      assert.equal((await world.send(world.recorded('execute', { id: `i${i}`, name, value: {} }))).status, 501, name);
    assert.equal(world.teams.requests.length, 0);
  });

  it('lets every other activity pass, also one that has no meaning yet', async () => {
    const event = (name: string): Record<string, unknown> => ({
      type: 'event',
      name: `application/vnd.microsoft.${name}`,
      value: {},
    });
    const all: Record<string, unknown>[] = [
      ...['readReceipt', 'meetingStart', 'meetingEnd', 'meetingParticipantJoin'].map(event),
      ...['typing', 'trace', 'command', 'commandResult', 'endOfConversation', 'handoff', 'none'].map((type) => ({
        type,
      })),
      ...['remove', 'remove-upgrade', 'add-upgrade'].map((action) => ({ type: 'installationUpdate', action })),
      { type: 'messageReaction', reactionsAdded: [{ type: '1f44d_thumbsup' }], replyToId: '1' },
      { type: 'conversationUpdate', channelData: { eventType: 'teamArchived' } },
    ];
    for (const [i, given] of all.entries()) {
      const { type, ...rest } = given;
      const answer = await world.send(
        world.recorded('personal', { id: `e${i}`, text: '', attachments: [], ...rest, type }),
      );
      assert.equal(answer.status, 200, JSON.stringify(given));
    }
    assert.equal(world.teams.requests.length, 0);
  });

  it('writes nothing about the card of another app, pressed or drawn anew by Teams', async () => {
    for (const trigger of ['manual', 'automatic']) {
      const value = { action: { type: 'Action.Execute', verb: 'refresh', data: { other: 1 } }, trigger };
      const answer = await world.send(world.recorded('execute', { id: trigger, value }));
      assert.equal(answer.body.type, 'application/vnd.microsoft.activity.message');
    }
    assert.equal(world.teams.requests.length, 0);
  });

  it('replaces the pressed card by its answered form, for whoever pressed and for every other screen', async () => {
    await world.send(world.recorded('personal'));
    const answer = await world.press(CHAT, 'Our own hub');
    assert.equal(answer.body.type, 'application/vnd.microsoft.card.adaptive');
    for (const card of [answer.body.value, cards()[0]]) {
      assert.match(shown(card), /The panel's schedule is out of date[\s\S]*✓ You chose: Our own hub$/);
      assert.deepEqual(
        buttons(card).filter((b) => b.type !== 'Action.OpenUrl'),
        [],
      );
    }
    assert.equal(cards().length, 2);
    assert.match(said(), /^Step 2/);
  });

  it('goes on replacing cards, however many were pressed', async () => {
    for (let i = 0; i < 30; i++) {
      await world.send(
        world.recorded('personal', {
          id: `p${i}`,
          conversation: { conversationType: 'personal', tenantId: TENANT, id: `a:kim${i}` },
          from: { id: `29:k${i}`, name: 'Kim', aadObjectId: `aad-k${i}` },
        }),
      );
      await world.press(`a:kim${i}`, 'Our own hub', {
        conversation: { conversationType: 'personal', tenantId: TENANT, id: `a:kim${i}` },
        from: { id: `29:k${i}`, name: 'Kim', aadObjectId: `aad-k${i}` },
      });
    }
    assert.match(shown(world.teams.cards('a:kim29')[0]), /✓ You chose: Our own hub$/);
  });

  it('acts once when Teams repeats an invoke under new ids, and answers it the same', async () => {
    await world.send(world.recorded('personal'));
    const card = world.card(CHAT);
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await world.press(CHAT, 'Our own hub', { id: `f:repeat-${i}` }, card));
    assert.deepEqual(await presses(), ['Our own hub']);
    assert.equal(cards().length, 2);
    for (const { body } of answers) assert.match(shown(body.value), /✓ You chose: Our own hub$/);
  });

  it('leads from a second answer to the same card back to the current step, with a kind note', async () => {
    await world.send(world.recorded('personal'));
    const card = world.card(CHAT);
    await world.press(CHAT, 'Our own hub', {}, card);
    const answer = await world.press(CHAT, "Roomie's cloud hub", {}, card);
    assert.match(shown(answer.body.value), /✓ You chose: Our own hub$/, 'the first answer is the one that counts');
    assert.match(said(), /^Step 2[\s\S]*That button belongs to an earlier question/);
  });

  it('goes on below after words, and a press of the card above them changes nothing but that card', async () => {
    await world.send(world.recorded('personal'));
    const card = world.card(CHAT);
    await world.send(world.recorded('personal-plain', { id: 'w', text: 'our own hub', attachments: [] }));
    assert.match(said(), /^Step 2/);
    const answer = await world.press(CHAT, "Roomie's cloud hub", {}, card);
    assert.match(shown(answer.body.value), /We’ve moved on from this question\.$/);
    assert.match(said(), /^Step 2[\s\S]*That button belongs to an earlier question/);
    await world.press(CHAT, 'No, something is off');
    assert.match(said(), /^Step 3/);
  });

  it('takes one of two buttons that are pressed at once', async () => {
    await world.send(world.recorded('personal'));
    const card = world.card(CHAT);
    const answers = await Promise.all(
      ['Our own hub', "Roomie's cloud hub"].map((title) => world.press(CHAT, title, {}, card)),
    );
    const marks = answers.map(({ body }) => /✓ You chose: (.+)$/.exec(shown(body.value))?.[1]);
    assert.match(said(), /^Step 2[\s\S]*That button belongs to an earlier question/);
    assert.match(shown(cards()[0]), /✓ You chose: (?:Our own hub|Roomie's cloud hub)$/);
    assert.ok(marks.every((mark) => mark !== undefined));
  });

  it('leads from a card a week old to the current step', async () => {
    await world.send(world.recorded('personal'));
    const card = world.card(CHAT);
    await world.press(CHAT, 'Our own hub', {}, card);
    world.clock.shift = 7 * 24 * HOUR;
    await world.press(CHAT, 'Our own hub', {}, card);
    assert.match(said(), /That button belongs to an earlier question/);
    assert.match(said(), /^Step 2/);
  });

  it('still takes the answer to an old card that nobody answered', async () => {
    await world.send(world.recorded('personal'));
    world.clock.shift = 7 * 24 * HOUR;
    await world.press(CHAT, 'Our own hub');
    assert.match(said(), /^Step 2/);
  });

  it('leads from a card whose buttons have expired to the current step', async () => {
    await world.send(world.recorded('personal'));
    world.clock.shift = 60 * 24 * HOUR;
    const answer = await world.press(CHAT, 'Our own hub');
    assert.equal(answer.body.type, 'application/vnd.microsoft.activity.message');
    assert.match(answer.body.value, /earlier question/);
    assert.match(said(), /^Step 1[\s\S]*That button belongs to an earlier question/);
  });

  it('refuses a button that was changed, and one of another tenant, and says so in the log', async () => {
    await world.send(world.recorded('personal'));
    const token = (buttons(world.card(CHAT))[0]!.data as { firstline: string }).firstline;
    const forged = [
      token.replace(/^\d+/, '99'),
      token.replace('aad-kim', 'aad-lee'),
      `${token}|x`,
      token.slice(0, token.lastIndexOf('|')),
      '',
      'a|b',
      '💥'.repeat(50),
    ].filter((t) => t !== token);
    for (const firstline of forged) {
      const value = { action: { type: 'Action.Execute', verb: 'firstline', data: { firstline } } };
      const answer = await world.send(world.recorded('execute', { value }));
      assert.equal(answer.status, 200);
      assert.match(answer.body.value, /earlier question/);
    }
    assert.equal(world.log.codes.filter((c) => c === 'BUTTON_REFUSED').length, forged.length);
    assert.match(said(), /^Step 1/, 'nothing was answered');
    assert.deepEqual(
      await presses(),
      forged.map(() => ''),
    );
  });

  it('gives somebody else who presses a forwarded button nothing of the case', async () => {
    await world.send(world.recorded('personal'));
    const [action] = buttons(world.card(CHAT));
    const value = { action: { type: 'Action.Execute', verb: 'firstline', data: action!.data } };
    const there = { ...(world.recorded('execute').conversation as object), id: 'a:lee' };
    const answer = await world.send(world.recorded('execute', { value, from: LEE, conversation: there }));
    assert.doesNotMatch(answer.text, /schedule/);
    assert.equal(cards().length, 1);
    assert.deepEqual(await presses(), []);
  });

  it('takes the same button as Action.Submit from older clients', async () => {
    await world.send(world.recorded('personal'));
    const button = buttons(world.card(CHAT))[0]! as { data: object; fallback?: unknown };
    const execute = JSON.stringify(world.card(CHAT));
    assert.match(execute, /"fallback":\{"type":"Action\.Submit"/);
    const submit = () =>
      world.send(world.recorded('submit', { value: button.data, replyToId: 'm-1', id: `${Math.random()}` }));
    assert.deepEqual(await submit(), { status: 200, text: '', body: null });
    await submit();
    assert.deepEqual(await presses(), ['Our own hub']);
    assert.match(shown(cards()[0]), /✓ You chose: Our own hub$/);
    assert.match(said(), /^Step 2/);
  });

  it('follows corrections and withdrawals', async () => {
    await world.send(world.recorded('personal'));
    await world.send(world.recorded('edited', { timestamp: new Date().toISOString() }));
    assert.match(said(), /version|phone app/i);
    await world.send(world.recorded('deleted'));
    assert.match(said(), /You took that message back/);
    assert.equal((await world.store.openCases(`teams:${TENANT}:aad-kim`)).length, 0);
  });

  it('reads the correction of an answer that it did not understand', async () => {
    await world.send(world.recorded('personal'));
    const answer = { id: '1763900000001', attachments: [], entities: [] };
    await world.send(world.recorded('personal', { ...answer, text: 'uor ovn hbu' }));
    assert.match(said(), /I'm not sure how that answers this/);
    const edited = { type: 'messageUpdate', channelData: { eventType: 'editMessage', tenant: { id: TENANT } } };
    await world.send(world.recorded('personal', { ...answer, ...edited, text: 'our own hub' }));
    assert.match(said(), /compare the panel's schedule with the room's page/);
  });

  it('takes a message once, however often it comes', async () => {
    for (let i = 0; i < 3; i++) await world.send(world.recorded('personal'));
    assert.equal(cards().length, 1);
  });

  it('says so when the bot may not open a picture', async () => {
    await world.send(
      world.recorded('inline-image', { text: '', attachments: [{ contentType: 'image/*', contentUrl: 'https://x/' }] }),
    );
    assert.match(said(), /I'm not allowed to open that picture here/);
  });

  it('takes up another person’s message in the private chat of whoever asked', async () => {
    const help = world.recorded('help-with-message');
    const first = await world.send(help);
    const chat = 'a:private-29:kim';
    assert.match(shown(world.card(chat)), /The panel's schedule is out of date/);
    const { value } = first.body.task;
    assert.match(shown(value.card.content), /answered in our private chat/);
    assert.equal(
      value.card.content.actions[0].url,
      'https://teams.microsoft.com/l/chat/0/0?users=28:11111111-2222-3333-4444-555555555555',
    );
    const again = await world.send({ ...help, id: 'f:another' });
    assert.match(shown(again.body.task.value.card.content), /took up this message already/);
    assert.equal(world.teams.cards(chat).length, 1);
    await world.press(chat, 'Our own hub', {
      conversation: { conversationType: 'personal', tenantId: TENANT, id: chat },
    });
    assert.match(shown(world.card(chat)), /^Step 2/);
  });

  it('says so when such a message has no words, and when no private chat can be opened', async () => {
    const help = world.recorded('help-with-message');
    const empty = await world.send({
      ...help,
      value: { commandId: 'help', messagePayload: { id: '1', body: { content: '<p>&nbsp;</p>' } } },
    });
    assert.match(shown(empty.body.task.value.card.content), /no words in this message/);
    world.teams.fate = () => ({ status: 403, body: { error: { code: 'BotNotInConversationRoster' } } });
    const closed = await world.send(help);
    assert.match(shown(closed.body.task.value.card.content), /couldn’t open a private chat/);
    assert.equal(world.teams.posts.length, 0);
  });
});
