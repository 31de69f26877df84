/**
 * Draws the icons that Teams asks for from their SVG files: `npx -c 'node deploy/teams/draw-icons.ts'`. The PNG files
 * are kept beside them, so that making the package needs no drawing.
 */
import { join } from 'node:path';
import sharp from 'sharp';

for (const name of ['color', 'outline'])
  await sharp(join(import.meta.dirname, `${name}.svg`))
    .png({ compressionLevel: 9 })
    .toFile(join(import.meta.dirname, `${name}.png`));
