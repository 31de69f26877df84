import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Evaluation } from '../../src/evaluation/judge.ts';
import { pageOf } from '../../src/evaluation/page.ts';
import { openBrowser } from '../fakes/browser.ts';
import { firstline, jsonLines } from '../fakes/cli.ts';
import { freshFolder } from '../fakes/folder.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { judged } from './samples.ts';

const HOSTILE = '</script><script>document.title="owned"</script><img src=x onerror=alert(1)> & "quotes" \'too\'';
const AT = new Date('2026-03-02T09:00:00Z');

function evaluation(): Evaluation {
  // As many as a company's packs may have together: the table of what is taken for what must bear them.
  const more = Array.from({ length: 15 }, (_, i) => `more-${i}`);
  const labels = [...knowledge().content.intents.keys(), ...more];
  const all = labels.flatMap((label, i) => [
    judged(label, label, 0.95),
    judged(label, label, 0.7, { tier: 'A' }),
    judged(label, labels[(i + 1) % labels.length]!, 0.8, { text: `${HOSTILE} ${label}`, line: i + 1 }),
    judged(label, null, 0.6, { text: `refused ${label} ${'very long '.repeat(100)}`, also: ['help'] }),
    judged('none', label, 0.65, { text: `not ours ${label}`, source: HOSTILE }),
  ]);
  return { title: HOSTILE, judged: all, content: knowledge().content, noneLabel: 'none', trainMs: 12 };
}

describe('the report as a page', () => {
  let browser: Browser;
  const file = join(freshFolder(), 'report.html');

  before(async () => {
    writeFileSync(file, pageOf(evaluation(), AT));
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('needs nothing from elsewhere, and nothing people wrote becomes markup', () => {
    const page = readFileSync(file, 'utf8');
    assert.doesNotMatch(page, /\b(?:src|href)="(?!#)/);
    assert.doesNotMatch(page, /<img|url\(|@import/);
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.match(page, /default-src &#39;none&#39;/);
    assert.doesNotMatch(page, /unsafe-inline| style="/);
  });

  for (const [name, width, colorScheme] of [
    ['light on a desk', 1200, 'light'],
    ['dark on a phone', 390, 'dark'],
  ] as const)
    it(`shows everything, ${name}`, async () => {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => request.url().startsWith('file:') || complaints.push(request.url()));
      await page.goto(`file://${file}`);
      assert.ok((await page.title()).includes('</script>'));
      for (const heading of [
        'How sure, how right',
        'Another threshold?',
        'By tier',
        'Labels',
        'Where to begin',
        'Time',
      ])
        assert.ok(await page.getByRole('heading', { name: heading }).isVisible(), heading);
      assert.equal(await page.locator('svg.plot').count(), 3);
      assert.ok((await page.locator('.matrix thead th').count()) > 30);
      assert.equal(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        0,
        'nothing sticks out',
      );
      assert.deepEqual(complaints, []);
      await context.close();
    });

  it('sorts its labels and filters its mistakes', async () => {
    const page = await browser.newPage();
    await page.goto(`file://${file}`);
    const first = (): Promise<string | null> => page.locator('.sortable tbody th').first().textContent();
    await page.getByRole('button', { name: 'Label', exact: true }).click();
    assert.equal(await first(), 'already-tried');
    await page.getByRole('button', { name: 'Texts' }).click();
    await page.getByRole('button', { name: 'Texts' }).click();
    assert.equal(await first(), 'none');
    await page.locator('#another input').fill('no such words');
    assert.equal(await page.locator('#another .mistakes > li:visible').count(), 0);
    await page.locator('#another input').fill('stale-schedule');
    assert.ok((await page.locator('#another .mistakes > li:visible').count()) >= 1);
    await page.close();
  });
});

describe('evaluate', () => {
  const folder = freshFolder();
  const train = join(folder, 'train.csv');
  const on = join(folder, 'on.jsonl');

  before(() => {
    const fruit = ['red apples', 'green apples', 'sour apples', 'fresh apples', 'an apple a day'];
    const cars = ['fast cars', 'red cars', 'old cars', 'small cars', 'a car for sale'];
    const csv = [...fruit.map((t) => `${t},fruit`), ...cars.map((t) => `"${t}",vehicle`)];
    writeFileSync(train, `text,label\n${csv.join('\n')}\n`);
    const rows = [
      { text: 'old apples', label: 'fruit', also: [], tier: 'A' },
      { text: 'green cars', label: 'vehicle', tier: 'B', source: 'made up' },
      { text: 'the sea is deep', label: 'oos', tier: 'B' },
      { text: 'a tall tree', label: 'plant', tier: 'A' },
    ];
    writeFileSync(on, rows.map((row) => JSON.stringify(row)).join('\n'));
  });

  it('prints exactly the figures promised, and writes the page too', async () => {
    const html = join(folder, 'report.html');
    const ran = await firstline([
      'evaluate',
      '--on',
      on,
      '--train',
      train,
      '--none-label',
      'oos',
      '--json',
      '--html',
      html,
    ]);
    assert.equal(ran.code, 0, ran.err);
    const [figures] = jsonLines(ran);
    assert.equal(
      Object.keys(figures!).join(),
      'n,accuracy,accuracyInScope,answeredRate,answeredRight,noneRecall,nonePrecision,calibrationError,auroc,refusedAt95Kept,p50Ms,trainMs',
    );
    assert.equal(figures!.n, 4);
    for (const value of Object.values(figures!)) assert.equal(typeof value, 'number');
    assert.match(ran.err, /1 texts from line 4 on have labels the training file never shows \(plant\)/);
    const page = readFileSync(html, 'utf8');
    assert.match(page, /By tier/);
    assert.match(page, /Kept against refused.*AUROC.*95\.0%.*\(now\)/s);
  });

  it('says it in words, tier by tier', async () => {
    const ran = await firstline(['evaluate', '--on', on, '--train', train, '--none-label', 'oos']);
    for (const part of [/: 4 texts/, /right in scope/, /^By tier/m, /^Taken for another/m, /plant → /])
      assert.match(ran.out, part);
  });

  it('says which file it can’t use, and why', async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['--on', 'no-such-file.jsonl'], /FILE_UNREADABLE/],
      [['--on', on], /on\.jsonl:1 {2}there is no intent "fruit"[\s\S]*LABEL_UNKNOWN/],
      [['--train', train], /FILE_MISSING/],
      [['--on', on, '--train', train, '--html', join(folder, 'no', 'such', 'folder.html')], /FILE_UNWRITABLE/],
    ];
    for (const [args, what] of wrong) {
      const ran = await firstline(['evaluate', ...args]);
      assert.equal(ran.code, 1, args.join(' '));
      assert.match(ran.err, what);
      assert.equal(ran.out, '');
    }
  });
});
