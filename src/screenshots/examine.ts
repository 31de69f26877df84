/** Examines a picture before any of its pixels is decoded. */
import sharp, { type Sharp } from 'sharp';
import { LARGEST_PICTURE, pictureFormat } from '../core/picture.ts';
import type { PictureTrouble } from './screenshot.ts';

/** The largest number of pixels that are decoded: a few kilobytes can claim to be a picture of a billion pixels. */
const MOST_PIXELS = 25_000_000;
/** The longest side, in pixels; no screen is longer. */
const LONGEST_SIDE = 20_000;

// One picture at a time, nothing kept; and all other formats that libvips could open stay closed.
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'],
});

/**
 * Examines a picture; answers it with its size when it is fit to be decoded, else the trouble. None of its pixels has
 * been looked at.
 */
export async function examine(
  bytes: Uint8Array,
): Promise<{ readonly picture: Sharp; readonly width: number; readonly height: number } | PictureTrouble> {
  if (bytes.length > LARGEST_PICTURE) return 'too-big';
  const format = pictureFormat(bytes);
  // An animation is no screenshot, and each of its frames costs as much as a picture.
  if (!format || isAnimated(bytes, format)) return 'not-an-image';
  const found = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (found?.format !== format || (found.pages ?? 1) > 1) return 'not-an-image';
  if (found.width * found.height > MOST_PIXELS || Math.max(found.width, found.height) > LONGEST_SIDE) return 'too-big';
  const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
  return { picture, width: found.autoOrient.width, height: found.autoOrient.height };
}

/** Tells whether a picture has more than one frame: WebP says so in a flag, PNG in a chunk before its pixels. */
function isAnimated(bytes: Uint8Array, format: 'png' | 'jpeg' | 'webp'): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'webp') return view.toString('latin1', 12, 16) === 'VP8X' && ((view[20] ?? 0) & 2) !== 0;
  if (format === 'jpeg') return false;
  for (let at = 8; at + 8 <= view.length; at += 12 + view.readUInt32BE(at)) {
    const chunk = view.toString('latin1', at + 4, at + 8);
    if (chunk === 'acTL') return true;
    if (chunk === 'IDAT') return false;
  }
  return false;
}
