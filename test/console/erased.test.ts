/** A person who is erased by command while their chat page and the desk's pages are open, in the real Chromium. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../fakes/browser.ts';
import { firstline } from '../fakes/cli.ts';
import { Service } from '../fakes/service.ts';
import { openConsole } from './console-world.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

describe('an erasure by command', function () {
  this.timeout(180_000);
  let browser: Browser;
  let service: Service;
  const errors: string[] = [];

  before(async () => {
    browser = await openBrowser();
    service = new Service();
    await service.start({ DESK: 'web' });
  });
  after(async () => {
    await browser?.close();
    await service?.remove();
  });

  it('clears the chat page, and the ticket and its draft at every desk, at once', async () => {
    const kim = await (await browser.newContext()).newPage();
    await kim.goto(service.address);
    await kim.getByText('Paste the error you see').waitFor();
    await kim.getByLabel('Your message').fill(STALE);
    await kim.keyboard.press('Enter');
    await kim.locator('article.firstline').nth(1).waitFor();
    await kim.getByLabel('Your message').fill('get me a human please');
    await kim.keyboard.press('Enter');
    await kim.locator('#answers').getByRole('button', { name: 'Send it to support', exact: true }).click();
    await kim.getByText('number 1').waitFor();

    const [reads, lists] = [
      await openConsole(await browser.newContext(), service, 'Ana', errors),
      await openConsole(await browser.newContext(), service, 'Ben', errors),
    ];
    await reads.locator('.entry').click();
    await reads.getByText('schedule on this panel').first().waitFor({ state: 'attached' });
    await reads.locator('#words').waitFor();
    await reads.keyboard.press('n');
    await reads.keyboard.type('Kim told me that');
    await lists.locator('.entry').waitFor();
    const ticket = new URL(reads.url()).pathname.split('/').at(-1)!;

    const env = { DATABASE_URL: `sqlite:${join(service.folder, 'firstline.db')}` };
    const erased = await firstline(['erase', '--person', ticket], '', env);
    assert.deepEqual([erased.code, erased.err], [0, '']);
    assert.match(erased.out, /1 conversation, 1 ticket\./);

    await reads.getByText('This ticket is gone').waitFor();
    assert.equal(await reads.getByText('schedule on this panel').count(), 0);
    assert.equal(await reads.locator('#words').count(), 0);
    await lists.getByText('Nobody is waiting').waitFor();
    assert.equal(await lists.locator('.entry').count(), 0);
    await kim.getByText('schedule on this panel').first().waitFor({ state: 'detached' });
    await kim.getByText('Paste the error you see').waitFor();
    assert.deepEqual(errors, []);
  });
});
