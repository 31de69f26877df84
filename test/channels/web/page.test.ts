import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../../fakes/browser.ts';
import { Service } from '../../fakes/service.ts';
import { stories, words } from '../../fakes/stories.ts';

const CERTIFICATE =
  'There was a problem acquiring a personal certificate required to sign in.\nIf the problem continues, please contact your support team.';

describe('the chat page in a real browser', function () {
  this.timeout(60_000);
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

  async function open(): Promise<Page> {
    const page = await context.newPage();
    page.on('request', (r) => {
      if (!r.url().startsWith(service.address) && !r.url().startsWith('data:')) foreign.push(r.url());
    });
    page.on('pageerror', (e) => errors.push(e.message));
    page.on('console', (m) => {
      if (m.type() === 'error' && /Content Security Policy/.test(m.text())) errors.push(m.text());
    });
    await page.goto(service.address);
    await page.getByText('Paste the error you see').waitFor();
    return page;
  }

  const replies = (page: Page) => page.locator('article.firstline');

  /** Does something that is answered, and waits until the answer stands below what it answers. */
  async function answered(page: Page, act: () => Promise<unknown>): Promise<string> {
    const before = await replies(page).count();
    await act();
    await page.waitForFunction((n) => {
      const last = [...document.querySelectorAll('#log article')].at(-1);
      return document.querySelectorAll('article.firstline').length > n && last?.matches('.firstline');
    }, before);
    return replies(page).last().innerText();
  }

  const say = (page: Page, text: string) =>
    answered(page, async () => {
      await page.getByLabel('Your message').fill(text);
      await page.keyboard.press('Enter');
    });

  const press = (page: Page, title: string) =>
    answered(page, async () => {
      const button = page.locator('#answers').getByRole('button', { name: title, exact: true });
      if (!(await button.isVisible())) await page.locator('#answers summary').click();
      await button.click();
    });

  it('walks a pasted error from the first word to the end, one step at a time', async () => {
    const page = await open();
    const named = await say(page, CERTIFICATE);
    assert.match(named, /No personal certificate can be acquired/);
    const mine = page.locator('article.person .words').last();
    assert.equal(await mine.evaluate((n) => getComputedStyle(n).whiteSpace), 'pre-wrap');
    assert.match(await mine.innerText(), /sign in\.\nIf the problem/);
    await press(page, 'Our own servers');
    await press(page, 'A Windows computer');
    assert.equal(await page.locator('#answers').count(), 1, 'only the newest reply has buttons');
    const over = await press(page, 'Talk to a person');
    assert.match(over, /F-\w{4}-\w{4}/);
  });

  it('shows the whole conversation after a reload, and goes on', async () => {
    const page = await open();
    await say(page, CERTIFICATE);
    await press(page, 'Our own servers');
    const before = await page.locator('#log').innerText();
    await page.reload();
    await page.getByText('What are you signing in on?').waitFor();
    assert.equal(await page.locator('#log').innerText(), before);
    assert.match(await press(page, 'A Mac'), /./);
  });

  it('comes back by itself after a restart, with nothing lost', async () => {
    const page = await open();
    await say(page, CERTIFICATE);
    await service.stop();
    const tried = page.waitForEvent('requestfailed', (r) => r.url().endsWith('/web/messages'));
    await page.getByLabel('Your message').fill('our own servers');
    await page.keyboard.press('Enter');
    await tried;
    await service.start();
    await page.getByText('What are you signing in on?').waitFor({ timeout: 30_000 });
    assert.equal(await page.locator('article.person', { hasText: 'our own servers' }).count(), 1);
  });

  it('shows markup as it was typed, and runs none of it', async () => {
    const page = await open();
    const text = '<img src=x onerror="document.title=1"> **bold** <!channel> [x](https://evil.example) kim@contoso.com';
    await say(page, `skype says sign-in address was not found ${text}`);
    assert.ok((await page.locator('article.person .words').last().innerText()).includes(text));
    assert.equal(await page.title(), 'Firstline');
    assert.equal(await page.locator('#log img, #log a').count(), 0);
  });

  it('keeps two tabs of one conversation, and two people, straight', async () => {
    const [one, two] = [await open(), await context.newPage()];
    await two.goto(service.address);
    await say(one, CERTIFICATE);
    await two.getByText('No personal certificate can be acquired').first().waitFor();
    await press(one, 'Our own servers');
    await two.getByText('What are you signing in on?').waitFor();
    const other = await (await browser.newContext()).newPage();
    await other.goto(service.address);
    await other.getByText('Paste the error you see').waitFor();
    assert.equal(await other.getByText('personal certificate').count(), 0);
    await other.context().close();
  });

  it('starts a new conversation on request', async () => {
    const page = await open();
    await say(page, CERTIFICATE);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Start new' }).click()]);
    await page.getByText('Paste the error you see').waitFor();
    assert.equal(await page.getByText('personal certificate').count(), 0);
  });

  it('can be used with the keyboard alone, and names everything for screen readers', async () => {
    const page = await open();
    await say(page, CERTIFICATE);
    await page.locator('#answers button').first().focus();
    const text = await answered(page, () => page.keyboard.press('Enter'));
    assert.match(text, /What are you signing in on/);
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
    await say(page, CERTIFICATE);
    for (const width of [320, 375, 1200])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 700 });
        await page.emulateMedia({ colorScheme });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${width} ${colorScheme}: ${wide} px too wide`);
      }
  });

  for (const story of stories().filter((s) => s.page))
    it(`plays "${story.story}"`, async () => {
      const page = await open();
      for (const [i, turn] of story.turns.entries()) {
        if (turn.open || turn.after || turn.old) continue;
        const title = turn.press === undefined ? '' : await titleOf(page, turn.press);
        const text = turn.press === undefined ? await say(page, (turn.say ?? '').trimEnd()) : await press(page, title);
        for (const w of words(turn.expect.text))
          assert.ok(text.toLowerCase().includes(w.toLowerCase()), `turn ${i + 1}: "${w}" in ${text}`);
        for (const w of words(turn.expect.without))
          assert.ok(!text.toLowerCase().includes(w.toLowerCase()), `turn ${i + 1}: no "${w}"`);
      }
    });

  /** The button's words, from the transcript as the page got it. */
  async function titleOf(page: Page, id: string): Promise<string> {
    const body = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const lines: string[] = [];
          const stream = new EventSource('/web/stream?after=0.0');
          stream.addEventListener('line', (e) => lines.push(e.data));
          stream.addEventListener('ready', () => {
            stream.close();
            resolve(lines.findLast((l) => l.includes('"firstline"'))!);
          });
        }),
    );
    const { choices, controls } = JSON.parse(body) as {
      choices: { id: string; title: string }[];
      controls: { id: string; title: string }[];
    };
    const found = [...choices, ...controls].find((c) => c.id === id);
    assert.ok(found, `there is a button ${id}`);
    return found.title;
  }

  it('asked no other address for anything, and broke nothing', () => {
    assert.deepEqual(foreign, []);
    assert.deepEqual(errors, []);
  });

  it('wrote a log without a word of what was said, and stops when told to', async () => {
    assert.doesNotMatch(service.log, /acquiring a personal certificate/);
    assert.match(service.log, /"msg":"turn"/);
    assert.equal(await service.stop(), 0);
    assert.match(service.log, /"msg":"stopped"/);
  });
});
