/** Looks at SQLite's log of writes before it is opened: SQLite itself drops what comes after a damaged place, and says nothing. */
import { readFileSync } from 'node:fs';

/** The sizes of the file's header and of a frame's, in bytes (https://sqlite.org/fileformat2.html#the_write_ahead_log). */
const HEADER = 32;
const FRAME = 24;
/** The first four bytes of the file, which also say in which order of bytes its checksums are; the last bit tells. */
const MAGIC = 0x377f0682;

/**
 * Counts the commits in the log of writes of a database file that can't be read any more, because something before them is
 * damaged. The last commit alone is never counted: the power may have failed while it was written, before anybody was told that it
 * was stored.
 */
export function commitsLost(path: string): number {
  const file = `${path}-wal`;
  const bytes = bytesOf(file);
  const size = bytes.length > HEADER + FRAME ? pageSizeOf(bytes) : 0;
  if (size === 0) return 0;
  const frames = framesOf(bytes, size);
  const good = goodFrames(bytes, size, frames.length);
  // Frames of before the log began anew have other salts; where the header is damaged, the first frame has the right ones.
  const salts = good === 0 ? frames[0]?.salts : bytes.toString('latin1', 16, 24);
  const lost = frames.slice(good).filter((frame) => frame.salts === salts && frame.isCommit).length;
  return lost > 1 ? lost : 0;
}

/** The bytes of a file; none where it is missing, or where opening the database will tell why it can't be read. */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** The size of a page; 0 where the header names none that there is. */
function pageSizeOf(bytes: Buffer): number {
  const size = bytes.readUInt32BE(8);
  return size >= 512 && size <= 65_536 && (size & (size - 1)) === 0 ? size : 0;
}

function framesOf(bytes: Buffer, size: number): readonly { readonly salts: string; readonly isCommit: boolean }[] {
  const frames = [];
  for (let at = HEADER; at + FRAME + size <= bytes.length; at += FRAME + size)
    frames.push({ salts: bytes.toString('latin1', at + 8, at + 16), isCommit: bytes.readUInt32BE(at + 4) > 0 });
  return frames;
}

/** The number of frames up to the first one whose salts or checksum are wrong. */
function goodFrames(bytes: Buffer, size: number, count: number): number {
  const magic = bytes.readUInt32BE(0);
  if ((magic & ~1) >>> 0 !== MAGIC) return 0;
  const sum = new Checksum(bytes, (magic & 1) === 1);
  if (!sum.add(0, 24).is(24)) return 0;
  const salts = bytes.toString('latin1', 16, 24);
  for (let good = 0; good < count; good++) {
    const at = HEADER + good * (FRAME + size);
    if (bytes.toString('latin1', at + 8, at + 16) !== salts) return good;
    if (
      !sum
        .add(at, 8)
        .add(at + FRAME, size)
        .is(at + 16)
    )
      return good;
  }
  return count;
}

/** The checksum that goes on from frame to frame. */
class Checksum {
  readonly #bytes: DataView;
  readonly #isBigEndian: boolean;
  #first = 0;
  #second = 0;

  constructor(bytes: Buffer, isBigEndian: boolean) {
    this.#bytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#isBigEndian = isBigEndian;
  }

  add(from: number, length: number): this {
    for (let at = from; at < from + length; at += 8) {
      this.#first = (this.#first + this.#bytes.getUint32(at, !this.#isBigEndian) + this.#second) >>> 0;
      this.#second = (this.#second + this.#bytes.getUint32(at + 4, !this.#isBigEndian) + this.#first) >>> 0;
    }
    return this;
  }

  is(at: number): boolean {
    return this.#bytes.getUint32(at) === this.#first && this.#bytes.getUint32(at + 4) === this.#second;
  }
}
