/** `npm run picture`: the picture of the chat page in the README, drawn anew by a real browser from the service as it is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { say } from './channels/web/visit.ts';
import { openBrowser } from './fakes/browser.ts';
import { ROOT, SHIPPED_SETTINGS } from './fakes/content.ts';
import { Service } from './fakes/service.ts';

const PICTURE = join(ROOT, 'deploy', 'page.png');
/** As wide as a README shows it, and high enough for a problem with its first step. */
const SIZE = { width: 900, height: 850 };
/** An error as people paste it, with what they add; the answer names the problem and tells the first step, with its buttons. */
const SAID = "Skype for Business couldn't find a Skype for Business Server for your domain. We have our own servers.";

const service = new Service();
try {
  const address = await service.start({ ...SHIPPED_SETTINGS, LOG_LEVEL: 'error' });
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ viewport: SIZE, colorScheme: 'light', reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(address);
    await page.getByText('Paste the error you see').waitFor();
    await say(page, SAID);
    // 256 colours are enough for a page, and a quarter of the bytes.
    const small = await sharp(await page.screenshot())
      .png({ palette: true, effort: 10 })
      .toBuffer();
    writeFileSync(PICTURE, small);
    process.stdout.write(`${PICTURE}: ${Math.ceil(small.length / 1024)} KB\n`);
  } finally {
    await browser.close();
  }
} finally {
  await service.remove();
}
