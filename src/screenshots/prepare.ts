/** Makes a picture easy to read for tesseract. */
import type { Sharp } from 'sharp';
import type { PictureTrouble } from './screenshot.ts';

/**
 * The largest enlargement: letters of 96 dpi are recognised best at three times their size; larger gets worse, and
 * slower.
 */
const MOST_ENLARGED = 3;
/**
 * The largest number of pixels that are read. A whole desktop is enlarged less: so many pixels take a second and a
 * half, and its letters still come out right.
 */
const MOST_READ = 5_000_000;
/** The longest side, in pixels; tesseract takes none longer than 32,767. */
const LONGEST_SIDE = 20_000;
/** The mean brightness (0 to 255) below which a screen has light letters on dark. */
const DARK = 110;
/**
 * The share of the darkest and of the brightest pixels that is ignored when contrast is stretched: a pointer, an icon.
 */
const IGNORED = 0.005;

/** A picture ready to be read: dark grey letters on light grey, large enough, in the simplest format there is (PGM). */
export interface Prepared {
  readonly image: Buffer;
  /** The resolution after enlarging, taking the picture for a screen of 96 dpi. */
  readonly dpi: number;
}

/** Decodes a picture and makes it easy to read; a broken one shows here. */
export async function prepare(picture: Sharp, width: number, height: number): Promise<Prepared | PictureTrouble> {
  const enlarged = Math.min(
    MOST_ENLARGED,
    Math.sqrt(MOST_READ / (width * height)),
    LONGEST_SIDE / Math.max(width, height),
  );
  const decoded = await picture
    .autoOrient()
    .flatten({ background: '#fff' })
    .greyscale()
    .resize({ width: Math.max(1, Math.round(width * enlarged)), kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => null);
  if (!decoded) return 'not-an-image';
  const { data, info } = decoded;
  stretch(data);
  const header = Buffer.from(`P5\n${info.width} ${info.height}\n255\n`);
  return { image: Buffer.concat([header, data]), dpi: Math.round(96 * enlarged) };
}

/** Stretches the pixels to full contrast, dark on light whatever it was. */
function stretch(pixels: Buffer): void {
  const counts = new Uint32Array(256);
  for (const value of pixels) counts[value]! += 1;
  const low = edge(counts, LEVELS);
  const high = edge(counts, LEVELS.toReversed());
  const dark = LEVELS.reduce((sum, value) => sum + value * counts[value]!, 0) / pixels.length < DARK;
  const table = LEVELS.map((value) => {
    const stretched = Math.min(255, Math.max(0, ((value - low) * 255) / Math.max(1, high - low)));
    return dark ? 255 - stretched : stretched;
  });
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[pixels[i]!]!;
}

const LEVELS = Array.from({ length: 256 }, (_, value) => value);

/** Finds the first level, in the order of `way`, up to which there are more than a few pixels. */
function edge(counts: Uint32Array, way: readonly number[]): number {
  const ignored = counts.reduce((sum, count) => sum + count) * IGNORED;
  let sum = 0;
  for (const value of way) {
    sum += counts[value]!;
    if (sum > ignored) return value;
  }
  return way.at(-1)!;
}
