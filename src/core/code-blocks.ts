/** Code blocks in an agent's words: they reach the person as code. */
import type { Paragraph, Rich } from './text.ts';

const BLOCK = /^```\n([\s\S]*?)\n```$/gm;

/** Makes paragraphs of words, code blocks among them. */
export function withCode(text: string): Rich {
  const body: Paragraph[] = [];
  let from = 0;
  const say = (words: string): void => {
    if (words.trim() !== '') body.push({ kind: 'text', spans: [{ text: words.replace(/^\n+|\n+$/g, '') }] });
  };
  for (const block of text.matchAll(BLOCK)) {
    say(text.slice(from, block.index));
    if (block[1] !== '') body.push({ kind: 'text', spans: [{ text: block[1]!, style: 'code' }] });
    from = block.index + block[0].length;
  }
  say(text.slice(from));
  return body;
}

/** Takes the fences of code blocks out of a text. */
export function withoutFences(text: string): string {
  return text.replace(/^```\n?/gm, '').trim();
}
