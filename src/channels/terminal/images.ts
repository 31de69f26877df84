/** Pictures in files of this machine. */
import { open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { FaultCode } from '../../core/faults.ts';
import type { Image, Trouble } from '../../core/job.ts';
import { LARGEST_PICTURE } from '../../core/picture.ts';

/** Names the picture in a file. */
export function imageAt(path: string): Image {
  return { ref: resolve(path), name: basename(path) };
}

/** Reads a picture's bytes, or answers the trouble; never rejects. */
export async function readImage({ ref }: Image): Promise<Uint8Array | Trouble> {
  try {
    await using file = await open(ref);
    const found = await file.stat();
    if (!found.isFile()) return 'not-an-image';
    return found.size > LARGEST_PICTURE ? 'too-big' : await file.readFile();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'not-there' : 'failed';
  }
}

/** Writes the sentence for a picture that can't be read, with its code and a line break. */
export function troubleWithImage({ ref }: Image, trouble: Trouble): string {
  return `firstline: ${ref}: ${WORDS[trouble] ?? WORDS.failed} [${CODE}]\n`;
}

const CODE: FaultCode = 'IMAGE_NOT_READ';
const WORDS: Readonly<Partial<Record<Trouble, string>>> & { readonly failed: string } = {
  'not-there': 'there is no such file. Paths are taken from the folder you are in.',
  'not-an-image': 'not a PNG, JPEG or WebP picture, or broken. Save it as PNG.',
  'too-big': 'too big: up to 10 MB and 25 million pixels can be read. Cut out the part with the error.',
  'too-slow': 'reading it took too long. Cut out the part with the error.',
  failed: 'it could not be read. Can you open it yourself?',
};
