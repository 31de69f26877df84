/** Takes pictures of errors as people would send them, with a real browser. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

/** Stand-ins for the fonts of Windows and macOS: Segoe UI, Arial and San Francisco. */
export const FONTS = ['open-sans', 'arimo', 'inter'] as const;
export const THEMES = ['light', 'dark', 'contrast'] as const;
export const SCALES = [1, 1.25, 1.5, 2] as const;
/**
 * A message box, the sign-in window with the error in it, a box on a whole desktop, and that desktop photographed
 * askew.
 */
export const SCENES = ['box', 'window', 'desktop', 'photo'] as const;

/** The way an error is shown on the screen. */
export interface Shot {
  readonly message: string;
  readonly title: string;
  readonly font: (typeof FONTS)[number];
  readonly theme: (typeof THEMES)[number];
  readonly scale: (typeof SCALES)[number];
  readonly scene: (typeof SCENES)[number];
  /** The angle a photo is turned by, in degrees. */
  readonly turned?: number;
  readonly type?: 'png' | 'jpeg';
}

/** Takes the pictures that people with an error would send, of a screen in a real browser. */
export class Camera {
  readonly #browser: Browser;
  readonly #pages = new Map<number, Promise<Page>>();

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async take(shot: Shot): Promise<Buffer> {
    const photo = shot.scene === 'photo';
    if (!this.#pages.has(shot.scale)) this.#pages.set(shot.scale, this.#open(shot.scale));
    const page = await this.#pages.get(shot.scale)!;
    await page.setContent(pageOf(shot));
    await page.evaluate(() => document.fonts.ready);
    const type = shot.type ?? (photo ? 'jpeg' : 'png');
    const options = { type, ...(type === 'jpeg' ? { quality: photo ? 72 : 85 } : {}) } as const;
    // A photo is taken of the part with the error.
    const clip = photo ? { x: 283, y: 184, width: 800, height: 400 } : undefined;
    const take = () =>
      shot.scene === 'box' || shot.scene === 'window'
        ? page.locator('.shown').screenshot(options)
        : page.screenshot({ ...options, clip });
    // On a busy machine the browser now and then fails to take one.
    return take().catch(() => take());
  }

  async #open(scale: number): Promise<Page> {
    const context = await this.#browser.newContext({
      deviceScaleFactor: scale,
      viewport: { width: 1366, height: 768 },
    });
    return context.newPage();
  }
}

const { resolve } = createRequire(import.meta.url);

/** The style of a font, with the font in it. */
export function faceOf(font: Shot['font'], weight: 400 | 700): string {
  const file = resolve(`@fontsource/${font}/files/${font}-latin-${weight}-normal.woff2`);
  const data = readFileSync(file).toString('base64');
  return `@font-face { font-family: shown; font-weight: ${weight}; src: url(data:font/woff2;base64,${data}) }`;
}

const COLOURS = {
  light:
    '--back:#fff; --ink:#1b1b1b; --bar:#f3f3f3; --soft:#5f5f5f; --button:#fdfdfd; --edge:#c8c8c8; --accent:#0067c0; --wall:#3a6ea5',
  dark: '--back:#2b2b2b; --ink:#fff; --bar:#202020; --soft:#c8c8c8; --button:#3a3a3a; --edge:#454545; --accent:#4cc2ff; --wall:#15202e',
  contrast:
    '--back:#000; --ink:#fff; --bar:#000; --soft:#3ff23f; --button:#000; --edge:#fff; --accent:#ff0; --wall:#000',
} as const;

function pageOf({ message, title, font, theme, scene, turned = 2 }: Shot): string {
  const shown = scene === 'window' ? signIn(message, title) : box(message, title);
  const photo = scene === 'photo' ? `style="transform: rotate(${turned}deg); opacity: .9"` : '';
  const body =
    scene === 'box' || scene === 'window'
      ? shown
      : `<div class="desktop" ${photo}>${desktop(title)}<div class="middle">${shown}</div></div>`;
  return `<!doctype html><style>
${faceOf(font, 400)} ${faceOf(font, 700)}
:root { ${COLOURS[theme]} }
* { box-sizing: border-box; margin: 0 }
body { font: 12px/16px shown; color: var(--ink); background: #777 }
.shown, .other { background: var(--back); border: 1px solid var(--edge); width: 420px }
.bar { display: flex; justify-content: space-between; background: var(--bar); padding: 6px 10px }
.text { display: flex; gap: 14px; padding: 18px 20px; line-height: 16px }
.icon { flex: none; width: 32px; height: 32px; border-radius: 50%; background: #c42b1c; color: #fff; font: 700 22px/32px shown; text-align: center }
.feet { display: flex; gap: 8px; justify-content: end; padding: 10px 14px; background: var(--bar) }
.feet span { min-width: 76px; padding: 3px 12px; border: 1px solid var(--edge); background: var(--button); text-align: center }
.sign-in { width: 330px; padding-bottom: 24px }
.sign-in > :not(.bar) { margin: 14px 24px 0 }
.sign-in h1 { font: 400 22px/28px shown; color: var(--accent) }
.error { padding-left: 10px; border-left: 3px solid #c42b1c }
.field { padding: 4px 8px; border: 1px solid var(--edge) }
.soft { color: var(--soft) }
.desktop { position: relative; width: 1366px; height: 768px; background: var(--wall); overflow: hidden }
.middle { position: absolute; left: 470px; top: 280px }
.other { position: absolute; left: 90px; top: 40px; width: 900px; height: 610px }
.rows { display: grid; grid-template-columns: 120px 230px 1fr; gap: 10px 16px; padding: 14px }
.icons { position: absolute; right: 20px; top: 20px; display: grid; gap: 22px; width: 72px; color: #fff; text-align: center; font-size: 11px }
.icons i { display: block; width: 36px; height: 36px; margin: 0 auto 4px; border-radius: 6px; background: #e8b339 }
.task { position: absolute; inset: auto 0 0; display: flex; gap: 24px; height: 40px; padding: 12px 16px; background: var(--bar) }
.task :last-child { margin-left: auto }
</style><body>${body}`;
}

/** A text as HTML shows it. */
export function asText(text: string): string {
  return text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function box(message: string, title: string): string {
  return `<div class="shown"><div class="bar"><span>${asText(title)}</span><span>✕</span></div>
<div class="text"><span class="icon">×</span><p>${asText(message)}</p></div><div class="feet"><span>OK</span><span>Help</span></div></div>`;
}

function signIn(message: string, title: string): string {
  return `<div class="shown sign-in"><div class="bar"><span>${asText(title)}</span><span>— ☐ ✕</span></div>
<h1>Sign in</h1><p class="error">${asText(message)}</p><p class="soft">Sign-in address:</p><p class="field">kim@contoso.com</p>
<p class="soft">☑ Keep me signed in</p><p><b>Sign In</b></p><p class="soft">Sign in as: Available</p></div>`;
}

const MAIL = [
  ['Ana Silva', 'Minutes of Tuesday', 'Hello all, please find the minutes attached. The next meeting is in room 4.'],
  ['Canteen', 'Menu of the week', 'Monday: lentil soup. Tuesday: pasta. Wednesday: the usual, with rice.'],
  ['Jo Park', 'Re: travel to Lisbon', 'I booked the train, the hotel is still open. Can you check the dates?'],
  ['Facilities', 'Lift out of order', 'The lift in building C is being repaired until Friday afternoon.'],
  ['Payroll', 'Your statement is ready', 'You can download your statement for this month from the staff page.'],
];

function desktop(title: string): string {
  const rows = [...MAIL, ...MAIL, ...MAIL].map((row) => row.map((cell) => `<span>${cell}</span>`).join('')).join('');
  const icons = ['Recycle Bin', 'Reports', 'Budget 2026', 'Shared drive']
    .map((name) => `<span><i></i>${name}</span>`)
    .join('');
  return `<div class="other"><div class="bar"><span>Inbox - kim@contoso.com - Mail</span><span>— ☐ ✕</span></div><div class="rows">${rows}</div></div>
<div class="icons">${icons}</div><div class="task"><b>Start</b><span>Mail</span><span>${asText(title)}</span><span>10:42 AM</span></div>`;
}
