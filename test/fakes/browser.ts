/** Opens the browser that tests use. */
import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** The longest wait for anything in a page, in milliseconds: on a slow machine that does much else, too. */
const PATIENCE_MS = 60_000;

/** A real Chromium: the installed one if there is one, else the one that comes from npm. Its pages are waited for patiently. */
export async function openBrowser(): Promise<Browser> {
  const browser = await launch();
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await open(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  return browser;
}

async function launch(): Promise<Browser> {
  const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  // Without it a file's name is nothing but "download" where it has a letter beyond ASCII.
  const env = { ...process.env, LANG: 'C.UTF-8' } as Record<string, string>;
  if (installed) return playwright.launch({ executablePath: installed, args, env });
  return playwright.launch({ executablePath: await chromium.executablePath(), args, env });
}
