import assert from 'node:assert/strict';
import { png as drawn } from '../../fakes/pictures.ts';
import { ADA, BEN, CHANNEL, EVE, IN_TEAMS, STALE, TeamsDesk } from '../../fakes/teams-desk.ts';
import { buttons, KIM, type Sent, shown, TENANT, TeamsWorld } from '../../fakes/teams-world.ts';
import { until } from '../../fakes/until.ts';

const CHAT = 'a:kim';

describe('Teams: a desk in a channel', () => {
  let desk: TeamsDesk;
  let thread: string;
  let world: TeamsWorld;
  const open = async (given: Parameters<typeof TeamsDesk.open>[0] = {}) => {
    desk = await TeamsDesk.open(given);
    world = desk.world;
  };
  beforeEach(async () => {
    await open();
    thread = await desk.asks();
  });
  afterEach(() => desk.close());

  const atDesk = () => desk.in(thread);
  const person = () => desk.in(CHAT).at(-1)!;
  const kim = (text: string, given: Sent = {}) =>
    world.send(world.recorded('personal-plain', { id: `${Math.random()}`, text, attachments: [], ...given }));
  const lines = async () => {
    const conversation = await world.store.whose('teams', `${thread}|${thread.split('=')[1]}`);
    return (await world.lines(conversation!)).flatMap((l) => (l.message ? [l.message] : []));
  };

  describe('a person whose name came later', () => {
    it('is named to the agents, once a message tells it', async () => {
      const nameless = (given: Sent): Sent => ({
        from: { ...KIM, id: '29:neo', aadObjectId: 'aad-neo', name: undefined },
        conversation: { conversationType: 'personal', tenantId: TENANT, id: 'a:neo' },
        ...given,
      });
      const named = nameless({ from: { ...KIM, id: '29:neo', aadObjectId: 'aad-neo', name: 'Neo' } });
      await world.send(world.recorded('installed', nameless({})));
      await world.send(world.recorded('personal', { ...named, id: 'n1' }));
      await world.press('a:neo', 'Talk to a person', named);
      await world.press('a:neo', 'Send it to support', named);
      assert.match(shown(desk.head), /Neo, in Teams/);
    });

    it('is named in a ticket that began without it', async () => {
      const from = { ...KIM, id: '29:neo', aadObjectId: 'aad-neo' };
      const place = { conversation: { conversationType: 'personal', tenantId: TENANT, id: 'a:neo' } };
      const nameless = { ...place, from: { ...from, name: undefined } };
      await world.send(world.recorded('personal', { ...nameless, id: 'n1' }));
      await world.press('a:neo', 'Talk to a person', nameless);
      await world.press('a:neo', 'Send it to support', nameless);
      assert.match(shown(desk.head), /Somebody, in Teams/);
      await world.send(
        world.recorded('personal-plain', { ...place, from: { ...from, name: 'Neo' }, id: 'n2', text: 'hello?' }),
      );
      assert.match(shown(desk.head), /Neo, in Teams/);
    });
  });

  describe('the head of a ticket', () => {
    it('begins a thread of its own, with the summary, buttons and forms', () => {
      const begun = world.teams.requests.filter((r) => r.path === '/v3/conversations' && r.body.isGroup);
      assert.equal(begun.length, 1);
      assert.deepEqual(
        [begun[0]!.body.channelData, begun[0]!.body.tenantId],
        [{ channel: { id: CHANNEL }, tenant: { id: TENANT } }, TENANT],
      );
      assert.match(
        shown(desk.head),
        /^F-\w+-\w+ · The panel's schedule is out of date\nWaiting since[\s\S]*Kim, in Teams/,
      );
      assert.match(shown(desk.head), /Firstline reads here only what mentions it/);
      const titles = buttons(desk.head).map((b) => b.title);
      for (const title of ['I take it', 'Case code', 'Wrong topic', 'Answer the person', 'Resolve …'])
        assert.ok(titles.includes(title), title);
      assert.match(atDesk()[1]!, /What was said so far[\s\S]*Kim: Roomie cannot book this room/);
    });

    it('has a name of its own for every field, and fits the size that Teams takes', () => {
      const ids: string[] = [];
      JSON.stringify(desk.head, (_, v) => {
        if (String(v?.type).startsWith('Input.')) ids.push(v.id);
        return v;
      });
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(ids.length >= 3);
      assert.ok(Buffer.byteLength(JSON.stringify(desk.head)) < 26_000);
    });

    it('explains how agents are heard only where the bot may not read everything', async () => {
      await desk.close();
      await open({ readThreads: true });
      thread = await desk.asks();
      assert.doesNotMatch(shown(desk.head), /reads here only what mentions it/);
    });
  });

  describe('taking a ticket', () => {
    it('changes the head in place, answers without a card of its own, and tells the person', async () => {
      const answer = await desk.presses(ADA, 'I take it');
      assert.deepEqual(answer.body, {
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value: 'Got it.',
      });
      assert.match(shown(desk.head), /Ada/);
      assert.ok(buttons(desk.head).some((b) => b.title === 'Give it back'));
      assert.match(person(), /Ada/);
      assert.match(atDesk().at(-1)!, /Ada/);
    });

    it('is won by one of two who press at once, and the other is told', async () => {
      const token = world.token();
      await Promise.all([ADA, BEN].map((who) => world.post(desk.pressed(who, 'I take it'), token)));
      await world.journal.idle();
      const told = atDesk().filter((line) => /has it already/.test(line));
      assert.equal(told.length, 1);
      const holder = /\n(Ada|Ben) has it/.exec(shown(desk.head))?.[1];
      assert.match(told[0]!, new RegExp(`<at>${holder === 'Ada' ? 'Ben' : 'Ada'}</at>`), shown(desk.head));
    });

    it('works by words, and hands a ticket to a mentioned agent by the id they write with', async () => {
      await desk.says(ADA, 'claim');
      const mention = { type: 'mention', mentioned: { id: BEN.id, name: 'Ben' }, text: '<at>Ben</at>' };
      const entities = [...(desk.said(ADA, '').entities as object[]), mention];
      await desk.says(ADA, 'hand to <at>Ben</at>', { entities });
      const [message] = (await lines()).slice(-1).filter((m) => m.kind === 'said');
      assert.deepEqual(message?.mentioned, [{ id: `teams:${TENANT}:aad-ben`, name: 'Ben' }]);
      assert.match(shown(desk.head), /Ben/);
      const handed = world.teams.cards(thread).at(-1)!;
      assert.deepEqual((handed.msteams as { entities: { mentioned: object }[] }).entities[0]!.mentioned, {
        id: 'aad-ben',
        name: 'Ben',
      });
    });
  });

  it('puts the place in the queue into the message that says it was sent, which loses nothing when it is pressed', async () => {
    assert.equal(desk.in(CHAT).filter((text) => /Sent\.|number 1/.test(text)).length, 1);
    assert.match(person(), /Sent\.[\s\S]+number 1/);
    await world.press(CHAT, 'Where do I stand?');
    assert.match(desk.in(CHAT).find((text) => text.includes('Sent.'))!, /number 1/);
  });

  it('says it below where that message can’t be changed', async () => {
    world.teams.fate = ({ method }) => (method === 'PUT' ? { status: 404 } : { status: 200 });
    const neo = {
      from: { ...KIM, id: '29:neo', aadObjectId: 'aad-neo' },
      conversation: { conversationType: 'personal', tenantId: TENANT, id: 'a:neo' },
    };
    await world.send(world.recorded('personal-plain', { ...neo, id: 'x', text: 'talk to a person', attachments: [] }));
    await world.press('a:neo', 'Send it to support', neo);
    assert.match(desk.in('a:neo').at(-1)!, /^You're number 2/);
  });

  describe('talking to the person', () => {
    it('shows a line that begins with > to them, with who speaks, and a sign below it', async () => {
      await desk.says(ADA, '> Hello, is *that* [your](https://evil.example) laptop?');
      assert.match(
        person(),
        /^Ada · support\nHello, is \*that\* \[your\]\(https:\/\/evil\.example\) laptop\?\nAda from your support team has your ticket now/,
      );
      assert.match(atDesk().at(-1)!, /^✓ Went out to the person: “Hello, is \*that\*/);
      assert.equal(atDesk().filter((line) => line.startsWith('✓')).length, 1);
    });

    it('takes such a line without a mention too, also as the quotation that Teams’ editor makes of it', async () => {
      await desk.says(ADA, '> unmentioned', {}, false);
      assert.match(person(), /unmentioned\nAda from/);
      const html = '<blockquote><p>from the editor</p><p>in two lines</p></blockquote>';
      await desk.says(ADA, 'x', { attachments: [{ contentType: 'text/html', content: html }] }, false);
      assert.match(person(), /^Ada · support\nfrom the editor\nin two lines$/);
    });

    it('keeps all other lines among the agents, and their quotations of each other', async () => {
      const before = desk.in(CHAT).length;
      await desk.says(ADA, 'I think they are lying', {}, false);
      await desk.says(ADA, 'so do I');
      assert.equal(desk.in(CHAT).length, before);
      const quote =
        '<blockquote itemscope itemtype="http://schema.skype.com/Reply"><strong itemprop="mri" itemid="29:ben">Ben</strong><p>private words</p></blockquote><p>&gt; Hello</p>';
      await desk.says(ADA, 'x', { attachments: [{ contentType: 'text/html', content: quote }] }, false);
      assert.match(person(), /Hello\nAda from/);
      assert.doesNotMatch(JSON.stringify(world.teams.cards(CHAT)), /private words|lying/);
    });

    it('follows an agent’s edits and deletions', async () => {
      const id = await desk.says(ADA, '> first');
      const seen = desk.in(CHAT).length;
      const conversation = desk.conversation(thread);
      await world.send(
        world.recorded('edited', {
          ...desk.said(ADA, '> second', { id }),
          type: 'messageUpdate',
          channelData: { ...(desk.said(ADA, '').channelData as object), eventType: 'editMessage' },
          conversation,
        }),
      );
      assert.match(person(), /second$/);
      assert.equal(desk.in(CHAT).length, seen);
      await world.send(world.recorded('deleted', { id, from: ADA, conversation, timestamp: '2026-11-20T09:16:00Z' }));
      assert.equal(desk.in(CHAT).length, seen - 1);
      assert.doesNotMatch(JSON.stringify(world.teams.cards(CHAT)), /second/);
    });

    it('understands an edit that Teams brings without its mentions', async () => {
      const id = await desk.says(ADA, '> first');
      const conversation = desk.conversation(thread);
      const text = '<at>Firstline</at> > second';
      const html =
        '<p><span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">Firstline</span>&nbsp;&gt; third</p>';
      await world.send(world.recorded('edited', { id, from: ADA, text, attachments: [], conversation }));
      assert.match(person(), /second$/);
      const attachments = [{ contentType: 'text/html', content: html }];
      await world.send(
        world.recorded('edited', { id, from: ADA, attachments, conversation, timestamp: '2026-11-20T09:17:00Z' }),
      );
      assert.match(person(), /third$/);
    });

    it('says that a line was taken back where Teams can’t delete it', async () => {
      const id = await desk.says(ADA, '> first');
      world.teams.fate = ({ method }) => ({ status: method === 'DELETE' ? 501 : 201 });
      await world.send(world.recorded('deleted', { id, from: ADA, conversation: desk.conversation(thread) }));
      assert.match(person(), /^\(taken back\)$/);
    });

    it('marks a line that did not reach the person, and one that may not have', async () => {
      world.teams.fate = ({ path }) =>
        path.includes(CHAT) ? { status: 403, body: { error: { code: 'ConversationBlockedByUser' } } } : { status: 201 };
      await desk.says(ADA, '> blocked');
      assert.match(
        atDesk().at(-1)!,
        /^✗ This did not reach the person: “blocked” \(the connector answered 403 ConversationBlockedByUser\)/,
      );
      world.teams.fate = ({ path }) => (path.includes(CHAT) ? { status: 502 } : { status: 201 });
      await desk.says(ADA, '> who knows');
      assert.match(atDesk().at(-1)!, /^\? Unconfirmed[\s\S]*who knows/);
    });

    it('passes on the person’s messages, edits and deletions, and mentions nobody', async () => {
      await desk.presses(ADA, 'I take it');
      await kim('hello <at>Ada</at> **there**', { id: 'k1' });
      assert.match(atDesk().at(-1)!, /^Kim\nhello/);
      assert.match(atDesk().at(-1)!, /\*\*there\*\*/);
      assert.equal((world.teams.cards(thread).at(-1)!.msteams as object | undefined) ?? null, null);
      const count = atDesk().length;
      await world.send(world.recorded('edited', { id: 'k1', text: 'better words', attachments: [] }));
      assert.match(atDesk().at(-1)!, /^Kim\nbetter words$/);
      await world.send(world.recorded('deleted', { id: 'k1' }));
      assert.match(atDesk().at(-1)!, /taken back by the person/);
      assert.equal(atDesk().length, count);
    });
  });

  describe('pictures', () => {
    const png = () => drawn({ width: 40, height: 20 });
    const image = (name: string) => ({
      contentType: 'image/png',
      contentUrl: `${world.teams.url}/files/${name}`,
      name,
    });
    const pictures = (place: string) =>
      (world.teams.delivered.get(place) ?? []).flatMap(({ activity }) =>
        (activity.attachments as { contentType: string; contentUrl?: string; name?: string }[]).filter(
          (a) => a.contentUrl,
        ),
      );

    it('go from the person to the desk, and from an agent to the person', async () => {
      const bytes = png();
      world.teams.files.set('/files/a.png', { body: bytes });
      await kim('look', { attachments: [image('a.png')] });
      const uri = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
      assert.deepEqual(pictures(thread), [{ contentType: 'image/png', contentUrl: uri, name: 'a.png' }]);
      assert.match(atDesk().at(-1)!, /Kim sent a file: a\.png/);
      await desk.says(ADA, '> like this?', { attachments: [image('a.png')] });
      assert.deepEqual(
        pictures(CHAT).map((p) => p.contentUrl),
        [uri],
      );
      assert.match(desk.in(CHAT).at(-1)!, /^Ada · support/);
    });

    it('are named where they can’t be shown: no picture, too large, too large for Teams', async () => {
      world.teams.files.set('/files/a.log', { body: Buffer.from('a log') });
      await kim('', { attachments: [image('a.log')] });
      assert.match(atDesk().at(-1)!, /“a\.log” can’t be shown here/);
      const large = new Uint8Array(800_000);
      large.set(png());
      world.teams.files.set('/files/b.png', { body: large });
      await kim('', { attachments: [image('b.png')] });
      assert.match(atDesk().at(-1)!, /“b\.png” is too large to be shown here/);
      world.teams.files.set('/files/c.png', { body: png() });
      world.teams.fate = ({ body }) => ({ status: JSON.stringify(body).includes('data:image') ? 413 : 201 });
      await kim('', { attachments: [image('c.png')] });
      // It goes out once more, a second later, without the picture.
      await until(() => /“c\.png” is too large to be shown here/.test(atDesk().at(-1)!), 'the words without a picture');
    });
  });

  describe('the forms of the head', () => {
    it('send words to the person, and are empty again', async () => {
      const head = desk.head;
      await desk.presses(ADA, 'Answer the person', 'Hello from the form');
      assert.match(person(), /^Ada · support\nHello from the form\nAda from/);
      assert.ok(
        atDesk().some((line) => /^Ada · support\nHello from the form$/.test(line)),
        'and stand in the thread',
      );
      assert.match(atDesk().at(-1)!, /^✓ Went out/);
      assert.notDeepEqual(desk.head, head);
      const again = desk.head;
      await desk.presses(ADA, 'Answer the person', 'And more');
      assert.notDeepEqual(desk.head, again, 'a card drawn anew is one whose fields are empty');
    });

    it('ask the person, send them to a step, and resolve', async () => {
      const options = (title: string) => {
        const form = buttons(desk.head).find((b) => b.title === title)!.card as {
          body: { choices: { value: string; title: string }[] }[];
        };
        return form.body[0]!.choices;
      };
      const [slot] = options('Ask the person for …');
      await desk.presses(ADA, 'Ask the person for …', slot!.value);
      assert.match(person(), /Ada asks|Ada/);
      const [answer] = buttons(world.card(CHAT));
      await world.press(CHAT, answer!.title as string);
      assert.ok(
        atDesk().some((line) => line.startsWith('Kim\n') && line.includes(answer!.title as string)),
        atDesk().join('\n--\n'),
      );
      const [step] = options('Send them to a step …');
      await desk.presses(ADA, 'Send them to a step …', step!.value);
      assert.match(person(), /Step \d|Ada/);
      await desk.presses(ADA, 'Resolve …', 'resolve:fixed');
      assert.match(person(), /Fixed|fixed|closed/);
      assert.ok(buttons(desk.head).some((b) => b.title === 'Open again'));
    });

    it('refuse an empty field, and an option that they don’t have', async () => {
      for (const [title, filled] of [
        ['Answer the person', '  '],
        ['Resolve …', ''],
        ['Resolve …', 'resolve:everything'],
      ] as const)
        assert.match((await desk.presses(ADA, title, filled)).body.value, /There is nothing in it yet/);
      assert.equal((await lines()).filter((m) => m.kind === 'pressed').length, 0);
    });
  });

  describe('the right to act', () => {
    const silent = async (act: () => Promise<unknown>) => {
      const before = [(await lines()).length, desk.in(CHAT).length];
      await act();
      assert.deepEqual([(await lines()).length, desk.in(CHAT).length], before);
    };

    it('belongs to members of the channel: others are told so, and nothing follows', async () => {
      await silent(async () => {
        assert.match((await desk.presses(EVE, 'I take it')).body.value, /Only members of this channel/);
        await desk.says(EVE, '> I am support');
        await desk.says(EVE, '> I am support', {}, false);
        await desk.says(EVE, 'claim');
      });
      await until(() => atDesk().some((line) => /Only members of this channel/.test(line)), 'the note');
      assert.equal(atDesk().filter((line) => /Only members of this channel/.test(line)).length, 1);
    });

    it('is not given to people of another organisation, in a channel shared with them', async () => {
      world.teams.roster.set(EVE.id, { ...EVE, tenantId: 'another' });
      await silent(async () => {
        assert.match((await desk.presses(EVE, 'I take it')).body.value, /Only members of this channel/);
      });
    });

    it('is given to nobody while Teams can’t be asked: they are told to come back', async () => {
      world.teams.rosterFate = 503;
      await silent(async () => {
        assert.match((await desk.presses(ADA, 'I take it')).body.value, /can’t check right now/);
        await desk.says(ADA, '> hello', {}, false);
      });
      await until(() => /can’t check right now/.test(atDesk().at(-1)!), 'the note');
      assert.ok(world.log.codes.includes('ROSTER_UNREADABLE'));
      world.teams.rosterFate = null;
      await desk.says(ADA, '> hello');
      assert.match(person(), /hello\nAda from/);
    });

    it('is checked with Teams once a minute, and ends when somebody has left', async () => {
      await desk.says(ADA, '> one');
      await desk.says(ADA, '> two');
      assert.deepEqual(world.teams.rosterRequests, [ADA.id]);
      world.teams.roster.delete(ADA.id);
      world.clock.shift = 61_000;
      await silent(() => desk.says(ADA, '> three'));
    });

    it('is refused in the thread where only a message can answer, and to a button pressed in another channel', async () => {
      const { data } = (desk.pressed(EVE, 'I take it').value as { action: { data: object } }).action;
      await silent(async () => {
        await world.send(
          world.recorded('submit', { value: data, from: EVE, conversation: desk.conversation(thread), id: 's1' }),
        );
        const elsewhere = desk.conversation('19:other@thread.tacv2;messageid=5');
        const answer = await desk.presses(ADA, 'I take it', undefined, { conversation: elsewhere });
        assert.match(answer.body.value, /earlier question/);
      });
      assert.match(atDesk().at(-1)!, /Only members/);
      await world.send(
        world.recorded('submit', { value: data, from: ADA, conversation: desk.conversation(thread), id: 's2' }),
      );
      assert.match(shown(desk.head), /Ada/);
    });
  });

  describe('the channel around the tickets', () => {
    it('answers a mention with the queue, and ignores everything else', async () => {
      const own = (id: string) => ({ id, conversation: desk.conversation(`${CHANNEL};messageid=${id}`) });
      await desk.says(ADA, 'what is there?', own('901'));
      assert.match(desk.in(`${CHANNEL};messageid=901`).at(-1)!, /waiting[\s\S]*F-\w+-\w+[\s\S]*schedule/i);
      const seen = world.teams.posts.length;
      await desk.says(ADA, `${STALE}`, own('902'), false);
      await desk.says(EVE, 'good morning', own('903'), false);
      assert.equal(world.teams.posts.length, seen);
      await desk.says(EVE, 'what is there?', own('904'));
      await until(() => /Only members/.test(desk.in(`${CHANNEL};messageid=904`).at(-1) ?? ''), 'the note');
    });

    it('hears no bot', async () => {
      const before = (await lines()).length;
      await desk.says({ id: '28:another', name: 'Bot', aadObjectId: '' }, '> I am a bot');
      assert.equal((await lines()).length, before);
    });
  });

  describe('when things repeat or fail', () => {
    it('acts once on a message or a press that Teams repeats, and again on a later press', async () => {
      const line = desk.said(ADA, '> once');
      await world.send(line);
      await world.send(line);
      assert.equal(desk.in(CHAT).filter((text) => /once\nAda from/.test(text)).length, 1);
      const press = desk.pressed(ADA, 'Answer the person', 'pressed');
      await world.send(press);
      await world.send({ ...press, id: 'f:again', timestamp: '2026-11-20T09:15:32Z' });
      assert.equal(desk.in(CHAT).filter((text) => /pressed$/.test(text)).length, 1);
      world.clock.shift = 2 * 60_000;
      await world.send({ ...press, id: 'f:later' });
      assert.equal(desk.in(CHAT).filter((text) => /pressed$/.test(text)).length, 2);
    });

    it('takes no notice of a head that somebody deleted, and repeats a change that failed', async () => {
      world.teams.fate = ({ method }) => ({ status: method === 'PUT' ? 404 : 201 });
      await desk.presses(ADA, 'I take it');
      assert.match(person(), /Ada/);
      assert.ok(!world.log.codes.includes('SEND_REFUSED'));
      let failures = 2;
      world.teams.fate = ({ method }) => (method === 'PUT' && failures-- > 0 ? { status: 502 } : { status: 201 });
      await desk.says(ADA, 'release');
      await until(() => failures < 0, 'the third attempt');
      await world.journal.idle();
      assert.match(shown(desk.head), /Waiting since/);
    });

    for (const [status, code] of [
      [403, 'BotNotInConversationRoster'],
      [404, 'ConversationNotFound'],
    ] as const)
      it(`tells the person and the operator that the desk can’t be reached: ${status} ${code}`, async () => {
        await desk.close();
        await open();
        world.teams.fate = ({ path, body }) =>
          path === '/v3/conversations' && body.isGroup ? { status, body: { error: { code } } } : { status: 201 };
        await desk.asks().catch(() => undefined);
        assert.match(person(), /can't get through to your support team/);
        assert.ok(world.log.codes.includes('DESK_UNREACHABLE'));
      });

    it('goes on after a restart, from what is stored', async () => {
      await desk.says(ADA, '> before');
      // A second process over the same store, which heard of nobody yet.
      const later = await TeamsWorld.open({ store: world.store, teams: world.teams, desks: IN_TEAMS });
      await later.send(world.recorded('personal-plain', { id: 'after', text: 'are you there?', attachments: [] }));
      assert.match(atDesk().at(-1)!, /^Kim\nare you there\?$/);
      await later.close({ keepTeams: true });
    });
  });

  it('serves somebody on the chat page as well', async () => {
    await desk.onPage(STALE);
    await desk.onPage('', { kind: 'pressed', choice: 'own' });
    await desk.onPage('talk to a person');
    await desk.onPage('', { kind: 'pressed', choice: 'send' });
    thread = desk.thread;
    assert.match(shown(desk.head), /the web page/);
    await desk.says(ADA, '> Hello on the page');
    assert.match(world.web.in('web:jo').at(-1)!, /^Ada: Hello on the page\n\nAda from/);
    await desk.onPage('and back');
    assert.match(atDesk().at(-1)!, /and back$/);
  });

  it('keeps hearing the person in a thread of a channel, without a mention, while agents have the case', async () => {
    await desk.close();
    await open();
    const help = '19:help0123456789@thread.tacv2;messageid=1763630200001';
    const conversation = desk.conversation(help);
    await world.send(world.recorded('channel-mention'));
    await world.press(help, 'Talk to a person', { conversation });
    await world.press(help, 'Send it to support', { conversation });
    thread = desk.thread;
    await world.send(world.recorded('channel-unmentioned', { from: KIM, text: 'one more thing', attachments: [] }));
    assert.match(atDesk().at(-1)!, /^Kim\none more thing$/);
    await desk.says(ADA, '> seen');
    assert.match(desk.in(help).at(-1)!, /^Ada · support\nKim\nseen\nAda from/, 'named, and not called again');
  });
});
