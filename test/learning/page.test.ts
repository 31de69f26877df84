/** The page “Learning” as an author uses it in the real Chromium: groups, choices, the draft, its effect, and taking it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { readContent } from '../../src/content/load.ts';
import { PLAIN } from '../../src/core/message.ts';
import { ConsoleWorld, openConsole } from '../console/console-world.ts';
import { openBrowser } from '../fakes/browser.ts';
import { keepRecords } from '../fakes/case-records.ts';
import { fixtureSources } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';
import { until } from '../fakes/until.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EVIL = '<img src=x onerror="document.title=\'evil\'"> {{7*7}} <script>xyzzy</script>';
/** Messages of people: three are alike, one is nearly an example of another problem, one is an attack. */
const WRITTEN = [
  'the blinds of my window are stuck',
  'blinds of the window are stuck',
  'my window blinds are stuck',
  'the coffee is cold',
  EVIL,
];

describe('the page of learning', function () {
  this.timeout(200_000);
  let world: ConsoleWorld;
  let browser: Browser;
  let own: string;
  const contexts: BrowserContext[] = [];
  const errors: string[] = [];
  const git = (...args: string[]): string => execFileSync('git', ['-C', own, ...args], { encoding: 'utf8' }).trim();
  const sources = () => ({
    ...fixtureSources(),
    roots: [...fixtureSources().roots, { path: own, shown: 'our-content/' }],
  });

  before(async () => {
    own = freshFolder();
    mkdirSync(join(own, 'intents'));
    execFileSync('git', ['init', '-q', '-b', 'main', own]);
    git('-c', 'user.name=T', '-c', 'user.email=t@example.org', 'commit', '-q', '--allow-empty', '-m', 'First');
    [world, browser] = await Promise.all([ConsoleWorld.open(undefined, { sources: sources() }), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await world.close();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    assert.deepEqual(errors.splice(0), []);
  });

  let count = 0;
  /** Somebody writes, each in a conversation of their own. */
  async function writes(text: string): Promise<void> {
    count += 1;
    const before = (await world.store.lessons('open', 1000)).length;
    const place = { conversation: `web:learning-${count}`, channel: 'web', audience: 'person', kind: 'said' } as const;
    await world.accept({ ...PLAIN, ...place, id: `learning-${count}`, text });
    await until(async () => (await world.store.lessons('open', 1000)).length > before, `a lesson of “${text}”`);
  }

  async function author(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    contexts.push(context);
    const page = await openConsole(context, world, 'Ida', errors);
    await page.getByRole('link', { name: 'Learning' }).click();
    await page.getByRole('button', { name: 'Not understood' }).waitFor();
    return page;
  }
  const post = async (path: string, body: object, cookie?: string): Promise<[number, string | undefined]> => {
    const said = await world.post(`/console/api/learning${path}`, body, {
      cookie: cookie ?? (await world.cookie('Ida')),
    });
    return [said.status, ((await said.json()) as { code?: string }).code];
  };
  const audit = async (): Promise<string[]> =>
    (await world.store.audit('2020', 10_000)).map(({ what }) => what).filter((what) => what.startsWith('learning:'));
  /** The barriers that axe finds. */
  async function barriers(page: Page): Promise<string[]> {
    await page.evaluate(AXE);
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`);
    });
  }
  const entries = (page: Page) => page.locator('.entry .what').allInnerTexts();

  it('says how things come here while there are none', async () => {
    const page = await author();
    await page.getByText('Nothing waits here.').waitFor();
    await page.getByRole('button', { name: 'Draft' }).click();
    await page.getByText('The draft is empty.').waitFor();
  });

  it('groups what is alike, the most frequent first, and shows what people wrote as text', async () => {
    for (const text of WRITTEN) await writes(text);
    const page = await author();
    await page.locator('.entry').first().waitFor();
    const [first, ...rest] = await entries(page);
    assert.match(first!, /blinds/);
    assert.equal(rest.length, 2);
    assert.equal(await page.locator('.entry .times .visually-hidden').first().textContent(), '3 times');
    await page.getByText('xyzzy').first().click();
    await page.locator('.lead', { hasText: '<script>xyzzy</script>' }).waitFor();
    await page.getByText('How it is read today').waitFor();
    await page.locator('.why strong').waitFor();
    assert.match(await page.title(), /Learning/);
    assert.equal(await page.locator('.learning img, .learning script').count(), 0);
    assert.ok((await audit()).includes('learning:read'));
  });

  it('makes a new problem of a group by keyboard, and leaves another alone', async () => {
    const page = await author();
    await page.locator('.entry').first().waitFor();
    await page.keyboard.press('j');
    await page.getByText('What was written').waitFor();
    await page.locator('.why strong').waitFor();
    await page.keyboard.press('n');
    await page.getByLabel('The problem in a few words').fill('The blinds are stuck');
    await page.getByRole('button', { name: 'Word it anew' }).first().click();
    await page.getByLabel('Other words for it').fill('blinds stuck, what now?');
    await page.getByRole('button', { name: 'Into the draft: 3 texts' }).click();
    await page.locator('.toast', { hasText: 'In the draft: 3.' }).waitFor();
    await until(async () => (await entries(page)).length === 2, 'the group is gone from the list');
    const evil = page.locator('.entry', { hasText: 'xyzzy' });
    await evil.click();
    await page.locator('.lead', { hasText: 'xyzzy' }).waitFor();
    await page.locator('.why strong').waitFor();
    await page.keyboard.press('l');
    await page.getByRole('button', { name: 'Leave: 1 text' }).click();
    await until(async () => (await entries(page)).length === 1, 'what was left is gone from the list');
    assert.deepEqual(
      (await world.store.lessons('done', 10)).map(({ text }) => text),
      [EVIL],
    );
    assert.equal(git('status', '--porcelain'), '', 'nothing is written before it is taken');
  });

  it('warns where words stand nearer to another problem, and takes them into the draft all the same', async () => {
    await writes('roomie slow');
    const page = await author();
    await page.locator('.entry', { hasText: 'roomie slow' }).click();
    await page.getByText('How it is read today').waitFor();
    await page.locator('.why strong').waitFor();
    await page.keyboard.press('e');
    await page.locator('.uses select').selectOption('door-pass');
    await page.locator('.uses select').selectOption('wrong-pin');
    const { warnings } = (await (
      await world.post(
        '/console/api/learning/near',
        { ids: [(await world.store.lessons('open', 1))[0]!.id], intent: 'wrong-pin' },
        { cookie: await world.cookie('Ida') },
      )
    ).json()) as { warnings: { intent: string }[] };
    const shown = await page.locator('.uses .warning').count();
    assert.equal(shown, warnings.length);
    await page.getByRole('button', { name: 'Into the draft: 1 text' }).click();
    await page.locator('.toast', { hasText: 'In the draft: 1.' }).waitFor();
    await page.locator('.entry', { hasText: 'coffee' }).click();
    await page.locator('.why strong').waitFor();
    await page.keyboard.press('o');
    await page.getByRole('button', { name: 'Into the draft: 1 text' }).click();
    await until(async () => (await entries(page)).length === 0, 'the list is empty');
  });

  it('shows the effect before the draft is taken, and then writes, commits and gives the patch', async () => {
    const page = await author();
    await page.getByRole('button', { name: 'Draft' }).click();
    await page.getByText('A new problem: The blinds are stuck').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Take the draft' }).isDisabled());
    const { name } = (await (
      await world.get('/console/api/learning/draft', { cookie: await world.cookie('Ida') })
    ).json()) as { name: string };
    assert.deepEqual(await post('/take', { draft: name }), [409, 'LEARNING_UNTRIED']);
    await page.getByRole('button', { name: 'Take out: roomie slow' }).click();
    await page.locator('.said', { hasText: 'roomie slow' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show the effect' }).click();
    await page.locator('progress').waitFor();
    await page.getByRole('table', { name: 'Examples of the content' }).waitFor({ timeout: 170_000 });
    const cell = (table: string, row: string, column: number) =>
      page.getByRole('table', { name: table }).getByRole('row', { name: row }).locator('td').nth(column).innerText();
    const drafted = await Promise.all(
      ['Right', 'Asked', 'Not recognised', 'Wrong'].map(async (row) =>
        Number(await cell('The words of the draft', row, 1)),
      ),
    );
    assert.equal(
      drafted.reduce((sum, n) => sum + n, 0),
      4,
    );
    assert.equal((await page.getByText('still not right').count()) - 1, 4 - drafted[0]!, 'each is told, and so is why');
    assert.ok(Number(await cell('Examples of the content', 'Right', 0)) > 20);
    await page.getByText('Whom it hurts').waitFor();
    assert.deepEqual(await barriers(page), []);
    assert.equal(git('status', '--porcelain'), '');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Take the draft' }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^learning-\d{4}-\d\d-\d\d\.patch$/);
    await page.getByText('committed there').waitFor();
    const patch = readFileSync(await download.path(), 'utf8');
    assert.match(patch, /^\+ {2}- "blinds stuck, what now\?"$/m);
    assert.match(git('symbolic-ref', '--short', 'HEAD'), /^learning\//);
    assert.match(git('log', '-1', '--format=%an: %s'), /^Ida: Add 1 example of 1 intent and 1 new problem/);
    assert.equal(git('status', '--porcelain'), '');
    const { content, faults } = readContent(sources());
    assert.deepEqual(faults, []);
    assert.ok(content.intents.get('the-blinds-are-stuck')!.examples.includes('blinds stuck, what now?'));
    assert.deepEqual(await world.store.lessons('draft', 10), []);
    const done = await audit();
    for (const what of ['seed', 'leave', 'example', 'other', 'drop', 'try', 'take'])
      assert.ok(done.includes(`learning:${what}`), what);
    assert.doesNotMatch(world.log(), /blinds|roomie slow|coffee/, 'no words of people in the log');
  });

  it('lists steps that cure nobody and questions with one answer, with the evidence', async () => {
    const beganAt = new Date(Date.now() - 2 * 86_400_000).toISOString();
    const path = 'hub-unavailable/scope=one hub-unavailable/restart=not hub-unavailable/wait.';
    await keepRecords(
      world.store,
      Array.from({ length: 21 }, () => ({
        beganAt,
        intent: 'hub-unavailable',
        pack: 'roomie',
        outcome: null,
        fixedAt: null,
        path,
      })),
    );
    const page = await author();
    await page.getByRole('button', { name: 'Steps' }).click();
    await page.getByRole('heading', { name: 'Steps that cure nobody' }).waitFor();
    const { uncuring, same } = (await (
      await world.get('/console/api/learning/steps', { cookie: await world.cookie('Ida') })
    ).json()) as { uncuring: { reached: number }[]; same: { times: number }[] };
    assert.equal(await page.locator('tbody tr').count(), uncuring.length + same.length);
    assert.ok(uncuring.length + same.length > 0);
    for (const { reached } of uncuring) assert.equal(reached, 21);
  });

  it('takes nothing that is no use, and no words that are gone', async () => {
    await writes('my xyzzy fell over');
    const [{ id } = assert.fail('none')] = await world.store.lessons('open', 1);
    const lessons = [{ id, wording: null }];
    for (const [body, code] of [
      [{ lessons, use: { use: 'example', intent: 'nothing-like-it' } }, 'LEARNING_REFUSED'],
      [{ lessons, use: { use: 'example', intent: 'other-it' } }, 'LEARNING_REFUSED'],
      [{ lessons, use: { use: 'other', intent: 'door-pass' } }, 'LEARNING_REFUSED'],
      [{ lessons, use: { use: 'seed', pack: '../..', title: 'A' } }, 'LEARNING_REFUSED'],
      [{ lessons, use: { use: 'seed', pack: 'roomie', title: '../../x <b>' } }, 'LEARNING_REFUSED'],
      [{ lessons, use: { use: 'seed', pack: 'roomie', title: 'Door pass' } }, 'LEARNING_REFUSED'],
      [{ lessons: [{ id: 'gone', wording: null }], use: { use: 'leave' } }, 'LEARNING_REFUSED'],
    ] as const)
      assert.deepEqual(await post('/use', body), [409, code], JSON.stringify(body));
    for (const body of [
      {},
      { lessons: [], use: { use: 'leave' } },
      { lessons, use: { use: 'delete' } },
      { lessons, use: { use: 'leave', more: 1 } },
    ])
      assert.equal((await post('/use', body))[0], 400, JSON.stringify(body));
    assert.deepEqual(await post('/explain', { id: 'gone' }), [409, 'LEARNING_REFUSED']);
    assert.deepEqual(await post('/trial', {}), [409, 'LEARNING_REFUSED'], 'the draft is empty');
    assert.equal((await world.get('/console/api/learning/groups')).status, 401);
    const foreign = { cookie: await world.cookie('Ida'), origin: 'http://evil.example' };
    assert.equal(
      (await world.post('/console/api/learning/use', { lessons, use: { use: 'leave' } }, foreign)).status,
      403,
    );
    assert.equal((await world.store.lessonsById([id])).length, 1);
    const secret = [{ id, wording: 'my password is Tr0ub4dor&3xyz' }];
    assert.equal((await post('/use', { lessons: secret, use: { use: 'example', intent: 'door-pass' } }))[0], 200);
    assert.doesNotMatch(JSON.stringify(await world.store.lessonsById([id])), /Tr0ub4dor/);
  });

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has no barrier that axe finds, also at phone width (${colorScheme})`, async () => {
      await writes(`again my xyzzy fell over ${colorScheme}`);
      const page = await author({ colorScheme });
      await page.locator('.entry').first().click();
      await page.locator('.why strong').waitFor();
      const parts: [string, () => Promise<unknown>][] = [
        ['group', async () => undefined],
        ['draft', () => page.goto(`${world.address}/console/learning/draft`)],
        ['steps', () => page.goto(`${world.address}/console/learning/steps`)],
        ['list', () => page.goto(`${world.address}/console/learning`)],
      ];
      for (const [part, go] of parts) {
        await go();
        await page.locator('.learning .card, .learning .entry').first().waitFor();
        for (const width of [1280, 390]) {
          await page.setViewportSize({ width, height: 800 });
          assert.deepEqual(await barriers(page), [], `${part} ${width}`);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(overflow <= 0, `${part} is ${overflow} pixels too wide at ${width}`);
          const below = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
          assert.ok(below <= 0, `${part} scrolls as a whole, by ${below} pixels, at ${width}`);
        }
      }
    });
});
