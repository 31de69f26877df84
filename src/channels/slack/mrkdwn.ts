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

/** One of Slack's tokens: a mention, a channel, a link, a date. */
function readable(token: string, us: string | null): string {
  const [target = '', label] = token.split('|', 2);
  if (target.startsWith('@')) return target.slice(1) === us ? '' : `@${label ?? 'someone'}`;
  if (target.startsWith('#')) return `#${label ?? 'channel'}`;
  if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
  return label ?? target.replace(/^mailto:/, '');
}
