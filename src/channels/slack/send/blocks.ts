/** The parts of Block Kit that every drawing uses. */

/** A block or a part of one, in Slack's shape. */
export type Block = { readonly type: string; readonly [key: string]: unknown };

/** Makes a text in which nothing works as markup, a mention or an emoji. */
export function plainText(text: string): Block {
  return { type: 'plain_text', text, emoji: false };
}
