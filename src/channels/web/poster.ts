/** The poster: a page to print, which leads people who can't get in to the chat page. */
import type { Say } from '../../core/phrases.ts';
import { escapeHtml } from './page-files.ts';
import { qrOf } from './qr.ts';

/** Makes the poster, a whole HTML page of one sheet of A4, for the address of the chat page. */
export function posterOf(address: string, say: Say, organisation: string | null): string {
  const { size, path } = qrOf(address);
  const words = (key: Parameters<Say>[0]): string => escapeHtml(say(key));
  const shown = escapeHtml(address.replace(/^https:\/\//, '').replace(/\/$/, ''));
  return `<!doctype html>
<html lang="${words('page-language')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${words('page-poster-title')}</title>
<style>
@page { size: A4; margin: 0 }
* { box-sizing: border-box; margin: 0 }
body { display: grid; place-items: center; min-height: 100vh; background: #fff; color: #111; font-family: system-ui, sans-serif }
main { display: grid; gap: 9mm; justify-items: center; width: min(210mm, 100%); padding: 18mm 20mm; text-align: center; break-inside: avoid }
h1 { font-size: 17mm; line-height: 1.1 }
p { max-width: 160mm; font-size: 7mm; line-height: 1.4 }
svg { width: min(105mm, 80vw); fill: #000; shape-rendering: crispedges }
.address { font-size: 9mm; font-weight: 700; overflow-wrap: anywhere }
.small { color: #444; font-size: 4.8mm }
</style>
</head>
<body>
<main>
${organisation === null ? '' : `<p>${escapeHtml(organisation)}</p>\n`}<h1>${words('page-poster-title')}</h1>
<p>${words('page-poster-how')}</p>
<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="${words('page-poster-code')}"><path d="${path}"/></svg>
<p class="address">${shown}</p>
<p class="small">${words('page-about')}</p>
</main>
</body>
</html>
`;
}
