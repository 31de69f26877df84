/**
 * Measures the understanding with four times the intents, of generated content: the time of training, the time of
 * reading, the size of the model's file, and the memory that it takes:
 *
 *   node --expose-gc test/bench/many-intents.ts --intents 150 --examples 20000
 */
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { engineContent } from '../../src/evaluation/judge.ts';
import { ModelFile } from '../../src/understanding/model-file.ts';
import { createReader } from '../../src/understanding/reader.ts';
import { trainModel } from '../../src/understanding/training.ts';
import { Random } from '../fakes/random.ts';
import { figuresOf } from './figures.ts';
import { Progress } from './progress.ts';

/** The parts that words are made of, so that they share pieces as real ones do. */
const SYLLABLES = 'ba co di fu ge ha ki lo mu ne po ra si tu ve wa ze cha tion ment ing er ly'.split(' ');
const WORDS = 8000;
/** The number of words of its own that an intent has. */
const OWN = 40;
const READINGS = 3000;

const { intents, examples, json } = new Command()
  .name('node test/bench/many-intents.ts')
  .description('Measures training and reading with many generated intents.')
  .option('--intents <n>', 'how many intents', '150')
  .option('--examples <n>', 'how many examples in all', '20000')
  .option('--json', 'one JSON object instead of the lines')
  .parse()
  .opts<{ intents: string; examples: string; json?: boolean }>();

const random = new Random(7);
const word = (): string => Array.from({ length: 1 + random.below(3) }, () => random.pick(SYLLABLES)).join('');
const words = [...new Set(Array.from({ length: WORDS * 2 }, word))].slice(0, WORDS);
/** A word by its rank: a few are in everything, most are rare, as in any language. */
const common = (): string => words[Math.floor(WORDS ** random.next()) - 1]!;
const rows = Array.from({ length: Number(intents) }, () =>
  Array.from({ length: OWN }, () => random.pick(words)),
).flatMap((own, i) =>
  Array.from({ length: Math.round(Number(examples) / Number(intents)) }, () => ({
    label: `intent-${i}`,
    text: Array.from({ length: 6 + random.below(14) }, () => (random.next() < 0.3 ? random.pick(own) : common())).join(
      ' ',
    ),
  })),
);
const content = engineContent(rows, 'none');

const progress = new Progress(process.stderr, 100);
let shown = 0;
const memory = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
};
const began = performance.now();
const model = await trainModel(content, (done) => {
  for (; shown < Math.floor(done * 100); shown++) progress.next('training');
}).finally(() => progress.end());
const trainS = (performance.now() - began) / 1000;
const folder = mkdtempSync(join(tmpdir(), 'many-intents-'));
new ModelFile(folder, 'many').write(model);
const fileMb = statSync(join(folder, readdirSync(folder)[0]!)).size / 2 ** 20;
const read = createReader(content, model);
const times: number[] = [];
for (let i = 0; i < READINGS; i++) {
  const { text } = rows[(i * 7919) % rows.length]!;
  const before = performance.now();
  read(text);
  if (i >= READINGS / 3) times.push(performance.now() - before);
}
const { p50, p99 } = figuresOf(times, times.reduce((sum, t) => sum + t, 0) / 1000);
const figures = {
  intents: Number(intents),
  examples: rows.length,
  trainS,
  fileMb,
  p50Ms: p50,
  p99Ms: p99,
  rssMb: memory(),
};
if (json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else
  for (const [name, figure] of Object.entries(figures))
    process.stdout.write(`${name.padEnd(9)} ${figure < 100 ? figure.toFixed(2) : Math.round(figure)}\n`);
