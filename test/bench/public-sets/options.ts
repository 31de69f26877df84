/** Reads the command line of the public sets. */
import { Command, InvalidArgumentError } from 'commander';
import { type Choice, ENGINES, type EngineName, SETS, type SetName } from './measure.ts';

/** The options of one run over the public sets. */
export interface PublicOptions extends Choice {
  readonly json: boolean;
}

/**
 * Reads the command line; `program` may be one that throws instead of ending the process.
 *
 * @throws commander's CommanderError, if `program` was told to
 */
export function publicOptionsOf(args: readonly string[], program = new Command()): PublicOptions {
  const given = program
    .name('node test/bench/public-sets.ts')
    .description(
      'Measures Firstline’s model beside other engines on public sets of intents, all in one run: CLINC150 (from clinc/oos-eval), BANKING77 (PolyAI-LDN/task-specific-datasets), HWU64 (xliuhw/NLU-Evaluation-Data).',
    )
    .requiredOption(
      '--folder <folder>',
      'holds clinc150/data_full.json, banking77/train.csv and test.csv, hwu64/KFold_1/trainset and testset',
    )
    .option('--set <sets>', `some of ${SETS.join(', ')}, with commas; else all`, (list) => someOf(list, SETS))
    .option('--engines <list>', `some of ${ENGINES.join(', ')}, with commas; else all`, (list) => someOf(list, ENGINES))
    .option('--seeds <n>', 'so many draws of intents that are left out of HWU64', countOf, 5)
    .option('--json', 'one JSON object instead of the table')
    .parse(args, { from: 'user' })
    .opts<{
      folder: string;
      set?: SetName[];
      engines?: EngineName[];
      seeds: number;
      json?: boolean;
    }>();
  const { folder, set: sets = SETS, engines = ENGINES, seeds, json = false } = given;
  return { folder, sets, engines, seeds, json };
}

function someOf<T extends string>(list: string, all: readonly T[]): T[] {
  const some = list.split(',').map((one) => one.trim() as T);
  const wrong = some.find((one) => !all.includes(one));
  if (wrong !== undefined) throw new InvalidArgumentError(`There is no "${wrong}".`);
  return [...new Set(some)];
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
}
