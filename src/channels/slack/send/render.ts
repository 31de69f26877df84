/** Draws replies as Block Kit. */

import type { Say } from '../../../core/phrases.ts';
import { numbered, roleOf } from '../../../core/presentation.ts';
import type { Choice, Reply } from '../../../core/reply.ts';
import { type Paragraph, plain, type Rich, type TextSpan } from '../../../core/text.ts';
import { deskActionsOf } from '../desk/desk-actions.ts';
import { userOf } from '../workspace/places.ts';
import { type Block, plainText } from './blocks.ts';
import { evened, fitting } from './fitting.ts';
import { escapeText } from './mrkdwn.ts';
import { beginning } from './sentences.ts';

/** A message as it is posted: blocks, and the same in text for notifications and screen readers. */
export interface Rendered {
  readonly text: string;
  readonly blocks: readonly Block[];
}

// Slack's limits, in characters or parts; Slack refuses longer messages whole.
const LONGEST_HEADER = 150;
const LONGEST_BLOCK = 2900;
const LONGEST_LABEL = 75;
const LONGEST_PLACEHOLDER = 150;
/**
 * The longest body, in characters: Slack refused messages (`msg_blocks_too_long`) from about 13,000 on, buttons
 * included.
 */
const LONGEST_BODY = 9000;
const LONGEST_TEXT = 3000;
/** The largest number of buttons, menus and dots that are seen at once; more would not be read. */
const MOST_SHOWN = 6;
const MOST_IN_OVERFLOW = 5;
const MOST_IN_MENU = 100;
const MOST_BLOCKS = 50;
const LONGEST_REMARK = 1500;
/** The longest text of a message that Slack did not take with its blocks, in characters. */
const LONGEST_ALONE = 1500;
/**
 * The longest head of a ticket with its buttons and menus, in characters: below what Slack was seen to refuse.
 * LEAST_SUMMARY of it is the case summary's in any case.
 */
const LONGEST_HEAD = 12_500;
const LEAST_SUMMARY = 2500;

/** Controls shown beside the choices; the others are behind the three dots. */
const OPEN_CONTROLS = ['tried', 'cannot', 'human'];

/**
 * Draws a reply for a person. `thread` is the conversation's, and is put on the buttons: a press of an ephemeral
 * message does not tell where it stood.
 */
export function render(reply: Reply, thread: string | null, say: Say): Rendered {
  const buttons = buttonsOf(reply, thread, say);
  const actions: Block[] =
    buttons.length > 0 ? [{ type: 'actions', block_id: `asked:${reply.asked}`, elements: buttons }] : [];
  const answers = reply.choices.map(numbered).join('\n');
  return whole(reply, fitting(reply.body, LONGEST_BODY, LONGEST_BLOCK), actions, answers, say);
}

/**
 * Draws a reply for agents, with all actions of its ticket below it, however long the summary is. `most` is the longest
 * summary in characters.
 */
export function renderAtDesk(reply: Reply, ticket: string, key: string, say: Say, most = LONGEST_BODY): Rendered {
  const actions = deskActionsOf(reply, ticket, key);
  const room = Math.min(most, Math.max(LEAST_SUMMARY, LONGEST_HEAD - JSON.stringify(actions).length));
  return whole(reply, fitting(evened(reply.body, room), LONGEST_BODY, LONGEST_BLOCK), actions, '', say);
}

/** Draws a short text in small letters, below something else. */
export function remark(text: string): Rendered {
  const words = beginning(text, LONGEST_REMARK);
  return { text: escapeText(words), blocks: [{ type: 'context', elements: [plainText(words)] }] };
}

/** Draws a message that Slack did not take as words alone, shorter; what is cut is told. */
export function wordsAlone({ text }: Rendered, say: Say): Rendered {
  if (text.length <= LONGEST_ALONE) return { text, blocks: [] };
  return { text: `${beginning(text, LONGEST_ALONE)}\n\n${escapeText(say('slack-cut'))}`, blocks: [] };
}

function whole(
  reply: Reply,
  body: readonly Paragraph[],
  actions: readonly Block[],
  answers: string,
  say: Say,
): Rendered {
  const header: Block[] = reply.title
    ? [{ type: 'header', text: plainText(beginning(reply.title, LONGEST_HEADER)) }]
    : [];
  const context: Block[] = [];
  if (reply.progress) {
    context.push({ type: 'context', elements: [plainText(reply.progress.label)] });
  }
  // A person's or agent's text is never cut in silence.
  if (reply.speaker && reply.body.some((p) => p.spans.some((s) => s.text.length > LONGEST_BODY)))
    context.push({ type: 'context', elements: [plainText(say('slack-cut'))] });
  const room = MOST_BLOCKS - header.length - context.length - actions.length;
  const blocks = [...header, ...bodyOf(reply, body, say).slice(0, room), ...context, ...actions];
  return { text: wordsOf(reply, answers, say), blocks };
}

/** Takes the buttons off a pressed message, and puts the answer in their place. */
export function answered(blocks: readonly unknown[], answer: string | null): Block[] {
  const kept = (blocks as Block[]).filter((b) => b.type !== 'actions');
  return answer === null
    ? kept
    : [...kept, { type: 'context', elements: [plainText(beginning(answer, LONGEST_HEADER))] }];
}

/** Writes the value of a button: the question's number, the conversation's thread and the choice. */
export function writePress(asked: number, thread: string | null, choice: string): string {
  return `${asked}|${thread ?? ''}|${choice}`;
}

/** Reads the value of a button; null for one that is not the bot's. */
export function readPress(value: string): { asked: number; thread: string | null; choice: string } | null {
  const match = /^(\d{1,9})\|([\d.]*)\|(.{1,140})$/s.exec(value);
  return match ? { asked: Number(match[1]), thread: match[2] || null, choice: match[3]! } : null;
}

/** The beginning of the action ids that people press. */
export const PRESS = 'firstline';

/**
 * Draws the body as rich text, whose elements are shown as they are: pasted markup stays text. Only spans of the
 * content become links, and only the person the reply is for is mentioned.
 */
function bodyOf(reply: Reply, body: readonly Paragraph[], say: Say): Block[] {
  const user = reply.to && !reply.discreet && !reply.quiet ? userOf(reply.to) : null;
  const elements = elementsOf(withSpeaker(spokenBy(reply, say), body));
  if (user) {
    const mention = { type: 'user', user_id: user };
    const first = elements[0];
    if (first?.type === 'rich_text_section')
      elements[0] = { ...first, elements: [mention, { type: 'text', text: ' ' }, ...(first.elements as Block[])] };
    else elements.unshift({ type: 'rich_text_section', elements: [mention] });
  }
  const blocks: Block[][] = [];
  let length = LONGEST_BLOCK;
  for (const element of elements) {
    const size = sizeOf(element);
    if (length + size > LONGEST_BLOCK) {
      blocks.push([]);
      length = 0;
    }
    blocks.at(-1)!.push(element);
    length += size;
  }
  return blocks.map((parts) => ({ type: 'rich_text', elements: parts }));
}

/** Puts the speaker's name right above the text. */
function withSpeaker(by: Rich, body: readonly Paragraph[]): Paragraph[] {
  const [first, ...rest] = body;
  if (by.length === 0 || first?.kind !== 'text') return [...by, ...body];
  return [{ ...first, spans: [...by[0]!.spans, { text: '\n' }, ...first.spans] }, ...rest];
}

/**
 * Names the speaker in a line of its own; nothing where the bot's own text begins with that name. A person's text may
 * begin with it too, but has no bold style.
 */
function spokenBy({ speaker, body }: Reply, say: Say): Rich {
  const first = body[0]?.spans.find(({ text }) => text !== '');
  if (!speaker || (first?.style === 'bold' && first.text === speaker.name)) return [];
  const name = { text: beginning(speaker.name, LONGEST_LABEL), style: 'bold' } as const;
  return [{ kind: 'text', spans: speaker.agent ? [name, { text: ` · ${say('channel-support')}` }] : [name] }];
}

function elementsOf(body: readonly Paragraph[]): Block[] {
  const elements: Block[] = [];
  for (const [i, p] of body.entries()) {
    const spans = p.spans.filter((s) => s.text !== '').map(spanOf);
    if (spans.length === 0) continue;
    const last = elements.at(-1);
    const after = i > 0 ? body[i - 1]!.kind : null;
    if (p.kind === 'item') {
      const ordered = /^\d+\.?$/.test(p.mark ?? '');
      const style = ordered ? 'ordered' : 'bullet';
      const item = { type: 'rich_text_section', elements: spans };
      if (last?.type === 'rich_text_list' && after === 'item' && last.style === style)
        (last.elements as Block[]).push(item);
      else {
        const offset = ordered ? Number.parseInt(p.mark!, 10) - 1 : 0;
        elements.push({ type: 'rich_text_list', style, ...(offset > 0 ? { offset } : {}), elements: [item] });
      }
    } else if (isCodeBlock(p)) elements.push({ type: 'rich_text_preformatted', elements: p.spans.map(bareText) });
    else if (p.kind === 'quote') elements.push({ type: 'rich_text_quote', elements: spans });
    // Sections follow each other without a gap: the empty line between paragraphs has to be written.
    else if (after === null) elements.push({ type: 'rich_text_section', elements: spans });
    else elements.push({ type: 'rich_text_section', elements: [{ type: 'text', text: '\n' }, ...spans] });
  }
  return elements;
}

/** Tells whether a paragraph is lines of code. */
function isCodeBlock({ kind, spans }: Paragraph): boolean {
  return (
    kind === 'text' && spans.every(({ style }) => style === 'code') && spans.some(({ text }) => text.includes('\n'))
  );
}

function bareText({ text }: TextSpan): Block {
  return { type: 'text', text };
}

function spanOf({ text, style, href, time }: TextSpan): Block {
  // Slack shows a date by the clock of whoever reads it.
  if (time) {
    const format = time.day ? '{date_short_pretty}, {time}' : '{time}';
    return { type: 'date', timestamp: Math.floor(Date.parse(time.at) / 1000), format, fallback: text };
  }
  if (style === 'link' && href) return { type: 'link', url: href, text };
  return { type: 'text', text, ...(style === 'bold' || style === 'code' ? { style: { [style]: true } } : {}) };
}

/** Counts the characters an element shows. */
function sizeOf({ text, elements }: Block): number {
  const own = typeof text === 'string' ? text.length : 0;
  return ((elements ?? []) as Block[]).reduce((sum, part) => sum + sizeOf(part), own);
}

/** Draws the choices as buttons, or as a menu where there are many, and the controls beside them or behind the dots. */
function buttonsOf({ choices, controls, asked }: Reply, thread: string | null, say: Say): Block[] {
  const value = ({ id }: Choice): string => writePress(asked, thread, id);
  const label = ({ title }: Choice): Block => plainText(beginning(title, LONGEST_LABEL));
  const option = (c: Choice): object => ({ text: label(c), value: value(c) });
  const button = (c: Choice, i: number, where: string): Block => ({
    type: 'button',
    action_id: `${PRESS}:${where}:${i}`,
    text: label(c),
    value: value(c),
    ...(roleOf(c) === 'primary' ? { style: 'primary' } : {}),
  });
  const menu: Block[] = [
    {
      type: 'static_select',
      action_id: `${PRESS}:menu`,
      placeholder: plainText(beginning(say('channel-choose'), LONGEST_PLACEHOLDER)),
      options: choices.slice(0, MOST_IN_MENU).map(option),
    },
  ];
  const human = controls.filter((c) => c.id === 'human');
  const others = controls.filter((c) => c.id !== 'human');
  // Buttons that do not fit stand behind the dots; the way to a person is always in sight.
  const few = choices.length + controls.length <= MOST_SHOWN && others.every((c) => OPEN_CONTROLS.includes(c.id));
  const most = few ? MOST_SHOWN : MOST_SHOWN - 1 - human.length;
  const answers = choices.length > most ? menu : choices.map((c, i) => button(c, i, 'choice'));
  const room = few ? others.length : Math.max(0, most - answers.length);
  const near = others.filter((c) => OPEN_CONTROLS.includes(c.id)).slice(0, room);
  const far = others.filter((c) => !near.includes(c));
  // The dots hold five entries at most, a menu more.
  const isMany = far.length > MOST_IN_OVERFLOW;
  const more = {
    type: 'static_select',
    action_id: `${PRESS}:more`,
    placeholder: plainText(beginning(say('channel-more'), LONGEST_PLACEHOLDER)),
    options: far.map(option),
  };
  const dots = { type: 'overflow', action_id: `${PRESS}:overflow`, options: far.map(option) };
  const hidden = far.length === 0 ? [] : [isMany ? more : dots];
  return [...answers, ...[...near, ...human].map((c, i) => button(c, i, 'control')), ...hidden];
}

/** Writes the reply as text alone. The choices are numbered, as they can be typed. */
function wordsOf(reply: Reply, answers: string, say: Say): string {
  const { speaker, title, body } = reply;
  const said = spokenBy(reply, say).length > 0 ? `${speaker!.name}: ${plain(body)}` : plain(body);
  const all = [title ?? '', said, answers].filter((part) => part !== '').join('\n\n');
  return escapeText(beginning(all, LONGEST_TEXT)) || '…';
}
