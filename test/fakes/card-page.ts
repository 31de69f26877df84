/** Shows Teams' cards in a browser, so that tests can look at them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** The themes of Teams. */
export type Theme = 'light' | 'dark' | 'contrast';

const RENDERER = readFileSync(
  createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js'),
  'utf8',
);

/** Teams' colours and measures, near enough to judge a card by. */
const LOOKS = {
  light: {
    page: '#f5f5f5',
    card: '#ffffff',
    text: '#242424',
    subtle: '#616161',
    soft: '#f5f5f5',
    line: '#e0e0e0',
    link: '#4f52b2',
    good: '#237b4b',
    warning: '#835c00',
    warnBack: '#fbf6d9',
    button: '#ffffff',
    buttonText: '#242424',
    primary: '#5b5fc7',
    primaryText: '#ffffff',
    edge: '#d1d1d1',
  },
  dark: {
    page: '#1f1f1f',
    card: '#292929',
    text: '#ffffff',
    subtle: '#adadad',
    soft: '#333333',
    line: '#404040',
    link: '#9299f7',
    good: '#92c353',
    warning: '#f8d22a',
    warnBack: '#463100',
    button: '#292929',
    buttonText: '#ffffff',
    primary: '#7f85f5',
    primaryText: '#1f1f1f',
    edge: '#666666',
  },
  contrast: {
    page: '#000000',
    card: '#000000',
    text: '#ffffff',
    subtle: '#ffffff',
    soft: '#000000',
    line: '#ffffff',
    link: '#ffff01',
    good: '#ffffff',
    warning: '#ffffff',
    warnBack: '#000000',
    button: '#000000',
    buttonText: '#ffffff',
    primary: '#000000',
    primaryText: '#1aebff',
    edge: '#ffffff',
  },
} as const;

/** Opens a page of a width and a theme with cards on it, drawn by Microsoft's own renderer. */
export async function showCards(
  browser: Pick<Browser, 'newPage'> | BrowserContext,
  cards: readonly object[],
  { width, theme }: { width: number; theme: Theme },
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 600 }, deviceScaleFactor: 1.5 });
  const c = LOOKS[theme];
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>
    body{background:${c.page};margin:12px;font:14px/20px 'Open Sans','Segoe UI',sans-serif}
    .card{background:${c.card};border:1px solid ${c.line};border-radius:8px;margin-bottom:16px;padding:4px;max-width:600px}
    .ac-pushButton{background:${c.button};color:${c.buttonText};border:1px solid ${c.edge};border-radius:4px;padding:5px 12px;font:600 14px/20px inherit;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
    .ac-pushButton.style-positive{background:${c.primary};color:${c.primaryText};border-color:${theme === 'contrast' ? c.primaryText : c.primary}}
    .ac-input{background:${c.soft};color:${c.text};border:0;border-bottom:1px solid ${c.edge};padding:6px 8px;font:inherit;border-radius:4px;min-width:0}
    .ac-inlineActionButton{background:${c.button};color:${c.buttonText};border:1px solid ${c.edge};border-radius:4px;padding:5px 12px}
    .ac-anchor{color:${c.link}}
    </style><div id="cards"></div>`);
  await page.addScriptTag({ content: RENDERER });
  await page.evaluate(
    ({ cards, c }) => {
      const { AdaptiveCard, HostConfig } = (globalThis as unknown as { AdaptiveCards: typeof import('adaptivecards') })
        .AdaptiveCards;
      AdaptiveCard.onProcessMarkdown = (text, result) => {
        // Teams' rendering of a text block: bold, emphasis and links; escaped marks stand for themselves.
        const html = text
          .replace(/&/g, '&amp;')
          .replace(/</g, '&lt;')
          .replace(/&lt;at>(.*?)&lt;\/at>/g, '<b>$1</b>')
          .replace(/\[([^\]\\]*)\]\(([^)\\]*)\)/g, '<a href="$2">$1</a>')
          .replace(/\\(.)/g, (_, mark) => `&#${mark.codePointAt(0)};`)
          .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>');
        result.outputHtml = html;
        result.didProcess = true;
      };
      const colours = (base: string): object => ({
        default: { default: base, subtle: c.subtle },
        accent: { default: c.link, subtle: c.link },
        good: { default: c.good, subtle: c.good },
        warning: { default: c.warning, subtle: c.warning },
        attention: { default: c.warning, subtle: c.warning },
        dark: { default: base, subtle: base },
        light: { default: base, subtle: base },
      });
      const style = (backgroundColor: string): object => ({ backgroundColor, foregroundColors: colours(c.text) });
      const host = new HostConfig({
        supportsInteractivity: true,
        fontFamily: "'Open Sans', 'Segoe UI', sans-serif",
        fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
        fontWeights: { lighter: 200, default: 400, bolder: 600 },
        lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
        spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
        separator: { lineThickness: 1, lineColor: c.line },
        containerStyles: {
          default: style(c.card),
          emphasis: style(c.soft),
          warning: style(c.warnBack),
          good: style(c.soft),
          accent: style(c.soft),
          attention: style(c.warnBack),
        },
        actions: {
          maxActions: 6,
          spacing: 'default',
          buttonSpacing: 8,
          showCard: { actionMode: 'inline', inlineTopMargin: 8 },
          actionsOrientation: 'horizontal',
          actionAlignment: 'left',
        },
      });
      for (const json of cards) {
        const card = new AdaptiveCard();
        card.hostConfig = host;
        card.parse(json);
        const frame = document.createElement('div');
        frame.className = 'card';
        frame.append(card.render()!);
        document.getElementById('cards')!.append(frame);
      }
    },
    { cards: [...cards], c },
  );
  return page;
}
