export type PictureFormat = 'png' | 'jpeg' | 'webp';

/** Nothing larger is taken in as a picture, from any channel. */
export const LARGEST_PICTURE = 10 * 1024 * 1024;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = [0x52, 0x49, 0x46, 0x46];
const WEBP = [0x57, 0x45, 0x42, 0x50];

/** What a file is by its first bytes, whatever its name says; null for everything that is not read as a picture. */
export function pictureFormat(bytes: Uint8Array): PictureFormat | null {
  const has = (magic: readonly number[], at: number): boolean => magic.every((byte, i) => bytes[at + i] === byte);
  if (has(PNG, 0)) return 'png';
  if (has(JPEG, 0)) return 'jpeg';
  return has(RIFF, 0) && has(WEBP, 8) ? 'webp' : null;
}

/**
 * Gives back the memory of bytes that nobody needs any more, now: the collector would let dozens of megabytes of them lie. Only if
 * the memory is theirs alone.
 */
export function release({ buffer, length }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
