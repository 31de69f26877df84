import assert from 'node:assert/strict';
import { Connector } from '../../../src/channels/teams/send/connector.ts';
import type { TeamsAddress } from '../../../src/channels/teams/workspace/places.ts';
import { SILENT } from '../../../src/core/log.ts';
import { FakeTeams, type Fate, type Taken } from '../../fakes/teams.ts';
import { APP, shown, TENANT, TeamsWorld } from '../../fakes/teams-world.ts';
import { until } from '../../fakes/until.ts';

const CHAT = 'a:kim';

describe('Teams: sending', () => {
  let world: TeamsWorld;
  beforeEach(async () => {
    world = await TeamsWorld.open();
  });
  afterEach(() => world.close());

  const say = (id: string, place = CHAT) => {
    const personal = world.recorded('personal-plain', { id });
    return world.send({ ...personal, conversation: { ...(personal.conversation as object), id: place } });
  };
  /** The fate of the first message of a chat; everything later gets through. */
  const first = (fate: Fate) => {
    let met = false;
    world.teams.fate = ({ path }: Taken) => {
      if (met || !path.includes(CHAT)) return { status: 201 };
      met = true;
      return fate;
    };
  };
  /** Every message of a chat is throttled for a second, until it is let through. */
  const throttled = (): { letThrough: () => void } => {
    const busy: Fate = { status: 429, headers: { 'retry-after': '1' } };
    world.teams.fate = ({ path }: Taken) => (path.includes(CHAT) ? busy : { status: 201 });
    return { letThrough: () => (world.teams.fate = () => ({ status: 201 })) };
  };
  const posts = (place = CHAT) => world.teams.posts.filter((p) => p.path.includes(place));
  const delivered = (place = CHAT) => world.teams.cards(place).length;

  describe('when nobody can say whether a message arrived', () => {
    beforeEach(async () => {
      await world.close();
      world = await TeamsWorld.open({ timeoutMs: 400 });
    });
    const misread: Record<string, Fate> = {
      'taken, then reset': 'taken-then-reset',
      'reset before an answer': 'reset',
      'taken, and never answered': 'hang',
      '500 after it was taken': { status: 500, takes: true },
      '502 after it was taken': { status: 502, takes: true },
      '503 after it was taken': { status: 503, takes: true },
      '504 after it was taken': { status: 504, takes: true },
      '500, and it was not': { status: 500 },
      '503, and it was not': { status: 503, headers: { 'retry-after': '0' } },
    };
    for (const [what, fate] of Object.entries(misread))
      it(`${what}: one POST, shown as unconfirmed, never again`, async () => {
        first(fate);
        await say('m1');
        await until(() => world.log.codes.includes('SEND_UNCONFIRMED'), 'a reply shown as unconfirmed');
        assert.equal(posts().length, 1, 'one request on the wire');
        assert.ok(delivered() <= 1);
        await say('m2');
        assert.equal(posts().length, 2, 'and the conversation goes on');
      });
  });

  it('follows no redirect with a message', async () => {
    for (const status of [301, 302, 307, 308]) {
      first({ status, headers: { location: `${world.teams.url}/v3/conversations/elsewhere/activities` } });
      await say(`m${status}`);
    }
    assert.equal(world.teams.posts.filter((p) => p.path.includes('elsewhere')).length, 0);
    assert.equal(posts().length, 4);
  });

  it('waits as long as a 429 says, in that conversation only', async () => {
    const { letThrough } = throttled();
    await say('m1');
    await say('m2', 'a:lee');
    assert.deepEqual([delivered(), delivered('a:lee')], [0, 1]);
    letThrough();
    await until(() => delivered() === 1, 'the throttled message');
    const times = posts().map((p) => p.at);
    assert.ok(times.length > 1, 'a refusal, and a message');
    for (const [i, at] of times.slice(1).entries()) assert.ok(at - times[i]! >= 950, `${at - times[i]!} ms`);
    assert.ok(!world.log.codes.includes('SEND_UNCONFIRMED'));
  });

  it('comes back by itself after a 429 that says nothing, and after a 412', async () => {
    for (const status of [429, 412]) {
      first({ status });
      const before = posts().length;
      await say(`m${status}`);
      await until(() => posts().length === before + 2, `the message after ${status}`);
    }
    await until(() => delivered() === 2, 'both');
  });

  it('keeps the order of a conversation while its first message waits', async () => {
    const { letThrough } = throttled();
    await world.send(world.recorded('personal', { id: 'm1' }));
    await say('m2');
    assert.equal(delivered(), 0);
    letThrough();
    await until(() => delivered() === 2, 'both messages');
    assert.match(shown(world.teams.cards(CHAT)[0]), /schedule/);
  });

  it('gives a message up at once that is refused for good, and goes on', async () => {
    const refusals: [number, string][] = [
      [403, 'BotNotInConversationRoster'],
      [403, 'ConversationBlockedByUser'],
      [404, 'ConversationNotFound'],
    ];
    for (const [status, code] of refusals) {
      first({ status, body: { error: { code, message: 'secret details' } } });
      const before = posts().length;
      await say(`m${code}`);
      assert.equal(posts().length, before + 1, code);
    }
    assert.equal(world.log.codes.filter((c) => c === 'SEND_REFUSED').length, refusals.length);
    await say('last');
    assert.equal(delivered(), 1);
  });

  describe('when a message is refused for what it holds', () => {
    const REFUSED: [number, string][] = [
      [413, 'MessageSizeTooBig'],
      [400, 'BadSyntax'],
    ];
    for (const [status, code] of REFUSED)
      it(`sends its words alone, once, with the answers to type: ${status} ${code}`, async () => {
        world.teams.fate = ({ body }: Taken) =>
          body.attachments ? { status, body: { error: { code, message: 'secret details' } } } : { status: 201 };
        await world.send(world.recorded('personal'));
        await until(() => posts().length === 2, 'the words alone');
        const { text, textFormat } = world.teams.delivered.get(CHAT)![0]!.activity as Record<string, string>;
        assert.equal(textFormat, 'plain');
        assert.match(text!, /The panel's schedule is out of date.*1\. Our own hub\n2\. /s);
        await world.send(world.recorded('personal-plain', { id: 'm2', text: 'our own hub' }));
        await until(() => posts().length === 4, 'the next step');
        assert.match(JSON.stringify(world.teams.delivered.get(CHAT)!.at(-1)), /compare the panel's schedule/);
        assert.deepEqual(
          world.log.codes.filter((c) => c === 'SEND_REFUSED'),
          [],
        );
      });

    it('tells what is cut of a long one', async () => {
      world.teams.fate = ({ body }: Taken) => (body.attachments ? { status: 413 } : { status: 201 });
      await world.send(world.recorded('personal-plain', { id: 'long', text: 'help' }));
      await until(() => posts().length === 2, 'the words alone');
      const { text } = world.teams.delivered.get(CHAT)![0]!.activity as Record<string, string>;
      assert.ok(text!.length <= 1700);
      if (text!.includes('…')) assert.match(text!, /There is more of it than Teams takes/);
    });

    it('gives it up where the words alone are refused too', async () => {
      world.teams.fate = ({ path }: Taken) => ({ status: path.includes(CHAT) ? 400 : 201 });
      await world.send(world.recorded('personal'));
      await until(() => world.log.codes.includes('SEND_REFUSED'), 'the end');
      assert.equal(posts().length, 2);
    });
  });

  it('asks for another token when one is refused', async () => {
    let refused = 0;
    world.teams.fate = () => (refused++ < 1 ? { status: 401 } : { status: 201 });
    await say('m1');
    await until(() => delivered() === 1, 'the message');
    assert.equal(posts().length, 2);
  });

  it('waits for a connector that can’t be reached: nothing was sent, so nothing is lost', async () => {
    const nowhere = 'http://127.0.0.1:9';
    await world.send(
      world.recorded('personal-plain', { serviceUrl: nowhere }),
      world.teams.token(APP, { serviceurl: nowhere }),
    );
    assert.deepEqual(world.log.codes, []);
    assert.notEqual(await world.store.nextReady(['teams']), null, 'it is still to be sent');
  });

  it('goes to the government cloud when told that its tenant lives there, and stays', async () => {
    const there = await new FakeTeams().open();
    const tokens = { get: async () => 'bot-token', drop: () => undefined };
    const clouds = { from: world.teams.url, to: there.url };
    const connector = new Connector({ tokens, log: SILENT, clouds });
    world.teams.fate = () => ({ status: 403, body: { error: { code: 'InvalidBotApiHost' } } });
    const address = { serviceUrl: world.teams.url, place: CHAT } as TeamsAddress;
    const post = async (attempt: number) => (await connector.post(address, { type: 'message' }, attempt)).outcome;
    assert.deepEqual(await post(1), { kind: 'later', afterMs: 0 });
    for (let i = 0; i < 2; i++) assert.equal((await post(2)).kind, 'sent');
    assert.deepEqual([world.teams.posts.length, there.posts.length], [1, 2]);
    there.fate = world.teams.fate;
    assert.equal((await post(3)).kind, 'refused', 'it is told once');
    connector.close();
    await there.close();
  });

  it('sends seven in a second and no more to one thread, and lets others go ahead', async () => {
    const said = Array.from({ length: 12 }, (_, i) =>
      world.post(
        world.recorded('group-mention', {
          id: `g${i}`,
          from: { id: `29:p${i}`, name: `P${i}`, aadObjectId: `aad-p${i}` },
        }),
        world.token(),
      ),
    );
    await Promise.all(said);
    await say('mine');
    assert.equal(delivered(), 1, 'another chat does not wait');
    const group = '19:group0123456789@thread.v2';
    await until(() => delivered(group) === 12, 'all of them');
    const times = posts(group).map((p) => p.at);
    for (const [i, at] of times.entries()) {
      const within = times.filter((t) => t >= at && t < at + 990).length;
      assert.ok(within <= 7, `${within} in a second, from message ${i}`);
    }
    assert.equal(posts(group).length, 12, 'each was sent once');
  });

  it('leaves no unconfirmed message waiting in the store', async () => {
    first('taken-then-reset');
    await say('m1');
    assert.deepEqual(await world.store.unresolved(['teams']), []);
    const lines = await world.lines(`teams:${TENANT}:${CHAT}`);
    // The question, of which nobody can say whether it arrived, is asked again later.
    assert.deepEqual(
      lines.map(({ message }) => message?.kind ?? 'reply'),
      ['said', 'reply', 'event'],
    );
  });
});
