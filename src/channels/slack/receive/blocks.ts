/** Reads Block Kit: the words of blocks in Slack's own markup, and the parts that are no words. */
import { type MessagePart, partOf } from '../../../core/message-part.ts';
import { escapeText } from '../send/mrkdwn.ts';

/** The words of blocks in Slack's markup, with what stands among them. */
export interface BlocksRead {
  readonly markup: string;
  readonly parts: readonly MessagePart[];
}

type BlockNode = Readonly<Record<string, unknown>>;

/** The deepest nesting that is followed; Slack's own is four deep. */
const DEEPEST = 8;
/** Blocks that people press or fill in, and lines between others: nothing of them is said. */
const SILENT = new Set(['actions', 'divider', 'input', 'context_actions', 'share_shortcut', 'condition']);

/** Reads the blocks of a message or an attachment. */
export function readBlocks(blocks: readonly unknown[]): BlocksRead {
  const parts: MessagePart[] = [];
  const lines = blocks.map((block) => blockOf(nodeOf(block), parts, 0)).filter((line) => line.trim() !== '');
  return { markup: lines.join('\n'), parts };
}

function blockOf(block: BlockNode, parts: MessagePart[], depth: number): string {
  if (depth > DEEPEST) return '';
  const type = textIn(block.type);
  if (SILENT.has(type)) return '';
  switch (type) {
    case 'rich_text':
      return listIn(block.elements).map(richOf).join('\n');
    case 'image':
      parts.push(pictureOf(block));
      return '';
    case 'video':
      parts.push(partOf('video', objectText(block.title) || textIn(block.alt_text), textIn(block.title_url)));
      return '';
    case 'file':
      parts.push(partOf('file', textIn(nodeOf(block.file).name), textIn(nodeOf(block.file).permalink)));
      return '';
    case 'call': {
      const call = nodeOf(nodeOf(block.call).v1);
      parts.push(partOf('other', textIn(call.name), textIn(call.join_url)));
      return '';
    }
    case 'table':
    case 'data_table':
      return [objectText(block.caption), ...listIn(block.rows).map(rowOf)].filter((line) => line !== '').join('\n');
    case 'context':
      return listIn(block.elements)
        .map((element) => (element.type === 'image' ? '' : objectText(element)))
        .filter((text) => text !== '')
        .join(' ');
    default:
      return othersOf(block, parts, depth);
  }
}

/** Reads sections, headers, markdown, and kinds of blocks yet to come: every text of theirs, in reading order. */
function othersOf(block: BlockNode, parts: MessagePart[], depth: number): string {
  const { title, rich_text_title, subtitle, label, text, body, description, details, output, caption } = block;
  const all = [title, rich_text_title, subtitle, label, text, body, description, details, output, caption];
  const own = all.map(objectText);
  const fields = listIn(block.fields).map(objectText);
  for (const picture of [block.accessory, block.hero_image].map(nodeOf))
    if (picture.type === 'image') parts.push(pictureOf(picture));
  const inner = [block.elements, block.tasks, block.blocks, block.child_blocks]
    .flatMap(listIn)
    .map((element) => blockOf(element, parts, depth + 1));
  const sources = listIn(block.sources).map((source) => spanOf({ ...source, type: 'link' }));
  const texts = [...own, ...fields, ...inner, ...sources].filter((text) => text !== '');
  if (texts.length === 0 && depth === 0 && textIn(block.type) !== '') parts.push(partOf('other'));
  return texts.join('\n');
}

/** Reads a stretch of rich text: a paragraph, a list, a quotation, a code block. */
function richOf(element: BlockNode): string {
  const inner = listIn(element.elements);
  switch (element.type) {
    case 'rich_text_list': {
      const first = typeof element.offset === 'number' ? element.offset + 1 : 1;
      const mark = (i: number): string => (element.style === 'ordered' ? `${first + i}. ` : '• ');
      return bordered(element, inner.map((item, i) => mark(i) + richOf(item)).join('\n'));
    }
    case 'rich_text_quote':
      return inner.map(spanOf).join('').replace(/\n$/, '').replace(/^/gm, '&gt; ');
    case 'rich_text_preformatted':
      return bordered(element, `\`\`\`${inner.map(spanOf).join('')}\`\`\``);
    default:
      return inner.map(spanOf).join('').replace(/\n$/, '');
  }
}

/** Marks what stands within a quotation. */
function bordered({ border }: BlockNode, markup: string): string {
  return border === 1 ? markup.replace(/^/gm, '&gt; ') : markup;
}

function spanOf(element: BlockNode): string {
  const text = textIn(element.text);
  switch (element.type) {
    case 'link': {
      const url = escapeText(textIn(element.url));
      return text === '' ? `<${url}>` : `<${url}|${escapeText(text).replace(/\|/g, '¦')}>`;
    }
    case 'user':
      return `<@${textIn(element.user_id)}>`;
    case 'channel':
      return `<#${textIn(element.channel_id)}>`;
    case 'usergroup':
      return `<!subteam^${textIn(element.usergroup_id)}>`;
    case 'broadcast':
      return `<!${textIn(element.range)}>`;
    case 'emoji':
      return emojiOf(element);
    case 'date':
      return escapeText(textIn(element.fallback) || new Date(Number(element.timestamp) * 1000 || 0).toUTCString());
    case 'color':
      return escapeText(textIn(element.value));
    default:
      // Kinds yet to come say what they are in one of these.
      return escapeText(text || textIn(element.title) || textIn(element.name) || textIn(element.fallback));
  }
}

/** An emoji as its sign, where Slack tells it, else by its name. */
function emojiOf({ name, unicode }: BlockNode): string {
  const codes = textIn(unicode)
    .split('-')
    .map((code) => Number.parseInt(code, 16));
  const isKnown = codes.every((code) => code > 0 && code <= 0x10ffff);
  return isKnown ? String.fromCodePoint(...codes) : `:${textIn(name)}:`;
}

function rowOf(row: BlockNode | readonly unknown[]): string {
  const cells = Array.isArray(row) ? row : [];
  return cells
    .map((cell) => {
      const { type, text, value, elements } = nodeOf(cell);
      if (type === 'rich_text') return listIn(elements).map(richOf).join(' ');
      return escapeText(textIn(text) || (typeof value === 'number' ? String(value) : textIn(value)));
    })
    .join(' | ');
}

function pictureOf(block: BlockNode): MessagePart {
  const url = textIn(block.image_url) || textIn(nodeOf(block.slack_file).url);
  const isMoving = block.is_animated === true || isGif(url);
  return partOf(isMoving ? 'gif' : 'picture', objectText(block.title) || textIn(block.alt_text), url);
}

/** Tells by its address whether a picture is a GIF. */
export function isGif(url: string): boolean {
  return /\.gif($|\?)|^https:\/\/([\w-]+\.)*(giphy|tenor)\.com\//i.test(url);
}

/** The markup of a text, a text object, or rich text. */
function objectText(value: unknown): string {
  if (typeof value === 'string') return value;
  const { type, text, elements } = nodeOf(value);
  if (type === 'rich_text') return listIn(elements).map(richOf).join('\n');
  return type === 'plain_text' ? escapeText(textIn(text)) : textIn(text);
}

function nodeOf(value: unknown): BlockNode {
  return typeof value === 'object' && value !== null ? (value as BlockNode) : {};
}

function listIn(value: unknown): BlockNode[] {
  return Array.isArray(value)
    ? (value as unknown[]).map((one) => (Array.isArray(one) ? (one as never) : nodeOf(one)))
    : [];
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
