/** Private links: a conversation on other devices, as somebody uses it in a real browser, and as somebody tries it who shouldn't. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import decodeQR from 'qr/decode.js';
import sharp from 'sharp';
import { conversationOf, newKey } from '../../../src/channels/web/identity.ts';
import { qrOf } from '../../../src/channels/web/qr.ts';
import { hashOf, TOKEN, tokenFor } from '../../../src/channels/web/token.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { freshFolder } from '../../fakes/folder.ts';
import { DeskPage, LOOPBACK } from './desk-page.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const PHONE = { viewport: { width: 375, height: 700 }, isMobile: true, hasTouch: true };

describe('a private link', function () {
  this.timeout(120_000);
  let browser: Browser;
  let world: DeskPage;
  let contexts: BrowserContext[];
  let folder: string;
  const errors: string[] = [];

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    contexts = [];
    folder = freshFolder();
    world = await DeskPage.open(LOOPBACK, `sqlite:${join(folder, 'firstline.db')}`);
  });
  afterEach(async () => {
    for (const context of contexts) await context.close();
    await world.close();
  });

  /** A device with nothing on it yet. */
  async function device(options: object = {}): Promise<Page> {
    const context = await browser.newContext(options);
    contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (e) => errors.push(e.message));
    page.on('console', (m) => {
      if (/Content Security Policy/.test(m.text())) errors.push(m.text());
    });
    return page;
  }

  const button = (page: Page, name: string) => page.locator('#answers').getByRole('button', { name, exact: true });

  async function say(page: Page, text: string): Promise<void> {
    await page.getByLabel('Your message').fill(text);
    await page.keyboard.press('Enter');
  }

  /** A person whose ticket waits at the desk, on a device of their own. */
  async function handedOver(): Promise<{ page: Page; link: string }> {
    const page = await device();
    await page.goto(world.address);
    await page.getByText('Paste the error you see').waitFor();
    await say(page, STALE);
    await page.locator('article.firstline').nth(1).waitFor();
    await say(page, 'get me a human please');
    await button(page, 'Send it to support').click();
    await page.locator('#ticket').waitFor();
    return { page, link: await page.locator('#ticket .link code').innerText() };
  }

  /** Another device, with the link opened on it. */
  async function opened(link: string, options: object = {}): Promise<Page> {
    const page = await device(options);
    await page.goto(link);
    return page;
  }

  const inHere = (page: Page) => page.locator('article.person', { hasText: 'schedule on this panel' }).waitFor();
  const isOver = (page: Page) => page.getByText("This private link doesn't open anything any more.").waitFor();

  /** Asks as another browser would, with these cookies. */
  const asked = (path: string, cookie: string, body: object = {}) =>
    fetch(new URL(path, world.address), {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });

  it('is shown unasked after the hand-over, with the ticket’s number, as text and as a QR code', async () => {
    const { page, link } = await handedOver();
    const number = /F-\w{4}-\w{4}/.exec(await page.locator('article.firstline').last().innerText())?.[0];
    assert.equal(await page.locator('#ticket h2').innerText(), `Ticket ${number}`);
    assert.match(link, TOKEN_LINK);
    assert.equal(new URL(link).origin, new URL(world.address).origin);
    const shot = await page.locator('#ticket svg').screenshot();
    assert.equal(await decoded(shot), link);
    await page.reload();
    await page.locator('#ticket').waitFor();
    assert.equal(await page.locator('#ticket .link code').innerText(), link, 'the same one, whenever it is asked for');
  });

  it('opens the conversation on a phone, where both devices go on at once', async () => {
    const { page, link } = await handedOver();
    const phone = await opened(link, PHONE);
    await inHere(phone);
    assert.equal(phone.url(), `${world.address}/`, 'it is gone from the address');
    await phone.getByText('You came here with the private link').waitFor();
    const ana = await world.agent('Ana Novak');
    await ana.say('> Hello on both');
    for (const each of [page, phone]) await each.getByText('Hello on both').waitFor();
    await say(phone, 'from the phone');
    await page.getByText('from the phone').waitFor();
    await say(page, 'from the laptop');
    await phone.getByText('from the laptop').waitFor();
    assert.match((await world.atDesk()).join('\n'), /from the phone[\s\S]*from the laptop/);
    await phone.reload();
    await phone.getByText('from the laptop').waitFor();
  });

  it('is ended by the desk: the other device sees no more, and the person’s own goes on', async () => {
    const { page, link } = await handedOver();
    const phone = await opened(link);
    await inHere(phone);
    const ana = await world.agent('Ana Novak');
    await ana.press('revoke');
    await isOver(phone);
    await page.getByText('has ended the private link').waitFor();
    await page.locator('#ticket').waitFor({ state: 'detached' });
    await ana.say('> For you alone');
    await page.getByText('For you alone').waitFor();
    assert.equal(await phone.getByText('For you alone').count(), 0);
    assert.equal(await phone.getByLabel('Your message').isVisible(), false);
    await phone.reload();
    await isOver(phone);
    await isOver(await opened(link));
    // There is a way on.
    await phone.getByRole('button', { name: 'Start a conversation of my own' }).click();
    await phone.getByText('Paste the error you see').waitFor();
    assert.equal(await phone.getByText('schedule on this panel').count(), 0);
  });

  it('leaves a device’s own conversation as it was, to come back to', async () => {
    const { link } = await handedOver();
    const other = await device();
    await other.goto(world.address);
    await other.getByText('Paste the error you see').waitFor();
    await say(other, 'roomie says no hub under this name');
    await other.locator('article.firstline').nth(1).waitFor();
    await other.goto('about:blank');
    await other.goto(link);
    await inHere(other);
    assert.equal(await other.getByText('no hub under this name').count(), 0);
    await other.getByRole('button', { name: 'Leave this conversation' }).click();
    await other.locator('article.person', { hasText: 'no hub under this name' }).waitFor();
    assert.equal(await other.locator('#ticket').count(), 0);
  });

  it('opens nothing but its conversation, and nothing else opens it', async () => {
    const { page, link } = await handedOver();
    const token = link.split('#')[1]!;
    const key = (await page.context().cookies()).find(({ name }) => name === 'firstline')!.value;
    const conversation = conversationOf(key, { secure: false })!;
    const ticket = (await page.locator('#ticket h2').innerText()).replace('Ticket ', '');
    const wrong = [
      token.slice(0, -1),
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      hashOf(token),
      key,
      conversation,
      conversation.slice('web:'.length, 'web:'.length + 22),
      ticket,
      tokenFor(newKey(), ticket),
      tokenFor(conversation, ticket),
      tokenFor('', ticket),
      "' or 1=1 --",
      '',
    ];
    for (const each of wrong) {
      assert.equal((await asked('/web/link/open', '', { token: each })).status, 410, each);
      if (each !== '')
        assert.notEqual((await asked('/web/link', `firstline-link=${encodeURIComponent(each)}`)).status, 200, each);
    }
    assert.equal((await asked('/web/link/open', '', { token, conversation: 'web:other' })).status, 410);
    // A key is taken as a key alone, and a link as a link alone.
    assert.equal((await asked('/web/link', `firstline=${token}`)).status, 204);
    // With the link of one's own, nothing of another conversation can be fetched or written.
    const { page: second, link: other } = await handedOver();
    const cookie = `firstline-link=${other.split('#')[1]}`;
    const shown = (await (await asked('/web/link', cookie)).json()) as { ticket: string };
    assert.notEqual(shown.ticket, ticket);
    await asked('/web/messages', cookie, { id: 'written-with-link', kind: 'said', text: 'by the second link' });
    await second.getByText('by the second link').waitFor();
    assert.equal(await page.getByText('by the second link').count(), 0);
  });

  it('is opened from no page of another site', async () => {
    const { link } = await handedOver();
    const token = link.split('#')[1]!;
    for (const path of ['/web/link', '/web/link/open', '/web/link/leave'])
      for (const origin of ['https://evil.example', 'null']) {
        const headers = { 'content-type': 'application/json', origin, cookie: `firstline-link=${token}` };
        const { status } = await fetch(new URL(path, world.address), {
          method: 'POST',
          headers,
          body: JSON.stringify({ token }),
        });
        assert.equal(status, 403, `${path} ${origin}`);
      }
  });

  it('stands in no log, in no address that is sent, and not in the database', async () => {
    const { page, link } = await handedOver();
    const token = link.split('#')[1]!;
    const key = (await page.context().cookies()).find(({ name }) => name === 'firstline')!.value;
    const phone = await device();
    const addresses: string[] = [];
    phone.on('request', (r) => addresses.push(r.url(), r.headers().referer ?? ''));
    await phone.goto(link);
    await inHere(phone);
    await say(phone, 'from the phone');
    await page.getByText('from the phone').waitFor();
    const ana = await world.agent('Ana Novak');
    await ana.press('revoke');
    await isOver(phone);
    const stored = ['', '-wal'].map((end) => readFileSync(join(folder, `firstline.db${end}`), 'latin1')).join('');
    assert.ok(stored.includes(hashOf(token)), 'its hash is kept');
    assert.ok(world.log.includes('"conversation":"web:'), 'turns are logged');
    for (const secret of [token, key])
      for (const [where, text] of Object.entries({
        log: world.log,
        stored,
        sent: sentOf(addresses),
        desk: (await world.atDesk()).join(),
      }))
        assert.ok(!text.includes(secret), where);
    assert.ok(!world.log.includes(hashOf(token)));
  });

  it('fits a phone, light and dark', async () => {
    const { link } = await handedOver();
    const phone = await opened(link, PHONE);
    await phone.locator('#ticket').waitFor();
    for (const width of [320, 390, 900])
      for (const colorScheme of ['light', 'dark'] as const) {
        await phone.setViewportSize({ width, height: 700 });
        await phone.emulateMedia({ colorScheme });
        const wide = await phone.evaluate(() => {
          const right = [...document.querySelectorAll('#ticket, #ticket *')].map(
            (n) => n.getBoundingClientRect().right,
          );
          return Math.max(document.documentElement.scrollWidth, ...right) - innerWidth;
        });
        assert.ok(wide <= 0, `${width} ${colorScheme}: ${wide} px too wide`);
        assert.equal(await decoded(await phone.locator('#ticket svg').screenshot()), link, `${width} ${colorScheme}`);
      }
  });

  it('caused no error in the browser', () => assert.deepEqual(errors, []));
});

describe('a QR code', () => {
  it('says what it was made of', async () => {
    for (const text of ['https://help.example/', `https://helpdesk.a-long-company-name.example/#${'x'.repeat(22)}`]) {
      const { size, path } = qrOf(text);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 8}" height="${size * 8}"><rect width="100%" height="100%" fill="#fff"/><path d="${path}"/></svg>`;
      assert.equal(await decoded(Buffer.from(svg)), text);
    }
  });
});

const TOKEN_LINK = new RegExp(`^http://127\\.0\\.0\\.1:\\d+/#${TOKEN.source.slice(1)}`);

/** The part of addresses that goes over the network. */
function sentOf(addresses: readonly string[]): string {
  return addresses.map((address) => address.split('#')[0]).join('\n');
}

async function decoded(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture)
    .resize({ width: 600, kernel: 'nearest' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return decodeQR({ width: info.width, height: info.height, data: new Uint8Array(data) });
}
