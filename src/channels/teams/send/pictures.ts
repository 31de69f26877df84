import type { Image } from '../../../core/job.ts';
import { type PictureFormat, pictureFormat } from '../../../core/picture.ts';
import type { Paragraph, Rich } from '../../../core/text.ts';
import { WORDS } from '../words.ts';

/** Teams shows pictures of up to a megabyte that come with a message; it may still find the message too large, and say so. */
const MOST_BYTES = 750_000;
/** What Teams shows in a message. */
const SHOWN: readonly PictureFormat[] = ['png', 'jpeg'];

/** A picture as a message carries it. */
export type Inline = { readonly contentType: string; readonly contentUrl: string; readonly name?: string };

/** What becomes of the pictures and files of a reply: those Teams can show, and words for the rest. */
export interface Shown {
  readonly inline: readonly Inline[];
  readonly rest: Rich;
}

/** Pictures small enough travel in the message; of everything else its name is said, and why it can't be seen. */
export async function showPictures(
  images: readonly Image[],
  picture: (ref: string) => Promise<Uint8Array | null>,
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
      const why = bytes === null ? 'gone' : format && SHOWN.includes(format) ? 'large' : 'file';
      rest.push({ kind: 'text', spans: [{ text: WORDS.unseen(name, why) }] });
    }
  }
  return { inline, rest };
}
