/**
 * `node test/message-pictures.ts <folder>`: draws ten cards of Teams and ten messages of Slack, light and dark, wide and as
 * wide as a phone. To look at after a change of how they are drawn; Slack's are drawn by a likeness, as Slack gives out no
 * renderer.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { render, renderAtDesk } from '../src/channels/slack/send/render.ts';
import { cardOf } from '../src/channels/teams/send/render.ts';
import { showBlocks } from './fakes/block-page.ts';
import { openBrowser } from './fakes/browser.ts';
import { showCards } from './fakes/card-page.ts';
import { say } from './fakes/say.ts';
import { tenReplies } from './fakes/ten-replies.ts';

const [folder = 'data/pictures'] = process.argv.slice(2);
const WIDTHS = { wide: 720, phone: 360 } as const;

mkdirSync(folder, { recursive: true });
const ten = await tenReplies();
const cards = ten.map(({ reply, atDesk }, i) =>
  cardOf({
    reply,
    mention: reply.to && !reply.quiet ? '29:kim' : null,
    token: String,
    shared: reply.to !== null,
    welcome: i === 0,
    hint: atDesk,
    say,
  }),
);
const messages = ten.map(({ reply, atDesk }) =>
  atDesk ? renderAtDesk(reply, 'ticket:F-1', 'k', say) : render({ ...reply, to: null }, null, say),
);
const browser = await openBrowser();
try {
  for (const theme of ['light', 'dark'] as const)
    for (const [name, width] of Object.entries(WIDTHS))
      for (const [where, opening] of [
        ['teams', showCards(browser, cards, { width, theme })],
        ['slack', showBlocks(browser, messages, { width, theme })],
      ] as const) {
        const page = await opening;
        const path = join(folder, `${where}-${theme}-${name}.png`);
        await page.screenshot({ path, fullPage: true });
        await page.close();
        process.stdout.write(`${path}\n`);
      }
} finally {
  await browser.close();
}
