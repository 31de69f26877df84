/** Somebody who means harm: markup in every field that reaches the console, in the real Chromium, and roles that are gone round. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext } from 'playwright-core';
import { PLAIN } from '../../src/core/message.ts';
import { openBrowser } from '../fakes/browser.ts';
import { until } from '../fakes/until.ts';
import { ConsoleWorld, openConsole } from './console-world.ts';

/** Markup that marks the page if anything runs it; the first words tell where it stood. */
const evil = (where: string): string =>
  `${where} "><img src=x onerror="globalThis.hurt='${where}'"><script>globalThis.hurt='${where}'</script><svg onload="globalThis.hurt='${where}'"> javascript:alert(1) {{1234*4321}} \${1234*4321}`;

describe('markup from people', function () {
  this.timeout(120_000);
  let world: ConsoleWorld;
  let browser: Browser;
  let context: BrowserContext;
  const errors: string[] = [];

  before(async () => {
    [world, browser] = await Promise.all([ConsoleWorld.open(undefined, { holdS: 0 }), openBrowser()]);
    context = await browser.newContext();
  });
  after(async () => {
    await browser?.close();
    await world.close();
  });

  it('is shown as text wherever it stands: desk, ticket, Outcomes, Learning, audit', async () => {
    const jo = {
      ...{ ...PLAIN, conversation: 'web:evil', channel: 'web', audience: 'person' as const },
      person: { id: 'web:evil', name: evil('person') },
    };
    const say = (text: string, more = {}): Promise<boolean> =>
      world.accept({ ...jo, id: randomUUID(), kind: 'said', text, ...more });
    const press = (choice: string): Promise<boolean> =>
      world.accept({ ...jo, id: randomUUID(), kind: 'pressed', choice, text: '' });
    await say(evil('report'));
    await say(evil('more'));
    await press('human');
    await press('send');
    let ticket = '';
    await until(async () => {
      ticket = (await world.store.tickets('web:evil'))[0]?.id ?? '';
      return ticket !== '' && (await world.store.state(`ticket:${ticket}`)) !== null;
    }, 'the ticket');
    await say(evil('later'));
    const agent = await world.cookie(evil('agent'));
    const act = async (choice: string, text: string): Promise<void> => {
      const body = { id: randomUUID(), choice, text };
      assert.equal((await world.post(`/console/api/desk/tickets/${ticket}/act`, body, { cookie: agent })).status, 200);
    };
    await act('claim', '');
    await act('say', evil('answer'));
    await act('note', evil('note'));

    const page = await openConsole(context, world, evil('me'), errors);
    const isUnhurt = async (where: string): Promise<void> => {
      assert.equal(await page.evaluate(() => (globalThis as { hurt?: string }).hurt), undefined, where);
      assert.equal(await page.locator('main img, main script:not([type]), main svg[onload]').count(), 0, where);
      assert.doesNotMatch(await page.locator('body').innerText(), /5332114/, `${where}: nothing is filled in`);
    };
    await page.goto(`${world.address}/console/desk/${ticket}`);
    for (const words of ['report', 'later', 'answer', 'note'])
      await page.getByText(`${words} "><img src=x`).first().waitFor({ state: 'attached' });
    await isUnhurt('the ticket');
    await page.getByRole('button', { name: 'All' }).click();
    await page.locator('.entry').first().waitFor();
    await isUnhurt('the list');
    await page.getByLabel('Search tickets').fill(evil('search'));
    await isUnhurt('the search');
    await page.getByLabel('Search tickets').fill('');
    await page.locator('.entry').first().waitFor();
    await act('close:fixed', evil('goodbye'));
    await page.locator('.entry', { hasText: 'Closed' }).waitFor();
    await isUnhurt('the end');
    await page.goto(`${world.address}/console/learning`);
    await page.locator('.entry').first().waitFor();
    await page.locator('.entry').first().click();
    await page.locator('.said', { hasText: '<script>' }).first().waitFor();
    await isUnhurt('Learning');
    await page.goto(`${world.address}/console/audit`);
    await page
      .getByRole('cell', { name: /agent "><img/ })
      .first()
      .waitFor();
    await isUnhurt('the audit');
    await page.goto(`${world.address}/console/outcomes?problem=${encodeURIComponent(evil('address'))}`);
    await page.locator('h1').waitFor();
    await isUnhurt('Outcomes');
    for (const rest of [evil('rest'), '..%2f..%2fapi', '%00']) {
      await page.goto(`${world.address}/console/desk/${encodeURIComponent(rest).slice(0, 400)}`);
      await isUnhurt('an address');
    }
    assert.deepEqual(errors, []);
    assert.doesNotMatch(world.log(), /onerror/, 'nobody’s words in the log');
  });

  it('finds an audit line however many came after it, by what stands in it', async () => {
    const cookie = await world.cookie('Zoe');
    const at = (i: number): string => new Date(Date.now() - 60_000 + i).toISOString();
    const line = { who: 'console:zoe', name: 'Zoe Needle', what: 'opened', ticket: 'F-NEED-0001' };
    await world.store.note({ ...line, at: at(0) });
    for (let i = 1; i <= 1001; i++) await world.store.note({ ...line, name: 'Hay', ticket: null, at: at(i) });
    const read = async (query: string): Promise<{ lines: { name: string }[]; isMore: boolean }> =>
      (await (await world.get(`/console/api/audit?${query}`, { cookie })).json()) as never;
    const all = await read('');
    assert.deepEqual(
      [all.lines.length, all.isMore, all.lines.some(({ name }) => name === line.name)],
      [1000, true, false],
    );
    assert.deepEqual(
      (await read('find=needle%20f-need')).lines.map(({ name }) => name),
      ['Zoe Needle'],
    );
  });
});
