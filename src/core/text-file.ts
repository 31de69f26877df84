/** Files of text, read as they are. */
import { cleanText } from './message.ts';

/** The largest file of text that is read, in bytes. */
const LARGEST = 4 * 1024 * 1024;
/** The number of bytes by which a text is told from a program's data. */
const LOOKED_AT = 4096;

/**
 * Reads the bytes of a text in UTF-8, or in UTF-16 with its mark; of a long one the beginning and the end. Null for
 * bytes that are no text, or too many.
 */
export function readTextFile(bytes: Uint8Array): string | null {
  if (bytes.length > LARGEST) return null;
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!isLittle && !isBig && bytes.subarray(0, LOOKED_AT).includes(0)) return null;
  const encoding = isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8';
  const { text } = cleanText(new TextDecoder(encoding).decode(bytes));
  return text === '' ? null : text;
}
