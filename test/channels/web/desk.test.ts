import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { conversationOf as identityOf } from '../../../src/channels/web/identity.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { FOREIGN, png } from '../../fakes/pictures.ts';
import { type Agent, DeskPage } from './desk-page.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const PICTURE = png({ width: 300, height: 200 });

describe('the chat page with agents, in a real browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let world: DeskPage;
  let context: BrowserContext;
  const errors: string[] = [];

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    [world, context] = await Promise.all([DeskPage.open(), browser.newContext()]);
  });
  afterEach(async () => {
    await context.close();
    await world.close();
  });

  async function open(): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (e) => errors.push(e.message));
    page.on('console', (m) => {
      if (/Content Security Policy/.test(m.text())) errors.push(m.text());
    });
    await page.goto(world.address);
    await page.getByText('Paste the error you see').waitFor();
    return page;
  }

  const own = (page: Page) => page.locator('article.person');
  const agents = (page: Page) => page.locator('article.agent');
  const button = (page: Page, name: string) => page.locator('#answers').getByRole('button', { name, exact: true });

  async function say(page: Page, text: string): Promise<void> {
    await page.getByLabel('Your message').fill(text);
    await page.keyboard.press('Enter');
  }

  /** A person who waits at the desk. */
  async function handOver(): Promise<Page> {
    const page = await open();
    await say(page, STALE);
    await page.locator('article.firstline').nth(1).waitFor();
    await say(page, 'get me a human please');
    await button(page, 'Send it to support').click();
    await page.getByText('number 1').waitFor();
    return page;
  }

  async function helped(name = 'Ana Novak'): Promise<{ page: Page; ana: Agent }> {
    const page = await handOver();
    const ana = await world.agent(name);
    await ana.press('claim');
    await page.getByText(`${name} from your support team is here`).waitFor();
    return { page, ana };
  }

  /** The conversation as it can be read, line by line. */
  const log = (page: Page) => page.locator('#log article').allInnerTexts();

  it('puts the place in the queue, with its buttons, into the message that says it was sent', async () => {
    const page = await handOver();
    const [sent, ...others] = (await log(page)).filter((text) => /Sent\.|number 1/.test(text));
    assert.match(sent!, /Sent\.[\s\S]+number 1/);
    assert.equal(others.length, 0);
    await page.locator('#answers').getByText('Where do I stand?').waitFor();
    await page.reload();
    await page.getByText('number 1').waitFor();
    assert.equal((await log(page)).filter((text) => /Sent\.|number 1/.test(text)).length, 1);
  });

  it('carries a case from the hand-over to its end, with words both ways under the agents’ names', async () => {
    const { page, ana } = await helped();
    await ana.say('> Your clock is an hour fast.\n>   Set it right, please: https://contoso.example');
    await agents(page).waitFor();
    assert.deepEqual(await agents(page).locator('.name').allInnerTexts(), ['Ana Novak']);
    assert.match(await agents(page).innerText(), /clock is an hour fast\.\n {2}Set it right/);
    assert.equal(await page.locator('#log a').count(), 0, 'an address an agent wrote is no link');
    await say(page, 'It works now');
    await page.getByText('Sent to Ana Novak.').waitFor();
    assert.equal(await page.getByText('Firstline is looking').count(), 0);
    assert.match(await world.lastAtDesk(), /It works now/);
    await ana.press('resolve:fixed');
    await page.getByText('Ana Novak closed your ticket').waitFor();
    await button(page, 'It went well').click();
    await page.getByText('Thank you for telling me').waitFor();
    assert.match((await world.atDesk()).at(-1)!, /It went well/);
  });

  it('shows agents’ words and names as they were typed', async () => {
    const { page, ana } = await helped('<i>Eve</i> \u202egnp.exe');
    const text = '<img src=x onerror="document.title=1"> **bold** <!channel> [x](https://evil.example)';
    await ana.say(`> ${text}`);
    await agents(page).waitFor();
    assert.ok((await agents(page).innerText()).includes(text));
    assert.equal(await page.locator('article.agent .name').innerText(), '<i>Eve</i> gnp.exe');
    assert.equal(await page.locator('#log img, #log a, #log i').count(), 0);
    assert.equal(await page.title(), 'Firstline');
  });

  it('follows an agent’s edits and deletions while it is open', async () => {
    const { page, ana } = await helped();
    const [first, second] = [await ana.say('> one'), await ana.say('> the password of somebody else')];
    await ana.say('> three');
    await agents(page).nth(2).waitFor();
    await ana.edit(first, '> one, mended');
    await page.getByText('one, mended').waitFor();
    await ana.remove(second);
    await agents(page).nth(2).waitFor({ state: 'detached' });
    assert.deepEqual(await agents(page).locator('.words').allInnerTexts(), ['one, mended', 'three']);
    assert.deepEqual(await agents(page).locator('.role').allInnerTexts(), ['Support', 'changed', 'Support']);
    assert.equal(await page.locator('#copied').innerText(), 'Ana Novak took back a message.');
  });

  it('shows the current lines after a reload, and is sent none that were taken back', async () => {
    const { page, ana } = await helped();
    const [first, second] = [await ana.say('> one'), await ana.say('> the password of somebody else')];
    await ana.edit(first, '> one, mended');
    await ana.edit(first, '> one, mended twice');
    await ana.remove(second);
    await page.getByText('mended twice').waitFor();
    await agents(page).nth(1).waitFor({ state: 'detached' });
    const before = await log(page);
    const sent = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          let all = '';
          const stream = new EventSource('/web/stream?after=0.0');
          stream.addEventListener('line', (e) => (all += e.data));
          stream.addEventListener('ready', () => {
            stream.close();
            resolve(all);
          });
        }),
    );
    assert.doesNotMatch(sent, /somebody else|"one"|one, mended"/);
    await page.reload();
    await page.getByText('mended twice').waitFor();
    assert.deepEqual(await log(page), before);
  });

  it('catches up after a broken connection, with the changes made meanwhile', async () => {
    const { page, ana } = await helped();
    const [first, second] = [await ana.say('> one'), await ana.say('> two')];
    await agents(page).nth(1).waitFor();
    // Between the end of one connection and the beginning of the next.
    const back = Promise.withResolvers<void>();
    await page.route('**/web/stream*', async (route) => {
      await back.promise;
      await route.continue();
    });
    await world.web.stop();
    await ana.edit(first, '> one, mended');
    await ana.remove(second);
    await ana.say('> three');
    assert.deepEqual(await agents(page).locator('.words').allInnerTexts(), ['one', 'two']);
    back.resolve();
    await page.getByText('three').waitFor({ timeout: 20_000 });
    assert.deepEqual(await agents(page).locator('.words').allInnerTexts(), ['one, mended', 'three']);
  });

  it('shows the pictures agents send, gives their files to save, and names those no longer kept', async () => {
    const { page, ana } = await helped();
    world.files.set('shot', PICTURE);
    world.files.set('page', FOREIGN.HTML!);
    const images = [
      { ref: 'shot', name: 'the window.png' },
      { ref: 'page', name: 'guide "1" ü.html' },
    ];
    const message = await ana.say('> Like this', { images });
    const image = page.getByRole('img', { name: 'the window.png' });
    await image.waitFor();
    assert.equal(await image.evaluate((i: HTMLImageElement) => i.decode().then(() => i.naturalWidth)), 300);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^guide/ }).click(),
    ]);
    assert.equal(file.suggestedFilename(), 'guide _1_ ü.html');
    await page.reload();
    await image.waitFor();
    const source = await image.getAttribute('src');
    // Ten later ones, and it is no longer kept.
    const conversation = await conversationOf(context);
    const later = new Date(Date.now() + 1000).toISOString();
    for (let i = 0; i < 10; i++) await world.store.keepImage(conversation, `later${i}`, PICTURE, later);
    await page.reload();
    for (const file of [0, 1]) await agents(page).nth(1).getByText('no longer kept').nth(file).waitFor();
    assert.match(await agents(page).nth(1).innerText(), /the window\.png\s+no longer kept/);
    assert.equal(await page.locator('#log img').count(), 0);
    // And with the message they came with, they go.
    await ana.remove(message);
    await agents(page).first().waitFor({ state: 'detached' });
    assert.equal((await page.request.get(new URL(source!, world.address).href)).status(), 404);
  });

  it('carries the person’s own pictures to the desk', async () => {
    const { page } = await helped();
    await page.locator('#file').setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: PICTURE });
    await page.getByLabel('Your message').fill('look');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Sent to your support team.').waitFor();
    await world.atDesk();
    const { reply } = world.desk.shown.findLast((s) => s.reply.images.length > 0)!;
    const ticket = await world.store.whose('slack', world.desk.shown[0]!.ref);
    assert.deepEqual(Buffer.from((await world.store.image(ticket!, reply.images[0]!.ref))!), PICTURE);
    assert.equal(await page.getByText('reading your screenshot').count(), 0);
  });

  it('keeps the buttons of the queue, however much was written since', async () => {
    const page = await handOver();
    await say(page, 'Are you there?');
    await page.getByText("I've passed that on").waitFor();
    await say(page, 'Hello?');
    await page.getByText('Sent to your support team.').waitFor();
    await page.locator('#answers summary').click();
    await button(page, 'Where do I stand?').click();
    await page.getByText('number 1').nth(1).waitFor();
    await say(page, 'code');
    const code = page.getByRole('button', { name: /^Copy [0-9A-Z]{5}-[0-9A-Z]{5}$/ });
    await code.waitFor();
    await page.locator('#answers summary').click();
    await button(page, "I don't need a person any more").click();
    await page.getByText("I've told them that you don't need them").waitFor();
    assert.equal(await page.locator('#answers summary').count(), 0);
    assert.match((await world.atDesk()).at(-1)!, /doesn't need anybody any more/);
  });

  it('offers no way out of a queue that was left, even when the reply outruns the acknowledgement', async () => {
    const page = await handOver();
    const reached = Promise.withResolvers<void>();
    await page.route('**/web/messages', async (route) => {
      const response = await route.fetch();
      await reached.promise;
      await route.fulfill({ response });
    });
    await button(page, "I don't need a person any more").click();
    await page.getByText("I've told them that you don't need them").waitFor();
    assert.equal(await page.locator('#answers button').count(), 0);
    reached.resolve();
    await page.getByText('Firstline is looking').waitFor({ state: 'detached' });
    assert.equal(await page.locator('#answers button').count(), 0);
  });

  it('goes on in the browser where the case code is typed, with the same agent', async () => {
    const { page, ana } = await helped();
    await say(page, 'code');
    const copy = page.getByRole('button', { name: /^Copy / });
    const code = (await copy.getAttribute('aria-label'))!.slice('Copy '.length);
    const elsewhere = await browser.newContext();
    const other = await elsewhere.newPage();
    await other.goto(world.address);
    await other.getByText('Paste the error you see').waitFor();
    await say(other, code);
    await other.getByText('Welcome back').waitFor();
    await ana.say('> Good that you are back');
    await other.getByText('Good that you are back').waitFor();
    await say(other, 'so am I');
    await other.getByText('Sent to Ana Novak.').waitFor();
    assert.match(await world.lastAtDesk(), /so am I/);
    assert.equal(await page.getByText('Good that you are back').count(), 0);
    await elsewhere.close();
  });

  it('counts new lines in the title of a tab in the background, and names the speaker to screen readers', async () => {
    const { page, ana } = await helped();
    const look = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await ana.say('> seen');
    await agents(page).waitFor();
    assert.equal(await page.title(), 'Firstline');
    await look(true);
    const second = await ana.say('> two');
    await ana.say('> three');
    await ana.edit(second, '> two, mended');
    await page.getByText('mended').waitFor();
    assert.equal(await page.title(), '(2) Firstline');
    await look(false);
    assert.equal(await page.title(), 'Firstline');
    // Named once to the eye, and with every line to who listens.
    assert.equal(await page.locator('[role=log][aria-live=polite] article.agent .speaker').count(), 3);
    assert.equal(await page.locator('article.same').count(), 1);
    assert.match((await agents(page).last().textContent()) ?? '', /^ANAna NovakSupport: three$/);
  });

  it('fits a phone, light and dark, however long names and words are', async () => {
    const { page, ana } = await helped(`Maria ${'Wolfeschlegelsteinhausenbergerdorff'.repeat(3)}`);
    world.files.set('page', FOREIGN.PDF!);
    await ana.say(`> ${'x'.repeat(300)}`, { images: [{ ref: 'page', name: `${'long'.repeat(40)}.pdf` }] });
    await page.getByText('longlong').first().waitFor();
    for (const width of [320, 390, 900])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 700 });
        await page.emulateMedia({ colorScheme });
        const wide = await page.evaluate(() => {
          const view = document.getElementById('view')!;
          const right = [...document.querySelectorAll('article *:not(.visually-hidden, .visually-hidden *)')].map(
            (n) => n.getBoundingClientRect().right,
          );
          return Math.max(view.scrollWidth - view.clientWidth, Math.max(...right) - innerWidth);
        });
        assert.ok(wide <= 0, `${width} ${colorScheme}: ${wide} px too wide`);
      }
  });

  it('keeps two tabs of one person in step', async () => {
    const { page, ana } = await helped();
    const two = await context.newPage();
    await two.goto(world.address);
    const first = await ana.say('> one');
    await two.getByText('one', { exact: true }).waitFor();
    await say(page, 'two');
    await two.getByText('two', { exact: true }).waitFor();
    await ana.edit(first, '> one, mended');
    for (const tab of [page, two]) await tab.getByText('one, mended').waitFor();
    assert.equal(await own(two).getByText('two', { exact: true }).count(), 1);
  });

  it('caused no error in the browser', () => assert.deepEqual(errors, []));
});

async function conversationOf(context: BrowserContext): Promise<string> {
  const cookie = (await context.cookies()).find((c) => c.name === 'firstline');
  return identityOf(cookie!.value, { secure: false })!;
}
