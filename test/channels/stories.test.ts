/** The stories that the page plays, played in Slack and in Teams too: words mean the same wherever they are written. */
import assert from 'node:assert/strict';
import { shipped } from '../fakes/knowledge.ts';
import { startFirstline } from '../fakes/slack/firstline.ts';
import { overHttp, SlackPerson } from '../fakes/slack/person.ts';
import { BOT, SlackPlatform } from '../fakes/slack/platform.ts';
import { act, type Story, stories, words } from '../fakes/stories.ts';
import { Talk } from '../fakes/talk.ts';
import { shown, TeamsWorld } from '../fakes/teams-world.ts';

const CHAT = 'a:kim';

/** Somebody in a channel, who writes and presses, and reads what is answered. */
interface Someone {
  say(text: string): Promise<string>;
  press(title: string): Promise<string>;
}

const played = stories().filter((s) => s.page && s.turns.every((t) => !t.open && !t.after && !t.old && t.say !== ''));

describe('stories in the channels', function () {
  this.timeout(30_000);

  before(async function () {
    // The shipped content may have to be trained first.
    this.timeout(300_000);
    await shipped();
  });

  /** Plays a story; the titles of its buttons are those of the same conversation straight through the turn. */
  async function play(story: Story, someone: Someone): Promise<void> {
    const beside = new Talk((await shipped()).turn, story.as);
    for (const [i, turn] of story.turns.entries()) {
      const offered = [...(beside.last ? [...beside.reply.choices, ...beside.reply.controls] : [])];
      const title = offered.find((c) => c.id === turn.press)?.title;
      const text = turn.press === undefined ? await someone.say(turn.say!.trimEnd()) : await someone.press(title!);
      await act(beside, turn);
      for (const w of words(turn.expect.text))
        assert.ok(text.toLowerCase().includes(w.toLowerCase()), `turn ${i + 1}: "${w}" in ${text}`);
      for (const w of words(turn.expect.without))
        assert.ok(!text.toLowerCase().includes(w.toLowerCase()), `turn ${i + 1}: no "${w}"`);
    }
  }

  it('are several', () => {
    assert.ok(played.length >= 10, `${played.length} stories`);
  });

  describe('in Slack', () => {
    let slack: SlackPlatform;
    before(async () => {
      slack = await SlackPlatform.start();
    });
    after(() => slack.close());

    for (const story of played)
      it(`are played: ${story.story}`, async () => {
        const firstline = await startFirstline(slack, { knowledge: await shipped() });
        try {
          const kim = new SlackPerson('kim', slack, overHttp(firstline.address));
          const before = (await slack.messages(kim.dm)).length;
          let read = before;
          const answer = async (): Promise<string> => {
            await firstline.idle();
            const all = await slack.messages(kim.dm);
            const fresh = all.slice(read).filter((m) => m.user === BOT);
            read = all.length;
            return fresh.map((m) => String(m.text)).join('\n');
          };
          await play(story, {
            say: async (text) => {
              await kim.says(text);
              return answer();
            },
            press: async (title) => {
              await kim.presses(title);
              return answer();
            },
          });
        } finally {
          await firstline.stop();
        }
      });
  });

  describe('in Teams', () => {
    for (const story of played)
      it(`are played: ${story.story}`, async () => {
        const world = await TeamsWorld.open({ knows: await shipped() });
        try {
          let read = 0;
          const answer = (): string => {
            const fresh = world.teams.cards(CHAT).slice(read);
            read += fresh.length;
            return fresh.map(shown).join('\n');
          };
          let count = 0;
          await play(story, {
            say: async (text) => {
              await world.send(world.recorded('personal', { id: `m${++count}`, text, attachments: [] }));
              return answer();
            },
            press: async (title) => {
              await world.press(CHAT, title);
              return answer();
            },
          });
        } finally {
          await world.close();
        }
      });
  });
});
