/** Draws replies for a terminal. */
import { styleText } from 'node:util';
import type { Say } from '../../core/phrases.ts';
import type { Reply } from '../../core/reply.ts';
import type { Paragraph, Rich, TextSpan } from '../../core/text.ts';

/**
 * Draws a reply as people read it in a terminal, wrapped to `width` characters; with colours only where `colour` is
 * set.
 */
export function renderReply(reply: Reply, colour: boolean, width: number, say: Say): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const span = ({ style, text: raw }: TextSpan): string => {
    const text = harmless(raw);
    if (style === 'bold') return paint('bold', text);
    if (style === 'code') return colour ? paint('cyan', text) : `\`${text}\``;
    return style === 'link' ? paint('underline', text) : text;
  };
  const paragraph = (p: Paragraph): string => {
    const lead = p.kind === 'item' ? `  ${p.mark ?? '-'} ` : p.kind === 'quote' ? '> ' : '';
    return wrap(p.spans.map(span).join(''), width, lead);
  };
  if (reply.placement?.kind === 'gone') return paint('dim', harmless(say('terminal-taken-back')));
  const head: string[] = [];
  if (reply.progress)
    head.push(paint('dim', harmless([reply.title, reply.progress.label].filter(Boolean).join(' · '))));
  const choices = reply.choices.map((c, i) => `  ${paint('green', `${i + 1}. ${harmless(c.title)}`)}`);
  // Controls have no numbers, which would run into those of the answers: they are typed.
  const typed = reply.controls.map((c) => harmless(c.title)).join(' · ');
  if (typed !== '')
    choices.push(
      ...wrap(typed, width, '  ')
        .split('\n')
        .map((line) => paint('dim', line)),
    );
  const who = speakerOf(reply, say);
  const said = who === null ? reply.body : spokenBy(who, reply.body);
  const body = said.flatMap((p, i) => {
    const gap = i > 0 && !(p.kind === 'item' && said[i - 1]!.kind === 'item');
    return gap ? ['', paragraph(p)] : [paragraph(p)];
  });
  return [...head, ...body, ...(choices.length > 0 ? ['', ...choices] : [])].join('\n');
}

/** Takes out of a text what would steer the terminal: words, titles and labels may come from elsewhere. */
function harmless(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '');
}

/**
 * Names the speaker, where it is not the bot: "Ana", "Ana (changed)"; else null. A sentence about a file names the
 * speaker itself.
 */
function speakerOf({ speaker, placement, images }: Reply, say: Say): string | null {
  if (!speaker || images.length > 0) return null;
  // A name is one line, too: a second one would look like somebody else's words.
  const name = speaker.name.replace(/\p{Cc}/gu, '');
  return placement?.kind === 'instead' ? say('terminal-changed', { who: name }) : name;
}

function spokenBy(who: string, [first, ...rest]: Rich): Rich {
  const lead: TextSpan = { text: `${who}: `, style: 'bold' };
  return first?.kind === 'text'
    ? [{ ...first, spans: [lead, ...first.spans] }, ...rest]
    : [{ kind: 'text', spans: [lead] }, ...(first ? [first] : []), ...rest];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal styles begin with one
const STYLES = /\u001b\[[0-9;]*m/g;

function wrap(text: string, width: number, lead: string): string {
  const rest = ' '.repeat(lead.length);
  const lines: string[] = [];
  let line = lead;
  for (const word of text.split(/ +/)) {
    const tried = line.trim() === '' || line === lead ? line + word : `${line} ${word}`;
    if (tried.replace(STYLES, '').length > width && line.trim() !== '' && line !== lead) {
      lines.push(line);
      line = rest + word;
    } else line = tried;
  }
  return [...lines, line].join('\n');
}
