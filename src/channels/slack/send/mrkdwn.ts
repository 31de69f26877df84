/**
 * Slack's markup in both directions. Outwards nothing of a text works as markup; inwards, everything Slack made of a
 * typed text becomes what was typed.
 */

/** Escapes a text, so that nothing in it links, formats or mentions. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * Turns Slack's markup into what the person typed; the address of a link stands behind its words, unless they are the
 * address. A mention of the bot (`us`) is an address, not a word of the message, and is left out. With `fences`, code
 * blocks keep theirs, on lines of their own with the mark of the line before.
 */
export function typedText(text: string, us: string | null, fences = false): string {
  const plain = text
    .replace(/<([^<>\n]*)>/g, (_, token: string) => readable(token, us))
    .replace(/:(?:\+1|thumbsup)(?:::skin-tone-\d)?:/g, '👍')
    .replace(/:(?:white_check_mark|heavy_check_mark):/g, '✅')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
  return (fences ? fenced(plain) : plain.replace(/```/g, '\n')).trim();
}

/** The links of a text with Slack's markup whose words are not their address. */
export function linksIn(text: string): { readonly name: string; readonly url: string }[] {
  return [...text.matchAll(/<((?:https?|mailto|tel):[^<>\n|]*)\|([^<>\n]*)>/g)]
    .map(([, url, name]) => ({ name: name!.replace(/&amp;/g, '&'), url: url!.replace(/&amp;/g, '&') }))
    .filter(({ name, url }) => !isAddress(name, url));
}

/** Puts code blocks on lines of their own. One on a marked line, or below one that leads to it, is marked as a whole. */
function fenced(text: string): string {
  const [first = '', ...rest] = text.split('```');
  let out = first;
  for (const [i, piece] of rest.entries()) {
    const isCode = i % 2 === 0 && i < rest.length - 1;
    if (!isCode) {
      out += piece.replace(/^[ \t]*(?=\S)/, '\n');
      continue;
    }
    const lines = out.split('\n');
    const last = lines.at(-1)!;
    const before = lines.at(-2) ?? '';
    const isMarked = /^\s?>/.test(last) || (last.trim() === '' && /^\s?>+\s*$|^\s?>.*:\s*$/.test(before));
    const mark = isMarked ? '> ' : '';
    const code = piece.replace(/^\n|\n(\s?>\s?)?$/g, '').split('\n');
    const body = code.map((line) => mark + (isMarked ? line.replace(/^\s?>\s?/, '') : line));
    const head = /^\s?>*\s*$/.test(last) && !/>>>/.test(last) ? lines.slice(0, -1) : lines;
    out = [...head, `${mark}\`\`\``, ...body, `${mark}\`\`\``].join('\n');
  }
  return out;
}

/** Tells whether a text with Slack's markup mentions the bot (`us`). */
export function mentions(text: string, us: string): boolean {
  return text.includes(`<@${us}>`) || text.includes(`<@${us}|`);
}

const MENTION = /<@([UW][A-Z0-9]+)(?:\|[^<>\n]*)?>/g;

/** Lists the user ids that a text with Slack's markup mentions, besides the bot's own. */
export function mentionedIn(text: string, us: string): string[] {
  return [...new Set([...text.matchAll(MENTION)].map((m) => m[1]!))].filter((user) => user !== us);
}

/** Puts names into the mentions of a text with Slack's markup. */
export function withNames(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(MENTION, (whole, user: string) => {
    const name = names.get(user);
    return name === undefined ? whole : `<@${user}|${escapeText(name).replace(/[|\n]/g, ' ')}>`;
  });
}

/** Turns one of Slack's tokens into words: a mention, a channel, a link, a date. */
function readable(token: string, us: string | null): string {
  const [target = '', label] = token.split('|', 2);
  if (target.startsWith('@')) return target.slice(1) === us ? '' : `@${label ?? 'someone'}`;
  if (target.startsWith('#')) return `#${label ?? 'channel'}`;
  if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
  const address = target.replace(/^(mailto|tel):/, '');
  return label === undefined || isAddress(label, target) ? (label ?? address) : `${label} (${address})`;
}

/** Tells whether the words of a link are its address. */
function isAddress(words: string, url: string): boolean {
  const bare = (text: string): string => text.replace(/^(https?:\/\/|mailto:|tel:)/i, '').replace(/\/$/, '');
  return bare(words).toLowerCase() === bare(url).toLowerCase();
}
