/**
 * Whole conversations about the shipped problems (stories with `everywhere: true`), on the page in a real browser and
 * through the fakes of Slack and Teams: each leads to the same steps and the same end wherever it is held.
 */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { beginning } from '../../src/channels/slack/send/sentences.ts';
import { TeamsRates } from '../../src/channels/teams/send/rates.ts';
import type { TurnResult } from '../../src/core/conversation.ts';
import { openPage, press, say } from '../channels/web/visit.ts';
import { openBrowser } from '../fakes/browser.ts';
import { type Knowledge, shipped } from '../fakes/knowledge.ts';
import { startFirstline } from '../fakes/slack/firstline.ts';
import { overHttp, payload, SlackPerson } from '../fakes/slack/person.ts';
import { BOT, SlackPlatform } from '../fakes/slack/platform.ts';
import { beginningOf, type Story, stories, words } from '../fakes/stories.ts';
import { buttons, shown, TeamsWorld } from '../fakes/teams-world.ts';
import { until } from '../fakes/until.ts';
import { openWebWorld } from '../fakes/web-world.ts';

const CHAT = 'a:kim';
const [FILE] = (payload('message.file_share') as { event: { files: [object] } }).event.files;
/** The smallest number of walks: fifteen of signing in, twenty-five of mail, files and the network. */
const LEAST = 40;

/** How much faster time passes for Teams' limits on replies. */
const FASTER = 100;
/** The longest title of a button in Slack, in characters: longer ones are cut. */
const LONGEST_IN_SLACK = 75;

/** Somebody in a channel, who writes and presses, and reads what is answered. */
interface Someone {
  say(text: string): Promise<string>;
  press(title: string): Promise<string>;
  /** Sends a photo that is not read; null where the channel takes no such file. */
  readonly photo: ((text: string) => Promise<string>) | null;
  leave(): Promise<void>;
}

/** A place to talk, with knowledge of its own for each conversation. */
type Place = (knows: Knowledge) => Promise<Someone>;

const walks = stories().filter(({ everywhere }) => everywhere);

/** Knowledge whose turns are watched, and held on the story's day. */
function watched(knows: Knowledge, { on }: Story): { knows: Knowledge; last(): TurnResult } {
  const shift = on === undefined ? 0 : beginningOf(on) - Date.now();
  let last: TurnResult | null = null;
  return {
    knows: {
      ...knows,
      async turn(state, message) {
        const at = new Date(Date.parse(message.at) + shift).toISOString();
        const result = await knows.turn(state, { ...message, at });
        if (result.replies.length > 0) last = result;
        return result;
      },
    },
    last: () => last!,
  };
}

/** The title of a button as a card of Teams has it: long ones are cut there. */
function cutIn(card: object, title: string): string {
  const titles = buttons(card as Record<string, unknown>).map((button) => String(button.title));
  return titles.find((t) => t.endsWith('…') && title.startsWith(t.slice(0, -1))) ?? title;
}

/** Plays a walk in a place: the steps and the end are those that the story expects, and its words are shown there. */
async function play(story: Story, place: Place): Promise<void> {
  const { knows, last } = watched(await shipped(), story);
  const someone = await place(knows);
  try {
    for (const [i, turn] of story.turns.entries()) {
      const before = i === 0 ? null : last().replies.at(-1)!;
      const pressed = [...(before?.choices ?? []), ...(before?.controls ?? [])].find(({ id }) => id === turn.press);
      assert.ok(turn.press === undefined || pressed, `turn ${i + 1}: there is no button ${turn.press}`);
      const said = (turn.say ?? '').trimEnd();
      if (turn.photo && !someone.photo) continue;
      let text = pressed
        ? await someone.press(pressed.title)
        : await (turn.photo ? someone.photo!(said) : someone.say(said));
      const meant = last()
        .replies.at(-1)!
        .choices.find(({ id }) => id === turn.means);
      if (meant) text = await someone.press(meant.title);
      const reply = last().replies.at(-1)!;
      const at = reply.at ? `${reply.at.walkthrough}/${reply.at.step}` : null;
      const where = `turn ${i + 1} (${turn.say ?? turn.press}) [${at}]: ${text.slice(0, 300)}`;
      const { expect } = turn;
      if (expect.at !== undefined) assert.equal(at, expect.at, where);
      if (expect.outcome !== undefined) assert.equal(reply.outcome, expect.outcome, where);
      for (const w of words(expect.text)) assert.ok(text.toLowerCase().includes(w.toLowerCase()), `"${w}" in ${where}`);
      for (const w of words(expect.without))
        assert.ok(!text.toLowerCase().includes(w.toLowerCase()), `no "${w}" in ${where}`);
      for (const c of expect.choices ?? [])
        assert.ok(
          reply.choices.some(({ id }) => id === c),
          `choice ${c} in ${where}`,
        );
    }
  } finally {
    await someone.leave();
  }
}

describe('walks through whole problems', function () {
  this.timeout(60_000);
  let slack: SlackPlatform;
  let browser: Browser;

  before(async function () {
    // The shipped content may have to be trained first.
    this.timeout(600_000);
    await shipped();
    [slack, browser] = await Promise.all([SlackPlatform.start(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await slack?.close();
  });

  const onThePage: Place = async (knows) => {
    const world = await openWebWorld(knows);
    const context = await browser.newContext();
    const seen = { foreign: [], errors: [] };
    const page = await openPage(context, world.address, seen);
    return {
      say: (text) => say(page, text),
      press: (title) => press(page, title),
      // The page lets people choose PNG, JPEG and WebP only.
      photo: null,
      async leave() {
        await context.close();
        await world.close();
        assert.deepEqual(seen, { foreign: [], errors: [] });
      },
    };
  };

  const inSlack: Place = async (knows) => {
    const firstline = await startFirstline(slack, { knowledge: knows });
    const kim = new SlackPerson('kim', slack, overHttp(firstline.address));
    let read = Number((await slack.messages(kim.dm)).at(-1)?.ts ?? 0);
    const answer = async (): Promise<string> => {
      await firstline.idle();
      const fresh = (await slack.messages(kim.dm)).filter((m) => Number(m.ts) > read);
      read = Number(fresh.at(-1)?.ts ?? read);
      const texts = fresh.filter((m) => m.user === BOT).map((m) => String(m.text));
      return texts.join('\n').replace(/&gt;/g, '>').replace(/&lt;/g, '<').replace(/&amp;/g, '&');
    };
    return {
      say: (text) => kim.says(text).then(answer),
      press: (title) => kim.presses(beginning(title, LONGEST_IN_SLACK)).then(answer),
      photo: (text) => kim.says(text, { files: [{ ...FILE, mimetype: 'image/heic' }] }).then(answer),
      leave: () => firstline.stop(),
    };
  };

  const inTeams: Place = async (knows) => {
    // People read before they answer: the time between two replies passes quickly here.
    const world = await TeamsWorld.open({ knows, rates: new TeamsRates(() => performance.now() * FASTER) });
    let read = 0;
    let count = 0;
    const answer = async (): Promise<string> => {
      await until(() => world.teams.cards(CHAT).length > read, 'the reply');
      const fresh = world.teams.cards(CHAT).slice(read);
      read += fresh.length;
      // In a card a backslash keeps what follows it from being markup.
      return fresh.map(shown).join('\n').replace(/\\(.)/g, '$1');
    };
    return {
      say: (text) => world.send(world.recorded('personal', { id: `m${++count}`, text, attachments: [] })).then(answer),
      press: (title) => world.press(CHAT, cutIn(world.card(CHAT), title)).then(answer),
      photo: (text) => {
        const attachments = [{ contentType: 'image/heic', contentUrl: `${world.teams.url}/photo`, name: 'photo' }];
        return world.send(world.recorded('personal', { id: `m${++count}`, text, attachments })).then(answer);
      },
      leave: () => world.close(),
    };
  };

  it('are at least forty', () => {
    assert.ok(walks.length >= LEAST, `${walks.length} walks`);
  });

  for (const [where, place] of [
    ['on the page', onThePage],
    ['in Slack', inSlack],
    ['in Teams', inTeams],
  ] as const)
    describe(where, () => {
      for (const story of walks) it(`${story.story} (${story.file}:${story.line})`, () => play(story, place));
    });
});
