/** Pictures as bytes: their formats, their limit, and freeing their memory. */

export type PictureFormat = 'png' | 'jpeg' | 'webp';

/** The largest picture that is taken in from any channel, in bytes. */
export const LARGEST_PICTURE = 10 * 1024 * 1024;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = [0x52, 0x49, 0x46, 0x46];
const WEBP = [0x57, 0x45, 0x42, 0x50];

/**
 * Tells the format of a file from its first bytes, whatever its name says; null for a file that is not read as a
 * picture.
 */
export function pictureFormat(bytes: Uint8Array): PictureFormat | null {
  const has = (magic: readonly number[], at: number): boolean => magic.every((byte, i) => bytes[at + i] === byte);
  if (has(PNG, 0)) return 'png';
  if (has(JPEG, 0)) return 'jpeg';
  return has(RIFF, 0) && has(WEBP, 8) ? 'webp' : null;
}

/**
 * Frees the memory of bytes that are no longer needed, at once: the garbage collector would leave dozens of megabytes
 * of them lying. Does nothing where the memory is shared with other bytes.
 */
export function release({ buffer, length }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
