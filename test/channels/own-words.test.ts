/** A company says in its own words what the channels say, also while the service runs. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../fakes/browser.ts';
import { FIXTURE_SETTINGS } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';
import { Service } from '../fakes/service.ts';
import { overHttp, SECRET, SlackPerson } from '../fakes/slack/person.ts';
import { BOT_TOKEN, SlackPlatform } from '../fakes/slack/platform.ts';
import { FakeTeams } from '../fakes/teams.ts';
import { recorded } from '../fakes/teams-world.ts';
import { until } from '../fakes/until.ts';
import { answered, openPage } from './web/visit.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
/** Texts that would work as markup somewhere, and stay text in every channel. */
const MARKUP = '</script><img src=x onerror="document.title=1"> & <!channel> $& "*_';

describe('the channels, in a company’s own words', function () {
  this.timeout(120_000);
  const service = new Service();
  const teams = new FakeTeams();
  const own = freshFolder();
  const seen = { foreign: [] as string[], errors: [] as string[] };
  let slack: SlackPlatform;
  let browser: Browser;
  let page: Page;

  /** Writes the company's sentences; JSON is YAML. */
  const write = (sentences: object): void =>
    writeFileSync(join(own, 'dialogs', 'common', 'phrases.yaml'), JSON.stringify(sentences, null, 1));

  before(async () => {
    mkdirSync(join(own, 'dialogs', 'common'), { recursive: true });
    write({
      'channel-more': `Mehr ${MARKUP}`,
      'page-about': `Hilfe ${MARKUP}`,
      'page-box': 'Ihre Nachricht',
      'page-language': 'de" onload="x',
      'slack-usage': `Ich verstehe ${MARKUP}`,
    });
    [slack, browser] = await Promise.all([SlackPlatform.start(), openBrowser(), teams.open()]);
    await service.start({
      CONTENT: [FIXTURE_SETTINGS.CONTENT, own].join(),
      TEAMS: 'local',
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
    });
  });
  after(async () => {
    await browser?.close();
    await service.remove();
    await teams.close();
    await slack?.close();
  });

  const kim = () => new SlackPerson('kim', slack, overHttp(service.address));

  /** The newest card in a private chat in Teams, once Kim has pasted an error there. */
  async function cardIn(chat: string): Promise<string> {
    const activity = recorded('personal', teams, { conversation: { conversationType: 'personal', id: chat } });
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(`${service.address}/api/messages`, {
      method: 'POST',
      headers,
      body: JSON.stringify(activity),
    });
    assert.equal(status, 200);
    await until(() => teams.cards(chat).length > 0, 'the card');
    return JSON.stringify(teams.cards(chat).at(-1));
  }

  it('say them as they are, and nothing in them works as markup', async () => {
    assert.ok((await cardIn('a:first')).includes(`"title":${JSON.stringify(`Mehr ${MARKUP}`)}`));
    const answer = await kim().commands(service.address, 'help');
    assert.equal(answer, `Ich verstehe ${MARKUP.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}`);

    page = await openPage(await browser.newContext(), service.address, seen);
    assert.equal(await page.locator('header p').first().innerText(), `Hilfe ${MARKUP}`);
    assert.equal(await page.locator('html').getAttribute('lang'), 'de" onload="x');
    await answered(page, async () => {
      await page.getByLabel('Ihre Nachricht').fill(STALE);
      await page.keyboard.press('Enter');
    });
    assert.equal(await page.locator('#answers summary').innerText(), `Mehr ${MARKUP}`);
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.title(), 'Firstline');
    assert.deepEqual(seen, { foreign: [], errors: [] });
  });

  it('say new ones as soon as they are written', async () => {
    write({ 'channel-more': 'Plus', 'page-about': 'Assistance.', 'slack-usage': 'Je comprends start.' });
    await until(() => service.log.includes('content changed: taken over'), 'the new sentences');
    assert.ok((await cardIn('a:second')).includes('"title":"Plus"'));
    assert.equal(await kim().commands(service.address, 'help'), 'Je comprends start.');
    await page.reload();
    await page.locator('#answers summary').waitFor();
    assert.equal(await page.locator('#answers summary').innerText(), 'Plus');
    assert.equal(await page.locator('header p').first().innerText(), 'Assistance.');
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.equal(await page.getByLabel('Your message').count(), 1, 'what is no longer written is as it was shipped');
  });
});
