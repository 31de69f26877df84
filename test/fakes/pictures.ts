/** Makes picture files by hand: valid ones, and ones that lie about themselves. */
import { crc32, deflateSync } from 'node:zlib';

/** The parts of a PNG that a test chooses. */
export interface PngParts {
  readonly width: number;
  readonly height: number;
  /** Bits a channel, and the channels of a pixel (0 grey, 2 colour, 6 colour with transparency). */
  readonly bits?: 1 | 8 | 16;
  readonly kind?: 0 | 2 | 6;
  /** The pixel data, if it is to be other than right; by default all white, with as many rows as the height says. */
  readonly rows?: Buffer;
  /** Chunks before the pixels. */
  readonly more?: readonly Buffer[];
}

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/** A PNG made by hand, so that it can lie about itself. */
export function png({ width, height, bits = 8, kind = 0, rows, more = [] }: PngParts): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header[8] = bits;
  header[9] = kind;
  const channels = { 0: 1, 2: 3, 6: 4 }[kind];
  const white = (): Buffer => {
    const row = 1 + Math.ceil((width * channels * bits) / 8);
    const all = Buffer.alloc(row * height, 255);
    for (let y = 0; y < height; y++) all[y * row] = 0;
    return all;
  };
  const pixels = chunk('IDAT', deflateSync(rows ?? white()));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), ...more, pixels, chunk('IEND', Buffer.alloc(0))]);
}

/** A chunk of a PNG, with its length and checksum. */
export function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Compressed text that is half a gigabyte when it is unpacked. */
export function packedText(name: 'zTXt' | 'iCCP'): Buffer {
  return chunk(name, Buffer.concat([Buffer.from('a\0\0', 'latin1'), deflateSync(Buffer.alloc(2 ** 29))]));
}

/** The beginning of a file of each format that is not read. */
export const FOREIGN: Readonly<Record<string, Buffer>> = {
  GIF: Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
  SVG: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">Cannot sign in</text></svg>'),
  'SVG with an XML header': Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
  TIFF: Buffer.concat([Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]), Buffer.alloc(64)]),
  HEIC: Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheicmif1heic'), Buffer.alloc(64)]),
  AVIF: Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypavifmif1avif'), Buffer.alloc(64)]),
  BMP: Buffer.concat([Buffer.from('BM'), Buffer.alloc(64)]),
  PDF: Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\n'),
  ZIP: Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]),
  HTML: Buffer.from('<!doctype html><title>Cannot sign in</title>'),
  nothing: Buffer.alloc(0),
};
