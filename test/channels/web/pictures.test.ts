import assert from 'node:assert/strict';
import { randomFillSync } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { openBrowser } from '../../fakes/browser.ts';
import { FOREIGN } from '../../fakes/pictures.ts';
import { Camera } from '../../fakes/screenshots.ts';
import { Service } from '../../fakes/service.ts';

const ERROR = 'Roomie cannot book this room because the schedule on this panel is out of date.';

describe('the chat page with pictures, in a real browser', function () {
  this.timeout(120_000);
  const service = new Service();
  let browser: Browser;
  let context: BrowserContext;
  let shot: Buffer;
  const errors: string[] = [];

  before(async () => {
    [browser] = await Promise.all([openBrowser(), service.start()]);
    const how = { title: 'Roomie', scene: 'box', theme: 'light', font: 'open-sans', scale: 1 } as const;
    shot = await new Camera(browser).take({ ...how, message: ERROR });
  });
  after(async () => {
    await browser?.close();
    await service.remove();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: service.address });
  });
  afterEach(() => context.close());

  async function open(): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (e) => errors.push(e.message));
    page.on('console', (m) => {
      if (/Content Security Policy/.test(m.text())) errors.push(m.text());
    });
    // From the beginning: the browser takes a moment until it tells of file choosers.
    page.on('filechooser', () => undefined);
    await page.goto(service.address);
    await page.getByText('Paste the error you see').waitFor();
    return page;
  }

  const mine = (page: Page) => page.locator('article.person .words').last();
  const previews = (page: Page) => page.locator('#pictures li');
  const file = (name: string, buffer: Buffer, mimeType = 'image/png') => ({ name, mimeType, buffer });

  /** Copies a picture the way a screenshot tool does, and presses Ctrl+V. */
  async function paste(page: Page, picture: Buffer): Promise<void> {
    await page.getByLabel('Your message').focus();
    await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
    }, picture.toString('base64'));
    await page.keyboard.press('Control+V');
    await previews(page).waitFor();
  }

  it('takes a pasted screenshot, quotes it, and goes on with its problem', async () => {
    const page = await open();
    await paste(page, shot);
    await page.getByRole('img', { name: /^Preview of / }).waitFor();
    await page.keyboard.type('what is this?');
    await page.keyboard.press('Enter');
    await mine(page).waitFor();
    assert.equal(await mine(page).innerText(), '📷 screenshot\nwhat is this?');
    assert.equal(await previews(page).count(), 0);
    await page.getByText(`I read: “${ERROR}”`).waitFor();
    await page.locator('#answers').getByRole('button', { name: 'Our own hub' }).click();
    await page.getByText('Step 2 of').waitFor();
    await page.reload();
    await page.getByText('Step 2 of').waitFor();
    assert.equal(await page.locator('article.person .words').first().innerText(), '📷 screenshot\nwhat is this?');
    // On a busy machine it may be told that the picture is still being read.
    const lines = page.locator('article', { hasNotText: "I'm reading your screenshot" });
    assert.equal(await lines.count(), 5, 'what the job found out is not a line of its own');
  });

  it('takes pictures that are chosen with the keyboard alone, and lets them be removed', async () => {
    const page = await open();
    await page.getByLabel('Your message').focus();
    await page.keyboard.press('Shift+Tab');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    assert.equal(chooser.isMultiple(), true);
    await chooser.setFiles([file('one.png', shot), file('two.png', shot), file('notes.txt', shot, 'text/plain')]);
    await page.getByText("“notes.txt”: I don't open text files and logs.").waitFor();
    assert.equal(await previews(page).count(), 2);
    await page.getByRole('button', { name: 'Remove one.png' }).press('Enter');
    assert.equal(await previews(page).count(), 1);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'box');
    await page.keyboard.press('Enter');
    await page.getByText(`I read: “${ERROR}”`).waitFor();
    assert.equal(await mine(page).innerText(), '📷 screenshot');
  });

  it('names the kind of a file that it cannot read, whatever the browser makes of it', async () => {
    const page = await open();
    const named = {
      'IMG_1.HEIC': [/HEIC photo/, ''],
      'error.pdf': [/That is a PDF/, 'application/pdf'],
      'clip.mov': [/That is a video/, 'video/quicktime'],
      'steps.docx': [/That is a document/, ''],
      'odd.picture': [/picture is in a format/, 'image/odd'],
      'what.ever': [/that kind of file/, ''],
    } as const;
    for (const [name, [sentence, type]] of Object.entries(named)) {
      await page.locator('#file').setInputFiles([file(name, shot, type)]);
      await page.getByText(sentence).waitFor();
      await page.getByText(`“${name}”`).waitFor();
    }
    assert.equal(await previews(page).count(), 0);
  });

  it('takes a picture that is dropped anywhere', async () => {
    const page = await open();
    const drag = (kinds: readonly string[]) =>
      page.evaluate(
        ([base64, events]) => {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([bytes], 'shot.png', { type: 'image/png' }));
          const target = document.querySelector('h1')!;
          for (const kind of events)
            target.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
        },
        [shot.toString('base64'), kinds] as const,
      );
    await drag(['dragenter', 'dragover']);
    await page.getByText('Drop the screenshot here').waitFor();
    await drag(['drop']);
    await page.getByText('Drop the screenshot here').waitFor({ state: 'hidden' });
    await previews(page).waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText(`I read: “${ERROR}”`).waitFor();
  });

  it('attaches no pasted picture when words come with it', async () => {
    const page = await open();
    await page.getByLabel('Your message').focus();
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'words');
      clipboardData.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
      document.getElementById('box')!.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    });
    assert.equal(await previews(page).count(), 0);
  });

  it('holds a message until its picture is uploaded, and shows how far that is', async () => {
    const page = await open();
    const through = Promise.withResolvers<void>();
    await page.route('**/web/images', async (route) => {
      await through.promise;
      await route.continue();
    });
    await page.locator('#file').setInputFiles(file('shot.png', shot));
    await page.getByRole('progressbar', { name: 'Sending shot.png' }).waitFor();
    await page.getByLabel('Your message').fill('look');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('article.person').count(), 0);
    through.resolve();
    await page.getByText(`I read: “${ERROR}”`).waitFor();
    assert.equal(await mine(page).innerText(), '📷 screenshot\nlook');
  });

  it('tells what is wrong with a picture: disguised, broken, too large, too many', async () => {
    const page = await open();
    const choose = (...files: ReturnType<typeof file>[]) => page.locator('#file').setInputFiles(files);
    await choose(file('cat.png', FOREIGN.GIF!));
    await page.getByText('That is not a picture I can read: only PNG, JPEG and WebP.').waitFor();
    await choose(file('large.png', Buffer.concat([shot, Buffer.alloc(11_000_000)])));
    await page.getByText('“large.png” is larger than 10 MB').waitFor();
    await choose(...['a', 'b', 'c', 'd', 'e'].map((name) => file(`${name}.png`, shot)));
    await page.getByText('I can read 4 pictures at once').waitFor();
    for (const name of ['a', 'b', 'c', 'd']) await page.getByRole('button', { name: `Remove ${name}.png` }).click();
    await choose(file('half.png', shot.subarray(0, shot.length / 2)));
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText("I couldn't open that file as a picture").waitFor();
  });

  it('gets a picture read after a restart when the service was killed while it read', async () => {
    const page = await open();
    await page.locator('#file').setInputFiles(file('shot.png', shot));
    const taken = page.waitForResponse((r) => r.request().method() === 'POST' && r.url().endsWith('/web/messages'));
    await page.getByRole('button', { name: 'Send' }).click();
    assert.equal((await taken).status(), 202);
    await service.stop('SIGKILL');
    await service.start();
    await page.getByText(`I read: “${ERROR}”`).waitFor({ timeout: 30_000 });
    assert.equal(await page.getByText(`I read: “${ERROR}”`).count(), 1);
  });

  it('answers others while somebody’s picture takes long', async () => {
    const page = await open();
    const raw = { width: 1500, height: 1500, channels: 3 } as const;
    const noise = await sharp(randomFillSync(Buffer.alloc(1500 * 1500 * 3)), { raw })
      .jpeg()
      .toBuffer();
    await page.locator('#file').setInputFiles(file('noise.jpg', noise, 'image/jpeg'));
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText("I'm reading your screenshot").waitFor();
    const other = await browser.newContext();
    const second = await other.newPage();
    await second.goto(service.address);
    await second.getByText('Paste the error you see').waitFor();
    for (const words of [ERROR, 'our own hub', 'a phone']) {
      const before = await second.locator('article.firstline').count();
      await second.getByLabel('Your message').fill(words);
      await second.keyboard.press('Enter');
      await second.waitForFunction((n) => document.querySelectorAll('article.firstline').length > n, before);
    }
    await other.close();
    assert.equal(await page.locator('article.firstline').count(), 2, 'and it is still being read');
  });

  it('caused no error, and left the words of pictures out of the log', () => {
    assert.deepEqual(errors, []);
    assert.match(service.log, /"job":"images"/);
    assert.doesNotMatch(service.log, /on this panel is out of date/);
  });
});
