/** A block or one of its parts, as Slack takes it. */
export type Block = { readonly type: string; readonly [key: string]: unknown };

/** Words nobody can turn into markup, a mention or an emoji. */
export function plainText(text: string): Block {
  return { type: 'plain_text', text, emoji: false };
}
