/** Pictures in files of this machine. */
import { open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { FaultCode } from '../../core/faults.ts';
import { unreadableKind } from '../../core/file-kind.ts';
import type { Image, Trouble } from '../../core/job.ts';
import type { PhraseKey } from '../../core/phrase-keys.ts';
import type { Say } from '../../core/phrases.ts';
import { LARGEST_PICTURE } from '../../core/picture.ts';

/** Names the picture in a file. */
export function imageAt(path: string): Image {
  const kind = unreadableKind(basename(path));
  return { ref: resolve(path), name: basename(path), ...(kind === null ? {} : { unreadable: kind }) };
}

/** Reads a picture's bytes, or answers the trouble; never rejects. */
export async function readImage({ ref, unreadable }: Image): Promise<Uint8Array | Trouble> {
  try {
    await using file = await open(ref);
    const found = await file.stat();
    if (!found.isFile() || unreadable !== undefined) return 'not-an-image';
    return found.size > LARGEST_PICTURE ? 'too-big' : await file.readFile();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'not-there' : 'failed';
  }
}

/** Writes the sentence for a picture that can't be read, with its code and a line break. */
export function troubleWithImage({ ref, unreadable }: Image, trouble: Trouble, say: Say): string {
  const isKind = trouble === 'not-an-image' && unreadable !== undefined;
  const key = isKind ? (`file-${unreadable}` as const) : (SENTENCES[trouble] ?? 'terminal-picture-failed');
  return `firstline: ${ref}: ${say(key)} [${CODE}]\n`;
}

const CODE: FaultCode = 'IMAGE_NOT_READ';
const SENTENCES: Readonly<Partial<Record<Trouble, PhraseKey>>> = {
  'not-there': 'terminal-picture-missing',
  'not-an-image': 'terminal-picture-unreadable',
  'too-big': 'terminal-picture-too-big',
  'too-slow': 'terminal-picture-too-slow',
};
