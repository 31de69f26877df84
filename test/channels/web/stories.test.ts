import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../../fakes/browser.ts';
import { SHIPPED_SETTINGS } from '../../fakes/content.ts';
import { Service } from '../../fakes/service.ts';
import { stories, words } from '../../fakes/stories.ts';
import { openPage, press, say } from './visit.ts';

describe('the chat page with the shipped content, in a real browser', function () {
  this.timeout(120_000);
  const service = new Service();
  const seen = { foreign: [], errors: [] };
  let browser: Browser;
  let context: BrowserContext;

  before(async function () {
    // The shipped content may have to be trained first.
    this.timeout(300_000);
    [browser] = await Promise.all([openBrowser(), service.start(SHIPPED_SETTINGS)]);
  });
  after(async () => {
    await browser?.close();
    await service.remove();
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(() => context.close());

  for (const story of stories().filter((s) => s.page))
    it(`plays "${story.story}"`, async () => {
      const page = await openPage(context, service.address, seen);
      for (const [i, turn] of story.turns.entries()) {
        if (turn.open || turn.after || turn.old) continue;
        const title = turn.press === undefined ? '' : await titleOf(page, turn.press);
        const text = turn.press === undefined ? await say(page, (turn.say ?? '').trimEnd()) : await press(page, title);
        for (const w of words(turn.expect.text))
          assert.ok(text.toLowerCase().includes(w.toLowerCase()), `turn ${i + 1}: "${w}" in ${text}`);
        for (const w of words(turn.expect.without))
          assert.ok(!text.toLowerCase().includes(w.toLowerCase()), `turn ${i + 1}: no "${w}"`);
      }
    });

  /** The button's words, from the transcript as the page got it. */
  async function titleOf(page: Page, id: string): Promise<string> {
    const body = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const lines: string[] = [];
          const stream = new EventSource('/web/stream?after=0.0');
          stream.addEventListener('line', (e) => lines.push(e.data));
          stream.addEventListener('ready', () => {
            stream.close();
            resolve(lines.findLast((l) => l.includes('"firstline"'))!);
          });
        }),
    );
    const { choices, controls } = JSON.parse(body) as {
      choices: { id: string; title: string }[];
      controls: { id: string; title: string }[];
    };
    const found = [...choices, ...controls].find((c) => c.id === id);
    assert.ok(found, `there is a button ${id}`);
    return found.title;
  }

  it('asked no other server for anything, and caused no error', () => {
    assert.deepEqual(seen, { foreign: [], errors: [] });
  });
});
