/** Draws Block Kit in a browser, near enough to Slack to judge a message by: there is no renderer of Slack's to use. */
import type { Browser, Page } from 'playwright-core';
import type { Rendered } from '../../src/channels/slack/send/render.ts';

type Node = Readonly<Record<string, unknown>>;

/** Slack's colours, near enough. */
const LOOKS = {
  light: {
    page: '#fff',
    text: '#1d1c1d',
    soft: '#616061',
    line: '#ddd',
    code: '#f8f8f8',
    red: '#c01343',
    link: '#1264a3',
  },
  dark: {
    page: '#1a1d21',
    text: '#d1d2d3',
    soft: '#ababad',
    line: '#565856',
    code: '#222529',
    red: '#e8912d',
    link: '#1d9bd1',
  },
} as const;

/** Opens a page of a width and a theme with messages on it. */
export async function showBlocks(
  browser: Browser,
  messages: readonly Rendered[],
  { width, theme }: { width: number; theme: keyof typeof LOOKS },
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 600 }, deviceScaleFactor: 1.5 });
  const c = LOOKS[theme];
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>
    body{background:${c.page};color:${c.text};margin:12px;font:15px/22px 'Open Sans',Lato,sans-serif;overflow-wrap:anywhere}
    .message{border-bottom:1px solid ${c.line};padding:8px 0 16px;max-width:640px}
    h3{font-size:18px;line-height:24px;margin:4px 0 8px} ul,ol{margin:0 0 0 8px;padding-left:20px}
    blockquote{border-left:4px solid ${c.line};margin:4px 0;padding-left:12px}
    code,pre{background:${c.code};border:1px solid ${c.line};border-radius:3px;color:${c.red};font:12px/18px monospace;padding:1px 3px;white-space:pre-wrap}
    pre{color:${c.text};padding:8px} a{color:${c.link}} .context{color:${c.soft};font-size:13px} .section{white-space:pre-wrap}
    .actions{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}
    .actions>*{border:1px solid ${c.line};border-radius:4px;padding:3px 12px;font-weight:700;font-size:14px}
    .primary{background:#007a5a;color:#fff;border-color:#007a5a}
    </style>${messages.map(({ blocks }) => `<div class="message">${blocks.map(blockOf).join('')}</div>`).join('')}`);
  return page;
}

function blockOf(block: Node): string {
  switch (block.type) {
    case 'header':
      return `<h3>${objectOf(block.text)}</h3>`;
    case 'rich_text':
      return list(block.elements).map(richOf).join('');
    case 'context':
      return `<div class="context">${list(block.elements).map(objectOf).join(' ')}</div>`;
    case 'actions':
      return `<div class="actions">${list(block.elements).map(buttonOf).join('')}</div>`;
    case 'divider':
      return '<hr>';
    default:
      return `<div class="section">${objectOf(block.text)}</div>`;
  }
}

function richOf(element: Node): string {
  const inner = list(element.elements);
  switch (element.type) {
    case 'rich_text_list': {
      const name = element.style === 'ordered' ? 'ol' : 'ul';
      const start = typeof element.offset === 'number' ? ` start="${element.offset + 1}"` : '';
      return `<${name}${start}>${inner.map((item) => `<li>${list(item.elements).map(spanOf).join('')}</li>`).join('')}</${name}>`;
    }
    case 'rich_text_quote':
      return `<blockquote class="section">${inner.map(spanOf).join('')}</blockquote>`;
    case 'rich_text_preformatted':
      return `<pre>${inner.map(spanOf).join('')}</pre>`;
    default:
      return `<div class="section">${inner.map(spanOf).join('')}</div>`;
  }
}

function spanOf(element: Node): string {
  const words = escaped(String(element.text ?? element.user_id ?? element.name ?? ''));
  const style = (element.style ?? {}) as Node;
  if (element.type === 'link') return `<a>${words || escaped(String(element.url))}</a>`;
  if (element.type === 'user') return `<a>@${words}</a>`;
  // Slack shows a date by the reader's clock; this page has none.
  if (element.type === 'date') return `<time>${escaped(String(element.fallback ?? ''))}</time>`;
  if (style.code) return `<code>${words}</code>`;
  return style.bold ? `<b>${words}</b>` : words;
}

function buttonOf(element: Node): string {
  if (element.type === 'overflow') return '<span>…</span>';
  if (element.type === 'static_select') return `<span>${objectOf(element.placeholder)} ▾</span>`;
  return `<span class="${element.style === 'primary' ? 'primary' : ''}">${objectOf(element.text)}</span>`;
}

function objectOf(value: unknown): string {
  return escaped(String(((value ?? {}) as Node).text ?? ''));
}

function list(value: unknown): Node[] {
  return Array.isArray(value) ? (value as Node[]) : [];
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
