/** The parts of messages in Teams, in the platform's own shapes: each is used, or named with what became of it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Activity, readActivity } from '../../../src/channels/teams/receive/activity.ts';
import { wordsOf } from '../../../src/channels/teams/receive/parse.ts';
import { ROOT } from '../../fakes/content.ts';
import { ADA, TeamsDesk } from '../../fakes/teams-desk.ts';
import { buttons, type Sent, shown, TENANT, TeamsWorld } from '../../fakes/teams-world.ts';

/** A recorded message, and what is to come of it. */
interface Case {
  readonly name: string;
  readonly as: 'person' | 'agent';
  readonly wanted: { readonly text: string; readonly images: readonly unknown[]; readonly parts: readonly Sent[] };
  readonly activity: Sent;
}

const FOLDER = join(ROOT, 'test', 'fixtures', 'teams', 'parts');
const CASES = readdirSync(FOLDER).map(
  (file): Case => ({ name: file.slice(0, -5), ...JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) }),
);
const byKind = (parts: readonly Sent[]): Sent[] =>
  parts.toSorted((a, b) => String(a.kind).localeCompare(String(b.kind)));

describe('Teams: the parts of a message', () => {
  for (const { name, as, wanted, activity } of CASES)
    it(`are read: ${name}`, () => {
      const { text, images, parts } = wordsOf(readActivity(activity) as Activity, as);
      const names = images.map((image) => image.name);
      assert.deepEqual(
        { text, images: names, parts: byKind(parts as unknown as Sent[]) },
        { ...wanted, parts: byKind(wanted.parts) },
      );
    });

  describe('are told to the person', () => {
    let world: TeamsWorld;
    before(async () => {
      world = await TeamsWorld.open();
    });
    after(() => world.close());

    for (const [i, { name, wanted, activity }] of CASES.filter(({ as }) => as === 'person').entries())
      it(`and there is a way to a person: ${name}`, async () => {
        const chat = `a:person-${i}`;
        const conversation = { conversationType: 'personal', tenantId: TENANT, id: chat };
        const from = { ...(activity.from as Sent), id: `29:person-${i}`, aadObjectId: `aad-${i}` };
        const answer = await world.send({ ...activity, from, conversation, serviceUrl: world.teams.url });
        assert.equal(answer.status, 200, answer.text);
        const cards = world.teams.cards(chat);
        const said = cards.map(shown).join('\n');
        const unread = wanted.parts.filter((part) => part.became !== 'read');
        const empty = wanted.text === '' && wanted.images.length + wanted.parts.length === 0;
        assert.equal(/came through empty/.test(said), empty, said);
        for (const part of unread) assert.match(said, TOLD[String(part.kind)] ?? /You sent/, name);
        const titles = cards.flatMap(buttons).map((b) => b.title);
        assert.ok(titles.includes('Talk to a person'), `${said}\n${titles}`);
      });
  });

  describe('while an agent has the case', () => {
    let desk: TeamsDesk;
    let thread: string;
    before(async () => {
      desk = await TeamsDesk.open();
      thread = await desk.asks();
      await desk.says(ADA, 'claim');
    });
    after(() => desk.close());

    for (const { name, wanted, activity } of CASES.filter(({ as }) => as === 'person'))
      it(`reach the agent, or are named to both: ${name}`, async () => {
        const { world } = desk;
        const personal = world.recorded('personal');
        const at = { at: desk.in(thread).length, chat: desk.in('a:kim').length };
        const sent = {
          ...activity,
          from: personal.from,
          conversation: personal.conversation,
          serviceUrl: world.teams.url,
        };
        await world.send(sent);
        const agents = desk.in(thread).slice(at.at).join('\n');
        const person = desk.in('a:kim').slice(at.chat).join('\n');
        if (wanted.text !== '') for (const line of wanted.text.split('\n')) assert.ok(agents.includes(line), agents);
        for (const { kind, name: called, link, became } of wanted.parts) {
          if (became === 'read') continue;
          assert.match(agents, /^Kim\n[\s\S]*Sent (a|my|something)/m, String(kind));
          if (called !== null) assert.ok(agents.includes(String(called)), agents);
          if (link !== null) assert.ok(agents.includes(String(link)), agents);
          assert.match(person, became === 'linked' ? /I passed on the address of/ : /I passed on that you sent/);
        }
        // The files of the recorded messages lie at hosts that nobody may ask.
        if (wanted.images.length > 0) {
          assert.match(agents, /could not be brought here/);
          assert.match(person, /did not get/);
        }
        if (name.startsWith('mention-alone')) assert.match(agents, /mentioned me, and wrote nothing/);
        assert.equal(/came through empty/.test(person), name === 'nothing');
        assert.ok(agents !== '' || name === 'nothing', 'nothing reached the agent');
      });
  });

  describe('of an agent', () => {
    let desk: TeamsDesk;
    let thread: string;
    beforeEach(async () => {
      desk = await TeamsDesk.open();
      thread = await desk.asks();
      await desk.says(ADA, 'claim');
    });
    afterEach(() => desk.close());

    const sends = async (name: string, given: Sent = {}): Promise<{ agents: string; person: string }> => {
      const { activity } = CASES.find((c) => c.name === name)!;
      const at = { at: desk.in(thread).length, chat: desk.in('a:kim').length };
      const sent = {
        ...activity,
        from: ADA,
        conversation: desk.conversation(thread),
        serviceUrl: desk.world.teams.url,
      };
      await desk.world.send({ ...sent, ...given });
      return {
        agents: desk.in(thread).slice(at.at).join('\n'),
        person: desk.in('a:kim').slice(at.chat).join('\n'),
      };
    };

    it('reach the person by their address, and only then is there a ✓', async () => {
      const { agents, person } = await sends('agent-file');
      const link = 'https://contoso.sharepoint.com/sites/IT/Shared%20Documents/General/guide.pdf';
      assert.match(person, /Ada · support\nthe steps are in here\nguide\.pdf: /);
      assert.ok(person.includes(link));
      assert.match(agents, /^✓ Went out/m);
      assert.match(
        (await sends('agent-link', { id: '9' })).person,
        /read this page \(https:\/\/contoso\.com\/reset\) first/,
      );
    });

    it('stay at the desk where they can’t go, without a ✓', async () => {
      const { agents, person } = await sends('agent-forward');
      assert.match(person, /see above/);
      assert.doesNotMatch(person, /internal/);
      assert.match(agents, /This stays here, the person does not get it: a forwarded message/);
      assert.match(agents, /✗ Only the words reached the person: “see above”\. This did not: a forwarded message/);
      assert.doesNotMatch(agents, /✓/);
    });

    it('are named to both where they could not be fetched, without a ✓', async () => {
      const { agents, person } = await sends('agent-file', {
        attachments: [{ contentType: 'image/png', contentUrl: 'https://elsewhere.example/shot.png', name: 'shot.png' }],
        text: '<at>Firstline</at> > like this',
      });
      assert.match(person, /like this/);
      assert.match(person, /Ada sent a file “shot\.png”, but I can't show it here: I'm not allowed to open it/);
      assert.match(agents, /✗ Only the words reached the person: “like this”\. This did not: a file “shot\.png”/);
      assert.doesNotMatch(agents, /✓/);
    });

    it('go as an address where they are too large to fetch and may be opened elsewhere', async () => {
      const big = { body: Buffer.alloc(11 * 1024 * 1024) };
      desk.world.teams.files.set('/big.zip', big);
      const { agents, person } = await sends('agent-file', {
        attachments: [
          {
            contentType: 'application/vnd.microsoft.teams.file.download.info',
            contentUrl: 'https://contoso.sharepoint.com/big.zip',
            content: { downloadUrl: `${desk.world.teams.url}/big.zip`, fileType: 'zip' },
            name: 'big.zip',
          },
        ],
        text: '<at>Firstline</at> > take this',
      });
      assert.match(person, /big\.zip: https:\/\/contoso\.sharepoint\.com\/big\.zip/);
      assert.match(agents, /^✓ Went out/m);
    });

    it('such as the bare name of the bot are answered with help', async () => {
      const { agents } = await sends('mention-alone-channel');
      assert.match(agents, /You can say: /);
    });
  });

  describe('that were taken back', () => {
    it('are back at the desk once the person undoes it', async () => {
      const desk = await TeamsDesk.open();
      const thread = await desk.asks();
      const { world } = desk;
      const said = world.recorded('personal', { id: '4711', text: 'it happens since Monday', attachments: [] });
      await world.send(said);
      const change = (type: string, eventType: string, given: Sent = {}): Sent => {
        const { tenant } = said.channelData as Sent;
        return {
          ...said,
          type,
          timestamp: `2026-11-20T09:2${type.length}:00Z`,
          channelData: { eventType, tenant },
          ...given,
        };
      };
      await world.send(change('messageDelete', 'softDeleteMessage', { text: undefined }));
      assert.doesNotMatch(desk.in(thread).join('\n'), /since Monday/);
      await world.send(change('messageUpdate', 'undeleteMessage'));
      assert.match(desk.in(thread).join('\n'), /Kim\nit happens since Monday/);
      await desk.close();
    });

    it('begin the case again where it was withdrawn with them', async () => {
      const world = await TeamsWorld.open();
      const said = world.recorded('personal');
      await world.send(said);
      const { tenant } = said.channelData as Sent;
      await world.send({
        ...said,
        type: 'messageDelete',
        text: '',
        channelData: { eventType: 'softDeleteMessage', tenant },
      });
      assert.match(shown(world.card('a:kim')), /You took that message back/);
      await world.send({ ...said, type: 'messageUpdate', channelData: { eventType: 'undeleteMessage', tenant } });
      assert.doesNotMatch(shown(world.card('a:kim')), /You took that message back/);
      await world.close();
    });
  });

  it('has cases enough of every kind', () => {
    assert.ok(CASES.length >= 120);
  });
});

/** Words by which a person recognises what they sent. */
const TOLD: Readonly<Record<string, RegExp>> = {
  voice: /recording/,
  video: /video/,
  file: /You sent a file|can't open|don't open|packed|PDF|nothing I can open/,
  picture: /You sent a picture|nothing I can open/,
};
