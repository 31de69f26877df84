import assert from 'node:assert/strict';
import { APP, buttons, KIM, LEE, type Sent, shown, TENANT, TeamsWorld } from '../../fakes/teams-world.ts';

const CHANNEL = '19:help0123456789@thread.tacv2';
const THREAD = `${CHANNEL};messageid=1763630200001`;
const OTHERS = `${CHANNEL};messageid=1763630390000`;
const GROUP = '19:group0123456789@thread.v2';
const PRIVATE = 'a:private-29:kim';
const BOT = { type: 'mention', mentioned: { id: `28:${APP}`, name: 'Firstline' }, text: '<at>Firstline</at>' };
const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

describe('Teams: channels, group chats and private chats', () => {
  let world: TeamsWorld;
  const open = async (given: Parameters<typeof TeamsWorld.open>[0] = {}) => {
    world = await TeamsWorld.open(given);
  };
  afterEach(() => world.close());

  const channel = (root = '1763630200001') => ({
    isGroup: true,
    conversationType: 'channel',
    tenantId: TENANT,
    id: `${CHANNEL};messageid=${root}`,
  });
  const group = { isGroup: true, conversationType: 'groupChat', tenantId: TENANT, id: GROUP };
  const channelData = { tenant: { id: TENANT } };
  const personal = (id: string) => ({ conversationType: 'personal', tenantId: TENANT, id });
  const say = (text: string, given: Sent, to: readonly object[] = []) =>
    world.send(world.recorded('personal-plain', { id: `${Math.random()}`, text, entities: to, ...given }));
  const titles = (place: string) => buttons(world.card(place)).map((b) => b.title);

  describe('the bot, mentioned in a thread of a group chat', () => {
    beforeEach(() => open());
    const thread = `${GROUP};messageid=1763630000777`;

    it('answers in that thread, and outside of threads where there is none', async () => {
      await world.send(world.recorded('group-thread'));
      assert.deepEqual([...world.teams.delivered.keys()], [thread]);
      await world.press(thread, 'Our own hub', {
        conversation: group,
        channelData: { ...channelData, thread: { id: '1763630000777' } },
      });
      assert.match(shown(world.card(thread)), /^Step 2/);
      await world.send(world.recorded('group-mention', { id: 'other', from: LEE }));
      assert.deepEqual([...world.teams.delivered.keys()], [thread, GROUP]);
    });

    it('goes on with the person’s case wherever in the chat they write', async () => {
      await world.send(world.recorded('group-mention'));
      await world.press(GROUP, 'Our own hub', { conversation: group });
      await say('No, something is off', {
        conversation: group,
        channelData: { ...channelData, thread: { id: '1763630000777' } },
      });
      assert.match(shown(world.card(thread)), /^Step 3/);
    });

    it('takes the thread of a chat’s id as well', async () => {
      await world.send(world.recorded('group-mention', { conversation: { ...group, id: thread } }));
      assert.deepEqual([...world.teams.delivered.keys()], [thread]);
    });
  });

  describe('the bot, mentioned in a channel', () => {
    beforeEach(() => open());

    it('answers in the thread, to the person who asked, and goes on there by buttons', async () => {
      await world.send(world.recorded('channel-mention'));
      assert.deepEqual([...world.teams.delivered.keys()], [THREAD]);
      const card = world.card(THREAD);
      assert.match(shown(card), /<at>Kim<\/at>/);
      assert.deepEqual((card.msteams as { entities: unknown }).entities, [
        { type: 'mention', text: '<at>Kim</at>', mentioned: { id: '29:kim', name: 'Kim' } },
      ]);
      await world.press(THREAD, 'Our own hub', { conversation: channel() });
      assert.match(shown(world.card(THREAD)), /^Step 2/);
    });

    it('calls the person once in a case, however much is pressed and written', async () => {
      await world.send(world.recorded('channel-mention'));
      for (const title of ['Our own hub', 'No, something is off', 'Back'])
        await world.press(THREAD, title, { conversation: channel() });
      await world.send(
        world.recorded('channel-mention', { id: '2', conversation: channel(), text: 'repeat', attachments: [] }),
      );
      const calls = world.teams.requests.filter(({ body }) => JSON.stringify(body).includes('"type":"mention"'));
      const posts = new Set(calls.filter(({ method }) => method === 'POST'));
      assert.ok(world.teams.posts.length >= 4);
      assert.equal(posts.size, 1);
      for (const card of world.teams.cards(THREAD).slice(1)) assert.match(shown(card), /^Kim$/m);
    });

    it('goes on in the same thread when it is mentioned there again', async () => {
      await world.send(world.recorded('channel-mention'));
      await world.press(THREAD, 'Our own hub', { conversation: channel() });
      await world.press(THREAD, 'No, something is off', { conversation: channel() });
      await world.send(world.recorded('channel-reply'));
      assert.match(shown(world.card(THREAD)), /^Step 4/);
      assert.deepEqual([...world.teams.delivered.keys()], [THREAD]);
    });

    it('finds the thread where Teams leaves it out of the conversation’s id', async () => {
      const bare = { ...channel(), id: CHANNEL };
      await world.send(world.recorded('channel-mention', { conversation: bare }));
      await world.send(world.recorded('channel-reply', { conversation: bare, replyToId: '1763630200001' }));
      assert.deepEqual([...world.teams.delivered.keys()], [THREAD]);
    });

    it('shows a box for words, because an answer without a mention does not reach it', async () => {
      await world.send(world.recorded('channel-mention'));
      const sent = await world.press(THREAD, 'Send', { conversation: channel() }, undefined, 'our own hub');
      assert.match(shown(sent.body.value), /✓ You answered: our own hub$/);
      assert.match(shown(world.card(THREAD)), /with the room's page/);
      const empty = await world.press(THREAD, 'Send', { conversation: channel() }, undefined, ' ');
      assert.equal(empty.body.type, 'application/vnd.microsoft.activity.message');
    });

    it('drops messages that are not addressed to it, unread', async () => {
      await world.send(world.recorded('channel-mention'));
      await world.send(world.recorded('channel-unmentioned'));
      await world.send(world.recorded('channel-unmentioned', { id: '2', from: LEE, text: STALE, attachments: [] }));
      await world.send(world.recorded('edited', { conversation: channel(), from: LEE, id: '2' }));
      assert.equal((await world.lines(`teams:${TENANT}:${CHANNEL}:1763630200001`)).filter((l) => l.message).length, 1);
      await world.send(world.recorded('channel-unmentioned', { conversation: channel('77'), from: KIM }));
      assert.deepEqual(await world.lines(`teams:${TENANT}:${CHANNEL}:77`), []);
    });

    it('tells another person who presses a button, and nobody else, whom it helps', async () => {
      await world.send(world.recorded('channel-mention'));
      const answer = await world.press(THREAD, 'Our own hub', { conversation: channel(), from: LEE });
      assert.deepEqual(answer.body, {
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value:
          "Right now I'm helping Kim here, so only their answers count. If you need help too, send me a message of your own.",
      });
      assert.equal(world.teams.cards(THREAD).length, 1);
      assert.match(shown(world.card(THREAD)), /^Step 1/);
    });

    it('tells them in the thread where only a message can answer a press', async () => {
      await world.send(world.recorded('channel-mention'));
      const { data } = buttons(world.card(THREAD))[0]! as { data: object };
      const submit = { value: data, from: LEE, conversation: channel(), id: 's1' };
      await world.send(world.recorded('submit', submit));
      await world.send(world.recorded('submit', { ...submit, id: 's2' }));
      assert.equal(world.teams.cards(THREAD).length, 2);
      assert.match(shown(world.card(THREAD)), /<at>Lee<\/at>[\s\S]*helping Kim/);
    });

    it('tells nobody in the channel of a person’s case in another conversation', async () => {
      await world.send(world.recorded('personal'));
      await world.send(
        world.recorded('channel-mention', {
          attachments: [],
          text: "<at>Firstline</at> You can't book with this version of Roomie. Please install Roomie 4.",
        }),
      );
      assert.doesNotMatch(shown(world.card(THREAD)), /schedule|another conversation/);
    });

    it('refuses a button of one thread pressed in another', async () => {
      await world.send(world.recorded('channel-mention'));
      const card = world.card(THREAD);
      const answer = await world.press(THREAD, 'Our own hub', { conversation: channel('999') }, card);
      assert.match(answer.body.value, /earlier question/);
      assert.ok(world.log.codes.includes('BUTTON_REFUSED'));
      assert.match(shown(world.card(THREAD)), /^Step 1/);
    });
  });

  describe('"continue in private chat"', () => {
    beforeEach(() => open());

    it('takes the case along with every answer, says so in the thread, and hears typed words there', async () => {
      await world.send(world.recorded('channel-mention'));
      await world.press(THREAD, 'Our own hub', { conversation: channel() });
      const answer = await world.press(THREAD, 'Continue in private chat', { conversation: channel() });
      assert.match(shown(answer.body.value), /✓ We go on in our private chat\.$/);
      assert.match(shown(world.card(PRIVATE)), /^Step 2/);
      assert.doesNotMatch(JSON.stringify(world.card(PRIVATE)), /<at>|Continue in private|"words"/);
      assert.equal(world.teams.cards(THREAD).length, 2);
      await say('no, something is off', { conversation: personal(PRIVATE) });
      assert.match(shown(world.card(PRIVATE)), /^Step 3/);
      await world.press(PRIVATE, 'A door panel', { conversation: personal(PRIVATE) });
      assert.match(shown(world.card(PRIVATE)), /^Step 4/);
      await world.press(PRIVATE, 'That fixed it', { conversation: personal(PRIVATE) });
      await world.press(PRIVATE, 'No, this was the first time', { conversation: personal(PRIVATE) });
      await say('it went well', { conversation: personal(PRIVATE) });
      assert.match(shown(world.card(PRIVATE)), /Thank you/, 'a word after the end is still heard as one');
      assert.equal(world.teams.cards(THREAD).length, 2);
    });

    it('knows after a restart, too, where the case went', async () => {
      await world.send(world.recorded('channel-mention'));
      await world.press(THREAD, 'Continue in private chat', { conversation: channel() });
      const { channel: forgetful } = await TeamsWorldOver(world);
      await forgetful.send(
        world.recorded('personal-plain', { conversation: personal(PRIVATE), text: 'our own hub', id: 'later' }),
      );
      assert.match(shown(world.card(PRIVATE)), /with the room's page/);
      await forgetful.close({ keepTeams: true });
    });

    it('says so when Teams opens no private chat, and stays where it is', async () => {
      await world.send(world.recorded('channel-mention'));
      world.teams.fate = ({ path }) => (path === '/v3/conversations' ? { status: 403 } : { status: 201 });
      const answer = await world.press(THREAD, 'Continue in private chat', { conversation: channel() });
      assert.match(answer.body.value, /couldn’t open a private chat/);
      await world.press(THREAD, 'Our own hub', { conversation: channel() });
      assert.match(shown(world.card(THREAD)), /^Step 2/);
    });

    it('works only for the person whose case it is', async () => {
      await world.send(world.recorded('channel-mention'));
      const answer = await world.press(THREAD, 'Continue in private chat', { conversation: channel(), from: LEE });
      assert.match(answer.body.value, /helping Kim/);
      assert.ok(!world.teams.requests.some((r) => r.path === '/v3/conversations'));
    });
  });

  describe('the bot in a group chat', () => {
    beforeEach(() => open());

    it('helps two people at once, each with their own case', async () => {
      await world.send(world.recorded('group-mention'));
      assert.match(shown(world.card(GROUP)), /<at>Kim<\/at>/);
      const kims = world.card(GROUP);
      await world.send(
        world.recorded('group-mention', {
          from: LEE,
          id: '2',
          attachments: [],
          text: "<at>Firstline</at> You can't book with this version of Roomie. Please install Roomie 4.",
        }),
      );
      assert.match(shown(world.card(GROUP)), /<at>Lee<\/at>/);
      assert.doesNotMatch(shown(world.card(GROUP)), /schedule/);
      await world.press(GROUP, 'Our own hub', { conversation: group }, kims);
      assert.match(shown(world.card(GROUP)), /^Kim$/m, 'named, and not called again');
      const other = await world.press(GROUP, titles(GROUP)[1] as string, { conversation: group, from: LEE });
      assert.match(other.body.value, /helping Kim/);
    });

    it('reads the message that somebody quotes with a question', async () => {
      await world.send(world.recorded('quoted-reply'));
      assert.match(shown(world.card(GROUP)), /The panel's schedule is out of date/);
    });
  });

  describe('the bot in a thread that others began', () => {
    const message = (
      id: string,
      user: { id: string; displayName: string } | null,
      content: string,
      given: object = {},
    ) => ({
      id,
      messageType: 'message',
      createdDateTime: `2026-11-20T09:${id}:00Z`,
      from: user ? { user } : { application: { id: APP } },
      body: { contentType: 'html', content },
      ...given,
    });
    const lee = { id: 'aad-lee', displayName: 'Lee' };
    const kim = { id: 'aad-kim', displayName: 'Kim' };
    const PATH = `/v1.0/teams/group-1/channels/${CHANNEL}/messages/1763630390000`;

    it('says that it may not read the thread without consent, and asks for the text', async () => {
      await open();
      await world.send(world.recorded('thread-mention'));
      assert.match(
        shown(world.card(OTHERS)),
        /I'm not allowed to read the earlier messages here\. Please paste the error's text into a message to me\./,
      );
      assert.equal(world.teams.cards(OTHERS).length, 1, 'at once, and nothing was promised before');
      assert.deepEqual(world.teams.graphRequests, []);
    });

    it('reads the thread with consent, finds the error somebody pasted, and helps them', async () => {
      await open({ readThreads: true });
      world.teams.graph.set(PATH, message('10', lee, `<p>since this morning:</p><p>${STALE}</p>`));
      world.teams.graph.set(`${PATH}/replies`, {
        value: [
          message('11', kim, '<p>any news?</p>'),
          message('12', null, '<p>I am a bot and talk about versions of Roomie</p>'),
          message('13', lee, 'gone', { deletedDateTime: '2026-11-20T09:14:00Z' }),
          message('14', kim, '<systemEventMessage/>', { messageType: 'systemEventMessage' }),
        ],
      });
      await world.send(world.recorded('thread-mention'));
      assert.match(shown(world.card(OTHERS)), /<at>Lee<\/at>[\s\S]*I found this in what Lee wrote: “[^”]*schedule/);
      assert.deepEqual((world.card(OTHERS).msteams as { entities: { mentioned: object }[] }).entities[0]!.mentioned, {
        id: 'aad-lee',
        name: 'Lee',
      });
      assert.ok(world.teams.graphRequests.every((r) => r.authorization === 'Bearer graph-token'));
      await world.press(OTHERS, 'Our own hub', { conversation: channel('1763630390000'), from: LEE });
      assert.match(shown(world.card(OTHERS)), /^Step 2/);
      // Other messages of that thread are kept nowhere.
      const stored = JSON.stringify(await world.lines(`teams:${TENANT}:${CHANNEL}:1763630390000`));
      assert.doesNotMatch(stored, /versions of Roomie|gone/);
    });

    it('finds what another app’s card tells, and nothing in its own', async () => {
      await open({ readThreads: true });
      const card = (id: string, app: string, text: string): object => ({
        ...{ id, messageType: 'message', createdDateTime: `2026-11-20T09:${id}:00Z` },
        from: { application: { id: app, displayName: 'Workflows', applicationIdentityType: 'bot' }, user: null },
        body: { contentType: 'html', content: '<attachment id="1"></attachment>' },
        attachments: [
          {
            ...{ id: '1', contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null },
            content: JSON.stringify({
              type: 'AdaptiveCard',
              body: [{ type: 'FactSet', facts: [{ title: 'Error', value: text }] }],
            }),
          },
        ],
      });
      world.teams.graph.set(
        PATH,
        card('10', 'workflows', 'Roomie cannot book this room because the schedule on this panel is out of date.'),
      );
      world.teams.graph.set(`${PATH}/replies`, {
        value: [card('11', APP, 'This looks like: the key is not trusted.')],
      });
      await world.send(world.recorded('thread-mention'));
      assert.match(shown(world.card(OTHERS)), /“[^”]*schedule on this panel is out of date/);
      assert.doesNotMatch(shown(world.card(OTHERS)), /trusted/);
    });

    it('hears, with consent, the person it helps without a mention, and nobody else', async () => {
      await open({ readThreads: true });
      await world.send(world.recorded('channel-mention'));
      await say('what should I do?', {
        from: LEE,
        conversation: channel(),
        channelData: world.recorded('channel-mention').channelData,
      });
      assert.equal(world.teams.cards(THREAD).length, 1);
      await say('our own hub', {
        conversation: channel(),
        channelData: world.recorded('channel-mention').channelData,
      });
      assert.match(shown(world.card(THREAD)), /with the room's page/);
    });

    it('says what it can’t do when Graph refuses, is busy, or knows nothing', async () => {
      await open({ readThreads: true });
      for (const [status, words] of [
        [403, /not allowed to read/],
        [429, /too much was read in a short time/],
        [404, /can't find the earlier messages/],
      ] as const) {
        world.teams.graph.set(PATH, status);
        await world.send(
          world.recorded('thread-mention', { conversation: channel('1763630390000'), id: `t${status}` }),
        );
        assert.match(shown(world.card(OTHERS)), words);
        await world.store.forget(`teams:${TENANT}:aad-kim`);
      }
    });

    it('reads a hundred messages at most, and no page of another host', async () => {
      await open({ readThreads: true });
      const chat = `/v1.0/chats/${GROUP}/messages`;
      const page = Array.from({ length: 50 }, (_, i) => message(String(10 + i), kim, `<p>message ${i}</p>`));
      world.teams.graph.set(`${chat}?$top=50`, {
        value: page,
        '@odata.nextLink': `${world.teams.url}/graph${chat}?$skip=50`,
      });
      world.teams.graph.set(`${chat}?$skip=50`, {
        value: page,
        '@odata.nextLink': `${world.teams.url}/graph${chat}?$skip=100`,
      });
      await say('<at>Firstline</at> can you help here?', { conversation: group }, [BOT]);
      assert.equal(world.teams.graphRequests.length, 2);
      assert.match(shown(world.card(GROUP)), /found no error that I know|can't find the earlier messages/);
      world.teams.graph.set(`${chat}?$top=50`, { value: page, '@odata.nextLink': 'https://evil.example/next' });
      await world.store.forget(`teams:${TENANT}:aad-kim`);
      await say('<at>Firstline</at> can you help here?', { conversation: group }, [BOT]);
      assert.equal(world.teams.graphRequests.length, 3);
    });

    it('asks Graph for nothing when the mention itself tells the problem', async () => {
      await open({ readThreads: true });
      await say(
        `<at>Firstline</at> ${STALE}`,
        { conversation: channel('5'), channelData: world.recorded('channel-mention').channelData },
        [BOT],
      );
      assert.match(shown(world.card(`${CHANNEL};messageid=5`)), /^Step 1/);
      assert.deepEqual(world.teams.graphRequests, []);
    });
  });
});

/** The same database and the same Microsoft under a channel that has forgotten everything it only remembered. */
async function TeamsWorldOver(world: TeamsWorld): Promise<{ channel: TeamsWorld }> {
  return { channel: await TeamsWorld.open({ teams: world.teams, store: world.store }) };
}
