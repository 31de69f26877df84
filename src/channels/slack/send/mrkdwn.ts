/**
 * Slack's markup in both directions. Outwards nothing of a text works as markup; inwards, everything Slack made of a
 * typed text becomes what was typed.
 */

/** Escapes a text, so that nothing in it links, formats or mentions. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * Turns Slack's markup into what the person typed. A mention of the bot (`us`) is an address, not a word of the
 * message, and is left out.
 */
export function typedText(text: string, us: string | null): string {
  return text
    .replace(/<([^<>\n]*)>/g, (_, token: string) => readable(token, us))
    .replace(/:(?:\+1|thumbsup)(?:::skin-tone-\d)?:/g, '👍')
    .replace(/:(?:white_check_mark|heavy_check_mark):/g, '✅')
    .replace(/```/g, '\n')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim();
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
  return label ?? target.replace(/^mailto:/, '');
}
