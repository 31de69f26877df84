/** Reads the bytes of a content file as text, whatever editor or program saved it. */
import type { ContentFault } from './content-fault.ts';

/** Characters that no editor shows and that have no place in a text; a mark of the byte order inside is one, too. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]/;
/** The number of bytes by which UTF-16 without its mark is known. */
const LOOKED_AT = 400;

/** The text of a file, and what could not be read of it. `file` is its name in faults. */
export function contentText(bytes: Uint8Array, file: string): { text: string; faults: readonly ContentFault[] } {
  const encoding = encodingOf(bytes);
  const faults: ContentFault[] = [];
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder(encoding).decode(bytes);
    faults.push({
      ...{ file, line: lineOf(text, text.indexOf('\ufffd')) },
      what: 'a letter on this line is not written in UTF-8',
      meant: 'save the file as UTF-8',
    });
  }
  // Some programs end lines with a carriage return alone.
  text = text.replace(/\r(?!\n)/g, '\n');
  const found = CONTROL.exec(text);
  if (found)
    faults.push({
      ...{ file, line: lineOf(text, found.index) },
      what: `an invisible character (U+${found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}) stands on this line`,
      meant: 'write the line anew',
    });
  return { text, faults };
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without its mark, every other byte of nearly every character is zero.
  const zeros = [0, 0];
  const looked = bytes.subarray(0, LOOKED_AT);
  looked.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]! += 1;
  });
  if (zeros[1]! > looked.length / 4) return 'utf-16le';
  return zeros[0]! > looked.length / 4 ? 'utf-16be' : 'utf-8';
}

function lineOf(text: string, at: number): number {
  return text.slice(0, Math.max(0, at)).split('\n').length;
}
