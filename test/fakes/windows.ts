/** Draws any window as a picture, with a real browser, and gives it the forms in which pictures reach a helpdesk. */
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { asText, faceOf, type Shot } from './screenshots.ts';

/** A part of a window: a line of text, or something that is drawn in its own way. */
export type Part =
  | string
  | { readonly heading: string }
  | { readonly field: string }
  | { readonly tick: string }
  | { readonly buttons: readonly string[] };

/** A window: the text of its title bar (none on a phone or a page), and what stands in it. */
export interface Drawn {
  readonly title: string | null;
  readonly parts: readonly Part[];
  /** The width of the window, in pixels. */
  readonly wide?: number;
  readonly font?: Shot['font'];
  readonly scale?: Shot['scale'];
}

/** The forms of a picture: as it was taken, and what chats, phones and settings make of it. */
export const FORMS = {
  plain: (picture) => picture,
  'JPEG of quality 40': (picture) => sharp(picture).jpeg({ quality: 40 }).toBuffer(),
  '0.7 of its size': (picture) => resized(picture, 0.7),
  inverted: (picture) => sharp(picture).flatten().negate({ alpha: false }).png().toBuffer(),
  '3° askew': (picture) => sharp(picture).flatten().rotate(3, { background: '#777' }).png().toBuffer(),
  '1.5 of its size': (picture) => resized(picture, 1.5),
} as const satisfies Readonly<Record<string, (picture: Buffer) => Buffer | Promise<Buffer>>>;

/** Draws windows on one page of a browser. */
export class WindowPainter {
  readonly #browser: Browser;
  readonly #pages = new Map<number, Promise<Page>>();

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async draw({ title, parts, wide = 420, font = 'open-sans', scale = 1 }: Drawn): Promise<Buffer> {
    if (!this.#pages.has(scale)) this.#pages.set(scale, this.#browser.newPage({ deviceScaleFactor: scale }));
    const page = await this.#pages.get(scale)!;
    const bar = title === null ? '' : `<div class="bar"><span>${asText(title)}</span><span>— ☐ ✕</span></div>`;
    await page.setContent(`<!doctype html><style>${faceOf(font, 400)} ${faceOf(font, 700)} ${STYLE}</style>
<body><div class="shown" style="width: ${wide}px">${bar}${parts.map(drawn).join('')}</div>`);
    await page.evaluate(() => document.fonts.ready);
    const take = () => page.locator('.shown').screenshot();
    return take().catch(() => take());
  }
}

const STYLE = `* { box-sizing: border-box; margin: 0 }
body { font: 12px/16px shown; color: #1b1b1b; background: #777 }
.shown { background: #fff; border: 1px solid #c8c8c8; padding-bottom: 18px }
.shown > :not(.bar) { margin: 12px 24px 0 }
.bar { display: flex; justify-content: space-between; background: #f3f3f3; padding: 6px 10px }
h1 { font: 400 20px/26px shown; color: #0067c0 }
.field { min-height: 26px; padding: 4px 8px; border: 1px solid #c8c8c8 }
.feet { display: flex; gap: 8px; justify-content: end }
.feet span { min-width: 76px; padding: 3px 12px; border: 1px solid #c8c8c8; text-align: center }`;

function drawn(part: Part): string {
  if (typeof part === 'string') return `<p>${asText(part)}</p>`;
  if ('heading' in part) return `<h1>${asText(part.heading)}</h1>`;
  if ('field' in part) return `<p class="field">${asText(part.field)}</p>`;
  if ('tick' in part) return `<p>☐ ${asText(part.tick)}</p>`;
  return `<p class="feet">${part.buttons.map((b) => `<span>${asText(b)}</span>`).join('')}</p>`;
}

async function resized(picture: Buffer, by: number): Promise<Buffer> {
  const { width } = await sharp(picture).metadata();
  return sharp(picture)
    .resize({ width: Math.round(width * by) })
    .png()
    .toBuffer();
}
