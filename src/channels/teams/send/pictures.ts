/** The pictures and files of a reply, as Teams can show them. */
import type { Image } from '../../../core/job.ts';
import type { Say } from '../../../core/phrases.ts';
import { type PictureFormat, pictureFormat } from '../../../core/picture.ts';
import type { Paragraph, Rich } from '../../../core/text.ts';

/**
 * The largest size of all pictures of one message, in bytes. Teams shows pictures of up to a megabyte; it may still
 * find the message too large, and say so.
 */
const MOST_BYTES = 750_000;
/** The formats that Teams shows in a message. */
const SHOWN: readonly PictureFormat[] = ['png', 'jpeg'];

/** A picture as a message carries it. */
export type Inline = { readonly contentType: string; readonly contentUrl: string; readonly name?: string };

/** The pictures of a reply that Teams can show, and sentences for the rest. */
export interface Shown {
  readonly inline: readonly Inline[];
  readonly rest: Rich;
}

/**
 * Puts the pictures that are small enough into the message; all others are named, with the reason why they can't be
 * seen. `room` is in bytes.
 */
export async function showPictures(
  images: readonly Image[],
  picture: (ref: string) => Promise<Uint8Array | null>,
  say: Say,
  room = MOST_BYTES,
): Promise<Shown> {
  const inline: Inline[] = [];
  const rest: Paragraph[] = [];
  let left = room;
  for (const { ref, name } of images) {
    const bytes = await picture(ref);
    const format = bytes && pictureFormat(bytes);
    if (bytes && format && SHOWN.includes(format) && bytes.length <= left) {
      left -= bytes.length;
      const contentType = `image/${format}`;
      const contentUrl = `data:${contentType};base64,${Buffer.from(bytes).toString('base64')}`;
      inline.push({ contentType, contentUrl, ...(name ? { name } : {}) });
    } else {
      const tooLarge = format && SHOWN.includes(format);
      const why = bytes === null ? 'teams-not-kept' : tooLarge ? 'teams-too-large' : 'teams-not-shown';
      const file = name === null ? say('teams-unnamed-file') : say('teams-file', { name });
      rest.push({ kind: 'text', spans: [{ text: say(why, { file }) }] });
    }
  }
  return { inline, rest };
}
