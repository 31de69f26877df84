/**
 * The desk in the browser end to end, with the real service: two agents in Chromium, one person on the chat page, one in Teams
 * (the Agents Playground) and one in Slack (the project's fake of it).
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Playground, startPlayground } from '../../deploy/teams/playground-server.ts';
import { openBrowser } from '../fakes/browser.ts';
import { freshFolder } from '../fakes/folder.ts';
import { freePort } from '../fakes/free-port.ts';
import { PlaygroundPerson } from '../fakes/playground-person.ts';
import { Service } from '../fakes/service.ts';
import { overHttp, SECRET, SlackPerson } from '../fakes/slack/person.ts';
import { BOT_TOKEN, SlackPlatform } from '../fakes/slack/platform.ts';
import { buttons, type Sent, shown } from '../fakes/teams-world.ts';
import { until } from '../fakes/until.ts';
import { openConsole } from './console-world.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const CHAT = 'personal-chat';

describe('the desk in the browser, with people everywhere', function () {
  this.timeout(120_000);
  const service = new Service();
  const errors: string[] = [];
  let slack: SlackPlatform;
  let playground: Playground;
  let kim: PlaygroundPerson;
  let browser: Browser;
  let ana: Page;
  let ben: Page;

  before(async () => {
    slack = await SlackPlatform.start();
    await service.start({
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
      TEAMS: 'local',
      DESK: 'web',
      LOG_LEVEL: 'warn',
    });
    const log = join(freshFolder(), 'playground.log');
    playground = await startPlayground(`${service.address}/api/messages`, { port: await freePort(), log });
    kim = await new PlaygroundPerson(playground.url).open();
    browser = await openBrowser();
    ana = await openConsole(await browser.newContext(), service, 'Ana', errors);
    ben = await openConsole(await browser.newContext(), service, 'Ben', errors);
  });
  after(async () => {
    kim?.close();
    await browser?.close();
    await playground?.stop();
    await service.remove();
    await slack?.close();
  });
  afterEach(() => assert.deepEqual(errors.splice(0), []));

  const inTeams = (words: RegExp): Promise<{ id: string; conversation: string; card: Sent }> =>
    kim.card(
      (e) => e.actionConversationId === CHAT && words.test(shown(e.message.attachments?.[0]?.content as Sent)),
      `${words}; the log: ${service.log}`,
    );
  const entry = (page: Page, place: string) => page.locator('.entry', { hasText: place });
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  /** Sends what is held at once, where it did not go out by itself already. */
  const atOnce = (page: Page): Promise<void> =>
    page.evaluate(() => {
      const buttons = [...document.querySelectorAll<HTMLButtonElement>('.held button')];
      buttons.find((button) => button.textContent?.trim() === 'Now')?.click();
    });

  async function answer(page: Page, text: string): Promise<void> {
    await page.keyboard.press('r');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await page.locator('.held').getByText(text).waitFor();
    await page.keyboard.press('Escape');
  }
  /** Opens the newest ticket of a list, and takes it. */
  async function take(page: Page, name: string): Promise<void> {
    await entry(page, name).first().click();
    await page.getByRole('button', { name: 'I take it' }).click();
    await page.getByText('You have it', { exact: true }).waitFor();
    await atOnce(page);
    await page.locator('.held').waitFor({ state: 'detached' });
  }

  it('carries words, undo and an end between an agent and each of them, and shows the other agent all of it', async () => {
    // One on the chat page.
    const page = await (await browser.newContext()).newPage();
    await page.goto(service.address);
    await page.getByText('Paste the error you see').waitFor();
    const write = async (text: string): Promise<void> => {
      await page.getByLabel('Your message').fill(text);
      await page.keyboard.press('Enter');
    };
    await write('my own screen looks odd');
    await page.locator('article.firstline').nth(1).waitFor();
    await write('talk to a person');
    await page.locator('#answers').getByRole('button', { name: 'Send it to support', exact: true }).click();
    await page.getByText('number 1').waitFor();
    await take(ana, 'not verified');
    await answer(ana, 'This was meant for somebody else');
    await press(ana, 'Undo');
    await ana.locator('.held').waitFor({ state: 'detached' });
    assert.equal(await ana.locator('#words').inputValue(), 'This was meant for somebody else');
    await ana.locator('#words').fill('');
    await answer(ana, 'Which screen is it?');
    await atOnce(ana);
    await page.locator('article.agent').getByText('Which screen is it?').waitFor();
    assert.doesNotMatch(await page.locator('#log').innerText(), /somebody else/);
    // A file goes along.
    await ana
      .locator('#agent-file')
      .setInputFiles({ name: 'guide.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await ana.locator('.files li:not(.soft)').waitFor();
    await answer(ana, 'Read this, please');
    await atOnce(ana);
    await page.getByText('guide.txt').first().waitFor();

    // One in Teams, taken by the other agent.
    await kim.say(STALE, CHAT);
    const step = await inTeams(/schedule is out of date/);
    const button = (card: Sent, title: string): Sent => buttons(card).find((b) => b.title === title)!;
    await kim.press(button(step.card, 'Talk to a person'), step);
    const summary = await inTeams(/Shall I send it/);
    await kim.press(button(summary.card, 'Send it to support'), summary);
    await take(ben, "The panel's schedule is out of date");
    await inTeams(/Ben from your support team is here/i);
    await answer(ben, 'Please swipe the panel down');
    await atOnce(ben);
    await inTeams(/Please swipe the panel down/);
    await kim.say('it spins', CHAT);
    await ben.locator('.line.person').getByText('it spins').waitFor();
    // The first agent sees who is at it.
    await press(ana, 'All');
    await entry(ana, "The panel's schedule is out of date").first().click();
    await ana.getByText('Ben looks at this too').waitFor();
    await ben.getByText('Ana looks at this too').waitFor();
    await ana.getByText('Ben has it', { exact: true }).waitFor();

    // One in Slack.
    const lee = new SlackPerson('kim', slack, overHttp(service.address));
    const hears = (words: RegExp): Promise<void> =>
      until(
        async () => (await slack.messages(lee.dm)).some((m) => words.test(String(m.text))),
        () => `${words} in Slack\n${service.log}`,
      );
    await lee.says('my own printer looks odd');
    await hears(/person/);
    await lee.says('talk to a person, please');
    await hears(/Shall I send it/);
    await lee.presses('Send it to support');
    await press(ana, 'Waiting 1');
    await take(ana, 'Not recognised');
    await hears(/Ana from your support team is here/);
    await answer(ana, 'Is it the big one?');
    await atOnce(ana);
    await hears(/Is it the big one\?/);
    await lee.says('yes, the big one');
    await ana.locator('.line.person').getByText('yes, the big one').waitFor();
    await ana.keyboard.press('x');
    await ana.getByLabel('Solved').check();
    await ana.getByLabel(/A last word/).fill('Switch it off and on.');
    await ana.locator('dialog').getByRole('button', { name: 'Resolve' }).click();
    await atOnce(ana);
    await hears(/Switch it off and on/);
    await press(ben, 'All');
    await entry(ben, 'Closed').first().waitFor();
  });
});
