/** Messages for one reader alone in a shared place, and a sign as a reaction: against a fake of the documented calls. */
import assert from 'node:assert/strict';
import type { OutboxRow } from '../../../src/core/store.ts';
import { reply as sample } from '../../fakes/samples.ts';
import type { Taken } from '../../fakes/teams.ts';
import { ADA, CHANNEL, STALE, TeamsDesk } from '../../fakes/teams-desk.ts';
import { APP, KIM, LEE, type Sent, shown, TENANT, TeamsWorld } from '../../fakes/teams-world.ts';

const HELP = '19:help0123456789@thread.tacv2';
const THREAD = `${HELP};messageid=1763630200001`;
const channel = (id = THREAD): Sent => ({ isGroup: true, conversationType: 'channel', tenantId: TENANT, id });
/** The answers of Teams about a bot that may not whisper, or a place where nobody can. */
const REFUSED = { status: 403, body: { error: { code: 'ForbiddenOperationException', message: 'no' } } };

describe('Teams: messages that one person alone sees', () => {
  let world: TeamsWorld;
  afterEach(() => world.close());
  const open = async (given: Parameters<typeof TeamsWorld.open>[0] = {}): Promise<void> => {
    world = await TeamsWorld.open({ targeted: true, ...given });
  };
  const whispered = (place = THREAD) => world.teams.whispers.get(place) ?? [];
  const words = (place = THREAD): string[] =>
    whispered(place).map(({ activity }) => shown((activity.attachments as { content: unknown }[])[0]!.content));
  /** Presses a button of what only its reader sees; `where` is the place that Teams tells, which may lack the thread. */
  const press = (title: string, where: string, place = THREAD, from = KIM) => {
    const { id, activity } = whispered(place).at(-1)!;
    const card = (activity.attachments as { content: Sent }[])[0]!.content;
    return world.press(place, title, { conversation: channel(where), replyToId: id, from }, card);
  };

  it('are the steps after the first answer, which all see, as they see how it ended', async () => {
    await open();
    await world.send(world.recorded('channel-mention'));
    assert.equal(whispered().length, 0);
    await world.press(THREAD, 'Our own hub', { conversation: channel() });
    assert.match(words()[0]!, /^Step 2/);
    assert.deepEqual(
      whispered().map(({ to }) => to),
      [KIM.id],
    );
    assert.equal(world.teams.cards(THREAD).length, 1);
    assert.doesNotMatch(JSON.stringify(whispered()), /"type":"mention"/);
  });

  for (const [what, where] of [
    ['its thread', THREAD],
    ['the channel alone', HELP],
  ] as const)
    it(`can be answered where Teams tells ${what}`, async () => {
      await open();
      await world.send(world.recorded('channel-mention'));
      await world.press(THREAD, 'Our own hub', { conversation: channel() });
      const { id } = whispered()[0]!;
      await press('Yes, all of it is right', where);
      await world.journal.idle();
      assert.match(words().at(-1)!, /^Step 3/);
      const old = whispered().find((w) => w.id === id)!;
      assert.match(JSON.stringify(old.activity), /✓ [^"]*Yes, all of it is right/);
      assert.ok(!('recipient' in old.activity), 'a change names no reader');
    });

  it('can’t be answered by anybody else, nor from another channel', async () => {
    await open();
    await world.send(world.recorded('channel-mention'));
    await world.press(THREAD, 'Our own hub', { conversation: channel() });
    await press('Yes, all of it is right', THREAD, THREAD, LEE);
    await press('Yes, all of it is right', '19:other@thread.tacv2;messageid=9');
    assert.equal(whispered().filter(({ to }) => to === KIM.id).length, 1);
    assert.doesNotMatch(words().join('\n'), /Step 3/);
  });

  it('are seen by all where Teams does not take them', async () => {
    await open();
    world.teams.fate = ({ targeted }: Taken) => (targeted ? REFUSED : { status: 201 });
    await world.send(world.recorded('channel-mention'));
    await world.press(THREAD, 'Our own hub', { conversation: channel() });
    assert.match(shown(world.card(THREAD)), /^Step 2/);
    await world.press(THREAD, 'Yes, all of it is right', { conversation: channel() });
    assert.match(shown(world.card(THREAD)), /^Step 3/);
    assert.equal(whispered().length, 0);
  });

  it('are none without the setting, nor in a private chat', async () => {
    await open({ targeted: false });
    await world.send(world.recorded('channel-mention'));
    await world.press(THREAD, 'Our own hub', { conversation: channel() });
    await world.close();
    await open();
    await world.send(world.recorded('personal'));
    await world.press('a:kim', 'Our own hub');
    assert.equal(world.teams.whispers.size, 0);
  });

  describe('and what a person writes behind the slash command', () => {
    /** A message that only the bot sees: it mentions nobody. */
    const slash = (text: string, given: Sent = {}): Sent =>
      world.recorded('channel-mention', {
        id: `${Math.random()}`.slice(2),
        text,
        attachments: [],
        entities: [],
        recipient: { id: `28:${APP}`, name: 'Firstline', isTargeted: true },
        conversation: channel(HELP),
        ...given,
      });

    it('is answered so that nobody else sees it, from the first word on', async () => {
      await open();
      await world.send(slash(STALE));
      assert.match(words(HELP)[0]!, /schedule is out of date/);
      await press('Our own hub', HELP, HELP);
      assert.match(words(HELP).at(-1)!, /^Step 2/);
      await world.send(slash('yes'));
      assert.match(words(HELP).at(-1)!, /^Step 3/);
      assert.deepEqual([...world.teams.delivered.keys()], []);
      assert.deepEqual([...new Set(whispered(HELP).map(({ to }) => to))], [KIM.id]);
    });

    it('is each person’s own case', async () => {
      await open();
      await world.send(slash(STALE));
      await world.send(slash(STALE, { from: LEE }));
      assert.deepEqual(
        whispered(HELP).map(({ to }) => to),
        [KIM.id, LEE.id],
      );
      assert.doesNotMatch(words(HELP).join('\n'), /helping/);
    });

    it('is answered in the private chat where Teams shows nothing to one person alone', async () => {
      await open();
      world.teams.fate = ({ targeted }: Taken) => (targeted ? REFUSED : { status: 201 });
      await world.send(slash(STALE));
      assert.deepEqual([...world.teams.delivered.keys()], ['a:private-29:kim']);
      assert.match(shown(world.card('a:private-29:kim')), /schedule is out of date/);
    });
  });

  describe('at a desk', () => {
    let desk: TeamsDesk;
    beforeEach(async () => {
      desk = await TeamsDesk.open({ targeted: true });
      world = desk.world;
      await desk.asks();
    });

    it('are words for one agent, such as a case code', async () => {
      await desk.presses(ADA, 'Case code');
      const [code] = whispered(desk.thread);
      assert.equal(code?.to, ADA.id);
      assert.match(words(desk.thread)[0]!, /The code is \w{5}-\w{5}/);
      assert.doesNotMatch(desk.in(desk.thread).join('\n'), /The code is/);
    });

    it('are seen by the desk where Teams does not take them', async () => {
      world.teams.fate = ({ targeted }: Taken) => (targeted ? REFUSED : { status: 201 });
      await desk.presses(ADA, 'Case code');
      assert.match(desk.in(desk.thread).at(-1)!, /The code is \w{5}-\w{5}/);
    });
  });
});

/** A sign beside an agent's line, as the outbox has it. */
function markOf(place: string) {
  const reply = sample('Went out', { placement: { kind: 'marked', message: 'root/1763630200009', as: 'sent' } });
  const address = {
    ...{ serviceUrl: '', place, kind: 'channel', tenant: TENANT, team: null, activity: '1763630200009' },
    bot: { id: `28:${APP}`, name: 'Firstline' },
    user: { id: ADA.id, name: ADA.name, person: `teams:${TENANT}:${ADA.aadObjectId}` },
  };
  const row = { conversation: 'ticket:F-1', turn: 9, part: 0, channel: 'teams', address: null, attempt: 1, reply };
  return { reply, address, row: row as OutboxRow };
}

describe('Teams: a sign as a reaction', () => {
  let desk: TeamsDesk;
  afterEach(() => desk.close());
  const open = async (reactions = true): Promise<void> => {
    desk = await TeamsDesk.open({ reactions });
    await desk.asks();
    await desk.presses(ADA, 'I take it');
  };
  const says = async (text: string): Promise<string> => desk.says(ADA, text);

  it('stands beside an agent’s line that reached the person, and no card says so', async () => {
    await open();
    const id = await says('> have you tried the other panel?');
    assert.deepEqual(desk.world.teams.reactions, [[desk.thread, id, '2705_whiteheavycheckmark']]);
    assert.doesNotMatch(desk.in(desk.thread).join('\n'), /✓/);
    assert.ok(desk.thread.startsWith(CHANNEL));
  });

  it('is made once more after an answer that was lost, with the effect of once', async () => {
    await open();
    let lost = 0;
    desk.world.teams.fate = ({ path }: Taken) => {
      if (!path.includes('/reactions/')) return { status: 201 };
      lost += 1;
      return lost === 1 ? { status: 503, takes: true } : { status: 201 };
    };
    await says('> hello');
    const { until } = await import('../../fakes/until.ts');
    await until(() => lost === 2, 'the second attempt');
    assert.equal(new Set(desk.world.teams.reactions.map((r) => r.join())).size, 1);
  });

  for (const status of [400, 403, 404, 405, 501])
    it(`is said in words where Teams takes no reaction: ${status}`, async () => {
      await open();
      desk.world.teams.fate = ({ path }: Taken) => ({ status: path.includes('/reactions/') ? status : 201 });
      await says('> hello');
      assert.match(desk.in(desk.thread).at(-1)!, /^✓ /);
    });

  it('is said in words where Teams fails at it again and again', async () => {
    await open();
    const { row, reply, address } = markOf(desk.thread);
    desk.world.teams.fate = ({ path }: Taken) => ({ status: path.includes('/reactions/') ? 503 : 201 });
    const given = { ...row, address: JSON.stringify({ ...address, serviceUrl: desk.world.teams.url }) };
    const first = await desk.world.channel.send(row.conversation, reply, { ...given, attempt: 1 }, null);
    assert.equal(first.kind, 'later');
    const last = await desk.world.channel.send(row.conversation, reply, { ...given, attempt: 5 }, null);
    assert.equal(last.kind, 'sent');
    assert.match(desk.in(desk.thread).at(-1)!, /^✓ /);
  });

  it('is said in words for a line that did not arrive, for words from a form, and without the setting', async () => {
    await open();
    await desk.presses(ADA, 'Answer the person', 'from the form');
    assert.match(desk.in(desk.thread).at(-1)!, /^✓ /);
    desk.world.teams.fate = ({ path }: Taken) => ({ status: path.includes('a:kim') ? 403 : 201 });
    await says('> you can’t read this');
    assert.match(desk.in(desk.thread).at(-1)!, /^✗ /);
    assert.deepEqual(desk.world.teams.reactions, []);
    await desk.close();
    await open(false);
    await says('> hello');
    assert.match(desk.in(desk.thread).at(-1)!, /^✓ /);
  });
});
