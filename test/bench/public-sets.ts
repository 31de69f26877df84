/**
 * Measures Firstline's statistical half beside other engines on three public sets of intents, so that its figures can be
 * compared with those that others publish:
 *
 *   node test/bench/public-sets.ts --folder <folder>                     all engines over all sets: most of an hour
 *   node test/bench/public-sets.ts --folder <folder> --set banking77 --engines firstline,fasttext
 *
 * The sets are not ours to pass on: lay them into the folder as their authors publish them.
 */

import { Progress } from './progress.ts';
import { measureSets, phasesOf } from './public-sets/measure.ts';
import { publicOptionsOf } from './public-sets/options.ts';
import { tableOfSets } from './public-sets/table.ts';
import { print, tellingFaults } from './report.ts';

const options = publicOptionsOf(process.argv.slice(2));
await tellingFaults(async () => {
  const progress = new Progress(process.stderr, phasesOf(options));
  const sets = await measureSets(options, progress.next).finally(() => progress.end());
  print({ sets }, options.json, () => tableOfSets(sets));
  if (sets.some(({ engines }) => engines.some(({ figures }) => typeof figures === 'string'))) process.exitCode = 1;
});
