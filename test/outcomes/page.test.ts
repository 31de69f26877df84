/** The page “Outcomes” as a lead uses it in the real Chromium, and what its handlers answer. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ConsoleWorld, openConsole } from '../console/console-world.ts';
import { openBrowser } from '../fakes/browser.ts';
import { keepRecords } from '../fakes/case-records.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The day before yesterday at noon, so that no midnight comes between. */
const AT = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 1.5 * 86_400_000).toISOString();
const UNKNOWN = { outcome: null, fixedAt: null } as const;
const HUB = {
  beganAt: AT,
  intent: 'hub-unavailable',
  pack: 'rooms',
  fixedAt: new Date(Date.parse(AT) + 600_000).toISOString(),
};

describe('the page of outcomes', function () {
  this.timeout(120_000);
  let world: ConsoleWorld;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const errors: string[] = [];

  before(async () => {
    [world, browser] = await Promise.all([ConsoleWorld.open(), openBrowser()]);
    await keepRecords(world.store, [
      ...Array.from({ length: 21 }, () => ({ ...HUB, path: 'hub/restart=not hub/wait=fixed+' })),
      { ...HUB, ...UNKNOWN, channel: 'slack', path: 'hub/restart=not hub/wait.' },
      { ...HUB, ...UNKNOWN, outcome: 'handed-over', agents: 'waiting', handedAt: AT, path: 'hub/restart.' },
      { ...UNKNOWN, beganAt: AT, intent: null, pack: null, path: '' },
    ]);
  });
  after(async () => {
    await browser?.close();
    await world.close();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    assert.deepEqual(errors.splice(0), []);
  });

  /** The page of a lead who has just opened it. */
  async function lead(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    contexts.push(context);
    const page = await openConsole(context, world, 'Lea', errors);
    await page.getByRole('link', { name: 'Outcomes' }).click();
    await page.locator('.funnel').waitFor();
    return page;
  }

  const stage = (page: Page, id: string): Promise<string> => page.locator(`.stage.${id} .number`).innerText();
  const get = async (path: string): Promise<Response> =>
    world.get(`/console/api/outcomes${path}`, { cookie: await world.cookie('Lea') });

  it('shows the funnel, the times and the plot of the last four weeks', async () => {
    const page = await lead();
    assert.deepEqual(
      await Promise.all(['begun', 'recognised', 'fixed', 'handed', 'unknown'].map((id) => stage(page, id))),
      ['24', '23', '21', '1', '2'],
    );
    await page.getByText('10 min').first().waitFor();
    await page.locator('#plot canvas').waitFor();
    const painted = await page.locator('#plot canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.some((part, i) => i % 4 === 3 && part > 0);
    });
    assert.ok(painted, 'the plot has bars');
  });

  it('narrows everything down, keeps it in the address, and goes back', async () => {
    const page = await lead();
    await page.locator('label.channel select').selectOption('slack');
    await page.locator('.stage.begun .number', { hasText: /^1$/ }).waitFor();
    assert.match(decodeURIComponent(page.url()), /channel=slack/);
    await page.reload();
    await page.locator('.stage.begun .number', { hasText: /^1$/ }).waitFor();
    await page.keyboard.press('e');
    await page.getByText('No case was begun in this period').waitFor();
    await page.goBack();
    await page.goBack();
    await page.locator('.stage.begun .number', { hasText: /^24$/ }).waitFor();
  });

  it('gives each table as CSV and as JSON, of the same cases', async () => {
    const page = await lead();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV of problems' }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^firstline-problems-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    const csv = await (await get('/tables/problems.csv')).text();
    assert.match(csv, /^id,title,begun,recognised,walked,/);
    assert.match(csv, /\r\nhub-unavailable,[^\r]*,23,23,23,21,0,1,0,0,1\r\n/);
    const { rows } = (await (await get('/tables/steps.json?channel=slack')).json()) as { rows: object[] };
    assert.equal(rows.length, 2);
    for (const [path, status, code] of [
      ['/tables/secrets.csv', 400, 'TABLE_UNKNOWN'],
      ['/tables/..%2f..%2fpackage.json', 400, 'TABLE_UNKNOWN'],
      ['/figures?from=2026-02-30', 400, 'PERIOD_WRONG'],
      ['/figures?from=2026-02-03&to=2026-02-01', 400, 'PERIOD_WRONG'],
    ] as const) {
      const refused = await get(path);
      assert.deepEqual([refused.status, ((await refused.json()) as { code: string }).code], [status, code], path);
    }
    assert.equal((await world.get('/console/api/outcomes/figures')).status, 401);
  });

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has no barrier that axe finds, also at phone width (${colorScheme})`, async () => {
      const page = await lead({ colorScheme });
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        await page.evaluate(AXE);
        const found = await page.evaluate(async () => {
          const { axe } = globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`);
        });
        assert.deepEqual(found, [], `${width}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide at ${width}`);
      }
    });
});
