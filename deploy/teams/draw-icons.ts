import { join } from 'node:path';
import sharp from 'sharp';

/*
 * Draws the icons that Teams asks for from their drawings: `npx -c 'node deploy/teams/draw-icons.ts'`. The PNGs are kept beside
 * them, so that making the package needs no drawing.
 */
for (const name of ['color', 'outline'])
  await sharp(join(import.meta.dirname, `${name}.svg`))
    .png({ compressionLevel: 9 })
    .toFile(join(import.meta.dirname, `${name}.png`));
