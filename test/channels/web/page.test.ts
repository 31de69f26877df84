import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openStore } from '../../../src/store/open.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { Service } from '../../fakes/service.ts';
import { answered, openPage, press, say } from './visit.ts';

const PASS =
  'There was a problem fetching a door pass required to book.\nIf the problem continues, please contact your office team.';

describe('the chat page in a real browser', function () {
  this.timeout(120_000);
  const service = new Service();
  let browser: Browser;
  let context: BrowserContext;
  const foreign: string[] = [];
  const errors: string[] = [];

  before(async () => {
    [browser] = await Promise.all([openBrowser(), service.start()]);
  });
  after(async () => {
    await browser?.close();
    await service.remove();
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(() => context.close());

  const open = (): Promise<Page> => openPage(context, service.address, { foreign, errors });

  it('leads from a pasted error to a ticket, one step at a time', async () => {
    const page = await open();
    const named = await say(page, PASS);
    assert.match(named, /No door pass can be fetched/);
    const mine = page.locator('article.person .words').last();
    assert.equal(await mine.evaluate((n) => getComputedStyle(n).whiteSpace), 'pre-wrap');
    assert.match(await mine.innerText(), /required to book\.\nIf the problem/);
    await press(page, 'Our own hub');
    await press(page, 'A door panel');
    assert.equal(await page.locator('#answers').count(), 1, 'only the newest reply has buttons');
    const over = await press(page, 'Talk to a person');
    assert.match(over, /F-\w{4}-\w{4}/);
  });

  it('shows the whole conversation after a reload, and goes on', async () => {
    const page = await open();
    await say(page, PASS);
    await press(page, 'Our own hub');
    const before = await page.locator('#log').innerText();
    await page.reload();
    await page.getByText('What are you booking on?').waitFor();
    assert.equal(await page.locator('#log').innerText(), before);
    assert.match(await press(page, 'A phone'), /./);
  });

  it('comes back by itself after a restart, with nothing lost', async () => {
    const page = await open();
    await say(page, PASS);
    await service.stop();
    const tried = page.waitForEvent('requestfailed', (r) => r.url().endsWith('/web/messages'));
    await page.getByLabel('Your message').fill('our own hub');
    await page.keyboard.press('Enter');
    await tried;
    await service.start();
    await page.getByText('What are you booking on?').waitFor({ timeout: 30_000 });
    assert.equal(await page.locator('article.person', { hasText: 'our own hub' }).count(), 1);
  });

  it('shows markup as it was typed, and runs none of it', async () => {
    const page = await open();
    const text = '<img src=x onerror="document.title=1"> **bold** <!channel> [x](https://evil.example) kim@contoso.com';
    await say(page, `roomie says no hub under this name ${text}`);
    assert.ok((await page.locator('article.person .words').last().innerText()).includes(text));
    assert.equal(await page.title(), 'Firstline');
    assert.equal(await page.locator('#log img, #log a').count(), 0);
  });

  it('keeps two tabs of one conversation in step, and two people apart', async () => {
    const [one, two] = [await open(), await context.newPage()];
    await two.goto(service.address);
    await say(one, PASS);
    await two.getByText('No door pass can be fetched').first().waitFor();
    await press(one, 'Our own hub');
    await two.getByText('What are you booking on?').waitFor();
    const other = await (await browser.newContext()).newPage();
    await other.goto(service.address);
    await other.getByText('Paste the error you see').waitFor();
    assert.equal(await other.getByText('door pass').count(), 0);
    await other.context().close();
  });

  it('starts a new conversation on request', async () => {
    const page = await open();
    await say(page, PASS);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Start new' }).click()]);
    await page.getByText('Paste the error you see').waitFor();
    assert.equal(await page.getByText('door pass').count(), 0);
  });

  it('deletes everything on request, and shows nothing but that', async () => {
    const page = await open();
    await say(page, PASS);
    await press(page, 'Our own hub');
    await page.getByRole('button', { name: 'Delete everything' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Delete everything' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('I’ve deleted everything that we said').waitFor();
    assert.equal(await page.getByText('door pass').count(), 0);
    await page.reload();
    await page.getByText('I’ve deleted everything that we said').waitFor();
    assert.match(await say(page, PASS), /No door pass can be fetched/);
  });

  it('shows nothing any more of what was erased by command', async () => {
    const page = await open();
    await say(page, PASS);
    const [key] = (await context.cookies()).filter(({ name }) => name === 'firstline');
    const store = await openStore(`sqlite:${join(service.folder, 'firstline.db')}`);
    await store.forget(`web:${createHash('sha256').update(key!.value).digest('base64url')}`, 'all');
    await store.close();
    // At the next sign of life of the stream.
    await page.getByText('door pass').first().waitFor({ state: 'detached', timeout: 20_000 });
    await page.getByText('Paste the error you see').waitFor();
  });

  it('can be used with the keyboard alone, and names everything for screen readers', async () => {
    const page = await open();
    await say(page, PASS);
    await page.locator('#answers button').first().focus();
    const text = await answered(page, () => page.keyboard.press('Enter'));
    assert.match(text, /What are you booking on/);
    for (const control of await page.locator('button, textarea, [role=log]').all())
      if (await control.isVisible()) {
        const name = await control.evaluate(
          (n) => n.getAttribute('aria-label') ?? (n as HTMLTextAreaElement).labels?.[0]?.textContent ?? n.textContent,
        );
        assert.ok(name?.trim(), await control.evaluate((n) => n.outerHTML));
      }
  });

  it('fits a phone, light and dark', async () => {
    const page = await open();
    await say(page, PASS);
    for (const width of [320, 375, 1200])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 700 });
        await page.emulateMedia({ colorScheme });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${width} ${colorScheme}: ${wide} px too wide`);
      }
  });

  it('asked no other server for anything, and caused no error', () => {
    assert.deepEqual(foreign, []);
    assert.deepEqual(errors, []);
  });

  it('left people’s words out of the log, and stops when told to', async () => {
    assert.doesNotMatch(service.log, /fetching a door pass/);
    assert.match(service.log, /"msg":"turn"/);
    assert.equal(await service.stop(), 0);
    assert.match(service.log, /"msg":"stopped"/);
  });
});
