import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Playground, startPlayground } from '../../deploy/teams/playground-server.ts';
import { openBrowser } from '../fakes/browser.ts';
import { firstline } from '../fakes/cli.ts';
import { freshFolder } from '../fakes/folder.ts';
import { freePort } from '../fakes/free-port.ts';
import { png } from '../fakes/pictures.ts';
import { PlaygroundPerson } from '../fakes/playground-person.ts';
import { Service } from '../fakes/service.ts';
import { overHttp, SECRET, SlackPerson } from '../fakes/slack/person.ts';
import { BOT, BOT_TOKEN, SlackPlatform } from '../fakes/slack/platform.ts';
import { buttons, type Sent, shown } from '../fakes/teams-world.ts';
import { until } from '../fakes/until.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const TEAMS_BOT = '00000000-0000-0000-0000-00000000000011';
const CHAT = 'personal-chat';
const HELP = '19:help-channel@thread.tacv2';

/** The real service, with Slack (the emulator) and Teams (the Agents Playground) at once; people are driven on both sides. */
describe('the desk across channels', function () {
  this.timeout(120_000);
  const service = new Service();
  let slack: SlackPlatform;
  let playground: Playground;
  let jo: PlaygroundPerson;
  let front: string;

  const env = (desk: string): Record<string, string> => ({
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    TEAMS: 'local',
    DESK: desk,
    LOG_LEVEL: 'warn',
  });

  before(async () => {
    slack = await SlackPlatform.start();
    front = slack.channels.get('front-desk')!;
    await service.start(env(`slack:${front}`));
    const port = await freePort();
    playground = await startPlayground(`${service.address}/api/messages`, {
      port,
      log: join(freshFolder(), 'playground.log'),
    });
    jo = await new PlaygroundPerson(playground.url).open();
  });
  after(async () => {
    jo?.close();
    await playground?.stop();
    await service.remove();
    await slack?.close();
  });

  const inSlack = (name: string) => new SlackPerson(name, slack, overHttp(service.address));
  type Event = Parameters<Parameters<PlaygroundPerson['card']>[0]>[0];
  const inTeams = (place: string, words: RegExp, action = 'createMessage') =>
    jo.card(
      (e: Event) =>
        e.action === action &&
        (place === CHAT ? e.actionConversationId === CHAT : e.actionConversationId.startsWith(place)) &&
        words.test(shown(e.message.attachments?.[0]?.content)),
      `${words} in ${place}; the log: ${service.log}`,
    );
  const button = (card: Sent, title: string): Sent => buttons(card).find((b) => b.title === title)!;

  /** Something that stands in Slack, once it does; `thread` is the ticket's. */
  async function stands(words: RegExp, channel = front, thread?: string): Promise<Record<string, unknown>> {
    let there: Record<string, unknown>[] = [];
    let found: Record<string, unknown> | undefined;
    const look = async (): Promise<boolean> => {
      there = await slack.messages(channel, thread);
      found = there.findLast((m) => m.user === BOT && words.test(String(m.text)));
      return found !== undefined;
    };
    await until(look, () => `${words}: ${JSON.stringify(there.map((m) => m.text))}\n${service.log}`);
    return found!;
  }

  it('joins a person in Teams and an agent in Slack: handed over, answered, corrected, resolved', async () => {
    await jo.say(STALE, CHAT);
    const step = await inTeams(CHAT, /schedule is out of date/);
    await jo.press(button(step.card, 'Talk to a person'), step);
    const summary = await inTeams(CHAT, /Shall I send it/);
    await jo.press(button(summary.card, 'Send it to support'), summary);
    const head = await stands(/^F-.*in Teams/s);
    const thread = String(head.ts);
    await inTeams(CHAT, /Sent[\s\S]+number 1/, 'updateMessage');
    const bob = inSlack('bob');
    await bob.presses('I take it', { channel: front });
    await inTeams(CHAT, /bob from your support team is here/i);
    const line = await bob.says('&gt; Is it the laptop or the phone?', { channel: front, thread });
    await inTeams(CHAT, /Is it the laptop or the phone\?/);
    await bob.says('sounds like the battery', { channel: front, thread });
    await bob.edits(line, '&gt; Is it the laptop, or the phone?');
    await inTeams(CHAT, /Is it the laptop, or the phone\?/, 'updateMessage');
    await jo.say('the laptop', CHAT);
    await stands(/the laptop/, front, thread);
    await bob.says('resolve fixed: a new battery is on its way', { channel: front, thread });
    await inTeams(CHAT, /a new battery is on its way/);
    await stands(/closed it: Solved/, front, thread);
  });

  it('joins a person on the page in a real browser and an agent in Slack, with words and pictures both ways', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 900, height: 1000 } });
      await page.goto(service.address);
      await page.getByText('Paste the error you see').waitFor();
      const say = async (text: string): Promise<void> => {
        await page.getByLabel('Your message').fill(text);
        await page.keyboard.press('Enter');
      };
      await say('my own screen looks odd');
      await page.locator('article.firstline').nth(1).waitFor();
      await say('talk to a person');
      await page.locator('#answers').getByRole('button', { name: 'Send it to support', exact: true }).click();
      await page.getByText('number 1').waitFor();
      const head = await stands(/^F-.*my own screen looks odd/s);
      const thread = String(head.ts);
      const eve = inSlack('eve');
      slack.files.set('/files/guide.png', { type: 'image/png', bytes: Buffer.from(png({ width: 200, height: 120 })) });
      const file = {
        id: 'F0GUIDE',
        name: 'guide.png',
        mimetype: 'image/png',
        filetype: 'png',
        mode: 'hosted',
        size: 900,
        url_private: `${slack.origin}/files/guide.png`,
      };
      await eve.says('&gt; Does it look like this?', { channel: front, thread, files: [file] });
      await page.locator('article.agent').getByText('Does it look like this?').waitFor();
      const shownPicture = page.locator('article.agent img');
      await shownPicture.waitFor();
      assert.ok(await shownPicture.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth > 0)));
      const chooser = page.waitForEvent('filechooser');
      await page
        .getByRole('button', { name: /attach|picture/i })
        .first()
        .click();
      await (await chooser).setFiles({
        name: 'mine.png',
        mimeType: 'image/png',
        buffer: Buffer.from(png({ width: 64, height: 64 })),
      });
      await say('no, like this');
      await stands(/no, like this/, front, thread);
      await until(() => slack.uploads.length > 0, 'the picture at the desk');
      if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, 'across-page.png') });
      await eve.says('resolve unknown', { channel: front, thread });
      await page.getByText('closed your ticket').waitFor();
    } finally {
      await browser.close();
    }
  });

  it('passes the doctor’s test of a ticket and its answer', async () => {
    const bob = inSlack('bob');
    const looking = firstline(
      ['doctor', 'desk', '--address', service.address, '--wait', '30'],
      '',
      env(`slack:${front}`),
    );
    const head = await stands(/This is a test by/);
    await bob.says('&gt; ok', { channel: front, thread: String(head.ts) });
    const { code, out } = await looking;
    assert.equal(code, 0, out);
    assert.match(
      out,
      /✓ The ticket F-\S+ stands at its desk[\s\S]+✓ bob answered, and it came back: “ok”[\s\S]+taken back/,
    );
  });

  it('joins a person in Slack and an agent in Teams, and repeats nothing after kill -9', async () => {
    await service.stop('SIGTERM');
    await service.start(env(`teams:team/${HELP}`));
    // After a restart the desk's address in Teams is known again with the first thing heard from there.
    await jo.say('stop', CHAT);
    await inTeams(CHAT, /we stop here/);
    const kim = inSlack('kim');
    await kim.says('talk to a person, please');
    await stands(/Shall I send it/, kim.dm);
    await kim.presses('Send it to support');
    const head = await inTeams(HELP, /^F-/);
    const { conversation: thread } = await inTeams(HELP, /What was said so far/);
    await jo.press(button(head.card, 'I take it'), { ...head, conversation: thread });
    await stands(/Kim Vance from your support team is here/, kim.dm);
    await jo.say('> Which office are you in?', thread, TEAMS_BOT);
    await stands(/Which office are you in\?/, kim.dm);
    await service.stop('SIGKILL');
    await service.start(env(`teams:team/${HELP}`));
    await kim.says('Berlin');
    await inTeams(HELP, /^kim\nBerlin/);
    await jo.say('> Thank you', thread, TEAMS_BOT);
    await stands(/Thank you/, kim.dm);
    const asked = (await slack.messages(kim.dm)).filter((m) => /Which office/.test(String(m.text)));
    assert.equal(asked.length, 1);
  });
});
