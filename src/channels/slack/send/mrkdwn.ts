/**
 * Slack's markup in both directions. Outwards nothing of a text may work as markup; inwards, everything Slack made of what a
 * person typed becomes what they typed again.
 */

/** A text that Slack shows as it is: nothing in it links, formats a mention or pings. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** What a person typed. The mention of `us` is an address, not a word of the message. */
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

/** Whether a text as Slack sends it mentions us. */
export function mentions(text: string, us: string): boolean {
  return text.includes(`<@${us}>`) || text.includes(`<@${us}|`);
}

const MENTION = /<@([UW][A-Z0-9]+)(?:\|[^<>\n]*)?>/g;

/** Whom a text as Slack sends it mentions, besides us. */
export function mentionedIn(text: string, us: string): string[] {
  return [...new Set([...text.matchAll(MENTION)].map((m) => m[1]!))].filter((user) => user !== us);
}

/** The same text, with names in its mentions. */
export function withNames(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(MENTION, (whole, user: string) => {
    const name = names.get(user);
    return name === undefined ? whole : `<@${user}|${escapeText(name).replace(/[|\n]/g, ' ')}>`;
  });
}

/** One of Slack's tokens: a mention, a channel, a link, a date. */
function readable(token: string, us: string | null): string {
  const [target = '', label] = token.split('|', 2);
  if (target.startsWith('@')) return target.slice(1) === us ? '' : `@${label ?? 'someone'}`;
  if (target.startsWith('#')) return `#${label ?? 'channel'}`;
  if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
  return label ?? target.replace(/^mailto:/, '');
}
