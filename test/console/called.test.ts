/**
 * Somebody is called where nobody has the console open, from one end to the other: a person in a real browser, a webhook, a real
 * SMTP server (npm's smtp-server), and an agent who follows the link of the mail.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { consoleSettings } from '../../src/console/settings.ts';
import { openBrowser } from '../fakes/browser.ts';
import { until } from '../fakes/until.ts';
import { ConsoleWorld } from './console-world.ts';

const SECRET = randomBytes(32).toString('base64');
const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
/** A promise that is about to break after two seconds. */
const ANSWER = 0.05;

describe('an agent who has no console open', function () {
  this.timeout(120_000);
  const posted: { readonly type: string; readonly data: { readonly ticket: string; readonly link: string } }[] = [];
  const mails: string[] = [];
  let hook: Server;
  let smtp: SMTPServer;
  let browser: Browser;
  let context: BrowserContext;
  let world: ConsoleWorld;

  before(async () => {
    hook = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      posted.push(new Webhook(SECRET).verify(body, request.headers as Record<string, string>) as never);
      response.statusCode = 204;
      response.end();
    });
    smtp = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] },
      onData(stream, _session, done) {
        let text = '';
        stream.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        stream.on('end', () => {
          mails.push(text.replace(/=\r\n/g, '').replaceAll('=3D', '='));
          done();
        });
      },
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => void smtp.listen(0, '127.0.0.1', resolve));
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    hook.closeAllConnections();
    await Promise.all([
      new Promise((closed) => hook.close(closed)),
      new Promise<void>((done) => smtp.close(() => done())),
    ]);
  });
  afterEach(async () => {
    await context?.close();
    await world.close();
  });

  /** Somebody on the chat page who asks for a person. */
  async function person(): Promise<Page> {
    context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(world.address);
    await page.getByText('Paste the error you see').waitFor();
    for (const text of [STALE, 'get me a human please']) {
      await page.getByLabel('Your message').fill(text);
      await page.keyboard.press('Enter');
      await page
        .locator('article.firstline', { hasText: /schedule|what they will see/ })
        .last()
        .waitFor();
    }
    await page.locator('#answers').getByRole('button', { name: 'Send it to support', exact: true }).click();
    await page.getByText('number 1').waitFor();
    return page;
  }

  it('is called by webhook and mail, once more before the promise breaks, and takes the ticket by the link', async () => {
    const port = (smtp.server.address() as AddressInfo).port;
    const read = consoleSettings({
      DESK_WEBHOOK: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`,
      DESK_WEBHOOK_SECRET: `whsec_${SECRET}`,
      SMTP_URL: `smtp://127.0.0.1:${port}?plain`,
      DESK_MAIL_FROM: 'firstline@example.com',
      DESK_MAIL_TO: 'desk@example.com',
    });
    assert.ok('settings' in read && read.settings);
    world = await ConsoleWorld.open(read.settings, { answer: ANSWER });
    const jo = await person();
    await until(() => posted.length > 0 && mails.length > 0, 'both alerts');
    assert.equal(posted[0]!.type, 'ticket.waiting');
    const isPromise = (text: string): boolean => text.includes('is about to break');
    const isCalledAgain = (): boolean => posted.some(({ type }) => type === 'ticket.promise') && mails.some(isPromise);
    await until(isCalledAgain, 'both calls before the promise breaks');
    assert.ok(!isPromise(mails[0]!) && mails[0]!.includes('nobody has the console open'));
    for (const words of [...posted.map((one) => JSON.stringify(one)), ...mails])
      assert.doesNotMatch(words, /Roomie cannot book|human please/, 'never the person’s words');
    const link = /Open it: (\S+)/.exec(mails[0]!)![1]!;
    assert.equal(link, posted[0]!.data.link);
    assert.doesNotMatch(await jo.locator('#log').innerText(), /no way to call them/);

    const ana = await context.newPage();
    await ana.goto(link);
    await ana.getByLabel('Your name').fill('Ana');
    await ana.keyboard.press('Enter');
    await ana.getByRole('button', { name: 'I take it' }).waitFor();
    assert.equal(ana.url(), link);
    await ana.keyboard.press('c');
    await ana.getByText('You have it', { exact: true }).waitFor();
    await jo.getByText('Ana from your support team is here').waitFor();
    const calls = [posted.length, mails.length];
    await ana.close();
    await until(async () => (await world.store.nextReady(['alert', 'alert-mail'])) === null, 'nothing left to send');
    assert.deepEqual([posted.length, mails.length], calls, 'a ticket that somebody has calls nobody');
  });

  it('can’t be called without a webhook and mail: the person is told so, once', async () => {
    world = await ConsoleWorld.open(undefined, { answer: ANSWER });
    const jo = await person();
    const told = jo.locator('article', { hasText: 'no way to call them' });
    await told.waitFor();
    await jo.getByText('nobody has come yet').first().waitFor();
    assert.equal(await told.count(), 1);
  });
});
