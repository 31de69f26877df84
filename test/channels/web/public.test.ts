/** The public page in a real browser, behind a proxy with TLS, as far as the server can tell. */
import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../../fakes/browser.ts';
import { DeskPage } from './desk-page.ts';

/** The headers that the proxy adds for a caller. Browsers take cookies for TLS alone from this machine too. */
const through = (address: string) => ({ 'x-forwarded-for': address, 'x-forwarded-proto': 'https' });

describe('the public page, in a real browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let world: DeskPage;
  let context: BrowserContext;

  before(async () => {
    [browser, world] = await Promise.all([
      openBrowser(),
      DeskPage.open({ for: 'public', plainHttp: false, proxies: ['127.0.0.1'] }),
    ]);
  });
  after(async () => {
    await browser?.close();
    await world.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({ extraHTTPHeaders: through('203.0.113.1') });
  });
  afterEach(() => context.close());

  async function greeted(): Promise<Page> {
    const page = await context.newPage();
    await page.goto(world.address);
    await page.getByText('Paste the error you see').waitFor();
    return page;
  }

  it('keeps its conversation in a cookie for this host and TLS alone', async () => {
    const page = await greeted();
    const [cookie] = await context.cookies();
    assert.deepEqual(
      [cookie!.name, cookie!.secure, cookie!.httpOnly, cookie!.sameSite],
      ['__Host-firstline', true, true, 'Lax'],
    );
    await page.reload();
    await page.getByText('Paste the error you see').waitFor();
    assert.equal((await context.cookies())[0]!.value, cookie!.value);
  });

  it('says who reads what is written, and how long it is kept', async () => {
    const page = await greeted();
    assert.match(
      await page.locator('#reads').innerText(),
      /read by .* your company. It is deleted when nothing was written for 90 days, and a request .* after 2 years/,
    );
  });

  it('does the work that is asked of it while very many come, and goes on by itself', async () => {
    const flood = { ...through('203.0.113.1'), 'content-type': 'application/json' };
    for (let i = 0; i < 20; i++)
      await fetch(`${world.address}/web/messages`, {
        method: 'POST',
        headers: { ...flood, cookie: `__Host-firstline=${String(i).padEnd(32, 'f')}` },
        body: JSON.stringify({ id: `flood-${i}`.padEnd(10, '0'), kind: 'said', text: 'x' }),
      });
    const page = await context.newPage();
    const answers: number[] = [];
    page.on('response', (r) => r.url().endsWith('/web/messages') && answers.push(r.status()));
    await page.goto(world.address);
    await page.getByText('Paste the error you see').waitFor();
    assert.deepEqual(answers, [429, 202]);
    assert.equal(await page.locator('#notice').isVisible(), false);
  });

  it('calms whoever writes too much, and sends it a little later', async () => {
    const page = await greeted();
    let refused = true;
    await page.route('**/web/messages', (route) => {
      if (!refused) return route.continue();
      refused = false;
      const said = { code: 'TOO_FAST', cause: 'That was a lot at once.', cure: 'I go on by myself.' };
      return route.fulfill({ status: 429, headers: { 'retry-after': '1' }, json: said });
    });
    await page.getByLabel('Your message').fill('roomie says its schedule is out of date');
    await page.keyboard.press('Enter');
    await page.getByText('That was a lot at once. I go on by myself.').waitFor();
    await page.locator('article.firstline').nth(1).waitFor();
    assert.equal(await page.locator('#notice').isVisible(), false);
    assert.equal(await page.locator('article.person').count(), 1);
  });
});
