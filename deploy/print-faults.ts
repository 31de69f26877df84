/**
 * `npm run faults`: puts the table of faults, as `npx firstline explain --markdown` prints it, between its marks in
 * deploy/README.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../src/commands/explain.ts';

const guide = join(import.meta.dirname, 'README.md');
const written = readFileSync(guide, 'utf8');
const between = /(?<=<!-- faults -->\n)[\s\S]*(?=<!-- \/faults -->)/;
if (!between.test(written)) throw new Error(`${guide} has no marks <!-- faults --> and <!-- /faults -->`);
writeFileSync(
  guide,
  written.replace(between, () => table()),
);
