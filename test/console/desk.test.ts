/** The desk in the browser as two agents and a person use it at once, in the real Chromium. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../fakes/browser.ts';
import { png } from '../fakes/pictures.ts';
import { until } from '../fakes/until.ts';
import { ConsoleWorld, openConsole } from './console-world.ts';
import { DeskTalk } from './desk-talk.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the desk in the browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let world: ConsoleWorld;
  const contexts: BrowserContext[] = [];
  const errors: string[] = [];

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    world = await ConsoleWorld.open();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    await world.close();
    assert.deepEqual(errors.splice(0), []);
  });

  async function context(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
    const made = await browser.newContext(options);
    contexts.push(made);
    return made;
  }

  const agent = async (name: string, options = {}): Promise<Page> =>
    openConsole(await context(options), world, name, errors);

  /** A person on the chat page who waits for an agent. */
  async function person(said = STALE): Promise<Page> {
    const page = await (await context()).newPage();
    await page.goto(world.address);
    await page.getByText('Paste the error you see').waitFor();
    await tell(page, said);
    await page.locator('article.firstline').nth(1).waitFor();
    await tell(page, 'get me a human please');
    await page.locator('#answers').getByRole('button', { name: 'Send it to support', exact: true }).click();
    await page.getByText('number 1').waitFor();
    return page;
  }

  async function tell(page: Page, text: string): Promise<void> {
    await page.getByLabel('Your message').fill(text);
    await page.keyboard.press('Enter');
  }

  const entries = (page: Page) => page.locator('.entry');
  const lines = (page: Page, kind: string) => page.locator(`.line.${kind}`);
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  /** Writes in the field of an open ticket, by keyboard alone. */
  async function write(page: Page, key: 'r' | 'n', text: string): Promise<void> {
    await page.keyboard.press(key);
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await until(async () => (await page.locator('#words').inputValue()) === '', 'the field to be empty');
    await page.keyboard.press('Escape');
  }

  async function violations(page: Page): Promise<string[]> {
    // Through the protocol, since the console's policy lets nothing be put into the page.
    await page.evaluate(AXE);
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } };
      const { violations: found } = await axe.run();
      return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
  }

  it('says how tickets come to an empty queue, and makes a sample', async () => {
    const ana = await agent('Ana');
    await ana.getByText('Nobody is waiting.').waitFor();
    await press(ana, 'Make a sample ticket');
    await entries(ana).first().waitFor();
    assert.equal(await entries(ana).count(), 1);
    assert.match(await entries(ana).first().innerText(), /A sample \(nobody waits\)/);
    const { next } = await world.store.count(new Date().toISOString(), null);
    const day = new Date().toISOString().slice(0, 10);
    const counted = await world.store.caseCounts({ from: day, to: day, channel: null, pack: null, intent: null });
    assert.deepEqual([next, counted.cases], [null, []], 'a sample is no case');
  });

  it('gives a ticket to one of two agents, carries words both ways, and ends with an outcome', async () => {
    const [ana, ben] = [await agent('Ana'), await agent('Ben')];
    const jo = await person();
    for (const page of [ana, ben]) {
      // Live: nobody reloads.
      await entries(page).first().waitFor();
      await page.keyboard.press('j');
      await page.getByRole('button', { name: 'I take it' }).waitFor();
    }
    // Both press before either can see that the other did.
    await Promise.all([ana.keyboard.press('c'), ben.keyboard.press('c')]);
    await Promise.all(
      [ana, ben].map((page) => page.getByRole('button', { name: 'I take it' }).waitFor({ state: 'hidden' })),
    );
    const has = await Promise.all([ana, ben].map((page) => page.getByText('You have it', { exact: true }).count()));
    assert.deepEqual(has.toSorted(), [0, 1]);
    const [winner, loser] = has[0] === 1 ? [ana, ben] : [ben, ana];
    await loser.locator('.toast').getByText('has it already').waitFor();
    assert.match(await winner.locator('.unverified').innerText(), /Identity not verified/);

    await write(winner, 'r', 'Is the panel <b>on</b>?');
    await jo.locator('article.agent').getByText('Is the panel <b>on</b>?').waitFor();
    await lines(winner, 'agent').getByText('arrived').waitFor();
    await write(winner, 'n', 'Third time this week');
    await lines(loser, 'note').getByText('Third time this week').waitFor();

    // The person answers while the agent types: what is typed stays.
    await winner.keyboard.press('r');
    await winner.keyboard.type('And the cable');
    await tell(jo, '<script>document.title = "hacked"</script><img src=x onerror="document.title=1">');
    for (const page of [winner, loser]) await lines(page, 'person').getByText('<script>document.title').waitFor();
    assert.equal(await winner.locator('#words').inputValue(), 'And the cable');
    assert.equal(await winner.evaluate(() => document.activeElement?.id), 'words');
    assert.match(await winner.title(), /Firstline$/);
    assert.equal(await winner.locator('.line img, .line script, .line b').count(), 0);

    const work = winner.locator('.work input').first();
    await work.check();
    await loser.locator('.work input').first().and(loser.locator(':checked')).waitFor();
    await winner.keyboard.press('Escape');
    await winner.keyboard.press('x');
    await winner.getByLabel('Works for now').check();
    await winner.getByLabel(/A last word/).fill('Take the other room today.');
    await winner.locator('dialog').getByRole('button', { name: 'Resolve' }).click();
    await loser.getByText('Closed: Works for now', { exact: true }).waitFor();
    await jo.getByText('Take the other room today.').waitFor();
    assert.doesNotMatch(await jo.locator('#log').innerText(), /Third time/);

    const audit = await world.store.audit('', 100);
    assert.deepEqual(
      new Set(audit.map(({ what }) => what)),
      new Set(['opened', 'claim', 'say', 'note', 'done', 'close']),
    );
    assert.equal(audit.filter(({ what }) => what === 'opened').length, 2);
    assert.doesNotMatch(JSON.stringify(audit) + world.log(), /Third time|other room/);
  });

  it('comes back after the connection was lost, with what happened meanwhile, and sends nothing twice', async () => {
    const ana = await agent('Ana');
    const jo = await person();
    await entries(ana).first().click();
    await press(ana, 'I take it');
    await ana.getByText('You have it', { exact: true }).waitFor();
    await ana.context().setOffline(true);
    await ana.keyboard.press('r');
    await ana.keyboard.type('Are you there?');
    await ana.keyboard.press('Enter');
    await ana.locator('.toast.bad').getByText('No answer came').first().waitFor();
    assert.equal(await ana.locator('#words').inputValue(), 'Are you there?', 'what could not be sent stays');
    await tell(jo, 'It works again by itself');
    await ana.context().setOffline(false);
    await ana.keyboard.press('Enter');
    await lines(ana, 'person').getByText('It works again by itself').waitFor();
    await jo.locator('article.agent').getByText('Are you there?').waitFor();
    assert.equal(await jo.locator('article.agent').count(), 1);
  });

  it('names pictures of the person, and gives them out to be saved, to nobody but agents', async () => {
    const ana = await agent('Ana');
    const jo = await person();
    await entries(ana).first().click();
    const bytes = png({ width: 40, height: 30 });
    await jo.locator('#file').setInputFiles({ name: 'panel.png', mimeType: 'image/png', buffer: bytes });
    await jo.locator('#pictures li').waitFor();
    await tell(jo, 'This is what it shows');
    const file = ana.locator('.file').first();
    await file.waitFor();
    const [download] = await Promise.all([ana.waitForEvent('download'), file.click()]);
    assert.deepEqual(readFileSync(await download.path()), bytes);
    const path = (await file.getAttribute('href'))!;
    const cookie = await world.cookie('Ben');
    const answer = await world.get(path, { cookie });
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
    assert.match(answer.headers.get('content-disposition')!, /^attachment;/);
    // A name that was not in the thread is no way to other files, of this ticket or of another.
    for (const other of [
      path.replace(/ref=.*/, 'ref=carried:x:0'),
      path.replace(/\?.*/, ''),
      path.replace(/F-\w{4}-\w{4}/, 'F-0000-0000'),
    ])
      assert.equal((await world.get(other, { cookie })).status, 404);
  });

  it('finds tickets by word, by number and in every list, and says when there is none', async () => {
    const ana = await agent('Ana');
    await person();
    await entries(ana).first().waitFor();
    const number = await entries(ana).first().getAttribute('data-ticket');
    for (const [words, count] of [
      ['schedule panel', 1],
      [number!, 1],
      [number!.slice(2, 6).toLowerCase(), 1],
      ['schedule toaster', 0],
    ] as const) {
      await ana.keyboard.press('/');
      await ana.locator('#find').fill(words);
      await (count === 0 ? ana.getByText('No ticket has all of these words.') : entries(ana).first()).waitFor();
      assert.equal(await entries(ana).count(), count, words);
      await ana.keyboard.press('Escape');
    }
    await ana.goto(`${world.address}/console/desk/F-0000-0000`);
    await ana.getByText('There is no ticket F-0000-0000').waitFor();
  });

  it('hands a ticket to an agent who is there, asks for a fact, and opens a closed ticket again', async () => {
    const [ana, ben] = [await agent('Ana'), await agent('Ben')];
    const jo = await person();
    await entries(ana).first().click();
    await ana.getByText('More', { exact: true }).click();
    await press(ana, 'Ask the person for …');
    await ana.getByRole('radio').first().check();
    await ana.locator('dialog .primary').click();
    await ana.locator('.event').getByText('Asked the person').waitFor();
    await jo.getByText('Ana').first().waitFor();
    await ana.getByText('More', { exact: true }).click();
    await press(ana, 'Hand to …');
    await ana.getByLabel('Ben').check();
    await ana.locator('dialog .primary').click();
    await ana.getByText('Ben has it', { exact: true }).waitFor();
    await press(ben, 'Mine 1');
    await entries(ben).first().click();
    await ben.getByText('You have it', { exact: true }).waitFor();
    await ben.keyboard.press('x');
    await ben.getByLabel('Solved').check();
    await ben.locator('dialog .primary').click();
    await press(ben, 'Open again');
    await ben.getByRole('button', { name: 'I take it' }).waitFor();
  });

  it('undoes by keyboard, a claim too, and gives the words back; the person hears of nothing', async () => {
    await world.close();
    // Long enough that nothing goes out by itself meanwhile.
    world = await ConsoleWorld.open(undefined, { holdS: 600 });
    const ana = await agent('Ana');
    const jo = await person();
    await entries(ana).first().click();
    await press(ana, 'I take it');
    await ana.locator('.held').getByText('tells the person that you have it').waitFor();
    await ana.keyboard.press('u');
    await ana.locator('.toast').getByText('Nobody but the agents saw it').waitFor();
    await ana.getByRole('button', { name: 'I take it' }).waitFor();
    assert.doesNotMatch(await jo.locator('#log').innerText(), /Ana/);
    await ana.keyboard.press('c');
    await ana.locator('.held').getByText('tells the person that you have it').waitFor();
    await press(ana, 'Now');
    await jo.locator('#log').getByText('Ana').first().waitFor();
    await press(ana, 'Give it back');
    await ana.locator('.held').getByText('gives the ticket back').waitFor();
    await ana.keyboard.press('u');
    await ana.getByText('You have it', { exact: true }).waitFor();
    await ana.keyboard.press('r');
    await ana.keyboard.type('Not yet');
    await ana.keyboard.press('Enter');
    await ana.locator('.held').getByText('Not yet').waitFor();
    await ana.keyboard.press('Escape');
    await ana.keyboard.press('u');
    await until(async () => (await ana.locator('#words').inputValue()) === 'Not yet', 'the words in the field');
    await ana.locator('.toast').getByText('Nobody but the agents saw it').first().waitFor();
    assert.doesNotMatch(await jo.locator('#log').innerText(), /Not yet/);
  });

  it('puts a saved reply into the field, to be read once more', async () => {
    const ana = await agent('Ana');
    await person();
    await entries(ana).first().click();
    await ana.getByRole('button', { name: 'I take it' }).waitFor();
    await ana.keyboard.press('s');
    await ana.getByLabel("I'm looking into it").check();
    await press(ana, 'Put into the field');
    assert.match(await ana.locator('#words').inputValue(), /^Hello there, this is Ana\. I have your case F-/);
    assert.equal(await lines(ana, 'agent').count(), 0, 'nothing was sent');
  });

  it('notifies agents who want it while the page is in the background, with number and problem alone', async () => {
    const own = await context();
    await own.grantPermissions(['notifications'], { origin: world.address });
    const ana = await openConsole(own, world, 'Ana', errors);
    await ana.evaluate(() => {
      const told: string[] = [];
      class Told extends EventTarget {
        static permission = 'granted';
        static requestPermission = async (): Promise<string> => 'granted';
        constructor(title: string, { body }: { body: string }) {
          super();
          told.push(`${title}: ${body}`);
        }
        close(): void {}
      }
      Object.assign(globalThis, { Notification: Told, told });
    });
    await ana.locator('#me summary').click();
    await ana.getByLabel('Tell me of new tickets').check();
    await ana.getByText('You are told of new tickets').waitFor();
    const told = (): Promise<string[]> => ana.evaluate(() => (globalThis as unknown as { told: string[] }).told);
    await person();
    await entries(ana).first().waitFor();
    assert.deepEqual(await told(), [], 'nobody is told of what they see');
    await ana.evaluate(() => Object.defineProperty(document, 'hidden', { value: true }));
    // Another list is shown: the one that waits is looked at all the same.
    await press(ana, 'All');
    await DeskTalk.open(world, 'lee');
    await until(async () => (await told()).length === 1, 'the notification');
    assert.match((await told())[0]!, /^F-\w{4}-\w{4} waits: The panel's schedule is out of date$/);
  });

  it('takes a key that comes right after a dialog was closed', async () => {
    const ana = await agent('Ana');
    await DeskTalk.open(world, 'jo');
    await entries(ana).first().click();
    await press(ana, 'I take it');
    await ana.getByText('You have it', { exact: true }).waitFor();
    await ana.keyboard.press('s');
    await ana.getByLabel("I'm looking into it").focus();
    // In one go: no frame is drawn in between, so the closed dialog's field still has the focus.
    await ana.evaluate(() => {
      document.querySelector<HTMLDialogElement>('dialog[open]')!.close();
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
    });
    await ana.getByText('Take the ticket').waitFor();
  });

  it('has no barrier in what can be undone, in files that go along, and in saved replies', async () => {
    await world.close();
    // Long enough that nothing goes out by itself meanwhile.
    world = await ConsoleWorld.open(undefined, { holdS: 600 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await DeskTalk.open(world, colorScheme);
      const ana = await agent('Ana', { colorScheme, reducedMotion: 'reduce' });
      await entries(ana).first().click();
      await press(ana, 'I take it');
      await ana.getByText('You have it', { exact: true }).waitFor();
      assert.deepEqual(await violations(ana), [], `${colorScheme}: a claim that can be undone`);
      await press(ana, 'Now');
      await ana.locator('.held').waitFor({ state: 'detached' });
      const file = { name: 'guide.txt', mimeType: 'text/plain', buffer: Buffer.from('x') };
      await ana.locator('#agent-file').setInputFiles(file);
      await ana.locator('.files li:not(.soft)').waitFor();
      await ana.keyboard.press('x');
      await ana.getByLabel('Solved').check();
      await ana.locator('dialog .primary').click();
      await ana.locator('.held').waitFor();
      assert.deepEqual(await violations(ana), [], `${colorScheme}: what can be undone, and a file`);
      const overflow = await ana.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `the ticket is ${overflow} pixels too wide`);
      await press(ana, 'Undo');
      await ana.locator('.held').waitFor({ state: 'detached' });
      await ana.keyboard.press('s');
      await ana.getByLabel("I'm looking into it").waitFor();
      assert.deepEqual(await violations(ana), [], `${colorScheme}: the saved replies`);
      await ana.keyboard.press('Escape');
      await ana.locator('dialog[open]').waitFor({ state: 'hidden' });
      await ana.keyboard.press('?');
      await ana.getByText('Take the ticket').waitFor();
    }
  });

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has no barrier that axe finds: names, roles, order, contrast (${colorScheme})`, async () => {
      const ana = await agent('Ana', { colorScheme, reducedMotion: 'reduce' });
      await ana.getByText('Nobody is waiting.').waitFor();
      assert.deepEqual(await violations(ana), [], 'the empty queue');
      await person();
      await entries(ana).first().click();
      await press(ana, 'I take it');
      await ana.getByText('You have it', { exact: true }).waitFor();
      await write(ana, 'r', 'Hello');
      await lines(ana, 'agent').getByText('arrived').waitFor();
      await write(ana, 'n', 'A note');
      await lines(ana, 'note').waitFor();
      assert.deepEqual(await violations(ana), [], 'a ticket');
      await ana.keyboard.press('?');
      await ana.getByText('Take the ticket').waitFor();
      assert.deepEqual(await violations(ana), [], 'the keys');
      await ana.keyboard.press('Escape');
      await ana.setViewportSize({ width: 360, height: 740 });
      assert.deepEqual(await violations(ana), [], 'on a phone');
      assert.ok(await ana.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider');
      await ana.getByLabel('Back to the list').click();
      await ana.getByPlaceholder('Search').waitFor();
      await ana.getByRole('link', { name: 'Audit' }).click();
      await ana.getByRole('cell', { name: 'claim' }).waitFor();
      assert.deepEqual(await violations(ana), [], 'the audit');
    });
});

/** The faults that axe finds, as far as it is shown. */
interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}
