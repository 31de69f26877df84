/** QR codes of addresses. */
import { encodeQR } from 'qr';

/** A QR code as the path of an SVG drawing: a square of one unit for every dark module. */
export interface QrCode {
  /** Modules on each side, with the light border that readers need. */
  readonly size: number;
  readonly path: string;
}

/** The width of the light border, in modules, as the standard asks for it. */
const BORDER = 4;

/** Draws the QR code of a text; it is still read with an eighth of it dirty or covered. */
export function qrOf(text: string): QrCode {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: BORDER });
  const path = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return { size: rows.length, path };
}
