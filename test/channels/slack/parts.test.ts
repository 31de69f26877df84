/** The parts of messages in Slack, in the platform's own shapes: each is used, or named with what became of it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageEvent } from '../../../src/channels/slack/receive/payloads.ts';
import { readSaid } from '../../../src/channels/slack/receive/words.ts';
import { ROOT } from '../../fakes/content.ts';
import { desks } from '../../fakes/desk-world.ts';
import { type Firstline, startFirstline } from '../../fakes/slack/firstline.ts';
import { eventOf, overHttp, postEvent, SlackPerson } from '../../fakes/slack/person.ts';
import { BOT, SlackPlatform } from '../../fakes/slack/platform.ts';

type Sent = Record<string, unknown>;
/** A recorded message, and what is to come of it. */
interface Case {
  readonly name: string;
  readonly as: 'person' | 'agent';
  readonly wanted: {
    readonly text: string;
    readonly images: readonly unknown[];
    readonly parts: readonly { kind: string; name: string | null; link: string | null; became: string }[];
  };
  readonly event: Sent;
}

const FOLDER = join(ROOT, 'test', 'fixtures', 'slack', 'parts');
const CASES = readdirSync(FOLDER).map(
  (file): Case => ({ name: file.slice(0, -5), ...JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) }),
);
const OF_PEOPLE = CASES.filter(({ as, event }) => as === 'person' && event.channel_type === 'im');
const kinds = <T extends { kind: string }>(parts: readonly T[]): T[] =>
  parts.toSorted((a, b) => a.kind.localeCompare(b.kind));

describe('Slack: the parts of a message', () => {
  for (const { name, as, wanted, event } of CASES)
    it(`are read: ${name}`, () => {
      const { text, images, parts } = readSaid(MessageEvent.parse(event), BOT, as);
      assert.deepEqual(
        { text, images: images.map((image) => image.name), parts: kinds(parts) },
        { ...wanted, parts: kinds(wanted.parts) },
      );
    });

  it('has cases enough of every kind', () => {
    assert.ok(CASES.length >= 120);
  });

  describe('are told to the person', () => {
    let slack: SlackPlatform;
    let firstline: Firstline;
    before(async () => {
      slack = await SlackPlatform.start();
      firstline = await startFirstline(slack);
      slack.fate = ({ method, body }) =>
        method === 'chat.postMessage'
          ? { status: 200, body: { ok: true, channel: body.channel, ts: `1767609999.${String(++count)}` } }
          : null;
    });
    after(async () => {
      await firstline.stop();
      await slack.close();
    });
    let count = 100_000;

    for (const [i, { name, wanted, event }] of OF_PEOPLE.entries())
      it(`and there is a way to a person: ${name}`, async () => {
        const channel = `D0P${i}`;
        await postEvent(firstline.address, eventOf('message.im', { ...bare, ...event, user: `U0P${i}`, channel }));
        await firstline.idle();
        const posts = slack.made('chat.postMessage').filter((post) => post.channel === channel);
        const said = posts.map((post) => String(post.text)).join('\n');
        const isEmpty = wanted.text === '' && wanted.images.length + wanted.parts.length === 0;
        assert.equal(/came through empty/.test(said), isEmpty, said);
        for (const { kind, became } of wanted.parts)
          if (became !== 'read') assert.match(said, TOLD[kind] ?? /You sent/, name);
        assert.match(JSON.stringify(posts.map((post) => post.blocks)), /Talk to a person/, said);
      });
  });

  describe('while an agent has the case', () => {
    let slack: SlackPlatform;
    let firstline: Firstline;
    let kim: SlackPerson;
    let bob: SlackPerson;
    let front: string;
    let thread: string;
    before(async () => {
      slack = await SlackPlatform.start();
      front = slack.channels.get('front-desk')!;
      const route = { channel: 'slack', address: JSON.stringify({ desk: front }) };
      firstline = await startFirstline(slack, { desks: desks({ name: 'front', route }) });
      [kim, bob] = ['kim', 'bob'].map((name) => new SlackPerson(name, slack, overHttp(firstline.address))) as [
        SlackPerson,
        SlackPerson,
      ];
      await kim.says('talk to a person');
      await firstline.idle();
      await kim.presses('Send it to support');
      await firstline.idle();
      const head = (await slack.messages(front)).findLast((m) => m.user === BOT && !m.thread_ts);
      thread = String(head?.ts);
      await bob.presses('I take it', { channel: front });
      await firstline.idle();
    });
    after(async () => {
      await firstline.stop();
      await slack.close();
    });

    /** Everything said at the desk and to the person since `work` began. */
    async function since(work: () => Promise<unknown>): Promise<{ agents: string; person: string; blocks: string }> {
      slack.calls.length = 0;
      await work();
      await firstline.idle();
      const calls = [...slack.made('chat.postMessage'), ...slack.made('chat.postEphemeral')];
      const to = (channel: string): string =>
        calls
          .filter((call) => call.channel === channel)
          .map((call) => unescaped(String(call.text)))
          .join('\n');
      const dm = calls.filter((call) => call.channel === kim.dm);
      return { agents: to(front), person: to(kim.dm), blocks: JSON.stringify(dm.map((call) => call.blocks)) };
    }

    for (const { name, wanted, event } of OF_PEOPLE)
      it(`reach the agent, or are named to both: ${name}`, async () => {
        const { agents, person } = await since(() =>
          postEvent(
            firstline.address,
            eventOf('message.im', { ...bare, ...event, ts: `2${event.ts}`, user: kim.id, channel: kim.dm }),
          ),
        );
        for (const line of wanted.text.split('\n')) assert.ok(agents.includes(line), agents);
        for (const { name: called, link, became } of wanted.parts) {
          if (became === 'read') continue;
          if (called !== null) assert.ok(agents.includes(called), agents);
          if (link !== null) assert.ok(agents.includes(link), agents);
          assert.match(person, became === 'linked' ? /I passed on the address of/ : /I passed on that you sent/);
        }
        // The files of the recorded messages lie at hosts that nobody may ask.
        if (wanted.images.length > 0) {
          assert.match(agents, /could not be brought here/);
          assert.match(person, /did not get/);
        }
        if (name === 'mention-alone') assert.match(agents, /mentioned me, and wrote nothing/);
        assert.equal(/came through empty/.test(person), name === 'nothing');
        assert.ok(agents !== '' || name === 'nothing', 'nothing reached the agent');
      });

    const sends = (name: string) => {
      const { event } = CASES.find((c) => c.name === name)!;
      const at = { thread_ts: thread, channel: front, user: bob.id, parent_user_id: BOT };
      return since(() => postEvent(firstline.address, eventOf('message.im', { ...bare, ...event, ...at })));
    };
    const sign = () => slack.made('reactions.add').at(-1)?.name;

    for (const name of ['agent-code-after-mark', 'agent-code-lines', 'agent-code-blocks'])
      it(`go to the person as code: ${name}`, async () => {
        const { agents, person, blocks } = await sends(name);
        assert.match(person, /^bob: [\s\S]*roomie (--load-again|stop\nroomie start)/);
        assert.doesNotMatch(person, /```|^&gt;|> /);
        assert.match(blocks, name === 'agent-code-after-mark' ? /"code":true/ : /"rich_text_preformatted"/);
        assert.doesNotMatch(agents, /You can say/);
        assert.doesNotMatch(person, /I hope it helps/);
      });

    it('of a code block that is not marked stay at the desk', async () => {
      const { person } = await sends('agent-code-own');
      assert.match(person, /see above/);
      assert.doesNotMatch(person, /internal/);
    });

    it('of an agent go by their address, and only then is there a ✓', async () => {
      assert.match((await sends('agent-link')).person, /read this page \(https:\/\/contoso\.com\/reset\) first/);
      assert.equal(sign(), 'white_check_mark');
      assert.match((await sends('agent-drive')).person, /guide\.docx: https:\/\/contoso\.sharepoint\.com\/guide\.docx/);
      assert.match((await sends('agent-canvas')).person, /Desk notes: https:\/\/contoso\.slack\.com\/docs/);
      assert.match((await sends('agent-gif')).person, /yay: https:\/\/media\.tenor\.com/);
    });

    it('of an agent stay where they can’t go, without a ✓', async () => {
      const forward = await sends('agent-forward');
      assert.match(forward.agents, /This stays here, the person does not get it: a forwarded message/);
      assert.doesNotMatch(forward.person, /internal/);
      assert.equal(sign(), 'x');
      const snippet = await sends('agent-snippet');
      assert.match(snippet.person, /take this/);
      assert.match(snippet.person, /bob sent a file “steps\.txt”, but I can't show it here/);
      assert.equal(sign(), 'x');
    });
  });
});

/** Leaves out the words and blocks of the envelope that the recorded event brings itself. */
const bare = { blocks: undefined, client_msg_id: undefined };

function unescaped(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** Words by which a person recognises what they sent. */
const TOLD: Readonly<Record<string, RegExp>> = {
  voice: /recording/,
  video: /video/,
  file: /You sent a file|can't open|don't open|packed|PDF|nothing I can open/,
  picture: /You sent a picture|nothing I can open/,
};
