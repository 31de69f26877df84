/** The chat page as somebody uses it in a real browser. */
import type { BrowserContext, Page } from 'playwright-core';

/** Requests to other addresses, and errors: both seen beside the page. */
export interface Seen {
  readonly foreign: string[];
  readonly errors: string[];
}

/** The page of a service, once it greets. */
export async function openPage(context: BrowserContext, address: string, { foreign, errors }: Seen): Promise<Page> {
  const page = await context.newPage();
  page.on('request', (r) => {
    if (!r.url().startsWith(address) && !r.url().startsWith('data:')) foreign.push(r.url());
  });
  page.on('pageerror', (e) => errors.push(e.message));
  page.on('console', (m) => {
    if (m.type() === 'error' && /Content Security Policy/.test(m.text())) errors.push(m.text());
  });
  await page.goto(address);
  await page.getByText('Paste the error you see').waitFor();
  return page;
}

const replies = (page: Page) => page.locator('article.firstline');

/** Does something that is answered, and waits until the answer stands below what it answers. */
export async function answered(page: Page, act: () => Promise<unknown>): Promise<string> {
  const before = await replies(page).count();
  await act();
  await page.waitForFunction((n) => {
    const last = [...document.querySelectorAll('#log article')].at(-1);
    return document.querySelectorAll('article.firstline').length > n && last?.matches('.firstline');
  }, before);
  return replies(page).last().innerText();
}

/** Says something, and gives the answer's words. */
export const say = (page: Page, text: string) =>
  answered(page, async () => {
    await page.getByLabel('Your message').fill(text);
    await page.keyboard.press('Enter');
  });

/** Presses a button by its title, and gives the answer's words. */
export const press = (page: Page, title: string) =>
  answered(page, async () => {
    const button = page.locator('#answers').getByRole('button', { name: title, exact: true });
    if (!(await button.isVisible())) await page.locator('#answers summary').click();
    await button.click();
  });
